import { ConflictList } from './conflict_list.ts';
import { addLegConflict } from './leg_pair.ts';
import { requireMinima, requireSameFrame } from './plan_pair.ts';
import { altitudeAt, LEG, LEG_SIZE, type PlanSet, SPHERE_RADIUS_M, speedOf, writePosition } from './plan_set.ts';

/** Slices a leg is cut into on average: more make boxes smaller, and more of them. */
const SLICES_PER_LEG = 1.5;
/** A chunk over more cells than this is kept in a list beside the cells and met by everyone. */
const MAX_CELLS = 512;
/** Boxes grow by this, so that rounding leaves nothing outside, m. */
const ROUNDING_M = 0.01;
/** Six sides of a box in space, then the span of altitudes. */
const BOX_SIZE = 8;

/**
 * All plans of a day, ready to be asked which of them conflict, and with whom a new one would. Time is cut into
 * slices, each leg into chunks by slice, and every chunk is entered in the cells that its box overlaps, boxes being
 * half the lateral minimum wider than the flight. Two legs in conflict have chunks of one slice in one cell; only
 * such pairs, with boxes that overlap, come to the exact test. A pair met in several cells is taken in the one that
 * holds the lower corner of the overlap (J.-P. Dittrich and B. Seeger, "Data redundancy and duplicate detection in
 * spatial join processing", ICDE 2000).
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
  /** Slices are counted modulo a power of two; chunks of slices that share a number fail the exact test. */
  readonly #sliceMask: number;
  readonly #perCell: number;
  readonly #cellMask: number;
  readonly #chunkLeg: Int32Array;
  readonly #chunkBox: Float64Array;
  /** By bucket (slice number, then cell): where its entries begin; one more at the end. */
  readonly #bucketFirst: Int32Array;
  readonly #entryChunk: Int32Array;
  readonly #wide: Int32Array;
  readonly #box = new Float64Array(BOX_SIZE);

  /** Throws a RangeError when a minimum is not a finite number above 0. */
  constructor(plans: PlanSet, lateral_m: number, vertical_m: number) {
    requireMinima(lateral_m, vertical_m);
    this.plans = plans;
    this.lateral_m = lateral_m;
    this.vertical_m = vertical_m;
    const { origin_s, slice_s, slices, chunk_m } = survey(plans);
    this.#origin_s = origin_s;
    this.#slice_s = slice_s;
    const count = plans.planOfLeg.length;
    this.#sliceMask = powerOfTwoFrom(Math.min(slices, 2 * count + 1)) - 1;
    this.#perCell = 1 / (chunk_m + lateral_m);

    const { chunkLeg, chunkSlice, chunkBox } = this.#cut();
    this.#chunkLeg = chunkLeg;
    this.#chunkBox = chunkBox;
    const perSlice = (4 * chunkLeg.length) / (this.#sliceMask + 1);
    this.#cellMask = powerOfTwoFrom(Math.max(16, perSlice)) - 1;
    const { first, entries, wide } = this.#enter(chunkSlice);
    this.#bucketFirst = first;
    this.#entryChunk = entries;
    this.#wide = wide;
  }

  /** Every conflict of the day in order, each pair once, the plan with the smaller number first. */
  all(): ConflictList {
    const out = new ConflictList();
    const [plan, box, chunkLeg] = [this.plans.planOfLeg, this.#chunkBox, this.#chunkLeg];
    const [first, entries] = [this.#bucketFirst, this.#entryChunk];
    for (let bucket = 0; bucket + 1 < first.length; bucket += 1) {
      const last = first[bucket + 1] as number;
      for (let i = first[bucket] as number; i < last; i += 1) {
        const a = entries[i] as number;
        const legA = chunkLeg[a] as number;
        for (let k = i + 1; k < last; k += 1) {
          const b = entries[k] as number;
          if (!overlap(box, a * BOX_SIZE, box, b * BOX_SIZE)) continue;
          if ((bucket & this.#cellMask) !== this.#cornerCell(box, a * BOX_SIZE, b * BOX_SIZE)) continue;
          const legB = chunkLeg[b] as number;
          if (plan[legA] !== plan[legB]) this.#test(legA, legB, out);
        }
      }
    }
    for (const a of this.#wide) {
      const legA = chunkLeg[a] as number;
      for (let b = 0; b < chunkLeg.length; b += 1) {
        const legB = chunkLeg[b] as number;
        if (plan[legA] !== plan[legB] && overlap(box, a * BOX_SIZE, box, b * BOX_SIZE)) this.#test(legA, legB, out);
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
      const base = leg * LEG_SIZE;
      const start_s = others.legs[base + LEG.start_s] as number;
      const end_s = others.legs[base + LEG.end_s] as number;
      const last = this.#sliceOf(end_s);
      for (let slice = this.#sliceOf(start_s); slice <= last; slice += 1) this.#meet(others, leg, slice, out);
    }
    out.settle();
    return out;
  }

  #test(legA: number, legB: number, out: ConflictList): void {
    const { plans } = this;
    const ordered = (plans.planOfLeg[legA] as number) < (plans.planOfLeg[legB] as number);
    const [a, b] = ordered ? [legA, legB] : [legB, legA];
    addLegConflict(plans, a, plans, b, this.lateral_m, this.vertical_m, out);
  }

  /** One leg of another plan, during one slice, against the day. */
  #meet(others: PlanSet, leg: number, slice: number, out: ConflictList): void {
    const box = this.#box;
    this.#writeBox(others, leg, slice, box, 0);
    const bucketBase = (slice & this.#sliceMask) * (this.#cellMask + 1);
    const cells = this.#cellsOf(box, 0);
    if (cells > MAX_CELLS) {
      for (let chunk = 0; chunk < this.#chunkLeg.length; chunk += 1) {
        if (overlap(box, 0, this.#chunkBox, chunk * BOX_SIZE)) this.#testOther(others, leg, chunk, out);
      }
      return;
    }
    const perCell = this.#perCell;
    for (let x = cellAt(box, 0, perCell); x <= cellAt(box, 1, perCell); x += 1) {
      for (let y = cellAt(box, 2, perCell); y <= cellAt(box, 3, perCell); y += 1) {
        for (let z = cellAt(box, 4, perCell); z <= cellAt(box, 5, perCell); z += 1) {
          const bucket = bucketBase + (mix(x, y, z) & this.#cellMask);
          const last = this.#bucketFirst[bucket + 1] as number;
          for (let i = this.#bucketFirst[bucket] as number; i < last; i += 1) {
            const chunk = this.#entryChunk[i] as number;
            if (overlap(box, 0, this.#chunkBox, chunk * BOX_SIZE)) this.#testOther(others, leg, chunk, out);
          }
        }
      }
    }
    for (const chunk of this.#wide) {
      if (overlap(box, 0, this.#chunkBox, chunk * BOX_SIZE)) this.#testOther(others, leg, chunk, out);
    }
  }

  #testOther(others: PlanSet, leg: number, chunk: number, out: ConflictList): void {
    addLegConflict(others, leg, this.plans, this.#chunkLeg[chunk] as number, this.lateral_m, this.vertical_m, out);
  }

  /** Cuts the legs into chunks, numbered by slice so that those of one slice lie together. */
  #cut(): { chunkLeg: Int32Array; chunkSlice: Int32Array; chunkBox: Float64Array } {
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
    const chunkBox = new Float64Array(count * BOX_SIZE);
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
  #enter(chunkSlice: Int32Array): { first: Int32Array; entries: Int32Array; wide: Int32Array } {
    const buckets = (this.#sliceMask + 1) * (this.#cellMask + 1);
    const first = new Int32Array(buckets + 1);
    const wide: number[] = [];
    let entries = new Int32Array(0);
    for (let pass = 0; pass < 2; pass += 1) {
      for (let chunk = 0; chunk < chunkSlice.length; chunk += 1) {
        const at = chunk * BOX_SIZE;
        const box = this.#chunkBox;
        if (this.#cellsOf(box, at) > MAX_CELLS) {
          if (pass === 0) wide.push(chunk);
          continue;
        }
        const base = (chunkSlice[chunk] as number) * (this.#cellMask + 1);
        const perCell = this.#perCell;
        const [lastX, lastY, lastZ] = [
          cellAt(box, at + 1, perCell),
          cellAt(box, at + 3, perCell),
          cellAt(box, at + 5, perCell),
        ];
        for (let x = cellAt(box, at, perCell); x <= lastX; x += 1) {
          for (let y = cellAt(box, at + 2, perCell); y <= lastY; y += 1) {
            for (let z = cellAt(box, at + 4, perCell); z <= lastZ; z += 1) {
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
        }
        entries = new Int32Array(sum);
      }
    }
    // Placing has moved every start to the start of the next.
    first.copyWithin(1, 0, buckets);
    first[0] = 0;
    return { first, entries, wide: Int32Array.from(wide) };
  }

  /** The box of a leg during a slice: half a lateral minimum around it, and half a vertical one. */
  #writeBox(plans: PlanSet, leg: number, slice: number, out: Float64Array, at: number): void {
    const { legs } = plans;
    const base = leg * LEG_SIZE;
    const slice_s = this.#slice_s;
    const from_s = Math.max(legs[base + LEG.start_s] as number, this.#origin_s + slice * slice_s - 1e-3);
    const to_s = Math.min(legs[base + LEG.end_s] as number, this.#origin_s + (slice + 1) * slice_s + 1e-3);
    writePosition(legs, leg, from_s, ends, 0);
    writePosition(legs, leg, to_s, ends, 3);
    // A circle leaves its chord by no more than the sagitta, which L^2 / 8R exceeds a little at these lengths.
    const way_m = speedOf(legs, leg) * (to_s - from_s);
    const bulge_m = plans.frame === 'flat' ? 0 : Math.min(2 * SPHERE_RADIUS_M, (way_m * way_m) / (8 * SPHERE_RADIUS_M));
    const around_m = this.lateral_m / 2 + bulge_m + ROUNDING_M;
    for (let k = 0; k < 3; k += 1) {
      const [p, q] = [ends[k] as number, ends[k + 3] as number];
      const flat = k === 2 && plans.frame === 'flat';
      out[at + 2 * k] = flat ? 0 : Math.min(p, q) - around_m;
      out[at + 2 * k + 1] = flat ? 0 : Math.max(p, q) + around_m;
    }
    const [low, high] = [altitudeAt(legs, leg, from_s), altitudeAt(legs, leg, to_s)];
    const above_m = this.vertical_m / 2 + ROUNDING_M;
    out[at + 6] = Math.min(low, high) - above_m;
    out[at + 7] = Math.max(low, high) + above_m;
  }

  #sliceOf(time_s: number): number {
    return Math.floor((time_s - this.#origin_s) / this.#slice_s);
  }

  #cellsOf(box: Float64Array, at: number): number {
    let cells = 1;
    for (let k = 0; k < 6; k += 2) {
      cells *= cellAt(box, at + k + 1, this.#perCell) - cellAt(box, at + k, this.#perCell) + 1;
    }
    return cells;
  }

  /** The cell of the lower corner of the overlap of two boxes. */
  #cornerCell(box: Float64Array, a: number, b: number): number {
    const x = Math.max(box[a] as number, box[b] as number);
    const y = Math.max(box[a + 2] as number, box[b + 2] as number);
    const z = Math.max(box[a + 4] as number, box[b + 4] as number);
    const perCell = this.#perCell;
    return mix(Math.floor(x * perCell), Math.floor(y * perCell), Math.floor(z * perCell)) & this.#cellMask;
  }
}

const ends = new Float64Array(6);

/** First time, length of a slice, number of slices, and how long a typical chunk is. */
function survey(plans: PlanSet): { origin_s: number; slice_s: number; slices: number; chunk_m: number } {
  const { legs, planOfLeg } = plans;
  const count = planOfLeg.length;
  let [origin_s, end_s, total_s, way_m] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0];
  for (let leg = 0; leg < count; leg += 1) {
    const base = leg * LEG_SIZE;
    const [from_s, to_s] = [legs[base + LEG.start_s] as number, legs[base + LEG.end_s] as number];
    origin_s = Math.min(origin_s, from_s);
    end_s = Math.max(end_s, to_s);
    total_s += to_s - from_s;
    way_m += speedOf(legs, leg) * (to_s - from_s);
  }
  if (count === 0) return { origin_s: 0, slice_s: 1, slices: 1, chunk_m: 1 };
  const slice_s = Math.max(total_s / (count * SLICES_PER_LEG), (end_s - origin_s) / 1e9, 1e-3);
  const slices = Math.floor((end_s - origin_s) / slice_s) + 1;
  return { origin_s, slice_s, slices, chunk_m: (way_m / total_s) * slice_s };
}

function overlap(p: Float64Array, a: number, q: Float64Array, b: number): boolean {
  return (
    (p[a] as number) <= (q[b + 1] as number) &&
    (q[b] as number) <= (p[a + 1] as number) &&
    (p[a + 6] as number) <= (q[b + 7] as number) &&
    (q[b + 6] as number) <= (p[a + 7] as number) &&
    (p[a + 2] as number) <= (q[b + 3] as number) &&
    (q[b + 2] as number) <= (p[a + 3] as number) &&
    (p[a + 4] as number) <= (q[b + 5] as number) &&
    (q[b + 4] as number) <= (p[a + 5] as number)
  );
}

function cellAt(box: Float64Array, at: number, perCell: number): number {
  return Math.floor((box[at] as number) * perCell);
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
