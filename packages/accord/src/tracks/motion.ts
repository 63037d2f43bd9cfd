import { cos, sin } from '@skyaccord/sky';

/**
 * Two ways an aircraft moves between reports, as the filter and the smoother predict them. A state is five numbers in a
 * local east/north frame: position east and north (m), velocity east and north (m/s), turn rate (rad/s, positive to the
 * left); its covariance is the full symmetric 5 x 5 matrix, row by row. Straight flight leaves the turn rate at 0.
 */
export const STATE = 5;
export const COVARIANCE = STATE * STATE;

/**
 * White acceleration noise, m²/s³, as root of what a second adds to the velocity: straight flight strays by 0.5 m/s;
 * a turn also by changes of speed, and by the wind in which a glider circles: 2 m/s.
 */
const STRAIGHT_NOISE = 0.25;
const TURN_NOISE = 4;
/** Standard deviation of the lateral acceleration of an aircraft of which nothing is known: a bank of 20°, m/s². */
export const LATERAL_MPS2 = 3.5;
/** In this time a turn rate may become any other that an aircraft turns at. */
const TURN_TIME_S = 30;
/** Below this speed a lateral acceleration says nothing of the turn rate. */
export const SLOW_MPS = 10;
/** A turn predicted over a larger standard deviation of the angle is no straight line in it any more, rad. */
const LARGEST_ANGLE = 1.2;

/** Variance of the turn rate of an aircraft of this velocity of which nothing else is known, (rad/s)². */
export function turnVariance(east_mps: number, north_mps: number): number {
  const speed2 = Math.max(SLOW_MPS * SLOW_MPS, east_mps * east_mps + north_mps * north_mps);
  return (LATERAL_MPS2 * LATERAL_MPS2) / speed2;
}

/**
 * Nearly constant velocity (Bar-Shalom, Li & Kirubarajan, "Estimation with Applications to Tracking and Navigation",
 * 2001, 6.2.2: continuous white noise acceleration). Writes over x and p; the turn rate is left alone.
 */
export function predictStraight(x: Float64Array, p: Float64Array, dt_s: number): void {
  x[0] = x[0]! + x[2]! * dt_s;
  x[1] = x[1]! + x[3]! * dt_s;
  for (let j = 0; j < 4; j++) {
    p[j] = p[j]! + dt_s * p[10 + j]!;
    p[5 + j] = p[5 + j]! + dt_s * p[15 + j]!;
  }
  for (let i = 0; i < 20; i += STATE) {
    p[i] = p[i]! + dt_s * p[i + 2]!;
    p[i + 1] = p[i + 1]! + dt_s * p[i + 3]!;
  }
  addNoise(p, STRAIGHT_NOISE, dt_s);
}

function addNoise(p: Float64Array, noise: number, dt_s: number): void {
  const velocity = noise * dt_s;
  const cross = 0.5 * velocity * dt_s;
  const position = (cross * 2 * dt_s) / 3;
  p[0] = p[0]! + position;
  p[6] = p[6]! + position;
  p[2] = p[2]! + cross;
  p[10] = p[10]! + cross;
  p[8] = p[8]! + cross;
  p[16] = p[16]! + cross;
  p[12] = p[12]! + velocity;
  p[18] = p[18]! + velocity;
}

/** The last transition of {@link predictTurn}: the smoother goes back through it. */
export const turnStep = {
  /** Along and across shift of the position by a unit velocity, s. */
  along: 0,
  across: 0,
  cos: 1,
  sin: 0,
  /** What a unit turn rate adds to position and velocity. */
  gain: new Float64Array(4),
};
const rows = new Float64Array(COVARIANCE);

/**
 * Nearly coordinated turn with the turn rate in the state, linearised (the same book, 11.7.2). The turn rate wanders,
 * until no more is known of it than of any aircraft's. Where the angle turned becomes too uncertain to be linear, its
 * influence is bounded and the rest taken as noise in every direction.
 */
