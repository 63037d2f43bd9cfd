import type { Evidence, Identity } from '../outcome.ts';

/**
 * Who an aircraft is that is heard under several addresses: what its leading track says comes first, the others fill in
 * what it leaves open, and all evidence stands side by side. Two that name different parties are contested, and what is
 * known of the party is then worth no more than `low`.
 */
export function combineIdentities(leader: Identity, others: readonly Identity[]): Identity {
  if (others.length === 0) return leader;
  const all = [leader, ...others];
  const named = all.find((one) => one.party !== null) ?? leader;
  const crewed = all.find((one) => one.crew !== 'unknown') ?? leader;
  const parties = new Set(all.flatMap((one) => (one.party === null ? [] : [one.party])));
  const contested = parties.size > 1 || all.some((one) => one.contested);
  return {
    ...leader,
    callsign: firstOf(all, 'callsign'),
    registration: firstOf(all, 'registration'),
    category: firstOf(all, 'category'),
    party: named.party,
    confidence: named.party === null ? 'none' : parties.size > 1 ? 'low' : named.confidence,
    contested,
    crew: crewed.crew,
    evidence: evidenceOf(all, crewed.crew !== 'unknown'),
  };
}

const firstOf = (all: readonly Identity[], field: 'callsign' | 'registration' | 'category'): string | null =>
  all.find((one) => one[field] !== null)?.[field] ?? null;

function evidenceOf(all: readonly Identity[], crew_known: boolean): Evidence[] {
  const evidence: Evidence[] = [];
  for (const one of all.flatMap((identity) => identity.evidence)) {
    if (crew_known && one.for === 'crew' && one.by === 'none') continue;
    const same = (x: Evidence): boolean => x.for === one.for && x.by === one.by && x.says === one.says;
    if (!evidence.some(same)) evidence.push(one);
  }
  return evidence;
}
