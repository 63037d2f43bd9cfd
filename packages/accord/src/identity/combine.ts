import type { Evidence, Identity } from '../outcome.ts';
import { CAUTION, RANK, supportOf } from './crew.ts';
import { heardIn } from './heard.ts';
import { isRegistration } from './registration.ts';

/** Evidence of a party, best first: what all parties signed about an address, what one says, what anyone can send. */
const WEIGHT: readonly Evidence['by'][] = [
  'declared_address',
  'declared_registration',
  'authenticated_feed',
  'callsign_prefix',
  'registration_prefix',
];
const LOWER = { high: 'medium', medium: 'low', low: 'low' } as const;

/**
 * Who an aircraft is that is heard under several addresses: all evidence stands side by side and decides as it does for
 * one address. Among equals what the leading track says comes first, and the others fill in what it leaves open.
 */
export function combineIdentities(leader: Identity, others: readonly Identity[]): Identity {
  if (others.length === 0) return leader;
  const all = [leader, ...others];
  const about = partyEvidence(all);
  const [best] = about;
  const party = best?.says ?? null;
  const contested = about.some((one) => one.says !== party);
  const names = distinct(all.flatMap((one) => heardIn(one).names));
  const categories = distinct(all.flatMap((one) => heardIn(one).categories));
  const crew = crewOfAll(all, party);
  return {
    callsign:
      names.find((name) => !isRegistration(name) && all.every((one) => one.registration !== name)) ?? names[0] ?? null,
    registration: all.find((one) => one.registration !== null)?.registration ?? null,
    category: categories[0] ?? all.find((one) => one.category !== null)?.category ?? null,
    technology: leader.technology,
    party,
    confidence: best === undefined ? 'none' : contested ? LOWER[best.confidence] : best.confidence,
    contested,
    crew,
    evidence: [...about, ...rest(all), ...several('callsign', names), ...several('category', categories)],
  };
}

function partyEvidence(all: readonly Identity[]): Evidence[] {
  const evidence = unique(all.flatMap((one) => one.evidence.filter((piece) => piece.for === 'party')));
  // A declared registration that is only sent, and does not follow from the address, comes after a feed.
  const weight = (one: Evidence): number =>
    one.by === 'declared_registration' && one.confidence !== 'high' ? 2.5 : WEIGHT.indexOf(one.by);
  return evidence.sort((x, y) => weight(x) - weight(y));
}

/**
 * The crew that the best evidence of any of them supports, people aboard among equals. A track held to be of another
 * party than the whole cannot make it uncrewed.
 */
function crewOfAll(all: readonly Identity[], party: string | null): Identity['crew'] {
  let best: { crew: Identity['crew']; rank: number } = { crew: 'unknown', rank: -1 };
  for (const one of all) {
    const support = supportOf(one);
    if (support === null || (one.crew === 'uncrewed' && one.party !== null && one.party !== party)) continue;
    const rank = RANK[support];
    if (rank > best.rank || (rank === best.rank && CAUTION[one.crew] > CAUTION[best.crew]))
      best = { crew: one.crew, rank };
  }
  return best.crew;
}

/** Evidence of crew and registration, without what says that nothing is known when something is. */
function rest(all: readonly Identity[]): Evidence[] {
  const pieces = unique(
    all.flatMap((one) => one.evidence.filter(({ for: what }) => what === 'crew' || what === 'registration')),
  );
  const crewKnown = pieces.some((one) => one.for === 'crew' && one.by !== 'none');
  const more = all.flatMap((one) => one.evidence.filter((piece) => piece.for === 'callsign' && piece.by === 'none'));
  return [...pieces.filter((one) => !(crewKnown && one.for === 'crew' && one.by === 'none')), ...unique(more)];
}

function several(what: 'callsign' | 'category', said: readonly string[]): Evidence[] {
  if (said.length < 2) return [];
  return said.map((says) => ({ for: what, by: 'transmitted', says, confidence: 'medium' }));
}

/** Each piece once, as strongly as any of them has it. */
function unique(pieces: readonly Evidence[]): Evidence[] {
  const found = new Map<string, Evidence>();
  for (const one of pieces) {
    const key = `${one.for} ${one.by} ${one.says}`;
    const known = found.get(key);
    if (known === undefined || RANK[one.confidence] > RANK[known.confidence]) found.set(key, one);
  }
  return [...found.values()];
}

const distinct = (said: readonly string[]): string[] => [...new Set(said)];
