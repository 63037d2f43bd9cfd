import { SweptGrid } from '@skyaccord/sky';
import type { Observation } from '@skyaccord/wire';
import type { Sky } from './advice/advise.ts';
import { Linked, type LinkedAdvice, type SavedLinked } from './advice/linked.ts';
import { Advisories, type SavedAdvisories } from './alerts/advisories.ts';
import { Alarms, type SavedAlarms } from './alerts/alarms.ts';
import { aircraftState } from './alerts/describe.ts';
import { rankOf } from './alerts/findings.ts';
import type { AlertState } from './alerts/standing.ts';
import type { OpenCase } from './cases/casefile.ts';
import { PairGeometry } from './encounters/geometry.ts';
import { LOOK_BACK_S } from './encounters/measure.ts';
import { openPair, type Pair, pairKey, restorePair, type SavedPair, savePair, setRules } from './encounters/pair.ts';
import { Fusion, type SavedFusion } from './fusion/fusion.ts';
import { Identifier } from './identity/identify.ts';
import { PermissionWatch, type SavedPermissions } from './identity/permission.ts';
import { Integrity, type SavedIntegrity } from './integrity/integrity.ts';
import type { Memorandum } from './memorandum/memorandum.ts';
import { compareObservations, TICK_MS } from './ordering.ts';
import type { Alert, AlertCleared, Identity, Outcome, TrackState } from './outcome.ts';
import { fromBase64, type Pack, toBase64, type Unpack } from './saved.ts';
import { DROP_S } from './tracks/rules.ts';
import { type SavedTable, TrackTable } from './tracks/table.ts';
import { oweAdvice, weighAdvisories } from './watch/advisories.ts';
import { describeTrack, type TrackDetail, type TrailPoint, trailOf } from './watch/detail.ts';
import { sayFound } from './watch/found.ts';
import { Identities } from './watch/identities.ts';
import { type Stages, takeIn } from './watch/intake.ts';
import { endFused, endPass, lookAt, startLook, type Watched, watchPair } from './watch/look.ts';
import { placeTrack, type Reach, reachOf, worthWatching } from './watch/search.ts';

export type WatchOptions = {
  readonly memorandum: Memorandum;
  /** Parties whose aircraft are advised; null (the default) advises every aircraft that can be called. */
  readonly advise?: readonly string[] | null;
};

const STATE_VERSION = 'watch/4';

/** A watch at rest, as JSON; `Watch.restore` goes on from it to the last bit. */
export type WatchState = {
  readonly skyaccord: string;
  readonly memorandum: { readonly id: string; readonly version: number };
  readonly tick: number;
  readonly observations: number;
  readonly next_drop_ms: number | null;
  readonly table: SavedTable;
  readonly fusion: SavedFusion;
  readonly integrity: SavedIntegrity;
  readonly identities: readonly (readonly [slot: number, identity: Identity])[];
  readonly permissions: SavedPermissions;
  readonly advisories: SavedAdvisories;
  readonly alarms: SavedAlarms;
  readonly linked: SavedLinked;
  readonly ended: readonly (readonly [pair: string, until_ms: number])[];
  readonly pairs: readonly {
    readonly pair: SavedPair;
    readonly alert: AlertState;
    readonly told: Alert | null;
    readonly case: OpenCase | null;
  }[];
};

/**
 * The watch: a deterministic state machine from observations to outcomes. It advances in ticks of 100 ms; the same
 * memorandum and the same inputs in the same ticks give the same outcomes, bit for bit, in any JavaScript engine. It
 * reads no clock and does no I/O.
 */
export class Watch {
  readonly #memorandum: Memorandum;
  readonly #identities: Identities;
  readonly #permissions: PermissionWatch;
  readonly #reach: Reach;
  readonly #advised: ReadonlySet<string> | null;
  readonly #grid = new SweptGrid(1024);
  readonly #advisories = new Advisories();
  readonly #alarms = new Alarms();
  readonly #linked = new Linked();
  readonly #watched = new Map<string, Watched>();
  readonly #pairs = new Map<string, Pair>();
  readonly #geometry = new PairGeometry();
  readonly #changed = new Set<string>();
  /** Up to when the last pass of a pair was measured, ms, while a new pass could still look back so far. */
  readonly #ended = new Map<string, number>();
  #near = new Int32Array(1024);
  #table = new TrackTable();
  #fusion = new Fusion();
  #integrity = new Integrity();
  #tick = -1;
  #observations = 0;
  #next_drop_ms = Infinity;

