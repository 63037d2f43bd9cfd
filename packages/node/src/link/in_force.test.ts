import { type Life, parseMemorandum } from '@skyaccord/accord';
import { expect, test } from 'vitest';
import { InForce } from './in_force.ts';

const { memorandum } = parseMemorandum(`
skyaccord: memorandum/1
id: leaving
version: 1
languages: [en]
title: {en: To be left}
parties:
  - {id: nc, name: Compact, role: signatory}
  - {id: mu, name: Union, role: signatory}
clauses:
  - id: SHARE-1
    kind: disclosure_duty
    words: {en: Plans are told.}
    shares: [{what: plans, level: volume_and_time}]
  - id: SAFE-1
    kind: disclosure_duty
    words: {en: Each warns the other.}
    shares: [{what: alerts, level: existence}]
`);
const lived = (state: Life['observed']['state'], spans: Life['spans']) =>
  new InForce({
    memorandum,
    life: { at: () => ({ observed: { state, since_ms: null, because: '' }, spans }) as unknown as Life },
  });
const ids = (inForce: InForce, now_ms: number) => inForce.at(now_ms).map(({ id }) => id);

test('a draft, and what is in force, binds with all its clauses', () => {
  expect(ids(lived('draft', []), 5_000)).toEqual(['SHARE-1', 'SAFE-1']);
  expect(ids(lived('in_force', [{ from_ms: 0, until_ms: null, clauses: 'all' }]), 5_000)).toHaveLength(2);
});

test('once it is suspended or withdrawn only what survives binds, and no longer than it does', () => {
  const spans = [
    { from_ms: 0, until_ms: 10_000, clauses: 'all' as const },
    { from_ms: 10_000, until_ms: 50_000, clauses: ['SAFE-1'] },
  ];
  for (const state of ['suspended', 'withdrawn'] as const) {
    const inForce = lived(state, spans);
    expect(ids(inForce, 20_000)).toEqual(['SAFE-1']);
    expect(ids(inForce, 60_000)).toEqual([]);
  }
  expect(ids(lived('expired', []), 20_000)).toEqual([]);
});
