import type { Observation } from '@skyaccord/wire';
import type { LinkedAdvice } from '../advice/linked.ts';
import type { LinkedAlert } from '../alerts/heard.ts';
import type { LogEntry } from '../judged.ts';
import { TICK_MS } from '../ordering.ts';
import type { Outcome } from '../outcome.ts';
import { MemorandumWatch, type WatchOptions } from './memorandum_watch.ts';
import { Tracking, type TrackNews } from './tracking.ts';

/** Told before each piece of work whose it is: null for the tracks that all share, else the index of a memorandum. */
export type Turn = (of: number | null) => void;

/**
 * One sky under one memorandum or several: observations are taken in once, and each memorandum makes of the tracks what
 * it would make of them alone, bit for bit. It reads no clock and does no I/O.
 */
export class JointWatch {
  readonly tracking: Tracking;
  readonly watches: readonly MemorandumWatch[];
  readonly #turn: Turn;
  #said: Outcome[][];
  #tick: number;

  /** @param watches over this tracking, which was made for their memoranda in this order */
  constructor(tracking: Tracking, watches: readonly MemorandumWatch[], turn: Turn = () => {}, tick = -1) {
    this.tracking = tracking;
    this.watches = watches;
    this.#turn = turn;
    this.#said = watches.map(() => []);
    this.#tick = tick;
  }

  static over(options: readonly WatchOptions[], turn?: Turn): JointWatch {
    const tracking = new Tracking(options.map((one) => one.memorandum));
    const watches = options.map((one) => new MemorandumWatch(one, tracking));
    return new JointWatch(tracking, watches, turn);
  }

  /** The last tick stepped; -1 before the first. */
  get tick(): number {
    return this.#tick;
  }

  /**
   * Runs the quiet ticks that are due before `tick`, then `tick` itself with its observations, in any order. Returns
   * what is said under each memorandum, in order.
   *
   * @param heard what other nodes advise and alert on, over live links, as it came in this tick
   * @param logged entries of the log of calls, as they came in this tick
   * @throws RangeError when `tick` does not rise: time that has been judged is not judged again
   */
  advance(
    tick: number,
    observations: readonly Observation[],
    heard: readonly (LinkedAdvice | LinkedAlert)[] = [],
    logged: readonly LogEntry[] = [],
  ): Outcome[][] {
    if (!Number.isSafeInteger(tick) || tick <= this.#tick) {
      throw new RangeError(`tick is ${tick}, but must be a whole number above ${this.#tick}, the last one stepped`);
    }
    for (let due = this.nextDue(); due !== null && due < tick; due = this.nextDue()) this.#step(due, [], false);
    const due = this.nextDue();
    for (const one of heard) for (const watch of this.watches) watch.hear(one, tick * TICK_MS);
    if (logged.length > 0) this.#each((watch, said) => watch.log(logged, tick, said));
    const input = observations.length > 0 || heard.length > 0 || logged.length > 0;
    if (input || due === tick) this.#step(tick, observations, input);
    this.#tick = tick;
    return this.#take();
  }

  /** The first tick after the last one at which something is due without input; null when nothing will ever be. */
  nextDue(): number | null {
    let due = this.tracking.due_tick;
    for (const watch of this.watches) due = Math.min(due, watch.due_tick);
    return due === Infinity ? null : Math.max(due, this.#tick + 1);
  }

  /** The recording or run is over: every pass ends and every track is dropped. Nothing is left then. */
  finish(): Outcome[][] {
    const tick = this.#tick + 1;
    const now_ms = tick * TICK_MS;
    this.#each((watch, said) => watch.finish(tick, now_ms, said));
    for (const slot of this.tracking.table.slotsInOrder()) this.#drop(slot, tick, now_ms, 'run_over');
    this.#tick = tick;
    this.tracking.finish();
    return this.#take();
  }

  #step(tick: number, observations: readonly Observation[], input: boolean): void {
    this.#turn(null);
    // Where nothing came and only one memorandum has something due, the others are left alone, as they would be alone.
    const all = input || this.tracking.due_tick <= tick;
    const news = this.tracking.step(tick, observations);
    this.#each((watch, said, renamed) => {
      if (all || watch.due_tick <= tick) watch.step(news, renamed, said);
    });
    this.#dropSilent(news);
    this.#tick = tick;
  }

  #dropSilent({ tick, now_ms }: TrackNews): void {
    for (const slot of this.tracking.silent(now_ms)) this.#drop(slot, tick, now_ms, 'silent');
  }

  #drop(slot: number, tick: number, now_ms: number, reason: 'silent' | 'run_over'): void {
    this.#each((watch, said) => watch.dropping(slot, tick, now_ms, said));
    this.#turn(null);
    const left = this.tracking.leave(slot, tick, now_ms);
    this.#each((watch, _, renamed) => watch.applyRules(renamed));
    this.#turn(null);
    this.tracking.close(slot, tick, reason, left);
    this.#each((watch) => {
      for (const other of left) if (other !== slot) watch.place(other);
    });
  }

  /** Each memorandum in turn, after what was said of the tracks meanwhile, with the names that are its own. */
  #each(call: (watch: MemorandumWatch, said: Outcome[], renamed: ReadonlySet<number>) => void): void {
    const { namings, table } = this.tracking;
    for (let i = 0; i < this.watches.length; i++) {
      this.#turn(i);
      const index = namings.indexOf[i]!;
      const { outcomes, renamed } = namings.all[index]!;
      const said = this.#said[i]!;
      for (const outcome of outcomes) said.push(outcome);
      namings.show(table, index);
      call(this.watches[i]!, said, renamed);
    }
    namings.taken();
  }

  #take(): Outcome[][] {
    const said = this.#said;
    this.#said = this.watches.map(() => []);
    return said;
  }
}
