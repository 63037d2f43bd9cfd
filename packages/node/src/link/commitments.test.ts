import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { Bound, Openings } from './commitments.ts';

const data = mkdtempSync(path.join(tmpdir(), 'skyaccord-openings-'));
afterAll(() => rmSync(data, { recursive: true, force: true }));
const ref = '00112233445566aa';
const value = { callsign: 'HERON 1', address: 'e0a001' };

test('what is revealed later verifies, an altered value fails, and so does one that nobody was bound to', () => {
  const openings = new Openings(data);
  const commitment = openings.commit(ref, value, new Uint8Array(16).fill(7));
  openings.flush();
  expect(JSON.stringify(commitment)).not.toMatch(/HERON|e0a001/);
  const revealed = new Openings(data).opening(ref);
  expect(revealed).toMatchObject({ kind: 'revealed', value });

  const bound = new Bound();
  expect(bound.take({ kind: 'commitments', commitments: [commitment] })).toBe(null);
  expect(bound.take(revealed)).toEqual({ ref, value, holds: true });
  expect(bound.take({ ...revealed, value: { ...value, callsign: 'HERON 2' } })).toMatchObject({ holds: false });
  expect(bound.take({ ...revealed, ref: 'ffffffffffffffff' })).toMatchObject({ holds: false });
  expect(bound.take({ kind: 'message' })).toBe(null);
});

test('the first commitment under a name counts', () => {
  const openings = new Openings(data);
  const first = openings.commit('0000000000000001', 1, new Uint8Array(16).fill(1));
  const second = openings.commit('0000000000000001', 2, new Uint8Array(16).fill(2));
  openings.flush();
  const bound = new Bound();
  bound.take({ kind: 'commitments', commitments: [first] });
  bound.take({ kind: 'commitments', commitments: [second] });
  expect(bound.take(openings.opening('0000000000000001'))).toMatchObject({ holds: true, value: 1 });
});

test('openings are readable by their owner alone, and what was erased opens nothing', () => {
  expect(statSync(path.join(data, 'link', 'openings.jsonl')).mode & 0o077).toBe(0);
  expect(new Openings(data).opening('eeeeeeeeeeeeeeee')).toBe(null);
});
