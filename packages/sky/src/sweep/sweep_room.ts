import type { SweepMemory } from './sweep_memory.ts';
import { PARTS, STRIPS, type SweepPlan } from './sweep_plan.ts';
import { SweepStages } from './sweep_stages.ts';
import type { TrafficColumns } from './traffic_columns.ts';

/** Pairs that a thread has found, in shared memory: what no longer fits is counted only. */
export type SharedPairs = {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly entry_s: Float64Array;
  readonly exit_s: Float64Array;
};

/** All that threads share while they sweep one sky together. */
export type SweepRoom = {
  /** Counters that threads take their work from: see below. */
  readonly control: Int32Array;
  readonly plan: SweepPlan;
  readonly traffic: TrafficColumns;
  readonly memory: SweepMemory;
  /** By strip: which thread swept it, where its pairs begin in that thread's, and how many they are. */
  readonly shares: Int32Array;
  /** By thread. */
  readonly pairs: readonly SharedPairs[];
};

/** Each counter has a line of the cache for itself, so that threads do not wait for those of others. */
const LINE = 16;
/** Whether the room is open, in one bit, and how many threads are in it. */
const INSIDE = 0 * LINE;
const NEXT_PART = 1 * LINE;
const PARTS_DONE = 2 * LINE;
export const ENTRIES = 3 * LINE;
const NEXT_STRIP = 4 * LINE;
/** 1 when an aircraft has a number that is not to be swept. */
export const REFUSED = 5 * LINE;
/** The question's number; 0 where no answer is wanted. */
const TICKET = 6 * LINE;
/** By thread: how many pairs it has found. */
const FOUND = 7 * LINE;

const OPEN = 1 << 30;
/** So often a thread looks whether the others have entered their parts before it sleeps. */
const LOOKS = 20_000;
const NAP_MS = 1;

export function createControl(threads: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(4 * (FOUND + threads * LINE)));
}

export function foundBy(control: Int32Array, thread: number): number {
  return control[FOUND + thread * LINE] as number;
}

/** Opens an empty room for a sweep that the plan describes; ticket 0 wants no answer. */
export function openRoom(control: Int32Array, ticket: number): void {
  control.fill(0);
  control[TICKET] = ticket;
  Atomics.store(control, INSIDE, OPEN);
}

/** Whether nobody is in the room and nobody comes any more. */
export function isOver(control: Int32Array): boolean {
  return Atomics.load(control, INSIDE) === 0;
}

/** What one thread does in a room. */
export class SweepShare {
  readonly #room: SweepRoom;
  readonly #thread: number;
  readonly #mayWait: boolean;
  readonly #stages: SweepStages;
  readonly #found: BoundedPairs;

  /** A thread that may not wait, as the one of a browser's page, looks on instead. */
  constructor(room: SweepRoom, thread: number, mayWait: boolean) {
    this.#room = room;
    this.#thread = thread;
    this.#mayWait = mayWait;
    this.#stages = new SweepStages(room.plan);
    this.#stages.use(room.traffic, room.memory);
    this.#found = new BoundedPairs(room.pairs[thread] as SharedPairs);
  }

  /**
   * Takes parts and strips until none is left. The thread that leaves last, when all is done, gets the question's
   * number, which can be a later one than it was told; others get 0, and so does who finds the room closed.
   */
  work(): number {
    const { control } = this.#room;
    for (;;) {
      const inside = Atomics.load(control, INSIDE);
      if ((inside & OPEN) === 0) return 0;
      if (Atomics.compareExchange(control, INSIDE, inside, inside + 1) === inside) break;
    }
    const ticket = control[TICKET] as number;
    this.#found.count = 0;
    try {
      this.#enterParts();
      if (this.#mayGoOn()) this.#sweepStrips();
    } catch {
      // Memory for one strip is all that can be wanting; the caller meets the same by itself and says so.
      Atomics.store(control, REFUSED, 1);
    }
    Atomics.store(control, FOUND + this.#thread * LINE, this.#found.count);
    Atomics.and(control, INSIDE, ~OPEN);
    return Atomics.sub(control, INSIDE, 1) === 1 ? ticket : 0;
  }

  #enterParts(): void {
    const { control, plan, memory } = this.#room;
    const parts = plan[PARTS] as number;
    for (;;) {
      const part = Atomics.add(control, NEXT_PART, 1);
      if (part >= parts) return;
      const entries = this.#stages.survey(part);
      const base = Atomics.add(control, ENTRIES, Math.max(0, entries));
      if (entries < 0) Atomics.store(control, REFUSED, 1);
      else if (base + entries <= memory.entries.length) this.#stages.enter(part, base);
      Atomics.add(control, PARTS_DONE, 1);
      Atomics.notify(control, PARTS_DONE);
    }
  }

  /** Waits until all parts are entered; whether they are, and have room. */
  #mayGoOn(): boolean {
    const { control, plan, memory } = this.#room;
    const parts = plan[PARTS] as number;
    for (let looks = 0; ; looks += 1) {
      const done = Atomics.load(control, PARTS_DONE);
      if (done === parts) break;
      if (this.#mayWait && looks > LOOKS) Atomics.wait(control, PARTS_DONE, done, NAP_MS);
    }
    const entries = Atomics.load(control, ENTRIES);
    return Atomics.load(control, REFUSED) === 0 && entries <= memory.entries.length;
  }

  #sweepStrips(): void {
    const { control, plan, shares } = this.#room;
    const strips = plan[STRIPS] as number;
    const found = this.#found;
    for (;;) {
      const strip = Atomics.add(control, NEXT_STRIP, 1);
      if (strip >= strips) return;
      shares[3 * strip] = this.#thread;
      shares[3 * strip + 1] = found.count;
      this.#stages.sweep(strip, found);
      shares[3 * strip + 2] = found.count - (shares[3 * strip + 1] as number);
    }
  }
}

class BoundedPairs {
  count = 0;
  readonly #pairs: SharedPairs;

  constructor(pairs: SharedPairs) {
    this.#pairs = pairs;
  }

  pushInterval(first: number, second: number, interval_s: Float64Array): void {
    const { count } = this;
    const pairs = this.#pairs;
    if (count < pairs.first.length) {
      pairs.first[count] = first;
      pairs.second[count] = second;
      pairs.entry_s[count] = interval_s[0] as number;
      pairs.exit_s[count] = interval_s[1] as number;
    }
    this.count = count + 1;
  }
}
