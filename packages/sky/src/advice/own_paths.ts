import { cos, sin } from '../math.ts';
import { wrapPi } from './angles.ts';
import { PIECES, SAMPLES } from './samples.ts';

/** What the own aircraft does now, what its plan has it do, and what it can do. SI units, over ground. */
export type OwnAircraft = {
  readonly vx_mps: number;
  readonly vy_mps: number;
  readonly vz_mps: number;
  /** Where the plan has it fly now; the rate of turn (clockwise positive) is that of the plan. */
  readonly plan: {
    readonly track_rad: number;
    readonly speed_mps: number;
    readonly vertical_mps: number;
    readonly turn_radps: number;
  };
  readonly performance: {
    readonly turn_radps: number;
    readonly accel_mps2: number;
    readonly vertical_mps2: number;
    /** Greatest vertical speed, either way. */
    readonly vertical_mps: number;
    readonly least_speed_mps: number;
    readonly most_speed_mps: number;
  };
  /** How far it may climb and descend from here, m; Infinity where nothing bounds it. */
  readonly up_room_m: number;
  readonly down_room_m: number;
};

/** Nearer than this to the plan's track, an aircraft flies by its plan, rad. */
const ON_TRACK_RAD = 0.02;

/**
 * Samples the own way over ground from (0, 0): by the plan for delay_s, then to track_rad at speed_mps; NaN along
 * either is back to the plan. Turns go the shorter way round; a turn of the plan goes on for plan_turn_s.
 */
export function writeOwnWay(
  x: Float64Array,
  y: Float64Array,
  at: number,
  own: OwnAircraft,
  track_rad: number,
  now_rad: number,
  speed_mps: number,
  delay_s: number,
  sample_s: number,
  plan_turn_s: number,
): void {
  const { plan, performance } = own;
  const turning = performance.turn_radps;
  const planTurn = plan.turn_radps;
  const onPlan = Math.abs(wrapPi(plan.track_rad - now_rad)) < ON_TRACK_RAD;
  const follows = Number.isNaN(track_rad);
  const wanted_mps = Number.isNaN(speed_mps) ? plan.speed_mps : speed_mps;
  let speed = Math.sqrt(own.vx_mps * own.vx_mps + own.vy_mps * own.vy_mps);
  // Unit vector of the track; standing still it is the track that is wanted.
  let ux = sin(now_rad);
  let uy = cos(now_rad);
  let left_rad = Number.NaN;
  let flown_rad = 0;
  let px = 0;
  let py = 0;
  let i = at;
  let due = sample_s;
  x[at] = 0;
  y[at] = 0;
  for (let t = 0; t < PIECES * sample_s; t += 1) {
    let turn = 0;
    if ((t < delay_s || follows) && onPlan) turn = t < plan_turn_s ? planTurn : 0;
    else if (t >= delay_s) {
      if (Number.isNaN(left_rad)) left_rad = wrapPi((follows ? plan.track_rad : track_rad) - now_rad - flown_rad);
      turn = left_rad > turning ? turning : left_rad < -turning ? -turning : left_rad;
      left_rad -= turn;
    }
    const change = t < delay_s ? 0 : wanted_mps - speed;
    const faster = Math.max(-performance.accel_mps2, Math.min(performance.accel_mps2, change));
    if (turn === 0 && faster === 0 && t >= delay_s && (t >= plan_turn_s || planTurn === 0)) {
      // Nothing changes any more.
      for (let k = i - at + 1; k < SAMPLES; k += 1) {
        x[at + k] = px + ux * speed * (k * sample_s - t);
        y[at + k] = py + uy * speed * (k * sample_s - t);
      }
      return;
    }
    const mean = speed + faster / 2;
    speed += faster;
    if (turn !== 0) {
      flown_rad += turn;
      const c = cos(turn / 2);
      const s = sin(turn / 2);
      const mx = c * ux + s * uy;
      const my = c * uy - s * ux;
      px += mx * mean;
      py += my * mean;
      ux = c * mx + s * my;
      uy = c * my - s * mx;
    } else {
      px += ux * mean;
      py += uy * mean;
    }
    due -= 1;
    if (due === 0) {
      due = sample_s;
      i += 1;
      x[i] = px;
      y[i] = py;
    }
  }
}
