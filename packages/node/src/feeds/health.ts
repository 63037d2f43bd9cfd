import { ClockOffset } from './clock_offset.ts';
import type { FeedProblem, FeedProblemKind, FeedSample } from './feed.ts';

/** Rates are over this many seconds, noise over fewer, so that it is told of quickly. */
const RATE_S = 10;
const NOISE_S = 4;
const NOISE_LEAST = 5;
const NOISE_BEGINS = 0.2;
const NOISE_ENDS = 0.1;
/** A flood is over when nothing had to be shed or held back for this long. */
const FLOOD_OVER_MS = 5_000;
const SAMPLES = 5;
const SAMPLE_LENGTH = 200;

/** What one piece of input came to. */
export type Intake = {
  readonly bytes: number;
  /** Inputs in it, as far as can be told: lines, or aircraft of a snapshot. */
  readonly inputs: number;
  readonly bad: number;
  /** What was wrong, in words, of some of the bad ones. */
  readonly complaints: readonly string[];
  /** Whether there was anything new in it. */
  readonly fresh: boolean;
  readonly passed: number;
  readonly shed: number;
};

type Second = { bytes: number; passed: number; inputs: number; bad: number };

/**
 * How a feed is doing, second by second. All times but the samples' rise steadily (`at_ms`); `look` is called a few
 * times a second.
 */
export class Health {
  readonly clock = new ClockOffset();
  readonly #silence_ms: number;
  readonly #limit: number;
  readonly #seconds: Second[] = Array.from({ length: RATE_S + 1 }, emptySecond);
  readonly #begun_ms: number;
  #second: number;
  #fresh_ms: number;
  #excess_ms = Number.NEGATIVE_INFINITY;
  #excess_shed = 0;
  #problems: readonly FeedProblem[] = [];
  #samples: FeedSample[] = [];
  last_message_ms: number | null = null;
  observations = 0;
  shed = 0;
  complaints = 0;

  constructor(silence_s: number, max_rate_per_s: number, at_ms: number) {
    this.#silence_ms = silence_s * 1000;
    this.#limit = max_rate_per_s;
    this.#begun_ms = at_ms;
    this.#fresh_ms = at_ms;
    this.#second = Math.floor(at_ms / 1000);
  }

  get problems(): readonly FeedProblem[] {
    return this.#problems;
  }

  get samples(): readonly FeedSample[] {
    return this.#samples;
  }

  /** Since anything new came, or since the beginning. */
  silent_ms(at_ms: number): number {
    return at_ms - this.#fresh_ms;
  }

  take(intake: Intake, at_ms: number, wall_ms: number): void {
    const second = this.#now(at_ms);
    second.bytes += intake.bytes;
    second.passed += intake.passed;
    second.inputs += intake.inputs;
    second.bad += intake.bad;
    this.observations += intake.passed;
    this.shed += intake.shed;
    this.complain(intake.complaints, intake.bad, wall_ms);
    if (intake.fresh) {
      this.#fresh_ms = at_ms;
      this.last_message_ms = wall_ms;
    }
    if (intake.shed > 0) this.#exceed(intake.shed, at_ms);
  }

  /** More came in a moment than is read in one: it waits where it is. */
  heldBack(at_ms: number): void {
    this.#exceed(0, at_ms);
  }

  /** Observations counted as passed on were left out after all. */
  leftOut(count: number, at_ms: number): void {
    this.observations -= count;
    this.shed += count;
    this.#exceed(count, at_ms);
  }

