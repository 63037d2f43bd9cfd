import { insideCylinder } from '../span.ts';
import { ENTRY, FLIGHT, reserveMemory, type SweepMemory } from './sweep_memory.ts';
import {
  COUNT,
  FINE,
  FINE_BITS,
  FINEST_M,
  LATERAL_M,
  LOOKAHEAD_S,
  PARTS,
  PER_FINE,
  PER_STEP,
  REACH_M,
  STEPS,
  STRIPS,
  type SweepPlan,
  VERTICAL_M,
  X0,
  Y0,
} from './sweep_plan.ts';
import type { TrafficColumns } from './traffic_columns.ts';

/** Boxes grow by this, more than rounding within REACH_M comes to, m. */
const ROUNDING_M = 0.001;
/** Steps of height in a vertical minimum. */
const LAYERS = 32;
const LAYER_BITS = 20;
const LAST_LAYER = (1 << LAYER_BITS) - 1;

/**
 * What a box spans across the strip (8 bits), in height (20 bits), and whether the strip is its lowest (1 bit) stand
 * in one number of 32 bits, with a bit of guard above each: upper edges in one, lower edges in another. One
 * difference compares all three: a guard that is gone is a span that does not overlap.
 */
const HEIGHT_SHIFT = 2;
const ACROSS_SHIFT = HEIGHT_SHIFT + LAYER_BITS + 1;
const GUARDS = (1 << 1) | (1 << (HEIGHT_SHIFT + LAYER_BITS)) | (1 << (ACROSS_SHIFT + FINE_BITS));

/** Squared relative speeds up to this are left to the exact test. */
const AT_REST = 1e-12;
/** Room for candidates beyond those of one box. */
const BATCH = 2048;

const NONE = new Float64Array(0);
const NOBODY: TrafficColumns = {
  east_m: NONE,
  north_m: NONE,
  altitude_m: NONE,
  east_mps: NONE,
  north_mps: NONE,
  climb_mps: NONE,
};
const NOTHING: SweepMemory = reserveMemory(null, 0, 0, false);

/** Where pairs in conflict go. */
type PairSink = { pushInterval(first: number, second: number, interval_s: Float64Array): void };

/**
 * The stages of a sweep over one memory: first every part of the aircraft is surveyed and entered, then every strip
 * swept. Parts need nothing from each other, nor do strips, so threads may divide them as they like.
 */
export class SweepStages {
  readonly #plan: SweepPlan;
  #traffic: TrafficColumns = NOBODY;
  #memory: SweepMemory = NOTHING;
  /** Of one strip: where the boxes of the next step begin; the boxes in order of their western edge. */
  #step = new Int32Array(0);
  #east = new Int32Array(0);
  #upper = new Int32Array(0);
  #lower = new Int32Array(0);
  #aircraft = new Int32Array(0);
  #flights = new Float64Array(0);
  /** Sorted boxes that overlap, two by two. */
  #candidates = new Int32Array(0);
  /** One pair as insideCylinder() is asked, and its answer. */
  readonly #pair = new Float64Array(9);
  readonly #interval = new Float64Array(2);

  constructor(plan: SweepPlan) {
    this.#plan = plan;
  }

  /** Whom the plan is about, and where to work; before the first stage. */
  use(traffic: TrafficColumns, memory: SweepMemory): void {
    this.#traffic = traffic;
    this.#memory = memory;
  }

  /**
   * Counts how many boxes of a part of the aircraft reach into each strip; returns how many entries that makes in all,
   * or -1 - i when aircraft i has a number that is not finite or leads too far.
   */
  survey(part: number): number {
    const plan = this.#plan;
    const { north_m, north_mps } = this.#traffic;
    const { starts } = this.#memory;
    const y0 = plan[Y0] as number;
    const perFine = plan[PER_FINE] as number;
    const lookahead_s = plan[LOOKAHEAD_S] as number;
    const strips = plan[STRIPS] as number;
    const lastFine = strips * FINE - 1;
    const around_m = (plan[LATERAL_M] as number) / 2 + ROUNDING_M;
    const first = part * (strips + 1);
    const end = this.#end(part);
    starts.fill(0, first, first + strips + 1);
    let total = 0;
    for (let i = this.#end(part - 1); i < end; i += 1) {
      const y = north_m[i] as number;
      const alongY = (north_mps[i] as number) * lookahead_s;
      if (!(Math.abs(y) + Math.abs(alongY) <= REACH_M)) return -1 - i;
      const middleY = y + alongY / 2 - y0;
      const halfY = Math.abs(alongY) / 2 + around_m;
      // Counts are differences as yet: a box reaches from its lowest strip up to before the one above its highest.
      const lowest = first + (whole((middleY - halfY) * perFine, lastFine) >> FINE_BITS);
      const above = first + (whole((middleY + halfY) * perFine, lastFine) >> FINE_BITS) + 1;
      starts[lowest] = (starts[lowest] as number) + 1;
      starts[above] = (starts[above] as number) - 1;
      total += above - lowest;
    }
    return total;
  }

