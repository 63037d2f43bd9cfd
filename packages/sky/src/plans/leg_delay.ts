import { cos, sin } from '../math.ts';
import type { DelaySpans } from './delay_spans.ts';
import { altitudeAt, LEG, LEG_SIZE, type PlanSet, SPHERE_RADIUS_M, speedOf } from './plan_set.ts';

/** Great circles are taken as chords; the range is off by this at most, and the minimum is widened by it, m. */
const CHORD_ERROR_M = 0.01;
/** The longest chord, m. */
const LONGEST_M = 20_000;
/** Nearer to a minimum than this is equal to it, which is no conflict, m. */
const TOLERANCE_M = 1e-6;
/** Delays are looked for so far before 0 and after the latest, so that both are seen to lie within a span, s. */
const BEYOND_S = 1;
/** Corners of what is left of a rectangle after six cuts, at most, two numbers each. */
const MOST_CORNERS = 12;

/**
 * Corners of the region of (s, t) under way, s after the start of our piece and t after that of theirs, and a spare.
 */
let corners = new Float64Array(2 * MOST_CORNERS);
let spare = new Float64Array(2 * MOST_CORNERS);
let ourEnds: Float64Array = new Float64Array(48);
let theirEnds: Float64Array = new Float64Array(48);
const A = new Float64Array(3);
const B = new Float64Array(3);
const C = new Float64Array(3);
const cut = new Float64Array(2);
const found = new Float64Array(2);

/**
 * Adds the departure delays from a little before 0 to a little after latest_s with which leg `a` of `ours` comes inside
 * both minima of leg `b` of `theirs`. With s our time under way and t theirs the relative position is linear in both,
 * so the points (s, t) inside the lateral minimum are an ellipse (a strip where the tracks are parallel), those inside
 * the vertical one a strip and those at which both fly a rectangle: their common part is convex, and the delays t - s
 * of its points are one span. Its ends are where t - s is extreme: at corners and cuts of the edges, or at the
 * ellipse's own extremes.
 *
 * On the plane the ends are exact to rounding. On the sphere legs are cut into chords of at most 20 km, and the minimum
 * is widened by the 0.01 m that they may be off.
 */
export function addLegDelays(
  ours: PlanSet,
  a: number,
  theirs: PlanSet,
  b: number,
  lateral_m: number,
  vertical_m: number,
  latest_s: number,
  out: DelaySpans,
): void {
  const [i, j] = [a * LEG_SIZE, b * LEG_SIZE];
  const [ourStart_s, ourEnd_s] = [ours.legs[i + LEG.start_s] as number, ours.legs[i + LEG.end_s] as number];
  const [start_s, end_s] = [theirs.legs[j + LEG.start_s] as number, theirs.legs[j + LEG.end_s] as number];
  if (!(end_s > ourStart_s - BEYOND_S && start_s < ourEnd_s + latest_s + BEYOND_S)) return;
  const flat = ours.frame === 'flat';
  const limit_m = flat ? lateral_m - TOLERANCE_M : chordOf(lateral_m) + CHORD_ERROR_M;
  const longest_m = flat ? Number.POSITIVE_INFINITY : chordLength(lateral_m);
  const own = pieces(ours, a, ourEnd_s - ourStart_s, longest_m);
  const other = pieces(theirs, b, end_s - start_s, longest_m);
  const [own_s, other_s] = [(ourEnd_s - ourStart_s) / own, (end_s - start_s) / other];
  const reach_m = limit_m + 1 + (speedOf(ours.legs, a) * own_s + speedOf(theirs.legs, b) * other_s) / 2;
  const climb = ours.legs[i + LEG.climb] as number;
  const theirClimb = theirs.legs[j + LEG.climb] as number;
  theirEnds = writeEnds(theirs, b, other, other_s, theirEnds);
  ourEnds = writeEnds(ours, a, own, own_s, ourEnds);
  for (let p = 0; p < own; p += 1) {
    const from_s = ourStart_s + p * own_s;
    const level_m = altitudeAt(ours.legs, a, from_s);
    for (let q = 0; q < other; q += 1) {
      const at_s = start_s + q * other_s;
      const lead_s = at_s - from_s;
      if (lead_s + other_s < -BEYOND_S || lead_s - own_s > latest_s + BEYOND_S) continue;
      if (!flat && apart(3 * p, 3 * q, reach_m)) continue;
      for (let k = 0; k < 3; k += 1) {
        const [here, there] = [ourEnds[3 * p + k] as number, theirEnds[3 * q + k] as number];
        A[k] = ((ourEnds[3 * p + 3 + k] as number) - here) / own_s;
        B[k] = ((theirEnds[3 * q + 3 + k] as number) - there) / other_s;
        C[k] = there - here;
      }
      const height_m = altitudeAt(theirs.legs, b, at_s) - level_m;
      if (!clip(own_s, other_s, height_m, climb, theirClimb, vertical_m - TOLERANCE_M, lead_s, latest_s)) continue;
      if (extremes(limit_m)) out.push(lead_s + (found[0] as number), lead_s + (found[1] as number));
    }
  }
}

