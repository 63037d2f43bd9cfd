import { readdirSync, readFileSync } from 'node:fs';
import { describeProblem } from '@skyaccord/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Document, isMap, isSeq, type Node, parseDocument, type Scalar, stringify, visit } from 'yaml';
import type { Memorandum } from './memorandum.ts';
import { MemorandumError, parseMemorandum } from './parse.ts';

const root = new URL('../../../../', import.meta.url);
const october = readFileSync(new URL('scenarios/october.memorandum.yaml', root), 'utf8');

const SMALL = `
skyaccord: memorandum/1
id: small
version: 2
languages: [en]
title: {en: A small one}
parties:
  - {id: nc, name: Compact, role: signatory, aircraft: [{callsign_prefix: NORD}, {address: 4E5123, crew: uncrewed}]}
  - {id: mu, name: Meridian Union, role: signatory}
clauses:
  - id: SEP-1
    kind: separation_minimum
    words: {en: Stay apart.}
    applies: {classes: [uncrewed/uncrewed, crewed/crewed], between: different_parties}
    lateral: 3 NM
    vertical: 3000 ft
    grace: 3 min
    warn_ahead: 2 min
`;

/** What is wrong with a text, one line for each problem. */
function problemsOf(text: string): string[] {
  try {
    parseMemorandum(text);
  } catch (error) {
    if (error instanceof MemorandumError) return error.problems.map(describeProblem);
    throw error;
  }
  return [];
}

const changed = (from: string, to: string): string => {
  expect(SMALL).toContain(from);
  return SMALL.replace(from, to);
};

