import { describe, expect, it } from 'vitest';
import { classOf, clausesBetween, separationClausesFor } from './applies.ts';
import { type CrewState, ENCOUNTER_CLASSES } from './memorandum.ts';
import { parseMemorandum } from './parse.ts';

const clause = (id: string, classes: string, between: string): string => `
  - id: ${id}
    kind: separation_minimum
    words: {en: Stay apart.}
    applies: {classes: [${classes}], between: ${between}}
    lateral: 3 NM
    vertical: 1000 ft
    grace: 0 s
    warn_ahead: 2 min`;

const { memorandum } = parseMemorandum(`
skyaccord: memorandum/1
id: trial
version: 1
languages: [en]
title: {en: Trial}
parties: [{id: nc, name: N, role: signatory}, {id: mu, name: M, role: signatory}]
clauses:
  - {id: D, kind: qualitative_duty, words: {en: w}}
${clause('CREWED', 'crewed/crewed', 'different_parties')}
${clause('MIXED', 'crewed/uncrewed', 'different_parties')}
${clause('ANY', 'crewed/crewed, uncrewed/uncrewed', 'any')}
`);

const ids = (name: (typeof ENCOUNTER_CLASSES)[number], a: string | null, b: string | null): string[] => {
  return separationClausesFor(memorandum, name, a, b).map((found) => found.id);
};

describe('classOf', () => {
  it('takes an unknown crew for a crewed one, in either order', () => {
    const expected: [CrewState, CrewState, string][] = [
      ['crewed', 'crewed', 'crewed/crewed'],
      ['crewed', 'unknown', 'crewed/crewed'],
      ['unknown', 'unknown', 'crewed/crewed'],
      ['crewed', 'uncrewed', 'crewed/uncrewed'],
      ['unknown', 'uncrewed', 'crewed/uncrewed'],
      ['uncrewed', 'uncrewed', 'uncrewed/uncrewed'],
    ];
    for (const [a, b, name] of expected) {
      expect(classOf(a, b)).toBe(name);
      expect(classOf(b, a)).toBe(name);
    }
  });
});

describe('separationClausesFor', () => {
  it('gives those of the class, in the order of the memorandum', () => {
    expect(ids('crewed/crewed', 'nc', 'mu')).toEqual(['CREWED', 'ANY']);
    expect(ids('crewed/uncrewed', 'nc', 'mu')).toEqual(['MIXED']);
    expect(ids('uncrewed/uncrewed', 'nc', 'mu')).toEqual(['ANY']);
  });

  it('leaves two aircraft of one party to the clauses that bind any two', () => {
    expect(ids('crewed/crewed', 'nc', 'nc')).toEqual(['ANY']);
    expect(ids('crewed/uncrewed', 'nc', 'nc')).toEqual([]);
  });

  it('takes an unidentified aircraft for different from all, also from another unidentified one', () => {
    expect(ids('crewed/crewed', null, 'mu')).toEqual(['CREWED', 'ANY']);
    expect(ids('crewed/crewed', 'nc', null)).toEqual(['CREWED', 'ANY']);
    expect(ids('crewed/crewed', null, null)).toEqual(['CREWED', 'ANY']);
  });

  it('hands out one frozen list, so that asking for every pair allocates nothing', () => {
    for (const name of ENCOUNTER_CLASSES) {
      const list = separationClausesFor(memorandum, name, 'nc', 'mu');
      expect(separationClausesFor(memorandum, name, 'mu', null)).toBe(list);
      expect(Object.isFrozen(list)).toBe(true);
    }
  });

  it('lets nobody come nearer to an aircraft by claiming it', () => {
    const of = (party: string | null, contested: boolean) => ({ party, contested, crew: 'crewed' as const });
    const between = (a: ReturnType<typeof of>, b: ReturnType<typeof of>): string[] =>
      clausesBetween(memorandum, a, b).map((found) => found.id);
    expect(between(of('nc', false), of('nc', false))).toEqual(['ANY']);
    for (const [a, b] of [
      [true, false],
      [false, true],
      [true, true],
    ] as const) {
      expect(between(of('nc', a), of('nc', b))).toEqual(['CREWED', 'ANY']);
    }
    expect(between(of('nc', true), of('mu', false))).toEqual(['CREWED', 'ANY']);
    const drone = { party: 'nc', contested: true, crew: 'uncrewed' as const };
    expect(clausesBetween(memorandum, of('nc', false), drone).map((found) => found.id)).toEqual(['MIXED']);
  });

  it('keeps memoranda apart', () => {
    const other = parseMemorandum(`
skyaccord: memorandum/1
id: other
version: 1
languages: [en]
title: {en: Other}
parties: [{id: nc, name: N, role: signatory}]
clauses:
${clause('ELSE', 'crewed/crewed', 'any')}
`).memorandum;
    expect(separationClausesFor(other, 'crewed/crewed', 'nc', 'nc').map((found) => found.id)).toEqual(['ELSE']);
    expect(ids('crewed/crewed', 'nc', 'nc')).toEqual(['ANY']);
  });
});
