/**
 * When two tracks are one aircraft: the stated rules, described for users in `docs/tracks.md`. The one that matters
 * most: two tracks that were seen apart, both live at once, are two aircraft, and no later likeness makes them one.
 */

/**
 * Only a track that begins within this distance of another one, the delay of its source allowed for, can be its double.
 */
export const BORN_NEAR_M = 350;
/** 95 % of the distance between an aircraft and its double under an address that a ground station gave it. */
export const DOUBLE_RADIUS_M = 250;
/** A ground station's own track may trail behind by this long. */
export const DOUBLE_DELAY_S = 3;
/** Clocks of two devices aboard one aircraft may differ by this much. */
export const DEVICE_DELAY_S = 1;
/** Two devices aboard one aircraft differ by at least so much now and then, whatever they state. */
export const DEVICE_RADIUS_M = 40;
/** Nearer than this no single comparison says that two devices are apart. */
export const DEVICE_APART_M = 150;
/** Height differences beyond these say that two tracks are two aircraft: of one kind, and of pressure against GNSS. */
export const HEIGHT_APART_M = 250;
export const CROSS_HEIGHT_APART_M = 400;
/** The path between two reports of one track is known well enough to compare with when they are no further apart. */
export const COMPARE_GAP_S = 15;
/** Sideways acceleration between reports that is allowed for, m/s² (a bank of 27°). */
export const COMPARE_ACCEL_MPS2 = 5;
/** To be held for one: so many comparisons, over so long. */
export const FUSE_COMPARISONS = 4;
export const FUSE_S = 8;
/** Two that were one before and parted: so many, over so long. */
export const REFUSE_COMPARISONS = 12;
export const REFUSE_S = 45;
/** Where several tracks could be the double, the choice waits for this long for a clear one. */
export const CHOOSE_S = 30;
/** The better candidate must be nearer by this factor. */
export const CLEARLY = 2;
/**
 * Relative motion, by positions, up to which two tracks can be one; what the scatter explains is added up to the cap.
 */
export const DRIFT_MPS = 3;
export const DRIFT_CAP_MPS = 12;
/**
 * An undecided pair is not warned of against itself for so long after the later one began; where a ground station's
 * track is one of them, until both have been heard after that time.
 */
export const HOLD_S = 30;
/**
 * Two that began as one and only move apart are not warned of against each other for so long, or until they close in.
 */
export const SPLIT_S = 120;
export const SPLIT_CLOSES_M = 100;
/** Two devices prove to be in one aircraft only while it moves: this far between the first comparison and the last. */
export const MOVED_M = 150;
/** What was held for one parts when further apart than their errors for so long, or so often, or far beyond them. */
export const PART_S = 6;
export const PART_DEVICE_S = 12;
export const PART_COMPARISONS = 4;
/**
 * Two parted after so many comparisons as one are not warned of against each other for so long, while within so far.
 */
export const KNOWN_COMPARISONS = 300;
export const KNOWN_S = 60;
export const KNOWN_M = 500;
/** A steady height difference beyond this (98 ft) is a datum, a setting or an instrument, not noise. */
export const HEIGHT_BIAS_M = 30;
/**
 * It is steady when so large a share of all comparisons, so many and over so long, lies within 15 m of their median.
 */
export const HEIGHT_SHARE = 0.7;
export const HEIGHT_COMPARISONS = 200;
export const HEIGHT_S = 900;
/** Share of comparisons outside 95 % at which a source is said to be worse than it states, and by so many at least. */
export const POOR_SHARE = 0.12;
export const POOR_COMPARISONS = 150;