/** The chord over a range along the surface, m. */
function chordOf(range_m: number): number {
  return 2 * SPHERE_RADIUS_M * sin(Math.min(range_m / (2 * SPHERE_RADIUS_M), Math.PI / 2));
}

/** How long a chord may be: its middle lies s = L^2 / 8R below the circle, which puts the range D off by s^2 / 2D. */
function chordLength(lateral_m: number): number {
  return Math.min(LONGEST_M, Math.sqrt(8 * SPHERE_RADIUS_M * Math.sqrt(2 * lateral_m * CHORD_ERROR_M)));
}

function pieces(plans: PlanSet, leg: number, lasts_s: number, longest_m: number): number {
  return plans.frame === 'flat' ? 1 : Math.max(1, Math.ceil((speedOf(plans.legs, leg) * lasts_s) / longest_m));
}

/**
 * Writes the ends of even pieces of a leg, three numbers each, to `out`, or to a longer array where it is too short. On
 * the sphere one rotation leads from each to the next.
 */
function writeEnds(plans: PlanSet, leg: number, count: number, piece_s: number, out: Float64Array): Float64Array {
  const ends = out.length < 3 * (count + 1) ? new Float64Array(6 * (count + 1)) : out;
  const base = leg * LEG_SIZE;
  const { legs } = plans;
  const turn = (legs[base + LEG.turn] as number) * piece_s;
  const [cosine, sine] = [cos(turn), sin(turn)];
  let [share, way] = [1, 0];
  for (let n = 0; n <= count; n += 1) {
    const ahead = turn === 0 ? n * piece_s : way;
    for (let k = 0; k < 3; k += 1) {
      ends[3 * n + k] = (legs[base + LEG.point + k] as number) * share + (legs[base + LEG.ahead + k] as number) * ahead;
    }
    [share, way] = [share * cosine - way * sine, way * cosine + share * sine];
  }
  return ends;
}

/** Whether the middles of two pieces are so far apart that the pieces cannot meet. */
function apart(p: number, q: number, reach_m: number): boolean {
  let squares = 0;
  for (let k = 0; k < 3; k += 1) {
    const theirs = (theirEnds[q + k] as number) + (theirEnds[q + 3 + k] as number);
    const middle = (theirs - (ourEnds[p + k] as number) - (ourEnds[p + 3 + k] as number)) / 2;
    squares += middle * middle;
  }
  return squares > reach_m * reach_m;
}

let size = 0;

/** The part of the rectangle in which the heights are within the minimum and the delay is one that is asked for. */
function clip(
  own_s: number,
  other_s: number,
  height_m: number,
  climb: number,
  theirClimb: number,
  vertical_m: number,
  lead_s: number,
  latest_s: number,
): boolean {
  corners[0] = 0;
  corners[1] = 0;
  corners[2] = own_s;
  corners[3] = 0;
  corners[4] = own_s;
  corners[5] = other_s;
  corners[6] = 0;
  corners[7] = other_s;
  size = 4;
  return (
    keep(-climb, theirClimb, height_m - vertical_m) &&
    keep(climb, -theirClimb, -height_m - vertical_m) &&
    keep(-1, 1, lead_s - latest_s - BEYOND_S) &&
    keep(1, -1, -lead_s - BEYOND_S)
  );
}

/** Keeps the part of the region where ps + qt + r <= 0 (Sutherland and Hodgman 1974); false when nothing is left. */
function keep(p: number, q: number, r: number): boolean {
  let kept = 0;
  for (let k = 0; k < size; k += 1) {
    const next = k + 1 === size ? 0 : k + 1;
    const [s, t] = [corners[2 * k] as number, corners[2 * k + 1] as number];
    const [u, v] = [corners[2 * next] as number, corners[2 * next + 1] as number];
    const [here, there] = [p * s + q * t + r, p * u + q * v + r];
    if (here <= 0) {
      spare[2 * kept] = s;
      spare[2 * kept + 1] = t;
      kept += 1;
    }
    if (here <= 0 !== there <= 0) {
      const share = here / (here - there);
      spare[2 * kept] = s + share * (u - s);
      spare[2 * kept + 1] = t + share * (v - t);
      kept += 1;
    }
  }
  [corners, spare] = [spare, corners];
  size = kept;
  return kept > 2;
}

