import { ADVICE_LOOKAHEAD_S, ADVICE_PARAMETERS, cylinderInterval } from '@skyaccord/sky';
import { CarriedReports } from './carried.ts';
import type { TrialEncounter } from './encounter.ts';
import { type Condition, flyEncounter, type Guidance } from './fly.ts';
import type { Decision, Guide, Kinematics, Moment, Setting } from './guide.ts';
import { ourGuidance } from './ours.ts';
import { ReferenceAlerting } from './reference_alerting.ts';
import { flyUnmitigated, unmitigatedOf } from './trial.ts';

// Alerting alone, without anybody acting: when each of several ways to alert would first have alerted, for many
// thresholds at once, and what was predicted at each second against what then happened.

/** Tells each second whether to alert. */
type Alarm = (now: Moment) => boolean;

export interface AlertCurve {
  readonly label: string;
  readonly thresholds: readonly number[];
  /** The one used where nothing else is asked for; null where it has none. */
  readonly used: number | null;
  /** Makes the alarms of one encounter, one for each threshold. */
  alarms(setting: Setting): Alarm[];
}

const HARMS = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1, 1.1, 1.2];
const FACTORS = [0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2];
const LOOKAHEADS_S = [10, 20, 30, 40, 50, 60, 75, 90, 120];

/** The ways to alert that are compared. */
export const ALERT_CURVES: readonly AlertCurve[] = [
  {
    label: 'ours: expected harm, in losses',
    thresholds: withUsed(HARMS, ADVICE_PARAMETERS.alert_harm),
    used: ADVICE_PARAMETERS.alert_harm,
    alarms(setting) {
      // Nobody is called here, so that one account of the harm serves every threshold.
      const harm = onceEachSecond(harmFrom(setting));
      return this.thresholds.map((threshold) => (now) => harm(now) >= threshold);
    },
  },
  {
    label: 'the reference: alerting times, as a factor',
    thresholds: FACTORS,
    used: 1,
    alarms(setting) {
      return this.thresholds.map((factor) => {
        const alerting = new ReferenceAlerting(setting, factor);
        return (now) => alerting.update(now);
      });
    },
  },
  {
    label: 'straight lines: lookahead, s',
    thresholds: LOOKAHEADS_S,
    used: null,
    alarms(setting) {
      const entry = onceEachSecond(straightEntry(setting));
      return this.thresholds.map((lookahead_s) => (now) => entry(now) < lookahead_s);
    },
  },
];

function withUsed(thresholds: readonly number[], used: number): number[] {
  return [...new Set([...thresholds, used])].sort((a, b) => a - b);
}

/** Works a figure out once a second, however many thresholds ask for it. */
function onceEachSecond(figure: (now: Moment) => number): (now: Moment) => number {
  let told_s = -1;
  let told = 0;
  return (now) => {
    if (now.t_s !== told_s) told = figure(now);
    told_s = now.t_s;
    return told;
  };
}

/** What our method holds against going on. */
function harmFrom(setting: Setting): (now: Moment) => number {
  const oracle = silentOracle(setting);
  return (now) => oracle.decide(now).harm ?? 0;
}

/** Time to the entry of any target into the cylinder of the well-clear volume, straight on from the last report. */
function straightEntry({ volume, targets }: Setting): (now: Moment) => number {
  const carried = new CarriedReports(targets);
  const longest_s = LOOKAHEADS_S.at(-1) as number;
  const span = new Float64Array(2);
  return (now) => {
    let entry_s = Number.POSITIVE_INFINITY;
    carried.take(now);
    const { own } = now;
    for (let target = 0; target < targets; target++) {
      const at: Readonly<Kinematics> | null = carried.at(target);
      if (at === null) continue;
      const [x, y, z] = [at.x - own.x, at.y - own.y, at.z - own.z];
      const [vx, vy, vz] = [at.vx - own.vx, at.vy - own.vy, at.vz - own.vz];
      const met = cylinderInterval(x, y, z, vx, vy, vz, volume.dthr_m, volume.zthr_m, longest_s, span);
      if (met) entry_s = Math.min(entry_s, span[0] as number);
    }
    return entry_s;
  };
}

/** Bins of a reliability diagram, of equal width from 0 to 1. */
export const BINS = 10;

