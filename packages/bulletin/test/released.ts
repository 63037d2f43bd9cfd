import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keyFromSeed, publicHalf, sign } from '@skyaccord/proof';
import type { Release } from '../src/release.ts';
import type { Party } from '../src/shelf.ts';

const KEYS = { heron: keyFromSeed(new Uint8Array(32).fill(1)), kestrel: keyFromSeed(new Uint8Array(32).fill(2)) };

export const PARTIES: readonly Party[] = [
  { id: 'heron', name: 'Heron Wing', keys: [publicHalf(KEYS.heron)] },
  { id: 'kestrel', name: 'Kestrel Group', keys: [publicHalf(KEYS.kestrel)] },
];

/** A release of a case as two parties could agree on it. */
export const CASE: Release = {
  skyaccord: 'release/1',
  id: 'case-2030-10-15-0704',
  version: 1,
  kind: 'case',
  state: 'published',
  released_ms: Date.UTC(2030, 9, 20, 9),
  parties: ['heron', 'kestrel'],
  basis: { standing: 'agreed', findings_sha256: 'a'.repeat(64) },
  words: {
    en: {
      title: 'Two aircraft came within 2.1 NM of each other',
      summary: 'Both sides agree on what was recorded. Nobody was hurt.',
      paragraphs: ['One of them turned right by 20°.', 'The minimum was kept again after 95 s.'],
      facts: [
        { label: 'Closest point, horizontal', value: '2.1 NM' },
        { label: 'Risk class', value: 'C' },
      ],
    },
    fr: {
      title: 'Deux aéronefs se sont approchés à 2,1 NM',
      summary: 'Les deux parties sont d’accord sur ce qui a été enregistré. Personne n’a été blessé.',
      paragraphs: ['L’un d’eux a viré de 20° à droite.'],
      facts: [{ label: 'Point le plus proche, horizontalement', value: '2,1 NM' }],
    },
  },
  plot: {
    time_s: Array.from({ length: 121 }, (_, i) => i * 2 - 120),
    range_m: Array.from({ length: 121 }, (_, i) => Math.sqrt(3889 ** 2 + (180 * (i * 2 - 120)) ** 2)),
    lateral_minimum_m: 5556,
  },
};

/** A file of a release, signed by those named. */
export const signedFile = (release: Release, by: readonly (keyof typeof KEYS)[] = ['heron', 'kestrel']): string =>
  JSON.stringify({ release, signatures: by.map((party) => sign(release, KEYS[party], party, release.released_ms)) });

/** A folder with these releases in it. */
export function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'skyaccord-releases-'));
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}
