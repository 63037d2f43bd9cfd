import type { Observation } from '@skyaccord/wire';
import { encodeChunk } from './chunk.ts';
import type { ConnectionKind, FeedConfig } from './config.ts';
import type { Connect, Connection } from './connections/connection.ts';
import { type Decoded, Decoder, type DecoderOptions } from './decoder.ts';
import type { Chunk, FeedHealth, FeedState } from './feed.ts';
import { Health } from './health.ts';
import { RateLimit } from './rate_limit.ts';
import type { Timers } from './timers.ts';

/** Between two polls of what is polled. */
const POLL_MS = 1_000;
/** After failures the next try waits twice as long, up to this: a feed that comes back is wanted at once. */
const FIRST_WAIT_MS = 1_000;
const MAX_WAIT_MS: Readonly<Record<ConnectionKind, number>> = {
  http: 5_000,
  tcp: 5_000,
  ogn: 30_000,
  file: 2_000,
  party_feed: 1_000,
};
/** A connection over which nothing new comes for this long is given up for a new one. */
const GIVE_UP_MS = 60_000;
const LOOK_MS = 200;
const TELL_MS = 1_000;
/** Bytes read of a feed, a second and at once, more than 10,000 aircraft take up; beyond it the sender has to wait. */
const BYTES_PER_S = 8 * 1024 * 1024;
/** What is read within this time goes on together, so that a port that sends line by line is no flood of messages. */
const GATHER_MS = 10;

/** Where a session delivers to. */
export type SessionSink = {
  /** False when the node is so far behind that the chunk was left out. */
  chunk(chunk: Chunk): boolean;
  status(status: FeedHealth): void;
};

/**
 * One feed: keeps it connected, reads it, holds it to its rate and measures how it is doing. It runs in a thread of its
 * own, so that nothing a feed sends can hold up another; time and connections are handed in.
 */
export class FeedSession {
  readonly #config: FeedConfig;
  readonly #sink: SessionSink;
  readonly #connect: Connect;
  readonly #timers: Timers;
  readonly #decoder: Decoder;
  readonly #health: Health;
  readonly #limit: RateLimit;
  readonly #cancels = new Set<() => void>();
  #connection: Connection | null = null;
  #phase: 'starting' | 'connecting' | 'open' | 'waiting' | 'stopped' = 'starting';
  #state: FeedState = 'starting';
  #why: string | null = null;
  #failures = 0;
  #attempt_ms = 0;
  #attempt = 0;
  #told_ms = Number.NEGATIVE_INFINITY;
  #budget = BYTES_PER_S;
  #filled_ms: number;
  #held = false;
  #gathered: Observation[] = [];
  #gathering = false;

