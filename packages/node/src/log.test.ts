import { expect, test } from 'vitest';
import { createLog } from './log.ts';

test('words of others stay on the line of who tells them, and command no terminal', () => {
  const lines: string[] = [];
  const log = createLog('info', (line) => lines.push(line));
  const hostile = 'it is from x\n2030-01-01T00:00:00.000Z info  node: all is well\u001b[2J\u202E\u2028\ud800';
  log.warn({ part: 'link', reason: hostile, err: new Error(hostile) }, hostile);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^[^\n]*\n$/);
  expect(lines[0]?.trimEnd()).not.toMatch(/[\p{Cc}\p{Cs}\u2028\u202E]/u);
  expect(lines[0]).toContain('all is well');
});
