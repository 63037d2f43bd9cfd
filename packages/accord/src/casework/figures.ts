import { atan2, cos, hypot, RAD_PER_DEG } from '@skyaccord/sky';
import type { CaseFile, CaseSample } from '../outcome.ts';

/**
 * Figures of an encounter that people report and machines record, all at its closest point. Sides a and b are those of
 * the case. What is not known is left out.
 */
export const FIGURES = [
  't_cpa_ms',
  'h_cpa_m',
  'v_cpa_m',
  'closure_mps',
  'a_altitude_m',
  'a_ground_speed_mps',
  'a_track_deg',
  'b_altitude_m',
  'b_ground_speed_mps',
  'b_track_deg',
] as const;
export type Figure = (typeof FIGURES)[number];
export type Figures = Readonly<Partial<Record<Figure, number>>>;

/** Figures by which two accounts may differ and still say the same: what a person can read off or judge by eye. */
const CLOSE: Readonly<Record<Figure, { readonly least: number; readonly share: number }>> = {
  t_cpa_ms: { least: 10_000, share: 0 },
  h_cpa_m: { least: 50, share: 0.1 },
  v_cpa_m: { least: 30, share: 0.1 },
  closure_mps: { least: 5, share: 0.1 },
  a_altitude_m: { least: 30, share: 0 },
  b_altitude_m: { least: 30, share: 0 },
  a_ground_speed_mps: { least: 5, share: 0.05 },
  b_ground_speed_mps: { least: 5, share: 0.05 },
  a_track_deg: { least: 10, share: 0 },
  b_track_deg: { least: 10, share: 0 },
};

/** One value of a figure and who says so: a party's account, or what a party's node recorded. */
export type Said = { readonly party: string | null; readonly by: 'account' | 'record'; readonly value: number };
/** A figure with all that was said of it; `spread` between the furthest two; `differs` beyond what is close enough. */
export type Difference = {
  readonly figure: Figure;
  readonly said: readonly Said[];
  readonly spread: number;
  readonly differs: boolean;
};

/** Where two or more say something of a figure: by how much they differ, in the order of `FIGURES`. */
export function differencesOf(all: readonly (Omit<Said, 'value'> & { readonly figures: Figures })[]): Difference[] {
  return FIGURES.flatMap((figure) => {
    const said = all.flatMap(({ party, by, figures }): Said[] => {
      const value = figures[figure];
      return value === undefined ? [] : [{ party, by, value }];
    });
    if (said.length < 2) return [];
    const values = said.map(({ value }) => value);
    const spread = figure.endsWith('_track_deg') ? widest_deg(values) : Math.max(...values) - Math.min(...values);
    const { least, share } = CLOSE[figure];
    const largest = Math.max(...values.map((value) => Math.abs(value)));
    return [{ figure, said, spread, differs: spread > Math.max(least, share * largest) }];
  });
}

/** The largest angle between any two tracks, 0 to 180. */
function widest_deg(values: readonly number[]): number {
  let widest = 0;
  for (const one of values) {
    for (const other of values) {
      const apart = Math.abs(one - other) % 360;
      widest = Math.max(widest, Math.min(apart, 360 - apart));
    }
  }
  return widest;
}

/** The same figures with the sides of the case exchanged. */
export function exchanged(figures: Figures): Figures {
  const other = (name: Figure): Figure =>
    name.startsWith('a_')
      ? (`b${name.slice(1)}` as Figure)
      : name.startsWith('b_')
        ? (`a${name.slice(1)}` as Figure)
        : name;
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [other(name as Figure), value]));
}

/** What a case file records, at its closest point as measured. */
export function recordedFigures(file: Pick<CaseFile, 'encounter' | 'samples'>): Figures {
  const { t_cpa_ms, h_cpa_m, v_cpa_m, closure_mps } = file.encounter;
  return {
    t_cpa_ms,
    h_cpa_m,
    ...(v_cpa_m === null ? {} : { v_cpa_m: Math.abs(v_cpa_m) }),
    closure_mps,
    ...sideFigures(file.samples, 'a', t_cpa_ms),
    ...sideFigures(file.samples, 'b', t_cpa_ms),
  };
}

/** A degree of latitude, m: for directions and speeds over a few seconds the sphere is near enough. */
const DEGREE_M = 111_195;

function sideFigures(samples: readonly CaseSample[], side: 'a' | 'b', time_ms: number): Figures {
  const after = samples.findIndex((sample) => sample.time_ms > time_ms);
  const [from, to] = [samples[after - 1], samples[after]];
  if (from === undefined || to === undefined) return {};
  const [start, end] = [from[side], to[side]];
  const span_ms = to.time_ms - from.time_ms;
  const north_m = (end[0] - start[0]) * DEGREE_M;
  // Over the antimeridian the longitude leaps by a whole turn.
  const turn_deg = end[1] - start[1];
  const east_deg = turn_deg > 180 ? turn_deg - 360 : turn_deg < -180 ? turn_deg + 360 : turn_deg;
  const east_m = east_deg * DEGREE_M * cos(start[0] * RAD_PER_DEG);
  const share = (time_ms - from.time_ms) / span_ms;
  const altitude_m = start[2] === null || end[2] === null ? null : start[2] + (end[2] - start[2]) * share;
  const track_deg = (atan2(east_m, north_m) / RAD_PER_DEG + 360) % 360;
  const figures: Record<string, number> = {
    [`${side}_ground_speed_mps`]: hypot(east_m, north_m) / (span_ms / 1000),
    [`${side}_track_deg`]: track_deg,
  };
  if (altitude_m !== null) figures[`${side}_altitude_m`] = altitude_m;
  return figures;
}