  constructor(options: WatchOptions) {
    this.#memorandum = options.memorandum;
    this.#identities = new Identities(new Identifier(options.memorandum));
    this.#permissions = new PermissionWatch(options.memorandum);
    this.#reach = reachOf(options.memorandum);
    this.#advised = options.advise ? new Set(options.advise) : null;
  }

  /** The last tick stepped; -1 before the first. */
  get tick(): number {
    return this.#tick;
  }

  /**
   * Runs the quiet ticks that are due before `tick`, then `tick` itself with its observations, in any order. Returns
   * what is said, in order.
   *
   * @param heard what other nodes advise their own aircraft, over live links, as it came in this tick
   * @throws RangeError when `tick` does not rise: time that has been judged is not judged again
   */
  advance(tick: number, observations: readonly Observation[], heard: readonly LinkedAdvice[] = []): Outcome[] {
    if (!Number.isSafeInteger(tick) || tick <= this.#tick) {
      throw new RangeError(`tick is ${tick}, but must be a whole number above ${this.#tick}, the last one stepped`);
    }
    const outcomes: Outcome[] = [];
    for (let due = this.nextDue(); due !== null && due < tick; due = this.nextDue()) this.#step(due, [], outcomes);
    const due = this.nextDue();
    for (const one of heard) this.#linked.hear(one, tick * TICK_MS);
    if (observations.length > 0 || heard.length > 0 || due === tick) this.#step(tick, observations, outcomes);
    this.#tick = tick;
    return outcomes;
  }

