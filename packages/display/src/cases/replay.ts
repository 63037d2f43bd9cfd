import type { FlownPoint, Reconstruction, WhatIf } from '@skyaccord/accord';
import { type LngLat, local_m } from '../geo/geodesy.ts';
import { type Grid, gridOf, type Point } from '../plots/grid.ts';

type Place = Point & { readonly time_ms: number; readonly rx: number; readonly ry: number; readonly turn_deg: number };

/** A reconstructed pass ready to draw: everything in the drawing's own units, `size` by `size`, north up. */
export type ReplayPlan = {
  readonly grid: Grid;
  /** Of 95 %: half-axes and direction stand at each place. */
  readonly a: readonly Place[];
  readonly b: readonly Place[];
  /** As another way of flying would have had it; empty where none is looked at. */
  readonly other: { readonly a: readonly Point[]; readonly b: readonly Point[] };
  readonly from_ms: number;
  readonly to_ms: number;
};

const MARGIN = 0.06;
const SMALLEST_SPAN_M = 500;
/** The drawing reaches so far to either side of the closest point: further away the two are no matter of each other. */
const REACH_MS = 120_000;

/** @returns null where the two were never heard together */
export function replayOf(figure: Reconstruction, what_if: WhatIf | null, size: number): ReplayPlan | null {
  const { closest } = figure;
  if (closest === null) return null;
  const near = <P extends { readonly time_ms: number }>(points: readonly P[]): P[] =>
    points.filter(({ time_ms }) => Math.abs(time_ms - closest.t_cpa_ms) <= REACH_MS);
  const [a, b] = [near(figure.a.points), near(figure.b.points)];
  const first = a[0] ?? b[0];
  if (first === undefined) return null;
  const origin: LngLat = [first.longitude_deg, first.latitude_deg];
  const flat = ({ longitude_deg, latitude_deg }: Omit<FlownPoint, 'altitude_m'>): Point => {
    const { east_m, north_m } = local_m(origin, [longitude_deg, latitude_deg]);
    return { x: east_m, y: north_m };
  };
  const [otherA, otherB] = what_if === null ? [[], []] : [near(what_if.a), near(what_if.b)];
  const all = [...a, ...b, ...otherA, ...otherB].map(flat);
  const [west, east] = [Math.min(...all.map(({ x }) => x)), Math.max(...all.map(({ x }) => x))];
  const [south, north] = [Math.min(...all.map(({ y }) => y)), Math.max(...all.map(({ y }) => y))];
  const span_m = Math.max(east - west, north - south, SMALLEST_SPAN_M) * (1 + 2 * MARGIN);
  const per_m = size / span_m;
  const place = ({ x, y }: Point): Point => ({
    x: size / 2 + (x - (west + east) / 2) * per_m,
    y: size / 2 - (y - (south + north) / 2) * per_m,
  });
  const places = (points: Reconstruction['a']['points']): Place[] =>
    points.map((one) => ({
      ...place(flat(one)),
      time_ms: one.time_ms,
      rx: one.ellipse.minor_m * per_m,
      ry: one.ellipse.major_m * per_m,
      turn_deg: one.ellipse.orientation_deg,
    }));
  const times = [...a, ...b].map(({ time_ms }) => time_ms);
  return {
    grid: gridOf(span_m, size),
    a: places(a),
    b: places(b),
    other: { a: otherA.map((one) => place(flat(one))), b: otherB.map((one) => place(flat(one))) },
    from_ms: Math.min(...times),
    to_ms: Math.max(...times),
  };
}

/** The entry of a series that is nearest to an instant; null in an empty one. */
export function nearest<P extends { readonly time_ms: number }>(points: readonly P[], time_ms: number): P | null {
  return points.reduce<P | null>(
    (best, one) => (best === null || Math.abs(one.time_ms - time_ms) < Math.abs(best.time_ms - time_ms) ? one : best),
    null,
  );
}
