import { expect, test, vi } from 'vitest';
import { plain, tell } from './tell.ts';

test('words of others command no terminal; lines, tabs and every script stay', () => {
  expect(plain('safe\u001b[2K\u001b]0;x\u0007\r\u202Eno\ud800')).toBe('safe [2K ]0;x no ');
  expect(plain('Ærø\tНебо\n空 👩‍✈️ سماء')).toBe('Ærø\tНебо\n空 👩‍✈️ سماء');
  const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  tell('a\u001bb');
  const calls = written.mock.calls.map(([text]) => text);
  written.mockRestore();
  expect(calls).toEqual(['a b\n']);
});
