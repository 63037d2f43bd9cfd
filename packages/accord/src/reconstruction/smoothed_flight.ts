import { exp } from '@skyaccord/sky';
import { STRAIGHT_S } from '../tracks/horizontal.ts';
import { COVARIANCE, STATE } from '../tracks/motion.ts';
import { MAX_GAP_S } from '../tracks/rules.ts';
import type { HeardReport } from './heard.ts';
import { FLIGHT_MODELS, type FlatReport, FREE, fitMotion, type MotionFit, stateAt } from './motion_fit.ts';

/** Models are weighed anew for stretches this far apart, from reports this long on either side, at least so many. */
const HOP_MS = 10_000;
const REACH_MS = 25_000;
const LEAST_REPORTS = 4;
/** Models that so little speaks for are left out. */
const LEAST_WEIGHT = 0.002;

/** Between two reports an aircraft may begin or end a turn, once in so long on average, and nobody hears of it. */
const LEG_S = STRAIGHT_S;

/** Several models over a stretch, each with how probable the reports make it, and one that assumes hardly anything. */
type Stretch = { readonly fits: readonly Weighed[]; readonly free: MotionFit };
export type Weighed = { readonly fit: MotionFit; readonly weight: number };

/** Fits models to reports and weighs them by their likelihoods, all being as probable beforehand. */
export function weighModels(reports: readonly FlatReport[], models = FLIGHT_MODELS): Weighed[] {
  const fits = models.map((model) => fitMotion(reports, model));
  const least = Math.min(...fits.map(({ misfit }) => misfit));
  const weighed = fits.map((fit) => ({ fit, weight: exp(Math.max(-600, (least - fit.misfit) / 2)) }));
  const all = weighed.reduce((sum, { weight }) => sum + weight, 0);
  const kept = weighed.filter(({ weight }) => weight >= LEAST_WEIGHT * all);
  const rest = kept.reduce((sum, { weight }) => sum + weight, 0);
  return kept.map(({ fit, weight }) => ({ fit, weight: weight / rest }));
}

const x = new Float64Array(STATE);
const p = new Float64Array(COVARIANCE);
const added = new Float64Array(STATE);
const addedP = new Float64Array(COVARIANCE);

/** Adds a share of a state to the moments gathered in `sum` and `sumP` (second moments about zero). */
function gather(share: number, sum: Float64Array, sumP: Float64Array): void {
  for (let i = 0; i < STATE; i++) {
    sum[i] = sum[i]! + share * x[i]!;
    for (let j = 0; j < STATE; j++) {
      sumP[i * STATE + j] = sumP[i * STATE + j]! + share * (p[i * STATE + j]! + x[i]! * x[j]!);
    }
  }
}

/**
 * What an aircraft flew, from all its reports: a mixture of models that changes along the way. What a source's reports
 * have in common no smoother takes out: it counts in every covariance, by the reports around the instant.
 */
export class SmoothedFlight {
  readonly reports: readonly HeardReport[];
  readonly #stretches: readonly Stretch[];

  /** @param reports in the order of their times, two at least */
  constructor(reports: readonly HeardReport[]) {
    this.reports = reports;
    const [from_ms, to_ms] = [reports[0]!.time_ms, reports.at(-1)!.time_ms];
    const stretches: Stretch[] = [];
    for (let middle_ms = from_ms; middle_ms < to_ms + HOP_MS; middle_ms += HOP_MS) {
      const near = around(reports, middle_ms);
      stretches.push({ fits: weighModels(near), free: fitMotion(near, FREE) });
    }
    this.#stretches = stretches;
  }

  get from_ms(): number {
    return this.reports[0]!.time_ms;
  }

  get to_ms(): number {
    return this.reports.at(-1)!.time_ms;
  }

  /**
   * Writes mean and covariance of place, velocity and turn rate at an instant; false where no reports lie around it,
   * 45 s apart at most.
   */
  at(time_ms: number, outX: Float64Array, outP: Float64Array): boolean {
    const gap_s = this.#gap_s(time_ms);
    if (!(gap_s <= MAX_GAP_S)) return false;
    const unheard = 1 - exp(-gap_s / LEG_S);
    const place = (time_ms - this.from_ms) / HOP_MS;
    const first = Math.floor(place);
    const second = Math.min(first + 1, this.#stretches.length - 1);
    const late = place - first;
    added.fill(0);
    addedP.fill(0);
    for (const [k, share] of [
      [first, 1 - late],
      [second, late],
    ] as const) {
      if (share === 0) continue;
      const { fits, free } = this.#stretches[k]!;
      for (const { fit, weight } of fits) this.#take(fit, time_ms, weight * share * (1 - unheard));
      if (unheard > 0) this.#take(free, time_ms, share * unheard);
    }
    outX.set(added);
    for (let i = 0; i < STATE; i++) {
      for (let j = 0; j < STATE; j++) outP[i * STATE + j] = addedP[i * STATE + j]! - added[i]! * added[j]!;
    }
    const common_m2 = this.#common_m2(time_ms);
    outP[0] = outP[0]! + common_m2;
    outP[6] = outP[6]! + common_m2;
    return true;
  }

  #take(fit: MotionFit, time_ms: number, share: number): void {
    if (!stateAt(fit, time_ms, x, p)) throw new Error(`a stretch does not reach ${time_ms}`);
    gather(share, added, addedP);
  }

  #common_m2(time_ms: number): number {
    const k = this.reports.findLastIndex((one) => one.time_ms <= time_ms);
    const before = this.reports[k]!;
    const next = this.reports[k + 1] ?? before;
    const span_ms = next.time_ms - before.time_ms;
    const late = span_ms === 0 ? 0 : (time_ms - before.time_ms) / span_ms;
    return (1 - late) * before.common_m * before.common_m + late * next.common_m * next.common_m;
  }

  /** Time between the reports around an instant; 0 at one, NaN outside. */
  #gap_s(time_ms: number): number {
    const k = this.reports.findLastIndex((one) => one.time_ms <= time_ms);
    const [before, next] = [this.reports[k], this.reports[k + 1]];
    if (before?.time_ms === time_ms) return 0;
    return before === undefined || next === undefined ? Number.NaN : (next.time_ms - before.time_ms) / 1000;
  }
}

/** The reports by which a stretch is judged: they reach beyond the stretches before and after. */
function around(reports: readonly FlatReport[], middle_ms: number): readonly FlatReport[] {
  const before = reports.findLastIndex((one) => one.time_ms <= middle_ms - REACH_MS);
  const after = reports.findIndex((one) => one.time_ms >= middle_ms + REACH_MS);
  const middle = reports.findLastIndex((one) => one.time_ms <= middle_ms);
  const from = Math.max(0, Math.min(before, middle - LEAST_REPORTS + 1));
  const to = after < 0 ? reports.length : Math.max(after + 1, middle + 1 + LEAST_REPORTS);
  return reports.slice(from, to);
}
