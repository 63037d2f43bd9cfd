import { COVARIANCE, STATE } from '../tracks/motion.ts';
import type { Heard, HeardReport } from './heard.ts';
import { FLIGHT_MODELS, type FlightModel, stateAt } from './motion_fit.ts';
import { type Weighed, weighModels } from './smoothed_flight.ts';

/** What is stated counts as so many reports that bear it out. */
const PRIOR_REPORTS = 6;
const ROUNDS = 4;
/** Reports in one piece, from which the scatter is learnt. */
const PIECE = 24;
const LEAST_PIECE = 4;
/** Bounds of the factor: from a tenth of what is stated to twenty times as much, as standard deviation. */
const LEAST = 0.01;
const MOST = 400;

/**
 * By how much the variance of what scatters differs from what each source states: the variance of unit weight, found
 * from what is left between the reports and the smoothed flight by expectation and maximisation (Shumway & Stoffer,
 * Journal of Time Series Analysis 3, 1982), with what is stated as prior.
 */
export function fitNoise({ sources, reports }: Heard): number[] {
  const factors = sources.map(() => 1);
  const pieces: { readonly reports: readonly HeardReport[]; models: readonly FlightModel[] }[] = [];
  for (let from = 0; from + LEAST_PIECE <= reports.length; from += PIECE) {
    pieces.push({ reports: reports.slice(from, from + PIECE), models: FLIGHT_MODELS });
  }
  for (let round = 0; round < ROUNDS; round++) {
    const shown = sources.map(() => PRIOR_REPORTS);
    const counted = sources.map(() => PRIOR_REPORTS);
    for (const piece of pieces) {
      const fits = weighModels(withNoise(piece.reports, factors), piece.models);
      // What nothing speaks for at first is not fitted again.
      piece.models = fits.map(({ fit }) => fit.model);
      learn(piece.reports, fits, shown, counted);
    }
    for (const k of factors.keys()) factors[k] = Math.min(MOST, Math.max(LEAST, shown[k]! / counted[k]!));
  }
  return factors;
}

/**
 * Reports with the scatter of their sources as fitted. What is stated and turns out not to scatter is common to the
 * reports: the error that a source states does not shrink because its reports agree with one another.
 */
export const withNoise = (reports: readonly HeardReport[], factors: readonly number[]): HeardReport[] =>
  reports.map((one) => {
    const variance_m2 = one.variance_m2 * factors[one.source]!;
    const steady_m2 = Math.max(0, one.variance_m2 - variance_m2);
    return { ...one, variance_m2, common_m: Math.sqrt(one.common_m * one.common_m + steady_m2) };
  });

const x = new Float64Array(STATE);
const p = new Float64Array(COVARIANCE);

/** Adds for each report what the smoothed flight misses it by, squared, over its stated variance. */
function learn(piece: readonly HeardReport[], fits: readonly Weighed[], shown: number[], counted: number[]): void {
  for (const one of piece) {
    let miss2 = 0;
    for (const { fit, weight } of fits) {
      stateAt(fit, one.time_ms, x, p);
      const [east_m, north_m] = [one.east_m - x[0]!, one.north_m - x[1]!];
      miss2 += weight * (east_m * east_m + north_m * north_m + p[0]! + p[6]!);
    }
    shown[one.source] = shown[one.source]! + miss2 / (2 * one.variance_m2);
    counted[one.source] = counted[one.source]! + 1;
  }
}
