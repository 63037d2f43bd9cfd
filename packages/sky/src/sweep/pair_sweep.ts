import { cylinderInterval } from '../cylinder.ts';
import type { PairList } from './pair_list.ts';
import type { TrafficColumns } from './traffic_columns.ts';

/** The domain, the size of the strips and how shares are balanced come from so many aircraft, evenly picked. */
const SAMPLE = 1024;
/** Strips are so many mean boxes high: higher ones hold fewer copies, lower ones fewer pairs to look at. */
const BOXES_PER_STRIP = 1.25;
/** Order along a strip is kept to this part of a mean box. */
const STEPS_PER_BOX = 8;
/** Steps of height in a strip's height, and in half a vertical minimum. */
const FINE = 256;
const LIMIT = 1 << 29;
/** Boxes grow by this, so that rounding leaves nothing outside, m; and by a share of the coordinate. */
const ROUNDING_M = 0.001;
const ROUNDING = 1e-12;
/** No place of a sky is farther than this, nor a flight longer, m: beyond it numbers have no metres left. */
const REACH_M = 1e12;
/** Where minima are smaller, strips and layers stay this coarse, m. */
const FINEST_M = 0.001;

/** Numbers of a flight: position, velocity. */
const FLIGHT = 6;
/** Numbers of a box in a strip. */
const BOX = 7;
const WEST = 0;
const EAST = 1;
const SOUTH = 2;
const NORTH = 3;
const LOW = 4;
const HIGH = 5;
/**
 * The aircraft's number twice, plus 1 in the lowest strip of its box: two that share several strips are a pair in the
 * lowest that both reach.
 */
const AIRCRAFT = 6;

export type SweepQuery = {
  readonly lateral_m: number;
  readonly vertical_m: number;
  readonly lookahead_s: number;
};

/**
 * All pairs in conflict among many aircraft in straight, even flight on a plane, by sweep and prune (D. Baraff,
 * "Dynamic simulation of non-penetrating rigid bodies", PhD thesis, Cornell 1992, section 3.1; M. Lin and others,
 * "I-COLLIDE", 1995) over the boxes that
 * the flights sweep within the lookahead. The plane is cut into strips from west to east; in each, boxes stand in
 * order of their western edge, and only boxes that overlap come to the exact test, cylinderInterval(). Work grows
 * with the number of aircraft as long as their density stays.
 *
 * Buffers are kept from call to call: nothing is allocated in the steady state.
 */
export class PairSweep {
  /** By aircraft: its position and velocity side by side. */
  #flights = new Float64Array(0);
  /** By strip, in the order of the aircraft. */
  #boxes = new Int32Array(0);
  /** Where the boxes of a strip begin; one more at the end. */
  #strip = new Int32Array(0);
  /** Of one strip: its boxes in order of the western edge, and where those of a step begin. */
  #sorted = new Int32Array(0);
  #step = new Int32Array(0);
  readonly #interval = new Float64Array(2);
  readonly #sampleX = new Float64Array(SAMPLE);
  readonly #sampleY = new Float64Array(SAMPLE);
  readonly #grid: Grid = { x0: 0, y0: 0, perStep: 1, perFine: 1, strips: 1, steps: 1, from: 0, to: 1 };

  /**
   * Adds every pair of the first `count` aircraft in conflict within the lookahead to `out`, each once, in no order
   * to rely on; the same input gives the same order. A share is a part of the plane: the shares 0 to shares - 1 give
   * all pairs together, and each costs about as much as the others. Throws a RangeError when a number is not finite
   * (an altitude may be NaN) or leads farther than 1e12 m, a minimum is not above 0 or a lookahead below 0; nothing is
   * added then.
   */
  detect(
    traffic: TrafficColumns,
    count: number,
    query: SweepQuery,
    out: PairList,
    share: number = 0,
    shares: number = 1,
  ): void {
    requireQuery(traffic, count, query, share, shares);
    if (count < 2) return;
    this.#survey(traffic, count, query, share, shares);
    this.#fill(traffic, count, query);
    for (let strip = 0; strip < this.#grid.to - this.#grid.from; strip += 1) {
      const boxes = this.#sort(strip);
      this.#sweep(boxes, query, out);
    }
  }

