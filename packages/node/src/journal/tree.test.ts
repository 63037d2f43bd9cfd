import { DatabaseSync } from 'node:sqlite';
import { checkConsistency, checkInclusion, leafHash } from '@skyaccord/proof';
import { expect, test } from 'vitest';
import { dataDirectories } from '../../test/data_directory.ts';
import { at, output } from '../../test/outcomes.ts';
import { openSqliteStore } from '../store/sqlite.ts';
import { Committer } from './committer.ts';
import { diskFiles } from './files.ts';
import { journalFile, observationFolder } from './layout.ts';
import { ObservationLog } from './observation_log.ts';
import { compareJournals, JournalTree } from './tree.ts';

const newFolder = dataDirectories();

const started = (node: string) => ({
  mode: 'live' as const,
  source: 'test',
  node,
  memorandum: { id: 'm', version: 1, sha256: 'ab', text: '' },
  config: {},
  started_ms: 0,
});

/** A journal of a run and so many ticks; at the ticks named it says something else. */
function journal(ticks: number, { node = 'heron', other = [] as readonly number[] } = {}): string {
  const data = newFolder();
  const store = openSqliteStore(journalFile(data));
  const log = ObservationLog.open(observationFolder(data), diskFiles, null);
  const committer = new Committer(store, log, 100);
  committer.record(1, { kind: 'run_started', ...at(1), body: started(node) });
  for (let tick = 2; tick < ticks + 2; tick++) {
    const observations = other.includes(tick) ? 2 : 1;
    committer.inputs(tick, [{ tick, observations, payload: Buffer.from(`{"tick":${tick}}\n`) }], false);
    committer.outputs(tick, [output(tick)]);
    committer.commit();
  }
  log.close();
  store.close();
  return data;
}

test('every record of a journal is proved by its head, and no other text is', () => {
  const tree = new JournalTree(journal(6));
  const head = tree.head();
  expect(head.size).toBe(7);
  for (let sequence = 1; sequence <= 7; sequence++) {
    const { record, path } = tree.prove(sequence);
    const proof = { index: sequence - 1, size: head.size, root: head.root, path };
    expect(JSON.parse(record).sequence).toBe(sequence);
    expect(checkInclusion({ ...proof, leaf: leafHash(record) })).toBe(true);
    expect(checkInclusion({ ...proof, leaf: leafHash(record.replace('"tick"', '"tock"')) })).toBe(false);
  }
  expect(() => tree.prove(8)).toThrow(/There is no record 8 .* it has the records 1 to 7/);
});

test('growth is proved from any earlier head, and from no head of another history', () => {
  const longer = new JournalTree(journal(6));
  const earlier = new JournalTree(journal(3)).head();
  const { later, path } = longer.growthFrom(earlier)!;
  const { size: first, root: first_root } = earlier;
  expect(checkConsistency({ first, first_root, size: later.size, root: later.root, path })).toBe(true);
  expect(longer.growthFrom(new JournalTree(journal(3, { other: [3] })).head())).toBeNull();
  expect(longer.growthFrom(new JournalTree(journal(3, { node: 'kestrel' })).head())).toBeNull();
  expect(new JournalTree(journal(3)).growthFrom(longer.head())).toBeNull();
});

test('two journals are compared to the first record on which they differ', () => {
  const [a, same, longer, forked] = [journal(4), journal(4), journal(6), journal(6, { other: [4] })];
  expect(compareJournals(a, same)).toEqual({ verdict: 'same', common: 5, fork: null });
  expect(compareJournals(a, longer)).toEqual({ verdict: 'b_longer', common: 5, fork: null });
  expect(compareJournals(longer, a)).toEqual({ verdict: 'a_longer', common: 5, fork: null });
  const found = compareJournals(longer, forked);
  expect(found).toMatchObject({ verdict: 'forked', common: 3, fork: { sequence: 4 } });
  expect(found.fork?.a).not.toBe(found.fork?.b);
});

test('a journal in which a record was altered has no tree', () => {
  const data = journal(4);
  const database = new DatabaseSync(journalFile(data));
  database.exec(
    `UPDATE records SET record = replace(record, '"observations":1', '"observations":7') WHERE sequence = 3`,
  );
  database.close();
  expect(() => new JournalTree(data)).toThrow(/record 3 was changed/);
});

test('a folder without a journal is refused', () => {
  expect(() => new JournalTree(newFolder())).toThrow(/journal/);
});
