import { atan2, DEG_PER_RAD, wrap360 } from '@skyaccord/sky';
import { ahead, BLOCK, spreadAhead } from './horizontal.ts';
import { RADIUS95 } from './measurement.ts';
import type { TrackTable } from './table.ts';

/** An ellipse of 95 %: half-axes, and the direction of the longer one, degrees from north, 0 to 180. */
export type Ellipse = { readonly major_m: number; readonly minor_m: number; readonly orientation_deg: number };

/**
 * Where an aircraft is by 95 %, about the place to which its last known velocity leads straight on: at its last report
 * its own covariance, and grown with age as its filter sees it, also by what a turn leads away from that line.
 */
export function ellipseAt(table: TrackTable, slot: number, time_ms: number): Ellipse {
  const age_s = Math.max(0, time_ms - table.seen_ms[slot]!) / 1000;
  spreadAhead(table.filter, slot * BLOCK, age_s);
  return ellipseOf(ahead.ee_m2, ahead.en_m2, ahead.nn_m2);
}

/** The ellipse of 95 % of a normal error with this covariance, m². */
export function ellipseOf(ee_m2: number, en_m2: number, nn_m2: number): Ellipse {
  const half = 0.5 * (ee_m2 - nn_m2);
  const spread = Math.sqrt(half * half + en_m2 * en_m2);
  const middle = 0.5 * (ee_m2 + nn_m2);
  return {
    major_m: RADIUS95 * Math.sqrt(middle + spread),
    minor_m: RADIUS95 * Math.sqrt(Math.max(0, middle - spread)),
    orientation_deg: wrap360((atan2(2 * en_m2, nn_m2 - ee_m2) / 2) * DEG_PER_RAD) % 180,
  };
}
