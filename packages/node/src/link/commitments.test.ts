import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { Bound, isCommitments, isRevealed, Openings, type Revealed } from './commitments.ts';

const data = mkdtempSync(path.join(tmpdir(), 'skyaccord-openings-'));
afterAll(() => rmSync(data, { recursive: true, force: true }));
const ref = '00112233445566aa';
const value = { callsign: 'HERON 1', address: 'e0a001' };

test('what is revealed later verifies, an altered value fails, and so does one that nobody was bound to', () => {
  const openings = new Openings(data);
  const commitment = openings.commit(ref, value, new Uint8Array(16).fill(7));
  openings.flush();
  expect(JSON.stringify(commitment)).not.toMatch(/HERON|e0a001/);
  const revealed = new Openings(data).opening(ref) as Revealed;
  expect(revealed).toMatchObject({ kind: 'revealed', value });

  const bound = new Bound();
  bound.bind({ kind: 'commitments', commitments: [commitment] }, 1_000);
  const altered = { ...revealed, value: { ...value, callsign: 'HERON 2' } };
  expect(bound.reveal(altered, 3_000)).toBe(false);
  expect(bound.list(9)).toMatchObject([{ ref, received_ms: 1_000, revealed: { at_ms: 3_000, holds: false } }]);
  expect(bound.reveal(revealed, 4_000)).toBe(true);
  expect(bound.reveal({ ...revealed, ref: 'ffffffffffffffff' }, 5_000)).toBe(false);
  // What held once stands.
  expect(bound.reveal(altered, 6_000)).toBe(false);
  expect(bound.list(9)).toMatchObject([{ revealed: { at_ms: 4_000, holds: true, value } }]);
  expect(isRevealed(revealed)).toBe(true);
  expect(isRevealed({ ...revealed, ref: 'HERON 1' })).toBe(false);
  expect(isCommitments({ kind: 'commitments', commitments: [] })).toBe(false);
});

test('the first commitment under a name counts', () => {
  const openings = new Openings(data);
  const first = openings.commit('0000000000000001', 1, new Uint8Array(16).fill(1));
  const second = openings.commit('0000000000000001', 2, new Uint8Array(16).fill(2));
  openings.flush();
  const bound = new Bound();
  bound.bind({ kind: 'commitments', commitments: [first] }, 1_000);
  bound.bind({ kind: 'commitments', commitments: [second] }, 2_000);
  expect(openings.opening('0000000000000001')).toMatchObject({ value: 1 });
  expect(bound.reveal(openings.opening('0000000000000001') as Revealed, 3_000)).toBe(true);
});

test('openings are readable by their owner alone, and what was erased opens nothing', () => {
  expect(statSync(path.join(data, 'link', 'openings.jsonl')).mode & 0o077).toBe(0);
  expect(new Openings(data).opening('eeeeeeeeeeeeeeee')).toBe(null);
});
