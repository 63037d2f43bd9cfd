import { destination } from '@skyaccord/sky';
import type { Observation } from '@skyaccord/wire';
import type { Fusion } from '../fusion/fusion.ts';
import type { TrackTable } from '../tracks/table.ts';
import { assumedAccuracy_m, grownAccuracy_m } from '../tracks/uncertainty.ts';

/** An aircraft unheard under its own address for this long is glad of any report. */
const GLAD_MS = 5000;
/** Otherwise a report counts only when it is not so much worse than what is known. */
const WORSE = 3;
/** A delay less than this is within what clocks differ by. */
const LEAST_DELAY_S = 0.3;

const place = new Float64Array(2);

/**
 * What a report under another address of an aircraft tells its leading track: the position, its delay made up for, and
 * the heights where the leader gives none itself. Null where it would tell nothing new.
 */
export function fedBy(
  table: TrackTable,
  fusion: Fusion,
  leader: number,
  other: number,
  o: Observation,
): Observation | null {
  const age_ms = o.time_ms - table.seen_ms[leader]!;
  if (!(age_ms > 0)) return null;
  const accuracy_m = o.position_accuracy_m ?? assumedAccuracy_m(o.technology);
  const known_m = grownAccuracy_m(table.accuracy_m[leader]!, table.velocity_accuracy_mps[leader]!, age_ms / 1000);
  if (age_ms <= GLAD_MS && accuracy_m > WORSE * known_m) return null;
  const delay_s = fusion.evidence(other)?.evidence.delay_s ?? 0;
  if (Math.abs(delay_s) < LEAST_DELAY_S) place.set([o.latitude_deg, o.longitude_deg]);
  else {
    const east_m = table.east_mps[leader]! * delay_s;
    const north_m = table.north_mps[leader]! * delay_s;
    destination(o.latitude_deg, o.longitude_deg, east_m, north_m, place);
  }
  const height_needed = !(o.time_ms - table.height_said_ms[leader]! <= GLAD_MS);
  return {
    ...o,
    latitude_deg: place[0]!,
    longitude_deg: place[1]!,
    pressure_altitude_m: height_needed ? o.pressure_altitude_m : null,
    geometric_altitude_m: height_needed ? o.geometric_altitude_m : null,
    // Of what it says of the ground and of vertical speed, the leader's own devices know more.
    on_ground: table.on_ground[leader] === 1,
    vertical_rate_mps: null,
  };
}
