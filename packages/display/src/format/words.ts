import type { AlertLevel, CrewState, Encounter, EncounterKind, Evidence, Memorandum, Words } from '@skyaccord/accord';

/** Each level has a word and a shape, so that colour is never the only sign. */
export const LEVELS: Readonly<Record<AlertLevel, { word: string; symbol: string; rank: number }>> = {
  breach: { word: 'BREACH', symbol: '◆', rank: 0 },
  warning: { word: 'WARNING', symbol: '▲', rank: 1 },
  advisory: { word: 'ADVISORY', symbol: '△', rank: 2 },
};

const CREWS: Readonly<Record<CrewState, string>> = { crewed: 'crewed', uncrewed: 'uncrewed', unknown: 'crew unknown' };

export function crewWords(crew: CrewState): string {
  return CREWS[crew];
}

const KINDS: Readonly<Record<EncounterKind, string>> = {
  encounter: 'encounter',
  formation: 'formation',
  tow: 'aerotow',
  thermal: 'in one thermal',
  circuit: 'in the aerodrome circuit',
  same_aircraft: 'same aircraft heard twice',
};

export function kindWords(kind: EncounterKind): string {
  return KINDS[kind];
}

const BASES: Readonly<Record<Encounter['basis'], string>> = {
  measured: 'measured between reports',
  reckoned: 'reckoned, reports too far apart',
};

export function basisWords(basis: Encounter['basis']): string {
  return BASES[basis];
}

const SOURCES: Readonly<Record<Evidence['by'], string>> = {
  authenticated_feed: 'authenticated feed',
  declared_address: 'declared address',
  declared_registration: 'declared registration',
  callsign_prefix: 'callsign prefix',
  registration_prefix: 'registration prefix',
  address_block: 'address block, a hint only',
  address_arithmetic: 'reckoned from the address',
  transmitted: 'transmitted',
  emitter_category: 'emitter category',
  source_technology: 'technology of the source',
  none: 'no evidence',
};

/** Where a piece of evidence comes from. */
export function evidenceSource({ by }: Evidence): string {
  return SOURCES[by] ?? (by as string).replaceAll('_', ' ');
}

/** Where a piece of evidence comes from and what it is worth: `callsign prefix, medium confidence`. */
export function evidenceWords(evidence: Evidence): string {
  return `${evidenceSource(evidence)}, ${evidence.confidence} confidence`;
}

/** The sentence in the language asked for, or in the first one there is, with its tag for `lang`. */
export function say(words: Words, language: string): { text: string; language: string } {
  const own = words[language];
  if (own !== undefined) return { text: own, language };
  const [first] = Object.entries(words);
  return first === undefined ? { text: '', language } : { text: first[1], language: first[0] };
}

/** What an aircraft is called by: its callsign, else its registration, else the id of its track. */
export function nameOf(aircraft: { track: string; callsign: string | null; registration: string | null }): string {
  return aircraft.callsign ?? aircraft.registration ?? aircraft.track;
}

export function partyName(party: string | null, memorandum: Memorandum | null): string {
  if (party === null) return 'unidentified';
  return memorandum?.parties.find((one) => one.id === party)?.name ?? party;
}

/**
 * One letter for each party in the memorandum's order: the first letter of its name that is still free. It goes onto
 * labels, where a colour alone would tell nothing to many readers.
 */
export function partyLetters(memorandum: Memorandum | null): ReadonlyMap<string, string> {
  const letters = new Map<string, string>();
  const taken = new Set<string>();
  for (const party of memorandum?.parties ?? []) {
    const candidates = [...party.name.toUpperCase().replace(/[^A-Z]/g, ''), ...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
    const letter = candidates.find((candidate) => !taken.has(candidate));
    if (letter === undefined) continue;
    taken.add(letter);
    letters.set(party.id, letter);
  }
  return letters;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
