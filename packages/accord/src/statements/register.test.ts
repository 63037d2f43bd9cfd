import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contradicts } from './contradiction.ts';
import { assurancesAgainst, assurancesAgainstSighting, quotedFor } from './notices.ts';
import { permissionSpans } from './permission.ts';
import { readStatement } from './read.ts';
import { Register } from './register.ts';
import { PREDICATES, type Statement, SUBJECTS, statementWords } from './statement.ts';

const NOW = Date.parse('2030-10-08T00:00:00Z');
const FILE = new URL('../../../../examples/statements/third-power.json', import.meta.url);
const SAID = JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, unknown>[];

function read(value: unknown, now_ms = NOW): Statement {
  const found = readStatement(value, now_ms);
  if ('wrongs' in found) throw new Error(JSON.stringify(found.wrongs));
  return found.statement;
}
function registerOf(...said: readonly unknown[]): Register {
  const register = new Register();
  for (const one of said) register.add(read(one));
  return register;
}
const BASE = {
  subject: 'permission',
  predicate: 'granted',
  speaker: 'Minister B',
  office: 'foreign minister',
  speaks_for: 'os',
  setting: 'written',
  about: { party: 'third', area: 'sector', clause: 'PERMIT-1' },
  words: 'Granted.',
  source: 'note',
};
const granted = (id: string, as_of: string, more: object = {}) => ({ ...BASE, id, as_of, ...more });

describe("the article's sentences", () => {
  const register = registerOf(...SAID);

  it('stand side by side: two ministers, relayed by a third, and the earlier welcome that they contradict', () => {
    const standing = register.ask({ subject: 'permission', party: 'third' });
    expect(standing.map(({ statement }) => [statement.speaker, statement.relayed_by, statement.predicate])).toEqual([
      ['Prime Minister A', null, 'welcomed'],
      ['Minister E', 'General C, cell of the Compact', 'not_asked'],
      ['Minister B', 'General C, cell of the Compact', 'considered'],
      ['Minister B', 'General C, cell of the Compact', 'requested'],
    ]);
    const [welcome] = standing;
    expect(welcome?.contradicted_by).toEqual(['foreign-no-consideration']);
    expect(register.contradictions().map(({ earlier, later, why }) => [earlier.id, later.id, why])).toEqual([
      ['pm-would-welcome', 'foreign-no-consideration', 'welcomed against not considered'],
      ['cell-has-begun', 'cell-has-not-stood-up', 'begun against not stood up'],
    ]);
    expect(statementWords(read(SAID[2]))).toBe(
      '2030-10-07 Minister B, foreign minister of the host state, as told by General C, cell of the Compact: ' +
        "“There is no request, no consideration, and they haven't asked.” (told at a hearing)",
    );
  });

  it('stand as they stood on any date: before the ministers spoke nothing contradicted the welcome', () => {
    const on = (day: string) =>
      register.ask({ subject: 'permission', party: 'third', at_ms: Date.parse(`${day}T23:00Z`) });
    expect(on('2030-09-30')).toEqual([]);
    expect(on('2030-10-01').map(({ statement, contradicted_by }) => [statement.id, contradicted_by])).toEqual([
      ['pm-would-welcome', []],
    ]);
    expect(on('2030-10-07')).toHaveLength(4);
  });

  it('raise a notice when the contrary of an assurance appears, said or seen', () => {
    const asked = read({
      ...BASE,
      id: 'they-ask',
      predicate: 'asked',
      as_of: '2030-10-07T20:00:00Z',
      about: { party: 'third', area: 'Osmara sector' },
    });
    const [notice, ...more] = assurancesAgainst(register, asked);
    expect(more).toEqual([]);
    expect(notice).toMatchObject({ assurance: { id: 'third-will-not-seek' }, contrary: { id: 'they-ask' } });
    expect(notice?.says).toContain('“We will not seek to operate there.” (letter)');
    const sighting = { party: 'third', area: 'Osmara sector', clause: 'PERMIT-1', track: '4b1a2c', time_ms: NOW };
    expect(assurancesAgainstSighting(register, sighting).map(({ assurance }) => assurance.id)).toEqual([
      'third-will-not-seek',
    ]);
    expect(assurancesAgainstSighting(register, { ...sighting, party: 'mu' })).toEqual([]);
    expect(assurancesAgainstSighting(register, { ...sighting, time_ms: Date.parse('2030-10-01T10:00:00Z') })).toEqual(
      [],
    );
    const quoted = quotedFor(register, sighting);
    expect(quoted).toHaveLength(5);
    expect(quoted[0]).toContain("they haven't asked");
    expect(quoted.at(-1)).toContain('We would welcome');
  });
});

