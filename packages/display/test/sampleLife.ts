import type { Life } from '@skyaccord/accord';
import { START_MS } from './sample.ts';

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
  spans: [],
  ends_ms: null,
  keys: [],
  steps: [],
};
