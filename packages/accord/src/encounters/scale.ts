/**
 * "Closest" is the instant that minimises hypot(range / 0.5 NM, height difference / 500 ft): the scale on which a light
 * aircraft's crew would call the other one close. It does not depend on the clause, so that cases compare.
 */
export const CLOSE_LATERAL_M = 926;
export const CLOSE_VERTICAL_M = 152.4;

/** @param v_m null where the two have no height in common: only the range counts then */
export function scaledDistance(h_m: number, v_m: number | null): number {
  const h = h_m / CLOSE_LATERAL_M;
  const v = (v_m ?? 0) / CLOSE_VERTICAL_M;
  return Math.sqrt(h * h + v * v);
}