describe('the register', () => {
  it('edits nothing: the same id is refused, and a later statement stands beside the one that it follows', () => {
    const register = registerOf(granted('g1', '2030-10-01T00:00:00Z'), {
      ...granted('g2', '2030-10-03T00:00:00Z'),
      predicate: 'denied',
    });
    expect(() => register.add(read(granted('g1', '2030-10-05T00:00:00Z')))).toThrow('none is ever edited');
    const [first, second] = register.ask({ party: 'third' });
    expect([first?.followed_by, second?.followed_by, first?.contradicted_by]).toEqual(['g2', null, ['g2']]);
    expect(first?.statement.words).toBe('Granted.');
  });

  it('tells what was known when, apart from what had been said: a statement heard of late changes no earlier answer', () => {
    const register = new Register();
    register.add(read(granted('late', '2030-10-01T00:00:00Z'), Date.parse('2030-10-06T00:00:00Z')));
    const at_ms = Date.parse('2030-10-02T00:00:00Z');
    expect(register.ask({ at_ms })).toHaveLength(1);
    expect(register.ask({ at_ms, known_ms: at_ms })).toHaveLength(0);
  });

  it('property: a contradiction is one either way round, none with itself, and none between times that do not meet', () => {
    const any = fc.record({
      subject: fc.constantFrom(...SUBJECTS),
      pick: fc.nat(20),
      negated: fc.boolean(),
      from: fc.option(fc.integer({ min: 1, max: 50 })),
      lasts: fc.option(fc.integer({ min: 1, max: 50 })),
      party: fc.constantFrom('third', 'mu', null),
    });
    const made = (
      one: {
        subject: (typeof SUBJECTS)[number];
        pick: number;
        negated: boolean;
        from: number | null;
        lasts: number | null;
        party: string | null;
      },
      id: string,
    ): Statement => {
      const list = PREDICATES[one.subject];
      const predicate = list[one.pick % list.length] as Statement['predicate'];
      const about = { party: one.party, area: null, clause: null, thing: 'cell' };
      const until_ms = one.lasts === null ? null : (one.from ?? 0) + one.lasts;
      return {
        ...read(granted('x', '2030-10-01T00:00:00Z')),
        id,
        subject: one.subject,
        predicate,
        negated: one.negated,
        about,
        from_ms: one.from,
        until_ms,
      };
    };
    let found = 0;
    fc.assert(
      fc.property(any, any, (p, q) => {
        const [a, b] = [made(p, 'a'), made(q, 'b')];
        expect(contradicts(a, a)).toBeNull();
        expect(contradicts(a, b) === null).toBe(contradicts(b, a) === null);
        if (contradicts(a, b) === null) return;
        found += 1;
        expect(a.from_ms ?? 0).toBeLessThan(b.until_ms ?? Infinity);
        expect(b.from_ms ?? 0).toBeLessThan(a.until_ms ?? Infinity);
      }),
      { numRuns: 3000, seed: 5 },
    );
    expect(found).toBeGreaterThan(50);
  });
});

describe('a permission', () => {
  const matter = { party: 'third', area: 'sector', clause: 'PERMIT-1', grantor: 'os' };
  const at = (day: string): number => Date.parse(`2030-10-${day}T00:00:00Z`);

  it('holds from its grant, or the day that it names, to its end or to a denial from the same side', () => {
    const register = registerOf(
      granted('g1', '2030-10-01T00:00:00Z', { until: '2030-10-04T00:00:00Z', conditions: 'by day' }),
      granted('g2', '2030-10-02T00:00:00Z', { from: '2030-10-05T00:00:00Z' }),
      granted('w', '2030-10-06T00:00:00Z', { predicate: 'withdrawn' }),
      granted('theirs', '2030-10-06T12:00:00Z', { speaks_for: 'third' }),
    );
    expect(permissionSpans(register, matter, NOW)).toEqual([
      { from_ms: at('01'), until_ms: at('04'), statement: 'g1', conditions: 'by day' },
      { from_ms: at('05'), until_ms: at('06'), statement: 'g2', conditions: null },
    ]);
    expect(permissionSpans(register, { ...matter, party: 'mu' }, NOW)).toEqual([]);
    expect(permissionSpans(register, { ...matter, grantor: null }, NOW).map(({ statement }) => statement)).toEqual([
      'g1',
      'g2',
      'theirs',
    ]);
  });
});

describe('a statement is refused with the field, the value, the reason and the remedy', () => {
  it.each([
    [{ ...granted('a b', '2030-10-01T00:00:00Z') }, 'id', 'not an id'],
    [granted('a', '2030-02-30T00:00:00Z'), 'as_of', 'no such day or time'],
    [granted('a', '2031-10-01T00:00:00Z'), 'as_of', 'it is to be said yet'],
    [granted('a', '2030-10-01T00:00:00Z', { predicate: 'full' }), 'predicate', 'not one of the known words'],
    [granted('a', '2030-10-01T00:00:00Z', { about: {} }), 'about', 'it is about nothing'],
    [granted('a', '2030-10-01T00:00:00Z', { words: '' }), 'words', 'not text'],
    [granted('a', '2030-10-01T00:00:00Z', { colour: 'red' }), 'colour', 'not a field that is known here'],
    [granted('a', '2030-10-01T00:00:00Z', { clearance: { reference: 'x' } }), 'clearance.operator', 'missing'],
    [null, '', 'nothing'],
    [[], '', 'not an object'],
  ])('%#', (value, field, reason) => {
    const found = readStatement(value, NOW);
    const wrongs = 'wrongs' in found ? found.wrongs : [];
    expect(wrongs.map((one) => [one.field, one.reason])).toContainEqual([field, reason]);
    expect(wrongs.every(({ remedy }) => remedy.length > 3)).toBe(true);
  });
});
