import {
  ADVICE_PARAMETERS,
  createEstimate,
  RAD_PER_DEG,
  type Sense,
  type Target,
  type Volume,
  writeSighting,
} from '@skyaccord/sky';
import type { Manoeuvre } from '../outcome.ts';
import type { Own } from './own.ts';
import { performanceOf } from './performance.ts';
import type { Constraint, Other } from './traffic.ts';

/** A loss whose grace time has run out is to end within this, s: what it takes to act, turn and fly a mile or two. */
const SOON_S = 60;

/** Errors beyond so many deviations are none. */
const SIGMAS = 3;

/** What the adviser is told of one other aircraft, and which clause each of its volumes is of. */
export type Keeping = {
  readonly other: Other;
  readonly target: Target;
  readonly clauses: readonly string[];
  readonly elsewhere: Elsewhere | null;
};

/** Somebody else advises it by what is seen there, which may differ: what that one says to advise; null: nothing. */
export type Elsewhere = { readonly said: readonly Manoeuvre[] | null };

/** How the other side of a pair stands to the own side. */
export type Terms = {
  /** How much of the way out the rules leave to the own side: 0 it has the right of way, 1 it gives way. */
  readonly own_share: number;
  readonly answer: Sense | null;
  readonly advised_elsewhere: boolean;
  readonly elsewhere: Elsewhere | null;
};

/** @param lookahead_s what is lost for longer than the adviser looks ahead must at least end within that */
export function keepingOf(other: Other, { elsewhere, ...terms }: Terms, lookahead_s: number): Keeping {
  const byWidth = [...other.constraints].sort((x, y) => x.lateral_m - y.lateral_m || (x.clause < y.clause ? -1 : 1));
  const volumes = byWidth.map((one) => volumeOf(one, lookahead_s));
  const clauses = byWidth.map((one) => one.clause);
  const estimate = createEstimate();
  writeSighting(
    {
      x_m: other.east_m,
      y_m: other.north_m,
      z_m: other.up_m,
      vx_mps: other.east_mps,
      vy_mps: other.north_mps,
      vz_mps: other.up_mps,
      turn_radps: other.turn_rate_degps * RAD_PER_DEG,
      position_sigma_m: other.position_sigma_m,
      velocity_sigma_mps: other.velocity_sigma_mps,
      height_sigma_m: other.height_sigma_m,
      climb_sigma_mps: other.climb_sigma_mps,
    },
    estimate,
  );
  if (!Number.isNaN(other.turning)) estimate.turning = other.turning;
  const speed_mps = Math.sqrt(other.east_mps * other.east_mps + other.north_mps * other.north_mps);
  const { turn_rate_degps, vertical_rate_mps, vertical_accel_mps2 } = performanceOf(other.crew, speed_mps);
  const agility = {
    turn_radps: ADVICE_PARAMETERS.ordinary_turn * turn_rate_degps * RAD_PER_DEG,
    climb_mps: ADVICE_PARAMETERS.ordinary_climb * vertical_rate_mps,
    climb_mps2: vertical_accel_mps2,
  };
  return { other, target: { estimate, agility, volumes, ...terms }, clauses, elsewhere };
}

/** Can two of which one is this far above the other come within its minima, as both climb and descend at most? */
export function mayComeNear(own: Own, other: Other, lookahead_s: number): boolean {
  if (Number.isNaN(other.up_m)) return true;
  const ours_mps = Math.max(Math.abs(own.up_mps), performanceOf(own.crew, own.ground_speed_mps).vertical_rate_mps);
  const theirs_mps = Math.max(Math.abs(other.up_mps), performanceOf(other.crew, 0).vertical_rate_mps);
  const errors_m = SIGMAS * (other.height_sigma_m + other.climb_sigma_mps * lookahead_s);
  const least_m = Math.abs(other.up_m) - (ours_mps + theirs_mps) * lookahead_s - errors_m;
  return other.constraints.some((one) => least_m < one.vertical_m);
}

function volumeOf({ lateral_m, vertical_m, leave_by_s }: Constraint, lookahead_s: number): Volume {
  const by_s = leave_by_s === null ? 0 : Math.min(leave_by_s > 0 ? leave_by_s : SOON_S, lookahead_s);
  return { lateral_m, vertical_m, tau_s: 0, weight: 1, leave_by_s: by_s };
}
