import type { TrafficColumns } from './traffic_columns.ts';

export type SweepQuery = {
  readonly lateral_m: number;
  readonly vertical_m: number;
  readonly lookahead_s: number;
};

/**
 * Numbers that say where strips lie and what is asked, side by side, so that threads can share them: where the domain
 * begins, steps a metre along a strip, fine steps a metre across, the query, and how many there are of what.
 */
export type SweepPlan = Float64Array;
export const X0 = 0;
export const Y0 = 1;
export const PER_STEP = 2;
export const PER_FINE = 3;
export const LATERAL_M = 4;
export const VERTICAL_M = 5;
export const LOOKAHEAD_S = 6;
export const COUNT = 7;
export const STRIPS = 8;
export const STEPS = 9;
export const PARTS = 10;
export const PLAN = 11;

/** Fine steps in a strip's height. */
export const FINE_BITS = 8;
export const FINE = 1 << FINE_BITS;
/** No place of a sky is farther than this, nor a flight longer, m: beyond it numbers have no metres left. */
export const REACH_M = 1e12;
/** Where minima are smaller, strips and layers stay this coarse, m. */
export const FINEST_M = 0.001;

/** The domain and the size of the strips come from so many aircraft, evenly picked. */
const SAMPLE = 512;
/** Strips cover the sample without so many aircraft on either side; who is farther out is in the outermost. */
const TRIMMED = 5;
/** What that leaves out of an even spread on either side, as a part of what it covers. */
const ROOM = 0.02;
/** Strips are so many mean boxes high: higher ones hold fewer copies, lower ones fewer pairs to look at. */
const BOXES_PER_STRIP = 1.25;
/** Order along a strip is kept to this part of a mean box. */
const STEPS_PER_BOX = 8;

/** Aircraft in a part: so few that what is written of them stays in a near cache while it is written. */
const PART = 2048;
/** Smaller skies have this many parts all the same, for threads to share, down to so many aircraft in each. */
const LEAST_PARTS = 32;
const LEAST_PART = 256;

/** The sample's least and greatest western and southern edges, in order from the outermost. */
const leastX = new Float64Array(TRIMMED + 1);
const mostX = new Float64Array(TRIMMED + 1);
const leastY = new Float64Array(TRIMMED + 1);
const mostY = new Float64Array(TRIMMED + 1);

/**
 * Places the strips by a sample of the first `count` aircraft, and writes the plan. Where the sample errs, pairs take
 * longer to find; none is lost. A sample with a number that is not finite gives a plan of one strip.
 */
