import { chord2, relative, SITE_SIZE, SweptGrid } from '@skyaccord/sky';
import { fromBase64, type Pack, toBase64, type Unpack } from '../saved.ts';
import type { TrackTable } from '../tracks/table.ts';
import { type Family, isDevicePair, mayBeOne } from './family.ts';
import { BORN_NEAR_M, COMPARE_ACCEL_MPS2, DEVICE_DELAY_S, DOUBLE_DELAY_S } from './rules.ts';

/** Cells of the index of where tracks are, and how far a track may move before its entry is renewed. */
const CELL_M = 20_000;
const RENEW_M = 1000;
/** No track can be the double of one that was last heard further away than this. */
const MAX_REACH_M = 10_000;
/** So that the boxes of two tracks meet whenever they are within reach, wherever in its leeway each entry is. */
const MARGIN_M = MAX_REACH_M / 2 + RENEW_M;
/** A track unheard for longer than this is too poorly known for another one to begin on top of it. */
const PARTNER_AGE_MS = 45_000;
/** More possible partners than this are a crowd on the ground. */
const MAX_PARTNERS = 40;

/** Unheard, it may have flown faster than when it was last heard by this factor. */
const FASTER = 1.25;

const scratch = new Float64Array(2);

/** Where all tracks are, to find those that a new one began on top of. */
export class Partners {
  readonly #grid = new SweptGrid(1024, CELL_M);
  /** Where the index holds a track: surface ECEF, m. */
  #placed = new Float64Array(0);
  #near = new Int32Array(256);

  grow(capacity: number): void {
    const placed = new Float64Array(capacity * 3);
    placed.set(this.#placed);
    this.#placed = placed;
  }

  /** Renews the index entry of a track that has moved on. */
  place(table: TrackTable, slot: number, started: boolean): void {
    const { sites } = table;
    const site = slot * SITE_SIZE;
    const at = slot * 3;
    const dx = sites[site]! - this.#placed[at]!;
    const dy = sites[site + 1]! - this.#placed[at + 1]!;
    const dz = sites[site + 2]! - this.#placed[at + 2]!;
    if (!started && dx * dx + dy * dy + dz * dz < RENEW_M * RENEW_M) return;
    for (let i = 0; i < 3; i++) this.#placed[at + i] = sites[site + i]!;
    this.enter(table, slot);
  }

  /** Enters a track in the index as it stands. */
  enter(table: TrackTable, slot: number): void {
    this.#grid.place(slot, table.latitude_deg[slot]!, table.longitude_deg[slot]!, 0, 0, 0, MARGIN_M);
  }

  remove(slot: number): void {
    this.#grid.remove(slot);
  }

  /** Tracks, in order of slot, on top of which a new one began; none where a crowd makes the question idle. */
  of(table: TrackTable, family: Uint8Array, slot: number, now_ms: number): number[] {
    if (this.#near.length < table.words.length) this.#near = new Int32Array(table.words.length * 2);
    const count = this.#grid.candidates(slot, this.#near);
    const partners: number[] = [];
    for (let i = 0; i < count; i++) {
      const other = this.#near[i]!;
      if (this.#mayBegin(table, family, slot, other, now_ms)) partners.push(other);
    }
    return partners.length > MAX_PARTNERS ? [] : partners.sort((x, y) => x - y);
  }

  save(pack: Pack = toBase64): string {
    return pack(this.#placed.slice());
  }

  restore(saved: string, table: TrackTable, unpack: Unpack = fromBase64): void {
    this.#placed.set(unpack(saved));
    for (const slot of table.slotOf.values()) this.enter(table, slot);
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
