import { DEG_PER_RAD } from './angle.ts';
import { cos, sin } from './math.ts';
import { closestScaled, insideSpan } from './segment.ts';

/**
 * Manoeuvres of the own aircraft, sampled once and then held against every intruder. Positions are local east, north,
 * up in m from where the aircraft is now. Each writer takes the present velocity (m/s) and, last, how long the crew
 * goes on as before (delay_s). Each position is computed from its own time, so no error builds up along a path.
 */
export type Path = {
  readonly step_s: number;
  /** Positions at 0, step_s, ... (count - 1) step_s. */
  readonly count: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly z: Float64Array;
};

/** Room for positions from now to the first sample at or after lookahead_s; at most 100,000 of them. */
export function createPath(step_s: number, lookahead_s: number): Path {
  requireMeasure('step_s', step_s);
  requireMeasure('lookahead_s', lookahead_s);
  // The allowance keeps 0.3 / 0.1 from asking for a fourth step.
  const count = Math.ceil(lookahead_s / step_s - 1e-9) + 1;
  if (count > 100000) {
    throw new RangeError(
      `lookahead_s ${lookahead_s} in steps of ${step_s} s: more than 100,000 positions; lengthen step_s`,
    );
  }
  return { step_s, count, x: new Float64Array(count), y: new Float64Array(count), z: new Float64Array(count) };
}

/**
 * A turn by turn_deg (right is positive) at turn_rate_degps and constant speed, a circular arc, and straight on after
 * it. The vertical rate stays.
 */
export function writeTurn(
  path: Path,
  vx: number,
  vy: number,
  vz: number,
  turn_deg: number,
  turn_rate_degps: number,
  delay_s = 0,
): void {
  requireMeasure('turn_rate_degps', turn_rate_degps);
  requireDelay(delay_s);
  const duration_s = Math.abs(turn_deg) / turn_rate_degps;
  const rate_radps = (turn_deg < 0 ? -turn_rate_degps : turn_rate_degps) / DEG_PER_RAD;
  const turned = (rate_radps * duration_s) / 2;
  const sinEnd = sin(turned);
  const cosEnd = cos(turned);
  for (let i = 0; i < path.count; i += 1) {
    const t = i * path.step_s;
    const before = Math.min(t, delay_s);
    const turning = Math.min(t - before, duration_s);
    const after = t - before - turning;
    // Half the angle turned: sin a = 2 sh ch and 1 - cos a = 2 sh^2 keep their accuracy for small angles.
    const atEnd = turning === duration_s;
    const sh = atEnd ? sinEnd : sin((rate_radps * turning) / 2);
    const ch = atEnd ? cosEnd : cos((rate_radps * turning) / 2);
    const s = 2 * sh * ch;
    const versine = 2 * sh * sh;
    const c = 1 - versine;
    path.x[i] = vx * before + (vx * s + vy * versine) / rate_radps + (vx * c + vy * s) * after;
    path.y[i] = vy * before + (vy * s - vx * versine) / rate_radps + (vy * c - vx * s) * after;
    path.z[i] = vz * t;
  }
}

/** How fast a crew changes its vertical rate when nothing else is said. */
const VERTICAL_ACCEL_MPS2 = 2;

/**
 * A climb (descent) to by_m above (below) the present height at rate_mps, levelling off there. The vertical rate
 * changes at accel_mps2 from the present one, and to zero at the target; an aircraft that cannot stop in time goes
 * past and comes back. Horizontal motion stays.
 */
export function writeClimb(
  path: Path,
  vx: number,
  vy: number,
  vz: number,
  by_m: number,
  rate_mps: number,
  delay_s = 0,
  accel_mps2 = VERTICAL_ACCEL_MPS2,
): void {
  requireMeasure('rate_mps', rate_mps);
  requireMeasure('accel_mps2', accel_mps2);
  requireDelay(delay_s);
  // Upright, the motion is a rise to `peak` (m/s), a steady part and a levelling off; `up` turns it over.
  const rise = by_m - vz * delay_s;
  const ahead = rise - (vz * Math.abs(vz)) / (2 * accel_mps2);
  const up = ahead > 0 || (ahead === 0 && vz > 0) ? 1 : -1;
  const start = up * vz;
  const whole = up * rise;
  const peak = Math.min(rate_mps, Math.sqrt(Math.max(0, accel_mps2 * whole + (start * start) / 2)));
  const slope = peak < start ? -accel_mps2 : accel_mps2;
  const first_s = (peak - start) / slope;
  const first_m = ((start + peak) / 2) * first_s;
  const last_s = peak / accel_mps2;
  const steady_m = Math.max(0, whole - first_m - (peak * last_s) / 2);
  const steady_s = peak > 0 ? steady_m / peak : 0;
  for (let i = 0; i < path.count; i += 1) {
    const t = i * path.step_s;
    path.x[i] = vx * t;
    path.y[i] = vy * t;
    const since = t - delay_s;
    const left = first_s + steady_s + last_s - since;
    if (since <= 0) path.z[i] = vz * t;
    else if (left <= 0) path.z[i] = by_m;
    else if (left < last_s) path.z[i] = by_m - (up * accel_mps2 * left * left) / 2;
    else if (since > first_s) path.z[i] = vz * delay_s + up * (first_m + peak * (since - first_s));
    else path.z[i] = vz * delay_s + up * (start * since + (slope * since * since) / 2);
  }
}

