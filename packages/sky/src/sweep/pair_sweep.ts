import { cylinderInterval } from '../cylinder.ts';
import type { PairList } from './pair_list.ts';
import type { TrafficColumns } from './traffic_columns.ts';

/** The domain and the size of the strips come from so many aircraft, evenly picked. */
const SAMPLE = 512;
/** Shares are balanced by counting every so manyth aircraft. */
const COUNTED = 8;
/** Strips cover the sample without this share of it on either side; who is farther out is in the outermost. */
const TRIMMED = 0.01;
/** Strips are so many mean boxes high: higher ones hold fewer copies, lower ones fewer pairs to look at. */
const BOXES_PER_STRIP = 1.25;
/** Order along a strip is kept to this part of a mean box. */
const STEPS_PER_BOX = 8;
/** Steps of height in a strip's height, and in half a vertical minimum. */
const FINE_BITS = 8;
const FINE = 1 << FINE_BITS;
const LIMIT = 1 << 29;
/** Boxes grow by this, more than rounding within REACH_M comes to, m. */
const ROUNDING_M = 0.001;
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

/** Squared relative speeds up to this are left to the exact test. */
const AT_REST = 1e-12;

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
  /** The aircraft whose boxes reach into this share. */
  #mine = new Int32Array(0);
  /** By strip, in the order of the aircraft. */
  #boxes = new Int32Array(0);
  /** Where the boxes of a strip begin; one more at the end. */
  #strip = new Int32Array(0);
  /** Of one strip: its boxes in order of the western edge, and where those of a step begin. */
  #sorted = new Int32Array(0);
  #step = new Int32Array(0);
  readonly #interval = new Float64Array(2);
  /** The sample's western and southern edges, in order. */
  #west = new Float64Array(0);
  #south = new Float64Array(0);
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
    if (this.#west.length !== sampled) {
      this.#west = new Float64Array(sampled);
      this.#south = new Float64Array(sampled);
    }
    const west = this.#west;
    const south = this.#south;
    let width_m = 0;
    let height_m = 0;
    for (let k = 0; k < sampled; k += 1) {
      const i = Math.floor((k * count) / sampled);
      const vx = (east_mps[i] as number) * query.lookahead_s;
      const vy = (north_mps[i] as number) * query.lookahead_s;
      requireReach(traffic, i, Math.abs(east_m[i] as number) + Math.abs(vx));
      requireReach(traffic, i, Math.abs(north_m[i] as number) + Math.abs(vy));
      west[k] = (east_m[i] as number) + Math.min(0, vx);
      south[k] = (north_m[i] as number) + Math.min(0, vy);
      width_m += Math.abs(vx) / sampled;
      height_m += Math.abs(vy) / sampled;
    }
    west.sort();
    south.sort();
    const roomX = room(west);
    const roomY = room(south);
    const west_m = part(west, TRIMMED) - roomX;
    const east = part(west, 1 - TRIMMED) + roomX;
    const south_m = part(south, TRIMMED) - roomY;
    const north = part(south, 1 - TRIMMED) + roomY;
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
    grid.from = 0;
    grid.to = grid.strips;
    if (shares > 1) this.#divide(traffic, count, query, share, shares);
  }

  /** Strips with a share of the aircraft, by counting every few of them. */
  #divide(traffic: TrafficColumns, count: number, query: SweepQuery, share: number, shares: number): void {
    const grid = this.#grid;
    if (this.#strip.length < grid.strips + 1) this.#strip = new Int32Array(2 * (grid.strips + 1));
    const counts = this.#strip.fill(0);
    const { north_m, north_mps } = traffic;
    let total = 0;
    for (let i = 0; i < count; i += COUNTED) {
      const middle_m = (north_m[i] as number) + ((north_mps[i] as number) * query.lookahead_s) / 2;
      const strip = whole((middle_m - grid.y0) * grid.perFine, grid.strips * FINE - 1) >> FINE_BITS;
      counts[strip] = (counts[strip] as number) + 1;
      total += 1;
    }
    grid.to = 0;
    let below = 0;
    for (let strip = 0; strip < grid.strips; strip += 1) {
      // A strip belongs to the share that its middle falls into.
      const middle = below + (counts[strip] as number) / 2;
      if (middle < (total * share) / shares) grid.from = strip + 1;
      if (middle < (total * (share + 1)) / shares) grid.to = strip + 1;
      below += counts[strip] as number;
    }
    if (share + 1 === shares) grid.to = grid.strips;
  }

  /** Writes the boxes of the aircraft into the strips of this share: counts, then places. */
  #fill(traffic: TrafficColumns, count: number, query: SweepQuery): void {
    const { y0, perFine, strips, from, to } = this.#grid;
    const { north_m, north_mps } = traffic;
    if (this.#strip.length < to - from + 1) this.#strip = new Int32Array(2 * (to - from + 1));
    const strip = this.#strip;
    strip.fill(0);
    if (this.#flights.length < count * FLIGHT) this.#flights = new Float64Array(count * FLIGHT);
    if (this.#mine.length < count) this.#mine = new Int32Array(count);
    const mine = this.#mine;
    const lastFine = strips * FINE - 1;
    const around_m = query.lateral_m / 2 + ROUNDING_M;
    let owned = 0;
    for (let i = 0; i < count; i += 1) {
      const y = north_m[i] as number;
      const north = (north_mps[i] as number) * query.lookahead_s;
      requireReach(traffic, i, Math.abs(y) + Math.abs(north));
      const low = whole((y + Math.min(0, north) - around_m - y0) * perFine, lastFine) >> FINE_BITS;
      const high = whole((y + Math.max(0, north) + around_m - y0) * perFine, lastFine) >> FINE_BITS;
      if (low >= to || high < from) continue;
      mine[owned] = i;
      owned += 1;
      const last = Math.min(to - 1, high) - from;
      for (let k = Math.max(from, low) - from; k <= last; k += 1) strip[k] = (strip[k] as number) + 1;
    }
    this.#reserve(to - from);
    for (let k = 0; k < owned; k += 1) this.#place(traffic, mine[k] as number, query);
    // Placing has moved every start to the start of the next.
    strip.copyWithin(1, 0, to - from);
    strip[0] = 0;
  }

  /** Makes starts of counts, and room. */
  #reserve(strips: number): void {
    let sum = 0;
    let most = 0;
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

  /** Writes one aircraft into the strips that its box overlaps. */
  #place(traffic: TrafficColumns, i: number, query: SweepQuery): void {
    const { x0, y0, perStep, perFine, strips, steps, from, to } = this.#grid;
    const strip = this.#strip;
    const boxes = this.#boxes;
    const flights = this.#flights;
    const x = traffic.east_m[i] as number;
    const y = traffic.north_m[i] as number;
    const z = traffic.altitude_m[i] as number;
    const vx = traffic.east_mps[i] as number;
    const vy = traffic.north_mps[i] as number;
    const vz = traffic.climb_mps[i] as number;
    const alongX = vx * query.lookahead_s;
    const alongY = vy * query.lookahead_s;
    const alongZ = vz * query.lookahead_s;
    const known = !Number.isNaN(z);
    requireReach(traffic, i, Math.abs(x) + Math.abs(alongX) + Math.abs(alongZ) + (known ? Math.abs(z) : 0));
    const around_m = query.lateral_m / 2 + ROUNDING_M;
    const west = whole((x + Math.min(0, alongX) - around_m - x0) * perStep, steps - 1);
    const east = whole((x + Math.max(0, alongX) + around_m - x0) * perStep, steps - 1);
    const south = whole((y + Math.min(0, alongY) - around_m - y0) * perFine, strips * FINE - 1);
    const north = whole((y + Math.max(0, alongY) + around_m - y0) * perFine, strips * FINE - 1);
    const perLayer = FINE / (8 * Math.max(FINEST_M, query.vertical_m));
    const above_m = query.vertical_m / 2 + ROUNDING_M;
    const floor = known ? whole((z + Math.min(0, alongZ) - above_m) * perLayer + LIMIT / 2, LIMIT) : 0;
    const ceiling = known ? whole((z + Math.max(0, alongZ) + above_m) * perLayer + LIMIT / 2, LIMIT) : LIMIT;
    const flight = i * FLIGHT;
    flights[flight] = x;
    flights[flight + 1] = y;
    flights[flight + 2] = z;
    flights[flight + 3] = vx;
    flights[flight + 4] = vy;
    flights[flight + 5] = vz;
    const lowest = south >> FINE_BITS;
    const low = Math.max(from, lowest);
    const high = Math.min(to - 1, north >> FINE_BITS);
    for (let k = low; k <= high; k += 1) {
      const place = strip[k - from] as number;
      strip[k - from] = place + 1;
      const box = place * BOX;
      boxes[box + WEST] = west;
      boxes[box + EAST] = east;
      boxes[box + SOUTH] = south;
      boxes[box + NORTH] = north;
      boxes[box + LOW] = floor;
      boxes[box + HIGH] = ceiling;
      boxes[box + AIRCRAFT] = 2 * i + (k === lowest ? 1 : 0);
    }
  }

  /** Brings the boxes of one strip into order by counting; returns how many there are. */
  #sort(strip: number): number {
    const step = this.#step;
    const boxes = this.#boxes;
    const sorted = this.#sorted;
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
    const sorted = this.#sorted;
    const flights = this.#flights;
    const interval = this.#interval;
    const i = (sorted[one + AIRCRAFT] as number) >> 1;
    const j = (sorted[other + AIRCRAFT] as number) >> 1;
    const a = i * FLIGHT;
    const b = j * FLIGHT;
    const sx = (flights[b] as number) - (flights[a] as number);
    const sy = (flights[b + 1] as number) - (flights[a + 1] as number);
    const vx = (flights[b + 3] as number) - (flights[a + 3] as number);
    const vy = (flights[b + 4] as number) - (flights[a + 4] as number);
    // Most pairs pass each other too far out. That needs no call, and a call costs a box for each of its numbers.
    const cross = sx * vy - sy * vx;
    const vv = vx * vx + vy * vy;
    if (vv > AT_REST && cross * cross >= query.lateral_m * query.lateral_m * vv) return;
    const found = cylinderInterval(
      sx,
      sy,
      (flights[b + 2] as number) - (flights[a + 2] as number),
      vx,
      vy,
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

/** The value below which a share of a sorted sample lies. */
function part(sorted: Float64Array, share: number): number {
  return sorted[Math.round((sorted.length - 1) * share)] as number;
}

/** What the rest of an even spread needs beyond the trimmed sample. */
function room(sorted: Float64Array): number {
  return 2 * TRIMMED * (part(sorted, 1 - TRIMMED) - part(sorted, TRIMMED));
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
  if (!(lateral_m > 0 && lateral_m < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`lateral_m ${lateral_m}: must be a finite number above 0`);
  }
  if (!(vertical_m > 0 && vertical_m < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`vertical_m ${vertical_m}: must be a finite number above 0`);
  }
  if (!(lookahead_s >= 0 && lookahead_s < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`lookahead_s ${lookahead_s}: must be a finite number of at least 0`);
  }
  if (!(Number.isInteger(shares) && shares > 0 && Number.isInteger(share) && share >= 0 && share < shares)) {
    throw new RangeError(`share ${share} of ${shares}: must be whole numbers, the first from 0 to below the second`);
  }
}
