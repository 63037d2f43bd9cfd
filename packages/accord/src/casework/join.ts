import type { CaseBase } from './base.ts';
import type { CaseSide, CaseStep } from './step.ts';

/** Two nodes time the closest point of one pass by their own reports and clocks: further apart it is another pass. */
const SAME_PASS_MS = 30_000;

/**
 * Which of this node's own cases is the one that another party's node opened: closest within 30 s, with an aircraft in
 * common by track or callsign, or, where neither node names its aircraft to the other, between the same two parties.
 * The one with most in common and then the nearest in time; null where none fits, or two fit as well.
 */
export function sameEncounter(opened: Extract<CaseStep, { act: 'opened' }>, own: readonly CaseBase[]): CaseBase | null {
  const { time_ms } = opened;
  if (time_ms === null) return null;
  const found = own
    .map((base) => ({ base, apart_ms: Math.abs((base.recorded.t_cpa_ms ?? base.opened_ms) - time_ms) }))
    .filter(({ apart_ms }) => apart_ms <= SAME_PASS_MS)
    .map((one) => ({ ...one, likeness: likenessOf(opened.sides, one.base.sides) }))
    .filter(({ likeness }) => likeness > 0)
    .sort((x, y) => y.likeness - x.likeness || x.apart_ms - y.apart_ms);
  const [best, next] = found;
  if (best === undefined) return null;
  if (next !== undefined && next.likeness === best.likeness && next.apart_ms === best.apart_ms) return null;
  return best.base;
}

type Pair = readonly [CaseSide, CaseSide];

/** How much two pairs of aircraft have in common; 0: they may be any two, or are others. */
function likenessOf(theirs: Pair, own: Pair): number {
  return Math.max(fits(theirs[0], own[0], theirs[1], own[1]), fits(theirs[0], own[1], theirs[1], own[0]));
}

function fits(a: CaseSide, x: CaseSide, b: CaseSide, y: CaseSide): number {
  const [first, second] = [likeness(a, x), likeness(b, y)];
  // One aircraft that is surely another one, and it is not this pair.
  if (first < 0 || second < 0) return 0;
  const named = first > 1 || second > 1;
  const byParties = first === 1 && second === 1;
  return named || byParties ? first + second : 0;
}

function likeness(one: CaseSide, other: CaseSide): number {
  if (one.track !== null && one.track === other.track) return 8;
  if (one.callsign !== null && other.callsign !== null) return one.callsign === other.callsign ? 4 : -1;
  if (one.party !== null && other.party !== null) return one.party === other.party ? 1 : -1;
  return 0;
}
