import { PairGeometry, predictedRate_mps } from '../encounters/geometry.ts';
import { heldBack, type Proximity } from '../encounters/kind.ts';
import type { SeparationClause } from '../memorandum/memorandum.ts';
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
  /** The sign of the miss, and of the height apart, is in doubt below this much, and so much more a second ahead. */
  readonly miss_margin_m: number;
  readonly miss_margin_mps: number;
  readonly up_margin_m: number;
  readonly up_margin_mps: number;
  /** Never empty. */
  readonly constraints: readonly Constraint[];
};

/** Minima to keep, or, where they are lost already, to be outside again by `leave_by_s`. */
export type Constraint = {
  readonly clause: string;
  readonly lateral_m: number;
  readonly vertical_m: number;
  readonly leave_by_s: number | null;
};

/** Advice must not only avoid the loss but end the alert, which looks for 1.1 times the minima and the uncertainty. */
const CLEARANCE = 1.1;

/** Before a manoeuvre takes effect the two close in for this long: no more clearance is asked than is then left. */
const ACT_S = 20;

/**
 * By so many 95 % figures may two nodes differ in what they see of one pair: five deviations of the difference of two
 * such errors, 2.45 deviations to the radius of a circular normal error and 1.96 to the half-width in height. In height
 * nothing is advised within the margin, so that half of it to either side does.
 */
const DOUBT = 3;
const DOUBT_UP = 1.8;
/** Where an accuracy is not known: of a height, and of a vertical rate. */
const UNKNOWN_M = 60;
const UNKNOWN_MPS = 2.5;

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
 *
 * @param horizon_s how far the advice looks; a loss whose grace has run out must end within it
 */
export function otherFor(
  table: TrackTable,
  own: number,
  other: number,
  clauses: readonly SeparationClause[],
  proximity: Proximity | null,
  inside_since_ms: readonly (number | null)[],
  now_ms: number,
  horizon_s: number,
): Other | null {
  if (clauses.length === 0 || (proximity !== null && heldBack(proximity))) return null;
  geometry.set(table, own, other, now_ms);
  const { range_m, up_m } = geometry;
  const constraints = clauses.map((clause, k) => {
    const inside = range_m < clause.lateral_m && !(Math.abs(up_m) >= clause.vertical_m);
    const since_ms = inside_since_ms[k] ?? now_ms;
    const left_s = (since_ms - now_ms) / 1000 + clause.grace_s;
    const widened_m = clause.lateral_m * CLEARANCE + Math.min(geometry.uncertainty_m, clause.lateral_m);
    const left_m = range_m - Math.max(0, geometry.closure_mps) * ACT_S;
    return {
      clause: clause.id,
      lateral_m: inside ? clause.lateral_m : Math.max(clause.lateral_m, Math.min(widened_m, left_m)),
      vertical_m: inside ? clause.vertical_m : clause.vertical_m * CLEARANCE,
      leave_by_s: inside ? (left_s > 0 ? Math.min(left_s, horizon_s) : horizon_s) : null,
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
    miss_margin_m: DOUBT * geometry.uncertainty_m,
    miss_margin_mps: DOUBT * both(table.velocity_accuracy_mps, own, other, UNKNOWN_MPS),
    up_margin_m: DOUBT_UP * both(table.vertical_accuracy_m, own, other, UNKNOWN_M),
    up_margin_mps: DOUBT_UP * both(table.vertical_rate_accuracy_mps, own, other, UNKNOWN_MPS),
    constraints,
  };
}

/** The 95 % figures of two aircraft taken together. */
function both(column: ArrayLike<number>, own: number, other: number, unknown: number): number {
  const a = column[own]!;
  const b = column[other]!;
  const a2 = Number.isNaN(a) ? unknown * unknown : a * a;
  return Math.sqrt(a2 + (Number.isNaN(b) ? unknown * unknown : b * b));
}
