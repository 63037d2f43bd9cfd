import { type PairList, requirePairs } from './pair_list.ts';
import { PairSweep } from './pair_sweep.ts';
import { reserveMemory, type SweepMemory } from './sweep_memory.ts';
import { PARTS, PLAN, requireQuery, STRIPS, type SweepQuery, writePlan } from './sweep_plan.ts';
import {
  createControl,
  ENTRIES,
  foundBy,
  isOver,
  openRoom,
  REFUSED,
  type SharedPairs,
  type SweepRoom,
  SweepShare,
} from './sweep_room.ts';
import type { TrafficColumns } from './traffic_columns.ts';

/** What a worker is told: that a pool's room is open; of a new one, which room it is and which thread it is there. */
export type SweepTask = { readonly pool: number; readonly room?: SweepRoom; readonly thread?: number };
/** What the worker says that leaves last: the number of the question that is answered. */
export type SweepReply = number;

/** Numbers of pools and of questions: a worker can belong to several pools, and they all hear it. */
let pools = 0;
let questions = 0;

/** A started worker, as Node has them or as browsers have them. */
export type SweepThread = { postMessage(task: SweepTask): void } & (
  | { on(event: 'message' | 'error', listener: (value: SweepReply & Error) => void): unknown }
  | { addEventListener(event: 'message' | 'error', listener: (event: { data: SweepReply }) => void): void }
);

type Question = {
  readonly traffic: TrafficColumns;
  readonly count: number;
  readonly query: SweepQuery;
  readonly out: PairList;
};
type Waiting = { readonly question: Question; resolve(): void; reject(error: unknown): void };

/**
 * PairSweep on several threads at once. Threads take parts of the aircraft, then strips of the plane, one after the
 * other from counters that they share, so that one that comes late or is held up does less. Starting and ending the
 * threads is the caller's, who knows where it runs; while a question is open they must not be ended.
 */
export class SweepPool {
  readonly #threads: readonly SweepThread[];
  readonly #number: number;
  readonly #plan = new Float64Array(new SharedArrayBuffer(8 * PLAN));
  #room: SweepRoom | null = null;
  /** The calling thread's own share. */
  #own: SweepShare | null = null;
  #memory: SweepMemory | null = null;
  #pairs: SharedPairs[] = [];
  #shares: Int32Array = new Int32Array(0);
  #ticket = 0;
  #waiting: Waiting | null = null;
  #broken: Error | null = null;

