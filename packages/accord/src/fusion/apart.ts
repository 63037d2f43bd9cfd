import { relative, rotateVelocity, SITE_SIZE } from '@skyaccord/sky';
import type { TrackTable } from '../tracks/table.ts';
import type { Likeness } from './likeness.ts';
import { speedOf } from './partners.ts';
import { BORN_NEAR_M, DOUBLE_DELAY_S, KNOWN_COMPARISONS, KNOWN_M, KNOWN_S, SPLIT_CLOSES_M, SPLIT_S } from './rules.ts';

/** Heard no longer ago than this, two tracks can be seen apart. */
const FRESH_S = 5;

const scratch = new Float64Array(2);

/** An echo became two: do they, so far, only move apart from where they were one? */
export function stillOpening(one: Likeness, range_m: number, now_ms: number): boolean {
  return range_m >= one.split_range_m - SPLIT_CLOSES_M && now_ms - one.split_ms! <= SPLIT_S * 1000;
}

/** Long held for one, and still near: a unit that leaps now and then, and is not warned of against itself for that. */
export function wasOne(one: Likeness, range_m: number, now_ms: number): boolean {
  return one.known >= KNOWN_COMPARISONS && range_m <= KNOWN_M && now_ms - one.since_ms <= KNOWN_S * 1000;
}

/** Both heard just now, and further apart than delay and the flight since then can put one aircraft's two tracks? */
export function seenApart(table: TrackTable, x: number, y: number, range_m: number, now_ms: number): boolean {
  const age_s = Math.max(0, now_ms - Math.min(table.seen_ms[x]!, table.seen_ms[y]!)) / 1000;
  const speed_mps = Math.max(speedOf(table, x), speedOf(table, y));
  return age_s <= FRESH_S && range_m > BORN_NEAR_M + (DOUBLE_DELAY_S + age_s) * speed_mps;
}

/** Horizontal distance of two tracks, both carried on to now, m. */
export function rangeOf(table: TrackTable, a: number, b: number, now_ms: number): number {
  const age_a_s = (now_ms - table.seen_ms[a]!) / 1000;
  const age_b_s = (now_ms - table.seen_ms[b]!) / 1000;
  rotateVelocity(table.sites, b * SITE_SIZE, a * SITE_SIZE, table.east_mps[b]!, table.north_mps[b]!, scratch);
  const [b_east_mps, b_north_mps] = [scratch[0]!, scratch[1]!];
  relative(table.sites, a * SITE_SIZE, b * SITE_SIZE, scratch);
  const east_m = scratch[0]! + b_east_mps * age_b_s - table.east_mps[a]! * age_a_s;
  const north_m = scratch[1]! + b_north_mps * age_b_s - table.north_mps[a]! * age_a_s;
  return Math.sqrt(east_m * east_m + north_m * north_m);
}
