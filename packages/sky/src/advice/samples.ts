/**
 * Everything is looked at at the same instants: samples of paths so many seconds apart, pieces between them. Motion
 * is worked out at twice that rate and taken as even between samples.
 */
export const SAMPLE_S = 2;
export const PIECES = 48;
export const SAMPLES: number = PIECES + 1;
/** How far ahead anything is looked at, s. */
export const LOOKAHEAD_S: number = SAMPLE_S * PIECES;
