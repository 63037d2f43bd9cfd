/**
 * What is held of one other aircraft, as two accounts of its motion: that it flies steadily, and that it is in the
 * middle of a manoeuvre. Metres and seconds in the flat frame that begins at the own aircraft: x east, y north, z up;
 * velocities over ground, not relative. Variances are those of one axis.
 */
export type Estimate = {
  /** Probability of the second account, horizontally and vertically. */
  turning: number;
  climbing: number;
  readonly steady: Account;
  readonly manoeuvring: Account;
  /** Rate of turn (clockwise positive) and change of speed in the second account, with the deviation of the rate. */
  turn_radps: number;
  turn_sigma_radps: number;
  accel_mps2: number;
  /** Vertical acceleration in the second account. */
  climb_mps2: number;
};

export type Account = {
  x_m: number;
  y_m: number;
  /** NaN where there is no height to compare with. */
  z_m: number;
  vx_mps: number;
  vy_mps: number;
  vz_mps: number;
  position_m2: number;
  position_velocity_m2ps: number;
  velocity_m2ps2: number;
  height_m2: number;
  height_climb_m2ps: number;
  climb_m2ps2: number;
};

const emptyAccount = (): Account => ({
  x_m: 0,
  y_m: 0,
  z_m: 0,
  vx_mps: 0,
  vy_mps: 0,
  vz_mps: 0,
  position_m2: 0,
  position_velocity_m2ps: 0,
  velocity_m2ps2: 0,
  height_m2: 0,
  height_climb_m2ps: 0,
  climb_m2ps2: 0,
});

/** An estimate to be filled in: everything 0, flying steadily for certain. */
export const createEstimate = (): Estimate => ({
  turning: 0,
  climbing: 0,
  steady: emptyAccount(),
  manoeuvring: emptyAccount(),
  turn_radps: 0,
  turn_sigma_radps: 0,
  accel_mps2: 0,
  climb_mps2: 0,
});

/** One account of an aircraft that something else follows. Deviations are those of one axis; heights may be NaN. */
export type Sighting = {
  readonly x_m: number;
  readonly y_m: number;
  readonly z_m: number;
  readonly vx_mps: number;
  readonly vy_mps: number;
  readonly vz_mps: number;
  /** Clockwise positive; NaN where it is not known. */
  readonly turn_radps: number;
  readonly position_sigma_m: number;
  readonly velocity_sigma_mps: number;
  readonly height_sigma_m: number;
  readonly climb_sigma_mps: number;
};

/** Rates of turn below this are straight flight; above twice this, a turn for certain, rad/s. */
const TURN_RADPS = 0.005;
/** How well a followed rate of turn is known, rad/s. */
const TURN_SIGMA_RADPS = 0.005;

/** Writes what is held of an aircraft that something else follows: position and velocity errors apart. */
export function writeSighting(sighting: Sighting, out: Estimate): void {
  for (const account of [out.steady, out.manoeuvring]) {
    account.x_m = sighting.x_m;
    account.y_m = sighting.y_m;
    account.z_m = sighting.z_m;
    account.vx_mps = sighting.vx_mps;
    account.vy_mps = sighting.vy_mps;
    account.vz_mps = sighting.vz_mps;
    account.position_m2 = sighting.position_sigma_m * sighting.position_sigma_m;
    account.position_velocity_m2ps = 0;
    account.velocity_m2ps2 = sighting.velocity_sigma_mps * sighting.velocity_sigma_mps;
    account.height_m2 = sighting.height_sigma_m * sighting.height_sigma_m;
    account.height_climb_m2ps = 0;
    account.climb_m2ps2 = sighting.climb_sigma_mps * sighting.climb_sigma_mps;
  }
  const turn_radps = !Number.isNaN(sighting.turn_radps) ? sighting.turn_radps : 0;
  out.turning = Math.max(0, Math.min(1, Math.abs(turn_radps) / TURN_RADPS - 1));
  out.turn_radps = turn_radps;
  out.turn_sigma_radps = TURN_SIGMA_RADPS;
  out.accel_mps2 = 0;
  out.climbing = 0;
  out.climb_mps2 = 0;
}
