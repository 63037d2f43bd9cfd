import { SITE_SIZE, writeSite } from '@skyaccord/sky';
import type { Observation } from '@skyaccord/wire';
import { fromBase64, type Pack, toBase64, type Unpack } from '../saved.ts';
import type { TrackTable } from '../tracks/table.ts';
import { assumedAccuracy_m } from '../tracks/uncertainty.ts';

/**
 * time_ms, surface ECEF x, y, z (m), pressure altitude, geometric altitude (NaN unknown), 95 % radius (m), velocity
 * east and north as the track has it (m/s).
 */
const KEPT_WIDTH = 9;
const ROWS = 2;
/** Steps longer than this say more of turns than of errors, s; the mean is over about so many steps. */
const ROUGH_STEP_S = 5;
const ROUGH_STEPS = 2000;

const site = new Float64Array(SITE_SIZE);

/** The last two reports of a track as its source gave them, unfiltered: what two tracks are compared by. */
export class Kept {
  data = new Float64Array(0);
  #rough2_m2 = new Float64Array(0);

  grow(capacity: number): void {
    const rough2_m2 = new Float64Array(capacity);
    rough2_m2.set(this.#rough2_m2);
    this.#rough2_m2 = rough2_m2;
    const data = new Float64Array(capacity * ROWS * KEPT_WIDTH).fill(Number.NaN);
    data.set(this.data);
    this.data = data;
  }

  clear(slot: number): void {
    this.#rough2_m2[slot] = 0;
    this.data.fill(Number.NaN, slot * ROWS * KEPT_WIDTH, (slot + 1) * ROWS * KEPT_WIDTH);
  }

  /** Index of the last report in `data`; its time is NaN where there is none. */
  last(slot: number): number {
    return slot * ROWS * KEPT_WIDTH;
  }

  /** Index of the report before the last. */
  before(slot: number): number {
    return slot * ROWS * KEPT_WIDTH + KEPT_WIDTH;
  }

  note(slot: number, o: Observation, table: TrackTable): void {
    const { data } = this;
    const at = this.last(slot);
    data.copyWithin(at + KEPT_WIDTH, at, at + KEPT_WIDTH);
    writeSite(o.latitude_deg, o.longitude_deg, site, 0);
    data[at] = o.time_ms;
    data[at + 1] = site[0]!;
    data[at + 2] = site[1]!;
    data[at + 3] = site[2]!;
    data[at + 4] = o.pressure_altitude_m ?? Number.NaN;
    data[at + 5] = o.geometric_altitude_m ?? Number.NaN;
    data[at + 6] = o.position_accuracy_m ?? assumedAccuracy_m(o.technology);
    data[at + 7] = table.east_mps[slot]!;
    data[at + 8] = table.north_mps[slot]!;
    this.#noteRoughness(slot, table);
  }

  /** Mean square of how far a track's reports lie from where its own velocity led since the one before, m². */
  roughness2_m2(slot: number): number {
    return this.#rough2_m2[slot]!;
  }

  #noteRoughness(slot: number, table: TrackTable): void {
    const { data } = this;
    const to = this.last(slot);
    const from = this.before(slot);
    const step_s = (data[to]! - data[from]!) / 1000;
    if (!(step_s > 0 && step_s <= ROUGH_STEP_S)) return;
    const { sites } = table;
    const at = slot * SITE_SIZE;
    const dx = data[to + 1]! - data[from + 1]!;
    const dy = data[to + 2]! - data[from + 2]!;
    const dz = data[to + 3]! - data[from + 3]!;
    const east_m = dx * sites[at + 3]! + dy * sites[at + 4]!;
    const north_m = dx * sites[at + 5]! + dy * sites[at + 6]! + dz * sites[at + 7]!;
    const e = east_m - ((data[from + 7]! + data[to + 7]!) / 2) * step_s;
    const n = north_m - ((data[from + 8]! + data[to + 8]!) / 2) * step_s;
    this.#rough2_m2[slot] = this.#rough2_m2[slot]! + (e * e + n * n - this.#rough2_m2[slot]!) / ROUGH_STEPS;
  }

  /** Where a track stands now, as a first report to go on from. */
  noteTrack(slot: number, table: TrackTable): void {
    const { data } = this;
    const at = this.last(slot);
    const site_at = slot * SITE_SIZE;
    data.fill(Number.NaN, at, at + ROWS * KEPT_WIDTH);
    data[at] = table.seen_ms[slot]!;
    for (let i = 0; i < 3; i++) data[at + 1 + i] = table.sites[site_at + i]!;
    data[at + 4] = table.pressure_altitude_m[slot]!;
    data[at + 5] = table.geometric_altitude_m[slot]!;
    data[at + 6] = table.accuracy_m[slot]!;
    data[at + 7] = table.east_mps[slot]!;
    data[at + 8] = table.north_mps[slot]!;
  }

  save(slot: number, pack: Pack = toBase64): string {
    const at = this.last(slot);
    return pack(Float64Array.of(this.#rough2_m2[slot]!, ...this.data.subarray(at, at + ROWS * KEPT_WIDTH)));
  }

  restore(slot: number, saved: string, unpack: Unpack = fromBase64): void {
    const numbers = unpack(saved);
    this.#rough2_m2[slot] = numbers[0]!;
    this.data.set(numbers.subarray(1), this.last(slot));
  }
}
