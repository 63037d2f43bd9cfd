import { writeHeights } from './fan.ts';
import { type OwnAircraft, writeOwnWay } from './own_paths.ts';
import { MOST_OWN_CLIMBS, MOST_OWN_WAYS, SAMPLES } from './samples.ts';

/** What own heights are written from. */
const KEY = 6;
const WAY_KEY = 12;
/** Of each vertical speed the heights for two delays are kept: a crew may act at once, or late. */
const DELAYS = 2;
/** Own heights that are kept at once. */
export const OWN_HEIGHTS: number = MOST_OWN_CLIMBS * DELAYS;

/** Own ways over ground and own heights, sampled: way and heights i from i * SAMPLES on, m from where it is now. */
export class OwnSamples {
  readonly x: Float64Array = new Float64Array(MOST_OWN_WAYS * SAMPLES);
  readonly y: Float64Array = new Float64Array(MOST_OWN_WAYS * SAMPLES);
  readonly z: Float64Array = new Float64Array(OWN_HEIGHTS * SAMPLES);
  /** Which heights are now those of vertical speed j. */
  readonly heightsOf: Int32Array = Int32Array.from({ length: MOST_OWN_CLIMBS }, (_, j) => j * DELAYS);
  /** No piece of a way, and of heights, is longer than this, m. */
  readonly step_m: Float64Array = new Float64Array(MOST_OWN_WAYS);
  readonly heightStep_m: Float64Array = new Float64Array(OWN_HEIGHTS);
  /** Another number, never 0, whenever heights have changed. */
  readonly heightVersion: Float64Array = new Float64Array(OWN_HEIGHTS);
  private readonly keys = new Float64Array(OWN_HEIGHTS * KEY).fill(Number.NaN);
  /** Another number, never 0, whenever a way has changed. */
  readonly wayVersion: Float64Array = new Float64Array(MOST_OWN_WAYS);
  private readonly wayKeys = new Float64Array(MOST_OWN_WAYS * WAY_KEY).fill(Number.NaN);
  private readonly wayKey = new Float64Array(WAY_KEY);
  private version = 0;

  /** Samples way i: to track_rad at speed_mps (NaN: by the plan), taken up after delay_s. */
  writeWay(
    i: number,
    own: OwnAircraft,
    now_rad: number,
    track_rad: number,
    speed_mps: number,
    delay_s: number,
    sample_s: number,
    plan_turn_s: number,
  ): void {
    const { plan, performance, vx_mps, vy_mps } = own;
    const { wayKey } = this;
    wayKey[0] = vx_mps;
    wayKey[1] = vy_mps;
    wayKey[2] = now_rad;
    wayKey[3] = track_rad;
    wayKey[4] = speed_mps;
    wayKey[5] = delay_s;
    wayKey[6] = plan_turn_s;
    wayKey[7] = plan.track_rad;
    wayKey[8] = plan.speed_mps;
    wayKey[9] = plan.turn_radps;
    wayKey[10] = performance.turn_radps;
    wayKey[11] = performance.accel_mps2;
    if (!this.takeKey(i * WAY_KEY)) return;
    this.version += 1;
    this.wayVersion[i] = this.version;
    const flies_mps = Math.sqrt(vx_mps * vx_mps + vy_mps * vy_mps);
    this.step_m[i] = Math.max(flies_mps, Number.isNaN(speed_mps) ? plan.speed_mps : speed_mps) * sample_s;
    writeOwnWay(this.x, this.y, i * SAMPLES, own, track_rad, now_rad, speed_mps, delay_s, sample_s, plan_turn_s);
  }

  /** Keeps the key of a way; false where it was that already. */
  private takeKey(at: number): boolean {
    const { wayKey, wayKeys } = this;
    let changed = false;
    for (let k = 0; k < WAY_KEY; k += 1) {
      if (Object.is(wayKeys[at + k], wayKey[k])) continue;
      wayKeys[at + k] = wayKey[k] as number;
      changed = true;
    }
    return changed;
  }

  /** Samples the heights of vertical speed j: vertical_mps, taken up after delay_s, within the room there is. */
  writeHeights(j: number, own: OwnAircraft, vertical_mps: number, delay_s: number, sample_s: number): void {
    const { vz_mps, up_room_m, down_room_m } = own;
    const { vertical_mps2 } = own.performance;
    const from = j * DELAYS;
    for (let h = from; h < from + DELAYS; h += 1) {
      if (!this.isKnown(h * KEY, vertical_mps, delay_s, vz_mps, vertical_mps2, up_room_m, down_room_m)) continue;
      this.heightsOf[j] = h;
      return;
    }
    // In the place of those that are not in use.
    const h = this.heightsOf[j] === from ? from + 1 : from;
    this.heightsOf[j] = h;
    const { z, keys } = this;
    keys[h * KEY] = vertical_mps;
    keys[h * KEY + 1] = delay_s;
    keys[h * KEY + 2] = vz_mps;
    keys[h * KEY + 3] = vertical_mps2;
    keys[h * KEY + 4] = up_room_m;
    keys[h * KEY + 5] = down_room_m;
    this.version += 1;
    this.heightVersion[h] = this.version;
    this.heightStep_m[h] = Math.max(Math.abs(vz_mps), Math.abs(vertical_mps)) * sample_s;
    writeHeights(z, h * SAMPLES, 0, vz_mps, delay_s, vertical_mps, vertical_mps2, sample_s);
    if (up_room_m === Number.POSITIVE_INFINITY && down_room_m === Number.POSITIVE_INFINITY) return;
    for (let n = h * SAMPLES; n < (h + 1) * SAMPLES; n += 1) {
      z[n] = Math.max(-down_room_m, Math.min(up_room_m, z[n] as number));
    }
  }

  /** Are heights those of these figures? One object samples at one rate only. */
  private isKnown(k: number, a: number, b: number, c: number, d: number, e: number, f: number): boolean {
    const { keys } = this;
    return (
      keys[k] === a &&
      keys[k + 1] === b &&
      keys[k + 2] === c &&
      keys[k + 3] === d &&
      keys[k + 4] === e &&
      keys[k + 5] === f
    );
  }
}
