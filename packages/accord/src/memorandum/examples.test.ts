import { readdirSync, readFileSync } from 'node:fs';
import { Compile } from 'typebox/schema';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { KINDS } from './kinds.ts';
import { parseMemorandum } from './parse.ts';
import { memorandumSchema, PARSED_SCHEMAS } from './schema.ts';
import { changeIn, compareMemoranda } from './wording/compare.ts';
import { describeMemorandum } from './wording/describe.ts';
import { labelIn, linesIn, wordsIn } from './wording/phrases.ts';

const FOLDER = new URL('../../../../examples/memoranda/', import.meta.url);
const examples = readdirSync(FOLDER).map((name) => ({ name, text: readFileSync(new URL(name, FOLDER), 'utf8') }));
const bilingual = examples.filter(({ text }) => text.includes('languages: [en, fr]'));
const document = Compile(memorandumSchema());
const parsedClause = Compile(PARSED_SCHEMAS.clause);

/** The whole of a memorandum in words. */
function render(content: unknown, language: string): string {
  const { title, head, parties, clauses } = describeMemorandum(content);
  const lines = (parameters: Parameters<typeof linesIn>[0]) =>
    linesIn(parameters, language).map(({ depth, label, text }) => `${' '.repeat(depth)}${label}: ${text}`);
  return [
    wordsIn(title, language),
    ...lines(head),
    ...parties.flatMap(({ name, parameters }) => [name, ...lines(parameters)]),
    ...clauses.flatMap(({ id, label, words, parameters }) => [
      `${id} ${labelIn(label, language)}`,
      wordsIn(words, language),
      ...lines(parameters),
    ]),
  ].join('\n');
}

describe('the examples', () => {
  it('hold every kind of clause, in two languages', () => {
    const kinds = bilingual.flatMap(({ text }) => parseMemorandum(text).memorandum.clauses.map(({ kind }) => kind));
    expect([...new Set(kinds)].toSorted()).toEqual(KINDS.map(({ kind }) => kind).toSorted());
    expect(KINDS).toHaveLength(25);
    expect(bilingual.length).toBeGreaterThanOrEqual(6);
  });

  it.each(examples)('$name fits the schema for editors, and what is read of it the schema of the API', ({ text }) => {
    expect(document.Check(parse(text))).toBe(true);
    for (const clause of parseMemorandum(text).memorandum.clauses) {
      expect(parsedClause.Check(JSON.parse(JSON.stringify(clause))), clause.id).toBe(true);
    }
  });

  it.each(examples)(
    '$name: the content that is signed reads as the document does, and is its own content',
    ({ text }) => {
      const { memorandum, content } = parseMemorandum(text);
      const again = parseMemorandum(JSON.stringify(content));
      expect(again.memorandum).toEqual(memorandum);
      expect(JSON.stringify(again.content)).toBe(JSON.stringify(content));
    },
  );

  it.each(bilingual)(
    '$name says the same in both languages: every number that it has, each label in its own',
    ({ text }) => {
      const { content } = parseMemorandum(text);
      const [en, fr] = [render(content, 'en'), render(content, 'fr')];
      expect(en).not.toBe(fr);
      const quantities = text.match(/: \d[\d.]* (NM|ft|km|m|s|min|h|d|MHz|kt|deg)\b/g) ?? [];
      expect(quantities.length).toBeGreaterThan(3);
      for (const quantity of quantities) {
        expect(en).toContain(quantity);
        expect(fr).toContain(quantity);
      }
    },
  );

  it.each(bilingual)('$name: any quantity that is changed is told in a sentence, with both values', ({ text }) => {
    const { content } = parseMemorandum(text);
    const places = [...text.matchAll(/: (\d+)( (?:NM|ft|km|min|h|d))\b(?=.*$)/gm)];
    let told = 0;
    for (const { 0: whole, 1: digits = '', 2: unit = '', index } of places) {
      const changed = `${text.slice(0, index)}: ${Number(digits) - 1}.5${unit}${text.slice(index + whole.length)}`;
      let after: unknown;
      try {
        after = parseMemorandum(changed).content;
      } catch {
        // Some cannot be smaller: rings, deadlines. The parser's own tests say why.
        continue;
      }
      const sentences = compareMemoranda(content, after).map((change) => changeIn(change, 'en'));
      expect(sentences).toHaveLength(1);
      expect(sentences[0]).toContain(`falls from ${digits}${unit} to ${Number(digits) - 1}.5${unit}`);
      told += 1;
    }
    expect(told).toBeGreaterThan(2);
  });
});

describe('the schema', () => {
  it('is published as it is: `skyaccord memorandum schema`, formatted, is docs/memorandum.schema.json', () => {
    const published = readFileSync(new URL('../../../../docs/memorandum.schema.json', import.meta.url), 'utf8');
    expect(JSON.parse(published)).toEqual(memorandumSchema());
  });

  const sound = parse(bilingual[0]?.text ?? '') as { clauses: Record<string, unknown>[] } & Record<string, unknown>;
  it.each([
    ['a number without a unit', { clauses: [{ ...sound.clauses[0], lateral: 3 }] }],
    ['an unknown kind', { clauses: [{ ...sound.clauses[0], kind: 'separation' }] }],
    ['an unknown field', { colour: 'red' }],
    ['another form', { skyaccord: 'memorandum/2' }],
    ['no clause', { clauses: [] }],
    [
      'a private key',
      { parties: [{ id: 'a', name: 'A', role: 'host', keys: [{ kty: 'OKP', crv: 'Ed25519', x: 'x', d: 'd' }] }] },
    ],
    ['words that are none', { title: 'A title' }],
  ])('refuses %s, as the parser does', (_name, change) => {
    const wrong = { ...sound, ...change };
    expect(document.Check(sound)).toBe(true);
    expect(document.Check(wrong)).toBe(false);
    expect(() => parseMemorandum(JSON.stringify(wrong))).toThrow('the memorandum is refused');
  });
});

