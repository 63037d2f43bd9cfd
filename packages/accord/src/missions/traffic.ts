import { addLegDelays, addPlanConflicts, ConflictList, type DelaySpans, PlanIndex, PlanSet } from '@skyaccord/sky';
import { classOf, separationClausesFor } from '../memorandum/applies.ts';
import type { Memorandum } from '../memorandum/memorandum.ts';
import { growthOf, planPoints, SPHERE_ERROR, staysIn } from './flight.ts';
import { shapeMeets } from './meets.ts';
import { type Mission, type MissionVolume, spanOf } from './mission.ts';
import { outlineOf } from './outline.ts';
import { shapeRegion } from './region.ts';

/** Two missions that come closer than a clause allows, as planned. */
export type MissionConflict = {
  readonly other: Mission;
  readonly clause: string;
  readonly from_ms: number;
  readonly until_ms: number;
  /** Least horizontal range within it; null where one of the two is known as a volume only. */
  readonly least_m: number | null;
};

type Minima = { readonly clause: string; readonly lateral_m: number; readonly vertical_m: number };

/** A mission ready to be compared, in seconds after the origin of the traffic. */
type Own = {
  readonly mission: Mission;
  readonly plans: PlanSet;
  readonly volumes: readonly MissionVolume[];
  readonly growth: { readonly lateral_m: number; readonly vertical_m: number };
};

/**
 * All other missions, ready to be asked which of them conflict with one more, and which delays of it lead into
 * conflict. Routes are compared by the closed forms of `sky` over an index of the day; volumes one by one. A mission of
 * a lower priority than that which asks gives way to it, and stands in nobody's way here; it is told apart.
 */
export class MissionTraffic {
  readonly memorandum: Memorandum;
  readonly missions: readonly Mission[];
  readonly origin_ms: number;
  readonly #routes: readonly Mission[];
  readonly #volumes: readonly { readonly mission: Mission; readonly volume: MissionVolume }[];
  readonly #plans: PlanSet;
  readonly #growths: readonly { readonly lateral_m: number; readonly vertical_m: number }[];
  /** By the growth of the mission that asks, rounded up: an index whose boxes are wide enough for it. */
  readonly #indexes = new Map<string, PlanIndex>();

