/** The stated rules of tracking; each is described for users in `docs/tracks.md`. Times in s, distances in m. */

/** A track is dropped when no usable observation came for this long. */
export const DROP_S = 120;
/** Prediction goes on this long after the last report; then a pair is too poorly known to warn of. */
export const COAST_S = 60;
/** Reports further apart than this are not joined by a line: what happened between them is not known. */
export const MAX_GAP_S = 45;
/** An observation may be this far ahead of the watch before its clock is disbelieved. */
export const FUTURE_S = 2;
/** From this ground speed on, a position that is repeated to the last digit is an old one with a new time. */
export const REPEATED_MPS = 30;
/** A report this late may still be taken in, where it is so many times as accurate as the track. */
export const LATE_S = 5;
export const LATE_BETTER = 2;
/** A report so many times as uncertain as the track moves it, and is not kept for measuring. */
export const KEPT_WORSE = 2.5;
/** No aircraft a memorandum is about moves faster over ground. */
export const MAX_SPEED_MPS = 900;
/** A position may miss the reachable circle by this much before it counts as a jump. */
export const JUMP_SLACK_M = 1000;
/** So many reports in a row that jump to one consistent place are believed. */
export const JUMPS_TO_BELIEVE = 3;
/** Bound on live tracks; beyond it new aircraft are set aside and counted as `no_room`. */
export const MAX_TRACKS = 100_000;