describe('a memorandum', () => {
  it('comes out in SI units, lower-case addresses, classes in one order, and frozen', () => {
    const { memorandum, warnings } = parseMemorandum(SMALL);
    expect(warnings).toEqual([]);
    expect(memorandum).toEqual({
      id: 'small',
      version: 2,
      title: { en: 'A small one' },
      languages: ['en'],
      area: null,
      parties: [
        {
          id: 'nc',
          name: 'Compact',
          role: 'signatory',
          aircraft: [
            { by: 'callsign_prefix', prefix: 'NORD', crew: null },
            { by: 'address', address: '4e5123', crew: 'uncrewed', name: null },
          ],
        },
        { id: 'mu', name: 'Meridian Union', role: 'signatory', aircraft: [] },
      ],
      clauses: [
        {
          id: 'SEP-1',
          kind: 'separation_minimum',
          words: { en: 'Stay apart.' },
          classes: ['crewed/crewed', 'uncrewed/uncrewed'],
          between: 'different_parties',
          lateral_m: 5556,
          vertical_m: 914.4,
          grace_s: 180,
          warn_ahead_s: 120,
        },
      ],
    } satisfies Memorandum);
    expect(Object.isFrozen(memorandum)).toBe(true);
    expect(Object.isFrozen(memorandum.clauses[0]?.words)).toBe(true);
    expect(Object.isFrozen(memorandum.parties[0]?.aircraft[1])).toBe(true);
  });

  it.each(readdirSync(new URL('examples/memoranda', root)))('of the examples parses without a warning: %s', (name) => {
    const { memorandum, warnings } = parseMemorandum(readFileSync(new URL(`examples/memoranda/${name}`, root), 'utf8'));
    expect(warnings).toEqual([]);
    expect(`${memorandum.id}.yaml`).toBe(name);
  });

  it('of October says the rule of threes, the wider one for drones and the floor', () => {
    const { memorandum, warnings } = parseMemorandum(october);
    expect(warnings).toEqual([]);
    const minima = memorandum.clauses.flatMap((clause) => {
      return clause.kind === 'separation_minimum'
        ? [[clause.id, clause.lateral_m, clause.vertical_m, clause.grace_s, clause.warn_ahead_s]]
        : [];
    });
    expect(minima).toEqual([
      ['SEP-1', 5556, 914.4, 180, 120],
      ['SEP-2', 9260, 914.4, 180, 120],
      ['SEP-3', 1852, 304.8, 0, 120],
    ]);
    expect(memorandum.parties.map((party) => party.role)).toEqual(['signatory', 'signatory', 'host']);
    const calls = memorandum.clauses.flatMap((clause) => (clause.kind === 'required_calls' ? [clause.at] : []));
    expect(calls).toEqual(['advisory', 'warning', 'breach']);
    for (const clause of memorandum.clauses) expect(Object.keys(clause.words)).toEqual(['en', 'fr']);
  });

  it('in the manual parses as the manual says', () => {
    const { memorandum, warnings } = parseMemorandum(manualExample());
    expect(warnings).toEqual([]);
    expect(new Set(memorandum.clauses.map((clause) => clause.kind)).size).toBe(5);
    const rules = memorandum.parties.flatMap(({ aircraft }) => aircraft.map(({ by }) => by));
    expect(new Set(rules).size).toBe(4);
  });

  it('is the same whatever the order of its keys, its comments and its flow', () => {
    const read = parseMemorandum(october);
    const expected = [JSON.stringify(read.memorandum), JSON.stringify(sorted(read.content))];
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), fc.boolean(), fc.boolean(), (stream, flow, asJson) => {
        const next = (below: number): number => (stream.next().value as number) % below;
        const document = parseDocument(october);
        visit(document, {
          Collection: (_key, node) => {
            if (isMap(node)) shuffle(node.items, next);
            if (next(4) === 0) node.comment = ` remark ${next(1000)}`;
            if (flow && isSeq(node) && next(3) === 0) node.flow = true;
          },
          Scalar: (key, node: Scalar) => {
            if (key === 'value' && next(5) === 0 && !flow) node.comment = ` remark: ${next(1000)}`;
          },
        });
        const text = asJson ? JSON.stringify(document.toJS(), null, 2) : document.toString({ lineWidth: 0 });
        const { memorandum, content } = parseMemorandum(text);
        expect([JSON.stringify(memorandum), JSON.stringify(sorted(content))]).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a memorandum is refused', () => {
  it('with every problem at once, each with its place and its remedy', () => {
    const text = SMALL.replace('version: 2', 'version: 0')
      .replace('lateral: 3 NM', 'lateral: 3')
      .replace('grace: 3 min', 'grace: -1 s')
      .replace('role: signatory}', 'role: singatory}');
    expect(problemsOf(text)).toEqual([
      '4:10 version = 0: too small; write 1 or more',
      '9:42 parties[1].role = singatory: not one of the known words; did you mean signatory? ' +
        '(known: signatory, host, third_party)',
      '15:14 clauses[0].lateral = 3: a number without a unit; write 3 NM (known units: NM, nmi, m, km, ft)',
      '17:12 clauses[0].grace = -1 s: too small; write 0 s or more',
    ]);
  });

  it.each([
    ['lateral: 3 NM', 'lateral: 0 NM', 'clauses[0].lateral = 0 NM: too small; write more than 0 NM'],
    ['vertical: 3000 ft', 'vertical: -3000 ft', 'clauses[0].vertical = -3000 ft: too small'],
    ['vertical: 3000 ft', 'vertical: 3000 s', 's is not a unit of length here'],
    ['lateral: 3 NM', 'lateral: 300 NM', 'too large; write 200 NM or less'],
    ['warn_ahead: 2 min', 'warn_ahead: 0 s', 'too small; write more than 0 s'],
    ['lateral', 'laterel', 'unknown field laterel; did you mean lateral?'],
    ['lateral', 'laterel', 'clauses[0].lateral: missing; add lateral'],
    ['kind: separation_minimum', 'kind: separation', 'did you mean separation_minimum?'],
    ['    kind: separation_minimum\n', '', 'clauses[0]: no kind'],
    ['between: different_parties', 'between: everyone', 'known: different_parties, any'],
    ['crewed/crewed]', 'uncrewed/uncrewed]', 'class named twice'],
    [
      'uncrewed/uncrewed, ',
      'manned/manned, ',
      'clauses[0].applies.classes[0] = manned/manned: not one of the known words',
    ],
    ['[uncrewed/uncrewed, crewed/crewed]', '[]', 'a list of 0; give 1 to 16 items'],
    ['4E5123', '4E512', 'not an ICAO 24-bit address'],
    ['4E5123', '4E512g', 'write the 24-bit address as six hexadecimal digits, such as 4b1a2c'],
    ['4E5123', '~4E512', 'not an ICAO 24-bit address'],
    ['4E5123', 'ffffff', 'an address that no aircraft may have'],
    [
      '{address: 4E5123, crew: uncrewed}',
      '{crew: uncrewed}',
      'give exactly one of address, registration, callsign_prefix',
    ],
    [
      '{callsign_prefix: NORD}',
      '{callsign_prefix: NORD, address: 4b1a2c}',
      'a rule needs an address, a registration, or',
    ],
    ['{callsign_prefix: NORD}', '{callsign_prefix: NORD, name: N}', 'name it beside its address'],
    ['{callsign_prefix: NORD}', '{callsign_prefix: ""}', 'not the beginning of a callsign'],
    ['id: mu', 'id: nc', 'id nc is already used by parties[0]'],
    ['id: mu', 'id: Mu', 'not a party id'],
    ['id: SEP-1', 'id: 1', 'not a clause id'],
    ['languages: [en]', 'languages: [en, fr]', 'title: no words in fr; add "fr: ..."'],
    ['languages: [en]', 'languages: [en, en]', 'language named twice'],
    ['languages: [en]', 'languages: [english]', 'not a language tag'],
    [
      '{en: Stay apart.}',
      '{en: Stay apart., de: Abstand halten.}',
      'not a language of this memorandum; add de to languages',
    ],
    ['{en: Stay apart.}', 'Stay apart.', 'clauses[0].words = Stay apart.: not a map'],
    ['{en: Stay apart.}', '{en: ""}', 'clauses[0].words.en = "": empty'],
    ['version: 2', 'version: 1.5', 'not a whole number'],
    ['version: 2', 'version: 2\nversion: 2', '5:1 version: written twice'],
    ['parties:', 'partys:', 'unknown field partys; did you mean parties?'],
    ['memorandum/1', 'memorandum/2', 'not a memorandum/1 document'],
    ['memorandum/1', 'scenario/1', 'not a memorandum/1 document'],
  ])('when %j becomes %j', (from, to, expected) => {
    expect(problemsOf(changed(from, to)).join('\n')).toContain(expected);
  });

  it.each([
    ['[{callsign_prefix: NORD}]', 'callsigns in NORD are already claimed by nc with NORD'],
    ['[{callsign_prefix: nord}]', 'callsigns in NORD are already claimed by nc with NORD'],
    ['[{callsign_prefix: NOR}]', 'callsigns in NOR are already claimed by nc with NORD'],
    ['[{callsign_prefix: NORDA}]', 'callsigns in NORDA are already claimed by nc with NORD'],
    ['[{address: 4e5123}]', 'address 4e5123 is already claimed by nc'],
    ['[{address: "4E5123"}]', 'address 4e5123 is already claimed by nc'],
  ])('when one aircraft would belong to two parties: %s', (aircraft, expected) => {
    const text = changed('role: signatory}', `role: signatory, aircraft: ${aircraft}}`);
    expect(problemsOf(text).join('\n')).toContain(expected);
  });

  it('when an area has no extent, and not when it spans the date line', () => {
    const area = (west: string, south: string, east: string, north: string): string => {
      return `${SMALL}\narea: {name: A, bounds: {west: ${west}, south: ${south}, east: ${east}, north: ${north}}}`;
    };
    expect(parseMemorandum(area('170 deg', '-10 deg', '-170 deg', '10 deg')).memorandum.area?.bounds_deg).toEqual([
      170, -10, -170, 10,
    ]);
    expect(problemsOf(area('1 deg', '10 deg', '2 deg', '-10 deg')).join()).toContain('exchange them');
    expect(problemsOf(area('2 deg', '1 deg', '2 deg', '3 deg')).join()).toContain('give two different longitudes');
    expect(problemsOf(area('2', '1 deg', '181 deg', '91 deg'))).toHaveLength(3);
  });

  it('when a ladder, a call or a duty is wrong', () => {
    const clauses = `
  - {id: F, kind: frequency_ladder, words: {en: w}, rungs: [{frequency: 121.5, call: {en: c}, wait: 0 s}]}
  - {id: G, kind: frequency_ladder, words: {en: w}, rungs: []}
  - {id: C, kind: required_calls, words: {en: w}, at: alarm, steps: [Look out.]}
  - {id: D, kind: qualitative_duty, words: {en: w}, lateral: 3 NM}
`;
    expect(problemsOf(SMALL + clauses)).toEqual([
      expect.stringContaining('clauses[1].rungs[0].frequency = 121.5: a number without a unit; write 121.5 MHz'),
      expect.stringContaining('clauses[1].rungs[0].wait = 0 s: too small'),
      expect.stringContaining('clauses[2].rungs: a list of 0'),
      expect.stringContaining('clauses[3].at = alarm: not one of the known words'),
      expect.stringContaining('clauses[3].steps[0] = Look out.: not a map'),
      expect.stringContaining('clauses[4].lateral: unknown field lateral; known: id, kind, words'),
    ]);
  });

  it.each([
    ['', 'north: 46 deg', 'north: 46', 'area.bounds.north = 46: a number without a unit; write 46 deg'],
    ['', 'west: -6 deg', 'west: -4 deg', 'west and east are the same; give two different longitudes'],
    ['', ', bounds: {west: -6 deg, south: 44 deg, east: -4 deg, north: 46 deg}', '', 'give exactly one of the two'],
    [
      '',
      'granted: [nc]',
      'granted: [xx]',
      'granted[0] = xx: not a party of this memorandum; name one of nc, mu, or add',
    ],
    ['', 'granted: [nc]', 'granted: [nc, nc]', 'granted[1] = nc: party named twice; keep one of them'],
    ['', 'granted: [nc]', 'granted: nc', 'granted = nc: not a list'],
    ['', '\n    granted: [nc]', '', 'granted: missing; add granted'],
    ['', 'floor: 3000 ft', 'floor: 3000', 'floor = 3000: a number without a unit'],
    ['', 'floor: 3000 ft', 'floor: 20000 ft', 'ceiling = 10000 ft: the ceiling is not above the floor; exchange them'],
    ['', 'ceiling: 10000 ft', 'ceiling: 200000 ft', 'ceiling = 200000 ft: too large'],
    ['', 'from: 2030-01-01T00:00:00Z', 'from: 2030-01-01T00:00:00', 'not a time in UTC; write a UTC time such as'],
    ['', 'from: 2030-01-01T00:00:00Z', 'from: 2030-01-01T00:00:00+01:00', 'not a time in UTC'],
    [
      '',
      'from: 2030-01-01T00:00:00Z',
      'from: 2030-02-30T00:00:00Z',
      'from = 2030-02-30T00:00:00Z: no such day or time',
    ],
    ['', 'from: 2030-01-01T00:00:00Z', 'from: 2030-01-01T24:30Z', 'no such day or time'],
    ['', 'from: 2030-01-01T00:00:00Z', 'from: 2031-01-01T00:00Z', 'the period ends before it begins; exchange'],
    ['', '{from: 2030-01-01T00:00:00Z, until: 2030-06-01T12:30Z}', '{}', 'a period without a beginning or an end'],
    ['[0, 0] [0, 4] [4, 4]', '', '', ''],
    ['[0, 0] [0, 4]', '', '', 'polygon: a list of 2; give 3 to 256 items'],
    ['[0, 0] [0, 4] [4, 4] [0, 0]', '', '', 'corners 3 and 0 are the same; keep one of them'],
    ['[0, 0] [4, 4] [0, 4] [4, 0]', '', '', 'the sides from corners 0 and 2 meet; give the corners in their order'],
    ['[0, 0] [4, 0] [4, 4] [0, 4] [2, 0]', '', '', 'the sides from corners 0 and 3 meet'],
    ['[0, 0] [0, 4] [0, 2]', '', '', 'the sides from corners 0 and 1 meet'],
    ['[0, 0] [4, 2] [2, 1]', '', '', 'the sides from corners 0 and 1 meet'],
    ['[60, 0] [60, 120] [60, -120]', '', '', 'the polygon goes round a pole; use bounds up to 90 degrees'],
    ['[0, 0] [10, 180] [20, 0]', '', '', 'corners 0 and 1 are 180 degrees of longitude apart; put a corner between'],
    ['[0, 170] [0, -170] [10, -170] [10, 170]', '', '', ''],
    ['[0, 170] [0, -170] [10, 170] [10, -170]', '', '', 'the sides from corners 1 and 3 meet'],
    ['[0, 0] [0, 4] [91, 4]', '', '', 'area.polygon[2].latitude = 91 deg: too large'],
  ])('when a permission with the corners %j has %j for %j: %s', (corners, from, to, expected) => {
    const polygon = corners.replace(/\[(\S+), (\S+)\]\s?/g, '{latitude: $1 deg, longitude: $2 deg},');
    const bounds = 'bounds: {west: -6 deg, south: 44 deg, east: -4 deg, north: 46 deg}';
    const text = `${SMALL}  - id: PERM-1
    kind: permission_to_operate
    words: {en: Only with leave.}
    area: {name: Bay, ${polygon === '' ? bounds : `polygon: [${polygon}]`}}
    floor: 3000 ft
    ceiling: 10000 ft
    period: {from: 2030-01-01T00:00:00Z, until: 2030-06-01T12:30Z}
    granted: [nc]
`;
    expect(text).toContain(from);
    const problems = problemsOf(text.replace(from, to)).join('\n');
    if (expected === '') expect(problems).toBe('');
    else expect(problems).toContain(expected);
  });

  it.each([
    ['a bomb of aliases', bomb()],
    ['fifty million characters', SMALL.padEnd(50_000_000, '#')],
    ['a hundred thousand brackets', '['.repeat(100_000)],
    ['noise', Array.from({ length: 5000 }, (_, index) => String.fromCharCode((index * 7919) % 256)).join('')],
    ['a tag that would make an object', `${SMALL}\narea: !!js/function "x"`],
    ['a number', '7'],
    ['nothing', ''],
  ])('when it is %s', (_name, text) => {
    expect(problemsOf(text).length).toBeGreaterThan(0);
  });

  it('or parses, and never breaks, whatever stretch of it is lost, doubled or overwritten', () => {
    const place = fc.nat({ max: october.length - 1 });
    let refused = 0;
    fc.assert(
      fc.property(
        place,
        fc.nat({ max: 60 }),
        fc.oneof(fc.string(), fc.constantFrom(...'[]{}:-&*!|>"\'\t\n')),
        (at, length, put) => {
          const after = at + length;
          const damaged = october.slice(0, at) + put + october.slice(length % 3 === 0 ? at : after);
          refused += problemsOf(damaged).length > 0 ? 1 : 0;
        },
      ),
      { numRuns: 150 },
    );
    expect(refused).toBeGreaterThan(10);
  });

  it('whatever single value is replaced by another kind of value, or it parses; it never breaks', () => {
    const document = parseDocument(manualExample());
    const places: { replace(value: Node): () => void }[] = [];
    visit(document, {
      Pair: (_key, pair) => {
        const before = pair.value;
        places.push({
          replace: (value) => {
            pair.value = value;
            return () => {
              pair.value = before;
            };
          },
        });
      },
    });
    const wrong = [null, 12, -1, true, '', 'word', [], ['a'], {}, { a: 1 }, '1e999', '\u0000'];
    let refused = 0;
    for (const place of places) {
      for (const value of wrong) {
        const restore = place.replace(new Document(value).contents as Node);
        refused += problemsOf(stringify(document)).length > 0 ? 1 : 0;
        restore();
      }
    }
    expect(places.length).toBeGreaterThan(60);
    // Only free text stays good under a replacement: by 'word', and by a text of digits in quotes.
    expect(refused).toBeGreaterThan(places.length * wrong.length * 0.8);
    expect(problemsOf(stringify(document))).toEqual([]);
  });
});

describe('a memorandum is doubted', () => {
  it('when two clauses say the same', () => {
    const second = SMALL.slice(SMALL.indexOf('  - id: SEP-1')).replace('SEP-1', 'SEP-2');
    const { warnings } = parseMemorandum(SMALL + second);
    expect(warnings.map(describeProblem)).toEqual([
      '19:5 clauses[1] = SEP-2: says the same as SEP-1: every breach would be counted twice; ' +
        'keep one of them, or change a value',
    ]);
  });

  it('when a permission is granted to every party', () => {
    const permission = (granted: string): string => `${SMALL}  - id: PERM-1
    kind: permission_to_operate
    words: {en: Only with leave.}
    area: {name: Bay, bounds: {west: -6 deg, south: 44 deg, east: -4 deg, north: 46 deg}}
    granted: ${granted}
`;
    expect(parseMemorandum(permission('[mu, nc]')).warnings.map(describeProblem)).toEqual([
      '19:5 clauses[1] = PERM-1: every party is granted, so no notice can be raised; leave it out',
    ]);
    for (const granted of ['[mu]', '[]']) expect(parseMemorandum(permission(granted)).warnings).toEqual([]);
  });

  it('when it has no separation minimum', () => {
    const duty = '  - {id: D, kind: qualitative_duty, words: {en: w}}\n';
    const { warnings } = parseMemorandum(SMALL.slice(0, SMALL.indexOf('  - id: SEP-1')) + duty);
    expect(warnings.map((warning) => warning.reason)).toEqual(['no separation minimum']);
  });
});

/** The one memorandum that the manual prints. */
function manualExample(): string {
  const manual = readFileSync(new URL('docs/memorandum.md', root), 'utf8');
  const [example = '', ...others] = [...manual.matchAll(/```yaml\n(.*?)```/gs)].map((match) => match[1]);
  expect(others).toEqual([]);
  return example;
}

/** Members in one order, as the canonical form has them. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, member]) => [key, sorted(member)]));
}

function bomb(): string {
  const levels = Array.from(
    { length: 9 },
    (_, depth) => `a${depth + 1}: &a${depth + 1} [${Array(9).fill(`*a${depth}`)}]`,
  );
  return `${SMALL.replace('clauses:', `a0: &a0 [x]\n${levels.join('\n')}\nignored:`)}\nclauses: *a9`;
}

function shuffle(items: unknown[], next: (below: number) => number): void {
  for (let last = items.length - 1; last > 0; last--) {
    const other = next(last + 1);
    [items[last], items[other]] = [items[other], items[last]];
  }
}
