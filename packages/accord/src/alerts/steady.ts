import { SITE_SIZE, wrap180 } from '@skyaccord/sky';
import { trailRow } from '../tracks/kept.ts';
import type { TrackTable } from '../tracks/table.ts';

/** A leg of the trail in another direction than the present one by this, cosine: 15°. */
const SAME_COS = 0.9659;
/** A height that differs by more than this from the present one was another level, m: 150 ft. */
const SAME_LEVEL_M = 45.72;
/** Legs shorter than this give no direction. */
const LEG_M = 60;
const M_PER_DEG = 111_195;

/** For how long an aircraft has kept its track, and its height, s: as far back as its trail shows. */
export type Steady = { straight_s: number; level_s: number };

const row = trailRow();
const found: Steady = { straight_s: 0, level_s: 0 };

/** Valid until the next call. */
export function steadyFor(table: TrackTable, slot: number): Steady {
  found.straight_s = 0;
  found.level_s = 0;
  const { trail } = table;
  const vx = table.east_mps[slot]!;
  const vy = table.north_mps[slot]!;
  const speed_mps = Math.sqrt(vx * vx + vy * vy);
  const metres_east = M_PER_DEG * table.sites[slot * SITE_SIZE + 7]!;
  let latitude_deg = table.latitude_deg[slot]!;
  let longitude_deg = table.longitude_deg[slot]!;
  const pressure_m = table.pressure_altitude_m[slot]!;
  const altitude_m = !Number.isNaN(pressure_m) ? pressure_m : table.geometric_altitude_m[slot]!;
  const seen_ms = table.seen_ms[slot]!;
  let straight = speed_mps > 0;
  let level = !Number.isNaN(altitude_m);
  for (let k = trail.count(slot) - 1; k >= 0 && (straight || level); k--) {
    trail.read(slot, k, row);
    const age_s = (seen_ms - row.time_ms) / 1000;
    if (level && Math.abs(row.altitude_m - altitude_m) <= SAME_LEVEL_M) found.level_s = age_s;
    else level = false;
    if (!straight) continue;
    const east_m = wrap180(longitude_deg - row.longitude_deg) * metres_east;
    const north_m = (latitude_deg - row.latitude_deg) * M_PER_DEG;
    const leg_m = Math.sqrt(east_m * east_m + north_m * north_m);
    if (leg_m < LEG_M) continue;
    if (east_m * vx + north_m * vy < SAME_COS * leg_m * speed_mps) straight = false;
    else found.straight_s = age_s;
    latitude_deg = row.latitude_deg;
    longitude_deg = row.longitude_deg;
  }
  return found;
}
