import { RAD_PER_DEG } from '../angle.ts';
import { atan2, cos, sin } from '../math.ts';

/**
 * `flat`: points are [east_m, north_m, altitude_m, time_s] on a plane, legs are straight. `sphere`: points are
 * [latitude_deg, longitude_deg, altitude_m, time_s], legs are great circles on the sphere of SPHERE_RADIUS_M.
 */
export type PlanFrame = 'flat' | 'sphere';

/** The sphere on which a minute of arc is one nautical mile: 1852 m * 60 * 180 / pi. Ranges lie on its surface. */
export const SPHERE_RADIUS_M = 6366707.0194937;

/** Numbers of one leg in `legs`: times, start, motion, angular speed, altitude, climb. */
export const LEG_SIZE = 11;
/** Places of a leg's numbers. */
export const LEG = {
  start_s: 0,
  end_s: 1,
  /** Three numbers, m: the start on the plane (the third is 0), or from the centre of the sphere. */
  point: 2,
  /** Three numbers: velocity in m/s on the plane; on the sphere the point a quarter of the circle ahead, m. */
  ahead: 5,
  /** rad/s around the sphere, 0 on the plane. */
  turn: 8,
  altitude: 9,
  climb: 10,
} as const;

const POINT_SIZE = 4;
/** Beyond it numbers have no metres and no milliseconds left. */
const LARGEST = 1e12;
/** Directions this near to opposite leave the great circle between two points open, rad. */
const OPPOSITE = 1e-9;

/**
 * Flight plans as straight, even legs between points in space and time, in one typed array. A plan exists from the
 * time of its first point to the time of its last, both included.
 */
export class PlanSet {
  readonly frame: PlanFrame;
  readonly count: number;
  /** Of each plan the number of its first leg; one more at the end. */
  readonly firstLeg: Int32Array;
  /** Of each leg its plan. */
  readonly planOfLeg: Int32Array;
  /** LEG_SIZE numbers a leg. */
  readonly legs: Float64Array;

  /**
   * Each plan is its points one after the other, four numbers each. Throws a RangeError that names plan, point and
   * value when a plan has fewer than two points, a number is not finite or beyond 1e12, a time does not come after the
   * one before, a latitude is outside -90 to 90, or two points in a row stand opposite on the sphere.
   */
  constructor(frame: PlanFrame, plans: readonly ArrayLike<number>[]) {
    this.frame = frame;
    this.count = plans.length;
    this.firstLeg = new Int32Array(plans.length + 1);
    for (let i = 0; i < plans.length; i += 1) {
      this.firstLeg[i + 1] = (this.firstLeg[i] as number) + countLegs(i, plans[i] as ArrayLike<number>, frame);
    }
    const total = this.firstLeg[plans.length] as number;
    this.planOfLeg = new Int32Array(total);
    this.legs = new Float64Array(total * LEG_SIZE);
    for (let i = 0; i < plans.length; i += 1) {
      const plan = plans[i] as ArrayLike<number>;
      const first = this.firstLeg[i] as number;
      const last = this.firstLeg[i + 1] as number;
      for (let leg = first; leg < last; leg += 1) {
        this.planOfLeg[leg] = i;
        writeLeg(frame, plan, i, leg - first, this.legs, leg * LEG_SIZE);
      }
    }
  }
}

/** Writes where a leg is at a time, in m, to out[at..at+2]: on the plane, or from the centre of the sphere. */
export function writePosition(legs: Float64Array, leg: number, time_s: number, out: Float64Array, at: number): void {
  const base = leg * LEG_SIZE;
  const elapsed_s = time_s - (legs[base + LEG.start_s] as number);
  const turn = legs[base + LEG.turn] as number;
  const share = turn === 0 ? 1 : cos(turn * elapsed_s);
  const way = turn === 0 ? elapsed_s : sin(turn * elapsed_s);
  for (let k = 0; k < 3; k += 1) {
    out[at + k] = (legs[base + LEG.point + k] as number) * share + (legs[base + LEG.ahead + k] as number) * way;
  }
}

/** The altitude of a leg at a time, m. */
export function altitudeAt(legs: Float64Array, leg: number, time_s: number): number {
  const base = leg * LEG_SIZE;
  const elapsed_s = time_s - (legs[base + LEG.start_s] as number);
  return (legs[base + LEG.altitude] as number) + (legs[base + LEG.climb] as number) * elapsed_s;
}

/** Horizontal speed of a leg, m/s. */
export function speedOf(legs: Float64Array, leg: number): number {
  const base = leg * LEG_SIZE + LEG.ahead;
  const x = legs[base] as number;
  const y = legs[base + 1] as number;
  const turn = legs[leg * LEG_SIZE + LEG.turn] as number;
  return turn === 0 ? Math.sqrt(x * x + y * y) : turn * SPHERE_RADIUS_M;
}

