import { ConflictList } from './conflict_list.ts';
import { addLegConflict } from './leg_pair.ts';
import { requireMinima, requireSameFrame } from './plan_pair.ts';
import { altitudeAt, LEG, LEG_SIZE, type PlanSet, SPHERE_RADIUS_M, speedOf, writePosition } from './plan_set.ts';

/** Slices a leg is cut into on average: more make boxes smaller, and more of them. */
const SLICES_PER_LEG = 2;
/** A chunk over more cells than this is kept in a list beside the cells and met by everyone. */
const MAX_CELLS = 512;
/** Boxes grow by this, so that rounding leaves nothing outside: m, and s. */
const ROUNDING = 0.01;
/** Boxes are whole numbers from 0 to this; what is farther is brought to the edge, where it still overlaps. */
const LIMIT = 1 << 28;
/** Numbers of a box: two sides each in three directions, in altitude and in time. */
const BOX_SIZE = 10;
const ALTITUDE = 6;
const TIME = 8;

/**
 * All plans of a day, ready to be asked which of them conflict, and with whom a new one would. Time is cut into
 * slices, each leg into chunks by slice, and every chunk is entered in the cells that its box overlaps, boxes being
 * half the lateral minimum wider than the flight. Two legs in conflict have chunks of one slice in one cell; only
 * such pairs, with boxes that overlap in space and time, come to the exact test. A pair met in several cells is taken
 * in the one that holds the lower corner of the overlap (J.-P. Dittrich and B. Seeger, "Data redundancy and duplicate
 * detection in spatial join processing", ICDE 2000).
 *
 * Cells are cubes: on the plane one layer of them, on the sphere those that the surface passes, so that the poles and
 * the date line are places like others.
 */
export class PlanIndex {
  readonly plans: PlanSet;
  readonly lateral_m: number;
  readonly vertical_m: number;
  readonly #slice_s: number;
  readonly #origin_s: number;
  readonly #slices: number;
  /** Slices are counted modulo a power of two; chunks of slices that share a number differ in time. */
  readonly #sliceMask: number;
  /** Of a box: the metre it counts from, numbers a metre, of altitude a metre, of time a second, bits of a cell. */
  readonly #scale: Scale;
  readonly #cellMask: number;
  readonly #chunkLeg: Int32Array;
  readonly #chunkBox: Int32Array;
  /** By bucket (slice number, then cell): where its entries begin; one more at the end. */
  readonly #bucketFirst: Int32Array;
  readonly #entryChunk: Int32Array;
  readonly #wide: Int32Array;
  /** Boxes of the bucket at hand, side by side. */
  readonly #gathered: Int32Array;
  readonly #box = new Int32Array(BOX_SIZE);
  /** By leg the last round of near() in which it was visited. */
  readonly #met: Int32Array;
  #round = 0;

  /** Throws a RangeError when a minimum is not a finite number above 0. */
  constructor(plans: PlanSet, lateral_m: number, vertical_m: number) {
    requireMinima(lateral_m, vertical_m);
    this.plans = plans;
    this.lateral_m = lateral_m;
    this.vertical_m = vertical_m;
    const { origin_s, slice_s, slices, scale } = survey(plans, lateral_m, vertical_m);
    this.#origin_s = origin_s;
    this.#slice_s = slice_s;
    this.#slices = slices;
    this.#scale = scale;
    this.#sliceMask = powerOfTwoFrom(Math.min(slices, 2 * plans.planOfLeg.length + 1)) - 1;

    const { chunkLeg, chunkSlice, chunkBox } = this.#cut();
    this.#chunkLeg = chunkLeg;
    this.#chunkBox = chunkBox;
    this.#cellMask = powerOfTwoFrom(Math.max(16, (2 * chunkLeg.length) / (this.#sliceMask + 1))) - 1;
    const { first, entries, wide, most } = this.#enter(chunkSlice);
    this.#bucketFirst = first;
    this.#entryChunk = entries;
    this.#wide = wide;
    this.#gathered = new Int32Array(most * BOX_SIZE);
    this.#met = new Int32Array(plans.planOfLeg.length);
  }

