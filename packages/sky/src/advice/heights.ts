import { Fan, MOST_CLIMBS } from './fan.ts';
import { normalBelow } from './normal.ts';
import { OWN_HEIGHTS, type OwnSamples } from './own_samples.ts';
import { PIECES, SAMPLES } from './samples.ts';

/** Further than so many minima is far. */
export const FAR = 1.3;
/** Sums of steps are off by rounding, far less than this share; and no step is 0, m. */
export const BARELY: number = 1 + 1e-9;
export const LEAST_STEP_M = 1e-9;

const ROWS = OWN_HEIGHTS * MOST_CLIMBS;

/**
 * Own heights against those of one other aircraft in one volume, piece by piece: each pair is worked out when it is
 * asked for, and again only when the own heights have changed.
 */
export class Heights {
  /** By row and piece: probability to be inside in height, and how near they come in units of the minimum. */
  readonly level: Float64Array = new Float64Array(ROWS * PIECES);
  readonly height: Float64Array = new Float64Array(ROWS * PIECES);
  /** First and last piece of a row that matter; the last is -1 where none does. */
  readonly first: Int32Array = new Int32Array(ROWS);
  readonly last: Int32Array = new Int32Array(ROWS);
  /** What no piece of a row is above, and below. */
  readonly most: Float64Array = new Float64Array(ROWS);
  readonly least: Float64Array = new Float64Array(ROWS);
  /** Which own heights a row was worked out for. */
  private readonly workedOut = new Float64Array(ROWS);
  private fan: Fan = new Fan();
  private vertical_m = 0;

  /** Forgets all, for another aircraft or minimum. */
  set(fan: Fan, vertical_m: number): void {
    this.fan = fan;
    this.vertical_m = vertical_m;
    this.workedOut.fill(0);
  }

  /** The row of the heights of own vertical speed `own_climb` against vertical speed `climb` of the other. */
  row(paths: OwnSamples, own_climb: number, climb: number): number {
    const own = paths.heightsOf[own_climb] as number;
    const row = own * MOST_CLIMBS + climb;
    const version = paths.heightVersion[own] as number;
    if (this.workedOut[row] !== version) {
      this.workedOut[row] = version;
      this.workOut(paths, own, climb, row);
    }
    return row;
  }

  private workOut(paths: OwnSamples, own: number, climb: number, row: number): void {
    const { level, height, fan } = this;
    const { z } = paths;
    const { perSigma, error_m } = fan.heightSpread;
    const Z = this.vertical_m;
    const a = own * SAMPLES;
    const b = climb * SAMPLES;
    const e = fan.heightSpreadOf[climb] as number;
    const out = row * PIECES;
    const step = ((paths.heightStep_m[own] as number) + (fan.heightStep_m[climb] as number)) * BARELY + LEAST_STEP_M;
    const perStep = 1 / step;
    let first = PIECES;
    let last = -1;
    let most = 0;
    let least = FAR;
    let z0 = (fan.z[b] as number) - (z[a] as number);
    for (let i = 0; i < PIECES; i += 1) {
      // Beyond this nothing matters: too far to be inside, and too far to be near.
      const beyond = Math.max(FAR * Z, Z + (error_m[e + i] as number)) * BARELY;
      const apart0 = Math.abs(z0);
      if (apart0 > beyond + step) {
        const most = Math.min(PIECES - i, Math.floor((apart0 - beyond) * perStep));
        const then = Math.max(FAR * Z, Z + (error_m[e + i + most - 1] as number)) * BARELY;
        const skipped = Math.max(1, Math.floor((apart0 - then) * perStep));
        const to = Math.min(i + most, i + skipped);
        if (first < PIECES) {
          level.fill(0, out + i, out + to);
          height.fill(FAR, out + i, out + to);
        }
        z0 = (fan.z[b + to] as number) - (z[a + to] as number);
        i = to - 1;
        continue;
      }
      const z1 = (fan.z[b + i + 1] as number) - (z[a + i + 1] as number);
      const apart = z0 * z1 <= 0 ? 0 : Math.min(apart0, Math.abs(z1));
      if (apart > beyond) {
        level[out + i] = 0;
        height[out + i] = FAR;
      } else {
        // An unknown height is as good as the same height.
        const known = !Number.isNaN(apart);
        const p = known ? normalBelow((Z - apart) * (perSigma[e + i] as number)) : 1;
        const scaled = known ? apart / Z : 0;
        if (p > most) most = p;
        if (scaled < least) least = scaled;
        level[out + i] = p;
        height[out + i] = scaled;
        if (first === PIECES) first = i;
        last = i;
      }
      z0 = z1;
    }
    this.first[row] = first;
    this.last[row] = last;
    this.most[row] = most;
    this.least[row] = least;
  }
}