  /** Domain, strips and share from a sample. Where it errs, pairs take longer to find; none is lost. */
  #survey(traffic: TrafficColumns, count: number, query: SweepQuery, share: number, shares: number): void {
    const { east_m, north_m, east_mps, north_mps } = traffic;
    const sampled = Math.min(count, SAMPLE);
    const [xs, ys] = [this.#sampleX.subarray(0, sampled), this.#sampleY.subarray(0, sampled)];
    let [width_m, height_m] = [0, 0];
    for (let k = 0; k < sampled; k += 1) {
      const i = Math.floor((k * count) / sampled);
      const [vx, vy] = [(east_mps[i] as number) * query.lookahead_s, (north_mps[i] as number) * query.lookahead_s];
      requireReach(traffic, i, Math.abs(east_m[i] as number) + Math.abs(vx));
      requireReach(traffic, i, Math.abs(north_m[i] as number) + Math.abs(vy));
      xs[k] = (east_m[i] as number) + Math.min(0, vx);
      ys[k] = (north_m[i] as number) + Math.min(0, vy);
      width_m += Math.abs(vx) / sampled;
      height_m += Math.abs(vy) / sampled;
    }
    xs.sort();
    ys.sort();
    const [west_m, east] = inner(xs);
    const [south_m, north] = inner(ys);
    const least_m = Math.max(FINEST_M, query.lateral_m);
    let step_m = (width_m + least_m) / STEPS_PER_BOX;
    let strip_m = (height_m + least_m) * BOXES_PER_STRIP;
    // No more buckets than aircraft can fill.
    const buckets = ((east - west_m) / step_m + 1) * ((north - south_m) / strip_m + 1);
    const excess = Math.max(1, Math.sqrt(buckets / (4 * count + 64)));
    step_m *= excess;
    strip_m *= excess;
    const grid = this.#grid;
    grid.x0 = west_m - query.lateral_m;
    grid.y0 = south_m - query.lateral_m;
    grid.perStep = 1 / step_m;
    grid.perFine = FINE / strip_m;
    grid.steps = Math.min(8 * count + 64, Math.floor((east - grid.x0) / step_m) + 1);
    grid.strips = Math.min(8 * count + 64, Math.floor((north - grid.y0) / strip_m) + 1);
    const last = grid.strips - 1;
    const edge = (part: number): number => {
      if (part === 0) return 0;
      if (part === shares) return grid.strips;
      const middle_m = ys[Math.floor((part * sampled) / shares)] as number;
      return Math.min(last, Math.max(0, Math.round((middle_m - grid.y0) / strip_m)));
    };
    grid.from = edge(share);
    grid.to = edge(share + 1);
  }

