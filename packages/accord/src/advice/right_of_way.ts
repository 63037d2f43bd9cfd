import { atan2, DEG_PER_RAD } from '@skyaccord/sky';
import { shareOf } from '../judges/right_of_way.ts';
import type { Memorandum } from '../memorandum/memorandum.ts';
import type { AircraftCategory } from '../memorandum/terms.ts';
import type { Identity } from '../outcome.ts';
import type { Own } from './own.ts';
import type { Other } from './traffic.ts';

/** Categories that an aircraft may be of; null: not known. */
export type Categories = readonly AircraftCategory[] | null;

/** What a right of way is read from. */
export type Rules = {
  readonly memorandum: Memorandum;
  readonly categoriesOf: (identity: Identity) => Categories;
};

/** Where the memorandum is silent, both sides give way alike. */
const SILENT = 0.5;

/**
 * How much of the way out the memorandum's right of way leaves to the own side: 0 it has the way, 1 it gives way. It
 * holds of two that will come within the clause's distances, which is what an alert is about.
 */
export function ownShare(rules: Rules, own: Own, identity: Identity, other: Other, otherIdentity: Identity): number {
  const clauses = rules.memorandum.clauses.filter((clause) => clause.kind === 'right_of_way');
  if (clauses.length === 0) return SILENT;
  const to_deg = atan2(other.east_m, other.north_m) * DEG_PER_RAD;
  const track_deg = atan2(other.east_mps, other.north_mps) * DEG_PER_RAD;
  const us = { ranks: rules.categoriesOf(identity), bearing_deg: to_deg - own.track_deg };
  const them = { ranks: rules.categoriesOf(otherIdentity), bearing_deg: to_deg + 180 - track_deg };
  for (const clause of clauses) {
    const share = shareOf(clause, us, them);
    if (share !== null) return share;
  }
  return SILENT;
}