  constructor(memorandum: Memorandum, missions: readonly Mission[]) {
    this.memorandum = memorandum;
    this.missions = missions;
    this.origin_ms = missions.reduce((least, one) => Math.min(least, spanOf(one)[0]), Number.POSITIVE_INFINITY);
    if (!Number.isFinite(this.origin_ms)) this.origin_ms = 0;
    this.#routes = missions.filter(({ route }) => route !== null);
    this.#volumes = missions.flatMap((mission) => (mission.volumes ?? []).map((volume) => ({ mission, volume })));
    this.#plans = new PlanSet(
      'sphere',
      this.#routes.map(({ route }) => planPoints(route ?? [], this.origin_ms)),
    );
    this.#growths = this.#routes.map(growthOf);
  }

  /** Every conflict of a mission with the others, in order of time. */
  conflicts(mission: Mission): readonly MissionConflict[] {
    const own = this.#own(mission);
    const found: MissionConflict[] = [];
    const add = (other: Mission, clause: string, from_s: number, until_s: number, least_m: number | null): void => {
      const [from_ms, until_ms] = [this.origin_ms + 1000 * from_s, this.origin_ms + 1000 * until_s];
      found.push({ other, clause, from_ms, until_ms, least_m });
    };
    const list = new ConflictList();
    for (const [j, minima] of this.#near(own, 0)) {
      for (const { clause, lateral_m, vertical_m } of minima) {
        list.clear();
        addPlanConflicts(own.plans, 0, this.#plans, j, lateral_m, vertical_m, list);
        list.settle();
        for (let k = 0; k < list.count; k += 1) {
          const least_m = list.least_m[k] ?? 0;
          add(this.#routes[j] as Mission, clause, list.entry_s[k] ?? 0, list.exit_s[k] ?? 0, least_m);
        }
      }
    }
    this.#volumeSpans(own, 0, (other, clause, ours, theirs) => {
      const [from_s, until_s] = [Math.max(ours[0], theirs[0]), Math.min(ours[1], theirs[1])];
      if (from_s < until_s) add(other, clause, from_s, until_s, null);
    });
    return found.sort(
      (a, b) => a.from_ms - b.from_ms || (a.other.id < b.other.id ? -1 : a.other.id > b.other.id ? 1 : 0),
    );
  }

  /** Adds the delays from 0 to latest_s with which a mission is in conflict with another. */
  addDelays(mission: Mission, latest_s: number, out: DelaySpans): void {
    const own = this.#own(mission);
    this.#visitNear(own, latest_s, (leg, _j, theirs, minima) => {
      for (const { lateral_m, vertical_m } of minima) {
        addLegDelays(own.plans, leg, this.#plans, theirs, lateral_m, vertical_m, latest_s, out);
      }
    });
    this.#volumeSpans(own, latest_s, (_other, _clause, ours, theirs) => {
      out.push(theirs[0] - ours[1], theirs[1] - ours[0]);
    });
  }

  #own(mission: Mission): Own {
    const plans = new PlanSet('sphere', mission.route === null ? [] : [planPoints(mission.route, this.origin_ms)]);
    return { mission, plans, volumes: mission.volumes ?? [], growth: growthOf(mission) };
  }

  /**
   * What binds two missions, with the room that their uncertainty asks for; nothing where the other one gives way.
   */
  #minima(own: Own, other: Mission, growth: { lateral_m: number; vertical_m: number }): readonly Minima[] {
    if (other.id === own.mission.id || other.priority < own.mission.priority) return NONE;
    const kind = classOf(own.mission.aircraft.crew, other.aircraft.crew);
    return separationClausesFor(this.memorandum, kind, own.mission.party, other.party).map((clause) => ({
      clause: clause.id,
      lateral_m: SPHERE_ERROR * clause.lateral_m + own.growth.lateral_m + growth.lateral_m,
      vertical_m: clause.vertical_m + own.growth.vertical_m + growth.vertical_m,
    }));
  }

  /** Routes that one comes near with a delay from 0 to latest_s, and what binds them. */
  #near(own: Own, latest_s: number): ReadonlyMap<number, readonly Minima[]> {
    const near = new Map<number, readonly Minima[]>();
    this.#visitNear(own, latest_s, (_leg, j, _theirs, minima) => near.set(j, minima));
    return near;
  }

  #visitNear(
    own: Own,
    latest_s: number,
    visit: (leg: number, j: number, theirs: number, minima: readonly Minima[]) => void,
  ): void {
    if (own.mission.route === null || this.#routes.length === 0) return;
    const index = this.#index(own);
    if (index === null) return;
    const known = new Map<number, readonly Minima[]>();
    for (let leg = 0; leg < own.plans.planOfLeg.length; leg += 1) {
      index.near(own.plans, leg, latest_s, (theirs) => {
        const j = this.#plans.planOfLeg[theirs] as number;
        let minima = known.get(j);
        if (minima === undefined) {
          minima = this.#minima(own, this.#routes[j] as Mission, this.#growths[j] ?? NO_GROWTH);
          known.set(j, minima);
        }
        if (minima.length > 0) visit(leg, j, theirs, minima);
      });
    }
  }

  /** An index whose boxes hold the widest minima that may bind here; null where no clause binds anybody. */
  #index(own: Own): PlanIndex | null {
    const clauses = this.memorandum.clauses.filter((clause) => clause.kind === 'separation_minimum');
    if (clauses.length === 0) return null;
    const most = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), 0);
    const up = (value: number): number => (value === 0 ? 0 : powerFrom(value));
    const [lateral_m, vertical_m] = [up(own.growth.lateral_m), up(own.growth.vertical_m)];
    const name = `${lateral_m} ${vertical_m}`;
    let index = this.#indexes.get(name);
    if (index === undefined) {
      const theirs = this.#growths;
      index = new PlanIndex(
        this.#plans,
        SPHERE_ERROR * most(clauses.map((one) => one.lateral_m)) + lateral_m + most(theirs.map((one) => one.lateral_m)),
        most(clauses.map((one) => one.vertical_m)) + vertical_m + most(theirs.map((one) => one.vertical_m)),
      );
      // A few suffice: growth is rounded up to powers of two.
      if (this.#indexes.size >= 4) this.#indexes.clear();
      this.#indexes.set(name, index);
    }
    return index;
  }

  /** All pairs of a time of ours and a time of theirs that must not meet, where one of the two is a volume. */
  #volumeSpans(
    own: Own,
    latest_s: number,
    visit: (other: Mission, clause: string, ours: readonly [number, number], theirs: readonly [number, number]) => void,
  ): void {
    const seconds = (volume: MissionVolume, time_s: number): readonly [number, number] => [
      (volume.from_ms - this.origin_ms) / 1000 - time_s,
      (volume.until_ms - this.origin_ms) / 1000 + time_s,
    ];
    const slack = own.mission.uncertainty.time_s;
    const [from_ms, until_ms] = spanOf(own.mission);
    const last_ms = until_ms + 1000 * latest_s;
    const during = (other: Mission): boolean => {
      const [begin_ms, end_ms] = spanOf(other);
      const more_ms = 1000 * (slack + other.uncertainty.time_s);
      return begin_ms - more_ms <= last_ms && end_ms + more_ms >= from_ms;
    };
    for (const { mission, volume } of this.#volumes) {
      if (!during(mission)) continue;
      for (const { clause, lateral_m, vertical_m } of this.#minima(own, mission, mission.uncertainty)) {
        const window = seconds(volume, mission.uncertainty.time_s + slack);
        if (own.mission.route === null) {
          for (const ours of own.volumes) {
            if (volumesMeet(ours, volume, lateral_m, vertical_m)) visit(mission, clause, seconds(ours, 0), window);
          }
          continue;
        }
        const region = shapeRegion(volume.shape, lateral_m);
        const [lowest_m, highest_m] = [volume.floor_m - vertical_m, volume.ceiling_m + vertical_m];
        for (const stay of staysIn(own.plans, region, lowest_m, highest_m)) visit(mission, clause, stay, window);
      }
    }
    if (own.volumes.length === 0) return;
    this.#routes.forEach((mission, j) => {
      if (!during(mission)) return;
      for (const { clause, lateral_m, vertical_m } of this.#minima(own, mission, this.#growths[j] ?? NO_GROWTH)) {
        for (const volume of own.volumes) {
          const region = shapeRegion(volume.shape, lateral_m);
          const [lowest_m, highest_m] = [volume.floor_m - vertical_m, volume.ceiling_m + vertical_m];
          for (const stay of staysIn(this.#plans, region, lowest_m, highest_m, j)) {
            visit(mission, clause, seconds(volume, slack), stay);
          }
        }
      }
    });
  }
}

const NONE: readonly Minima[] = [];
const NO_GROWTH = { lateral_m: 0, vertical_m: 0 };

/** The least of 100, 200, 400 and so on that is not below a number. */
function powerFrom(value: number): number {
  let power = 100;
  while (power < value) power *= 2;
  return power;
}

/** Whether two volumes come nearer than the minima; times aside. */
function volumesMeet(a: MissionVolume, b: MissionVolume, lateral_m: number, vertical_m: number): boolean {
  if (a.floor_m - vertical_m >= b.ceiling_m || b.floor_m - vertical_m >= a.ceiling_m) return false;
  return shapeMeets(b.shape, shapeRegion(a.shape, lateral_m), outlineOf(a.shape)[0] ?? [0, 0]);
}