  /** Every conflict of the day in order, each pair once, the plan with the smaller number first. */
  all(): ConflictList {
    const out = new ConflictList();
    const [plan, boxes, chunkLeg, gathered] = [this.plans.planOfLeg, this.#chunkBox, this.#chunkLeg, this.#gathered];
    const [first, entries] = [this.#bucketFirst, this.#entryChunk];
    for (let bucket = 0; bucket + 1 < first.length; bucket += 1) {
      const from = first[bucket] as number;
      const size = (first[bucket + 1] as number) - from;
      if (size < 2) continue;
      for (let i = 0; i < size; i += 1) {
        const at = (entries[from + i] as number) * BOX_SIZE;
        for (let k = 0; k < BOX_SIZE; k += 1) gathered[i * BOX_SIZE + k] = boxes[at + k] as number;
      }
      for (let i = 0; i < size; i += 1) {
        const legA = chunkLeg[entries[from + i] as number] as number;
        const a = i * BOX_SIZE;
        const low = gathered[a + ALTITUDE] as number;
        const high = gathered[a + ALTITUDE + 1] as number;
        for (let k = i + 1, b = a + BOX_SIZE; k < size; k += 1, b += BOX_SIZE) {
          // Most pairs differ in altitude; one branch tells.
          if (((high - (gathered[b + ALTITUDE] as number)) | ((gathered[b + ALTITUDE + 1] as number) - low)) < 0)
            continue;
          if (!overlap(gathered, a, gathered, b)) continue;
          if ((bucket & this.#cellMask) !== this.#cornerCell(gathered, a, b)) continue;
          const legB = chunkLeg[entries[from + k] as number] as number;
          if (plan[legA] !== plan[legB]) this.#test(legA, legB, out);
        }
      }
    }
    for (const a of this.#wide) {
      const legA = chunkLeg[a] as number;
      for (let b = 0; b < chunkLeg.length; b += 1) {
        const legB = chunkLeg[b] as number;
        if (plan[legA] !== plan[legB] && overlap(boxes, a * BOX_SIZE, boxes, b * BOX_SIZE)) this.#test(legA, legB, out);
      }
    }
    out.settle();
    return out;
  }

  /**
   * Every conflict of other plans with those of the day, in order; `first` counts the other plans, `second` the
   * day's. Throws a RangeError when the plans lie in another frame.
   */
  against(others: PlanSet): ConflictList {
    requireSameFrame(this.plans, others);
    const out = new ConflictList();
    for (let leg = 0; leg < others.planOfLeg.length; leg += 1) {
      this.near(others, leg, 0, (other) => {
        addLegConflict(others, leg, this.plans, other, this.lateral_m, this.vertical_m, out);
      });
    }
    out.settle();
    return out;
  }

  /**
   * Visits every leg of the day that one leg of another plan may meet when it leaves from 0 to latest_s later, each
   * once: all that come inside the minima of the index are among them.
   */
  near(others: PlanSet, leg: number, latest_s: number, visit: (leg: number) => void): void {
    requireSameFrame(this.plans, others);
    const base = leg * LEG_SIZE;
    const box = this.#box;
    const later = Math.ceil(latest_s * this.#scale.perSecond);
    this.#round += 1;
    // Before the day and after it there is nobody to meet.
    const last = Math.min(this.#slices - 1, this.#sliceOf(others.legs[base + LEG.end_s] as number));
    const more = latest_s > 0 ? Math.ceil(latest_s / this.#slice_s) + 1 : 0;
    for (let own = Math.max(-more, this.#sliceOf(others.legs[base + LEG.start_s] as number)); own <= last; own += 1) {
      this.#writeBox(others, leg, own, box, 0);
      box[TIME + 1] = Math.min(LIMIT, (box[TIME + 1] as number) + later);
      const end = Math.min(this.#slices - 1, own + more);
      for (let slice = Math.max(0, own); slice <= end; slice += 1) this.#gather(slice, visit);
    }
  }

  /** Visits the legs of one slice whose boxes overlap the box at hand, those of this round once. */
  #gather(slice: number, visit: (leg: number) => void): void {
    const box = this.#box;
    const meet = (chunk: number): void => {
      const leg = this.#chunkLeg[chunk] as number;
      if (this.#met[leg] === this.#round || !overlap(box, 0, this.#chunkBox, chunk * BOX_SIZE)) return;
      this.#met[leg] = this.#round;
      visit(leg);
    };
    if (this.#cellsOf(box, 0) > MAX_CELLS) {
      for (let chunk = 0; chunk < this.#chunkLeg.length; chunk += 1) meet(chunk);
      return;
    }
    const bucketBase = (slice & this.#sliceMask) * (this.#cellMask + 1);
    const bits = this.#scale.cellBits;
    const [lastX, lastY, lastZ] = [(box[1] as number) >> bits, (box[3] as number) >> bits, (box[5] as number) >> bits];
    for (let x = (box[0] as number) >> bits; x <= lastX; x += 1) {
      for (let y = (box[2] as number) >> bits; y <= lastY; y += 1) {
        for (let z = (box[4] as number) >> bits; z <= lastZ; z += 1) {
          const bucket = bucketBase + (mix(x, y, z) & this.#cellMask);
          const last = this.#bucketFirst[bucket + 1] as number;
          for (let i = this.#bucketFirst[bucket] as number; i < last; i += 1) meet(this.#entryChunk[i] as number);
        }
      }
    }
    for (const chunk of this.#wide) meet(chunk);
  }

  #test(legA: number, legB: number, out: ConflictList): void {
    const { plans } = this;
    const ordered = (plans.planOfLeg[legA] as number) < (plans.planOfLeg[legB] as number);
    const [a, b] = ordered ? [legA, legB] : [legB, legA];
    addLegConflict(plans, a, plans, b, this.lateral_m, this.vertical_m, out);
  }

  /** Cuts the legs into chunks, numbered by slice so that those of one slice lie together. */
  #cut(): { chunkLeg: Int32Array; chunkSlice: Int32Array; chunkBox: Int32Array } {
    const { legs, planOfLeg } = this.plans;
    const place = new Int32Array(this.#sliceMask + 2);
    for (let leg = 0; leg < planOfLeg.length; leg += 1) {
      const last = this.#sliceOf(legs[leg * LEG_SIZE + LEG.end_s] as number);
      for (let s = this.#sliceOf(legs[leg * LEG_SIZE + LEG.start_s] as number); s <= last; s += 1) {
        const at = (s & this.#sliceMask) + 1;
        place[at] = (place[at] as number) + 1;
      }
    }
    for (let i = 1; i < place.length; i += 1) place[i] = (place[i] as number) + (place[i - 1] as number);
    const count = place[place.length - 1] as number;
    const chunkLeg = new Int32Array(count);
    const chunkSlice = new Int32Array(count);
    const chunkBox = new Int32Array(count * BOX_SIZE);
    for (let leg = 0; leg < planOfLeg.length; leg += 1) {
      const last = this.#sliceOf(legs[leg * LEG_SIZE + LEG.end_s] as number);
      for (let s = this.#sliceOf(legs[leg * LEG_SIZE + LEG.start_s] as number); s <= last; s += 1) {
        const slot = s & this.#sliceMask;
        const chunk = place[slot] as number;
        place[slot] = chunk + 1;
        chunkLeg[chunk] = leg;
        chunkSlice[chunk] = slot;
        this.#writeBox(this.plans, leg, s, chunkBox, chunk * BOX_SIZE);
      }
    }
    return { chunkLeg, chunkSlice, chunkBox };
  }

  /** Enters the chunks in their buckets: counts, then places. */
  #enter(chunkSlice: Int32Array): { first: Int32Array; entries: Int32Array; wide: Int32Array; most: number } {
    const buckets = (this.#sliceMask + 1) * (this.#cellMask + 1);
    const first = new Int32Array(buckets + 1);
    const wide: number[] = [];
    let entries = new Int32Array(0);
    let most = 0;
    const bits = this.#scale.cellBits;
    for (let pass = 0; pass < 2; pass += 1) {
      for (let chunk = 0; chunk < chunkSlice.length; chunk += 1) {
        const at = chunk * BOX_SIZE;
        const box = this.#chunkBox;
        if (this.#cellsOf(box, at) > MAX_CELLS) {
          if (pass === 0) wide.push(chunk);
          continue;
        }
        const base = (chunkSlice[chunk] as number) * (this.#cellMask + 1);
        const lastX = (box[at + 1] as number) >> bits;
        const lastY = (box[at + 3] as number) >> bits;
        const lastZ = (box[at + 5] as number) >> bits;
        for (let x = (box[at] as number) >> bits; x <= lastX; x += 1) {
          for (let y = (box[at + 2] as number) >> bits; y <= lastY; y += 1) {
            for (let z = (box[at + 4] as number) >> bits; z <= lastZ; z += 1) {
              const bucket = base + (mix(x, y, z) & this.#cellMask);
              if (pass === 1) entries[first[bucket] as number] = chunk;
              first[bucket] = (first[bucket] as number) + 1;
            }
          }
        }
      }
      if (pass === 0) {
        // Counts become starts.
        let sum = 0;
        for (let bucket = 0; bucket <= buckets; bucket += 1) {
          const count = first[bucket] as number;
          first[bucket] = sum;
          sum += count;
          most = Math.max(most, count);
        }
        entries = new Int32Array(sum);
      }
    }
    // Placing has moved every start to the start of the next.
    first.copyWithin(1, 0, buckets);
    first[0] = 0;
    return { first, entries, wide: Int32Array.from(wide), most };
  }

  /** The box of a leg during a slice: half a lateral minimum around it, and half a vertical one. */
  #writeBox(plans: PlanSet, leg: number, slice: number, out: Int32Array, at: number): void {
    const { legs } = plans;
    const { corner_m, perMetre, perAltitude, perSecond } = this.#scale;
    const base = leg * LEG_SIZE;
    const slice_s = this.#slice_s;
    const from_s = Math.max(legs[base + LEG.start_s] as number, this.#origin_s + slice * slice_s - ROUNDING);
    const to_s = Math.min(legs[base + LEG.end_s] as number, this.#origin_s + (slice + 1) * slice_s + ROUNDING);
    writePosition(legs, leg, from_s, ends, 0);
    writePosition(legs, leg, to_s, ends, 3);
    const around_m = this.lateral_m / 2 + bulge(plans, leg, to_s - from_s) + ROUNDING;
    for (let k = 0; k < 3; k += 1) {
      const [p, q] = [ends[k] as number, ends[k + 3] as number];
      out[at + 2 * k] = whole((Math.min(p, q) - around_m - corner_m) * perMetre);
      out[at + 2 * k + 1] = whole((Math.max(p, q) + around_m - corner_m) * perMetre);
    }
    if (plans.frame === 'flat') {
      out[at + 4] = 0;
      out[at + 5] = 0;
    }
    const [low, high] = [altitudeAt(legs, leg, from_s), altitudeAt(legs, leg, to_s)];
    const above_m = this.vertical_m / 2 + ROUNDING;
    out[at + ALTITUDE] = whole((Math.min(low, high) - above_m) * perAltitude + LIMIT / 2);
    out[at + ALTITUDE + 1] = whole((Math.max(low, high) + above_m) * perAltitude + LIMIT / 2);
    out[at + TIME] = whole((from_s - this.#origin_s) * perSecond);
    out[at + TIME + 1] = whole((to_s - this.#origin_s) * perSecond);
  }

  #sliceOf(time_s: number): number {
    return Math.floor((time_s - this.#origin_s) / this.#slice_s);
  }

  #cellsOf(box: Int32Array, at: number): number {
    const bits = this.#scale.cellBits;
    let cells = 1;
    for (let k = at; k < at + 6; k += 2) {
      cells *= ((box[k + 1] as number) >> bits) - ((box[k] as number) >> bits) + 1;
    }
    return cells;
  }

  /** The cell of the lower corner of the overlap of two boxes. */
  #cornerCell(boxes: Int32Array, a: number, b: number): number {
    const bits = this.#scale.cellBits;
    const x = Math.max(boxes[a] as number, boxes[b] as number) >> bits;
    const y = Math.max(boxes[a + 2] as number, boxes[b + 2] as number) >> bits;
    const z = Math.max(boxes[a + 4] as number, boxes[b + 4] as number) >> bits;
    return mix(x, y, z) & this.#cellMask;
  }
}

/** How places and times become the whole numbers of boxes. */
type Scale = {
  readonly corner_m: number;
  readonly perMetre: number;
  readonly perAltitude: number;
  readonly perSecond: number;
  /** A cell is 2 to this power numbers wide. */
  readonly cellBits: number;
};
type Survey = { origin_s: number; slice_s: number; slices: number; scale: Scale };

const ends = new Float64Array(6);

/** Slices and cells to suit the plans: a cell is about as wide as a typical chunk and its margin. */
function survey(plans: PlanSet, lateral_m: number, vertical_m: number): Survey {
  const { legs, planOfLeg } = plans;
  const count = planOfLeg.length;
  let [origin_s, end_s, total_s, way_m] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0];
  let [low_m, high_m] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let leg = 0; leg < count; leg += 1) {
    const base = leg * LEG_SIZE;
    const [from_s, to_s] = [legs[base + LEG.start_s] as number, legs[base + LEG.end_s] as number];
    origin_s = Math.min(origin_s, from_s);
    end_s = Math.max(end_s, to_s);
    total_s += to_s - from_s;
    way_m += speedOf(legs, leg) * (to_s - from_s);
    writePosition(legs, leg, from_s, ends, 0);
    writePosition(legs, leg, to_s, ends, 3);
    for (const place_m of ends) {
      low_m = Math.min(low_m, place_m);
      high_m = Math.max(high_m, place_m);
    }
  }
  if (count === 0) [origin_s, end_s, total_s, way_m, low_m, high_m] = [0, 1, 1, 0, 0, 0];
  const slice_s = Math.max(total_s / (Math.max(1, count) * SLICES_PER_LEG), (end_s - origin_s) / (4 * count + 1024));
  const slices = Math.floor((end_s - origin_s) / slice_s) + 1;
  const chunk_m = (way_m / total_s) * slice_s + lateral_m;
  const corner_m = low_m - lateral_m;
  const perMetre = LIMIT / (high_m - low_m + 2 * lateral_m);
  const cellBits = Math.max(0, Math.min(28, Math.round(bitsOf(chunk_m * perMetre))));
  const scale = {
    corner_m,
    perMetre,
    perAltitude: 64 / vertical_m,
    perSecond: LIMIT / (end_s - origin_s),
    cellBits,
  };
  return { origin_s, slice_s, slices, scale };
}

/** Bits of the power of two nearest to a number, by ratio. */
function bitsOf(value: number): number {
  let bits = 0;
  for (let power = Math.SQRT2; power < value; power *= 2) bits += 1;
  return bits;
}

/** How far a leg's way leaves the line between its ends within a time, at most, m. */
function bulge(plans: PlanSet, leg: number, lasts_s: number): number {
  if (plans.frame === 'flat') return 0;
  // A circle leaves its chord by R (1 - cos(L / 2R)), which is below L^2 / 8R.
  const way_m = speedOf(plans.legs, leg) * lasts_s;
  return Math.min(2 * SPHERE_RADIUS_M, (way_m * way_m) / (8 * SPHERE_RADIUS_M));
}

/** A whole number from 0 to LIMIT. */
function whole(value: number): number {
  return Math.min(LIMIT, Math.max(0, value)) | 0;
}

/** In one branch: a side on which two boxes do not overlap gives a negative number. */
function overlap(p: Int32Array, a: number, q: Int32Array, b: number): boolean {
  const apart =
    ((q[b + 1] as number) - (p[a] as number)) |
    ((p[a + 1] as number) - (q[b] as number)) |
    ((q[b + 3] as number) - (p[a + 2] as number)) |
    ((p[a + 3] as number) - (q[b + 2] as number)) |
    ((q[b + 5] as number) - (p[a + 4] as number)) |
    ((p[a + 5] as number) - (q[b + 4] as number)) |
    ((q[b + ALTITUDE + 1] as number) - (p[a + ALTITUDE] as number)) |
    ((p[a + ALTITUDE + 1] as number) - (q[b + ALTITUDE] as number)) |
    ((q[b + TIME + 1] as number) - (p[a + TIME] as number)) |
    ((p[a + TIME + 1] as number) - (q[b + TIME] as number));
  return apart >= 0;
}

/** Multiplication by odd constants of golden-ratio kind (Knuth, TAOCP 6.4), high bits folded down. */
function mix(x: number, y: number, z: number): number {
  const mixed = Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca6b) ^ Math.imul(z, 0xc2b2ae35);
  return mixed ^ (mixed >>> 15);
}

function powerOfTwoFrom(least: number): number {
  let power = 1;
  while (power < least) power *= 2;
  return power;
}
