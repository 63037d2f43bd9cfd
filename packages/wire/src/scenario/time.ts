import type { Field } from '../document/field.ts';

/** Reads a time of the scenario in whole milliseconds, as observations have it; limits in seconds. */
export function milliseconds(field: Field, limits: { min?: number; max?: number; above?: number }): number {
  return Math.round(field.quantity('time', limits) * 1000);
}
