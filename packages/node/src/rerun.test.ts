import path from 'node:path';
import { canonicalJson } from '@skyaccord/proof';
import { describe, expect, test } from 'vitest';
import { dataDirectories } from '../test/data_directory.ts';
import { FlakyFeed } from '../test/flaky_feed.ts';
import { eventually, json, testNode } from '../test/node.ts';
import { diskFiles } from './journal/files.ts';
import { observationFolder } from './journal/layout.ts';
import { ObservationLog } from './journal/observation_log.ts';
import { linkTick } from './journal/record.ts';
import { rerunJournal, verifyJournal } from './main.ts';
import type { Status } from './run/status.ts';
import { openSqliteReader, openSqliteStore } from './store/sqlite.ts';

const newFolder = dataDirectories();

/** Runs a live node over a flaky feed until it has had much to say. */
async function liveRun(data: string, outcomes: number): Promise<void> {
  const node = await testNode({ data, feeds: [new FlakyFeed(20)] });
  await eventually(
    () => json<{ outcomes: unknown[] }>(`${node.url}/api/v1/outcomes?limit=5000`),
    (said) => said.outcomes.length > outcomes,
    40_000,
  );
  await node.close();
}

function journalled(data: string): string[] {
  const reader = openSqliteReader(path.join(data, 'journal.sqlite'));
  try {
    return reader.outcomes(0, 1_000_000).map(({ outcome }) => canonicalJson(outcome));
  } finally {
    reader.close();
  }
}

describe('a live run of a flaky feed', () => {
  test('is said again to the last byte from its journal, over a stop and a start', async () => {
    const data = newFolder();
    await liveRun(data, 60);
    await liveRun(data, journalled(data).length + 60);
    const said: string[] = [];
    const rerun = rerunJournal(data, { onOutcome: (line) => said.push(line) });
    expect(rerun).toMatchObject({ ok: true, difference: null, runs: 1, failed_runs: 0 });
    expect(said).toEqual(journalled(data));
    expect(rerun).toMatchObject({ outcomes: said.length, observations: verifyJournal(data).observations });
    // It was flaky indeed.
    const reasons = said.map((line) => JSON.parse(line) as { kind: string; reason?: string });
    for (const reason of ['late', 'duplicate', 'from_the_future']) {
      expect(reasons).toContainEqual(expect.objectContaining({ kind: 'observations_set_aside', reason }));
    }
    expect(reasons.map(({ kind }) => kind)).toContain('alert_raised');
  });

  test('played on a node of its own says the same, to the last byte', async () => {
    const data = newFolder();
    await liveRun(data, 60);
    const expected = journalled(data);
    const replay = newFolder();
    const node = await testNode({ data: replay, replay: [data], speed: 100 });
    await eventually(
      () => json<{ finished: boolean }>(`${node.url}/api/v1/playback`),
      ({ finished }) => finished,
      60_000,
    );
    await node.close();
    const said = journalled(replay);
    expect(said.slice(0, expected.length)).toEqual(expected);
    // The rest is what the end of the playing closes.
    const rest = said.slice(expected.length).map((line) => JSON.parse(line) as { tick: number });
    expect(new Set(rest.map(({ tick }) => tick)).size).toBe(1);
    await expect(testNode({ data, replay: [data] })).rejects.toThrow(/it is the folder of this node/);
  });

  test('a journal that verifies but says what the watch does not say is told from one that does', async () => {
    const data = newFolder();
    await liveRun(data, 30);
    const store = openSqliteStore(path.join(data, 'journal.sqlite'));
    const head = store.head();
    const last = [...store.records(head.sequence)].at(-1)!;
    const outcome = {
      kind: 'track_dropped',
      tick: last.tick + 1_000,
      time_ms: (last.tick + 1_000) * 100,
      track: 'a00001',
    };
    const outcomes = canonicalJson([{ ...outcome, last_seen_ms: 0, reason: 'silent' }]);
    const draft = {
      tick: last.tick + 1_000,
      quiet_from: null,
      finish: false,
      log: null,
      sha256: null,
      observations: 0,
    };
    store.append([linkTick(head, { ...draft, outcomes, outcome_count: 1 }, 100)]);
    store.close();
    expect(verifyJournal(data).ok).toBe(true);
    const { ok, difference } = rerunJournal(data);
    expect(ok).toBe(false);
    expect(difference).toMatch(/^record \d+, tick \d+: .*track_dropped.* the watch .* now/);
  });

  test('a run in which the watch failed is compared up to there', async () => {
    const data = newFolder();
    await liveRun(data, 30);
    const log = ObservationLog.open(observationFolder(data), diskFiles, null);
    log.append(Math.ceil(Date.now() / 100) + 1, new TextEncoder().encode('{"half": \n'));
    log.flush();
    log.close();
    const node = await testNode({ data, feeds: [new FlakyFeed(4)] });
    await eventually(
      () => json<Status>(`${node.url}/api/v1/status`),
      ({ tracks, journal }) => tracks > 0 && tracks <= 4 && journal.problem === null,
      30_000,
    );
    await node.close();
    expect(rerunJournal(data)).toMatchObject({ ok: true, runs: 2, failed_runs: 1 });
  });
});
