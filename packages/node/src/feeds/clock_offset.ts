/** Samples looked at, of at most this age, and no more than so many of a second. */
const WINDOW_MS = 30_000;
const SAMPLES = 1_024;
const SAMPLES_PER_S = 32;
/** What counts as now, against what came before. */
const RECENT_MS = 2_000;
const LEAST_RECENT = 3;
const LEAST_BEFORE = 5;
/** A leap beyond this is told; it is over when it is back within the second bound, or has become the rule. */
const LEAP_MS = 2_000;
const BACK_MS = 1_000;
const RULE_MS = 60_000;
/** Reports from further ahead are set aside by the watch; such old ones say little of where an aircraft is. */
const FUTURE_MS = -2_000;
const PAST_MS = 30_000;
/** A correction is only made beyond this, and follows the clock in steps of at least that. */
const CORRECT_FROM_MS = 1_000;
const CORRECT_STEP_MS = 500;

/** What a feed's clock is like, as far as its reports tell. Offsets are time of receipt less time of report. */
export class ClockOffset {
  readonly #offsets = new Float64Array(SAMPLES);
  readonly #times = new Float64Array(SAMPLES).fill(Number.NEGATIVE_INFINITY);
  #next = 0;
  #second = 0;
  #seen = 0;
  #seen_before = 0;
  #leap: { readonly from_ms: number; readonly since_ms: number; back_ms: number } | null = null;
  #correction_ms = 0;
  offset_ms: number | null = null;
  spread_ms: number | null = null;

  /** What must be added to the times of reports; 0 while the clock is right within a second. */
  get correction_ms(): number {
    return this.#correction_ms;
  }

  /** `at_ms` rises steadily; the offset is by the time of day. */
  add(offset_ms: number, at_ms: number): void {
    const second = Math.floor(at_ms / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#seen_before = this.#seen;
      this.#seen = 0;
    }
    // Spread over the second by what came in the last one; a batch begins and ends with the same aircraft each time.
    if (this.#seen++ % Math.ceil(Math.max(1, this.#seen_before) / SAMPLES_PER_S) !== 0) return;
    if (this.#seen > SAMPLES) return;
    this.#offsets[this.#next] = offset_ms;
    this.#times[this.#next] = at_ms;
    this.#next = (this.#next + 1) % SAMPLES;
  }

  /** Looks at what came so far; what is wrong with the clock in words, or null. */
  look(at_ms: number): string | null {
    const window = this.#between(at_ms - WINDOW_MS, at_ms);
    this.offset_ms = window.length === 0 ? null : Math.round(quantile(window, 0.5));
    this.spread_ms = window.length === 0 ? null : Math.round(quantile(window, 0.9) - quantile(window, 0.1));
    const recent = this.#recent(at_ms);
    if (recent === null) return this.#leap === null ? null : this.#leapWords(this.#leap.from_ms, this.offset_ms);
    this.#correct(recent);
    const now_ms = quantile(recent, 0.5);
    const before = this.#between(at_ms - WINDOW_MS, at_ms - RECENT_MS);
    const before_ms = before.length < LEAST_BEFORE ? now_ms : quantile(before, 0.5);
    if (this.#leap === null && Math.abs(now_ms - before_ms) > LEAP_MS) {
      this.#leap = { from_ms: before_ms, since_ms: at_ms, back_ms: at_ms };
    }
    if (this.#leap !== null) {
      if (Math.abs(now_ms - this.#leap.from_ms) > BACK_MS) this.#leap.back_ms = at_ms;
      const over = at_ms - this.#leap.back_ms > RECENT_MS || at_ms - this.#leap.since_ms > RULE_MS;
      if (!over) return this.#leapWords(this.#leap.from_ms, now_ms);
      this.#leap = null;
    }
    if (now_ms < FUTURE_MS) return `its reports are ${seconds(-now_ms)} ahead of the node's clock`;
    return now_ms > PAST_MS ? `its reports are ${seconds(now_ms)} old when they come` : null;
  }

  #leapWords(from_ms: number, to_ms: number | null): string {
    return `its clock leapt: reports were ${seconds(from_ms)} old when they came, now ${seconds(to_ms ?? from_ms)}`;
  }

  /** The last two seconds; where little comes, the last three reports of ten. */
  #recent(at_ms: number): Float64Array | null {
    const recent = this.#between(at_ms - RECENT_MS, at_ms);
    if (recent.length >= LEAST_RECENT) return recent;
    const last: number[] = [];
    for (let back = 1; back <= LEAST_RECENT; back++) {
      const place = (this.#next - back + SAMPLES) % SAMPLES;
      if (this.#times[place]! < at_ms - 5 * RECENT_MS) return null;
      last.push(this.#offsets[place]!);
    }
    return Float64Array.from(last).sort();
  }

  /** By the reports that were least delayed: what all are late by is the clock's, the rest is the way. */
  #correct(recent: Float64Array): void {
    const least_ms = Math.round(quantile(recent, 0.05));
    const wanted_ms = Math.abs(least_ms) > CORRECT_FROM_MS ? least_ms : 0;
    if (Math.abs(wanted_ms - this.#correction_ms) >= CORRECT_STEP_MS) this.#correction_ms = wanted_ms;
  }

  /** Offsets sampled after one time and up to another, in order of size. */
  #between(after_ms: number, until_ms: number): Float64Array {
    const found = new Float64Array(SAMPLES);
    let count = 0;
    for (let place = 0; place < SAMPLES; place++) {
      const time_ms = this.#times[place]!;
      if (time_ms > after_ms && time_ms <= until_ms) found[count++] = this.#offsets[place]!;
    }
    return found.subarray(0, count).sort();
  }
}

function quantile(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
