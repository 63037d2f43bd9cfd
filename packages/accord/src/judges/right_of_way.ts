import type { RightOfWayClause } from '../memorandum/kinds/right_of_way.ts';
import { below } from './track_line.ts';
import { plain, type Truth, type Verdict } from './verdict.ts';

type Rank = RightOfWayClause['order'][number];

/** One of two aircraft, as it was when the two came near. */
export type Giving = {
  /** Every place in the order of the clause that may be its own, the foremost that applies; null: not known. */
  readonly ranks: readonly Rank[] | null;
  /** Where it saw the other, clockwise from its own track, 0 to 360, and the 95 % error. */
  readonly bearing_deg: number;
  readonly bearing_error_deg: number;
  /** Did it change track, height or speed to make room; and to which side, where it turned? `maybe`: not known. */
  readonly altered: Truth;
  readonly turned: 'left' | 'right' | 'straight' | null;
};

export type RightOfWayFacts = {
  readonly a: Giving;
  readonly b: Giving;
  /** At their closest, with 95 % errors; height null: not known. */
  readonly range_m: number;
  readonly range_error_m: number;
  readonly vertical_m: number | null;
  readonly vertical_error_m: number;
};

/** Head-on: each sees the other within this of straight ahead, degrees. */
const AHEAD_DEG = 15;
/** Overtaking: from behind at less than this from the other's plane of symmetry (ICAO Annex 2, 3.2.2.4). */
const BEHIND_DEG = 70;

/** What one of the two owed: room, a turn to the right, or nothing. */
type Owes = 'room' | 'right' | 'nothing';

/**
 * Did whoever had to give way make room? Only where the two came within the distances of the clause is anything asked.
 * Each way of reading the categories and bearings is judged; what all of them say is certain.
 */
export function judgeRightOfWay(clause: RightOfWayClause, facts: RightOfWayFacts): Verdict {
  const measured = { range_m: facts.range_m, vertical_m: facts.vertical_m };
  const near = [
    below(facts.range_m, facts.range_error_m, clause.lateral_m),
    facts.vertical_m === null ? 'unsure' : below(facts.vertical_m, facts.vertical_error_m, clause.vertical_m),
  ];
  if (near.includes('outside')) return plain(clause.id, 'not_applicable', 'nothing_asked', measured);
  const answers = new Set<Truth>();
  for (const a of ranksOf(clause, facts.a)) {
    for (const b of ranksOf(clause, facts.b)) {
      for (const seen_by_a of bearings(facts.a)) {
        for (const seen_by_b of bearings(facts.b)) {
          const owes = owed(clause, a, b, seen_by_a, seen_by_b);
          answers.add(owes === null ? 'maybe' : bothMade(owes, facts));
        }
      }
    }
  }
  if (answers.size === 1 && answers.has('yes')) return plain(clause.id, 'complied', 'kept', measured);
  if (answers.size === 1 && answers.has('no') && !near.includes('unsure')) {
    return plain(clause.id, 'breached', 'broken', measured);
  }
  return plain(clause.id, 'cannot_tell', 'uncertainty_decides', measured);
}

/** One of two aircraft that may come near: what it may be, and where it sees the other, clockwise from its track. */
export type Meeting = Pick<Giving, 'ranks' | 'bearing_deg'>;

/**
 * How much of making room the clause leaves to `a`: 0 it has the way, 1 it gives way, 0.5 both do; null where the
 * clause does not say, or what the two are decides and is not known.
 */
export function shareOf(clause: RightOfWayClause, a: Meeting, b: Meeting): number | null {
  const shares = new Set<number | null>();
  for (const rank_a of ranksOf(clause, a)) {
    for (const rank_b of ranksOf(clause, b)) {
      const owes = owed(clause, rank_a, rank_b, wrap(a.bearing_deg), wrap(b.bearing_deg));
      const [room_a, room_b] = owes === null ? [false, false] : owes.map((one) => one !== 'nothing');
      shares.add(room_a === room_b ? (room_a ? 0.5 : null) : room_a ? 1 : 0);
    }
  }
  return shares.size === 1 ? [...shares][0]! : null;
}

/** Places in the order; those that are not in it come after all that are. */
function ranksOf({ order }: RightOfWayClause, { ranks }: Meeting): readonly number[] {
  const known = ranks === null || ranks.length === 0 ? null : ranks.map((rank) => order.indexOf(rank));
  if (known === null) return [...order.keys(), order.length];
  return [...new Set(known.map((index) => (index < 0 ? order.length : index)))];
}

/** The bearing, and both ends of what it may be. */
function bearings({ bearing_deg, bearing_error_deg }: Giving): readonly number[] {
  if (bearing_error_deg >= 180) return [0, 90, 180, 270];
  const steps = Math.max(1, Math.ceil(bearing_error_deg / (AHEAD_DEG / 2)));
  const all = [wrap(bearing_deg)];
  for (let k = 1; k <= steps; k++) {
    all.push(wrap(bearing_deg + (bearing_error_deg * k) / steps), wrap(bearing_deg - (bearing_error_deg * k) / steps));
  }
  return all;
}

const wrap = (deg: number): number => ((deg % 360) + 360) % 360;
const off_deg = (bearing_deg: number): number => Math.min(bearing_deg, 360 - bearing_deg);

/** What each owes, on one reading; null where the clause does not say. */
function owed(
  clause: RightOfWayClause,
  a: number,
  b: number,
  seen_by_a: number,
  seen_by_b: number,
): [Owes, Owes] | null {
  if (a !== b) return a < b ? ['nothing', 'room'] : ['room', 'nothing'];
  const a_behind = off_deg(seen_by_b) > 180 - BEHIND_DEG;
  const b_behind = off_deg(seen_by_a) > 180 - BEHIND_DEG;
  if (a_behind !== b_behind) {
    if (clause.overtaking === null) return null;
    const owes = clause.overtaking === 'pass_right' ? 'right' : 'room';
    return a_behind ? [owes, 'nothing'] : ['nothing', owes];
  }
  if (off_deg(seen_by_a) <= AHEAD_DEG && off_deg(seen_by_b) <= AHEAD_DEG) {
    return clause.head_on === null ? null : ['right', 'right'];
  }
  if (clause.converging === 'both_give_way') return ['room', 'room'];
  // Whoever sees the other on the right gives way; each on the other's right, or left, is no converging.
  const a_gives = seen_by_a > 0 && seen_by_a < 180;
  const b_gives = seen_by_b > 0 && seen_by_b < 180;
  if (a_gives === b_gives) return null;
  return a_gives ? ['room', 'nothing'] : ['nothing', 'room'];
}

function bothMade([a, b]: [Owes, Owes], facts: RightOfWayFacts): Truth {
  const made = [madeBy(a, facts.a), madeBy(b, facts.b)];
  if (made.includes('no')) return 'no';
  return made.includes('maybe') ? 'maybe' : 'yes';
}

function madeBy(owes: Owes, { altered, turned }: Giving): Truth {
  if (owes === 'nothing') return 'yes';
  if (owes === 'room' || altered !== 'yes') return altered;
  if (turned === null) return 'maybe';
  return turned === 'right' ? 'yes' : 'no';
}
