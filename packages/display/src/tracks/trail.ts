import type { TrailPoint } from '../api/types.ts';
import { M_PER_FT, type UnitSystem } from '../format/units.ts';
import { greatCircle_m, type LngLat, local_m } from '../geo/geodesy.ts';
import type { Columns } from '../plots/columns.ts';
import { type Grid, gridOf, type Point } from '../plots/grid.ts';

/** Points farther apart than this are not joined: nothing is known of what lies between. */
const GAP_MS = 45_000;
const SMALLEST_SPAN_M = 400;
const MARGIN = 0.1;

/** Height (ft or m) and ground speed (kt or km/h) against time, as the points of a trail give them. */
export function trailColumns(trail: readonly TrailPoint[], units: UnitSystem): Columns {
  const times: number[] = [];
  const heights: (number | null)[] = [];
  const speeds: (number | null)[] = [];
  const push = (time_ms: number, height: number | null, speed: number | null) => {
    times.push(time_ms / 1000);
    heights.push(height);
    speeds.push(speed);
  };
  trail.forEach((point, index) => {
    const [time_ms, , , altitude_m] = point;
    const before = trail[index - 1];
    const apart_ms = before === undefined ? 0 : time_ms - before[0];
    // A point without values between two that are not joined breaks the line.
    if (before !== undefined && apart_ms > GAP_MS) push(time_ms - apart_ms / 2, null, null);
    const joined = before !== undefined && apart_ms > 0 && apart_ms <= GAP_MS;
    const speed_mps = joined ? greatCircle_m(placeOf(before), placeOf(point)) / (apart_ms / 1000) : null;
    push(time_ms, scaledHeight(altitude_m, units), scaledSpeed(speed_mps, units));
  });
  return [times, heights, speeds];
}

/** Where an aircraft has been, seen from above, north up, in the units of a square drawing. */
export type TrailPlan = {
  /** One line for each stretch without a gap. */
  lines: Point[][];
  now: Point;
  grid: Grid;
  units_per_m: number;
};

/** Lays a trail out around its middle. @returns null when there is no point in it */
export function trailPlan(trail: readonly TrailPoint[], size: number): TrailPlan | null {
  const last = trail.at(-1);
  if (last === undefined) return null;
  const origin = placeOf(last);
  const points = trail.map((point) => local_m(origin, placeOf(point)));
  const [west, east] = ends(points.map(({ east_m }) => east_m));
  const [south, north] = ends(points.map(({ north_m }) => north_m));
  const span_m = Math.max(east - west, north - south, SMALLEST_SPAN_M) * (1 + 2 * MARGIN);
  const units_per_m = size / span_m;
  const place = ({ east_m, north_m }: { east_m: number; north_m: number }): Point => ({
    x: size / 2 + (east_m - (west + east) / 2) * units_per_m,
    y: size / 2 - (north_m - (south + north) / 2) * units_per_m,
  });
  const lines: Point[][] = [];
  points.forEach((point, index) => {
    const apart_ms = (trail[index]?.[0] ?? 0) - (trail[index - 1]?.[0] ?? 0);
    if (index === 0 || apart_ms > GAP_MS) lines.push([]);
    lines.at(-1)?.push(place(point));
  });
  return { lines, now: place({ east_m: 0, north_m: 0 }), grid: gridOf(span_m, size), units_per_m };
}

function placeOf([, latitude_deg, longitude_deg]: TrailPoint): LngLat {
  return [longitude_deg, latitude_deg];
}

function ends(values: readonly number[]): [number, number] {
  return [Math.min(...values), Math.max(...values)];
}

function scaledHeight(value_m: number | null, units: UnitSystem): number | null {
  return value_m === null || units === 'metric' ? value_m : value_m / M_PER_FT;
}

function scaledSpeed(value_mps: number | null, units: UnitSystem): number | null {
  if (value_mps === null) return null;
  return units === 'metric' ? value_mps * 3.6 : (value_mps * 3600) / 1852;
}
