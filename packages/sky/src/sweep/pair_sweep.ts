import type { PairList } from './pair_list.ts';
import { reserveMemory, type SweepMemory } from './sweep_memory.ts';
import { PARTS, PLAN, refuseAircraft, requireQuery, STRIPS, type SweepQuery, writePlan } from './sweep_plan.ts';
import { SweepStages } from './sweep_stages.ts';
import type { TrafficColumns } from './traffic_columns.ts';

/**
 * All pairs in conflict among many aircraft in straight, even flight on a plane, by sweep and prune (D. Baraff,
 * "Dynamic simulation of non-penetrating rigid bodies", PhD thesis, Cornell 1992, section 3.1; M. Lin and others,
 * "I-COLLIDE", 1995) over the boxes that the flights sweep within the lookahead. The plane is cut into strips from
 * west to east; in each, boxes stand in order of their western edge, and only boxes that overlap come to the exact
 * test, cylinderInterval(). Work grows with the number of aircraft as long as their density stays.
 *
 * Buffers are kept from call to call: nothing is allocated in the steady state.
 */
export class PairSweep {
  readonly #plan = new Float64Array(PLAN);
  readonly #stages = new SweepStages(this.#plan);
  #memory: SweepMemory | null = null;

  /**
   * Adds every pair of the first `count` aircraft in conflict within the lookahead to `out`, each once, in no order
   * to rely on; the same input gives the same order. Throws a RangeError when a number is not finite (an altitude may
   * be NaN) or leads farther than 1e12 m, a minimum is not above 0 or a lookahead below 0; nothing is added then.
   */
  detect(traffic: TrafficColumns, count: number, query: SweepQuery, out: PairList): void {
    requireQuery(traffic, count, query);
    if (count < 2) return;
    writePlan(traffic, count, query, this.#plan);
    this.#survey(traffic, count);
    const strips = (this.#plan[STRIPS] as number) | 0;
    for (let strip = 0; strip < strips; strip += 1) this.#stages.sweep(strip, out);
  }

  /** Surveys and enters all parts, with more memory where they need it. */
  #survey(traffic: TrafficColumns, count: number): void {
    const stages = this.#stages;
    // Whole numbers as such: what is handed on as a fraction costs a place on the heap.
    const parts = (this.#plan[PARTS] as number) | 0;
    const starts = (parts * (((this.#plan[STRIPS] as number) | 0) + 1)) | 0;
    for (let needed = 2 * count; ; ) {
      const memory = reserveMemory(this.#memory, starts, needed, false);
      this.#memory = memory;
      stages.use(traffic, memory);
      needed = 0;
      for (let part = 0; part < parts; part += 1) {
        const entries = stages.survey(part);
        if (entries < 0) refuseAircraft(traffic, -1 - entries);
        needed += entries;
        if (needed <= memory.entries.length) stages.enter(part, needed - entries);
      }
      if (needed <= memory.entries.length) return;
    }
  }
}
