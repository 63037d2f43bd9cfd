import { cos, RAD_PER_DEG, sin } from '@skyaccord/sky';
import type { Observation } from '@skyaccord/wire';
import {
  ACCURACY,
  EAST,
  EXACT,
  GEOMETRIC,
  HEIGHT_MS,
  LATITUDE,
  LONGITUDE,
  type Memory,
  NORTH,
  PRESSURE,
  ROUGH,
  TIME_MS,
} from './memory.ts';

/** Mean radius of the earth, m: differences between two reports need no better. */
const M_PER_DEG = 6_371_008.8 * RAD_PER_DEG;

/** From the last report of a track to this one, both as the source gave them. Filled in by {@link readStep}. */
export const step = {
  /** s; NaN for the first report. */
  dt_s: Number.NaN,
  /** By positions, m. */
  east_m: 0,
  north_m: 0,
  /** The very same position, to the last digit. */
  same: false,
  /** Mean of the two stated velocities, m/s; NaN where not both were stated. */
  east_mps: Number.NaN,
  north_mps: Number.NaN,
  /** Of the slower and of the faster of the two, and how much the velocity changed. */
  least_mps: Number.NaN,
  most_mps: Number.NaN,
  change_mps: Number.NaN,
  /** This report's own. */
  own_east_mps: Number.NaN,
  own_north_mps: Number.NaN,
  /** 95 % radius of one position, m. */
  accuracy_m: 0,
};

/** Compares a report with the last one of its track. */
export function readStep(memory: Memory, slot: number, o: Observation, usual_m: number): void {
  const { exact, rough } = memory;
  const e = slot * EXACT;
  const r = slot * ROUGH;
  step.dt_s = (o.time_ms - exact[e + TIME_MS]!) / 1000;
  const north_deg = o.latitude_deg - exact[e + LATITUDE]!;
  let east_deg = o.longitude_deg - exact[e + LONGITUDE]!;
  if (east_deg > 180) east_deg -= 360;
  else if (east_deg < -180) east_deg += 360;
  step.same = north_deg === 0 && east_deg === 0;
  step.north_m = north_deg * M_PER_DEG;
  step.east_m = east_deg * M_PER_DEG * cos(o.latitude_deg * RAD_PER_DEG);
  step.accuracy_m = o.position_accuracy_m ?? usual_m;
  if (rough[r + ACCURACY]! > step.accuracy_m) step.accuracy_m = rough[r + ACCURACY]!;
  if (o.ground_speed_mps === null || o.track_deg === null) {
    step.own_east_mps = Number.NaN;
    step.own_north_mps = Number.NaN;
  } else {
    const track = o.track_deg * RAD_PER_DEG;
    step.own_east_mps = o.ground_speed_mps * sin(track);
    step.own_north_mps = o.ground_speed_mps * cos(track);
  }
  const before_east = rough[r + EAST]!;
  const before_north = rough[r + NORTH]!;
  const [de, dn] = [step.own_east_mps - before_east, step.own_north_mps - before_north];
  step.change_mps = Math.sqrt(de * de + dn * dn);
  step.east_mps = (step.own_east_mps + before_east) / 2;
  step.north_mps = (step.own_north_mps + before_north) / 2;
  const now = Math.sqrt(step.own_east_mps * step.own_east_mps + step.own_north_mps * step.own_north_mps);
  const before = Math.sqrt(before_east * before_east + before_north * before_north);
  step.least_mps = Math.min(now, before);
  step.most_mps = Math.max(now, before);
}

/** Keeps a report as the last one of its track. */
export function keepReport(memory: Memory, slot: number, o: Observation): void {
  const { exact, rough } = memory;
  const e = slot * EXACT;
  const r = slot * ROUGH;
  exact[e + TIME_MS] = o.time_ms;
  exact[e + LATITUDE] = o.latitude_deg;
  exact[e + LONGITUDE] = o.longitude_deg;
  rough[r + EAST] = step.own_east_mps;
  rough[r + NORTH] = step.own_north_mps;
  rough[r + ACCURACY] = o.position_accuracy_m ?? Number.NaN;
}

/** Keeps the heights of a report, where it has any, with the time at which they were given. */
export function keepHeights(memory: Memory, slot: number, o: Observation, given_ms: number): void {
  if (o.pressure_altitude_m === null && o.geometric_altitude_m === null) return;
  const r = slot * ROUGH;
  memory.exact[slot * EXACT + HEIGHT_MS] = given_ms;
  memory.rough[r + PRESSURE] = o.pressure_altitude_m ?? Number.NaN;
  memory.rough[r + GEOMETRIC] = o.geometric_altitude_m ?? Number.NaN;
}