function countLegs(index: number, plan: ArrayLike<number>, frame: PlanFrame): number {
  const points = plan.length / POINT_SIZE;
  if (!Number.isInteger(points) || points < 2) {
    throw new RangeError(`plan ${index}: has ${plan.length} numbers; give at least two points of four numbers each`);
  }
  for (let k = 0; k < plan.length; k += 1) {
    const value = plan[k] as number;
    const point = Math.floor(k / POINT_SIZE);
    if (!(Math.abs(value) <= LARGEST)) {
      throw new RangeError(
        `plan ${index}, point ${point}: ${NAMES[frame][k % POINT_SIZE]} ${value}: must be a number within 1e12 of 0`,
      );
    }
    if (frame === 'sphere' && k % POINT_SIZE === 0 && Math.abs(value) > 90) {
      throw new RangeError(`plan ${index}, point ${point}: latitude_deg ${value}: must be from -90 to 90`);
    }
    if (k % POINT_SIZE === 3 && point > 0 && !(value > (plan[k - POINT_SIZE] as number))) {
      throw new RangeError(
        `plan ${index}, point ${point}: time_s ${value}: must come after ${plan[k - POINT_SIZE]}, the point before`,
      );
    }
  }
  return points - 1;
}

const NAMES = {
  flat: ['east_m', 'north_m', 'altitude_m', 'time_s'],
  sphere: ['latitude_deg', 'longitude_deg', 'altitude_m', 'time_s'],
} as const;

function writeLeg(
  frame: PlanFrame,
  plan: ArrayLike<number>,
  index: number,
  leg: number,
  out: Float64Array,
  base: number,
): void {
  const from = leg * POINT_SIZE;
  const to = from + POINT_SIZE;
  const start_s = plan[from + 3] as number;
  const end_s = plan[to + 3] as number;
  const lasts_s = end_s - start_s;
  const altitude_m = plan[from + 2] as number;
  out[base + LEG.start_s] = start_s;
  out[base + LEG.end_s] = end_s;
  out[base + LEG.altitude] = altitude_m;
  out[base + LEG.climb] = ((plan[to + 2] as number) - altitude_m) / lasts_s;
  if (frame === 'flat') {
    for (let k = 0; k < 2; k += 1) {
      const start_m = plan[from + k] as number;
      out[base + LEG.point + k] = start_m;
      out[base + LEG.ahead + k] = ((plan[to + k] as number) - start_m) / lasts_s;
    }
    return;
  }
  writeDirection(plan[from] as number, plan[from + 1] as number, out, base + LEG.point);
  writeDirection(plan[to] as number, plan[to + 1] as number, out, base + LEG.ahead);
  if (!writeGreatCircle(out, base, lasts_s)) {
    throw new RangeError(
      `plan ${index}, point ${leg + 1}: stands opposite to the point before on the sphere; add a point between them`,
    );
  }
}

function writeDirection(latitude_deg: number, longitude_deg: number, out: Float64Array, at: number): void {
  const latitude = latitude_deg * RAD_PER_DEG;
  const longitude = longitude_deg * RAD_PER_DEG;
  out[at] = cos(latitude) * cos(longitude);
  out[at + 1] = cos(latitude) * sin(longitude);
  out[at + 2] = sin(latitude);
}

/** Turns two directions, at `point` and `ahead`, into the circle through them; false when it is not determined. */
function writeGreatCircle(out: Float64Array, base: number, lasts_s: number): boolean {
  const p = base + LEG.point;
  const q = base + LEG.ahead;
  const [px, py, pz] = [out[p] as number, out[p + 1] as number, out[p + 2] as number];
  const [qx, qy, qz] = [out[q] as number, out[q + 1] as number, out[q + 2] as number];
  const nx = py * qz - pz * qy;
  const ny = pz * qx - px * qz;
  const nz = px * qy - py * qx;
  const sine = Math.sqrt(nx * nx + ny * ny + nz * nz);
  const cosine = px * qx + py * qy + pz * qz;
  if (cosine < 0 && sine < OPPOSITE) return false;
  out[base + LEG.turn] = sine === 0 ? 0 : atan2(sine, cosine) / lasts_s;
  // A quarter of the circle ahead: the normal, of length `sine`, crossed with the start.
  const scale = sine === 0 ? 0 : SPHERE_RADIUS_M / sine;
  out[q] = (ny * pz - nz * py) * scale;
  out[q + 1] = (nz * px - nx * pz) * scale;
  out[q + 2] = (nx * py - ny * px) * scale;
  out[p] = px * SPHERE_RADIUS_M;
  out[p + 1] = py * SPHERE_RADIUS_M;
  out[p + 2] = pz * SPHERE_RADIUS_M;
  return true;
}
