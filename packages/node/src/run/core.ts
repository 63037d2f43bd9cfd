import {
  type Entry,
  type LinkedAdvice,
  type LinkedAlert,
  type LogEntry,
  type Memorandum,
  type Outcome,
  type ShowingStep,
  TICK_MS,
  type WatchOptions,
} from '@skyaccord/accord';
import { canonicalJson, sha256Hex } from '@skyaccord/proof';
import { CaseDesk } from '../cases/desk.ts';
import type { CaseRecord } from '../cases/record.ts';
import type { Playback } from '../clock/playback.ts';
import { NodeError } from '../errors.ts';
import type { FeedProblem, FeedState, FeedStatus } from '../feeds/feed.ts';
import { fitted } from '../journal/fit.ts';
import type { ConfigBody, FeedsBody, QuestionBody, RunEndReason, RunMode } from '../journal/record.ts';
import type { LineRecord } from '../line/record.ts';
import type { LineSummary } from '../line/view.ts';
import type { LinkRecord } from '../link/link_log.ts';
import type { Logger } from '../log.ts';
import { MemorandumLife, type MemorandumSource } from '../memorandum/life.ts';
import { MissionDesk } from '../missions/desk.ts';
import { MissionFlights } from '../missions/flights.ts';
import type { MissionStep } from '../missions/step.ts';
import type { PeopleBody } from '../people/change.ts';
import type { Picture } from '../picture/picture.ts';
import { encodeEntry, encodeHeard } from '../watch/inputs.ts';
import type { WatchResult } from '../watch/protocol.ts';
import { Pipeline, type Released } from './pipeline.ts';
import type { Status } from './status.ts';

/** Entries of the log of calls on their way at once. */
const MOST_LOGGING = 1_000;

/** Who is told of what has become durable. */
export type CoreListener = {
  tick(result: WatchResult, outcomes: readonly Outcome[], lag_ms: number): void;
  /** A new run began; the picture is empty. */
  reset(reason: string): void;
  /** A feed, the journal or the playback changed. */
  status(): void;
};

export type CoreOptions = {
  readonly name: string;
  readonly data: string;
  readonly mode: RunMode;
  readonly source: string;
  readonly memorandum: MemorandumSource;
  readonly config: Readonly<Record<string, unknown>>;
  /** Parties whose aircraft the watch advises; null: all that can be called. */
  readonly advise: readonly string[] | null;
  readonly basemap: boolean;
  readonly picture: Picture;
  readonly log: Logger;
};

/**
 * The heart of a node: the pipeline, the picture that it leads to, and the state of run, feeds and journal. Whoever
 * conducts a run (live or playback) feeds it; HTTP and stream read from it.
 */
export class Core {
  readonly options: CoreOptions;
  readonly pipeline: Pipeline;
  readonly life: MemorandumLife;
  readonly missions: MissionDesk;
  readonly cases: CaseDesk;
  readonly flights: MissionFlights;
  readonly #listeners: CoreListener[] = [];
  readonly #feeds = new Map<string, FeedStatus>();
  #problem: string | null = null;
  #difference: string | null = null;
  #fault: string | null = null;
  #watchFailure: string | null = null;
  readonly #restsOn: (() => string[])[] = [];
  #line: () => LineSummary | null = () => null;
  #tick = 0;
  #time_ms = Date.now();
  #resetReason: string | null = null;
  #playback: () => Playback | null = () => null;
  #logSink: (line: Uint8Array<ArrayBuffer>) => void = () => {};
  /** Entries of the log of calls on their way, in canonical form, and whom to tell when they are durable. */
  readonly #logging: { readonly entry: string; readonly done: () => void }[] = [];
  verified_at_ms: number | null = null;

