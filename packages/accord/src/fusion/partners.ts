import { chord2, relative, SITE_SIZE } from '@skyaccord/sky';
import type { TrackTable } from '../tracks/table.ts';
import { type Family, isDevicePair, mayBeOne } from './family.ts';
import { Places } from './places.ts';
import { BORN_NEAR_M, COMPARE_ACCEL_MPS2, DEVICE_DELAY_S, DOUBLE_DELAY_S } from './rules.ts';

/** No track can be the double of one that was last heard further away than this. */
const MAX_REACH_M = 10_000;
/** A track that other addresses carry on may be so much further than where it was entered. */
const LEEWAY_M = 1000;
/** A track unheard for longer than this is too poorly known for another one to begin on top of it. */
const PARTNER_AGE_MS = 45_000;
/** More possible partners than this are a crowd on the ground. */
const MAX_PARTNERS = 40;

/** Unheard, it may have flown faster than when it was last heard by this factor. */
const FASTER = 1.25;

const scratch = new Float64Array(2);

/** Where all tracks are, to find those that a new one began on top of. */
export class Partners {
  readonly #places = new Places();

  grow(capacity: number): void {
    this.#places.grow(capacity);
  }

  /** Enters a track where it is, or moves it there. */
  place(table: TrackTable, slot: number): void {
    this.#places.place(slot, table.latitude_deg[slot]!, table.longitude_deg[slot]!);
  }

  remove(slot: number): void {
    this.#places.remove(slot);
  }

  /** Tracks, in order of slot, on top of which a new one began; none where a crowd makes the question idle. */
  of(table: TrackTable, family: Uint8Array, slot: number, now_ms: number): number[] {
    const [latitude_deg, longitude_deg] = [table.latitude_deg[slot]!, table.longitude_deg[slot]!];
    const near = this.#places.near(latitude_deg, longitude_deg, MAX_REACH_M + LEEWAY_M);
    const partners = near.filter((other) => other !== slot && this.#mayBegin(table, family, slot, other, now_ms));
    return partners.length > MAX_PARTNERS ? [] : partners.sort((x, y) => x - y);
  }

  #mayBegin(table: TrackTable, family: Uint8Array, slot: number, other: number, now_ms: number): boolean {
    const x = table.words[slot]!;
    const y = table.words[other]!;
    const x_family = family[slot] as Family;
    const y_family = family[other] as Family;
    if (!mayBeOne(x, x_family, y, y_family)) return false;
    if (now_ms - table.seen_ms[other]! > PARTNER_AGE_MS) return false;
    return this.#beganAt(table, slot, other, isDevicePair(x_family, y_family) ? DEVICE_DELAY_S : DOUBLE_DELAY_S);
  }

  /** Did a track begin where the other one was to be expected, as far as that was known? */
  #beganAt(table: TrackTable, slot: number, other: number, delay_s: number): boolean {
    const age_s = (table.seen_ms[slot]! - table.seen_ms[other]!) / 1000;
    const d2_m2 = chord2(table.sites, slot * SITE_SIZE, other * SITE_SIZE);
    // One of the two speeds may not be known yet.
    const speed_mps = Math.max(speedOf(table, slot), speedOf(table, other));
    const reach_m = Math.min(MAX_REACH_M, BORN_NEAR_M + speed_mps * (delay_s + FASTER * Math.abs(age_s)));
    if (d2_m2 > reach_m * reach_m) return false;
    const turn_m = 0.5 * COMPARE_ACCEL_MPS2 * age_s * age_s;
    const speed_other_mps = speedOf(table, other);
    if (speed_other_mps < 1 || turn_m > BORN_NEAR_M) return true;
    relative(table.sites, other * SITE_SIZE, slot * SITE_SIZE, scratch);
    const east_m = scratch[0]! - table.east_mps[other]! * age_s;
    const north_m = scratch[1]! - table.north_mps[other]! * age_s;
    const cross_m = (north_m * table.east_mps[other]! - east_m * table.north_mps[other]!) / speed_other_mps;
    const along_m = (east_m * table.east_mps[other]! + north_m * table.north_mps[other]!) / speed_other_mps;
    const limit_m = BORN_NEAR_M + turn_m;
    return Math.abs(cross_m) <= limit_m && Math.abs(along_m) <= limit_m + delay_s * speed_mps;
  }
}

/** Speed over ground as the track has it, m/s. */
export function speedOf(table: TrackTable, slot: number): number {
  const east_mps = table.east_mps[slot]!;
  const north_mps = table.north_mps[slot]!;
  return Math.sqrt(east_mps * east_mps + north_mps * north_mps);
}
