/**
 * When two things that move evenly are inside both minima at once. Pure arithmetic on squares and products of their
 * relative position s and velocity v: no division by zero, no NaN for finite input below 1e100.
 *
 * Numbers go from function to function in arrays that are kept: as arguments each would cost a place on the heap
 * wherever the compiler does not join the functions.
 */

/** Nearer to a minimum than this is equal to it, which is no conflict. */
const TOLERANCE_M = 1e-6;

/** Squared speeds below this are rest: at 1e-15 m/s nothing crosses a minimum. */
export const REST = 1e-30;

/**
 * What is asked: |s|^2, s.v, |v|^2, the squared size of s x v, height and its rate, both minima, the end.
 */
const asked = new Float64Array(9);
const SS = 0;
const SV = 1;
const VV = 2;
const CROSS2 = 3;
const SZ = 4;
const VZ = 5;
const LATERAL_M = 6;
const VERTICAL_M = 7;
const END = 8;

/** The open interval of time that is being cut down, and what it is cut by. */
const span = new Float64Array(2);
const edges = new Float64Array(2);

/**
 * Whether |s + v t| < lateral_m and |sz + vz t| < vertical_m at one time t in [0, end], from |s|^2, s.v, |v|^2 and
 * the squared size of s x v. Equality within 1e-6 m does not count. With sz or vz NaN the horizontal condition alone
 * counts. When true, out[0] and out[1] are the times of entry and exit, cut to [0, end]; when false they are left
 * alone.
 */
export function insideBoth(
  ss: number,
  sv: number,
  vv: number,
  cross2: number,
  sz: number,
  vz: number,
  lateral_m: number,
  vertical_m: number,
  end: number,
  out: Float64Array,
): boolean {
  asked[SS] = ss;
  asked[SV] = sv;
  asked[VV] = vv;
  asked[CROSS2] = cross2;
  asked[SZ] = sz;
  asked[VZ] = vz;
  asked[LATERAL_M] = lateral_m;
  asked[VERTICAL_M] = vertical_m;
  asked[END] = end;
  return answer(out);
}

/**
 * insideBoth() in a plane and in height, from nine numbers side by side: s and v (x, y, z each), both minima, the
 * end. Nothing is allocated.
 */
export function insideCylinder(pair: Float64Array, out: Float64Array): boolean {
  const sx = pair[0] as number;
  const sy = pair[1] as number;
  const vx = pair[3] as number;
  const vy = pair[4] as number;
  const cross = sx * vy - sy * vx;
  asked[SS] = sx * sx + sy * sy;
  asked[SV] = sx * vx + sy * vy;
  asked[VV] = vx * vx + vy * vy;
  asked[CROSS2] = cross * cross;
  asked[SZ] = pair[2] as number;
  asked[VZ] = pair[5] as number;
  asked[LATERAL_M] = pair[6] as number;
  asked[VERTICAL_M] = pair[7] as number;
  asked[END] = pair[8] as number;
  return answer(out);
}

function answer(out: Float64Array): boolean {
  const end = asked[END] as number;
  const flat = Number.isNaN(asked[SZ] as number) || Number.isNaN(asked[VZ] as number);
  span[0] = Number.NEGATIVE_INFINITY;
  span[1] = Number.POSITIVE_INFINITY;
  if (!cutByRange(TOLERANCE_M)) return false;
  if (!flat && !cutByHeight(TOLERANCE_M)) return false;
  if (!((span[0] as number) < end && (span[1] as number) > 0 && end >= 0)) return false;
  // It is a conflict; entry and exit are those of the full minima.
  span[0] = Number.NEGATIVE_INFINITY;
  span[1] = Number.POSITIVE_INFINITY;
  cutByRange(0);
  if (!flat) cutByHeight(0);
  out[0] = Math.max(0, span[0] as number);
  out[1] = Math.min(end, span[1] as number);
  return true;
}

/** Keeps the part of the span where |s + v t| is below the lateral minimum less a tolerance. */
function cutByRange(tolerance_m: number): boolean {
  const limit_m = (asked[LATERAL_M] as number) - tolerance_m;
  const sv = asked[SV] as number;
  const vv = asked[VV] as number;
  if (!(limit_m > 0)) return false;
  if (limit_m === Number.POSITIVE_INFINITY) return (asked[SS] as number) + vv < Number.POSITIVE_INFINITY;
  const excess = (asked[SS] as number) - limit_m * limit_m;
  if (vv < REST) return excess < 0;
  // The discriminant through the cross product: |v| times the least distance, compared with |v| times the limit.
  const discriminant = limit_m * limit_m * vv - (asked[CROSS2] as number);
  if (!(discriminant > 0)) return false;
  const root = Math.sqrt(discriminant);
  // Of the two roots the one without cancellation is taken by the formula, the other from their product.
  if (sv <= 0) {
    edges[0] = excess / (root - sv);
    edges[1] = (root - sv) / vv;
  } else {
    edges[0] = (-sv - root) / vv;
    edges[1] = excess / (-sv - root);
  }
  return cut();
}

/** Keeps the part of the span where the height is below the vertical minimum less a tolerance. */
function cutByHeight(tolerance_m: number): boolean {
  const limit_m = (asked[VERTICAL_M] as number) - tolerance_m;
  const s = asked[SZ] as number;
  const v = asked[VZ] as number;
  if (!(limit_m > 0)) return false;
  if (v * v < REST) return Math.abs(s) < limit_m;
  const first = (-limit_m - s) / v;
  const second = (limit_m - s) / v;
  edges[0] = Math.min(first, second);
  edges[1] = Math.max(first, second);
  return cut();
}

/** Cuts the span by the edges; whether anything is left. */
function cut(): boolean {
  const first = Math.max(span[0] as number, edges[0] as number);
  const last = Math.min(span[1] as number, edges[1] as number);
  span[0] = first;
  span[1] = last;
  return first < last;
}