  constructor(options: CoreOptions) {
    this.options = options;
    this.life = new MemorandumLife(options.memorandum);
    this.missions = new MissionDesk(options.memorandum.memorandum);
    this.cases = new CaseDesk(options.memorandum.memorandum, () => this.life.at(this.#time_ms));
    this.flights = new MissionFlights(this.missions, options.picture);
    this.pipeline = new Pipeline(options.data, {
      released: (released) => this.#released(released),
      problem: (problem) => this.#setProblem(problem),
      warning: (warning) => options.log.warn({ part: 'journal' }, warning),
      progress: (part, fraction) => options.log.info({ part: 'journal' }, `${part}: ${Math.floor(fraction * 100)} %`),
      fault: (error) => this.#setFault(error),
    });
  }

  listen(listener: CoreListener): void {
    this.#listeners.push(listener);
  }

  playedBy(playback: () => Playback | null): void {
    this.#playback = playback;
  }

  /** Whoever conducts the run takes what is logged to the watch. */
  loggedBy(sink: (line: Uint8Array<ArrayBuffer>) => void): void {
    this.#logSink = sink;
  }

  /**
   * Takes an entry of the log of calls to the watch; `done` is told when it is durable.
   *
   * @throws NodeError too_many_requests when a great many are on their way
   */
  logCall(entry: LogEntry, done: () => void): void {
    if (this.#logging.length >= MOST_LOGGING) throw new NodeError('too_many_requests');
    this.#logging.push({ entry: canonicalJson(entry), done });
    this.#logSink(encodeEntry(entry));
  }

  /** Takes to the watch what another node advises its own aircraft, or that it alerts on two that both see. */
  hear(said: LinkedAdvice | LinkedAlert): void {
    this.#logSink(encodeHeard(said));
  }

  /** Journals what went over a link; `done` is told when it is durable. */
  linkRecord(body: LinkRecord, done: () => void): void {
    this.pipeline.record({ kind: 'link', tick: this.#tick, time_ms: this.#tick * TICK_MS, body }, done);
  }

  /** Journals what happened on the line; `done` is told when it is durable. */
  lineRecord(body: LineRecord, done: () => void): void {
    this.pipeline.record({ kind: 'line', tick: this.#tick, time_ms: this.#tick * TICK_MS, body }, done);
  }

  /** The status tells of the line in short. */
  linedBy(line: () => LineSummary): void {
    this.#line = line;
  }

  /** What is wrong with a part, with links, the audit or the disk, is wrong with the node. */
  restOn(reasons: () => string[]): void {
    this.#restsOn.push(reasons);
  }

  get tick(): number {
    return this.#tick;
  }

  get time_ms(): number {
    return this.#time_ms;
  }

  /** Whether the watch failed at what was last released: it says nothing until a new run begins. */
  get watchFailed(): boolean {
    return this.#watchFailure !== null;
  }

  get playback(): Playback | null {
    return this.#playback();
  }

  get feeds(): readonly FeedStatus[] {
    return [...this.#feeds.values()];
  }

  get memorandum(): Memorandum {
    return this.options.memorandum.memorandum;
  }

  get watchOptions(): WatchOptions {
    return { memorandum: this.memorandum, advise: this.options.advise };
  }

  /** Why the node is less than well, in words; empty when it is. */
  reasons(): string[] {
    const reasons: string[] = [];
    if (this.#fault !== null) reasons.push(this.#fault);
    if (this.#watchFailure !== null) reasons.push(this.#watchFailure);
    if (this.#problem !== null) reasons.push(this.#problem);
    if (this.#difference !== null) reasons.push(this.#difference);
    reasons.push(...this.#restsOn.flatMap((one) => one()));
    for (const feed of this.#feeds.values()) {
      const { name, state, problems } = feed;
      if (state === 'stale' || state === 'stopped') reasons.push(`feed ${name} is ${state}`);
      for (const { problem, text } of problems) if (problem !== 'stalled') reasons.push(`feed ${name}: ${text}`);
    }
    return reasons;
  }

  status(): Status {
    const { name, mode, source, basemap, picture } = this.options;
    const { id, version } = this.memorandum;
    const { state, because } = this.life.at(this.#time_ms).observed;
    const { sequence, hash } = this.pipeline.head;
    const problem = this.#fault ?? this.#watchFailure ?? this.#problem ?? this.#difference;
    return {
      name,
      mode,
      source,
      time_ms: this.#time_ms,
      tick: this.#tick,
      memorandum: { id, version, sha256: this.life.sha256, state, because },
      feeds: this.feeds,
      journal: { sequence, hash, durable: this.#fault === null && this.#problem === null, problem },
      playback: this.playback,
      basemap,
      tracks: picture.counts.tracks,
      alerts: picture.counts.alerts,
      open_cases: picture.openCases,
      line: this.#line(),
    };
  }

  /** Begins a run: a record, and a watch that knows nothing yet. */
  startRun(start_tick: number, reason: string): void {
    const { name, mode, source, memorandum, config, advise } = this.options;
    const { id, version } = memorandum.memorandum;
    this.#resetReason = reason;
    this.pipeline.record({
      kind: 'run_started',
      tick: start_tick,
      time_ms: start_tick * TICK_MS,
      body: {
        mode,
        source,
        node: name,
        memorandum: {
          id,
          version,
          sha256: sha256Hex(memorandum.text),
          content_sha256: this.life.sha256,
          text: memorandum.text,
        },
        config,
        ...(advise === null ? {} : { advise }),
        started_ms: Date.now(),
      },
    });
    this.pipeline.begin(this.watchOptions);
  }

  endRun(reason: RunEndReason, detail: string, tick: number = this.#tick): void {
    this.pipeline.record({
      kind: 'run_ended',
      tick,
      time_ms: tick * TICK_MS,
      body: { reason, detail: detail.toWellFormed() },
    });
  }

  note(event: string, detail: ConfigBody['detail']): void {
    const body = { event, detail: fitted(detail) };
    this.pipeline.record({ kind: 'config', tick: this.#tick, time_ms: this.#tick * TICK_MS, body });
  }

  /** Takes up a live run where it was cut off. */
  resumed(last_tick: number, difference: string | null): void {
    this.#tick = last_tick;
    this.#time_ms = this.#tick * TICK_MS;
    for (const listener of this.#listeners) listener.reset('the run was taken up again');
    if (difference === null) return;
    this.#difference = `the watch, rebuilt, differs from the journal, which stands: ${difference}`;
    this.options.log.error({ part: 'journal' }, this.#difference);
  }

  /** Journals a change of the list of feeds; `done` is told when it is durable. */
  feedsChanged(body: FeedsBody, done: () => void): void {
    this.options.log.info({ part: 'feed' }, `${body.feed} is ${body.change} by an administrator`);
    this.pipeline.record({ kind: 'feeds', tick: this.#tick, time_ms: this.#tick * TICK_MS, body }, done);
  }

  /** Journals a step in the life of the memorandum that was checked; `done` is told when it is durable and counts. */
  memorandumStep(entry: Entry, done: () => void): void {
    this.pipeline.record({ kind: 'memorandum', tick: this.#tick, time_ms: this.#tick * TICK_MS, body: entry }, () => {
      this.life.add(entry);
      this.changed();
      done();
    });
  }

  /** Journals a change of people; `done` is told when it is durable. */
  peopleChanged(body: PeopleBody, done: () => void): void {
    this.options.log.info({ part: 'people', of: body.of, by: body.by }, `people: ${body.change.replaceAll('_', ' ')}`);
    this.pipeline.record({ kind: 'people', tick: this.#tick, time_ms: this.#tick * TICK_MS, body }, done);
  }

  /** Journals an answer to a question that was checked; `done` is told when it is durable. */
  answerQuestion(body: QuestionBody, done: () => void): void {
    this.pipeline.record({ kind: 'question', tick: this.#tick, time_ms: this.#tick * TICK_MS, body }, done);
  }

  /** Journals what this party states that it shows others; `done` is told when it is durable. */
  disclosureStated(body: ShowingStep, done: () => void): void {
    this.pipeline.record({ kind: 'disclosure', tick: this.#tick, time_ms: this.#tick * TICK_MS, body }, done);
  }

  /**
   * Journals a step with missions and takes it once it is durable; `done` is told what refused it then, if anything
   * did.
   */
  missionStep(body: MissionStep, done: (refused: NodeError | null) => void): void {
    this.pipeline.record({ kind: 'mission', tick: this.#tick, time_ms: this.#tick * TICK_MS, body }, () => {
      const refused = refusedBy(() => this.missions.take(body));
      this.changed();
      done(refused);
    });
  }

  /** Journals work on a case and takes it once it is durable; `done` is told what refused it then, if anything did. */
  caseRecord(body: CaseRecord, done: (refused: NodeError | null) => void): void {
    this.pipeline.record({ kind: 'case', tick: this.#tick, time_ms: this.#tick * TICK_MS, body }, () => {
      const refused = refusedBy(() => this.cases.take(body));
      this.changed();
      done(refused);
    });
  }

  removeFeed(name: string): void {
    this.#feeds.delete(name);
    this.changed();
  }

  /** A feed's state; changes of state are journalled, and so is what begins and ends to be wrong with it. */
  setFeed(status: FeedStatus): void {
    const before = this.#feeds.get(status.name);
    this.#feeds.set(status.name, status);
    const { name: feed, state, last_complaint } = status;
    if (before?.state !== state) {
      if (isTold(before?.state, state)) this.#tellOfFeed(feed, state, last_complaint ?? '', 'info');
      this.changed();
    }
    const { begun, ended } = changedProblems(before?.problems ?? [], status.problems);
    for (const { problem, text } of begun) this.#tellOfFeed(feed, `${problem}_began`, text, 'warn');
    for (const { problem, text } of ended) this.#tellOfFeed(feed, `${problem}_ended`, text, 'info');
    if (begun.length + ended.length > 0) this.changed();
  }

  #tellOfFeed(feed: string, event: string, detail: string, level: 'info' | 'warn'): void {
    const body = { feed, event, detail: detail.toWellFormed() };
    this.pipeline.record({ kind: 'feed', tick: this.#tick, time_ms: this.#tick * TICK_MS, body });
    this.options.log[level](
      { part: 'feed' },
      `${feed}: ${event.replaceAll('_', ' ')}${detail === '' ? '' : `: ${detail}`}`,
    );
  }

  /** Tells readers that the status is another. */
  changed(): void {
    for (const listener of this.#listeners) listener.status();
  }

  #released(released: Released): void {
    if (released.kind === 'record') {
      if (released.draft.kind !== 'run_started') return;
      this.#tick = released.draft.tick;
      this.#time_ms = released.draft.time_ms;
      this.options.picture.clear();
      this.#logging.length = 0;
      for (const listener of this.#listeners) listener.reset(this.#resetReason ?? 'a new run began');
      return;
    }
    const { result, lag_ms } = released;
    const outcomes = result.outputs.flatMap((output) =>
      output.outcome_count === 0 ? [] : (JSON.parse(output.outcomes) as Outcome[]),
    );
    this.#tick = result.tick;
    this.#time_ms = result.tick * TICK_MS;
    this.#setWatchFailure(result.failed);
    this.options.picture.apply(result, outcomes);
    this.missions.told(outcomes);
    this.cases.told(outcomes);
    for (const step of this.flights.look(this.#time_ms)) this.missionStep(step, () => {});
    for (const outcome of outcomes) if (outcome.kind === 'call_logged') this.#wasLogged(outcome.entry);
    for (const listener of this.#listeners) listener.tick(result, outcomes, lag_ms);
  }

  #wasLogged(entry: LogEntry): void {
    const text = canonicalJson(entry);
    const at = this.#logging.findIndex((one) => one.entry === text);
    if (at >= 0) this.#logging.splice(at, 1)[0]!.done();
  }

  #setProblem(problem: string | null): void {
    this.#problem = problem;
    if (problem === null) this.options.log.info({ part: 'journal' }, 'the journal is durable again');
    else this.options.log.error({ part: 'journal' }, problem);
    this.changed();
  }

  #setWatchFailure(failed: string | null): void {
    const before = this.#watchFailure;
    this.#watchFailure =
      failed === null ? null : `the watch failed and nobody is warned: ${failed.split('\n')[0]?.slice(0, 200)}`;
    if ((before === null) === (failed === null)) return;
    if (failed === null) this.options.log.warn({ part: 'watch' }, 'the watch runs again');
    else this.options.log.error({ part: 'watch', reason: failed }, 'the watch failed');
    this.changed();
  }

  #setFault(error: NodeError): void {
    this.#fault = `a part of the node failed, nothing new is shown; restart it: ${error.message.split('\n')[0]}`;
    this.options.log.fatal({ part: 'node', err: error }, 'a thread failed');
    this.changed();
  }
}

/** What refuses an act; null where nothing does. */
function refusedBy(act: () => void): NodeError | null {
  try {
    act();
  } catch (error) {
    if (!(error instanceof NodeError)) throw error;
    return error;
  }
  return null;
}

/** A feed that is tried again and again changes its state all the time: only where it ends up is told. */
function isTold(before: FeedState | undefined, state: FeedState): boolean {
  return before === undefined || (state !== 'connecting' && state !== 'backing_off');
}

function changedProblems(before: readonly FeedProblem[], now: readonly FeedProblem[]) {
  const without = (some: readonly FeedProblem[], others: readonly FeedProblem[]) =>
    some.filter(({ problem }) => !others.some((other) => other.problem === problem));
  return { begun: without(now, before), ended: without(before, now) };
}
