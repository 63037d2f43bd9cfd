import type { Memorandum } from '../memorandum/memorandum.ts';
import { Register } from '../statements/register.ts';
import { checkMission, type Finding, type MissionSky } from './check.ts';
import { DISCLOSED, disclosedForm, viewOf } from './disclosed.ts';
import type { HazardArea } from './hazards.ts';
import { type Mission, spanOf } from './mission.ts';
import { Recheck } from './recheck.ts';
import { type MissionState, type StandingMission, transitionObjection } from './states.ts';
import { MissionTraffic } from './traffic.ts';
import { type Offer, type WaysOut, waysOut } from './ways_out.ts';

/** More missions than these do not stand at once, and no more hazard areas are held. */
const MOST_MISSIONS = 50_000;
const MOST_HAZARDS = 1_000;

/** Something in the way of a mission that was free before: for those who fly it. */
export type MissionNotice = {
  readonly mission: string;
  readonly party: string;
  readonly time_ms: number;
  readonly finding: Finding;
};

/** Why a step was not taken; nothing changed then. */
export class MissionRefused extends Error {
  readonly reason: 'conflict' | 'known' | 'unknown' | 'state' | 'expired' | 'sky_changed' | 'full' | 'party';
  readonly findings: readonly Finding[];

  constructor(reason: MissionRefused['reason'], message: string, findings: readonly Finding[] = []) {
    super(message);
    this.name = 'MissionRefused';
    this.reason = reason;
    this.findings = findings;
  }
}

/**
 * The missions, hazard areas and statements that one node holds, and what may be done with them. Each step is taken or
 * refused as a whole, and depends on nothing but the steps before it: whoever takes the same steps in the same order
 * has the same book. Two parties that file for one slot come one after the other here, and only the first is accepted.
 *
 * Everything computed for a party rests on that party's view: its own missions as they are, those of others as the
 * volumes they disclose.
 */
export class MissionBook {
  readonly memorandum: Memorandum;
  readonly register = new Register();
  readonly #missions = new Map<string, StandingMission>();
  readonly #hazards = new Map<string, HazardArea>();
  /** Missions that other nodes filed. */
  readonly #foreign = new Set<string>();
  /** Missions that give way to a filing of another node, with what they give way to. */
  #yielding: ReadonlyMap<string, string> = new Map();
  #steps = 0;
  #views = new Map<string, View>();

  constructor(memorandum: Memorandum) {
    this.memorandum = memorandum;
  }

  /** Names the state of the book: it changes with every step that was taken. */
  get revision(): string {
    return `r${this.#steps}`;
  }

  get(id: string): StandingMission | null {
    return this.#missions.get(id) ?? null;
  }

