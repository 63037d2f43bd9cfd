import { describe, expect, it } from 'vitest';
import type { Field } from './field.ts';
import { MOST_DOCUMENT_LENGTH, openDocument } from './open.ts';
import { cut, describeProblem, inDocumentOrder } from './problem.ts';

const HEAD = 'skyaccord: trial/1\n';

/** Opens a document that must open, and hands its field `x` over. */
function read<T>(body: string, use: (x: Field) => T): { value: T; problems: string[] } {
  const { root, problems } = openDocument(HEAD + body, 'trial/1');
  if (root === null) throw new Error(problems.map(describeProblem).join('\n'));
  const value = use(root.map(['skyaccord', 'x'], ['x']).x);
  return { value, problems: inDocumentOrder(problems).map(describeProblem) };
}

describe('a document', () => {
  it('opens as YAML and as JSON, also indented with tabs, with a byte order mark and with CRLF', () => {
    const json = JSON.stringify({ skyaccord: 'trial/1', x: { y: ['3 NM'] } }, null, '\t');
    for (const text of [
      `${HEAD}x: {y: [3 NM]}`,
      json,
      `\uFEFF${json}`,
      `${HEAD}x:\n  y:\n    - 3 NM\n`.replaceAll('\n', '\r\n'),
    ]) {
      const { root, problems } = openDocument(text, 'trial/1');
      expect(problems).toEqual([]);
      const list = root?.map(['skyaccord', 'x']).x.map(['y']).y.list() ?? [];
      expect(list.map((item) => item.quantity('length'))).toEqual([5556]);
      expect(problems).toEqual([]);
    }
  });

  it.each([
    ['', 'empty'],
    ['# nothing\n', 'empty'],
    ['x: 1', 'no field skyaccord'],
    ['[1, 2]', 'no field skyaccord'],
    ['skyaccord: other/1', 'not a trial/1 document'],
    ['skyaccord: 1', 'not text'],
    ['a: b: c', 'Nested mappings are not allowed in compact mappings'],
    [
      'skyaccord: trial/1\n---\nskyaccord: trial/1',
      'Source contains multiple documents; please use YAML.parseAllDocuments()',
    ],
    ['skyaccord: !!js/function "x"', 'Unresolved tag: tag:yaml.org,2002:js/function'],
    ['skyaccord: trial/1\nx: !!binary AAAA', 'Unresolved tag: tag:yaml.org,2002:binary'],
    ['"skyaccord', 'Missing closing "quote'],
    ['? {a: 1}\n: 1', 'With stringKeys, all keys must be strings'],
  ])('is refused: %j', (text, reason) => {
    const { root, problems } = openDocument(text, 'trial/1');
    expect(root).toBeNull();
    expect(problems.map((problem) => problem.reason)).toContain(reason);
  });

  it('is refused unread when it is longer than the bound', () => {
    const text = HEAD.padEnd(50_000_000, '#');
    const { root, problems } = openDocument(text, 'trial/1');
    expect(root).toBeNull();
    expect(problems).toEqual([
      {
        path: '',
        line: 1,
        column: 1,
        value: null,
        reason: '50000000 characters long',
        remedy: `give a document of at most ${MOST_DOCUMENT_LENGTH} characters`,
      },
    ]);
  });

  it.each([
    ['['.repeat(20_000)],
    ['{a: '.repeat(20_000)],
    ['- '.repeat(20_000)],
    ['? '.repeat(450_000)],
    [Array.from({ length: 1400 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
  ])('is refused when it is nested too deeply', (text) => {
    expect(openDocument(text, 'trial/1').problems.map((problem) => problem.reason)).toEqual(['nested too deeply']);
  });

  it.each([
    ['commas', `[${','.repeat(900_000)}`],
    ['quotes', '"'.repeat(900_000)],
    ['empty lines', '\n'.repeat(900_000)],
    ['comments', '#\n'.repeat(450_000)],
    ['keys', `${HEAD}${'a: 1\n'.repeat(150_000)}`],
    ['items', `${HEAD}x:\n${'  - {}\n'.repeat(120_000)}`],
  ])('is refused before anything is built from it when it has too many %s', (_name, text) => {
    const { problems } = openDocument(text, 'trial/1');
    expect(problems).toHaveLength(1);
    expect(problems[0]?.reason).toBe('more than 150000 words and signs');
    expect((problems[0]?.line ?? 0) + (problems[0]?.column ?? 0)).toBeGreaterThan(20_000);
  });

  it('has the place told at which it is nested too deeply', () => {
    const { problems } = openDocument(`${HEAD}\nx: ${'['.repeat(100)}`, 'trial/1');
    expect(problems).toEqual([
      { path: '', line: 3, column: 67, value: null, reason: 'nested too deeply', remedy: 'use fewer levels' },
    ]);
  });

  it.each([
    ['blocks', (depth: number) => `${' '.repeat(depth)}a:`, '\n'],
    ['lists', () => '- ', ''],
    ['questions', () => '? ', ''],
  ])('may have 60 %s within one another, and no 70', (_name, part, between) => {
    const reasons = (levels: number): string[] =>
      openDocument(Array.from({ length: levels }, (_, depth) => part(depth)).join(between), 'trial/1').problems.map(
        (problem) => problem.reason,
      );
    expect(reasons(60)).not.toContain('nested too deeply');
    expect(reasons(70)).toEqual(['nested too deeply']);
  });

  it('is not deep for a drawing in its words, or for text that goes on below', () => {
    const drawing = Array.from({ length: 100 }, (_, depth) => `${' '.repeat(depth + 2)}x`).join('\n');
    expect(openDocument(`${HEAD}\na: |\n${drawing}\nb: one\n${drawing}\n`, 'trial/1').problems).toEqual([]);
  });

  it('has at most 200 problems told, and says that there are more', () => {
    const items = Array.from({ length: 900 }, () => '- 3').join('\n');
    const { problems } = read(`x:\n${items}`, (x) => x.list().forEach((item) => void item.quantity('length')));
    expect(problems).toHaveLength(201);
    expect(problems[200]).toContain('more problems follow; mend these first');
  });

  it('opens maps of very many keys in linear time', () => {
    const keys = Array.from({ length: 25_000 }, (_, index) => `k${index}: 1`).join('\n');
    const { root, problems } = openDocument(HEAD + keys, 'trial/1');
    root?.map(['skyaccord']);
    expect(problems).toHaveLength(201);
  });
});

describe('aliases', () => {
  it('stand for the last anchor of their name', () => {
    const { value, problems } = read('x:\n  - &a 3 NM\n  - *a\n  - &a 4 NM\n  - *a', (x) => {
      return x.list().map((item) => item.quantity('length') / 1852);
    });
    expect(value).toEqual([3, 3, 4, 4]);
    expect(problems).toEqual([]);
  });

  it('are refused without an anchor before them', () => {
    const { problems } = read('x: [*b, &b 3 NM]', (x) => x.list().map((item) => item.quantity('length')));
    expect(problems).toEqual(['2:5 x[0] = *b: an alias of an unknown anchor; write the value out']);
  });

  it('are followed a hundred times at most, so that a bomb does not go off', () => {
    const level = (depth: number): string =>
      `- &l${depth} [${Array(20)
        .fill(`*l${depth - 1}`)
        .join(', ')}]`;
    const bomb = `x:\n- &l0 [a, a]\n${[1, 2, 3, 4, 5, 6, 7, 8, 9].map(level).join('\n')}`;
    const walk = (field: Field, depth: number): number => {
      return depth === 0 ? 1 : field.list().reduce((sum, item) => sum + walk(item, depth - 1), 0);
    };
    const { value, problems } = read(bomb, (x) => walk(x, 9));
    expect(value).toBeLessThan(10_000);
    expect(problems.join('\n')).toContain('more than 100 aliases followed; write the value out');
  });

  it('may not stand for themselves for ever', () => {
    const walk = (field: Field): void => field.list().forEach(walk);
    expect(read('x: &x [*x]', walk).problems.join('\n')).toContain('more than 100 aliases followed');
  });
});

describe('a field', () => {
  it('says what is missing, unknown and written twice, each at its place', () => {
    const { problems } = read('x:\n  near: 1\n  naem: A\n  near: 2\n', (x) => x.map(['name', 'near']));
    expect(problems).toEqual([
      '3:3 x.name: missing; add name',
      '4:9 x.naem: unknown field naem; did you mean name? (known: name, near)',
      '5:3 x.near: written twice; keep one of them',
    ]);
  });

  it('takes keys that JavaScript reserves for what they are: unknown fields', () => {
    const { value, problems } = read('x: {__proto__: {name: A}, constructor: 1, toString: 2}', (x) => x.map(['name']));
    expect(problems).toHaveLength(4);
    expect(value.name.present).toBe(false);
    expect(({} as Record<string, unknown>).name).toBeUndefined();
  });

  it('does not take a key without a value for a missing one', () => {
    for (const body of ['x: {y}', 'x: {y: }', 'x:\n  y:\n']) {
      const { problems } = read(body, (x) => x.map(['y'], ['y']).y.text());
      expect(problems).toEqual([expect.stringContaining('x.y: empty')]);
    }
  });

  it.each<[string, (x: Field) => unknown, string]>([
    ['x: 5', (x) => x.text(), 'not text'],
    ['x: true', (x) => x.text(), 'not text'],
    ['x: "  "', (x) => x.text(), 'empty'],
    ['x: [a]', (x) => x.text(), 'not text'],
    ['x: abcd', (x) => x.text(3), '4 characters long'],
    ['x: "half \\uD800"', (x) => x.text(), 'it holds U+D800, which no reader sees as it is'],
    ['x: "3 NM\\u202E apart"', (x) => x.text(), 'it holds U+202E, which no reader sees as it is'],
    ['x: "a\\x1b[2J"', (x) => x.text(), 'it holds U+001B, which no reader sees as it is'],
    ['x: {a: 1}', (x) => x.list(), 'not a list'],
    ['x: [1]', (x) => x.list(2, 3), 'a list of 1'],
    ['x: [1, 2, 3, 4]', (x) => x.list(2, 3), 'a list of 4'],
    ['x: a', (x) => x.map(['y']), 'not a map'],
    ['x: a', (x) => x.entries('en'), 'not a map'],
    ['x: rde', (x) => x.oneOf(['red', 'blue']), 'not one of the known words'],
    ['x: [red]', (x) => x.oneOf(['red', 'blue']), 'not a single word'],
    ['x: 1.5', (x) => x.integer(1, 2), 'not a whole number'],
    ['x: "1"', (x) => x.integer(1, 2), 'not a number'],
    ['x: .nan', (x) => x.ratio(0, 1), 'not a number'],
    ['x: .inf', (x) => x.ratio(0, 1), 'not a number'],
    ['x: 3', (x) => x.integer(1, 2), 'too large'],
    ['x: 0', (x) => x.integer(1, 2), 'too small'],
    ['x: 1.1', (x) => x.ratio(0, 1), 'too large'],
    ['x: "yes"', (x) => x.boolean(), 'not true or false'],
    ['x: 0 NM', (x) => x.quantity('length', { above: 0 }), 'too small'],
    ['x: -1 NM', (x) => x.quantity('length', { min: 0 }), 'too small'],
    ['x: 9 NM', (x) => x.quantity('length', { max: 1852 }), 'too large'],
    ['x: 9', (x) => x.quantity('length'), 'a number without a unit'],
    ['x: [9 NM]', (x) => x.quantity('length'), 'not a quantity'],
    ['x: zz', (x) => x.token(/^\d$/, 'not a digit', 'write one'), 'not a digit'],
  ])('refuses %j', (body, use, reason) => {
    const { problems } = read(body, use);
    expect(problems).toEqual([expect.stringContaining(`: ${reason}; `)]);
  });

  it('reads what was written, also where YAML would take it for a number', () => {
    const hex = (x: Field): string => x.token(/^[0-9a-f]{6}$/, 'not hex', 'write hex');
    expect(read('x: 407123', hex).value).toBe('407123');
    expect(read('x: 4e5123', hex).value).toBe('4e5123');
    expect(read('x: 000042', hex).value).toBe('000042');
    expect(read('x: "0x0000"', hex).problems).toHaveLength(1);
  });

  it('says each problem of a missing field once, and hands stand-ins on', () => {
    const { value, problems } = read('x: {}', (x) => {
      const { y } = x.map(['y']);
      return [
        y.text(),
        y.quantity('length'),
        y.list(),
        y.oneOf(['a']),
        y.boolean(),
        y.integer(0, 1),
        y.map(['z']).z.text(),
      ];
    });
    expect(value).toEqual(['', Number.NaN, [], null, false, Number.NaN, '']);
    expect(problems).toEqual(['2:4 x.y: missing; add y']);
  });

  it('repeats neither long values nor control characters', () => {
    expect(cut('a\u001b[31m\nb')).toBe('a [31m b');
    expect(cut('z'.repeat(500))).toHaveLength(80);
    const { problems } = read(`x: "${'z'.repeat(500)}"`, (x) => x.integer(0, 1));
    expect(problems[0]?.length).toBeLessThan(200);
  });
});
