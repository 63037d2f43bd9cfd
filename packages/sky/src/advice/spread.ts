import { SAMPLES } from './samples.ts';

/** Errors beyond so many deviations count as none, as `normalBelow` has it. */
const DEVIATIONS = 5;
/** Nothing is known better than this, m2. */
const LEAST_M2 = 0.01;

/** How well a place along an axis is known at the samples, by either of two accounts. */
export class Spread {
  /** One over the deviation at each sample, 1/m; those of the second account from SAMPLES on. */
  readonly perSigma: Float64Array = new Float64Array(2 * SAMPLES);
  /** No error up to a sample counts that is greater than this, m. */
  readonly error_m: Float64Array = new Float64Array(2 * SAMPLES);
  private readonly isKnown = new Uint8Array(2);

  clear(): void {
    this.isKnown[0] = 0;
    this.isKnown[1] = 0;
  }

  /**
   * Works out an account that was not yet since `clear`: where its figures begin.
   *
   * @param variance_m2 of the place now; with its covariance with the velocity and the variance of that
   * @param wander_mps2 deviation of an unknown even acceleration
   */
  set(
    account: 0 | 1,
    variance_m2: number,
    both_m2ps: number,
    velocity_m2ps2: number,
    wander_mps2: number,
    sample_s: number,
  ): number {
    const at = account * SAMPLES;
    if (this.isKnown[account] === 1) return at;
    this.isKnown[account] = 1;
    const { perSigma, error_m } = this;
    let most_m = 0;
    for (let i = 0; i < SAMPLES; i += 1) {
      const t = i * sample_s;
      const w = (wander_mps2 * t * t) / 2;
      const variance = variance_m2 + 2 * t * both_m2ps + t * t * velocity_m2ps2 + w * w;
      const per = 1 / Math.sqrt(Math.max(LEAST_M2, variance));
      perSigma[at + i] = per;
      most_m = Math.max(most_m, DEVIATIONS / per);
      error_m[at + i] = most_m;
    }
    return at;
  }
}