  /** All missions ever filed, in the order of filing, ended ones too. */
  all(): readonly StandingMission[] {
    return [...this.#missions.values()];
  }

  hazards(): readonly HazardArea[] {
    return [...this.#hazards.values()];
  }

  /** What a party may know of the sky, at an instant. */
  skyFor(party: string, now_ms: number): MissionSky {
    return {
      memorandum: this.memorandum,
      traffic: this.#view(party).traffic,
      hazards: this.hazards(),
      register: this.register,
      now_ms,
      revision: this.revision,
    };
  }

  /**
   * What is in the way of a mission. What another node filed is compared with what that node would be told of this one:
   * so both nodes find the same.
   */
  check(mission: Mission, now_ms: number): readonly Finding[] {
    const { here, foreign } = this.#view(mission.party);
    const sky = this.skyFor(mission.party, now_ms);
    const found = checkMission(mission, { ...sky, traffic: here });
    if (foreign.missions.length === 0) return found;
    const alone = { traffic: foreign, hazards: [], register: new Register() };
    const told = checkMission(disclosedForm(mission), { ...sky, ...alone });
    return [...found, ...told.filter(({ kind }) => kind === 'mission')];
  }

  waysOut(mission: Mission, now_ms: number, wanted?: number): WaysOut {
    const view = this.#view(mission.party);
    view.wide ??= wideOf(this.memorandum, view);
    const sky = { ...this.skyFor(mission.party, now_ms), traffic: view.wide.traffic };
    return waysOut(mission, sky, view.wide.recheck, wanted === undefined ? {} : { wanted });
  }

  /** Files a mission. Throws MissionRefused where something refuses it; else notices go to missions that give way. */
  file(mission: Mission, now_ms: number): readonly MissionNotice[] {
    if (!this.memorandum.parties.some(({ id }) => id === mission.party)) {
      throw new MissionRefused('party', `${mission.party} is no party of this memorandum`);
    }
    const known = this.#missions.get(mission.id);
    if (known !== undefined) throw new MissionRefused('known', `a mission ${mission.id} was filed already`);
    if (this.#missions.size >= MOST_MISSIONS) throw new MissionRefused('full', `${MOST_MISSIONS} missions are held`);
    this.#refuse(mission, now_ms);
    this.#stepped();
    this.#missions.set(mission.id, { mission, state: 'accepted', version: 1, since_ms: now_ms });
    return this.#noticesOf(mission, now_ms);
  }

  /** Takes an offer up. Throws where it is past its time, or the sky is not what it rested on. */
  take(offer: Offer, now_ms: number): readonly MissionNotice[] {
    const id = offer.mission?.id ?? offer.id.replace(/-cancel$/, '');
    const standing = this.#standing(id);
    if (now_ms >= offer.until_ms) {
      throw new MissionRefused('expired', `the offer stood until ${new Date(offer.until_ms).toISOString()}`);
    }
    if (offer.revision !== this.revision) {
      throw new MissionRefused('sky_changed', `the offer rests on ${offer.revision}, the sky is at ${this.revision}`);
    }
    if (offer.mission === null) return this.move(id, 'ended', now_ms);
    this.#refuse(offer.mission, now_ms);
    this.#stepped();
    const { state, version, since_ms } = standing;
    this.#missions.set(id, { mission: offer.mission, state, version: version + 1, since_ms });
    return this.#noticesOf(offer.mission, now_ms);
  }

  /** Moves a mission to another state. A nonconforming or contingent one warns all whom it touches. */
  move(id: string, to: MissionState, now_ms: number): readonly MissionNotice[] {
    const standing = this.#standing(id);
    const no = transitionObjection(standing.state, to) ?? this.#yieldObjection(id, to);
    if (no !== null) throw new MissionRefused('state', no);
    this.#stepped();
    this.#missions.set(id, { ...standing, state: to, version: standing.version + 1, since_ms: now_ms });
    return to === 'nonconforming' || to === 'contingent' ? this.#touchedBy(standing.mission, now_ms) : [];
  }

  /**
   * Takes in what another node filed, new or changed, as its party disclosed it. Nothing refuses it here; missions of
   * others that it touches are told.
   */
  putForeign(mission: Mission, keeps: boolean, now_ms: number): readonly MissionNotice[] {
    const known = this.#missions.get(mission.id);
    if (known === undefined && this.#missions.size >= MOST_MISSIONS) {
      throw new MissionRefused('full', `${MOST_MISSIONS} missions are held`);
    }
    this.#stepped();
    this.#foreign.add(mission.id);
    const state = keeps ? 'accepted' : 'nonconforming';
    const since_ms = known?.state === state ? known.since_ms : now_ms;
    this.#missions.set(mission.id, { mission, state, version: (known?.version ?? 0) + 1, since_ms });
    return keeps ? this.#noticesOf(mission, now_ms) : this.#touchedBy(mission, now_ms);
  }

  /** What another node filed is over, or withdrawn. */
  dropForeign(id: string): void {
    this.#foreign.delete(id);
    if (this.#missions.delete(id)) this.#stepped();
  }

  /** Says which missions give way to filings of other nodes: they stand in nobody's way while they are yet to begin. */
  setYielding(yielding: ReadonlyMap<string, string>): void {
    this.#yielding = yielding;
    this.#stepped();
  }

  /** Where a mission comes too near another one, whichever of them goes first. */
  between(own: Mission, other: Mission, now_ms: number): readonly Finding[] {
    return this.#against(own, { ...other, priority: 100 }, now_ms).map(({ finding }) => finding);
  }

  /** Takes in a hazard area, new or changed: every mission that it touches is told at once. */
  putHazard(area: HazardArea, now_ms: number): readonly MissionNotice[] {
    if (!this.#hazards.has(area.id) && this.#hazards.size >= MOST_HAZARDS) {
      throw new MissionRefused('full', `${MOST_HAZARDS} hazard areas are held`);
    }
    this.#stepped();
    this.#hazards.set(area.id, area);
    const alone = { memorandum: this.memorandum, traffic: new MissionTraffic(this.memorandum, []) };
    return this.#live(now_ms).flatMap(({ mission }) => {
      const sky = { ...alone, hazards: [area], register: this.register, now_ms, revision: this.revision };
      const found = checkMission(mission, sky).filter(({ hazard }) => hazard === area.id);
      return found.map((finding) => ({ mission: mission.id, party: mission.party, time_ms: now_ms, finding }));
    });
  }

  /** An area that is over stands in nobody's way any more. */
  endHazard(id: string): void {
    if (!this.#hazards.delete(id)) throw new MissionRefused('unknown', `there is no hazard area ${id}`);
    this.#stepped();
  }

  /** Takes a statement in; missions that lose their permission by it are told. */
  putStatement(statement: Parameters<Register['add']>[0], now_ms: number): readonly MissionNotice[] {
    const lacking = (): ReadonlySet<string> =>
      new Set(this.permissionNotices(now_ms).map(({ mission, finding }) => `${mission} ${finding.clause}`));
    const before = statement.subject === 'permission' ? lacking() : null;
    this.register.add(statement);
    this.#stepped();
    if (before === null) return [];
    return this.permissionNotices(now_ms).filter(({ mission, finding }) => !before.has(`${mission} ${finding.clause}`));
  }

  /** Missions that are yet to end and have no permission for where and when they fly. */
  permissionNotices(now_ms: number): readonly MissionNotice[] {
    const alone = { memorandum: this.memorandum, traffic: new MissionTraffic(this.memorandum, []), hazards: [] };
    return this.#live(now_ms).flatMap(({ mission }) => {
      const sky = { ...alone, register: this.register, now_ms, revision: this.revision };
      const found = checkMission(mission, sky).filter(
        ({ kind, until_ms }) => kind === 'permission' && until_ms > now_ms,
      );
      return found.map((finding) => ({ mission: mission.id, party: mission.party, time_ms: now_ms, finding }));
    });
  }

  #standing(id: string): StandingMission {
    const standing = this.#missions.get(id);
    if (standing === undefined) throw new MissionRefused('unknown', `there is no mission ${id}`);
    return standing;
  }

