import { cylinderInterval, type SweptGrid } from '@skyaccord/sky';
import { floorReach } from '../alerts/floors.ts';
import type { PairGeometry } from '../encounters/geometry.ts';
import { clausesBetween } from '../memorandum/applies.ts';
import type { Memorandum } from '../memorandum/memorandum.ts';
import { COAST_S } from '../tracks/rules.ts';
import type { TrackTable } from '../tracks/table.ts';
import { grownAccuracy_m } from '../tracks/uncertainty.ts';
import { isStill } from '../tracks/update.ts';

/** The widest of what any separation clause asks, for the first sieve. */
export type Reach = { readonly lateral_m: number; readonly vertical_m: number; readonly ahead_s: number };

export function reachOf(memorandum: Memorandum): Reach {
  let lateral_m = 0;
  let vertical_m = 0;
  let ahead_s = 0;
  for (const clause of memorandum.clauses) {
    if (clause.kind !== 'separation_minimum') continue;
    lateral_m = Math.max(lateral_m, clause.lateral_m);
    vertical_m = Math.max(vertical_m, clause.vertical_m);
    ahead_s = Math.max(ahead_s, clause.warn_ahead_s);
    const floor = floorReach(clause);
    if (floor === null) continue;
    lateral_m = Math.max(lateral_m, floor.lateral_m);
    vertical_m = Math.max(vertical_m, floor.vertical_m);
    ahead_s = Math.max(ahead_s, floor.ahead_s);
  }
  return { lateral_m, vertical_m, ahead_s };
}

/** A standing alert looks for 1.1 times the minima; a pair stays watched for as long as it could. */
const MARGIN = 1.1;

/** Enters a track's swept box in the grid, or takes it out when it is on the ground. */
export function placeTrack(grid: SweptGrid, table: TrackTable, slot: number, reach: Reach): void {
  if (table.on_ground[slot] === 1) {
    grid.remove(slot);
    return;
  }
  const coasted_m = grownAccuracy_m(table.accuracy_m[slot]!, table.velocity_accuracy_mps[slot]!, COAST_S);
  // Either of the two may be the one that is badly known, so each brings all that the widening can come to.
  const margin_m = (reach.lateral_m * MARGIN) / 2 + Math.min(coasted_m, reach.lateral_m);
  grid.place(
    slot,
    table.latitude_deg[slot]!,
    table.longitude_deg[slot]!,
    table.east_mps[slot]!,
    table.north_mps[slot]!,
    reach.ahead_s + COAST_S,
    margin_m,
  );
}

const interval = new Float64Array(2);

/**
 * Is the pair of `g` worth watching: bound by a clause, both well enough known, and within reach of the widest minima
 * within the longest warning time (plus the time a track may coast)?
 */
export function worthWatching(
  table: TrackTable,
  memorandum: Memorandum,
  reach: Reach,
  a: number,
  b: number,
  g: PairGeometry,
  now_ms: number,
): boolean {
  const stale_ms = now_ms - COAST_S * 1000;
  if (table.seen_ms[a]! < stale_ms || table.seen_ms[b]! < stale_ms) return false;
  if (table.on_ground[a] === 1 || table.on_ground[b] === 1) return false;
  const lookahead_s = reach.ahead_s + COAST_S;
  const vertical_m = reach.vertical_m * MARGIN;
  g.set(table, a, b, now_ms);
  if (Math.abs(g.up_m) > vertical_m + Math.abs(g.up_mps) * lookahead_s) return false;
  const unknown = Number.isNaN(g.up_m);
  const lateral_m = reach.lateral_m * MARGIN + Math.min(g.uncertainty_m, reach.lateral_m);
  const up_m = unknown ? 0 : g.up_m;
  const up_mps = unknown ? 0 : g.up_mps;
  const met = cylinderInterval(
    g.east_m,
    g.north_m,
    up_m,
    g.east_mps,
    g.north_mps,
    up_mps,
    lateral_m,
    vertical_m,
    lookahead_s,
    interval,
  );
  if (!met || (isStill(table, a) && isStill(table, b))) return false;
  return clausesBetween(memorandum, table.words[a]!.identity, table.words[b]!.identity).length > 0;
}
