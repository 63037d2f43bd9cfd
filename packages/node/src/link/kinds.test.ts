import { expect, test } from 'vitest';
import { type KeptBody, Kinds } from './kinds.ts';
import type { LinkRecord } from './link_log.ts';

type Note = { readonly kind: 'note'; readonly words: string };
const isNote = (body: unknown): body is Note => typeof (body as Partial<Note>).words === 'string';

function noted() {
  const kinds = new Kinds();
  const seen: string[] = [];
  kinds.on<Note>('note', {
    check: isNote,
    take: (from, { words }, at_ms, again) => seen.push(`${words} of ${from} at ${at_ms}${again ? ' again' : ''}`),
    sent: (to, { words }, at_ms, again) => seen.push(`${words} to ${to} at ${at_ms}${again ? ' again' : ''}`),
    arrived: (to, { words }) => seen.push(`${to} has ${words}`),
  });
  return { kinds, seen };
}

test('a message goes to whoever registered its kind; what nobody knows or what is of another form is told and left', () => {
  const { kinds, seen } = noted();
  expect(kinds.take('mu', { kind: 'note', words: 'a' }, 5, false)).toBe(null);
  kinds.sent('mu', { kind: 'note', words: 'b' }, 6, false);
  kinds.arrived('mu', { kind: 'note', words: 'b' });
  expect(kinds.take('mu', { kind: 'note', words: 7 }, 7, false)).toMatch(/of the kind note is not of its form/);
  expect(kinds.take('mu', { kind: 'other' }, 7, false)).toMatch(/knows no messages of the kind other/);
  for (const body of [null, 'note', 3, {}, []]) expect(kinds.take('mu', body, 7, false)).toMatch(/knows no messages/);
  expect(seen).toEqual(['a of mu at 5', 'b to mu at 6', 'mu has b']);
});

test('one kind has one taker', () => {
  const { kinds } = noted();
  expect(() => kinds.on<KeptBody>('note', { check: isNote, take: () => {} })).toThrow(/kind note are taken already/);
});

test('a start hands on both ways in the order of the journal', () => {
  const { kinds, seen } = noted();
  const record = (way: 'sent' | 'received', words: string, time_ms: number) => ({
    link: 'mu',
    way,
    ...(way === 'received' ? { at_ms: time_ms + 1 } : {}),
    sealed: { signature: '', content: { frame: { kind: 'kept', time_ms, body: { kind: 'note', words } } } },
  });
  const records = [
    record('received', 'a', 1),
    { link: 'mu', way: 'receipt', sequence: 1 },
    record('sent', 'b', 3),
    record('received', 'c', 5),
  ];
  kinds.restore(records as unknown as LinkRecord[]);
  expect(seen).toEqual(['a of mu at 2 again', 'b to mu at 3 again', 'c of mu at 6 again']);
});
