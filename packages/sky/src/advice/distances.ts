import type { Fan } from './fan.ts';
import { BARELY, FAR, LEAST_STEP_M } from './heights.ts';
import type { OwnSamples } from './own_samples.ts';
import { MOST_WAYS, PIECES, SAMPLES } from './samples.ts';

/**
 * How near own ways and the ways of one other aircraft come along the ground, piece by piece, m: each pair is worked
 * out when it is asked for, and again only when the own way has changed. They are the same for all minima.
 */
export class Distances {
  /** By row and piece; further than anything asks for is Infinity, and so is what lies between such pieces. */
  readonly least_m: Float64Array;
  /** The least of each row. */
  readonly nearest_m: Float64Array;
  /** First and last piece of a row that matter; the last is -1 where none does. */
  readonly first: Int32Array;
  readonly last: Int32Array;
  /** Which own way a row was worked out for. */
  private readonly workedOut: Float64Array;
  private fan: Fan | null = null;
  /** Beyond this nothing matters, by account and piece, m: too far to be inside, and too far to be near. */
  private beyond_m: Float64Array = new Float64Array(2 * SAMPLES);
  private lateral_m = 0;
  private readonly isBounded = new Uint8Array(2);

  /** @param own_ways so many are held at once */
  constructor(own_ways: number) {
    const rows = own_ways * MOST_WAYS;
    this.least_m = new Float64Array(rows * PIECES);
    this.nearest_m = new Float64Array(rows);
    this.first = new Int32Array(rows);
    this.last = new Int32Array(rows);
    this.workedOut = new Float64Array(rows);
  }

  /** Forgets all, for another aircraft and what is to be kept free around it, of which the widest counts. */
  set(fan: Fan, volumes: readonly { readonly lateral_m: number }[]): void {
    this.fan = fan;
    this.lateral_m = 0;
    for (const { lateral_m } of volumes) this.lateral_m = Math.max(this.lateral_m, lateral_m);
    this.isBounded.fill(0);
    this.workedOut.fill(0);
  }

  /** The row of own way `own_way` against way `way` of the other. */
  row(paths: OwnSamples, own_way: number, way: number): number {
    const row = own_way * MOST_WAYS + way;
    const version = paths.wayVersion[own_way] as number;
    if (this.workedOut[row] !== version) {
      this.workedOut[row] = version;
      this.workOut(paths, own_way, way, row);
    }
    return row;
  }

  private workOut(paths: OwnSamples, own_way: number, way: number, row: number): void {
    const { least_m, beyond_m } = this;
    const fan = this.fan as Fan;
    const { x, y } = paths;
    fan.fly(way);
    const fx = fan.x;
    const fy = fan.y;
    const a = own_way * SAMPLES;
    const b = way * SAMPLES;
    const e = fan.spreadOf[way] as number;
    if (this.isBounded[e === 0 ? 0 : 1] === 0) this.bound(fan, e);
    const out = row * PIECES;
    const step = ((paths.step_m[own_way] as number) + (fan.step_m[way] as number)) * BARELY + LEAST_STEP_M;
    let first = PIECES;
    let last = -1;
    let nearest2 = Number.POSITIVE_INFINITY;
    let x0 = (fx[b] as number) - (x[a] as number);
    let y0 = (fy[b] as number) - (y[a] as number);
    let r02 = x0 * x0 + y0 * y0;
    for (let i = 0; i < PIECES; i += 1) {
      const beyond = beyond_m[e + i] as number;
      if (r02 > (beyond + step) * (beyond + step)) {
        const r0 = Math.sqrt(r02);
        const perStep = 1 / step;
        const most = Math.min(PIECES - i, Math.floor((r0 - beyond) * perStep));
        const then = beyond_m[e + i + most - 1] as number;
        const to = i + Math.min(most, Math.max(1, Math.floor((r0 - then) * perStep)));
        if (first < PIECES) for (let k = i; k < to; k += 1) least_m[out + k] = Number.POSITIVE_INFINITY;
        x0 = (fx[b + to] as number) - (x[a + to] as number);
        y0 = (fy[b + to] as number) - (y[a + to] as number);
        r02 = x0 * x0 + y0 * y0;
        i = to - 1;
        continue;
      }
      const x1 = (fx[b + i + 1] as number) - (x[a + i + 1] as number);
      const y1 = (fy[b + i + 1] as number) - (y[a + i + 1] as number);
      const r12 = x1 * x1 + y1 * y1;
      const dx = x1 - x0;
      const dy = y1 - y0;
      const sv = x0 * dx + y0 * dy;
      let r2 = r02;
      if (sv < 0) {
        const d2 = dx * dx + dy * dy;
        const f = -sv < d2 ? -sv / d2 : 1;
        const xf = x0 + dx * f;
        const yf = y0 + dy * f;
        r2 = xf * xf + yf * yf;
      }
      if (r2 > beyond * beyond) least_m[out + i] = Number.POSITIVE_INFINITY;
      else {
        least_m[out + i] = Math.sqrt(r2);
        if (r2 < nearest2) nearest2 = r2;
        if (first === PIECES) first = i;
        last = i;
      }
      x0 = x1;
      y0 = y1;
      r02 = r12;
    }
    this.nearest_m[row] = Math.sqrt(nearest2);
    this.first[row] = first;
    this.last[row] = last;
  }

  /** Works out beyond what nothing matters, for the figures of one account. */
  private bound(fan: Fan, e: number): void {
    this.isBounded[e === 0 ? 0 : 1] = 1;
    const { beyond_m, lateral_m } = this;
    const { error_m } = fan.spread;
    for (let i = 0; i < SAMPLES; i += 1) {
      beyond_m[e + i] = Math.max(FAR * lateral_m, lateral_m + (error_m[e + i] as number)) * BARELY;
    }
  }
}
