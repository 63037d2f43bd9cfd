import type { Observation } from '@skyaccord/wire';
import { fromBase64, type Pack, toBase64, type Unpack } from '../saved.ts';
import { ALIKE, ALIKE_SLOT, EAST, type Memory, NORTH, PRESSURE, ROUGH } from './memory.ts';
import { ALIKE_M, ALIKE_MPS, ALIKE_REPORTS, ALIKE_S, ALIKE_UP_M, FORGIVE } from './rules.ts';
import { step } from './step.ts';

/** Places remembered, a power of two: the last report in each cell of about `ALIKE_M`. */
const PLACES = 16_384;
const M_PER_DEG = 111_195;
const CELL_DEG = ALIKE_M / M_PER_DEG;

/**
 * Aircraft that report one place and one motion at heights far apart: a false signal gives all receivers in its reach
 * the same position, whatever their height.
 */
export class Alike {
  readonly #slot = new Int32Array(PLACES).fill(-1);
  readonly #time_ms = new Float64Array(PLACES);
  readonly #cell = new Float64Array(PLACES);

  /** The slot that a track has reported one place and motion with, so many times; -1 when there is none. */
  check(memory: Memory, slot: number, o: Observation): number {
    if (Number.isNaN(step.own_east_mps) || o.pressure_altitude_m === null) return -1;
    const row = Math.floor(o.latitude_deg / CELL_DEG);
    const column = Math.floor(o.longitude_deg / CELL_DEG);
    const cell = row * 4_000_000 + column;
    const at = (Math.imul(row, 0x9e3779b1) ^ Math.imul(column, 0x85ebca6b)) & (PLACES - 1);
    const other = this.#slot[at]!;
    const near = other >= 0 && this.#cell[at] === cell && o.time_ms - this.#time_ms[at]! <= ALIKE_S * 1000;
    const found = near && other !== slot && goesAlike(memory, other, o) ? count(memory, slot, other) : -1;
    if (found < 0) memory.rough[slot * ROUGH + ALIKE] = Math.max(0, memory.rough[slot * ROUGH + ALIKE]! - FORGIVE);
    this.#slot[at] = slot;
    this.#time_ms[at] = o.time_ms;
    this.#cell[at] = cell;
    return found;
  }

  closed(slot: number): void {
    for (let at = 0; at < PLACES; at++) if (this.#slot[at] === slot) this.#slot[at] = -1;
  }

  save(pack: Pack = toBase64): string {
    const used: number[] = [];
    this.#slot.forEach((slot, at) => {
      if (slot >= 0) used.push(at, slot, this.#time_ms[at]!, this.#cell[at]!);
    });
    return pack(Float64Array.from(used));
  }

  restore(saved: string, unpack: Unpack = fromBase64): void {
    const used = unpack(saved);
    for (let i = 0; i < used.length; i += 4) {
      this.#slot[used[i]!] = used[i + 1]!;
      this.#time_ms[used[i]!] = used[i + 2]!;
      this.#cell[used[i]!] = used[i + 3]!;
    }
  }
}

function goesAlike(memory: Memory, other: number, o: Observation): boolean {
  const { rough } = memory;
  const r = other * ROUGH;
  const east_mps = step.own_east_mps - rough[r + EAST]!;
  const north_mps = step.own_north_mps - rough[r + NORTH]!;
  const moving =
    step.own_east_mps * step.own_east_mps + step.own_north_mps * step.own_north_mps > ALIKE_MPS * ALIKE_MPS;
  const same = east_mps * east_mps + north_mps * north_mps <= ALIKE_MPS * ALIKE_MPS;
  return moving && same && Math.abs(o.pressure_altitude_m! - rough[r + PRESSURE]!) >= ALIKE_UP_M;
}

function count(memory: Memory, slot: number, other: number): number {
  const { rough } = memory;
  const r = slot * ROUGH;
  rough[r + ALIKE] = rough[r + ALIKE_SLOT] === other ? rough[r + ALIKE]! + 1 : 1;
  rough[r + ALIKE_SLOT] = other;
  return rough[r + ALIKE]! >= ALIKE_REPORTS ? other : -1;
}
