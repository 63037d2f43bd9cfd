import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CASE, folderOf, PARTIES, signedFile } from '../test/released.ts';
import { parseRelease } from './release.ts';
import { Shelf, type Standings } from './shelf.ts';

function shelfOf(files: Readonly<Record<string, string>>, standings: Standings = ['agreed']) {
  const folder = folderOf(files);
  let now_ms = 0;
  const shelf = new Shelf(folder, PARTIES, standings, () => now_ms);
  return {
    folder,
    shelf,
    later: () => {
      now_ms += 10_000;
    },
  };
}

test('shows what every party named has signed', () => {
  const { shelf } = shelfOf({ 'case.json': signedFile(CASE) });
  expect(shelf.releases()).toEqual([CASE]);
  expect(shelf.refused()).toEqual([]);
});

test('shows nothing that one of them did not sign, that was altered since, or that names somebody unknown', () => {
  const altered = signedFile(CASE).replace('within 2.1 NM', 'within 9.1 NM');
  const { shelf } = shelfOf({
    'alone.json': signedFile(CASE, ['heron']),
    'altered.json': altered,
    'foreign.json': signedFile({ ...CASE, parties: ['heron', 'magpie'] }),
    'noise.json': '{"release":',
  });
  expect(shelf.releases()).toEqual([]);
  const reasons = Object.fromEntries(shelf.refused().map(({ file, reason }) => [file, reason]));
  expect(reasons['alone.json']).toBe('kestrel did not release it: there is no signature of it');
  expect(reasons['altered.json']).toContain('the content was changed after it was signed');
  expect(reasons['foreign.json']).toContain('magpie, which this bulletin does not know');
  expect(reasons['noise.json']).toBe('the file is not JSON');
});

test('a signature of one party in the name of another counts for neither', () => {
  const text = signedFile({ ...CASE, parties: ['kestrel'] }, ['heron']);
  const { shelf } = shelfOf({ 'case.json': text });
  expect(shelf.releases()).toEqual([]);
});

test('takes no case that is not agreed, or does not say so, though every party signed it; others as the memorandum says', () => {
  const { basis: _, ...without } = CASE;
  const disputed = { ...CASE, id: 'case-disputed', basis: { ...CASE.basis!, standing: 'disputed' } } as const;
  const files = { 'disputed.json': signedFile(disputed), 'silent.json': signedFile({ ...without, id: 'case-silent' }) };
  const { shelf } = shelfOf({ ...files, 'agreed.json': signedFile(CASE) });
  expect(shelf.releases().map(({ id }) => id)).toEqual([CASE.id]);
  expect(shelf.refused()).toEqual([
    {
      file: 'disputed.json',
      reason: 'the case is disputed, and the memorandum lets only cases be told that are agreed',
    },
    { file: 'silent.json', reason: expect.stringContaining('does not say how the case stands') },
  ]);
  const { shelf: wider } = shelfOf(files, ['agreed', 'disputed']);
  expect(wider.releases().map(({ id }) => id)).toEqual(['case-disputed']);
});

test('takes notices without any case', () => {
  const { basis: _, plot: _plot, ...rest } = CASE;
  const { shelf } = shelfOf({ 'area.json': signedFile({ ...rest, kind: 'hazard_area' }) });
  expect(shelf.releases()).toHaveLength(1);
});

test('a later version takes the place of the former, a withdrawal too, and files that go are gone', () => {
  const { folder, shelf, later } = shelfOf({ 'v1.json': signedFile(CASE) });
  expect(shelf.release(CASE.id)?.version).toBe(1);
  writeFileSync(join(folder, 'v2.json'), signedFile({ ...CASE, version: 2, state: 'withdrawn' }));
  expect(shelf.release(CASE.id)?.version).toBe(1);
  later();
  expect(shelf.release(CASE.id)).toMatchObject({ version: 2, state: 'withdrawn' });
  rmSync(join(folder, 'v1.json'));
  rmSync(join(folder, 'v2.json'));
  later();
  expect(shelf.releases()).toEqual([]);
});

test('says which field of a release is wrong', () => {
  const wrong = (change: object): string => JSON.stringify({ release: { ...CASE, ...change }, signatures: [] });
  expect(() => parseRelease(wrong({ id: '../etc' }))).toThrow(/\/release\/id/);
  expect(() => parseRelease(wrong({ words: {} }))).toThrow(/\/release\/words/);
  expect(() => parseRelease(wrong({ plot: { ...CASE.plot, time_s: [1, 2] } }))).toThrow(/time_s has 2 values/);
  expect(() => parseRelease(wrong({ target: 'x' }))).toThrow(/\/release/);
  expect(() => parseRelease('x'.repeat(2_000_001))).toThrow(/at most 2000000/);
});