  /**
   * Writes the boxes and flights of a surveyed part into their strips, from entry `base` on; returns 0, or -1 - i as
   * survey() does.
   */
  enter(part: number, base: number): number {
    const plan = this.#plan;
    const { east_m, north_m, altitude_m, east_mps, north_mps, climb_mps } = this.#traffic;
    const { starts, entries, flights } = this.#memory;
    const x0 = plan[X0] as number;
    const y0 = plan[Y0] as number;
    const perStep = plan[PER_STEP] as number;
    const perFine = plan[PER_FINE] as number;
    const perLayer = LAYERS / Math.max(FINEST_M, plan[VERTICAL_M] as number);
    const lookahead_s = plan[LOOKAHEAD_S] as number;
    const strips = plan[STRIPS] as number;
    const lastStep = (plan[STEPS] as number) - 1;
    const lastFine = strips * FINE - 1;
    const around_m = (plan[LATERAL_M] as number) / 2 + ROUNDING_M;
    const above_m = (plan[VERTICAL_M] as number) / 2 + ROUNDING_M;
    const first = part * (strips + 1);
    this.#startEntries(first, strips, base);
    const end = this.#end(part);
    for (let i = this.#end(part - 1); i < end; i += 1) {
      const x = east_m[i] as number;
      const y = north_m[i] as number;
      const z = altitude_m[i] as number;
      const vx = east_mps[i] as number;
      const vy = north_mps[i] as number;
      const vz = climb_mps[i] as number;
      const alongX = vx * lookahead_s;
      const alongY = vy * lookahead_s;
      const alongZ = vz * lookahead_s;
      const known = !Number.isNaN(z);
      const reach_m = Math.abs(x) + Math.abs(alongX) + Math.abs(alongZ) + (known ? Math.abs(z) : 0);
      if (!(reach_m <= REACH_M)) return -1 - i;
      // Half of the way to either side of its middle: no branch on a sign, which is anybody's guess.
      const middleX = x + alongX / 2 - x0;
      const middleY = y + alongY / 2 - y0;
      const middleZ = (z + alongZ / 2) * perLayer + (LAST_LAYER >> 1);
      const halfX = Math.abs(alongX) / 2 + around_m;
      const halfY = Math.abs(alongY) / 2 + around_m;
      const halfZ = (Math.abs(alongZ) / 2 + above_m) * perLayer;
      const west = whole((middleX - halfX) * perStep, lastStep);
      const east = whole((middleX + halfX) * perStep, lastStep);
      const south = whole((middleY - halfY) * perFine, lastFine);
      const north = whole((middleY + halfY) * perFine, lastFine);
      const low = known ? whole(middleZ - halfZ, LAST_LAYER) << HEIGHT_SHIFT : 0;
      const high = (known ? whole(middleZ + halfZ, LAST_LAYER) : LAST_LAYER) << HEIGHT_SHIFT;
      const lowest = south >> FINE_BITS;
      const highest = north >> FINE_BITS;
      for (let k = lowest; k <= highest; k += 1) {
        const place = starts[first + k] as number;
        starts[first + k] = place + 1;
        const from = k === lowest ? south & (FINE - 1) : 0;
        const to = k === highest ? north & (FINE - 1) : FINE - 1;
        const entry = place * ENTRY;
        entries[entry] = west;
        entries[entry + 1] = east;
        entries[entry + 2] = GUARDS | (to << ACROSS_SHIFT) | high | (k === lowest ? 1 : 0);
        entries[entry + 3] = (from << ACROSS_SHIFT) | low | (k === lowest ? 0 : 1);
        entries[entry + 4] = i;
        const flight = place * FLIGHT;
        flights[flight] = x;
        flights[flight + 1] = y;
        flights[flight + 2] = z;
        flights[flight + 3] = vx;
        flights[flight + 4] = vy;
        flights[flight + 5] = vz;
      }
    }
    // Writing has moved every start to the start of the next.
    starts.copyWithin(first + 1, first, first + strips);
    starts[first] = base;
    return 0;
  }

