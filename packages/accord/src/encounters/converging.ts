import type { TrackTable } from '../tracks/table.ts';
import type { PairGeometry } from './geometry.ts';

/** Converging at speed: a relative speed of at least this, coming nearer, to pass within what pilots call a near miss. */
const RELATIVE_MPS = 15;
const CLOSURE_MPS = 4;
const UP_MPS = 5;
/** 500 ft, widened by the uncertainty of the relative position (at most doubled), and 100 ft. */
const NEAR_M = 152.4;
const NEAR_UP_M = 30.48;

/**
 * Do the two converge at speed? Then no label lowers or holds back what a clause says of them: gliders in one thermal
 * that cut across each other's circle are warned of like any others.
 *
 * @param circling both circle: they are also carried on around their circles
 */
export function converges(g: PairGeometry, table: TrackTable, a: number, b: number, circling: boolean): boolean {
  void table;
  void a;
  void b;
  void circling;
  const near_m = NEAR_M + Math.min(g.uncertainty_m, NEAR_M);
  if (g.h_cpa_m > near_m || g.v_cpa_m > NEAR_UP_M) return false;
  if (g.relative_speed_mps >= RELATIVE_MPS && g.closure_mps >= CLOSURE_MPS) return true;
  return g.range_m <= near_m && g.up_m * g.up_mps < 0 && Math.abs(g.up_mps) >= UP_MPS;
}
