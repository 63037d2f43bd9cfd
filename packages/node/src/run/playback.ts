import { type Memorandum, TICK_MS, tickOf } from '@skyaccord/accord';
import { type Playback, PlaybackClock } from '../clock/playback.ts';
import { type FeedState, fixedStatus } from '../feeds/feed.ts';
import { type Playable, Timeline } from '../feeds/timeline.ts';
import type { TickInput } from '../journal/committer.ts';
import type { JournalOpened } from '../journal/protocol.ts';
import type { Core } from './core.ts';

/** What is played: a recording once, or a scenario that begins again and again. */
export type Show = {
  readonly name: string;
  /**
   * One playing; a scenario is laid out from `now_ms`, a recording keeps its own times. What is said in it is said
   * under the memorandum.
   */
  timeline(now_ms: number, memorandum: Memorandum): Playable;
  readonly loops: boolean;
  readonly complaints: number;
  readonly last_complaint: string | null;
};

/** Pieces of a payload, one after the other. */
function joined(pieces: readonly (Uint8Array | null)[]): Uint8Array {
  return Buffer.concat(pieces.filter((piece) => piece !== null));
}

/** Between the end of a scenario and its next beginning. */
const PAUSE_BETWEEN_MS = 20_000;

/** Conducts a playing: its time is the watch's time, however fast it goes. */
export class PlaybackConductor {
  readonly #core: Core;
  readonly #show: Show;
  readonly #speed: number;
  #timeline: Playable = new Timeline([]);
  #clock: PlaybackClock;
  #sent_tick = 0;
  #finished = false;
  #finished_ms = 0;
  #timer: NodeJS.Timeout | null = null;
  /** Entries of the log of calls that wait for the next tick. */
  #logged: Uint8Array<ArrayBuffer>[] = [];

  constructor(core: Core, show: Show, speed: number) {
    this.#core = core;
    this.#show = show;
    this.#speed = speed;
    this.#clock = new PlaybackClock(0, speed);
    core.playedBy(() => this.playback());
    core.loggedBy((line) => this.#logged.push(line));
  }

  /** A playing always begins as a new run; one that was cut off is marked so. */
  start({ lastRun, lastTick }: JournalOpened): void {
    if (lastRun !== null && !lastRun.ended) {
      this.#core.endRun('interrupted', 'the node went down', lastTick ?? lastRun.from_tick);
    }
    this.#begin('a new run began');
    this.#timer = setInterval(() => this.#step(), TICK_MS);
  }

  async stop(timeout_ms: number): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    if (!this.#finished) this.#core.endRun('stopped', 'the node was stopped', this.#sent_tick);
    await this.#core.pipeline.drained(timeout_ms);
  }

  playback(): Playback {
    const { from_ms, to_ms } = this.#timeline;
    return {
      from_ms,
      to_ms,
      time_ms: this.#core.time_ms,
      speed: this.#clock.speed,
      paused: this.#clock.paused,
      // Not before its last outcomes are durable.
      finished: this.#finished && this.#core.tick > this.#sent_tick,
    };
  }

  set(change: { paused?: boolean; speed?: number }): void {
    this.#clock.set(change);
    this.#core.changed();
  }

  #begin(reason: string): void {
    const now_ms = Date.now();
    this.#timeline = this.#show.timeline(now_ms, this.#core.memorandum);
    const from_ms = this.#timeline.from_ms;
    const { speed, paused } = this.#finished ? this.#clock : { speed: this.#speed, paused: false };
    this.#clock = new PlaybackClock(from_ms, speed);
    this.#clock.set({ paused });
    this.#finished = false;
    this.#sent_tick = tickOf(from_ms) - 1;
    this.#core.startRun(tickOf(from_ms), reason);
    this.#setFeed('starting');
  }

  #step(): void {
    const { pipeline } = this.#core;
    if (this.#finished) {
      if (this.#show.loops && !this.#clock.paused && performance.now() - this.#finished_ms > PAUSE_BETWEEN_MS) {
        this.#begin('the scenario begins again');
      }
      return;
    }
    const last_tick = tickOf(this.#timeline.to_ms);
    const until_tick = Math.min(tickOf(this.#clock.advance()), last_tick);
    if (!pipeline.ready) {
      this.#clock.hold(this.#sent_tick * TICK_MS);
      return;
    }
    if (until_tick > this.#sent_tick) this.#send(until_tick);
    if (this.#timeline.done && this.#sent_tick >= last_tick && pipeline.ready) this.#finish();
  }

  #send(until_tick: number): void {
    const inputs: TickInput[] = this.#timeline.take(until_tick);
    const reached = inputs.at(-1)?.tick ?? this.#sent_tick;
    const next = this.#timeline.next_tick;
    if (next !== null && next <= until_tick) {
      // There was more than one step takes: time waits for the rest.
      this.#clock.hold(reached * TICK_MS);
    } else if (reached < until_tick) {
      inputs.push({ tick: until_tick, observations: 0, payload: null });
    }
    this.#addLogged(inputs);
    this.#sent_tick = inputs.at(-1)?.tick ?? this.#sent_tick;
    this.#core.pipeline.ticks(inputs);
    this.#setFeed(this.#timeline.taken === 0 ? 'starting' : 'live');
  }

  /** What was logged meanwhile goes with the last of some ticks. */
  #addLogged(inputs: TickInput[]): void {
    const last = inputs.pop();
    if (last === undefined) return;
    const payload = this.#logged.length === 0 ? last.payload : joined([last.payload, ...this.#logged]);
    inputs.push({ ...last, payload });
    this.#logged = [];
  }

  #finish(): void {
    this.#finished = true;
    this.#finished_ms = performance.now();
    this.#core.pipeline.ticks([{ tick: this.#sent_tick + 1, observations: 0, payload: null }], true);
    this.#core.endRun('finished', 'played to its end', this.#sent_tick + 1);
    this.#setFeed('finished');
  }

  #setFeed(state: FeedState): void {
    const { name, complaints, last_complaint } = this.#show;
    const report = {
      name,
      state,
      last_message_ms: this.#timeline.last_ms,
      observations: this.#timeline.taken,
      complaints,
      last_complaint,
    };
    this.#core.setFeed(fixedStatus(report, 'played', 0));
  }
}
