/**
 * Everything is looked at at the same instants: samples of paths `sample_s` apart (a parameter), pieces between them.
 * Motion is worked out second by second and taken as even between samples.
 */
export const PIECES = 48;
export const SAMPLES: number = PIECES + 1;
/** The most own ways over ground and own vertical speeds compared at once. */
export const MOST_OWN_WAYS = 48;
export const MOST_OWN_CLIMBS = 12;
/** The most ways over ground held possible of another aircraft. */
export const MOST_WAYS = 16;
/** How far ahead anything is looked at, s. */
export const lookaheadOf = (sample_s: number): number => sample_s * PIECES;
