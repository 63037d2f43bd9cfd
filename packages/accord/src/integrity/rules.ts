/**
 * When a track is said not to be believed as it stands: the stated rules, described for users in `docs/tracks.md`. Each
 * flag ends by itself when its reason was not seen for {@link QUIET_S}.
 */

/** A flag ends when nothing has spoken for it for this long. */
export const QUIET_S = 60;
/** Two reports further apart than this are not compared. */
export const COMPARE_S = 12;
/** What a single good report takes away from what was counted against a track. */
export const FORGIVE = 0.05;

/** So many positions out of reach, no further apart than `JUMP_WITHIN_S`. */
export const JUMPS = 2;
export const JUMP_WITHIN_S = 60;

/** Path over which stated velocity and positions are compared: at least so long, or so much time. */
export const PATH_M = 1500;
export const PATH_S = 12;
export const PATH_MOST_S = 60;
/** They may differ by this share of the path, so much time along it, and never count below so many metres. */
export const PATH_SHARE = 0.2;
export const PATH_CLOCK_S = 2;
export const PATH_LEAST_M = 500;
/** Paths in a row that contradict the velocity. */
export const PATHS = 3;
/** Taken for the 95 % radius of a position whose report states none. */
export const USUAL_ACCURACY_M = 200;

/** Standing still within its accuracy, or so much, while its velocity says that it went so far in so long. */
export const FROZEN_NEAR_M = 100;
export const FROZEN_WAY_M = 1000;
export const FROZEN_S = 15;

/** Times that an old position was given as a new one, and the position then caught up. */
export const RESTAMPS = 4;
/** Mean error of the times between reports, s, along the track only; and across it at most a third of that. */
export const TIMING_S = 2;
export const TIMING_REPORTS = 16;
/** Mean delay after which reports are late by a fault, s. */
export const LATE_S = 20;
/** Reports in a row that follow the track's own path behind it. */
export const LATE_REPORTS = 4;

/** Height changes that no aircraft makes: so much, and so fast. One beyond `LEAP_FAR_M` is enough. */
export const LEAP_M = 150;
export const LEAP_MPS = 80;
export const LEAP_FAR_M = 3000;
export const LEAPS = 3;
/** GNSS height against pressure height: so far from what it was, so many reports in a row. */
export const DATUM_M = 300;
export const DATUM_STALE_S = 30;
export const DATUM_REPORTS = 3;

/** At rest, positions lie within twice their accuracy of one another, or so much. */
export const REST_MPS = 1.5;
export const REST_M = 30;
export const REST_REPORTS = 4;
/**
 * In flight, positions bend across their track no more than three times their accuracy and this acceleration explain
 * (3 g), over reports no further apart than this; so many that do are noise.
 */
export const BEND_MPS2 = 30;
export const BEND_S = 5;
export const BENDS = 5;

/** Between these heights nothing with wings stays up at less than this speed over ground for so long. */
export const ALOFT_LOW_M = 9750;
export const ALOFT_HIGH_M = 15_500;
export const ALOFT_MPS = 40;
export const ALOFT_S = 20;

/** Stated accuracy collapses from the first to the second, for so many reports. */
export const FIX_GOOD_M = 200;
export const FIX_LOST_M = 1500;
export const FIX_REPORTS = 3;

/** So many aircraft that jump to one place, this wide, within so long. */
export const TOGETHER = 3;
export const TOGETHER_M = 10_000;
export const TOGETHER_S = 900;

/**
 * Two aircraft that report one place, to within a cell of so much and so much time, and one velocity, to within so much
 * and more than that, at heights so far apart, so often.
 */
export const ALIKE_M = 100;
export const ALIKE_S = 3;
export const ALIKE_MPS = 10;
export const ALIKE_UP_M = 600;
export const ALIKE_REPORTS = 8;

/** Reports that repeat earlier ones to the last digit, all by the same time, which is at least so long ago. */
export const REPLAYED = 4;
export const REPLAY_SHIFT_S = 30;
export const REPLAY_STEADY_S = 2;
