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

/** A row: the mean square of the roughness (m²), then the last report and the one before. */
const ROW = 1 + ROWS * KEPT_WIDTH;

/**
 * The last two reports of a track as its source gave them, unfiltered: what two tracks are compared by. Only tracks
 * that may be another one's aircraft have a row, from then on until they are dropped.
 */
export class Kept {
  data = new Float64Array(0);
  /** The row of a slot; -1 where it has none. */
  #row = new Int32Array(0);
  readonly #free: number[] = [];
  #rows = 0;

  grow(capacity: number): void {
    const row = new Int32Array(capacity).fill(-1);
    row.set(this.#row);
    this.#row = row;
  }

  /** Gives a slot a row in which nothing is known. */
  clear(slot: number): void {
    const at = this.#open(slot);
    this.data[at] = 0;
    this.data.fill(Number.NaN, at + 1, at + ROW);
  }

  /** The track is dropped. */
  closed(slot: number): void {
    if (this.#row[slot]! < 0) return;
    this.#free.push(this.#row[slot]!);
    this.#row[slot] = -1;
  }

  /** Index of the last report of a slot that has a row in `data`; its time is NaN where there is none. */
  last(slot: number): number {
    return this.#row[slot]! * ROW + 1;
  }

  /** Index of the report before the last. */
  before(slot: number): number {
    return this.#row[slot]! * ROW + 1 + KEPT_WIDTH;
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
    return this.data[this.#row[slot]! * ROW]!;
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
    const mean = this.#row[slot]! * ROW;
    data[mean] = data[mean]! + (e * e + n * n - data[mean]!) / ROUGH_STEPS;
  }

  /** Where a track stands now, as a first report to go on from. */
  noteTrack(slot: number, table: TrackTable): void {
    const at = this.#open(slot) + 1;
    const { data } = this;
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

  /** All rows, by slot. */
  save(pack: Pack = toBase64): (readonly [slot: number, numbers: string])[] {
    const saved: (readonly [slot: number, numbers: string])[] = [];
    this.#row.forEach((row, slot) => {
      if (row >= 0) saved.push([slot, pack(this.data.subarray(row * ROW, row * ROW + ROW))]);
    });
    return saved;
  }

  restore(saved: readonly (readonly [slot: number, numbers: string])[], unpack: Unpack = fromBase64): void {
    for (const [slot, numbers] of saved) {
      const at = this.#open(slot);
      this.data.set(unpack(numbers), at);
    }
  }

  /** Index of a slot's row in `data`; a slot without one gets one, of a roughness of 0. */
  #open(slot: number): number {
    const known = this.#row[slot]!;
    if (known >= 0) return known * ROW;
    const row = this.#free.pop() ?? this.#rows++;
    if (row * ROW >= this.data.length) {
      const data = new Float64Array(Math.max(64 * ROW, this.data.length * 2));
      data.set(this.data);
      this.data = data;
    }
    this.#row[slot] = row;
    this.data[row * ROW] = 0;
    return row * ROW;
  }
}
