import { writeHeights } from './fan.ts';
import type { OwnAircraft } from './own_paths.ts';
import { MOST_OWN_CLIMBS, MOST_OWN_WAYS, SAMPLES } from './samples.ts';

/** What own heights are written from. */
const KEY = 6;

/** Own ways over ground and own heights, sampled: of way i from i * SAMPLES on, m from where the aircraft is now. */
export class OwnSamples {
  readonly x: Float64Array = new Float64Array(MOST_OWN_WAYS * SAMPLES);
  readonly y: Float64Array = new Float64Array(MOST_OWN_WAYS * SAMPLES);
  readonly z: Float64Array = new Float64Array(MOST_OWN_CLIMBS * SAMPLES);
  /** No piece of a way, and of the heights of a vertical speed, is longer than this, m. */
  readonly step_m: Float64Array = new Float64Array(MOST_OWN_WAYS);
  readonly heightStep_m: Float64Array = new Float64Array(MOST_OWN_CLIMBS);
  /** Another number, never 0, whenever the heights of a vertical speed have changed. */
  readonly heightVersion: Float64Array = new Float64Array(MOST_OWN_CLIMBS);
  private readonly keys = new Float64Array(MOST_OWN_CLIMBS * KEY).fill(Number.NaN);
  private version = 0;

  /** Samples the heights of vertical speed j: vertical_mps, taken up after delay_s, within the room there is. */
  writeHeights(j: number, own: OwnAircraft, vertical_mps: number, delay_s: number, sample_s: number): void {
    const { vz_mps, up_room_m, down_room_m } = own;
    const { vertical_mps2 } = own.performance;
    if (this.isKnown(j * KEY, vertical_mps, delay_s, vz_mps, vertical_mps2, up_room_m, down_room_m)) return;
    const { z } = this;
    this.version += 1;
    this.heightVersion[j] = this.version;
    this.heightStep_m[j] = Math.max(Math.abs(vz_mps), Math.abs(vertical_mps)) * sample_s;
    writeHeights(z, j * SAMPLES, 0, vz_mps, delay_s, vertical_mps, vertical_mps2, sample_s);
    if (up_room_m === Number.POSITIVE_INFINITY && down_room_m === Number.POSITIVE_INFINITY) return;
    for (let n = j * SAMPLES; n < (j + 1) * SAMPLES; n += 1) {
      z[n] = Math.max(-down_room_m, Math.min(up_room_m, z[n] as number));
    }
  }

  /** Are heights still those of these figures? From now on they are. One object samples at one rate only. */
  private isKnown(k: number, a: number, b: number, c: number, d: number, e: number, f: number): boolean {
    const { keys } = this;
    if (
      keys[k] === a &&
      keys[k + 1] === b &&
      keys[k + 2] === c &&
      keys[k + 3] === d &&
      keys[k + 4] === e &&
      keys[k + 5] === f
    ) {
      return true;
    }
    keys[k] = a;
    keys[k + 1] = b;
    keys[k + 2] = c;
    keys[k + 3] = d;
    keys[k + 4] = e;
    keys[k + 5] = f;
    return false;
  }
}
