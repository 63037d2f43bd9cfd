import {
  type AlertRecord,
  type Briefing,
  flyGuided,
  flyUnmitigated,
  guidanceOf,
  type Method,
  type RecordedPair,
  recordAlerts,
  recordPairAlerts,
  type TrialCondition,
  type TrialEncounter,
  type TrialOutcome,
  type Unmitigated,
  unmitigatedOf,
} from '@skyaccord/accord';

// What the workers of a trial are asked, and what they answer. Plain data, so that it can cross between threads.

/** Fly some encounters by their plans, then guided in each condition. */
export type FlyTask = {
  readonly kind: 'fly';
  readonly encounters: readonly TrialEncounter[];
  readonly method: Method;
  readonly conditions: readonly TrialCondition[];
  /** Whether to bring back what the crews were told. */
  readonly briefings: boolean;
};

/** Fly some encounters by their plans, with every way of alerting listening. */
export type CurveTask = {
  readonly kind: 'curves';
  readonly encounters: readonly TrialEncounter[];
  readonly sensors: TrialCondition['sensors'];
};

/** Let every way of alerting listen to some recorded pairs. */
export type PairTask = { readonly kind: 'pairs'; readonly pairs: readonly RecordedPair[] };

export type Task = FlyTask | CurveTask | PairTask;

export type PlannedPair = {
  readonly min_horizontal_m: number;
  readonly nmac: boolean;
  readonly t_first_lowc_s: number | null;
};

/** One encounter, by its plans and then in the order of the conditions. */
export type FlownEncounter = {
  readonly unmitigated: Unmitigated & { readonly min_norm_nmac: number; readonly min_norm_dwc: number };
  readonly pairs: readonly PlannedPair[];
  readonly outcomes: readonly TrialOutcome[];
  readonly briefings: readonly (readonly Briefing[])[] | null;
};

/** Does a task. */
export function doTask(task: Task): FlownEncounter[] | AlertRecord[] {
  if (task.kind === 'fly') return fly(task);
  if (task.kind === 'pairs') return task.pairs.flatMap((pair) => recordPairAlerts(pair) ?? []);
  return task.encounters.map((encounter) => recordAlerts(encounter, task.sensors));
}

function fly({ encounters, method, conditions, briefings }: FlyTask): FlownEncounter[] {
  const guidance = guidanceOf(method);
  return encounters.map((encounter) => {
    const planned = flyUnmitigated(encounter);
    const flown = conditions.map((condition) => flyGuided(encounter, condition, guidance));
    const { min_norm_nmac, min_norm_dwc } = planned;
    return {
      unmitigated: { ...unmitigatedOf(planned), min_norm_nmac, min_norm_dwc },
      pairs: planned.pairs.map(({ min_horizontal_m, nmac, t_first_lowc_s }) => ({
        min_horizontal_m,
        nmac,
        t_first_lowc_s,
      })),
      outcomes: flown.map(({ outcome }) => outcome),
      briefings: briefings ? flown.map((one) => one.briefings) : null,
    };
  });
}