  /** Threads that run sweep_worker.ts; throws a RangeError when there is none. */
  constructor(threads: readonly SweepThread[]) {
    if (threads.length === 0) throw new RangeError('threads: none given; start at least one worker');
    this.#threads = threads;
    pools += 1;
    this.#number = pools;
    for (const thread of threads) {
      if ('on' in thread) {
        thread.on('message', (reply) => this.#receive(reply));
        thread.on('error', (error) => this.#fail(error));
      } else {
        thread.addEventListener('message', ({ data }) => this.#receive(data));
        thread.addEventListener('error', () => this.#fail(new Error('a sweep worker failed')));
      }
    }
  }

  /**
   * Adds to `out` what PairSweep.detect() would, in the same order, and leaves the calling thread free meanwhile. The
   * columns lie in shared memory (createSharedColumns) and stay unchanged until the promise is kept; asking about the
   * same columns again and again is quickest. One question at a time; rejects with an Error when another is open, the
   * columns are not shared, the input is refused or a worker has failed.
   */
  async detect(traffic: TrafficColumns, count: number, query: SweepQuery, out: PairList): Promise<void> {
    this.#require(traffic, count, query);
    if (count < 2) return;
    const question = { traffic, count, query, out };
    await new Promise<void>((resolve, reject) => {
      this.#waiting = { question, resolve, reject };
      this.#ask(question, true);
    });
  }

  /**
   * The same at once: the calling thread works with the others and is held until all is done, so that a pool of one
   * worker is two threads. The quickest way where the caller has nothing else to do. Throws where detect() rejects.
   */
  detectHere(traffic: TrafficColumns, count: number, query: SweepQuery, out: PairList): void {
    this.#require(traffic, count, query);
    if (count < 2) return;
    const question = { traffic, count, query, out };
    do {
      const { control } = this.#ask(question, false);
      this.#own?.work();
      while (!isOver(control));
    } while (!this.#finish(question));
  }

  #require(traffic: TrafficColumns, count: number, query: SweepQuery): void {
    if (this.#broken !== null) throw this.#broken;
    if (this.#waiting !== null) throw new Error('a question is open; wait for its answer');
    requireQuery(traffic, count, query);
    for (const name of ['east_m', 'north_m', 'altitude_m', 'east_mps', 'north_mps', 'climb_mps'] as const) {
      if (traffic[name].buffer instanceof ArrayBuffer) {
        throw new TypeError(`${name}: is not in shared memory; use createSharedColumns`);
      }
    }
  }

  /** Opens the room and tells the workers; they answer where the caller does not look for itself. */
  #ask({ traffic, count, query }: Question, answered: boolean): SweepRoom {
    writePlan(traffic, count, query, this.#plan);
    const known = this.#room;
    const pool = this.#number;
    const room = this.#prepare(traffic, count);
    questions += 1;
    this.#ticket = questions;
    openRoom(room.control, answered ? this.#ticket : 0);
    for (const [thread, worker] of this.#threads.entries()) {
      worker.postMessage(room === known ? { pool } : { pool, room, thread });
    }
    return room;
  }

  /** The room that was used before where it will do again. */
  #prepare(traffic: TrafficColumns, count: number): SweepRoom {
    const strips = this.#plan[STRIPS] as number;
    const starts = (this.#plan[PARTS] as number) * (strips + 1);
    const memory = reserveMemory(this.#memory, starts, 2 * count, true);
    if (this.#shares.length < 3 * strips) this.#shares = new Int32Array(new SharedArrayBuffer(16 * strips));
    if (this.#pairs.length === 0) this.#pairs = this.#makePairs(1024 + (count >> 2));
    const room = this.#room;
    if (
      room !== null &&
      room.memory === memory &&
      room.shares === this.#shares &&
      room.pairs === this.#pairs &&
      isSame(room.traffic, traffic)
    ) {
      return room;
    }
    const { east_m, north_m, altitude_m, east_mps, north_mps, climb_mps } = traffic;
    this.#memory = memory;
    this.#room = {
      control: createControl(this.#threads.length + 1),
      plan: this.#plan,
      traffic: { east_m, north_m, altitude_m, east_mps, north_mps, climb_mps },
      memory,
      shares: this.#shares,
      pairs: this.#pairs,
    };
    this.#own = new SweepShare(this.#room, this.#threads.length, false);
    return this.#room;
  }

  #makePairs(capacity: number): SharedPairs[] {
    return Array.from({ length: this.#threads.length + 1 }, () => ({
      first: new Int32Array(new SharedArrayBuffer(4 * capacity)),
      second: new Int32Array(new SharedArrayBuffer(4 * capacity)),
      entry_s: new Float64Array(new SharedArrayBuffer(8 * capacity)),
      exit_s: new Float64Array(new SharedArrayBuffer(8 * capacity)),
    }));
  }

  /** Hands the pairs on; false when there was too little room, which is larger now. Throws what the input is. */
  #finish({ traffic, count, query, out }: Question): boolean {
    const { control, memory, pairs, shares } = this.#room as SweepRoom;
    if (control[REFUSED] === 1) {
      // One thread alone says what is wrong, in the order of the aircraft.
      new PairSweep().detect(traffic, count, query, out);
      return true;
    }
    const entries = control[ENTRIES] as number;
    if (entries > memory.entries.length) {
      this.#memory = reserveMemory(memory, memory.starts.length, entries, true);
      return false;
    }
    let most = 0;
    let total = 0;
    for (let thread = 0; thread < pairs.length; thread += 1) {
      most = Math.max(most, foundBy(control, thread));
      total += foundBy(control, thread);
    }
    requirePairs(total);
    if (most > (pairs[0] as SharedPairs).first.length) {
      this.#pairs = this.#makePairs(Math.ceil(1.25 * total));
      return false;
    }
    out.reserve(out.count + total);
    const { first: firsts, second: seconds, entry_s: entries_s, exit_s: exits_s } = out;
    let place = out.count;
    const strips = this.#plan[STRIPS] as number;
    for (let strip = 0; strip < strips; strip += 1) {
      const { first, second, entry_s, exit_s } = pairs[shares[3 * strip] as number] as SharedPairs;
      const from = shares[3 * strip + 1] as number;
      const end = from + (shares[3 * strip + 2] as number);
      for (let k = from; k < end; k += 1) {
        firsts[place] = first[k] as number;
        seconds[place] = second[k] as number;
        entries_s[place] = entry_s[k] as number;
        exits_s[place] = exit_s[k] as number;
        place += 1;
      }
    }
    out.count = place;
    return true;
  }

  #receive(ticket: SweepReply): void {
    const waiting = this.#waiting;
    if (waiting === null || ticket !== this.#ticket) return;
    try {
      if (!this.#finish(waiting.question)) {
        this.#ask(waiting.question, true);
        return;
      }
      this.#waiting = null;
      waiting.resolve();
    } catch (error) {
      this.#waiting = null;
      waiting.reject(error);
    }
  }

  #fail(error: Error): void {
    this.#broken = error;
    this.#waiting?.reject(error);
    this.#waiting = null;
  }
}

function isSame(a: TrafficColumns, b: TrafficColumns): boolean {
  return (
    a.east_m === b.east_m &&
    a.north_m === b.north_m &&
    a.altitude_m === b.altitude_m &&
    a.east_mps === b.east_mps &&
    a.north_mps === b.north_mps &&
    a.climb_mps === b.climb_mps
  );
}
