import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ERRORS, type ErrorCode, errorData, errorFromData, NodeError } from './errors.ts';

const page = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8');
const rows = [...page.matchAll(/^\| `(\w+)` \| (\w+) \| (.+) \| (.+) \|$/gm)].map(
  ([, code, status, meaning, remedy]) => ({
    code,
    status,
    meaning,
    remedy,
  }),
);

describe('errors', () => {
  test('docs/errors.md lists exactly the errors of the code, with the same words', () => {
    const expected = Object.entries(ERRORS).map(([code, { status, meaning, remedy }]) => ({
      code,
      status: status === null ? 'start' : String(status),
      meaning,
      remedy,
    }));
    expect(rows).toEqual(expected);
  });

  test('each says what it is and what to do, in sentences', () => {
    for (const { meaning, remedy } of Object.values(ERRORS)) {
      expect(meaning).toMatch(/^[A-Z].{15,}\.$/);
      expect(remedy).toMatch(/^[A-Z].{10,}\.$/);
    }
  });

  test('an error crosses a thread with its words, place and remedy', () => {
    for (const code of Object.keys(ERRORS) as ErrorCode[]) {
      const error = new NodeError(code, 'It was so.', { field: 'port', value: 'x'.repeat(200) });
      const back = errorFromData(structuredClone(errorData(error)));
      expect(back).toBeInstanceOf(NodeError);
      expect(errorData(back)).toEqual(errorData(error));
      expect(back.message).toContain('It was so.');
      expect(back.value).toHaveLength(80);
    }
  });

  test('a fault of the program keeps its stack for the log', () => {
    const { code, message } = errorData(new TypeError('broken'));
    expect(code).toBe('internal');
    expect(message).toContain('TypeError: broken\n    at ');
  });
});
