import fs from 'node:fs';
import { beforeEach, describe, expect, test } from 'vitest';
import { dataDirectories } from '../../test/data_directory.ts';
import { octoberMemorandum, octoberObservations, ticksOf } from '../../test/traffic.ts';
import { Committer } from '../journal/committer.ts';
import { diskFiles } from '../journal/files.ts';
import { journalFile, observationFolder, snapshotFolder } from '../journal/layout.ts';
import { ObservationLog, type Position } from '../journal/observation_log.ts';
import { removeSnapshots, snapshotName, writeSnapshot } from '../journal/snapshot_file.ts';
import { openSqliteReader, openSqliteStore } from '../store/sqlite.ts';
import { recover } from './recovery.ts';
import { WatchRunner } from './runner.ts';

const newFolder = dataDirectories();
const { memorandum, text } = octoberMemorandum();
const ticks = ticksOf(octoberObservations(60));
let data: string;
beforeEach(() => {
  data = newFolder();
});

/** Journals a run as a node does, with snapshots after the ticks named; `alter` may change what the watch said. */
async function journal(snapshots: readonly number[], alter: (outcomes: string) => string = (outcomes) => outcomes) {
  const store = openSqliteStore(journalFile(data));
  const log = ObservationLog.open(observationFolder(data), diskFiles, null);
  const committer = new Committer(store, log, 100);
  const runner = new WatchRunner({ memorandum });
  const body = {
    mode: 'live',
    source: 'test',
    node: 'test',
    memorandum: { id: memorandum.id, version: memorandum.version, sha256: '', text },
    config: {},
    started_ms: 0,
  } as const;
  committer.record(1, { kind: 'run_started', tick: ticks[0]!.tick, time_ms: 0, body });
  for (const [index, { tick, payload, observations }] of ticks.entries()) {
    const entry = index + 2;
    committer.inputs(entry, [{ tick, payload, observations }], false);
    const { outputs } = runner.run(entry, [{ tick, payload }], false);
    committer.outputs(
      entry,
      outputs.map((output) => ({ ...output, outcomes: alter(output.outcomes) })),
    );
    if (snapshots.includes(index)) committer.snapshot({ after: entry, tick: runner.tick, saved: runner.save() });
    if (index % 50 !== 0 && index !== ticks.length - 1) continue;
    committer.commit();
    for (const { saved, ...row } of committer.takeSnapshots()) {
      const file = snapshotName(row.run, row.tick);
      await writeSnapshot(snapshotFolder(data), file, saved);
      store.saveSnapshot({ ...row, file });
    }
  }
  const confirmed: Position = log.end;
  const outcomes = store.head().outcomes;
  log.close();
  store.close();
  return { runner, confirmed, outcomes };
}

function rebuild(confirmed: Position) {
  const reader = openSqliteReader(journalFile(data));
  try {
    const plan = { run: 1, from: { segment: 1, offset: 16 }, confirmed, last_tick: ticks.at(-1)!.tick };
    return recover(plan, { memorandum }, reader, data, diskFiles);
  } finally {
    reader.close();
  }
}

describe('rebuilding the watch of a run that was cut off', () => {
  test.each([
    ['without a snapshot', []],
    ['from a snapshot', [200]],
    ['from the newest of two', [100, 400]],
    ['from a snapshot of the very end', [ticks.length - 1]],
  ])('%s it stands as it stood, and agrees with the journal', async (_name, snapshots) => {
    const { runner, confirmed } = await journal(snapshots);
    const { runner: again, difference } = rebuild(confirmed);
    expect(difference).toBeNull();
    expect(again.save()).toEqual(runner.save());
  });

  test.each([
    ['damaged', (file: string) => fs.writeFileSync(file, fs.readFileSync(file).fill(0, 40, 80))],
    ['cut short', (file: string) => fs.truncateSync(file, fs.statSync(file).size - 1)],
    ['gone', (file: string) => fs.rmSync(file)],
  ])('a snapshot that is %s is passed over for the older one', async (_name, harm) => {
    const { runner, confirmed } = await journal([100, 400]);
    harm(`${snapshotFolder(data)}/${snapshotName(1, ticks[400]!.tick)}`);
    const { runner: again, difference } = rebuild(confirmed);
    expect(difference).toBeNull();
    expect(again.save()).toEqual(runner.save());
  });

  test('only the snapshots that are wanted are kept, and nothing that was left half-written', async () => {
    await journal([100, 200, 300, 400]);
    fs.writeFileSync(`${snapshotFolder(data)}/1-9.snapshot.new`, 'half');
    const kept = [300, 400].map((index) => snapshotName(1, ticks[index]!.tick));
    await removeSnapshots(snapshotFolder(data), kept);
    expect(fs.readdirSync(snapshotFolder(data)).toSorted()).toEqual(kept.toSorted());
  });

  test('where the watch now says otherwise than the journal, the difference is told with its tick', async () => {
    const { confirmed } = await journal([], (outcomes) => outcomes.replace('"level":"advisory"', '"level":"breach"'));
    const { difference } = rebuild(confirmed);
    expect(difference).toMatch(/^tick \d+: the journal has (alert_\w+); the watch now says \1/);
  });

  test('observations that were taken away show as a damaged log, not as a quiet sky', async () => {
    const { confirmed } = await journal([]);
    fs.truncateSync(`${observationFolder(data)}/000001.log`, confirmed.offset - 1);
    expect(() => rebuild(confirmed)).toThrow(/the file ends before/);
  });
});
