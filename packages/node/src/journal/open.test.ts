import { beforeEach, describe, expect, test } from 'vitest';
import { dataDirectories } from '../../test/data_directory.ts';
import { at, output } from '../../test/outcomes.ts';
import { openSqliteStore } from '../store/sqlite.ts';
import { Committer } from './committer.ts';
import { diskFiles } from './files.ts';
import { journalFile, observationFolder } from './layout.ts';
import type { ObservationLog } from './observation_log.ts';
import { openJournal } from './open.ts';

const newFolder = dataDirectories();
let data: string;
beforeEach(() => {
  data = newFolder();
});

const runStarted = {
  mode: 'live',
  source: 'test',
  node: 'test',
  memorandum: { id: 'm', version: 1, sha256: 'ab', text: '' },
  config: {},
  started_ms: 0,
} as const;
const lines = (tick: number) => ({ tick, observations: 2, payload: Buffer.from(`{"tick":${tick}}\n{}\n`) });

/** A node's life as far as the disk sees it: each life writes, and is then cut off. */
function live(work: (committer: Committer, log: ObservationLog) => void): void {
  const store = openSqliteStore(journalFile(data));
  const { log } = openJournal(
    data,
    store,
    diskFiles,
    () => 0,
    () => {},
  );
  work(new Committer(store, log, 100), log);
  log.close();
  store.close();
}

function open(now = () => 5, onProgress: (part: string, fraction: number) => void = () => {}) {
  const store = openSqliteStore(journalFile(data));
  const { log, opened } = openJournal(data, store, diskFiles, now, onProgress);
  log.close();
  store.close();
  return opened;
}

describe('opening a journal', () => {
  test('an empty directory is an empty journal', () => {
    expect(open()).toMatchObject({
      head: { sequence: 0, outcomes: 0 },
      lastRun: null,
      lastTick: null,
      runLog: null,
      confirmed: null,
      unjournalled: [],
      cut: null,
      rebuilt: false,
      verified_at_ms: 5,
    });
  });

  test('finds the frames that were logged and not journalled, and where the journal ends', () => {
    live((committer, log) => {
      committer.record(1, { kind: 'run_started', ...at(1), body: runStarted });
      committer.inputs(2, [lines(2)], false);
      committer.outputs(2, [output(2)]);
      committer.commit();
      committer.inputs(3, [lines(3), lines(4)], false);
      log.flush();
    });
    const { lastRun, lastTick, confirmed, runLog, unjournalled } = open();
    expect(lastRun).toMatchObject({ run: 1, ended: false, memorandum_sha256: 'ab' });
    expect(lastTick).toBe(2);
    expect(runLog).toEqual({ segment: 1, offset: 16 });
    expect(unjournalled.map(({ tick, observations }) => [tick, observations])).toEqual([
      [3, 2],
      [4, 2],
    ]);
    expect(unjournalled[0]?.place).toMatchObject(confirmed!);
  });

  test('frames that an earlier run left behind are not taken for those of a run that has no tick yet', () => {
    live((committer, log) => {
      committer.record(1, { kind: 'run_started', ...at(1), body: runStarted });
      committer.commit();
      committer.inputs(2, [lines(2)], false);
      log.flush();
    });
    live((committer, log) => {
      committer.record(1, { kind: 'run_started', ...at(50), body: runStarted });
      committer.commit();
      committer.inputs(2, [lines(51)], false);
      log.flush();
    });
    const { lastRun, lastTick, runLog, confirmed, unjournalled } = open();
    expect([lastRun?.run, lastTick]).toEqual([2, null]);
    expect(confirmed).toEqual(runLog);
    expect(unjournalled.map(({ tick }) => tick)).toEqual([51]);
  });

  test('a long verification says how far it is', () => {
    live((committer) => {
      committer.record(1, { kind: 'run_started', ...at(1), body: runStarted });
      for (let tick = 2; tick <= 20; tick++) {
        committer.inputs(tick, [lines(tick)], false);
        committer.outputs(tick, [output(tick)]);
      }
      committer.commit();
    });
    let now_ms = 0;
    const told: number[] = [];
    const clock = () => {
      now_ms += 700;
      return now_ms;
    };
    open(clock, (part, fraction) => {
      expect(part).toBe('verifying the journal');
      told.push(fraction);
    });
    expect(told.length).toBeGreaterThan(3);
    expect(told).toEqual(told.toSorted((x, y) => x - y));
    expect(told.every((fraction) => fraction > 0 && fraction <= 1)).toBe(true);
  });

  test('the observation log lies where it is looked for', () => {
    open();
    expect(diskFiles.list(observationFolder(data))).toEqual(['000001.log']);
  });
});
