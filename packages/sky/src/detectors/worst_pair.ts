import { hypot } from '../math.ts';
import { almostEqual } from '../numbers.ts';

/**
 * The position and velocity within their circles of error that make two aircraft meet soonest (A. Narkawicz, C. Munoz,
 * A. Dutle, "Sensor uncertainty mitigation and dynamic well clear volumes in DAIDALUS", DASC 2018).
 */

/** Position x, y and velocity x, y of the worst pair: what `worstPair` writes. */
export const worstPosition = new Float64Array(4);

/** Unit directions: two tangents of the position's circle, two of the velocity's. */
const tangents = new Float64Array(8);

/** Unit direction from the point (x, y) to the point where its tangent touches the circle about the origin. */
function writeTangent(x: number, y: number, radius: number, side: 1 | -1, at: number): void {
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
  const size = hypot(dx, dy);
  tangents[at] = size > 0 ? dx / size : 0;
  tangents[at + 1] = size > 0 ? dy / size : 0;
}

/** Whether direction x lies between a and b, all given by where they stand in `tangents`. */
function between(x: number, a: number, b: number): boolean {
  const side = cross(b, a);
  return cross(x, a) * side >= 0 && cross(x, b) * side <= 0;
}

function cross(a: number, b: number): number {
  return (tangents[a] as number) * (tangents[b + 1] as number) - (tangents[a + 1] as number) * (tangents[b] as number);
}

function dot(a: number, b: number): number {
  return (tangents[a] as number) * (tangents[b] as number) + (tangents[a + 1] as number) * (tangents[b + 1] as number);
}

const V1 = 0;
const V2 = 2;
const W1 = 4;
const W2 = 6;

export function worstPair(
  hx: number,
  hy: number,
  wx: number,
  wy: number,
  position_m: number,
  velocity_mps: number,
  out: Float64Array,
): void {
  writeTangent(hx, hy, position_m, -1, V1);
  writeTangent(hx, hy, position_m, 1, V2);
  writeTangent(-wx, -wy, velocity_mps, -1, W1);
  writeTangent(-wx, -wy, velocity_mps, 1, W2);
  let f = V1;
  let g = W1;
  let common = true;
  const w1Inside = between(W1, V1, V2);
  const w2Inside = between(W2, V1, V2);
  const v1Inside = between(V1, W1, W2);
  const v2Inside = between(V2, W1, W2);
  if (w1Inside && w2Inside) {
    f = W1;
    g = W2;
  } else if (v1Inside && v2Inside) {
    f = V1;
    g = V2;
  } else if (v1Inside && w1Inside) {
    f = V1;
    g = W1;
  } else if (v1Inside && w2Inside) {
    f = V1;
    g = W2;
  } else if (v2Inside && w1Inside) {
    f = V2;
    g = W1;
  } else if (v2Inside && w2Inside) {
    f = V2;
    g = W2;
  } else {
    common = false;
    let best = dot(V1, W1);
    for (let i = 0; i < 2; i++) {
      for (let j = 0; j < 2; j++) {
        const value = dot(V1 + 2 * i, W1 + 2 * j);
        if (value > best) {
          best = value;
          f = V1 + 2 * i;
          g = W1 + 2 * j;
        }
      }
    }
  }
  let fx = tangents[f] as number;
  let fy = tangents[f + 1] as number;
  let gx = tangents[g] as number;
  let gy = tangents[g + 1] as number;
  if (common) {
    fx += gx;
    fy += gy;
    const size = hypot(fx, fy);
    fx = size > 0 ? fx / size : 0;
    fy = size > 0 ? fy / size : 0;
    gx = fx;
    gy = fy;
  }
  const near_m = hypot(hx, hy) - position_m;
  const fast_mps = hypot(wx, wy) + velocity_mps;
  out[0] = -fx * near_m;
  out[1] = -fy * near_m;
  out[2] = gx * fast_mps;
  out[3] = gy * fast_mps;
}
