import type { Timers } from '../src/feeds/timers.ts';

/** Time that passes only when a test lets it: what is due is called in order, at its own instant. */
export class FakeTimers implements Timers {
  readonly #due: { at_ms: number; call: () => void }[] = [];
  #steady_ms = 0;
  readonly #begin_ms: number;

  constructor(begin_ms: number = Date.UTC(2026, 0, 2, 12)) {
    this.#begin_ms = begin_ms;
  }

  wall(): number {
    return this.#begin_ms + this.#steady_ms;
  }

  steady(): number {
    return this.#steady_ms;
  }

  after(ms: number, call: () => void): () => void {
    const entry = { at_ms: this.#steady_ms + ms, call };
    this.#due.push(entry);
    return () => {
      const at = this.#due.indexOf(entry);
      if (at >= 0) this.#due.splice(at, 1);
    };
  }

  /** Lets time pass, `each` being called every 100 ms of it. */
  pass(ms: number, each: (at_ms: number) => void = () => {}): void {
    const until_ms = this.#steady_ms + ms;
    while (this.#steady_ms < until_ms) {
      const to_ms = Math.min(until_ms, this.#steady_ms + 100);
      this.#callDue(to_ms);
      this.#steady_ms = to_ms;
      each(to_ms);
    }
  }

  #callDue(to_ms: number): void {
    for (;;) {
      const next = this.#due.toSorted((x, y) => x.at_ms - y.at_ms)[0];
      if (next === undefined || next.at_ms > to_ms) return;
      this.#due.splice(this.#due.indexOf(next), 1);
      this.#steady_ms = Math.max(this.#steady_ms, next.at_ms);
      next.call();
    }
  }
}
