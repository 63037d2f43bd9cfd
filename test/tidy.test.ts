import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { linesOf, ROOT, read, TRACKED } from './tree.ts';

const FILE_LINES = 450;
const CODE_COLUMNS = 120;
const PROSE_COLUMNS = 140;
const BLOB_BYTES = 256 * 1024;

const CODE = /\.(ts|mjs|cjs|js|svelte|css)$/;
const PROSE = /\.md$/;
/** Written by a program, read by a program. */
const GENERATED = new Set(['package-lock.json']);
/** What may hold bytes that are no text. */
const PICTURES = /^docs\/images\/[\w-]+\.png$/;

const code = TRACKED.filter((path) => CODE.test(path));
const prose = TRACKED.filter((path) => PROSE.test(path));
const text = TRACKED.filter((path) => !PICTURES.test(path) && !GENERATED.has(path));

/** `path:line: the line` for each line that the predicate picks. */
function find(paths: readonly string[], picked: (line: string, path: string) => boolean): string[] {
  return paths.flatMap((path) =>
    linesOf(read(path)).flatMap((line, index) => (picked(line, path) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
  );
}

describe('tidy', () => {
  test('the tree is looked at: there is code and prose under version control', () => {
    expect(code.length).toBeGreaterThan(50);
    expect(prose.length).toBeGreaterThan(5);
  });

  test(`no file of code is longer than ${FILE_LINES} lines`, () => {
    const long = code.map((path) => [path, linesOf(read(path)).length] as const);
    expect(long.filter(([, lines]) => lines > FILE_LINES)).toEqual([]);
  });

  test(`no line of code is wider than ${CODE_COLUMNS} columns`, () => {
    // An import and a link cannot be broken; the formatter keeps a test's title on the line of its call.
    const whole = /^import |https?:\/\/\S{60}|^\s*(test|it|describe)\(/;
    expect(find(code, (line) => line.length > CODE_COLUMNS && !whole.test(line))).toEqual([]);
  });

  test(`no line of prose is wider than ${PROSE_COLUMNS} columns, tables and links aside`, () => {
    expect(find(prose, (line) => line.length > PROSE_COLUMNS && !/^\s*\||\]\(\S{30}/.test(line))).toEqual([]);
  });

  test(`no file is larger than ${BLOB_BYTES / 1024} KiB`, () => {
    const large = TRACKED.filter((path) => !GENERATED.has(path) && statSync(join(ROOT, path)).size > BLOB_BYTES);
    expect(large).toEqual([]);
  });

  test('no file holds binary content, pictures of the documentation aside', () => {
    const binary = text.filter((path) => {
      const bytes = readFileSync(join(ROOT, path));
      return bytes.includes(0) || !Buffer.from(bytes.toString('utf8'), 'utf8').equals(bytes);
    });
    expect(binary).toEqual([]);
  });

  test('text ends in one newline, and no line ends in spaces', () => {
    expect(text.filter((path) => !/(^|[^\n])\n$/.test(read(path)) && read(path) !== '')).toEqual([]);
    expect(find(text, (line) => /[ \t\r]$/.test(line))).toEqual([]);
  });

  test('no path of the machine it was written on', () => {
    // In pieces, so that this file does not find itself.
    const places = ['work', 'tmp', 'home', 'root', 'Users'].map((name) => `/${name}/`);
    const absolute = new RegExp(`(?<![\\w.~-])(${places.join('|')})\\w`);
    expect(find(text, (line) => absolute.test(line))).toEqual([]);
  });

  test('nothing is put off: no reminder to finish it later', () => {
    const reminder = new RegExp(
      `\\b(${['TO', 'FIX', 'XX'].map((start, i) => start + ['DO', 'ME', 'X'][i]).join('|')})\\b`,
    );
    expect(find(text, (line) => reminder.test(line))).toEqual([]);
  });

  test('no test is turned off or singled out', () => {
    const tests = code.filter((path) => path.endsWith('.test.ts'));
    expect(find(tests, (line) => /\b(test|it|describe)\.(only|skip|todo|fails)\b/.test(line))).toEqual([]);
  });

  test("each package's index says what the package is", () => {
    const indexes = TRACKED.filter((path) => /^packages\/[^/]+\/src\/(index|main)\.ts$/.test(path));
    expect(indexes.length).toBeGreaterThanOrEqual(6);
    expect(indexes.filter((path) => !/^(import [^;]+;\n|#!.*\n|\s)*\/(\*\*|\/)\s/.test(read(path)))).toEqual([]);
  });
});
