import type { Row } from '../row.ts';

/** Index is NACp, value the 95 % bound on the horizontal position error (EPU) in metres. DO-260B 2.2.3.2.7.2.7. */
const EPU_M = [null, 18_520, 7408, 3704, 1852, 926, 555.6, 185.2, 92.6, 30, 10, 3] as const;
/** Index is NACv, value the 95 % bound on the horizontal velocity error in m/s. DO-260B 2.2.3.2.6.1.5. */
const NACV_MPS = [null, 10, 3, 1, 0.3] as const;
/** Index is GVA, value the 95 % bound on the geometric altitude error in metres. DO-260B 2.2.3.2.7.2.8. */
const GVA_M = [null, 150, 45] as const;
const WIDEST_CONTAINMENT_M = 37_040;

/**
 * 95 % radius of the position. Where NACp is missing or says "unknown", the containment radius stands in for it: that
 * is wider than the 95 % radius, so the error is on the safe side. Zero means unknown in each of them.
 */
export function positionAccuracy(row: Row): number | null {
  const epu_m = category(row, 'nac_p', EPU_M);
  if (epu_m !== null) return epu_m;
  const containment_m = row.number('rc', { least: 0, most: WIDEST_CONTAINMENT_M, unit: 'm', scale: 1 });
  return containment_m === 0 ? null : containment_m;
}

export function velocityAccuracy(row: Row): number | null {
  return category(row, 'nac_v', NACV_MPS);
}

/** Of the geometric altitude only. */
export function geometricAltitudeAccuracy(row: Row): number | null {
  return category(row, 'gva', GVA_M);
}

function category(row: Row, field: string, bounds: readonly (number | null)[]): number | null {
  const value = row.get(field);
  if (value === null) return null;
  const bound = typeof value === 'number' ? bounds[value] : undefined;
  return bound === undefined ? row.unknown(field, `not one of 0 to ${bounds.length - 1}`) : bound;
}