export function predictTurn(x: Float64Array, p: Float64Array, dt_s: number): void {
  const rate = x[4]!;
  const angle = rate * dt_s;
  const vx = x[2]!;
  const vy = x[3]!;
  const s = sin(angle);
  const c = cos(angle);
  let along: number;
  let across: number;
  let dAlong: number;
  let dAcross: number;
  if (Math.abs(angle) < 0.02) {
    // Series to the fourth order, where the closed form would cancel.
    const a2 = angle * angle;
    along = dt_s * (1 - a2 / 6 + (a2 * a2) / 120);
    across = dt_s * angle * (0.5 - a2 / 24);
    dAlong = dt_s * dt_s * angle * (-1 / 3 + a2 / 30);
    dAcross = dt_s * dt_s * (0.5 - a2 / 8);
  } else {
    along = s / rate;
    across = (1 - c) / rate;
    dAlong = (dt_s * c - along) / rate;
    dAcross = (dt_s * s - across) / rate;
  }
  const deviation = Math.sqrt(p[24]!) * dt_s;
  const linear = deviation > LARGEST_ANGLE ? LARGEST_ANGLE / deviation : 1;
  const gx = (vx * dAlong - vy * dAcross) * linear;
  const gy = (vx * dAcross + vy * dAlong) * linear;
  const gvx = -dt_s * (s * vx + c * vy) * linear;
  const gvy = dt_s * (c * vx - s * vy) * linear;
  const { gain } = turnStep;
  turnStep.along = along;
  turnStep.across = across;
  turnStep.cos = c;
  turnStep.sin = s;
  gain[0] = gx;
  gain[1] = gy;
  gain[2] = gvx;
  gain[3] = gvy;
  for (let j = 0; j < STATE; j++) {
    const pvx = p[10 + j]!;
    const pvy = p[15 + j]!;
    const pw = p[20 + j]!;
    rows[j] = p[j]! + along * pvx - across * pvy + gx * pw;
    rows[5 + j] = p[5 + j]! + across * pvx + along * pvy + gy * pw;
    rows[10 + j] = c * pvx - s * pvy + gvx * pw;
    rows[15 + j] = s * pvx + c * pvy + gvy * pw;
    rows[20 + j] = pw;
  }
  for (let i = 0; i < COVARIANCE; i += STATE) {
    const rvx = rows[i + 2]!;
    const rvy = rows[i + 3]!;
    const rw = rows[i + 4]!;
    p[i] = rows[i]! + along * rvx - across * rvy + gx * rw;
    p[i + 1] = rows[i + 1]! + across * rvx + along * rvy + gy * rw;
    p[i + 2] = c * rvx - s * rvy + gvx * rw;
    p[i + 3] = s * rvx + c * rvy + gvy * rw;
    p[i + 4] = rw;
  }
  x[0] = x[0]! + along * vx - across * vy;
  x[1] = x[1]! + across * vx + along * vy;
  x[2] = c * vx - s * vy;
  x[3] = s * vx + c * vy;
  addNoise(p, TURN_NOISE, dt_s);
  const any = turnVariance(vx, vy);
  if (p[24]! < any) p[24] = Math.min(any, p[24]! + (2 * any * dt_s) / TURN_TIME_S);
  if (linear < 1) {
    const lost2 = (1 - linear) * (1 - linear) * (vx * vx + vy * vy);
    const position = 0.25 * lost2 * dt_s * dt_s;
    p[0] = p[0]! + position;
    p[6] = p[6]! + position;
    p[12] = p[12]! + lost2;
    p[18] = p[18]! + lost2;
  }
}

const ph = new Float64Array(STATE);

/** What {@link observe} found: the innovation and its variance. */
export const innovation = { value: 0, variance: 1 };

/**
 * One scalar measurement of `hx` x[i] + `hy` x[i + 1], i being 0 (position) or 2 (velocity), of this variance (the
 * same book, 5.2.3, taken one component after the other).
 */
export function observe(
  x: Float64Array,
  p: Float64Array,
  i: number,
  hx: number,
  hy: number,
  measured: number,
  variance: number,
): void {
  for (let k = 0; k < STATE; k++) ph[k] = p[k * STATE + i]! * hx + p[k * STATE + i + 1]! * hy;
  const total = ph[i]! * hx + ph[i + 1]! * hy + variance;
  const miss = measured - (x[i]! * hx + x[i + 1]! * hy);
  const per = 1 / total;
  for (let k = 0; k < STATE; k++) {
    const gain = ph[k]! * per;
    x[k] = x[k]! + gain * miss;
    for (let j = k; j < STATE; j++) {
      const value = p[k * STATE + j]! - gain * ph[j]!;
      p[k * STATE + j] = value;
      p[j * STATE + k] = value;
    }
  }
  innovation.value = miss;
  innovation.variance = total;
}
