import type { Life, Reading } from '@skyaccord/accord';
import type { Comparison } from '../src/api/types.ts';
import { MEMORANDUM, START_MS } from './sample.ts';

/** The memorandum of the stand-in: one party signed, one signed other bytes, the host has not signed. */
export const LIFE: Life = {
  memorandum: { id: 'sample-sea', version: 2, sha256: '5a'.repeat(32) },
  observed: {
    state: 'signed_in_part',
    since_ms: START_MS,
    because: 'signed by aldren; not by borealis, maristan',
  },
  declared: [
    { party: 'aldren', says: 'signed', made_ms: START_MS, but: null },
    { party: 'borealis', says: 'signed', made_ms: START_MS, but: 'the content was changed after it was signed' },
  ],
  signatures: [
    { party: 'aldren', state: 'valid', signed_ms: START_MS, key_id: 'A'.repeat(43), reason: null },
    {
      party: 'borealis',
      state: 'refused',
      signed_ms: START_MS,
      key_id: 'B'.repeat(43),
      reason: 'the content was changed after it was signed',
    },
    { party: 'maristan', state: 'missing', signed_ms: null, key_id: null, reason: 'it has not signed' },
  ],
  spans: [{ from_ms: START_MS - 86_400_000, until_ms: START_MS, clauses: ['separation'] }],
  ends_ms: null,
  keys: [],
  steps: [
    {
      kind: 'signed',
      statement: null,
      party: 'aldren',
      made_ms: START_MS,
      received_ms: START_MS + 60_000,
      key_id: 'A'.repeat(43),
      counts: true,
      reason: null,
    },
  ],
};

/** The same memorandum as it is read in a language: `[label, text, depth]` for each line. */
export function readingIn(language: string): Reading {
  const french = language === 'fr';
  const line = (label: string, text: string, depth = 0) => ({ label, text, depth });
  const lines: Record<string, Reading['head']> = {
    separation: [
      line(french ? "s'applique" : 'applies', ''),
      line('classes', french ? 'avec équipage et sans équipage' : 'crewed and uncrewed', 1),
      line(french ? 'latéral' : 'lateral', '3 NM'),
      line('vertical', '3000 ft'),
      line(french ? 'délai de grâce' : 'grace time', '3 min'),
    ],
  };
  return {
    language,
    languages: MEMORANDUM.languages,
    title: MEMORANDUM.title[language] ?? '',
    head: [line(french ? 'mémorandum' : 'memorandum', MEMORANDUM.id)],
    parties: MEMORANDUM.parties.map(({ id, name }) => ({ id, name, lines: [line('role', 'signatory')] })),
    clauses: MEMORANDUM.clauses.map(({ id, kind, words }) => ({
      id,
      kind,
      label: kind.replaceAll('_', ' '),
      judged: kind === 'qualitative_duty' ? 'people' : 'machine',
      words: words[language] ?? '',
      lines: lines[id] ?? [],
    })),
  };
}

/** What the stand-in says of whatever text it is handed, but for one that says `refuse`. */
export const COMPARISON: Comparison = {
  other: { id: 'sample-sea', version: 3, sha256: '3c'.repeat(32) },
  before: 'own',
  changes: [
    'separation, separation minimum (crewed and uncrewed): lateral minimum rises from 3 NM to 5 NM',
    'airmanship, qualitative duty: words (en) changed',
  ],
  more: 0,
};