  /** Makes the starts of the strips' entries of their counts. */
  #startEntries(first: number, strips: number, base: number): void {
    const { starts } = this.#memory;
    let sum = base;
    let here = 0;
    for (let k = first; k < first + strips; k += 1) {
      here += starts[k] as number;
      starts[k] = sum;
      sum += here;
    }
  }

  /** The aircraft after the last of a part. */
  #end(part: number): number {
    return Math.floor(((part + 1) * (this.#plan[COUNT] as number)) / (this.#plan[PARTS] as number));
  }

  /** Adds the pairs in conflict whose boxes have this strip as the lowest that both reach. */
  sweep(strip: number, out: PairSink): void {
    const size = this.#sort(strip);
    const step = this.#step;
    const east = this.#east;
    const upper = this.#upper;
    const lower = this.#lower;
    const candidates = this.#candidates;
    let found = 0;
    for (let a = 0; a < size; a += 1) {
      const end = step[east[a] as number] as number;
      const above = upper[a] as number;
      const below = lower[a] as number;
      for (let b = a + 1; b < end; b += 1) {
        // Written first and kept if it overlaps: no branch to be guessed.
        candidates[found] = a;
        candidates[found + 1] = b;
        const gone = ((above - (lower[b] as number)) & ((upper[b] as number) - below) & GUARDS) ^ GUARDS;
        found += 2 + 2 * ((gone | -gone) >> 31);
      }
      if (found >= BATCH) {
        this.#test(found, out);
        found = 0;
      }
    }
    this.#test(found, out);
  }

  /** Brings the boxes of a strip into order by their western edge, by counting; returns how many there are. */
  #sort(strip: number): number {
    const plan = this.#plan;
    const { starts, entries, flights } = this.#memory;
    const row = (plan[STRIPS] as number) + 1;
    const rows = (plan[PARTS] as number) * row;
    const steps = plan[STEPS] as number;
    if (this.#step.length < steps + 1) this.#step = new Int32Array(2 * steps + 1);
    const step = this.#step;
    step.fill(0, 0, steps + 1);
    let size = 0;
    for (let k = strip; k < rows; k += row) {
      const end = starts[k + 1] as number;
      size += end - (starts[k] as number);
      for (let e = starts[k] as number; e < end; e += 1) {
        const after = (entries[e * ENTRY] as number) + 1;
        step[after] = (step[after] as number) + 1;
      }
    }
    for (let k = 1; k < steps; k += 1) step[k] = (step[k] as number) + (step[k - 1] as number);
    if (this.#aircraft.length < size) this.#grow(Math.ceil(1.25 * size));
    const east = this.#east;
    const upper = this.#upper;
    const lower = this.#lower;
    const aircraft = this.#aircraft;
    const sorted = this.#flights;
    for (let k = strip; k < rows; k += row) {
      const end = starts[k + 1] as number;
      for (let e = starts[k] as number; e < end; e += 1) {
        const entry = e * ENTRY;
        const west = entries[entry] as number;
        const place = step[west] as number;
        step[west] = place + 1;
        east[place] = entries[entry + 1] as number;
        upper[place] = entries[entry + 2] as number;
        lower[place] = entries[entry + 3] as number;
        aircraft[place] = entries[entry + 4] as number;
        const flight = e * FLIGHT;
        const to = place * FLIGHT;
        sorted[to] = flights[flight] as number;
        sorted[to + 1] = flights[flight + 1] as number;
        sorted[to + 2] = flights[flight + 2] as number;
        sorted[to + 3] = flights[flight + 3] as number;
        sorted[to + 4] = flights[flight + 4] as number;
        sorted[to + 5] = flights[flight + 5] as number;
      }
    }
    return size;
  }

  #grow(size: number): void {
    this.#east = new Int32Array(size);
    this.#upper = new Int32Array(size);
    this.#lower = new Int32Array(size);
    this.#aircraft = new Int32Array(size);
    this.#flights = new Float64Array(size * FLIGHT);
    // One more for the candidate that is written and not kept.
    this.#candidates = new Int32Array(2 * size + BATCH + 2);
  }

  #test(found: number, out: PairSink): void {
    const candidates = this.#candidates;
    const flights = this.#flights;
    const aircraft = this.#aircraft;
    const plan = this.#plan;
    const lateral_m = plan[LATERAL_M] as number;
    const lateral2 = lateral_m * lateral_m;
    const pair = this.#pair;
    pair[6] = lateral_m;
    pair[7] = plan[VERTICAL_M] as number;
    pair[8] = plan[LOOKAHEAD_S] as number;
    const interval = this.#interval;
    for (let k = 0; k < found; k += 2) {
      const one = candidates[k] as number;
      const two = candidates[k + 1] as number;
      const a = one * FLIGHT;
      const b = two * FLIGHT;
      const sx = (flights[b] as number) - (flights[a] as number);
      const sy = (flights[b + 1] as number) - (flights[a + 1] as number);
      const vx = (flights[b + 3] as number) - (flights[a + 3] as number);
      const vy = (flights[b + 4] as number) - (flights[a + 4] as number);
      // Most pairs pass each other too far out.
      const cross = sx * vy - sy * vx;
      const vv = vx * vx + vy * vy;
      if (vv > AT_REST && cross * cross >= lateral2 * vv) continue;
      pair[0] = sx;
      pair[1] = sy;
      pair[2] = (flights[b + 2] as number) - (flights[a + 2] as number);
      pair[3] = vx;
      pair[4] = vy;
      pair[5] = (flights[b + 5] as number) - (flights[a + 5] as number);
      if (insideCylinder(pair, interval)) {
        const i = aircraft[one] as number;
        const j = aircraft[two] as number;
        out.pushInterval(Math.min(i, j), Math.max(i, j), interval);
      }
    }
  }
}

/** A whole number from 0 to `last`. */
function whole(value: number, last: number): number {
  return Math.min(last, Math.max(0, value)) | 0;
}
