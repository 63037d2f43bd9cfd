import { appendFileSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { dataDirectories } from '../../test/data_directory.ts';
import { PrivateValues } from '../cases/private_values.ts';
import { Openings } from '../link/commitments.ts';
import { PersonalKeeper } from './keeper.ts';
import { erasePersonal, listPersonal, retentionOf, setRetention } from './values.ts';

const dataDirectory = dataDirectories();
const DAY_MS = 86_400_000;

test('a reporter is erased on demand: the commitment stays, the value is gone, and what was erased is told', () => {
  const data = dataDirectory();
  const reporters = new PrivateValues(data, 'reporters');
  const [one, other] = [reporters.keep({ name: 'A. Aviator' }), reporters.keep({ name: 'B. Pilot' })];
  const notes: unknown[] = [];
  const keeper = new PersonalKeeper({ data, note: (event, detail) => void notes.push([event, detail]) });
  expect(keeper.list().retention).toEqual({ reporters: 365, withheld: 1825, openings: 365 });
  expect(keeper.list().kept.map(({ name, opens }) => [name, opens])).toEqual([
    [one, true],
    [other, true],
  ]);
  expect(keeper.erase(one, 'she asked for it', 5)).toBe(true);
  expect(reporters.open(one)).toBe(null);
  expect(reporters.open(other)).toEqual({ name: 'B. Pilot' });
  const file = path.join(data, 'personal', 'reporters.jsonl');
  expect(readFileSync(file, 'utf8')).not.toContain('Aviator');
  expect(statSync(file).mode & 0o077).toBe(0);
  expect(keeper.list().erased).toEqual([{ store: 'reporters', name: one, erased_ms: 5, because: 'she asked for it' }]);
  const values = [{ store: 'reporters', name: one }];
  expect(notes).toEqual([['personal_erased', { because: 'she asked for it', values }]]);
  expect(keeper.erase(one, 'again', 6)).toBe(false);
});

test('what opens commitments to others is erased by the same hand', () => {
  const data = dataDirectory();
  const openings = new Openings(data);
  openings.commit('a'.repeat(16), { callsign: 'NORD11' }, new Uint8Array(16));
  openings.flush();
  const keeper = new PersonalKeeper({ data, note: () => {} });
  keeper.sweep(DAY_MS);
  // Dated, it opens as before, with nothing else in it.
  expect(openings.opening('a'.repeat(16))).toEqual({
    kind: 'revealed',
    ref: 'a'.repeat(16),
    salt: 'AAAAAAAAAAAAAAAAAAAAAA',
    value: { callsign: 'NORD11' },
  });
  keeper.erase('a'.repeat(16), 'its agreement ended', 2 * DAY_MS);
  expect(openings.opening('a'.repeat(16))).toBe(null);
});

test('a value is erased when its time is over, counted from when it was kept or first seen', () => {
  const data = dataDirectory();
  const values = new PrivateValues(data, 'reporters');
  const kept_ms = Date.now();
  const dated = values.keep('dated');
  mkdirSync(path.join(data, 'personal'), { recursive: true });
  const old = { commitment: 'b'.repeat(64), salt: 'x', value: 'of before' };
  appendFileSync(path.join(data, 'personal', 'reporters.jsonl'), `${JSON.stringify(old)}\n`);
  const keeper = new PersonalKeeper({ data, note: () => {} });
  expect(keeper.sweep(kept_ms + 300 * DAY_MS)).toEqual([]);
  setRetention(data, 'reporters', 400);
  expect(retentionOf(data)).toMatchObject({ reporters: 400, openings: 365 });
  expect(keeper.sweep(kept_ms + 399 * DAY_MS)).toEqual([]);
  const [gone, ...more] = keeper.sweep(kept_ms + 401 * DAY_MS);
  expect([gone!.name, gone!.because, more]).toEqual([dated, 'its time was over', []]);
  expect(keeper.sweep(kept_ms + 701 * DAY_MS).map(({ name }) => name)).toEqual([old.commitment]);
  expect(() => setRetention(data, 'reporters', 0)).toThrow(/from 1 to 3650/);
});

test('a crash between telling and erasing leaves nothing behind: the next look erases what was told', () => {
  const data = dataDirectory();
  const values = new PrivateValues(data, 'reporters');
  const name = values.keep('somebody');
  const told = { store: 'reporters', name, erased_ms: 1, because: 'asked' };
  appendFileSync(path.join(data, 'personal', 'erased.jsonl'), `${JSON.stringify(told)}\n`);
  expect(values.open(name)).toBe('somebody');
  erasePersonal(data, () => false, 'nothing else', 2);
  expect(values.open(name)).toBe(null);
  expect(listPersonal(data).erased).toEqual([told]);
});

test('a value that was altered is seen not to open its commitment', () => {
  const data = dataDirectory();
  const values = new PrivateValues(data, 'withheld');
  const name = values.keep(120);
  const file = path.join(data, 'personal', 'withheld.jsonl');
  appendFileSync(file, readFileSync(file, 'utf8').replace('"value":120', '"value":121').replace(name, 'c'.repeat(64)));
  expect(listPersonal(data).kept.map(({ opens }) => opens)).toEqual([true, false]);
});
