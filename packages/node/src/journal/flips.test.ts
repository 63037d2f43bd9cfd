import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { dataDirectories } from '../../test/data_directory.ts';
import { at, output } from '../../test/outcomes.ts';
import { NodeError } from '../errors.ts';
import { openSqliteReader, openSqliteStore } from '../store/sqlite.ts';
import { Committer } from './committer.ts';
import { diskFiles } from './files.ts';
import { journalFile, observationFolder } from './layout.ts';
import { openJournal } from './open.ts';
import { verifyJournal } from './verify.ts';

/** In the suite a few; `FLIPS=10000` tries as many. */
const FLIPS = Number(process.env.FLIPS ?? 150);
const TICKS = 30;
const newFolder = dataDirectories();

/** A journal of a run with observations at every tick. */
function journal(): string {
  const data = newFolder();
  const store = openSqliteStore(journalFile(data));
  const { log } = openJournal(
    data,
    store,
    diskFiles,
    () => 0,
    () => {},
  );
  const committer = new Committer(store, log, 100);
  const memorandum = { id: 'm', version: 1, sha256: 'ab', text: '' };
  const body = { mode: 'live', source: 'test', node: 'test', memorandum, config: {}, started_ms: 0 } as const;
  committer.record(1, { kind: 'run_started', ...at(1), body });
  for (let tick = 2; tick < TICKS; tick++) {
    const payload = Buffer.from(`{"tick":${tick},"said":"${'x'.repeat(200)}"}\n`);
    committer.inputs(tick, [{ tick, observations: 1, payload }], false);
    committer.outputs(tick, [output(tick)]);
    committer.commit();
  }
  log.close();
  store.close();
  return data;
}

/** All that the journal says, as text. */
function saysAll(data: string): string {
  const reader = openSqliteReader(journalFile(data));
  try {
    return JSON.stringify([...reader.records(1)]);
  } finally {
    reader.close();
  }
}

test('a flipped bit anywhere on the disk changes nothing that the journal says, or is found, with its place', {
  timeout: 600_000,
}, () => {
  const data = journal();
  const said = saysAll(data);
  const sound = verifyJournal(data);
  expect(sound).toMatchObject({ ok: true, observations: TICKS - 2 });
  const files = [
    journalFile(data),
    ...readdirSync(observationFolder(data)).map((name) => path.join(observationFolder(data), name)),
  ];
  const starts = [0];
  for (const file of files) starts.push(starts.at(-1)! + statSync(file).size);
  const found = { told: 0, nothing_said_there: 0 };
  for (let i = 0; i < FLIPS; i++) {
    const bit = (i * 7_919 * 104_729) % (8 * starts.at(-1)!);
    const which = starts.findLastIndex((start) => start <= bit >> 3);
    const [file, place] = [files[which]!, (bit >> 3) - starts[which]!];
    const flip = (): void => {
      const bytes = readFileSync(file);
      bytes[place] = bytes[place]! ^ (1 << (bit & 7));
      writeFileSync(file, bytes);
    };
    flip();
    const problem = problemOf(data);
    if (problem === null) {
      // Pages have room in which nothing stands, and what helps to find records can be made anew.
      expect(saysAll(data), `${file}, byte ${place}`).toBe(said);
      found.nothing_said_there += 1;
    } else {
      expect(problem, `${file}, byte ${place}`).toMatch(/record \d|sequence \d|\d{6}\.log|journal\.sqlite/i);
      found.told += 1;
    }
    flip();
  }
  expect(found.told).toBeGreaterThan(FLIPS / 10);
  expect(verifyJournal(data)).toEqual(sound);
});

/** What a check says; an error that names no code of ours fails the test. */
function problemOf(data: string): string | null {
  try {
    return verifyJournal(data).problem;
  } catch (error) {
    if (error instanceof NodeError) return error.message;
    throw error;
  }
}