  #yieldObjection(id: string, to: MissionState): string | null {
    const other = this.#yielding.get(id);
    if (other === undefined || to !== 'activated') return null;
    return `it gives way to ${other}, which goes before it: take a way out first`;
  }

  #refuse(mission: Mission, now_ms: number): void {
    const refused = this.check(mission, now_ms).filter(({ severity }) => severity === 'refused');
    if (refused.length > 0) throw new MissionRefused('conflict', refused[0]?.says ?? '', refused);
  }

  #stepped(): void {
    this.#steps += 1;
    this.#views.clear();
  }

  /** Missions that stand and are not over. */
  #live(now_ms: number): readonly StandingMission[] {
    return this.all().filter(({ state, mission }) => state !== 'ended' && spanOf(mission)[1] >= now_ms);
  }

  #view(party: string): View {
    let view = this.#views.get(party);
    if (view === undefined) {
      const standing = this.all().filter(
        ({ state, mission }) => state !== 'ended' && !(state === 'accepted' && this.#yielding.has(mission.id)),
      );
      const missions = standing.map(({ mission, state }) =>
        outranks(state) ? { ...mission, priority: 100 } : mission,
      );
      const traffic = (some: readonly Mission[]) => new MissionTraffic(this.memorandum, viewOf(party, some));
      const foreign = missions.filter(({ id }) => this.#foreign.has(id));
      const here = traffic(missions.filter(({ id }) => !this.#foreign.has(id)));
      const all = foreign.length === 0 ? here : traffic(missions);
      view = { traffic: all, here, foreign: traffic(foreign), wide: null };
      this.#views.set(party, view);
    }
    return view;
  }

  /** Missions of a lower priority that a new one goes before. */
  #noticesOf(mission: Mission, now_ms: number): readonly MissionNotice[] {
    return this.#live(now_ms)
      .filter((one) => one.mission.id !== mission.id && one.mission.priority < mission.priority)
      .flatMap((one) => this.#against(one.mission, mission, now_ms));
  }

  /** A mission that does not keep to its plan goes before all: whoever it touches is told. */
  #touchedBy(mission: Mission, now_ms: number): readonly MissionNotice[] {
    return this.#live(now_ms)
      .filter((one) => one.mission.id !== mission.id)
      .flatMap((one) => this.#against(one.mission, { ...mission, priority: 100 }, now_ms));
  }

  #against(own: Mission, other: Mission, now_ms: number): readonly MissionNotice[] {
    const seen = own.party === other.party ? other : disclosedForm(other);
    const traffic = new MissionTraffic(this.memorandum, [seen]);
    const sky = { ...this.skyFor(own.party, now_ms), traffic, hazards: [], register: new Register() };
    return checkMission(own, sky)
      .filter(({ mission }) => mission === other.id)
      .map((finding) => ({ mission: own.id, party: own.party, time_ms: now_ms, finding }));
  }
}

/** Off-nominal missions rank highest (ASTM F3548-21): nobody may plan through them. */
const outranks = (state: MissionState): boolean => state === 'nonconforming' || state === 'contingent';

/** What a party may know of others' missions: those of this node, and those that other nodes filed. */
type View = {
  readonly traffic: MissionTraffic;
  readonly here: MissionTraffic;
  readonly foreign: MissionTraffic;
  /** With room around what other nodes filed, for ways out. */
  wide: { readonly traffic: MissionTraffic; readonly recheck: Recheck } | null;
};

/**
 * How far the volumes that are told of a mission may reach beyond its way: a cell of the grid either way, with the
 * margin of its edges, at the equator. What keeps so much more from what another node filed does so for that node too.
 */
const TOLD_BEYOND = { lateral_m: 42_000, vertical_m: DISCLOSED.level_m, time_s: DISCLOSED.time_ms / 1000 };

function wideOf(memorandum: Memorandum, { here, foreign }: View): NonNullable<View['wide']> {
  const wide = foreign.missions.map((mission) => ({ ...mission, uncertainty: TOLD_BEYOND }));
  if (wide.length === 0) return { traffic: here, recheck: new Recheck(memorandum, here.missions) };
  const all = new MissionTraffic(memorandum, [...here.missions, ...wide]);
  return { traffic: all, recheck: new Recheck(memorandum, all.missions) };
}
