import type { TrackTable } from '../tracks/table.ts';
import type { PairGeometry } from './geometry.ts';

/** A towing rope is 40 to 60 m long; the two positions and the times between their reports add the rest. */
const ROPE_M = 150;
const ROPE_UP_M = 61;
/** The line between the two lies along their course within this: cos 40°, in turns and with errors of position. */
const IN_TRAIL_COS = 0.766;
/** Slower than this nothing with wings is towed, faster no glider. */
const SLOW_MPS = 15;
const FAST_MPS = 65;
/** Emitter categories of which one of the two must be: glider, or not said. */
const MAY_BE_GLIDER = new Set(['B1', 'A0', 'B0', 'C0', 'D0']);

/** Does one follow the other at the length of a rope, as a glider follows the aeroplane that tows it? */
export function isInTrail(g: PairGeometry, table: TrackTable, a: number, b: number): boolean {
  if (g.range_m > ROPE_M || !(Math.abs(g.up_m) <= ROPE_UP_M)) return false;
  if (!mayBeGlider(table, a) && !mayBeGlider(table, b)) return false;
  const east_mps = g.b_east_mps - g.east_mps / 2;
  const north_mps = g.b_north_mps - g.north_mps / 2;
  const speed_mps = Math.sqrt(east_mps * east_mps + north_mps * north_mps);
  if (speed_mps < SLOW_MPS || speed_mps > FAST_MPS) return false;
  return Math.abs(g.east_m * east_mps + g.north_m * north_mps) >= IN_TRAIL_COS * g.range_m * speed_mps;
}

function mayBeGlider(table: TrackTable, slot: number): boolean {
  const { category } = table.words[slot]!;
  return category === null || MAY_BE_GLIDER.has(category);
}
