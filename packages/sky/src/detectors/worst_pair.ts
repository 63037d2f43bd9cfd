import { writeHypot } from '../math/hypot.ts';
import { almostEqual } from '../numbers.ts';
import type { RelativeMotion } from './well_clear.ts';

/**
 * The position and velocity within their circles of error that make two aircraft meet soonest (A. Narkawicz, C. Munoz,
 * A. Dutle, "Sensor uncertainty mitigation and dynamic well clear volumes in DAIDALUS", DASC 2018).
 */

const V1 = 0;
const V2 = 2;
const W1 = 4;
const W2 = 6;

/** The worst pair of a motion and its errors. */
export class WorstPair {
  /** Errors of position and velocity. */
  position_m = Number.NaN;
  velocity_mps = Number.NaN;
  /** East and north, and their size. */
  private readonly sides = new Float64Array(3);
  /** Unit directions: two tangents of the position's circle, two of the velocity's. */
  private readonly tangents = new Float64Array(8);
  /** The point that tangents are drawn from, and the circle's radius. */
  private x = Number.NaN;
  private y = Number.NaN;
  private radius = Number.NaN;

  /** Writes the worst pair's position and velocity to `out`. */
  find(motion: RelativeMotion, out: RelativeMotion): void {
    const { tangents, sides, position_m, velocity_mps } = this;
    const { hx, hy, wx, wy } = motion;
    this.x = hx;
    this.y = hy;
    this.radius = position_m;
    this.writeTangent(-1, V1);
    this.writeTangent(1, V2);
    this.x = -wx;
    this.y = -wy;
    this.radius = velocity_mps;
    this.writeTangent(-1, W1);
    this.writeTangent(1, W2);
    const chosen = this.choose();
    const f = chosen & 7;
    const g = (chosen >> 3) & 7;
    let fx = tangents[f] as number;
    let fy = tangents[f + 1] as number;
    let gx = tangents[g] as number;
    let gy = tangents[g + 1] as number;
    if (chosen < APART) {
      fx += gx;
      fy += gy;
      sides[0] = fx;
      sides[1] = fy;
      writeHypot(sides);
      const size = sides[2] as number;
      fx = size > 0 ? fx / size : 0;
      fy = size > 0 ? fy / size : 0;
      gx = fx;
      gy = fy;
    }
    sides[0] = hx;
    sides[1] = hy;
    writeHypot(sides);
    const near_m = (sides[2] as number) - position_m;
    sides[0] = wx;
    sides[1] = wy;
    writeHypot(sides);
    const fast_mps = (sides[2] as number) + velocity_mps;
    out.hx = -fx * near_m;
    out.hy = -fy * near_m;
    out.wx = gx * fast_mps;
    out.wy = gy * fast_mps;
  }

  /** The two tangents whose sum is the common direction; with APART the two nearest, each for its own. */
  private choose(): number {
    const w1Inside = this.between(W1, V1, V2);
    const w2Inside = this.between(W2, V1, V2);
    const v1Inside = this.between(V1, W1, W2);
    const v2Inside = this.between(V2, W1, W2);
    if (w1Inside && w2Inside) return both(W1, W2);
    if (v1Inside && v2Inside) return both(V1, V2);
    if (v1Inside && w1Inside) return both(V1, W1);
    if (v1Inside && w2Inside) return both(V1, W2);
    if (v2Inside && w1Inside) return both(V2, W1);
    if (v2Inside && w2Inside) return both(V2, W2);
    let nearest = both(V1, W1);
    let best = this.dot(V1, W1);
    for (let v = V1; v <= V2; v += 2) {
      for (let w = W1; w <= W2; w += 2) {
        const value = this.dot(v, w);
        if (value > best) {
          best = value;
          nearest = both(v, w);
        }
      }
    }
    return nearest + APART;
  }

  /** Unit direction from the point to where its tangent touches the circle about the origin. */
  private writeTangent(side: 1 | -1, at: number): void {
    const { tangents, sides, x, y, radius } = this;
    const square = x * x + y * y;
    const radius2 = radius * radius;
    let dx = 0;
    let dy = 0;
    if (almostEqual(square, radius2)) {
      dx = side * y;
      dy = side * -x;
    } else if (square > radius2) {
      const along = radius2 / square;
      const across = (side * (radius * Math.sqrt(square - radius2))) / square;
      dx = along * x + across * y - x;
      dy = along * y - across * x - y;
    }
    sides[0] = dx;
    sides[1] = dy;
    writeHypot(sides);
    const size = sides[2] as number;
    tangents[at] = size > 0 ? dx / size : 0;
    tangents[at + 1] = size > 0 ? dy / size : 0;
  }

  /** Whether direction x lies between a and b, all given by where they stand in `tangents`. */
  private between(x: number, a: number, b: number): boolean {
    const side = this.cross(b, a);
    return this.cross(x, a) * side >= 0 && this.cross(x, b) * side <= 0;
  }

  private cross(a: number, b: number): number {
    const { tangents } = this;
    return (
      (tangents[a] as number) * (tangents[b + 1] as number) - (tangents[a + 1] as number) * (tangents[b] as number)
    );
  }

  private dot(a: number, b: number): number {
    const { tangents } = this;
    return (
      (tangents[a] as number) * (tangents[b] as number) + (tangents[a + 1] as number) * (tangents[b + 1] as number)
    );
  }
}

/** Two tangents in one number. */
const APART = 64;
function both(f: number, g: number): number {
  return f + 8 * g;
}