/** The predictions that are judged: of a loss within so many seconds. */
export const PREDICTIONS: readonly { readonly label: string; readonly within_s: number }[] = [
  { label: `a loss within ${ADVICE_PARAMETERS.alert_within_s} s`, within_s: ADVICE_PARAMETERS.alert_within_s },
  { label: `a loss within ${ADVICE_LOOKAHEAD_S} s`, within_s: ADVICE_LOOKAHEAD_S },
];

/** Seconds predicted at by bin, the sums of their predictions, and how many of them a loss followed. */
export interface Tally {
  readonly predictions: number[];
  readonly predicted: number[];
  readonly followed: number[];
}

/** What one encounter tells of alerting. */
export interface AlertRecord {
  readonly id: string;
  /** Of the planned flights, null: never. */
  readonly t_first_lowc_s: number | null;
  /** By curve and threshold: the first alert, null: none. */
  readonly first_s: readonly (readonly (number | null)[])[];
  /** In the order of {@link PREDICTIONS}. */
  readonly tallies: readonly Tally[];
}

const SILENT: Decision = { alert: false, probability: 0, command: null };

/** All ways of alerting, and our predictions, listening to one encounter for one aircraft. */
export class Listeners {
  readonly first_s: readonly (number | null)[][];
  readonly tallies: readonly Tally[];
  private readonly alarms: readonly Alarm[][];
  private readonly oracle: Guide;

  constructor(setting: Setting) {
    this.alarms = ALERT_CURVES.map((curve) => curve.alarms(setting));
    this.oracle = silentOracle(setting);
    this.first_s = ALERT_CURVES.map(({ thresholds }) => thresholds.map((): number | null => null));
    const zeros = () => new Array<number>(BINS).fill(0);
    this.tallies = PREDICTIONS.map(() => ({ predictions: zeros(), predicted: zeros(), followed: zeros() }));
  }

  /**
   * Takes a second. `loss_s`: when well clear is first lost, Infinity: not before `known_s`. From the loss on nothing
   * is predicted, nor where it is not known whether a loss follows in time.
   */
  hear(now: Moment, loss_s: number, known_s: number): void {
    for (const [curve, some] of this.alarms.entries()) {
      const first = this.first_s[curve] as (number | null)[];
      for (const [i, alarm] of some.entries()) if (first[i] === null && alarm(now)) first[i] = now.t_s;
    }
    const { probability, soon = probability } = this.oracle.decide(now);
    if (now.t_s >= loss_s) return;
    for (const [kind, { within_s }] of PREDICTIONS.entries()) {
      if (now.t_s + within_s > known_s) continue;
      count(this.tallies[kind] as Tally, kind === 0 ? soon : probability, loss_s - now.t_s <= within_s);
    }
  }
}

/**
 * Flies an encounter by its plans with everybody listening. Predictions are judged at every second before well clear
 * is first lost, the plans being flown on beyond the end of the encounter for that.
 */
export function recordAlerts(encounter: TrialEncounter, sensors: Condition['sensors']): AlertRecord {
  const { t_first_lowc_s } = unmitigatedOf(flyUnmitigated(encounter));
  const beyond = { ...encounter, duration_s: encounter.duration_s + ADVICE_LOOKAHEAD_S };
  const loss_s = unmitigatedOf(flyUnmitigated(beyond)).t_first_lowc_s ?? Number.POSITIVE_INFINITY;
  let listeners: Listeners | null = null;
  const listen: Guidance = (setting) => {
    const own = new Listeners(setting);
    listeners = own;
    return {
      decide(now) {
        own.hear(now, loss_s, Number.POSITIVE_INFINITY);
        return SILENT;
      },
    };
  };
  flyEncounter(encounter, { sensors, equipped: 'own' }, listen, { delay_s: 'never' });
  const { first_s, tallies } = listeners as unknown as Listeners;
  return { id: encounter.id, t_first_lowc_s, first_s, tallies };
}

function count({ predictions, predicted, followed }: Tally, probability: number, lost: boolean): void {
  const bin = Math.min(BINS - 1, Math.floor(probability * BINS));
  predictions[bin] = (predictions[bin] as number) + 1;
  predicted[bin] = (predicted[bin] as number) + probability;
  if (lost) followed[bin] = (followed[bin] as number) + 1;
}

/** Our prediction without its alerts: what is foretold must not depend on whether somebody was called. */
function silentOracle(setting: Setting): Guide {
  return ourGuidance(true, { ...ADVICE_PARAMETERS, alert_harm: Number.POSITIVE_INFINITY })(setting);
}