  /** The first tick after the last one at which something is due without input; null when nothing will ever be. */
  nextDue(): number | null {
    const own_ms = Math.min(this.#next_drop_ms, this.#integrity.due_ms);
    let due = own_ms === Infinity ? Infinity : Math.ceil(own_ms / TICK_MS);
    for (const pair of this.#pairs.values()) if (pair.due_tick < due) due = pair.due_tick;
    return due === Infinity ? null : Math.max(due, this.#tick + 1);
  }

  /** The recording or run is over: every pass ends and every track is dropped. The watch is then empty. */
  finish(): Outcome[] {
    const outcomes: Outcome[] = [];
    const tick = this.#tick + 1;
    const look = startLook(this.#sky(), this.#fusion, this.#alarms, this.#reach, tick, tick * TICK_MS, outcomes);
    for (const key of this.#keys()) endPass(look, this.#watched.get(key)!, 'run_over');
    this.#watched.clear();
    this.#pairs.clear();
    this.#ended.clear();
    for (const slot of this.#table.slotsInOrder()) this.#dropTrack(slot, tick, 'run_over', outcomes);
    this.#tick = tick;
    this.#next_drop_ms = Infinity;
    return outcomes;
  }

  /** Tracks that changed or were dropped since last asked, in id order. */
  takeChanged(): string[] {
    const changed = [...this.#changed].sort();
    this.#changed.clear();
    return changed;
  }

  /** The named aircraft (tracks that live and lie beneath no other), or all, in id order. */
  trackStates(ids?: readonly string[]): TrackState[] {
    const slots = ids
      ? ids.map((id) => this.#table.slotOf.get(id) ?? -1).filter((slot) => slot >= 0)
      : this.#table.slotsInOrder();
    return slots.filter((slot) => !this.#fusion.isHidden(slot)).map((slot) => this.#trackState(slot));
  }

  /** How well a track is known, and what was fused into it; null for one that does not live. */
  detail(track: string): TrackDetail | null {
    const slot = this.#table.slotOf.get(track);
    return slot === undefined ? null : describeTrack(this.#stages(), slot, this.#tick * TICK_MS);
  }

  identity(track: string): Identity | null {
    const slot = this.#table.slotOf.get(track);
    return slot === undefined ? null : this.#table.words[slot]!.identity;
  }

  /** Where a track has been, at least 6.4 s apart, oldest first, at most 48 points. */
  trail(track: string): TrailPoint[] {
    const slot = this.#table.slotOf.get(track);
    return slot === undefined ? [] : trailOf(this.#table, slot);
  }

  /** Standing alerts as last told, most urgent first. */
  alerts(): Alert[] {
    const alerts: Alert[] = [];
    for (const watched of this.#watched.values()) if (watched.told !== null) alerts.push(watched.told);
    const entry = (alert: Alert): number => alert.findings[0]!.entry_ms ?? 0;
    return alerts.sort((x, y) => rankOf(y.level) - rankOf(x.level) || entry(x) - entry(y) || (x.id < y.id ? -1 : 1));
  }

  counts(): { tracks: number; alerts: number; encounters: number; observations: number } {
    let alerts = 0;
    for (const watched of this.#watched.values()) if (watched.told !== null) alerts += 1;
    return {
      tracks: this.#table.size - this.#fusion.hidden,
      alerts,
      encounters: this.#pairs.size,
      observations: this.#observations,
    };
  }

  /**
   * The state as it stands, sharing the watch's own objects: serialise it before the watch goes on. JSON that holds all
   * numbers; where those are many, `pack` puts them elsewhere and gives the text by which `unpack` finds them.
   */
  save(pack: Pack = toBase64): WatchState {
    return {
      skyaccord: STATE_VERSION,
      memorandum: { id: this.#memorandum.id, version: this.#memorandum.version },
      tick: this.#tick,
      observations: this.#observations,
      next_drop_ms: this.#next_drop_ms === Infinity ? null : this.#next_drop_ms,
      table: this.#table.save(pack),
      fusion: this.#fusion.save(pack),
      integrity: this.#integrity.save(
        [...this.#table.slotOf.values()].sort((x, y) => x - y),
        pack,
      ),
      identities: this.#identities.save(),
      permissions: this.#permissions.save(),
      advisories: this.#advisories.save(),
      alarms: this.#alarms.save(),
      linked: this.#linked.save(),
      ended: [...this.#ended],
      pairs: this.#keys().map((key) => {
        const { pair, alert, told, case: open } = this.#watched.get(key)!;
        return { pair: savePair(pair, pack), alert, told, case: open };
      }),
    };
  }

  /** @throws RangeError when the state is of another memorandum or another version of the watch */
  static restore(options: WatchOptions, state: WatchState, unpack: Unpack = fromBase64): Watch {
    const { id, version } = options.memorandum;
    if (state.skyaccord !== STATE_VERSION) {
      throw new RangeError(`saved state is ${state.skyaccord}, this watch reads ${STATE_VERSION}; start without it`);
    }
    if (state.memorandum.id !== id || state.memorandum.version !== version) {
      const was = `${state.memorandum.id} version ${state.memorandum.version}`;
      throw new RangeError(`saved state was made under ${was}, not ${id} version ${version}; start without it`);
    }
    const watch = new Watch(options);
    watch.#table = TrackTable.restore(state.table, unpack);
    watch.#fusion = Fusion.restore(watch.#table, state.fusion, unpack);
    watch.#integrity = Integrity.restore(state.integrity, unpack);
    watch.#identities.restore(state.identities);
    watch.#permissions.restore(state.permissions);
    watch.#advisories.restore(state.advisories);
    watch.#alarms.restore(state.alarms);
    watch.#linked.restore(state.linked);
    watch.#tick = state.tick;
    watch.#observations = state.observations;
    watch.#next_drop_ms = state.next_drop_ms ?? Infinity;
    for (const slot of watch.#table.slotOf.values()) watch.#place(slot);
    for (const [key, until_ms] of state.ended) watch.#ended.set(key, until_ms);
    for (const saved of state.pairs) {
      const pair = restorePair(saved.pair, options.memorandum, unpack);
      const watched = { pair, ...structuredClone({ alert: saved.alert, told: saved.told, case: saved.case }) };
      watch.#watched.set(pairKey(pair.a, pair.b), watched);
      watch.#pairs.set(pairKey(pair.a, pair.b), pair);
    }
    return watch;
  }

  #step(tick: number, observations: readonly Observation[], outcomes: Outcome[]): void {
    const now_ms = tick * TICK_MS;
    const changed = new Set<number>();
    const renamed = new Set<number>();
    this.#observations += observations.length;
    const inputs = observations.length > 1 ? [...observations].sort(compareObservations) : observations;
    takeIn(this.#stages(), inputs, tick, now_ms, changed, renamed, outcomes);
    this.#integrity.expire(now_ms);
    this.#sayFound(tick, now_ms, changed, renamed, outcomes);
    for (const slot of changed) {
      this.#changed.add(this.#table.words[slot]!.id);
      this.#place(slot);
      this.#checkPermissions(slot, tick, now_ms, outcomes);
      this.#next_drop_ms = Math.min(this.#next_drop_ms, this.#table.seen_ms[slot]! + DROP_S * 1000);
    }
    for (const slot of renamed) {
      this.#changed.add(this.#table.words[slot]!.id);
      if (!changed.has(slot)) this.#checkPermissions(slot, tick, now_ms, outcomes);
    }
    if (renamed.size > 0) this.#applyRules(renamed);
    this.#findPairs(changed, now_ms);
    oweAdvice(this.#watched, this.#linked.takeNews(), tick);
    weighAdvisories(this.#advisories, this.#watched, tick, now_ms);
    this.#look(tick, now_ms, changed, outcomes);
    if (now_ms >= this.#next_drop_ms) this.#dropSilent(tick, now_ms, outcomes);
    this.#tick = tick;
  }

  /** Only aircraft look for one another: what lies beneath a track is not in the grid. */
  #place(slot: number): void {
    if (this.#fusion.isHidden(slot)) this.#grid.remove(slot);
    else placeTrack(this.#grid, this.#table, slot, this.#reach);
  }

  /** Says what was found; passes of a track that lies beneath another one now are over. */
  #sayFound(tick: number, now_ms: number, changed: Set<number>, renamed: Set<number>, outcomes: Outcome[]): void {
    const fused = sayFound(this.#stages(), tick, now_ms, changed, renamed, outcomes);
    if (fused.length === 0) return;
    const look = startLook(this.#sky(), this.#fusion, this.#alarms, this.#reach, tick, now_ms, outcomes);
    for (const key of this.#keys()) {
      const watched = this.#watched.get(key)!;
      const { slot_a, slot_b } = watched.pair;
      if (!fused.includes(slot_a) && !fused.includes(slot_b)) continue;
      endFused(look, watched);
      this.#forget(key, now_ms, now_ms);
    }
  }

  /** Says which aircraft entered an area where their party may not be. */
  #checkPermissions(slot: number, tick: number, now_ms: number, outcomes: Outcome[]): void {
    if (this.#fusion.isHidden(slot)) return;
    for (const finding of this.#permissions.check(this.#table, slot, now_ms)) {
      outcomes.push({ tick, time_ms: now_ms, kind: 'permission_notice', ...finding });
    }
  }

  #applyRules(renamed: ReadonlySet<number>): void {
    for (const pair of this.#pairs.values()) {
      if (renamed.has(pair.slot_a) || renamed.has(pair.slot_b)) setRules(pair, this.#memorandum, this.#table);
    }
  }

  /** The broad phase: only aircraft that moved look around, and only among boxes that meet theirs. */
  #findPairs(changed: ReadonlySet<number>, now_ms: number): void {
    if (this.#near.length < this.#table.words.length) this.#near = new Int32Array(this.#table.words.length * 2);
    for (const slot of changed) {
      if (this.#fusion.isHidden(slot)) continue;
      const count = this.#grid.candidates(slot, this.#near);
      for (let i = 0; i < count; i++) {
        const other = this.#near[i]!;
        // When both moved, the lower slot asks for the two.
        if (other < slot && changed.has(other)) continue;
        if (!worthWatching(this.#table, this.#memorandum, this.#reach, slot, other, this.#geometry, now_ms)) continue;
        const key = pairKey(this.#table.words[slot]!.id, this.#table.words[other]!.id);
        if (this.#pairs.has(key)) continue;
        const pair = openPair(this.#memorandum, this.#table, slot, other, now_ms, this.#ended.get(key));
        this.#pairs.set(key, pair);
        this.#watched.set(key, watchPair(pair));
      }
    }
  }

  #look(tick: number, now_ms: number, changed: ReadonlySet<number>, outcomes: Outcome[]): void {
    const due: string[] = [];
    for (const [key, pair] of this.#pairs) {
      if (pair.due_tick <= tick || changed.has(pair.slot_a) || changed.has(pair.slot_b)) due.push(key);
    }
    if (due.length === 0) return;
    const look = startLook(this.#sky(), this.#fusion, this.#alarms, this.#reach, tick, now_ms, outcomes);
    for (const key of due.sort()) {
      const watched = this.#watched.get(key)!;
      if (!lookAt(look, watched)) this.#endPair(look, key, 'clear');
    }
  }

  #endPair(look: ReturnType<typeof startLook>, key: string, reason: AlertCleared['reason']): void {
    endPass(look, this.#watched.get(key)!, reason);
    this.#forget(key, this.#pairs.get(key)!.measured.until_ms, look.now_ms);
  }

  /** A pass is over; the next one of the pair is not measured before `until_ms`. */
  #forget(key: string, until_ms: number, now_ms: number): void {
    for (const [old, old_ms] of this.#ended) if (old_ms < now_ms - LOOK_BACK_S * 1000) this.#ended.delete(old);
    this.#ended.set(key, until_ms);
    this.#watched.delete(key);
    this.#pairs.delete(key);
  }

  #dropSilent(tick: number, now_ms: number, outcomes: Outcome[]): void {
    let next_ms = Infinity;
    for (const slot of this.#table.slotsInOrder()) {
      const silent_ms = this.#table.seen_ms[slot]! + DROP_S * 1000;
      if (silent_ms <= now_ms) this.#dropTrack(slot, tick, 'silent', outcomes);
      else if (silent_ms < next_ms) next_ms = silent_ms;
    }
    this.#next_drop_ms = next_ms;
  }

  #dropTrack(slot: number, tick: number, reason: 'silent' | 'run_over', outcomes: Outcome[]): void {
    const now_ms = tick * TICK_MS;
    const look = startLook(this.#sky(), this.#fusion, this.#alarms, this.#reach, tick, now_ms, outcomes);
    for (const key of this.#keys()) {
      const { pair } = this.#watched.get(key)!;
      if (pair.slot_a === slot || pair.slot_b === slot) this.#endPair(look, key, 'data_too_old');
    }
    const { id } = this.#table.words[slot]!;
    const last_seen_ms = this.#table.seen_ms[slot]!;
    this.#grid.remove(slot);
    this.#identities.closed(this.#table, this.#fusion, slot);
    this.#fusion.closed(this.#table, slot);
    this.#integrity.closed(slot);
    this.#advisories.closed(id);
    this.#linked.closed(id);
    const left = new Set<number>();
    const renamed = new Set<number>();
    sayFound(this.#stages(), tick, now_ms, left, renamed, outcomes);
    this.#applyRules(renamed);
    this.#table.close(slot);
    left.delete(slot);
    for (const other of left) {
      this.#changed.add(this.#table.words[other]!.id);
      this.#place(other);
    }
    this.#changed.add(id);
    outcomes.push({ tick, time_ms: now_ms, kind: 'track_dropped', track: id, last_seen_ms, reason });
  }

  #trackState(slot: number): TrackState {
    const words = this.#table.words[slot]!;
    const state = aircraftState(this.#table, slot, this.#table.seen_ms[slot]!);
    return {
      ...state,
      category: words.category,
      technology: words.technology,
      on_ground: this.#table.on_ground[slot] === 1,
    };
  }

  #keys(): string[] {
    return [...this.#watched.keys()].sort();
  }

  #stages(): Stages {
    return {
      table: this.#table,
      integrity: this.#integrity,
      fusion: this.#fusion,
      identities: this.#identities,
      advisories: this.#advisories,
    };
  }

  #sky(): Sky {
    return {
      table: this.#table,
      grid: this.#grid,
      memorandum: this.#memorandum,
      pairs: this.#pairs,
      advised: this.#advised,
      advisories: this.#advisories,
      linked: this.#linked,
    };
  }
}