  constructor(config: FeedConfig, sink: SessionSink, connect: Connect, timers: Timers) {
    this.#config = config;
    this.#sink = sink;
    this.#connect = connect;
    this.#timers = timers;
    this.#decoder = new Decoder({
      name: config.name,
      format: config.format as DecoderOptions['format'],
      party: config.trust === 'authenticated' ? config.party : null,
      repeats: config.connection === 'http',
    });
    const at_ms = timers.steady();
    this.#health = new Health(config.silence_s, config.max_rate_per_s, at_ms);
    this.#limit = new RateLimit(config.max_rate_per_s);
    this.#filled_ms = at_ms;
  }

  start(): void {
    this.#tell();
    this.#try();
    this.#look();
  }

  stop(): void {
    this.#flush();
    for (const cancel of this.#cancels) cancel();
    this.#cancels.clear();
    this.#attempt++;
    this.#connection?.close();
    this.#connection = null;
    this.#phase = 'stopped';
    this.#tell();
  }

  #try(): void {
    const attempt = ++this.#attempt;
    const mine = (work: () => void): void => {
      if (attempt === this.#attempt) work();
    };
    this.#attempt_ms = this.#timers.steady();
    if (this.#phase !== 'open') this.#phase = 'connecting';
    this.#connection = this.#connect(this.#config, {
      opened: () =>
        mine(() => {
          this.#phase = 'open';
          this.#why = null;
        }),
      bytes: (bytes) => mine(() => this.#take(bytes)),
      history: (bytes) => mine(() => void this.#decoder.push(bytes, this.#timers.wall())),
      closed: (reason) => mine(() => this.#closed(reason)),
    });
  }

  #take(bytes: Uint8Array): void {
    this.#use(this.#decoder.push(bytes, this.#timers.wall()), bytes.length);
    this.#budget -= bytes.length;
    if (this.#budget > 0 || this.#held) return;
    this.#held = true;
    this.#connection?.pause();
  }

  #use(decoded: Decoded, bytes: number): void {
    const at_ms = this.#timers.steady();
    const wall_ms = this.#timers.wall();
    const { clock } = this.#health;
    for (const { time_ms } of decoded.observations) clock.add(wall_ms - time_ms, at_ms);
    if (decoded.observations.length === 0) {
      for (const heartbeat_ms of decoded.heartbeats_ms) clock.add(wall_ms - heartbeat_ms, at_ms);
    }
    const passed = this.#limit.take(decoded.observations, at_ms);
    const { inputs, bad, complaints, fresh } = decoded;
    const shed = decoded.observations.length - passed.length;
    this.#health.take({ bytes, inputs, bad, complaints, fresh, passed: passed.length, shed }, at_ms, wall_ms);
    // Something that can be used proves that the connection is worth keeping, and worth trying again soon.
    if (fresh) this.#failures = 0;
    if (passed.length === 0) return;
    if (this.#config.correct_clock) this.#correct(passed, clock.correction_ms, wall_ms);
    for (const observation of passed) this.#gathered.push(observation);
    if (this.#gathering) return;
    this.#gathering = true;
    this.#after(GATHER_MS, () => this.#flush());
  }

  #correct(observations: readonly Observation[], by_ms: number, wall_ms: number): void {
    if (by_ms === 0) return;
    for (const observation of observations) observation.time_ms = Math.min(wall_ms, observation.time_ms + by_ms);
  }

  #flush(): void {
    this.#gathering = false;
    if (this.#gathered.length === 0) return;
    const observations = this.#gathered;
    this.#gathered = [];
    const taken = this.#sink.chunk(encodeChunk(observations));
    if (!taken) this.#health.leftOut(observations.length, this.#timers.steady());
  }

  #closed(reason: string | null): void {
    this.#connection = null;
    this.#held = false;
    this.#use(this.#decoder.end(), 0);
    let wait_ms = POLL_MS;
    if (reason === null) this.#phase = 'open';
    else {
      this.#phase = 'waiting';
      this.#why = reason;
      this.#health.complain([reason], 1, this.#timers.wall());
      const longest_ms = MAX_WAIT_MS[this.#config.connection];
      wait_ms = Math.min(longest_ms, FIRST_WAIT_MS * 2 ** Math.min(this.#failures, 8));
      this.#failures++;
      this.#tell();
    }
    this.#after(Math.max(0, wait_ms - (this.#timers.steady() - this.#attempt_ms)), () => this.#try());
  }

  #look(): void {
    const at_ms = this.#timers.steady();
    if (this.#held) this.#health.heldBack(at_ms);
    this.#budget = Math.min(BYTES_PER_S, this.#budget + ((at_ms - this.#filled_ms) / 1000) * BYTES_PER_S);
    this.#filled_ms = at_ms;
    if (this.#held && this.#budget > 0) {
      this.#held = false;
      this.#connection?.resume();
    }
    this.#giveUp(at_ms);
    const changed = this.#health.look(at_ms, this.#timers.wall(), this.#why);
    if (changed || this.#stateNow(at_ms) !== this.#state || at_ms - this.#told_ms >= TELL_MS) this.#tell();
    this.#after(LOOK_MS, () => this.#look());
  }

  /** A connection may be dead without either side having been told. */
  #giveUp(at_ms: number): void {
    const { connection, silence_s } = this.#config;
    if (connection !== 'tcp' && connection !== 'ogn') return;
    const patience_ms = Math.max(GIVE_UP_MS, 2 * silence_s * 1000);
    const waited_ms = Math.min(this.#health.silent_ms(at_ms), at_ms - this.#attempt_ms);
    if (this.#phase !== 'open' || waited_ms < patience_ms) return;
    this.#connection?.close();
    this.#attempt++;
    this.#closed(`nothing new for ${Math.floor(waited_ms / 1000)} s: connecting again`);
  }

  #stateNow(at_ms: number): FeedState {
    if (this.#phase === 'stopped') return 'stopped';
    if (this.#health.silent_ms(at_ms) > this.#config.silence_s * 1000) return 'stale';
    if (this.#phase === 'waiting') return 'backing_off';
    if (this.#phase === 'starting') return 'starting';
    if (this.#phase === 'connecting') return 'connecting';
    return this.#health.last_message_ms === null ? 'connecting' : 'live';
  }

  #tell(): void {
    const at_ms = this.#timers.steady();
    this.#told_ms = at_ms;
    this.#state = this.#stateNow(at_ms);
    const { clock, problems, samples, last_message_ms, observations, shed, complaints } = this.#health;
    this.#sink.status({
      name: this.#config.name,
      state: this.#state,
      format: this.#decoder.format,
      problems,
      ...this.#health.rates(at_ms),
      last_message_ms,
      aircraft: this.#limit.aircraft(at_ms),
      clock_offset_ms: clock.offset_ms,
      clock_spread_ms: clock.spread_ms,
      clock_correction_ms: this.#config.correct_clock ? clock.correction_ms : 0,
      observations,
      shed,
      complaints,
      last_complaint: samples.at(-1)?.text ?? null,
      samples,
    });
  }

  #after(ms: number, call: () => void): void {
    const cancel = this.#timers.after(ms, () => {
      this.#cancels.delete(cancel);
      call();
    });
    this.#cancels.add(cancel);
  }
}
