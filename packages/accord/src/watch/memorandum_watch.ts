import { SweptGrid } from '@skyaccord/sky';
import type { Sky } from '../advice/advise.ts';
import { Episodes, type SavedEpisodes } from '../advice/episodes.ts';
import { Linked, type LinkedAdvice, type SavedLinked } from '../advice/linked.ts';
import { Advisories, type SavedAdvisories } from '../alerts/advisories.ts';
import { Alarms, type SavedAlarms } from '../alerts/alarms.ts';
import { rankOf } from '../alerts/findings.ts';
import { HeardAlerts, type LinkedAlert, type SavedHeardAlerts } from '../alerts/heard.ts';
import type { AlertState } from '../alerts/standing.ts';
import type { OpenCase } from '../cases/casefile.ts';
import { PairGeometry } from '../encounters/geometry.ts';
import { LOOK_BACK_S } from '../encounters/measure.ts';
import { openPair, type Pair, pairKey, restorePair, type SavedPair, savePair, setRules } from '../encounters/pair.ts';
import { PermissionWatch, type SavedPermissions } from '../identity/permission.ts';
import type { LogEntry } from '../judged.ts';
import { Judging, type SavedJudging } from '../judging/judging.ts';
import { subjectOf } from '../judging/subject.ts';
import type { Memorandum } from '../memorandum/memorandum.ts';
import { TICK_MS } from '../ordering.ts';
import type { Alert, AlertCleared, Outcome } from '../outcome.ts';
import type { Pack, Unpack } from '../saved.ts';
import { oweAdvice, weighAdvisories } from './advisories.ts';
import { ADVICE_PER_TICK, endFused, endPass, type Look, lookAt, type Watched, watchPair } from './look.ts';
import { placeTrack, type Reach, reachOf, worthWatching } from './search.ts';
import type { Tracking, TrackNews } from './tracking.ts';

export type WatchOptions = {
  readonly memorandum: Memorandum;
  /** Parties whose aircraft are advised; null (the default) advises every aircraft that can be called. */
  readonly advise?: readonly string[] | null;
  /**
   * Whether bands are told beside advice, true by default. Nothing else comes of them: where nobody reads them they
   * need not be worked out, and all other outcomes are the same.
   */
  readonly bands?: boolean;
};

export type MemorandumState = {
  readonly permissions: SavedPermissions;
  readonly advisories: SavedAdvisories;
  readonly alarms: SavedAlarms;
  readonly linked: SavedLinked;
  readonly heard_alerts: SavedHeardAlerts;
  readonly episodes: SavedEpisodes;
  readonly judging: SavedJudging;
  readonly ended: readonly (readonly [pair: string, until_ms: number])[];
  readonly pairs: readonly {
    readonly pair: SavedPair;
    readonly alert: AlertState;
    readonly told: Alert | null;
    readonly case: OpenCase | null;
  }[];
};

/**
 * What one memorandum makes of the tracks: who is near whom by its minima, alerts, advice, cases, permissions. It reads
 * the tracks and changes nothing in them, so several can look at the same ones; whoever calls it has the table show the
 * identities by its parties.
 */
export class MemorandumWatch {
  readonly memorandum: Memorandum;
  readonly #tracking: Pick<Tracking, 'table' | 'fusion'>;
  readonly #permissions: PermissionWatch;
  readonly #reach: Reach;
  readonly #advised: ReadonlySet<string> | null;
  readonly #bands: boolean;
  readonly #grid = new SweptGrid(1024);
  readonly #advisories = new Advisories();
  readonly #alarms = new Alarms();
  readonly #linked = new Linked();
  readonly #heard = new HeardAlerts();
  readonly #episodes = new Episodes();
  readonly #judging: Judging;
  readonly #watched = new Map<string, Watched>();
  readonly #pairs = new Map<string, Pair>();
  readonly #geometry = new PairGeometry();
  /** Up to when the last pass of a pair was measured, ms, while a new pass could still look back so far. */
  readonly #ended = new Map<string, number>();
  readonly #sky: Sky;
  #near = new Int32Array(1024);

