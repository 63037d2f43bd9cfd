import { byWords } from '../identity/permission.ts';
import type { Memorandum } from '../memorandum/memorandum.ts';
import type { ClauseNotice, Identity } from '../outcome.ts';
import type { Violation } from './visits.ts';
import type { PlaceClause } from './volumes.ts';

const WRONG: Readonly<Record<PlaceClause['kind'], string>> = {
  boundary_standoff: 'is nearer than its stand-off to',
  zone_by_category: 'is where its kind may not fly, in',
  hazard_area: 'is without leave in',
  permission_to_operate: 'has no permission to operate in',
  entry_protocol_rings: 'has not kept the entry protocol of',
  special_caution_area: 'flies too fast in',
  transponder_and_due_regard: 'does not transmit in',
};

/** A notice without the tick and time of saying it: what is wrong, the clause quoted, and how the aircraft is known. */
export function noticeOf(
  { id, version, languages, parties }: Memorandum,
  { track, identity, volume, latitude_deg, longitude_deg }: Violation,
): Omit<ClauseNotice, 'kind' | 'tick' | 'time_ms'> {
  const { clause, name } = volume;
  const party = parties.find((one) => one.id === identity.party)?.name ?? identity.party ?? 'unidentified';
  const words = clause.words[languages[0] ?? ''] ?? '';
  const says =
    `${identity.callsign ?? track} (${party}) ${WRONG[clause.kind]} ${name}. ` +
    `Clause ${clause.id} of ${id}, version ${version}: “${words}”${knownBy(identity)}`;
  return { track, identity, clause: clause.id, area: name, latitude_deg, longitude_deg, says };
}

function knownBy({ party, evidence, confidence }: Identity): string {
  const about = evidence.filter((one) => one.for === 'party');
  if (party === null || about.length === 0) return '';
  return ` Known as theirs by ${[...new Set(about.map(byWords))].join(', ')}, ${confidence} confidence.`;
}