describe('the difference of two versions', () => {
  const base = parseMemorandum(examples.find(({ name }) => name === 'rule-of-threes.yaml')?.text ?? '').content;
  type Clause = { id: string; [key: string]: unknown };
  const changed = (change: (document: { clauses: Clause[]; parties: Clause[]; [key: string]: unknown }) => void) => {
    const copy = structuredClone(base) as Parameters<typeof change>[0];
    change(copy);
    return (language: string) => compareMemoranda(base, copy).map((one) => changeIn(one, language));
  };
  const clauseOf = (document: { clauses: Clause[] }, id: string): Clause =>
    document.clauses.find((clause) => clause.id === id) as Clause;

  it('is told in words of both languages, naming the class', () => {
    const tell = changed((document) => {
      clauseOf(document, 'SEP-2').lateral = '8 NM';
    });
    expect(tell('en')).toEqual([
      'SEP-2, separation minimum (crewed and uncrewed): lateral minimum rises from 5 NM to 8 NM',
    ]);
    expect(tell('fr')).toEqual([
      'SEP-2, minimum de séparation (avec équipage et sans équipage): minimum latéral passe de 5 NM à 8 NM',
    ]);
  });

  it.each<[string, (document: { clauses: Clause[]; parties: Clause[]; [key: string]: unknown }) => void, string[]]>([
    ['nothing', () => {}, []],
    [
      'a clause less',
      (d) => d.clauses.splice(0, 1),
      ['SEP-1, separation minimum (crewed and crewed, uncrewed and uncrewed): removed'],
    ],
    [
      'a clause more',
      (d) => d.clauses.push({ id: 'CIV', kind: 'civility', words: { en: 'w', fr: 'm' } }),
      ['CIV, civility: added'],
    ],
    ['another order', (d) => d.clauses.reverse(), ['memorandum: the order of the clauses changed']],
    ['another version', (d) => Object.assign(d, { version: 2 }), ['memorandum: version changes from 1 to 2']],
    ['a party less', (d) => d.parties.pop(), ['party gv (Gulf Volunteers): removed']],
    [
      'another name',
      (d) => Object.assign(d.parties[2] ?? {}, { name: 'Vessar' }),
      ['party vs (Vessar): name changes from Republic of Vessar to Vessar'],
    ],
    [
      'another role',
      (d) => Object.assign(d.parties[2] ?? {}, { role: 'signatory' }),
      ['party vs (Republic of Vessar): role changes from host state to signatory'],
    ],
    [
      'a class more',
      (d) => Object.assign(clauseOf(d, 'SEP-2').applies as object, { classes: ['crewed/uncrewed', 'crewed/crewed'] }),
      [
        'SEP-2, separation minimum (crewed and uncrewed, crewed and crewed): ' +
          'applies to encounter classes added: crewed and crewed',
      ],
    ],
    [
      'a rung less',
      (d) => (clauseOf(d, 'FREQ-1').rungs as unknown[]).pop(),
      [
        'FREQ-1, frequency ladder: rungs 2 removed: frequency 121.5 MHz, call Aircraft (position, level), ' +
          'this is (callsign) on guard, safety call., wait for an answer 20 s',
      ],
    ],
    [
      'words',
      (d) => Object.assign(clauseOf(d, 'DUTY-1'), { words: { en: 'Fly well.', fr: 'Volez bien.' } }),
      [
        expect.stringMatching(/^DUTY-1, duty in words: words \(en\) changes from «Crews show .*» to «Fly well\.»$/),
        expect.stringMatching(/words \(fr\)/),
      ],
    ],
    [
      'a kind',
      (d) => Object.assign(clauseOf(d, 'DUTY-1'), { kind: 'civility' }),
      ['DUTY-1, civility: kind changes from duty in words to civility'],
    ],
    [
      'a field less',
      (d) => Reflect.deleteProperty(clauseOf(d, 'END-1'), 'survives_withdrawal'),
      ['END-1, duration, suspension and withdrawal: goes on after withdrawal removed: DUTY-1'],
    ],
  ])('tells %s', (_name, change, sentences) => {
    expect(changed(change)('en')).toEqual(sentences);
  });
});

describe('docs/memorandum.md', () => {
  const manual = readFileSync(new URL('../../../../docs/memorandum.md', import.meta.url), 'utf8');
  it.each(KINDS.map(({ kind, fields }) => ({ kind, fields })))(
    'describes $kind and each of its fields',
    ({ kind, fields }) => {
      expect(manual).toMatch(new RegExp(`^### .*\`${kind}\``, 'm'));
      const missing = Object.keys(fields).filter(
        (field) => !new RegExp(`\`(applies\\.)?${field}(\\.\\w+)?\``).test(manual),
      );
      expect(missing).toEqual([]);
    },
  );
});
