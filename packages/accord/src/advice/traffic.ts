import { PairGeometry, predictedRate_mps } from '../encounters/geometry.ts';
import { heldBack, type Proximity } from '../encounters/kind.ts';
import type { CrewState, SeparationClause } from '../memorandum/memorandum.ts';
import { RADIUS95 } from '../tracks/measurement.ts';
import type { TrackTable } from '../tracks/table.ts';

/** One aircraft that advice must keep clear of, in the frame of the own aircraft: relative position, own velocity. */
export type Other = {
  readonly slot: number;
  readonly id: string;
  readonly east_m: number;
  readonly north_m: number;
  /** NaN when the two have no comparable height. */
  readonly up_m: number;
  readonly east_mps: number;
  readonly north_mps: number;
  readonly up_mps: number;
  /** Clockwise positive; NaN when not known. How probably it turns, 0 to 1; NaN when not known. */
  readonly turn_rate_degps: number;
  readonly turning: number;
  /** Standard deviations of the relative state, along one axis each. */
  readonly position_sigma_m: number;
  readonly velocity_sigma_mps: number;
  readonly height_sigma_m: number;
  readonly climb_sigma_mps: number;
  readonly crew: CrewState;
  /** Never empty. */
  readonly constraints: readonly Constraint[];
};

/** Minima to keep, or, where they are lost already, to be outside again by `leave_by_s`. */
export type Constraint = {
  readonly clause: string;
  readonly lateral_m: number;
  readonly vertical_m: number;
  /** Seconds from now; 0 where the grace time has run out. */
  readonly leave_by_s: number | null;
};

/** Advice must not only avoid the loss but end the alert, which looks for 1.1 times the minima. */
const CLEARANCE = 1.1;

/** Before a manoeuvre takes effect the two close in for this long: no more clearance is asked than is then left. */
const ACT_S = 20;

/** Where an accuracy is not known, standard deviations: of a velocity, of a height, of a vertical rate; */
const VELOCITY_MPS = 1;
const HEIGHT_M = 30;
const RATE_MPS = 1;
/** and of a rate in level flight. */
const LEVEL_RATE_MPS = 0.3;
/** The 95 % half-width of a normal error, in deviations. */
const LINE95 = 1.96;

/**
 * A resolution advisory moves an aircraft up or down, at 1,500 ft/min within seconds (ICAO Doc 9863): so much in 40 s,
 * and which way is not known.
 */
const ADVISORY_ROOM_M = 305;
/** Its track ahead is only a guess then, too. */
const ADVISORY_LATERAL = 1.2;

/** The same aircraft while its crew follows a resolution advisory. */
export const withRoom = (other: Other): Other => ({
  ...other,
  constraints: other.constraints.map((one) =>
    one.leave_by_s !== null
      ? one
      : {
          ...one,
          lateral_m: one.lateral_m * ADVISORY_LATERAL,
          vertical_m: one.vertical_m + ADVISORY_ROOM_M,
        },
  ),
});

const geometry = new PairGeometry();

/**
 * The other aircraft as advice for `own` must see it, or null when no clause binds the two or they fly together on
 * purpose.
 */
export function otherFor(
  table: TrackTable,
  own: number,
  other: number,
  clauses: readonly SeparationClause[],
  proximity: Proximity | null,
  inside_since_ms: readonly (number | null)[],
  now_ms: number,
): Other | null {
  if (clauses.length === 0 || (proximity !== null && heldBack(proximity))) return null;
  geometry.set(table, own, other, now_ms);
  const { range_m, up_m } = geometry;
  const constraints = clauses.map((clause, k) => {
    const inside = range_m < clause.lateral_m && !(Math.abs(up_m) >= clause.vertical_m);
    const since_ms = inside_since_ms[k] ?? now_ms;
    const left_s = (since_ms - now_ms) / 1000 + clause.grace_s;
    const cleared_m = clause.lateral_m * CLEARANCE;
    const left_m = range_m - Math.max(0, geometry.closure_mps) * ACT_S;
    return {
      clause: clause.id,
      lateral_m: inside ? clause.lateral_m : Math.max(clause.lateral_m, Math.min(cleared_m, left_m)),
      vertical_m: inside ? clause.vertical_m : clause.vertical_m * CLEARANCE,
      leave_by_s: inside ? Math.max(0, left_s) : null,
    };
  });
  return {
    slot: other,
    id: table.words[other]!.id,
    east_m: geometry.east_m,
    north_m: geometry.north_m,
    up_m,
    east_mps: geometry.b_east_mps,
    north_mps: geometry.b_north_mps,
    up_mps: predictedRate_mps(table, other),
    turn_rate_degps: table.turn_rate_degps[other]!,
    turning: table.turning[other]!,
    position_sigma_m: geometry.uncertainty_m / RADIUS95,
    velocity_sigma_mps: both(
      known(table.velocity_accuracy_mps[own]! / RADIUS95, VELOCITY_MPS),
      known(table.velocity_accuracy_mps[other]! / RADIUS95, VELOCITY_MPS),
    ),
    height_sigma_m: both(
      known(table.vertical_accuracy_m[own]! / LINE95, HEIGHT_M),
      known(table.vertical_accuracy_m[other]! / LINE95, HEIGHT_M),
    ),
    climb_sigma_mps: both(rateSigma_mps(table, own), rateSigma_mps(table, other)),
    crew: table.words[other]!.identity.crew,
    constraints,
  };
}

/** About the rate that is predicted, which is none in level flight: that it is a climb after all counts, too. */
function rateSigma_mps(table: TrackTable, slot: number): number {
  const climb_mps = known(table.vertical_rate_accuracy_mps[slot]! / LINE95, RATE_MPS);
  if (table.level[slot] !== 1) return climb_mps;
  const climbing = known(table.climbing[slot]!, 0);
  const off_mps = both(climb_mps, table.vertical_rate_mps[slot]!);
  return Math.sqrt((1 - climbing) * LEVEL_RATE_MPS * LEVEL_RATE_MPS + climbing * off_mps * off_mps);
}

const both = (a: number, b: number): number => Math.sqrt(a * a + b * b);
const known = (x: number, otherwise: number): number => (!Number.isNaN(x) ? x : otherwise);
