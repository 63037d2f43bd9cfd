import { insideCylinder } from '../span.ts';
import { reserveMemory, type SweepMemory } from './sweep_memory.ts';
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

/** Numbers of a flight: position, velocity. */
const FLIGHT = 6;

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
  /** Of the part surveyed last: the first strip of each box, and the one after its last. */
  #spans = new Int32Array(0);
  /** Of one strip, by entry: flights, FLIGHT numbers each, aircraft, and the steps of western edges. */
  #flights = new Float64Array(0);
  #aircraft = new Int32Array(0);
  #west = new Int32Array(0);
  /** Where the boxes of the next step begin, and the boxes in order of their western edge. */
  #step = new Int32Array(0);
  #east = new Int32Array(0);
  #upper = new Int32Array(0);
  #lower = new Int32Array(0);
  #flightOf = new Int32Array(0);
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
    const { east_m, north_m, altitude_m, east_mps, north_mps, climb_mps } = this.#traffic;
    const { starts } = this.#memory;
    const y0 = plan[Y0] as number;
    const perFine = plan[PER_FINE] as number;
    const lookahead_s = plan[LOOKAHEAD_S] as number;
    const strips = plan[STRIPS] as number;
    const lastFine = strips * FINE - 1;
    const around_m = (plan[LATERAL_M] as number) / 2 + ROUNDING_M;
    const first = part * (strips + 1);
    const begin = this.#end(part - 1);
    const end = this.#end(part);
    if (this.#spans.length < 2 * (end - begin)) this.#spans = new Int32Array(4 * (end - begin));
    const spans = this.#spans;
    starts.fill(0, first, first + strips + 1);
    let total = 0;
    for (let i = begin; i < end; i += 1) {
      const y = north_m[i] as number;
      const z = altitude_m[i] as number;
      const alongX = Math.abs(east_mps[i] as number) * lookahead_s;
      const alongY = (north_mps[i] as number) * lookahead_s;
      const alongZ = Math.abs(climb_mps[i] as number) * lookahead_s;
      const height = Number.isNaN(z) ? 0 : Math.abs(z);
      if (!(Math.abs(east_m[i] as number) + alongX + alongZ + height <= REACH_M)) return -1 - i;
      if (!(Math.abs(y) + Math.abs(alongY) <= REACH_M)) return -1 - i;
      const middleY = y + alongY / 2 - y0;
      const halfY = Math.abs(alongY) / 2 + around_m;
      // Counts are differences as yet: a box reaches from its lowest strip up to before the one above its highest.
      const lowest = first + (whole((middleY - halfY) * perFine, lastFine) >> FINE_BITS);
      const above = first + (whole((middleY + halfY) * perFine, lastFine) >> FINE_BITS) + 1;
      const span = 2 * (i - begin);
      spans[span] = lowest;
      spans[span + 1] = above;
      starts[lowest] = (starts[lowest] as number) + 1;
      starts[above] = (starts[above] as number) - 1;
      total += above - lowest;
    }
    return total;
  }

  /** Enters the part that was surveyed last in its strips, from entry `base` on. */
  enter(part: number, base: number): void {
    const { starts, entries } = this.#memory;
    const strips = this.#plan[STRIPS] as number;
    const first = part * (strips + 1);
    this.#startEntries(first, strips, base);
    const spans = this.#spans;
    const begin = this.#end(part - 1);
    const end = this.#end(part);
    for (let i = begin; i < end; i += 1) {
      const above = spans[2 * (i - begin) + 1] as number;
      for (let k = spans[2 * (i - begin)] as number; k < above; k += 1) {
        const place = starts[k] as number;
        starts[k] = place + 1;
        entries[place] = i;
      }
    }
    // Writing has moved every start to the start of the next.
    starts.copyWithin(first + 1, first, first + strips);
    starts[first] = base;
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
    const size = this.#collect(strip);
    const steps = this.#plan[STEPS] as number;
    if (this.#step.length < steps + 1) this.#step = new Int32Array(2 * steps + 1);
    const step = this.#step;
    const west = this.#west;
    step.fill(0, 0, steps + 1);
    for (let k = 0; k < size; k += 1) {
      const after = (west[k] as number) + 1;
      step[after] = (step[after] as number) + 1;
    }
    for (let k = 1; k < steps; k += 1) step[k] = (step[k] as number) + (step[k - 1] as number);
    this.#box(strip, size);
    return size;
  }

  /** Copies the flights of a strip side by side, and finds the steps of their western edges; returns their number. */
  #collect(strip: number): number {
    const plan = this.#plan;
    const { east_m, north_m, altitude_m, east_mps, north_mps, climb_mps } = this.#traffic;
    const { starts, entries } = this.#memory;
    const x0 = plan[X0] as number;
    const perStep = plan[PER_STEP] as number;
    const lookahead_s = plan[LOOKAHEAD_S] as number;
    const lastStep = (plan[STEPS] as number) - 1;
    const around_m = (plan[LATERAL_M] as number) / 2 + ROUNDING_M;
    const row = (plan[STRIPS] as number) + 1;
    const rows = (plan[PARTS] as number) * row;
    let size = 0;
    for (let k = strip; k < rows; k += row) size += (starts[k + 1] as number) - (starts[k] as number);
    if (this.#aircraft.length < size) this.#grow(Math.ceil(1.25 * size));
    const flights = this.#flights;
    const aircraft = this.#aircraft;
    const west = this.#west;
    let place = 0;
    for (let k = strip; k < rows; k += row) {
      const end = starts[k + 1] as number;
      for (let e = starts[k] as number; e < end; e += 1) {
        const i = entries[e] as number;
        const x = east_m[i] as number;
        const vx = east_mps[i] as number;
        const flight = place * FLIGHT;
        flights[flight] = x;
        flights[flight + 1] = north_m[i] as number;
        flights[flight + 2] = altitude_m[i] as number;
        flights[flight + 3] = vx;
        flights[flight + 4] = north_mps[i] as number;
        flights[flight + 5] = climb_mps[i] as number;
        aircraft[place] = i;
        // Half of the way to either side of its middle: no branch on a sign, which is anybody's guess.
        const alongX = vx * lookahead_s;
        west[place] = whole((x + alongX / 2 - x0 - (Math.abs(alongX) / 2 + around_m)) * perStep, lastStep);
        place += 1;
      }
    }
    return size;
  }

  /** Writes the boxes of a strip's flights in order. */
  #box(strip: number, size: number): void {
    const plan = this.#plan;
    const x0 = plan[X0] as number;
    const y0 = plan[Y0] as number;
    const perStep = plan[PER_STEP] as number;
    const perFine = plan[PER_FINE] as number;
    const perLayer = LAYERS / Math.max(FINEST_M, plan[VERTICAL_M] as number);
    const lookahead_s = plan[LOOKAHEAD_S] as number;
    const lastStep = (plan[STEPS] as number) - 1;
    const lastFine = (plan[STRIPS] as number) * FINE - 1;
    const around_m = (plan[LATERAL_M] as number) / 2 + ROUNDING_M;
    const above_m = (plan[VERTICAL_M] as number) / 2 + ROUNDING_M;
    const floor = strip * FINE;
    const flights = this.#flights;
    const step = this.#step;
    const west = this.#west;
    const east = this.#east;
    const upper = this.#upper;
    const lower = this.#lower;
    const flightOf = this.#flightOf;
    for (let k = 0; k < size; k += 1) {
      const flight = k * FLIGHT;
      const alongX = (flights[flight + 3] as number) * lookahead_s;
      const alongY = (flights[flight + 4] as number) * lookahead_s;
      const alongZ = (flights[flight + 5] as number) * lookahead_s;
      const z = flights[flight + 2] as number;
      const known = !Number.isNaN(z);
      const middleX = (flights[flight] as number) + alongX / 2 - x0;
      const middleY = (flights[flight + 1] as number) + alongY / 2 - y0;
      const middleZ = (z + alongZ / 2) * perLayer + (LAST_LAYER >> 1);
      const halfX = Math.abs(alongX) / 2 + around_m;
      const halfY = Math.abs(alongY) / 2 + around_m;
      const halfZ = (Math.abs(alongZ) / 2 + above_m) * perLayer;
      const south = whole((middleY - halfY) * perFine, lastFine) - floor;
      const north = whole((middleY + halfY) * perFine, lastFine) - floor;
      const low = known ? whole(middleZ - halfZ, LAST_LAYER) : 0;
      const high = known ? whole(middleZ + halfZ, LAST_LAYER) : LAST_LAYER;
      // 1 where a lower strip holds the box too.
      const again = south >>> 31;
      const from = west[k] as number;
      const place = step[from] as number;
      step[from] = place + 1;
      east[place] = whole((middleX + halfX) * perStep, lastStep);
      upper[place] = GUARDS | (Math.min(FINE - 1, north) << ACROSS_SHIFT) | (high << HEIGHT_SHIFT) | (1 - again);
      lower[place] = (Math.max(0, south) << ACROSS_SHIFT) | (low << HEIGHT_SHIFT) | again;
      flightOf[place] = k;
    }
  }

  #grow(size: number): void {
    this.#west = new Int32Array(size);
    this.#east = new Int32Array(size);
    this.#upper = new Int32Array(size);
    this.#lower = new Int32Array(size);
    this.#flightOf = new Int32Array(size);
    this.#aircraft = new Int32Array(size);
    this.#flights = new Float64Array(size * FLIGHT);
    // One more for the candidate that is written and not kept.
    this.#candidates = new Int32Array(2 * size + BATCH + 2);
  }

  #test(found: number, out: PairSink): void {
    const candidates = this.#candidates;
    const flights = this.#flights;
    const aircraft = this.#aircraft;
    const flightOf = this.#flightOf;
    const plan = this.#plan;
    const lateral_m = plan[LATERAL_M] as number;
    const lateral2 = lateral_m * lateral_m;
    const pair = this.#pair;
    pair[6] = lateral_m;
    pair[7] = plan[VERTICAL_M] as number;
    pair[8] = plan[LOOKAHEAD_S] as number;
    const interval = this.#interval;
    for (let k = 0; k < found; k += 2) {
      const one = flightOf[candidates[k] as number] as number;
      const two = flightOf[candidates[k + 1] as number] as number;
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
