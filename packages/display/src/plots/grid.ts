import { M_PER_NM } from '../format/units.ts';

/** A point of a drawing, in its own units. */
export type Point = { x: number; y: number };

/** Lines of a grid over a square drawing, the same on both axes. */
export type Grid = { step_nm: number; lines: number[] };

/** Steps of the grid, in NM; the finest that leaves at most this many lines is taken. */
const STEPS_NM = [0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 50, 100];
const MOST_LINES = 12;

/** A grid for a drawing of `size` by `size` units that is `span_m` wide. */
export function gridOf(span_m: number, size: number): Grid {
  const span_nm = span_m / M_PER_NM;
  const step_nm = STEPS_NM.find((step) => span_nm / step <= MOST_LINES) ?? 500;
  const step = (step_nm / span_nm) * size;
  const lines: number[] = [];
  for (let at = (size / 2) % step; at <= size; at += step) lines.push(at);
  return { step_nm, lines };
}

/** The points as the `d` of an SVG path. */
export function pathOf(points: readonly Point[]): string {
  return points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join(' ');
}

/** A round distance (1, 2 or 5 times a power of ten) for a ring around an ellipse, and the scale at which both fit. */
export function ellipseScale(major_m: number, room: number): { ring_m: number; units_per_m: number } {
  const largest_m = Math.min(Math.max(1, major_m), 1e6);
  let ring_m = 1;
  for (let step = 0; ring_m < largest_m; step += 1) ring_m *= step % 3 === 1 ? 2.5 : 2;
  return { ring_m, units_per_m: room / ring_m };
}
