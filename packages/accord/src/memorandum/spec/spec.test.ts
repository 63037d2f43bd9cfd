import { readdirSync, readFileSync } from 'node:fs';
import { Compile } from 'typebox/schema';
import { describe, expect, it } from 'vitest';
import { MemorandumError, parseMemorandum } from '../parse.ts';
import { memorandumSchema, PARSED_SCHEMAS } from '../schema.ts';
import { compareMemoranda } from '../wording/compare.ts';
import { describeMemorandum } from '../wording/describe.ts';

const FOLDER = new URL('../../../../../examples/memoranda/', import.meta.url);
const examples = readdirSync(FOLDER).map((name) => {
  const text = readFileSync(new URL(name, FOLDER), 'utf8');
  return { name, content: parseMemorandum(text).content };
});
const written = Compile(memorandumSchema());
const parsed = Compile(PARSED_SCHEMAS.clause);

type Path = readonly (string | number)[];

/** Every place in plain data, the whole aside. */
function placesIn(value: unknown, above: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]): Path[] => {
    const path = [...above, Array.isArray(value) ? Number(key) : key];
    return [path, ...placesIn(member, path)];
  });
}

function replaced(content: unknown, path: Path, value: unknown): unknown {
  const copy = structuredClone(content);
  let at = copy as Record<string | number, unknown>;
  for (const step of path.slice(0, -1)) at = at[step] as typeof at;
  at[path.at(-1) as string] = value;
  return copy;
}

const WRONG = [null, 12, -1, true, '', 'word', [], ['a'], {}, { a: 1 }, '1e999 NM', '2026-02-30T00:00:00Z', '0 s'];

/** What is read can be shown, compared and sent over the API; its content fits the schema and reads the same again. */
function checkRead(before: unknown, text: string): void {
  const { memorandum, content } = parseMemorandum(text);
  expect(() => describeMemorandum(content)).not.toThrow();
  expect(() => compareMemoranda(before, content)).not.toThrow();
  for (const clause of memorandum.clauses) expect(parsed.Check(JSON.parse(JSON.stringify(clause)))).toBe(true);
  expect(parseMemorandum(JSON.stringify(content)).content).toEqual(content);
  // The schema may say less than the parser, never more.
  expect(written.Check(content)).toBe(true);
}

describe('a memorandum with clauses of every kind', () => {
  it.each(examples)(
    '$name: a wrong value anywhere is refused with its place, or read; none breaks it',
    ({ content }) => {
      const places = placesIn(content);
      let refused = 0;
      for (const [index, path] of places.entries()) {
        // One of the wrong values for each place; each comes up many times over the places of all examples.
        const value = WRONG[(index * 5) % WRONG.length];
        try {
          checkRead(content, JSON.stringify(replaced(content, path, value)));
        } catch (error) {
          if (!(error instanceof MemorandumError)) throw error;
          refused += 1;
          expect(error.problems[0]).toMatchObject({ line: 1, remedy: expect.stringMatching(/./) });
        }
      }
      expect(refused).toBeGreaterThan(places.length * 0.5);
    },
  );
});
