import type { CaseFile, CaseSample } from '@skyaccord/accord';
import { type LngLat, local_m } from '../geo/geodesy.ts';
import { type Grid, gridOf, type Point } from '../plots/grid.ts';

/** A plan view ready to draw: everything in the drawing's own units, `size` by `size`, north up. */
export type Plan = {
  size: number;
  a: Point[];
  b: Point[];
  /** Both positions at the closest point, by interpolation between the samples around it. */
  cpa: { a: Point; b: Point } | null;
  /** Whole minutes along both tracks, to see who was where at the same time. */
  minutes: { time_ms: number; a: Point; b: Point }[];
  grid: Grid;
  units_per_m: number;
};

const MARGIN = 0.06;
const SMALLEST_SPAN_M = 500;
const MOST_MINUTES = 30;
const MINUTE_MS = 60_000;

/** Lays both tracks out around the middle of the case. @returns null when the case has no samples */
export function planOf(file: CaseFile, size: number): Plan | null {
  const { samples } = file;
  const middle = interpolate(samples, file.encounter.t_cpa_ms) ?? samples[Math.floor(samples.length / 2)];
  if (middle === undefined) return null;
  const origin: LngLat = [middle.a[1], middle.a[0]];
  const tracks = {
    a: samples.map((sample) => eastNorth(origin, sample.a)),
    b: samples.map((sample) => eastNorth(origin, sample.b)),
  };
  const all = [...tracks.a, ...tracks.b];
  const [west, east] = [Math.min(...all.map(({ x }) => x)), Math.max(...all.map(({ x }) => x))];
  const [south, north] = [Math.min(...all.map(({ y }) => y)), Math.max(...all.map(({ y }) => y))];
  const span_m = Math.max(east - west, north - south, SMALLEST_SPAN_M) * (1 + 2 * MARGIN);
  const units_per_m = size / span_m;
  const place = ({ x, y }: Point): Point => ({
    x: size / 2 + (x - (west + east) / 2) * units_per_m,
    y: size / 2 - (y - (south + north) / 2) * units_per_m,
  });
  const pair = (sample: CaseSample) => ({
    a: place(eastNorth(origin, sample.a)),
    b: place(eastNorth(origin, sample.b)),
  });
  const atCpa = interpolate(samples, file.encounter.t_cpa_ms);
  return {
    size,
    a: tracks.a.map(place),
    b: tracks.b.map(place),
    cpa: atCpa === null ? null : pair(atCpa),
    minutes: wholeMinutes(samples).flatMap((time_ms) => {
      const sample = interpolate(samples, time_ms);
      return sample === null ? [] : [{ time_ms, ...pair(sample) }];
    }),
    grid: gridOf(span_m, size),
    units_per_m,
  };
}

/** The state at an instant, on the straight line between the samples around it; null outside what was sampled. */
export function interpolate(samples: readonly CaseSample[], time_ms: number): CaseSample | null {
  const after = samples.findIndex((sample) => sample.time_ms >= time_ms);
  const next = samples[after];
  if (next === undefined) return null;
  if (next.time_ms === time_ms) return next;
  const before = samples[after - 1];
  if (before === undefined) return null;
  const share = (time_ms - before.time_ms) / (next.time_ms - before.time_ms);
  const mix = (from: number, to: number) => from + (to - from) * share;
  const mixed = (from: number | null, to: number | null) => (from === null || to === null ? null : mix(from, to));
  const position = (from: CaseSample['a'], to: CaseSample['a']): CaseSample['a'] => [
    mix(from[0], to[0]),
    mix(from[1], to[1]),
    mixed(from[2], to[2]),
  ];
  return {
    time_ms,
    range_m: mix(before.range_m, next.range_m),
    vertical_m: mixed(before.vertical_m, next.vertical_m),
    a: position(before.a, next.a),
    b: position(before.b, next.b),
  };
}

/** Track and ground speed at an instant as the recorded positions around it give them; null where there are none. */
export function motionAt(
  samples: readonly CaseSample[],
  side: 'a' | 'b',
  time_ms: number,
): { track_deg: number; speed_mps: number } | null {
  const after = samples.findIndex((sample) => sample.time_ms > time_ms);
  const to = samples[after];
  const from = samples[after - 1];
  if (from === undefined || to === undefined) return null;
  const { east_m, north_m } = local_m([from[side][1], from[side][0]], [to[side][1], to[side][0]]);
  const speed_mps = Math.hypot(east_m, north_m) / ((to.time_ms - from.time_ms) / 1000);
  return { track_deg: ((Math.atan2(east_m, north_m) * 180) / Math.PI + 360) % 360, speed_mps };
}

function eastNorth(origin: LngLat, position: CaseSample['a']): Point {
  const { east_m, north_m } = local_m(origin, [position[1], position[0]]);
  return { x: east_m, y: north_m };
}

function wholeMinutes(samples: readonly CaseSample[]): number[] {
  const from_ms = samples[0]?.time_ms ?? 0;
  const to_ms = samples.at(-1)?.time_ms ?? 0;
  const every = Math.max(1, Math.ceil((to_ms - from_ms) / MINUTE_MS / MOST_MINUTES));
  const minutes: number[] = [];
  for (let time_ms = Math.ceil(from_ms / MINUTE_MS) * MINUTE_MS; time_ms <= to_ms; time_ms += every * MINUTE_MS) {
    minutes.push(time_ms);
  }
  return minutes;
}
