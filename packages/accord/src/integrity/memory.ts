import { fromBase64, type Pack, toBase64, type Unpack } from '../saved.ts';

/**
 * What the checks remember of each track, a row each of two arrays: `exact` for times and places, `rough` (single
 * precision) for what is only compared. NaN is not known; counts begin at 0.
 */
export class Memory {
  exact = new Float64Array(0);
  rough = new Float32Array(0);
  /** Room for what a slot is saved as; `pack` takes a copy. */
  readonly #saved = new Float64Array(EXACT + ROUGH);

  grow(capacity: number): void {
    const exact = new Float64Array(capacity * EXACT);
    exact.set(this.exact);
    this.exact = exact;
    const rough = new Float32Array(capacity * ROUGH);
    rough.set(this.rough);
    this.rough = rough;
  }

  clear(slot: number): void {
    this.exact.fill(Number.NaN, slot * EXACT, (slot + 1) * EXACT);
    this.rough.fill(0, slot * ROUGH, (slot + 1) * ROUGH);
    const r = slot * ROUGH;
    for (const unknown of [EAST, NORTH, PRESSURE, GEOMETRIC, ACCURACY, DATUM]) this.rough[r + unknown] = Number.NaN;
  }

  save(slot: number, pack: Pack = toBase64): string {
    const { exact, rough } = this;
    const row = this.#saved;
    for (let i = 0; i < EXACT; i++) row[i] = exact[slot * EXACT + i]!;
    for (let i = 0; i < ROUGH; i++) row[EXACT + i] = rough[slot * ROUGH + i]!;
    return pack(row);
  }

  restore(slot: number, saved: string, unpack: Unpack = fromBase64): void {
    const row = unpack(saved);
    this.exact.set(row.subarray(0, EXACT), slot * EXACT);
    this.rough.set(row.subarray(EXACT), slot * ROUGH);
  }
}

/** Columns of `exact`: the last report, and when things began. */
export const TIME_MS = 0;
export const LATITUDE = 1;
export const LONGITUDE = 2;
export const HEIGHT_MS = 3;
export const PATH_MS = 4;
export const STOOD_MS = 5;
export const JUMP_MS = 6;
export const ALOFT_MS = 7;
export const SHIFT_MS = 8;
export const MATCH_LATITUDE = 9;
export const MATCH_LONGITUDE = 10;
export const EXACT = 11;

/** Columns of `rough`. The last report: */
export const EAST = 0;
export const NORTH = 1;
export const PRESSURE = 2;
export const GEOMETRIC = 3;
export const ACCURACY = 4;
/** The path since `PATH_MS`: flown by positions, by velocity, what they may differ by, paths in a row that disagree. */
export const PATH_EAST = 5;
export const PATH_NORTH = 6;
export const SAID_EAST = 7;
export const SAID_NORTH = 8;
export const PATH_ERROR = 9;
export const PATH_LENGTH = 10;
export const BAD_PATHS = 11;
/** Since `STOOD_MS`: by positions, by velocity. */
export const STOOD_EAST = 12;
export const STOOD_NORTH = 13;
export const STOOD_SAID_EAST = 14;
export const STOOD_SAID_NORTH = 15;
/** Clocks. */
export const REPEATED = 16;
export const RESTAMPED = 17;
export const TIMING = 18;
export const SIDEWAYS = 19;
export const TIMED = 20;
export const LATENESS = 21;
export const BEHIND = 22;
/** Heights. */
export const LEAPT = 23;
export const DATUM = 24;
export const DATUM_OFF = 25;
/** Scatter at rest and in flight; the last step by positions, and how long it took. */
export const RESTLESS = 26;
export const BENT = 27;
export const STEP_EAST = 28;
export const STEP_NORTH = 29;
export const STEP_S = 30;
/** Positions out of reach, in a row. */
export const JUMPED = 31;
/** The best accuracy stated lately, and reports since it collapsed. */
export const FIX = 32;
export const FIX_LOST = 33;
/** Reports that repeat earlier ones. */
export const MATCHED = 34;
/** Reports of one place and motion with another track, and which one. */
export const ALIKE = 35;
export const ALIKE_SLOT = 36;
export const ROUGH = 37;