export function writePlan(traffic: TrafficColumns, count: number, query: SweepQuery, plan: SweepPlan): void {
  const { east_m, north_m, east_mps, north_mps } = traffic;
  const { lateral_m, lookahead_s } = query;
  const sampled = Math.min(count, SAMPLE);
  leastX.fill(Number.POSITIVE_INFINITY);
  mostX.fill(Number.POSITIVE_INFINITY);
  leastY.fill(Number.POSITIVE_INFINITY);
  mostY.fill(Number.POSITIVE_INFINITY);
  let width_m = 0;
  let height_m = 0;
  for (let k = 0; k < sampled; k += 1) {
    const i = Math.floor((k * count) / sampled);
    const vx = (east_mps[i] as number) * lookahead_s;
    const vy = (north_mps[i] as number) * lookahead_s;
    const west_m = (east_m[i] as number) + Math.min(0, vx);
    const south_m = (north_m[i] as number) + Math.min(0, vy);
    keepLeast(leastX, west_m);
    keepLeast(mostX, -west_m);
    keepLeast(leastY, south_m);
    keepLeast(mostY, -south_m);
    width_m += Math.abs(vx) / sampled;
    height_m += Math.abs(vy) / sampled;
  }
  const trimmed = Math.round((sampled - 1) * (TRIMMED / SAMPLE));
  const roomX = ROOM * (-(mostX[trimmed] as number) - (leastX[trimmed] as number));
  const roomY = ROOM * (-(mostY[trimmed] as number) - (leastY[trimmed] as number));
  const x0 = (leastX[trimmed] as number) - roomX - lateral_m;
  const y0 = (leastY[trimmed] as number) - roomY - lateral_m;
  const wide_m = -(mostX[trimmed] as number) + roomX - x0;
  const high_m = -(mostY[trimmed] as number) + roomY - y0;
  const least_m = Math.max(FINEST_M, lateral_m);
  let step_m = (width_m + least_m) / STEPS_PER_BOX;
  let strip_m = (height_m + least_m) * BOXES_PER_STRIP;
  // No more buckets than aircraft can fill, and no strip for a few.
  const buckets = (wide_m / step_m + 1) * (high_m / strip_m + 1);
  const excess = Math.max(1, Math.sqrt(buckets / (4 * count + 64)));
  step_m *= excess;
  strip_m = Math.max(strip_m * excess, high_m / (count / 8 + 64));
  const finite = Number.isFinite(wide_m + high_m + step_m + strip_m + x0 + y0);
  plan[X0] = finite ? x0 : 0;
  plan[Y0] = finite ? y0 : 0;
  plan[PER_STEP] = finite ? 1 / step_m : 0;
  plan[PER_FINE] = finite ? FINE / strip_m : 0;
  plan[LATERAL_M] = lateral_m;
  plan[VERTICAL_M] = query.vertical_m;
  plan[LOOKAHEAD_S] = lookahead_s;
  plan[COUNT] = count;
  const strips = finite ? Math.floor(high_m / strip_m) + 1 : 1;
  plan[STRIPS] = strips;
  plan[STEPS] = finite ? Math.min(8 * count + 64, Math.floor(wide_m / step_m) + 1) : 1;
  const parts = Math.max(Math.ceil(count / PART), Math.min(LEAST_PARTS, Math.ceil(count / LEAST_PART)));
  plan[PARTS] = Math.max(1, Math.min(parts, Math.floor((4 * count) / (strips + 1))));
}

/** Keeps the least values seen in order. */
function keepLeast(least: Float64Array, value: number): void {
  if (!(value < (least[TRIMMED] as number))) return;
  let k = TRIMMED;
  for (; k > 0 && value < (least[k - 1] as number); k -= 1) least[k] = least[k - 1] as number;
  least[k] = value;
}

/** Throws a RangeError that names what of a question is out of bounds. */
export function requireQuery(traffic: TrafficColumns, count: number, query: SweepQuery): void {
  const { lateral_m, vertical_m, lookahead_s } = query;
  if (!(Number.isInteger(count) && count >= 0 && count <= traffic.east_m.length)) {
    throw new RangeError(
      `count ${count}: must be a whole number from 0 to ${traffic.east_m.length}, the columns' size`,
    );
  }
  if (!(lateral_m > 0 && lateral_m < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`lateral_m ${lateral_m}: must be a finite number above 0`);
  }
  if (!(vertical_m > 0 && vertical_m < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`vertical_m ${vertical_m}: must be a finite number above 0`);
  }
  if (!(lookahead_s >= 0 && lookahead_s < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`lookahead_s ${lookahead_s}: must be a finite number of at least 0`);
  }
}

/** Throws a RangeError that names what of an aircraft is not finite, or that it leads too far. */
export function refuseAircraft(traffic: TrafficColumns, i: number): never {
  for (const name of ['east_m', 'north_m', 'altitude_m', 'east_mps', 'north_mps', 'climb_mps'] as const) {
    const value = traffic[name][i] as number;
    const unknown = name === 'altitude_m' && Number.isNaN(value);
    if (!Number.isFinite(value) && !unknown) {
      throw new RangeError(`aircraft ${i}: ${name} ${value}: must be a finite number`);
    }
  }
  throw new RangeError(
    `aircraft ${i}: flies farther than ${REACH_M} m; mend its place or speed, or look ahead less far`,
  );
}
