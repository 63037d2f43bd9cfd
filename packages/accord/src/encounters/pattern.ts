import { relative, SITE_SIZE } from '@skyaccord/sky';
import type { TrackTable } from '../tracks/table.ts';
import type { PairGeometry } from './geometry.ts';
import { circleOf, circuitBase_m } from './motion.ts';

/** Why two aircraft that do not fly as one may be near each other all the same. */
export type Pattern = 'thermal' | 'circuit';

/** Circles around centres no further apart than this are in one thermal, at heights from which the other is seen. */
const THERMAL_M = 250;
const THERMAL_UP_M = 300;
/** Nothing faster than this circles in thermals, or flies circuits. */
const CIRCLING_MPS = 50;
const CIRCUIT_MPS = 75;
/** Two in one circuit are within 3 NM and were lowest at about the same height. */
const CIRCUIT_M = 5556;
const CIRCUIT_BASE_M = 76;
/** Categories that do not soar: heavier than light aircraft, rotorcraft, balloons, jumpers, uncrewed, vehicles. */
const NEVER_SOARS = /^(A[2-7]|B[23567]|C[1-7])$/;

const between = new Float64Array(2);

/**
 * Both circling around nearly the same centre, or both in the circuit of an aerodrome; null otherwise. Told from the
 * motion of the two alone.
 */
export function patternOf(g: PairGeometry, table: TrackTable, a: number, b: number): Pattern | null {
  const speed_mps = Math.max(speedOf(table, a), speedOf(table, b));
  if (speed_mps <= CIRCLING_MPS && g.range_m <= 4 * THERMAL_M && sharesThermal(g, table, a, b)) return 'thermal';
  if (speed_mps > CIRCUIT_MPS || g.range_m > CIRCUIT_M || soars(table, a) || soars(table, b)) return null;
  const base_a_m = circuitBase_m(table, a);
  const base_b_m = circuitBase_m(table, b);
  return Math.abs(base_a_m - base_b_m) <= CIRCUIT_BASE_M ? 'circuit' : null;
}

function sharesThermal(g: PairGeometry, table: TrackTable, a: number, b: number): boolean {
  if (Math.abs(g.up_m) > THERMAL_UP_M || !maySoar(table, a) || !maySoar(table, b)) return false;
  const circleA = circleOf(table, a);
  const circleB = circleOf(table, b);
  if (circleA === null || circleB === null) return false;
  relative(table.sites, a * SITE_SIZE, b * SITE_SIZE, between);
  const east_m = between[0]! + circleB.east_m - circleA.east_m;
  const north_m = between[1]! + circleB.north_m - circleA.north_m;
  return east_m * east_m + north_m * north_m <= THERMAL_M * THERMAL_M;
}

function maySoar(table: TrackTable, slot: number): boolean {
  const { category } = table.words[slot]!;
  return category === null || !NEVER_SOARS.test(category);
}

/** What a glider flies between two thermals looks like a circuit: it is not taken for one. */
function soars(table: TrackTable, slot: number): boolean {
  const { category, technology } = table.words[slot]!;
  return category === 'B1' || category === 'B4' || technology === 'flarm' || technology === 'logger';
}

function speedOf(table: TrackTable, slot: number): number {
  const east_mps = table.east_mps[slot]!;
  const north_mps = table.north_mps[slot]!;
  return Math.sqrt(east_mps * east_mps + north_mps * north_mps);
}