  constructor({ memorandum, advise, bands = true }: WatchOptions, tracking: Pick<Tracking, 'table' | 'fusion'>) {
    this.memorandum = memorandum;
    this.#tracking = tracking;
    this.#permissions = new PermissionWatch(memorandum);
    this.#judging = new Judging(memorandum);
    this.#reach = reachOf(memorandum);
    this.#advised = advise ? new Set(advise) : null;
    this.#bands = bands;
    this.#sky = {
      table: tracking.table,
      grid: this.#grid,
      memorandum,
      pairs: this.#pairs,
      advised: this.#advised,
      advisories: this.#advisories,
      linked: this.#linked,
      ahead_s: this.#reach.ahead_s,
      categoriesOf: (identity) => subjectOf(identity).categories,
      episodes: this.#episodes,
    };
  }

  /** The first tick at which something must be looked at again without input; Infinity when none. */
  get due_tick(): number {
    let due = Math.ceil(this.#judging.due_ms / TICK_MS);
    for (const pair of this.#pairs.values()) if (pair.due_tick < due) due = pair.due_tick;
    return due;
  }

  get encounters(): number {
    return this.#pairs.size;
  }

  /** Standing alerts as last told, most urgent first. */
  alerts(): Alert[] {
    const alerts: Alert[] = [];
    for (const watched of this.#watched.values()) if (watched.told !== null) alerts.push(watched.told);
    const entry = (alert: Alert): number => alert.findings[0]!.entry_ms ?? 0;
    return alerts.sort((x, y) => rankOf(y.level) - rankOf(x.level) || entry(x) - entry(y) || (x.id < y.id ? -1 : 1));
  }

  /** How many alerts stand. */
  get alerting(): number {
    let alerts = 0;
    for (const watched of this.#watched.values()) if (watched.told !== null) alerts += 1;
    return alerts;
  }

  /** What another node advises an aircraft of its own, or that it alerts on two aircraft. */
  hear(said: LinkedAdvice | LinkedAlert, now_ms: number): void {
    if ('for' in said) this.#linked.hear(said, now_ms);
    else this.#heard.hear(pairKey(...said.pair), said.level, now_ms);
  }

  /** Entries of the log of calls, as they came in one tick. */
  log(entries: readonly LogEntry[], tick: number, outcomes: Outcome[]): void {
    this.#judging.hear(entries, tick, tick * TICK_MS, outcomes);
  }

  /** One tick, after its observations were taken in. @param renamed slots whose identity changed */
  step(news: TrackNews, renamed: ReadonlySet<number>, outcomes: Outcome[]): void {
    const { tick, now_ms, changed, fused } = news;
    const said = outcomes.length;
    for (const { tracks, time_ms } of news.advisories) for (const id of tracks) this.#advisories.note(id, time_ms);
    if (fused.length > 0) this.#endFused(fused, tick, now_ms, outcomes);
    for (const slot of changed) {
      this.place(slot);
      this.#checkPlaces(slot, tick, now_ms, outcomes);
    }
    for (const slot of renamed) if (!changed.has(slot)) this.#checkPermissions(slot, tick, now_ms, outcomes);
    this.applyRules(renamed);
    this.#findPairs(changed, now_ms);
    const heard = this.#linked.takeNews();
    this.#reconsider(heard);
    this.#confirm(tick);
    oweAdvice(this.#watched, heard, tick);
    oweAdvice(this.#watched, this.#episodes.takeNews(), tick);
    weighAdvisories(this.#advisories, this.#watched, tick, now_ms);
    this.#lookAround(tick, now_ms, changed, outcomes);
    this.#judging.settle(tick, now_ms, outcomes, said);
  }

  /** A track is about to be dropped: its passes are over. */
  dropping(slot: number, tick: number, now_ms: number, outcomes: Outcome[]): void {
    const said = outcomes.length;
    const look = this.#look(tick, now_ms, outcomes);
    for (const key of this.#keys()) {
      const { pair } = this.#watched.get(key)!;
      if (pair.slot_a === slot || pair.slot_b === slot) this.#endPair(look, key, 'data_too_old');
    }
    const { id } = this.#tracking.table.words[slot]!;
    this.#judging.dropped(id, tick, now_ms, outcomes);
    this.#judging.settle(tick, now_ms, outcomes, said);
    this.#grid.remove(slot);
    this.#advisories.closed(id);
    this.#linked.closed(id);
    this.#episodes.closed(id);
  }

  /** The run is over, and so is every pass. */
  finish(tick: number, now_ms: number, outcomes: Outcome[]): void {
    const said = outcomes.length;
    const look = this.#look(tick, now_ms, outcomes);
    for (const key of this.#keys()) this.#endPair(look, key, 'run_over');
    this.#ended.clear();
    this.#judging.finish(tick, now_ms, outcomes, said);
  }

  /** Only aircraft look for one another: what lies beneath a track is not in the grid. */
  place(slot: number): void {
    if (this.#tracking.fusion.isHidden(slot)) this.#grid.remove(slot);
    else placeTrack(this.#grid, this.#tracking.table, slot, this.#reach);
  }

  /** Who somebody is decides which clauses bind. */
  applyRules(renamed: ReadonlySet<number>): void {
    if (renamed.size === 0) return;
    for (const pair of this.#pairs.values()) {
      if (renamed.has(pair.slot_a) || renamed.has(pair.slot_b)) setRules(pair, this.memorandum, this.#tracking.table);
    }
  }

  save(pack: Pack): MemorandumState {
    return {
      permissions: this.#permissions.save(),
      advisories: this.#advisories.save(),
      alarms: this.#alarms.save(),
      linked: this.#linked.save(),
      heard_alerts: this.#heard.save(),
      episodes: this.#episodes.save(),
      judging: this.#judging.save(pack),
      ended: [...this.#ended],
      pairs: this.#keys().map((key) => {
        const { pair, alert, told, case: open } = this.#watched.get(key)!;
        return { pair: savePair(pair, pack), alert, told, case: open };
      }),
    };
  }

  /** To be called once, before anything else. */
  restore(state: MemorandumState, unpack: Unpack): void {
    this.#permissions.restore(state.permissions);
    this.#advisories.restore(state.advisories);
    this.#alarms.restore(state.alarms);
    this.#linked.restore(state.linked);
    this.#heard.restore(state.heard_alerts);
    this.#episodes.restore(state.episodes);
    this.#judging.restore(state.judging, unpack);
    for (const slot of this.#tracking.table.slotOf.values()) this.place(slot);
    for (const [key, until_ms] of state.ended) this.#ended.set(key, until_ms);
    for (const saved of state.pairs) {
      const pair = restorePair(saved.pair, this.memorandum, unpack);
      const watched = { pair, ...structuredClone({ alert: saved.alert, told: saved.told, case: saved.case }) };
      this.#watched.set(pairKey(pair.a, pair.b), watched);
      this.#pairs.set(pairKey(pair.a, pair.b), pair);
    }
  }

  /** What others advise these bears on what is advised to whoever meets them. */
  #reconsider(heard: ReadonlySet<string>): void {
    if (heard.size === 0) return;
    for (const { pair } of this.#watched.values()) {
      if (heard.has(pair.a)) this.#episodes.reconsider(pair.b);
      if (heard.has(pair.b)) this.#episodes.reconsider(pair.a);
    }
  }

  /** What another node alerts on is looked at at once, and weighed anew. */
  #confirm(tick: number): void {
    for (const key of this.#heard.takeNews()) {
      const watched = this.#watched.get(key);
      if (watched === undefined) continue;
      watched.alert.weighed_ms = 0;
      watched.pair.due_tick = tick;
    }
  }

  /** Passes of a track that lies beneath another one now are over. */
  #endFused(fused: readonly number[], tick: number, now_ms: number, outcomes: Outcome[]): void {
    const look = this.#look(tick, now_ms, outcomes);
    for (const slot of fused) this.#judging.hidden(this.#tracking.table.words[slot]!.id);
    for (const key of this.#keys()) {
      const watched = this.#watched.get(key)!;
      const { slot_a, slot_b } = watched.pair;
      if (!fused.includes(slot_a) && !fused.includes(slot_b)) continue;
      endFused(look, watched);
      this.#judging.passOver(watched.pair, null, null, look);
      this.#forget(key, now_ms, now_ms);
    }
  }

  /** Says which aircraft are where a clause asks them not to be. */
  #checkPlaces(slot: number, tick: number, now_ms: number, outcomes: Outcome[]): void {
    this.#checkPermissions(slot, tick, now_ms, outcomes);
    const { table, fusion } = this.#tracking;
    if (!fusion.isHidden(slot)) this.#judging.moved(table, slot, fusion.beneath(slot), tick, now_ms, outcomes);
  }

  /** Says which aircraft entered an area where their party may not be. */
  #checkPermissions(slot: number, tick: number, now_ms: number, outcomes: Outcome[]): void {
    const { table, fusion } = this.#tracking;
    if (fusion.isHidden(slot)) return;
    for (const finding of this.#permissions.check(table, slot, now_ms)) {
      outcomes.push({ tick, time_ms: now_ms, kind: 'permission_notice', ...finding });
    }
  }

  /** The broad phase: only aircraft that moved look around, and only among boxes that meet theirs. */
  #findPairs(changed: ReadonlySet<number>, now_ms: number): void {
    const { table, fusion } = this.#tracking;
    if (this.#near.length < table.words.length) this.#near = new Int32Array(table.words.length * 2);
    for (const slot of changed) {
      if (fusion.isHidden(slot)) continue;
      const count = this.#grid.candidates(slot, this.#near);
      for (let i = 0; i < count; i++) {
        const other = this.#near[i]!;
        // When both moved, the lower slot asks for the two.
        if (other < slot && changed.has(other)) continue;
        if (!worthWatching(table, this.memorandum, this.#reach, slot, other, this.#geometry, now_ms)) continue;
        const key = pairKey(table.words[slot]!.id, table.words[other]!.id);
        if (this.#pairs.has(key)) continue;
        const pair = openPair(this.memorandum, table, slot, other, now_ms, this.#ended.get(key));
        this.#pairs.set(key, pair);
        this.#watched.set(key, watchPair(pair));
      }
    }
  }

  #lookAround(tick: number, now_ms: number, changed: ReadonlySet<number>, outcomes: Outcome[]): void {
    const due: string[] = [];
    for (const [key, pair] of this.#pairs) {
      if (pair.due_tick <= tick || changed.has(pair.slot_a) || changed.has(pair.slot_b)) due.push(key);
    }
    if (due.length === 0) return;
    const look = this.#look(tick, now_ms, outcomes);
    for (const key of due.sort()) {
      const watched = this.#watched.get(key)!;
      const goesOn = lookAt(look, watched);
      this.#judging.looked(watched.pair, watched.alert.raised_ms !== null, look);
      if (!goesOn) this.#endPair(look, key, 'clear');
    }
  }

  #endPair(look: Look, key: string, reason: AlertCleared['reason']): void {
    const watched = this.#watched.get(key)!;
    const said = look.outcomes.length;
    endPass(look, watched, reason);
    const closed = look.outcomes.slice(said).find((one) => one.kind === 'encounter_closed');
    this.#judging.passOver(watched.pair, closed?.encounter ?? null, watched.case?.id ?? null, look);
    this.#forget(key, this.#pairs.get(key)!.measured.until_ms, look.now_ms);
  }

  /** A pass is over; the next one of the pair is not measured before `until_ms`. */
  #forget(key: string, until_ms: number, now_ms: number): void {
    for (const [old, old_ms] of this.#ended) if (old_ms < now_ms - LOOK_BACK_S * 1000) this.#ended.delete(old);
    this.#ended.set(key, until_ms);
    this.#watched.delete(key);
    this.#pairs.delete(key);
    this.#heard.closed(key);
  }

  #look(tick: number, now_ms: number, outcomes: Outcome[]): Look {
    return {
      sky: this.#sky,
      fusion: this.#tracking.fusion,
      alarms: this.#alarms,
      heard: this.#heard,
      reach: this.#reach,
      tick,
      now_ms,
      advice_left: ADVICE_PER_TICK,
      bands_left: this.#bands ? ADVICE_PER_TICK : 0,
      outcomes,
    };
  }

  #keys(): string[] {
    return [...this.#watched.keys()].sort();
  }
}
