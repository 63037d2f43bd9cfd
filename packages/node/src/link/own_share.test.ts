import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseMemorandum } from '@skyaccord/accord';
import { readScenario, scenarioObservations } from '@skyaccord/wire';
import { expect, test } from 'vitest';
import { ownShare } from './own_share.ts';

const read = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../../../scenarios/${name}`, import.meta.url)), 'utf8');
const { memorandum } = parseMemorandum(read('october.memorandum.yaml'));
const observations = scenarioObservations(readScenario(read('october.yaml')), 1_800_000_000_000);
const callsigns = (own: string, other: string): string[] => [
  ...new Set(ownShare(observations, memorandum, own, [other]).map(({ callsign }) => callsign ?? '')),
];

test('each party sees its own aircraft of October and those of nobody, and none of the other', () => {
  const nc = callsigns('nc', 'mu');
  const mu = callsigns('mu', 'nc');
  expect(nc).toContain('NORD11');
  expect(nc.filter((one) => one.startsWith('MERI'))).toEqual([]);
  expect(mu).toContain('MERI12');
  expect(mu.filter((one) => one.startsWith('NORD'))).toEqual([]);
  for (const seen of [nc, mu]) expect(seen).toContain('PLX610');
});

test('what is its own comes as from its own feed', () => {
  const own = ownShare(observations, memorandum, 'nc', ['mu']).filter(({ callsign }) => callsign?.startsWith('NORD'));
  expect(new Set(own.map(({ party }) => party))).toEqual(new Set(['nc']));
});
