/**
 * How much of a thing one party shows another, rising: who shows a higher rung shows all that the lower ones show.
 * `existence`: that there is such a thing; `volume_and_time`: in which volume, when; `delayed_track`: where, later or
 * coarser; `live_track`: where, now; `identity`: who.
 */
export const RUNGS = ['nothing', 'existence', 'volume_and_time', 'delayed_track', 'live_track', 'identity'] as const;
export type Rung = (typeof RUNGS)[number];

/** Whether `rung` is `least` or higher. */
export const reaches = (rung: Rung, least: Rung): boolean => RUNGS.indexOf(rung) >= RUNGS.indexOf(least);

export const higher = (a: Rung, b: Rung): Rung => (reaches(a, b) ? a : b);
