import { addPlanConflicts, ConflictList, PlanIndex, PlanSet } from '@skyaccord/sky';
import { lines } from './read.ts';
import { count, emptyResult, type Result } from './result.ts';

type Scenario = {
  readonly id: string;
  readonly coord: 'xyz' | 'latlon';
  readonly D: number;
  readonly H: number;
  readonly plans: readonly (readonly (readonly number[])[])[];
  /** First plan, second plan, intervals, and on the plane the least horizontal range. */
  readonly conflicts: readonly (readonly [number, number, readonly (readonly [number, number])[], number?])[];
};
/** First plan, second plan, entry and exit in s. */
export type Expected = readonly [first: number, second: number, entry_s: number, exit_s: number];

const FLAT_S = 1e-5;
/** Great-circle answers of the reference are approximate; its authors compare within this. */
const SPHERE_S = 0.5;
/** The least range is printed with four decimals. */
const RANGE_M = 1e-4;

/**
 * All plans against all: the same pairs, the same intervals, the same least range. A case is an interval. Each plan
 * against the day, and each pair by itself, must say the same as all together.
 */
export function runPlans(path: string): Result {
  const result = emptyResult();
  for (const line of lines(path)) {
    const scenario = JSON.parse(line) as Scenario;
    const flat = scenario.coord === 'xyz';
    const plans = new PlanSet(
      flat ? 'flat' : 'sphere',
      scenario.plans.map((plan) => plan.flat()),
    );
    const found = new PlanIndex(plans, scenario.D, scenario.H).all();
    const wanted = scenario.conflicts.flatMap(([first, second, intervals]) =>
      intervals.map(([entry_s, exit_s]): Expected => [first, second, entry_s, exit_s]),
    );
    compareWays(scenario, plans, found, result);
    compareConflicts(`${scenario.id} `, found, wanted, flat ? FLAT_S : SPHERE_S, result);
    for (const [first, second, , least_m] of scenario.conflicts) {
      if (least_m === undefined) continue;
      const off_m = Math.abs(leastRange(found, first, second) - least_m);
      if (!(off_m <= RANGE_M)) count(result, `${scenario.id} ${first} ${second}`, `least range off by ${off_m} m`);
    }
  }
  return result;
}

/** One plan against the day, and plan against plan, beside all plans of the day. */
function compareWays({ id, D, H }: Scenario, plans: PlanSet, found: ConflictList, result: Result): void {
  const index = new PlanIndex(plans, D, H);
  const against = index.against(plans);
  const single = new ConflictList();
  for (let i = 0; i < plans.count; i += 1) {
    for (let j = i + 1; j < plans.count; j += 1) addPlanConflicts(plans, i, plans, j, D, H, single);
  }
  single.settle();
  const [all, each, pairs] = [rows(found), rows(against).filter(([i, j]) => i < j), rows(single)];
  if (JSON.stringify(each) !== JSON.stringify(all)) count(result, id, 'plans against the day differ from all plans');
  if (JSON.stringify(pairs) !== JSON.stringify(all)) count(result, id, 'plans two by two differ from all plans');
}

function rows(list: ConflictList): Expected[] {
  return Array.from(
    { length: list.count },
    (_, i): Expected => [
      list.first[i] as number,
      list.second[i] as number,
      list.entry_s[i] as number,
      list.exit_s[i] as number,
    ],
  );
}

/** Interval by interval, both in order of pair and entry. */
export function compareConflicts(
  prefix: string,
  found: ConflictList,
  wanted: readonly Expected[],
  within_s: number,
  result: Result,
): void {
  const ours = rows(found);
  const theirs = [...wanted].sort((a, b) => order(a, b) || a[2] - b[2]);
  let [i, k] = [0, 0];
  while (i < ours.length || k < theirs.length) {
    const [mine, reference] = [ours[i], theirs[k]];
    const which = mine === undefined ? 1 : reference === undefined ? -1 : order(mine, reference);
    const [first, second, entry_s, exit_s] = (which > 0 ? reference : mine) as Expected;
    const name = `${prefix}${first} ${second}`;
    if (which < 0) count(result, name, `ours alone: ${entry_s} to ${exit_s} s`);
    if (which > 0) count(result, name, `missing: ${entry_s} to ${exit_s} s`);
    if (which === 0) {
      const off_s = Math.max(
        Math.abs(entry_s - (reference as Expected)[2]),
        Math.abs(exit_s - (reference as Expected)[3]),
      );
      result.worst = Math.max(result.worst, off_s);
      count(result, name, off_s <= within_s ? null : `off by ${off_s} s`);
    }
    if (which <= 0) i += 1;
    if (which >= 0) k += 1;
  }
}

function order(a: Expected, b: Expected): number {
  return a[0] - b[0] || a[1] - b[1];
}

function leastRange(found: ConflictList, first: number, second: number): number {
  let least_m = Number.POSITIVE_INFINITY;
  for (let i = 0; i < found.count; i += 1) {
    if (found.first[i] === first && found.second[i] === second) {
      least_m = Math.min(least_m, found.least_m[i] as number);
    }
  }
  return least_m;
}
