import type { CaseAdvisory } from '../outcome.ts';
import type { Ellipse } from '../tracks/ellipse.ts';

/**
 * What happened in a case, as best it can be told after the fact: the one figure that pages, plots, the printed report
 * and the check of an archive share. Distances in m, times in ms UTC; `null` is "not known"; every uncertainty is of
 * 95 %.
 */
export type Reconstruction = {
  readonly case: string;
  readonly from_ms: number;
  readonly to_ms: number;
  readonly a: ReconstructedFlight;
  readonly b: ReconstructedFlight;
  /** Null where the reports of the two do not overlap in time. */
  readonly closest: ReconstructedApproach | null;
  /** Every second that both were heard, and the closest instant. */
  readonly range: readonly RangePoint[];
  /** The minima of the clauses that bound this pair. */
  readonly minima: readonly CaseMinimum[];
  /** What was said, and when: a mark each along the time axis. */
  readonly advice: readonly CaseAdvisory[];
  readonly what_ifs: readonly WhatIf[];
  /** In words: what could not be reconstructed, and why. */
  readonly open: readonly string[];
};

export type ReconstructedFlight = {
  readonly track: string;
  readonly callsign: string | null;
  readonly party: string | null;
  readonly altitude_datum: 'pressure' | 'geometric' | null;
  readonly sources: readonly SourceFit[];
  /** Every second from the first report of the span to the last; none where fewer than two came. */
  readonly points: readonly FlightPoint[];
};

/** What was learnt of a source from how its reports fit the smoothed track. */
export type SourceFit = {
  readonly source: string;
  readonly technology: string;
  readonly reports: number;
  /** Reports that no flight explains: they were left out. */
  readonly left_out: number;
  /** How much later than the first source its times are, s; null where there is nothing to compare it with. */
  readonly clock_offset_s: number | null;
  /** 95 % radius of what scatters from report to report, as fitted; and of what its reports have in common. */
  readonly scatter_m: number;
  readonly common_m: number;
};

export type FlightPoint = {
  readonly time_ms: number;
  readonly latitude_deg: number;
  readonly longitude_deg: number;
  readonly altitude_m: number | null;
  /** Half-width. */
  readonly altitude_95_m: number | null;
  readonly ellipse: Ellipse;
};

/** The closest point of approach by the smoothed tracks. */
export type ReconstructedApproach = {
  readonly t_cpa_ms: number;
  /** Half-width, s. */
  readonly t_95_s: number;
  readonly h_cpa_m: number;
  /** Between these the horizontal distance was. */
  readonly h_low_m: number;
  readonly h_high_m: number;
  readonly v_cpa_m: number | null;
  readonly v_95_m: number | null;
  /** Straight through the air; null where no height is known of one. */
  readonly slant_m: number | null;
  /** `b` as seen from `a` at that instant, and the region about it. */
  readonly east_m: number;
  readonly north_m: number;
  readonly ellipse: Ellipse;
};

export type RangePoint = {
  readonly time_ms: number;
  readonly h_m: number;
  readonly v_m: number | null;
};

export type CaseMinimum = {
  readonly clause: string;
  readonly version: number;
  readonly lateral_m: number;
  readonly vertical_m: number;
  readonly grace_s: number;
};

/** What would have come of the advice, had it been flown so. `none`: had nobody done anything more. */
export type WhatIf = {
  readonly flown_by: 'none' | 'a' | 'b' | 'both';
  /** From when the advice was given to when the crew began; null where nobody flew it. */
  readonly delay_s: number | null;
  readonly t_cpa_ms: number;
  readonly h_cpa_m: number;
  readonly v_cpa_m: number | null;
  /** Clauses whose minima would have been kept, and those that would have been lost, with for how long. */
  readonly kept: readonly string[];
  readonly lost: readonly { readonly clause: string; readonly duration_s: number }[];
  /** Both, every second from the first advice on. */
  readonly a: readonly FlownPoint[];
  readonly b: readonly FlownPoint[];
};
export type FlownPoint = {
  readonly time_ms: number;
  readonly latitude_deg: number;
  readonly longitude_deg: number;
  readonly altitude_m: number | null;
};
