import { SITE_SIZE, writeSite } from '@skyaccord/sky';
import type { Observation } from '@skyaccord/wire';
import { fromBase64, type Pack, toBase64, type Unpack } from '../saved.ts';
import type { TrackTable } from '../tracks/table.ts';
import { assumedAccuracy_m } from '../tracks/uncertainty.ts';

/**
 * time_ms, surface ECEF x, y, z (m), pressure altitude, geometric altitude (NaN unknown), 95 % radius (m), velocity east
 * and north as the track has it (m/s).
 */
const KEPT_WIDTH = 9;
const ROWS = 2;

const site = new Float64Array(SITE_SIZE);

/** The last two reports of a track as its source gave them, unfiltered: what two tracks are compared by. */
export class Kept {
  data = new Float64Array(0);

  grow(capacity: number): void {
    const data = new Float64Array(capacity * ROWS * KEPT_WIDTH).fill(Number.NaN);
    data.set(this.data);
    this.data = data;
  }

  clear(slot: number): void {
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
    return pack(this.data.slice(at, at + ROWS * KEPT_WIDTH));
  }

  restore(slot: number, saved: string, unpack: Unpack = fromBase64): void {
    this.data.set(unpack(saved), this.last(slot));
  }
}
