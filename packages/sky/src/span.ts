/**
 * When two things that move evenly are inside both minima at once. Pure arithmetic on squares and products of their
 * relative position s and velocity v: no division by zero, no NaN for finite input below 1e100.
 */

/** Nearer to a minimum than this is equal to it, which is no conflict. */
const TOLERANCE_M = 1e-6;

/** Squared speeds below this are rest: at 1e-15 m/s nothing crosses a minimum. */
export const REST = 1e-30;

/** The open interval of time that is being cut down. */
const span = new Float64Array(2);

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
  const flat = Number.isNaN(sz) || Number.isNaN(vz);
  span[0] = Number.NEGATIVE_INFINITY;
  span[1] = Number.POSITIVE_INFINITY;
  if (!cutByRange(ss, sv, vv, cross2, lateral_m - TOLERANCE_M)) return false;
  if (!flat && !cutByHeight(sz, vz, vertical_m - TOLERANCE_M)) return false;
  if (!((span[0] as number) < end && (span[1] as number) > 0 && end >= 0)) return false;
  // It is a conflict; entry and exit are those of the full minima.
  span[0] = Number.NEGATIVE_INFINITY;
  span[1] = Number.POSITIVE_INFINITY;
  cutByRange(ss, sv, vv, cross2, lateral_m);
  if (!flat) cutByHeight(sz, vz, vertical_m);
  out[0] = Math.max(0, span[0] as number);
  out[1] = Math.min(end, span[1] as number);
  return true;
}

/** Keeps the part of the span where |s + v t| < limit_m in the plane or in space. */
function cutByRange(ss: number, sv: number, vv: number, cross2: number, limit_m: number): boolean {
  if (!(limit_m > 0)) return false;
  const excess = ss - limit_m * limit_m;
  if (vv < REST) return excess < 0;
  // The discriminant through the cross product: |v| times the least distance, compared with |v| times the limit.
  const discriminant = limit_m * limit_m * vv - cross2;
  if (!(discriminant > 0)) return false;
  const root = Math.sqrt(discriminant);
  // Of the two roots the one without cancellation is taken by the formula, the other from their product.
  if (sv <= 0) return cut(excess / (root - sv), (root - sv) / vv);
  return cut((-sv - root) / vv, excess / (-sv - root));
}

/** Keeps the part of the span where |s + v t| < limit_m on a line. */
function cutByHeight(s: number, v: number, limit_m: number): boolean {
  if (!(limit_m > 0)) return false;
  if (v * v < REST) return Math.abs(s) < limit_m;
  const first = (-limit_m - s) / v;
  const second = (limit_m - s) / v;
  return cut(Math.min(first, second), Math.max(first, second));
}

function cut(from: number, to: number): boolean {
  const first = Math.max(span[0] as number, from);
  const last = Math.min(span[1] as number, to);
  span[0] = first;
  span[1] = last;
  return first < last;
}