/**
 * A change of ground speed by by_mps at accel_mps2 along the present track, down to standing still at most. An
 * aircraft that stands has track north. The vertical rate stays.
 */
export function writeSpeed(
  path: Path,
  vx: number,
  vy: number,
  vz: number,
  by_mps: number,
  accel_mps2: number,
  delay_s = 0,
): void {
  requireMeasure('accel_mps2', accel_mps2);
  requireDelay(delay_s);
  const speed = Math.sqrt(vx * vx + vy * vy);
  const ux = speed > 0 ? vx / speed : 0;
  const uy = speed > 0 ? vy / speed : 1;
  const change = Math.max(by_mps, -speed);
  const duration_s = Math.abs(change) / accel_mps2;
  const slope = change < 0 ? -accel_mps2 : accel_mps2;
  for (let i = 0; i < path.count; i += 1) {
    const t = i * path.step_s;
    const since = Math.max(0, t - delay_s);
    const changing = Math.min(since, duration_s);
    // What the change adds to the way flown at the present speed.
    const gained = (slope * changing * changing) / 2 + change * (since - changing);
    path.x[i] = vx * t + ux * gained;
    path.y[i] = vy * t + uy * gained;
    path.z[i] = vz * t;
  }
}

const inside = new Float64Array(2);

/**
 * Holds the own path against an intruder in straight, even flight: sx, sy, sz (m) where it is now relative to the own
 * aircraft, vx, vy, vz (m/s) its velocity over the ground. Between samples the own motion is taken as even. Returns
 * whether range < lateral_m and vertical distance < vertical_m at once at any instant (equality within 1e-6 m does
 * not count). out[0] is the first such time in s, or Infinity; out[1] and out[2] are the horizontal and the vertical
 * distance (m, at least 0) at the instant at which (range/lateral_m)^2 + (vertical/vertical_m)^2 is least, the
 * earliest of equals. With sz NaN, height unknown, the horizontal part alone counts and out[2] is NaN.
 */
export function pathAgainst(
  path: Path,
  sx: number,
  sy: number,
  sz: number,
  vx: number,
  vy: number,
  vz: number,
  lateral_m: number,
  vertical_m: number,
  out: Float64Array,
): boolean {
  const { x, y, z, count, step_s } = path;
  const perLateral2 = 1 / (lateral_m * lateral_m);
  const perVertical2 = !Number.isNaN(sz) ? 1 / (vertical_m * vertical_m) : 0;
  let first_s = Number.POSITIVE_INFINITY;
  let least = Number.POSITIVE_INFINITY;
  let leastRange2 = 0;
  let leastHeight = 0;
  let x0 = sx - (x[0] as number);
  let y0 = sy - (y[0] as number);
  let z0 = sz - (z[0] as number);
  for (let i = 1; i < count; i += 1) {
    const t = i * step_s;
    const x1 = sx + vx * t - (x[i] as number);
    const y1 = sy + vy * t - (y[i] as number);
    const z1 = sz + vz * t - (z[i] as number);
    const f = closestScaled(x0, y0, 0, z0, x1, y1, 0, z1, lateral_m, vertical_m);
    const xf = x0 + (x1 - x0) * f;
    const yf = y0 + (y1 - y0) * f;
    const zf = z0 + (z1 - z0) * f;
    const range2 = xf * xf + yf * yf;
    const scaled = range2 * perLateral2 + (perVertical2 === 0 ? 0 : zf * zf * perVertical2);
    if (scaled < least) {
      least = scaled;
      leastRange2 = range2;
      leastHeight = zf;
    }
    // Inside the cylinder the scaled square is below 2, so a piece that stays above need not be looked at.
    if (first_s === Number.POSITIVE_INFINITY && scaled < 2) {
      if (insideSpan(x0, y0, 0, z0, x1, y1, 0, z1, lateral_m, vertical_m, inside)) {
        first_s = t - step_s + step_s * (inside[0] as number);
      }
    }
    x0 = x1;
    y0 = y1;
    z0 = z1;
  }
  out[0] = first_s;
  out[1] = Math.sqrt(leastRange2);
  out[2] = Math.abs(leastHeight);
  return first_s < Number.POSITIVE_INFINITY;
}

/** A step, a rate or an acceleration that means something: nothing that is divided by it overflows. */
function requireMeasure(name: string, value: number): void {
  if (!(value >= 1e-6 && value <= 1e6)) throw new RangeError(`${name} ${value}: must be from 0.000001 to 1,000,000`);
}

function requireDelay(delay_s: number): void {
  if (!(delay_s >= 0 && delay_s < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`delay_s ${delay_s}: must be a finite number of at least 0`);
  }
}
