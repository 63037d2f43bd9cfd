import type { Outcome } from '@skyaccord/accord';
import { expect, test } from 'vitest';
import { Verdicts, verdictTable } from './verdicts.ts';

const verdict = (
  clause: string,
  answer: 'complied' | 'breached' | 'cannot_tell',
  ...parties: (string | null)[]
): Outcome => ({
  kind: 'verdict',
  tick: 1,
  time_ms: 100,
  clause,
  memorandum: 'm',
  version: 1,
  subjects: parties.map((party, i) => ({ track: `t${i}`, callsign: null, party })),
  about: null,
  answer,
  why: 'kept',
  measured: {},
  began: null,
  ended: null,
});

test('verdicts are counted by clause and party, each party of a verdict once', () => {
  const verdicts = new Verdicts();
  for (const one of [
    verdict('SEP', 'breached', 'nc', 'mu'),
    verdict('SEP', 'complied', 'nc', 'nc'),
    verdict('SEP', 'cannot_tell', 'nc', null),
    verdict('LINE', 'complied', 'mu'),
  ]) {
    verdicts.add(one);
  }
  expect(verdicts.given).toBe(4);
  expect(verdicts.tallies).toEqual([
    { clause: 'LINE', party: 'mu', complied: 1, breached: 0, cannot_tell: 0 },
    { clause: 'SEP', party: 'mu', complied: 0, breached: 1, cannot_tell: 0 },
    { clause: 'SEP', party: 'nc', complied: 1, breached: 1, cannot_tell: 1 },
    { clause: 'SEP', party: null, complied: 0, breached: 0, cannot_tell: 1 },
  ]);
  expect(verdictTable(verdicts).split('\n').slice(1, 4)).toEqual([
    'clause  party        complied  breached  cannot tell',
    'LINE    mu                  1         0            0',
    'SEP     mu                  0         1            0',
  ]);
  expect(verdictTable(new Verdicts())).toBe('');
});