  /** Writes the boxes of the aircraft into the strips of this share: counts, then places. */
  #fill(traffic: TrafficColumns, count: number, query: SweepQuery): void {
    const { y0, perFine, strips, from, to } = this.#grid;
    const { north_m, north_mps } = traffic;
    if (this.#strip.length < to - from + 1) this.#strip = new Int32Array(2 * (to - from + 1));
    const strip = this.#strip;
    strip.fill(0);
    if (this.#flights.length < count * FLIGHT) this.#flights = new Float64Array(count * FLIGHT);
    const lastFine = strips * FINE - 1;
    for (let pass = 0; pass < 2; pass += 1) {
      for (let i = 0; i < count; i += 1) {
        const y = north_m[i] as number;
        const north = (north_mps[i] as number) * query.lookahead_s;
        const around = query.lateral_m / 2 + ROUNDING_M + ROUNDING * Math.abs(y);
        const south = whole((Math.min(y, y + north) - around - y0) * perFine, lastFine);
        const top = whole((Math.max(y, y + north) + around - y0) * perFine, lastFine);
        const lowest = (south / FINE) | 0;
        const low = Math.max(from, lowest);
        const high = Math.min(to - 1, (top / FINE) | 0);
        if (pass === 0) {
          requireReach(traffic, i, Math.abs(y) + Math.abs(north));
          for (let k = low; k <= high; k += 1) strip[k - from] = (strip[k - from] as number) + 1;
        } else if (low <= high) {
          this.#place(traffic, i, query, low, high, lowest, south, top);
        }
      }
      if (pass === 0) this.#reserve(to - from);
    }
    // Placing has moved every start to the start of the next.
    strip.copyWithin(1, 0, to - from);
    strip[0] = 0;
  }

  /** Makes starts of counts, and room. */
  #reserve(strips: number): void {
    let [sum, most] = [0, 0];
    for (let k = 0; k <= strips; k += 1) {
      const here = this.#strip[k] as number;
      this.#strip[k] = sum;
      sum += here;
      most = Math.max(most, here);
    }
    if (this.#boxes.length < sum * BOX) {
      this.#boxes = new Int32Array(Math.ceil(1.25 * sum) * BOX);
    }
    if (this.#sorted.length < most * BOX) this.#sorted = new Int32Array(Math.ceil(1.25 * most) * BOX);
    if (this.#step.length < this.#grid.steps + 1) this.#step = new Int32Array(2 * this.#grid.steps + 1);
  }

  /** Writes one aircraft into the strips from `low` to `high`. */
  #place(
    traffic: TrafficColumns,
    i: number,
    query: SweepQuery,
    low: number,
    high: number,
    lowest: number,
    south: number,
    north: number,
  ): void {
    const { x0, perStep, steps, from } = this.#grid;
    const [strip, boxes, flights] = [this.#strip, this.#boxes, this.#flights];
    const x = traffic.east_m[i] as number;
    const y = traffic.north_m[i] as number;
    const z = traffic.altitude_m[i] as number;
    const vx = traffic.east_mps[i] as number;
    const vy = traffic.north_mps[i] as number;
    const vz = traffic.climb_mps[i] as number;
    const [east, up] = [vx * query.lookahead_s, vz * query.lookahead_s];
    const known = !Number.isNaN(z);
    requireReach(traffic, i, Math.abs(x) + Math.abs(east) + Math.abs(up) + (known ? Math.abs(z) : 0));
    const around = query.lateral_m / 2 + ROUNDING_M + ROUNDING * Math.abs(x);
    const west = whole((Math.min(x, x + east) - around - x0) * perStep, steps - 1);
    const farEast = whole((Math.max(x, x + east) + around - x0) * perStep, steps - 1);
    const perLayer = FINE / (8 * Math.max(FINEST_M, query.vertical_m));
    const above = query.vertical_m / 2 + ROUNDING_M + ROUNDING * Math.abs(z);
    const floor = known ? whole((Math.min(z, z + up) - above) * perLayer + LIMIT / 2, LIMIT) : 0;
    const ceiling = known ? whole((Math.max(z, z + up) + above) * perLayer + LIMIT / 2, LIMIT) : LIMIT;
    const flight = i * FLIGHT;
    flights[flight] = x;
    flights[flight + 1] = y;
    flights[flight + 2] = z;
    flights[flight + 3] = vx;
    flights[flight + 4] = vy;
    flights[flight + 5] = vz;
    for (let k = low; k <= high; k += 1) {
      const place = strip[k - from] as number;
      strip[k - from] = place + 1;
      const box = place * BOX;
      boxes[box + WEST] = west;
      boxes[box + EAST] = farEast;
      boxes[box + SOUTH] = south;
      boxes[box + NORTH] = north;
      boxes[box + LOW] = floor;
      boxes[box + HIGH] = ceiling;
      boxes[box + AIRCRAFT] = 2 * i + (k === lowest ? 1 : 0);
    }
  }

  /** Brings the boxes of one strip into order by counting; returns how many there are. */
  #sort(strip: number): number {
    const [step, boxes, sorted] = [this.#step, this.#boxes, this.#sorted];
    const { steps } = this.#grid;
    const from = (this.#strip[strip] as number) * BOX;
    const to = (this.#strip[strip + 1] as number) * BOX;
    step.fill(0, 0, steps + 1);
    for (let box = from; box < to; box += BOX) {
      const after = (boxes[box + WEST] as number) + 1;
      step[after] = (step[after] as number) + 1;
    }
    for (let k = 1; k < steps; k += 1) step[k] = (step[k] as number) + (step[k - 1] as number);
    for (let box = from; box < to; box += BOX) {
      const west = boxes[box + WEST] as number;
      const place = step[west] as number;
      step[west] = place + 1;
      for (let k = 0; k < BOX; k += 1) sorted[place * BOX + k] = boxes[box + k] as number;
    }
    return (to - from) / BOX;
  }

  #sweep(count: number, query: SweepQuery, out: PairList): void {
    const sorted = this.#sorted;
    const end = count * BOX;
    for (let a = 0; a < end; a += BOX) {
      const east = sorted[a + EAST] as number;
      const south = sorted[a + SOUTH] as number;
      const north = sorted[a + NORTH] as number;
      const low = sorted[a + LOW] as number;
      const high = sorted[a + HIGH] as number;
      const aircraft = sorted[a + AIRCRAFT] as number;
      for (let b = a + BOX; b < end && (sorted[b + WEST] as number) <= east; b += BOX) {
        const other = sorted[b + AIRCRAFT] as number;
        // One branch for all: a side that does not overlap gives a negative number, as does a pair of another strip.
        const apart =
          (high - (sorted[b + LOW] as number)) |
          ((sorted[b + HIGH] as number) - low) |
          (north - (sorted[b + SOUTH] as number)) |
          ((sorted[b + NORTH] as number) - south) |
          (((aircraft | other) & 1) - 1);
        if (apart >= 0) {
          if (aircraft < other) this.#test(a, b, query, out);
          else this.#test(b, a, query, out);
        }
      }
    }
  }

  #test(one: number, other: number, query: SweepQuery, out: PairList): void {
    const [sorted, flights, interval] = [this.#sorted, this.#flights, this.#interval];
    const i = (sorted[one + AIRCRAFT] as number) >> 1;
    const j = (sorted[other + AIRCRAFT] as number) >> 1;
    const [a, b] = [i * FLIGHT, j * FLIGHT];
    const found = cylinderInterval(
      (flights[b] as number) - (flights[a] as number),
      (flights[b + 1] as number) - (flights[a + 1] as number),
      (flights[b + 2] as number) - (flights[a + 2] as number),
      (flights[b + 3] as number) - (flights[a + 3] as number),
      (flights[b + 4] as number) - (flights[a + 4] as number),
      (flights[b + 5] as number) - (flights[a + 5] as number),
      query.lateral_m,
      query.vertical_m,
      query.lookahead_s,
      interval,
    );
    if (found) out.push(i, j, interval[0] as number, interval[1] as number);
  }
}

/** Where the strips lie, and those of this share. */
type Grid = {
  x0: number;
  y0: number;
  perStep: number;
  perFine: number;
  strips: number;
  steps: number;
  from: number;
  to: number;
};

/** Between which values nearly all of a sorted sample lies, with room for the rest of an even spread. */
function inner(sorted: Float64Array): [low: number, high: number] {
  const last = sorted.length - 1;
  const low = sorted[Math.floor(last * 0.01)] as number;
  const high = sorted[Math.ceil(last * 0.99)] as number;
  const room = 0.02 * (high - low);
  return [low - room, high + room];
}

/** A whole number from 0 to `last`. */
function whole(value: number, last: number): number {
  return Math.min(last, Math.max(0, value)) | 0;
}

/** Refuses an aircraft that is not within reach, and what is NaN with it. */
function requireReach(traffic: TrafficColumns, i: number, reach_m: number): void {
  if (!(reach_m <= REACH_M)) refuse(traffic, i);
}

function refuse(traffic: TrafficColumns, i: number): never {
  for (const name of ['east_m', 'north_m', 'altitude_m', 'east_mps', 'north_mps', 'climb_mps'] as const) {
    const value = traffic[name][i] as number;
    const unknown = name === 'altitude_m' && Number.isNaN(value);
    if (!Number.isFinite(value) && !unknown) {
      throw new RangeError(`aircraft ${i}: ${name} ${value}: must be a finite number`);
    }
  }
  throw new RangeError(
    `aircraft ${i}: flies farther than ${REACH_M} m; mend its place or speed, or look ahead less far`,
  );
}

function requireQuery(
  traffic: TrafficColumns,
  count: number,
  { lateral_m, vertical_m, lookahead_s }: SweepQuery,
  share: number,
  shares: number,
): void {
  if (!(Number.isInteger(count) && count >= 0 && count <= traffic.east_m.length)) {
    throw new RangeError(
      `count ${count}: must be a whole number from 0 to ${traffic.east_m.length}, the columns' size`,
    );
  }
  for (const [name, value, least] of [
    ['lateral_m', lateral_m, Number.MIN_VALUE],
    ['vertical_m', vertical_m, Number.MIN_VALUE],
    ['lookahead_s', lookahead_s, 0],
  ] as const) {
    if (!(value >= least && value < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`${name} ${value}: must be a finite number ${least === 0 ? 'of at least' : 'above'} 0`);
    }
  }
  if (!(Number.isInteger(shares) && shares > 0 && Number.isInteger(share) && share >= 0 && share < shares)) {
    throw new RangeError(`share ${share} of ${shares}: must be whole numbers, the first from 0 to below the second`);
  }
}