/** The least and the greatest t - s of the region inside the lateral minimum, in `found`; false when there is none. */
function extremes(limit_m: number): boolean {
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let k = 0; k < size; k += 1) {
    const next = k + 1 === size ? 0 : k + 1;
    const [s, t] = [corners[2 * k] as number, corners[2 * k + 1] as number];
    const [ds, dt] = [(corners[2 * next] as number) - s, (corners[2 * next + 1] as number) - t];
    if (!edgeInside(s, t, ds, dt, limit_m)) continue;
    for (let end = 0; end < 2; end += 1) {
      const share = cut[end] as number;
      const delay_s = t + share * dt - (s + share * ds);
      least = Math.min(least, delay_s);
      greatest = Math.max(greatest, delay_s);
    }
  }
  const [aa, ab, bb] = [dot(A, A), dot(A, B), dot(B, B)];
  const determinant = aa * bb - ab * ab;
  if (determinant > 1e-12 * aa * bb) {
    const [ac, bc] = [dot(A, C), dot(B, C)];
    const [s, t] = [(bb * ac - ab * bc) / determinant, (ab * ac - aa * bc) / determinant];
    const nearest2 = dot(C, C) - ac * s + bc * t;
    const room = limit_m * limit_m - nearest2;
    if (room > 0) {
      // The inverse of the quadratic form, applied to the direction (-1, 1) in which the delay grows.
      const [ds, dt] = [(ab - bb) / determinant, (aa - ab) / determinant];
      const way = Math.sqrt(room / Math.max(dt - ds, Number.MIN_VALUE));
      for (let side = -1; side <= 1; side += 2) {
        const [u, v] = [s + side * way * ds, t + side * way * dt];
        if (!holds(u, v)) continue;
        least = Math.min(least, v - u);
        greatest = Math.max(greatest, v - u);
      }
    }
  }
  found[0] = least;
  found[1] = greatest;
  return least < greatest;
}

/** Where along an edge of the region the range is below the minimum, as shares of it in `cut`. */
function edgeInside(s: number, t: number, ds: number, dt: number, limit_m: number): boolean {
  let [rr, rd, dd] = [0, 0, 0];
  for (let k = 0; k < 3; k += 1) {
    const at = (C[k] as number) + (B[k] as number) * t - (A[k] as number) * s;
    const along = (B[k] as number) * dt - (A[k] as number) * ds;
    rr += at * at;
    rd += at * along;
    dd += along * along;
  }
  const excess = rr - limit_m * limit_m;
  if (!(dd > 0)) {
    cut[0] = 0;
    cut[1] = 1;
    return excess < 0;
  }
  const discriminant = rd * rd - dd * excess;
  if (!(discriminant > 0)) return false;
  const root = Math.sqrt(discriminant);
  // Of the two roots the one without cancellation is taken by the formula, the other from their product.
  const far = rd > 0 ? -rd - root : root - rd;
  const [one, other] = [far / dd, far === 0 ? 0 : excess / far];
  cut[0] = Math.max(0, Math.min(one, other));
  cut[1] = Math.min(1, Math.max(one, other));
  return (cut[0] as number) < (cut[1] as number);
}

/** Whether a point lies in the region, whose corners go round one way. */
function holds(s: number, t: number): boolean {
  let [left, right] = [false, false];
  for (let k = 0; k < size; k += 1) {
    const next = k + 1 === size ? 0 : k + 1;
    const [u, v] = [corners[2 * k] as number, corners[2 * k + 1] as number];
    const turn = ((corners[2 * next] as number) - u) * (t - v) - ((corners[2 * next + 1] as number) - v) * (s - u);
    if (turn > 0) left = true;
    if (turn < 0) right = true;
  }
  return !(left && right);
}

function dot(p: Float64Array, q: Float64Array): number {
  return (
    (p[0] as number) * (q[0] as number) + (p[1] as number) * (q[1] as number) + (p[2] as number) * (q[2] as number)
  );
}