  /** Adds to what could not be used; `count` may be more than the words there are. */
  complain(words: readonly string[], count: number, wall_ms: number): void {
    this.complaints += count;
    for (const text of words.slice(-SAMPLES)) this.#samples.push({ time_ms: wall_ms, text: printable(text) });
    if (this.#samples.length > SAMPLES) this.#samples = this.#samples.slice(-SAMPLES);
  }

  rates(at_ms: number): { rate_per_s: number; bytes_per_s: number } {
    this.#now(at_ms);
    const span_s = Math.max(1, Math.min(RATE_S, Math.floor((at_ms - this.#begun_ms) / 1000)));
    const { passed, bytes } = this.#sum(span_s);
    return { rate_per_s: Math.round((passed / span_s) * 10) / 10, bytes_per_s: Math.round(bytes / span_s) };
  }

  /** Looks at everything; answers whether a problem began or ended. `why`: what the connection says, or null. */
  look(at_ms: number, wall_ms: number, why: string | null): boolean {
    this.#now(at_ms);
    const found: readonly (readonly [FeedProblemKind, string | null])[] = [
      ['stalled', this.#stalled(at_ms, why)],
      ['flood', this.#flood(at_ms)],
      ['time_jump', this.clock.look(at_ms)],
      ['noise', this.#noise()],
    ];
    const before = this.#problems;
    this.#problems = found.flatMap(([problem, text]) => {
      if (text === null) return [];
      const since_ms = before.find((one) => one.problem === problem)?.since_ms ?? wall_ms;
      return [{ problem, since_ms, text }];
    });
    return before.map(({ problem }) => problem).join() !== this.#problems.map(({ problem }) => problem).join();
  }

  #stalled(at_ms: number, why: string | null): string | null {
    const silent_ms = this.silent_ms(at_ms);
    if (silent_ms <= this.#silence_ms) return null;
    const since = this.last_message_ms === null ? 'nothing has come yet' : 'nothing new has come';
    return `${since} for ${Math.floor(silent_ms / 1000)} s${why === null ? '' : `; ${why}`}`;
  }

  #flood(at_ms: number): string | null {
    if (at_ms - this.#excess_ms > FLOOD_OVER_MS) {
      this.#excess_shed = 0;
      return null;
    }
    const what =
      this.#excess_shed === 0 ? 'the rest waits with the sender' : `${this.#excess_shed} were left out so far`;
    return `it brings more than is read of it, which is ${this.#limit} observations a second; ${what}`;
  }

  #exceed(shed: number, at_ms: number): void {
    this.#excess_ms = at_ms;
    this.#excess_shed += shed;
  }

  #noise(): string | null {
    const { inputs, bad } = this.#sum(NOISE_S, true);
    const share = inputs === 0 ? 0 : bad / inputs;
    const stands = this.#problems.some(({ problem }) => problem === 'noise');
    if (bad < NOISE_LEAST || share < (stands ? NOISE_ENDS : NOISE_BEGINS)) return null;
    return `${Math.round(share * 100)} % of what came in the last ${NOISE_S} s cannot be read`;
  }

  /** The second that is running; those that have passed since are empty. */
  #now(at_ms: number): Second {
    const second = Math.floor(at_ms / 1000);
    const passed = Math.min(this.#seconds.length, second - this.#second);
    for (let k = 0; k < passed; k++) {
      this.#seconds.pop();
      this.#seconds.unshift(emptySecond());
    }
    this.#second = second;
    return this.#seconds[0]!;
  }

  /** Over whole seconds that have passed, and the running one where it is wanted. */
  #sum(span_s: number, running = false): Second {
    const sum = emptySecond();
    for (const second of this.#seconds.slice(running ? 0 : 1, span_s + 1)) {
      sum.bytes += second.bytes;
      sum.passed += second.passed;
      sum.inputs += second.inputs;
      sum.bad += second.bad;
    }
    return sum;
  }
}

function emptySecond(): Second {
  return { bytes: 0, passed: 0, inputs: 0, bad: 0 };
}

/** What came over a wire, fit for a page, a terminal and a log: one line, no control or invisible characters. */
function printable(text: string): string {
  const clean = text.slice(0, 4 * SAMPLE_LENGTH).replace(/[^\P{C} ]+/gu, ' ');
  return clean.length <= SAMPLE_LENGTH ? clean : `${clean.slice(0, SAMPLE_LENGTH - 3)}...`;
}
