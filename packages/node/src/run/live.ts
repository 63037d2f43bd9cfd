import { TICK_MS, tickOf } from '@skyaccord/accord';
import { sha256Hex } from '@skyaccord/proof';
import { LiveClock } from '../clock/live.ts';
import type { JournalOpened } from '../journal/protocol.ts';
import type { RunEndReason } from '../journal/record.ts';
import type { Core } from './core.ts';
import { Intake } from './intake.ts';
import type { LiveFeeds } from './live_feeds.ts';

const SNAPSHOT_MS = 5 * 60_000;
/** The first one comes earlier: a node that goes down soon after its start need not begin from nothing. */
const FIRST_SNAPSHOT_MS = 60_000;
/** A watch that fails is begun anew; one that goes on failing, no more often than this. */
const RESTART_MS = 10_000;

/** When within a tick it is handed over. */
const STEP_PHASE_MS = 5;

/** How far ahead of the wall clock a run that was cut off may have been, to be taken up again. */
const AHEAD_MS = 2_000;

/** Conducts a live run: what the feeds bring goes, every 100 ms of the time of day, to the watch and the journal. */
export class LiveConductor {
  readonly #core: Core;
  readonly #feeds: LiveFeeds;
  readonly #intake = new Intake();
  #clock = new LiveClock(-1);
  #timer: NodeJS.Timeout | null = null;
  #snapshot_due_ms = performance.now() + FIRST_SNAPSHOT_MS;
  #restart_ms = Number.NEGATIVE_INFINITY;
  #stopped = false;

  constructor(core: Core, feeds: LiveFeeds) {
    this.#core = core;
    this.#feeds = feeds;
    core.loggedBy((line) => this.#intake.log(line));
  }

  /** Takes up the run that was cut off, or begins a new one, and starts the feeds. */
  async start(opened: JournalOpened, openCases: () => Promise<number>): Promise<void> {
    if (this.#resumable(opened)) await this.#resume(opened, openCases);
    else this.#begin(opened);
    this.#feeds.start(opened.feeds, (feed, chunk) => this.#intake.push(feed, chunk, this.#clock.now_ms()));
    this.#schedule();
  }

  /** Stops the feeds and has the watch saved, so that the next start takes up from here. */
  async stop(timeout_ms: number): Promise<void> {
    this.#stopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await Promise.race([this.#feeds.stop(), new Promise((resolve) => setTimeout(resolve, timeout_ms / 2).unref())]);
    const until = performance.now() + timeout_ms / 2;
    // What came since the last tick belongs to the next one, which is up to 100 ms away.
    while (!this.#intake.empty && performance.now() < until) {
      this.#step();
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    this.#core.pipeline.snapshot();
    this.#core.note('stopped', {});
    await this.#core.pipeline.drained(Math.max(100, until - performance.now()));
  }

  #resumable({ lastRun, lastAdvise, lastTick }: JournalOpened): boolean {
    const { mode, source, memorandum, advise } = this.#core.options;
    return (
      lastRun !== null &&
      !lastRun.ended &&
      lastRun.mode === mode &&
      lastRun.source === source &&
      lastRun.memorandum_sha256 === sha256Hex(memorandum.text) &&
      String(lastAdvise) === String(advise) &&
      (lastTick ?? lastRun.from_tick) * TICK_MS <= this.#clock.now_ms() + AHEAD_MS
    );
  }

  #begin({ lastRun, lastTick }: JournalOpened): void {
    const tick = tickOf(this.#clock.now_ms());
    if (lastRun !== null && !lastRun.ended) {
      const detail = 'the next start had another source, memorandum, party or time';
      this.#core.endRun('config_changed', detail, lastTick ?? lastRun.from_tick);
    }
    this.#core.startRun(tick, 'a new run began');
    this.#clock = new LiveClock(tick - 1);
  }

  async #resume(opened: JournalOpened, openCases: () => Promise<number>): Promise<void> {
    const { lastRun, confirmed, runLog, unjournalled } = opened;
    const { pipeline, options } = this.#core;
    if (lastRun === null) throw new Error('there is no run to take up');
    const last_tick = opened.lastTick ?? lastRun.from_tick - 1;
    const recovery = { run: lastRun.run, from: runLog, confirmed, last_tick };
    const recovered = await pipeline.recover(this.#core.watchOptions, recovery).catch((error: Error) => error);
    if (recovered instanceof Error) {
      options.log.error({ part: 'run', err: recovered }, 'the run cannot be taken up again; a new one begins');
      this.#restart('watch_failed', `it could not be taken up again: ${recovered.message}`, last_tick);
      return;
    }
    const { picture, difference } = recovered;
    options.picture.restore(picture, last_tick * TICK_MS, await openCases());
    this.#core.resumed(last_tick, difference);
    this.#core.note('resumed', { frames: unjournalled.length, difference });
    this.#clock = new LiveClock(Math.max(last_tick, picture.tick, unjournalled.at(-1)?.tick ?? -1));
    const inputs = unjournalled.map((frame) => ({ ...frame, payload: null }));
    if (inputs.length > 0) pipeline.ticks(inputs);
    options.log.info({ part: 'run', frames: inputs.length }, `took up the run that began with record ${lastRun.run}`);
  }

  #restart(reason: RunEndReason, detail: string, tick: number): void {
    this.#core.endRun(reason, detail.slice(0, 1_000), tick);
    this.#clock = new LiveClock(tickOf(this.#clock.now_ms()) - 1);
    this.#core.startRun(tickOf(this.#clock.now_ms()), `${detail.split('\n')[0]}: a new run began`);
  }

  #schedule(): void {
    if (this.#stopped) return;
    // A timer may fire a millisecond early; so close to a tick's end, that would be the tick before, and 100 ms lost.
    const phase_ms = this.#clock.now_ms() % TICK_MS;
    const wait_ms = (TICK_MS + STEP_PHASE_MS - phase_ms) % TICK_MS || TICK_MS;
    this.#timer = setTimeout(() => {
      this.#step();
      this.#schedule();
    }, wait_ms);
  }

  #step(): void {
    const { pipeline, options } = this.#core;
    // While the pipeline is full, input waits in the intake and goes with a later tick.
    if (!pipeline.ready) return;
    const { tick, jumped_ms, restart } = this.#clock.step();
    if (jumped_ms !== null) {
      options.log.warn({ part: 'clock', by_ms: jumped_ms }, 'the clock was set');
      this.#core.note('clock_jumped', { by_ms: jumped_ms });
    }
    if (restart) {
      this.#restart('clock_jumped', 'the clock went back', this.#core.tick);
      return;
    }
    if (tick === null) return;
    if (this.#core.watchFailed && performance.now() - this.#restart_ms > RESTART_MS) {
      this.#restart_ms = performance.now();
      this.#restart('watch_failed', 'the watch failed', this.#core.tick);
      return;
    }
    for (const refusal of this.#intake.takeRefusals()) this.#core.note('observations_refused', refusal);
    pipeline.ticks([{ tick, ...this.#intake.take() }]);
    if (performance.now() > this.#snapshot_due_ms) {
      this.#snapshot_due_ms = performance.now() + SNAPSHOT_MS;
      pipeline.snapshot();
    }
  }
}
