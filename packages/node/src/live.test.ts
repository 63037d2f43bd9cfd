import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { tickOf } from '@skyaccord/accord';
import { describe, expect, test } from 'vitest';
import { dataDirectories } from '../test/data_directory.ts';
import { TestFeed } from '../test/live_feed.ts';
import { eventually, json, reader, request, testNode } from '../test/node.ts';
import { encodeChunk } from './feeds/chunk.ts';
import { diskFiles } from './journal/files.ts';
import { observationFolder } from './journal/layout.ts';
import { ObservationLog, readFrames } from './journal/observation_log.ts';
import { type ConfigBody, parseRecord, type RunEnded } from './journal/record.ts';
import { verifyJournal } from './main.ts';
import type { Status } from './run/status.ts';
import { openSqliteReader } from './store/sqlite.ts';
import { decodeInputs } from './watch/inputs.ts';

const newFolder = dataDirectories();
const status = (url: string) => json<Status>(`${url}/api/v1/status`);

/** What the journal says, in short: kinds, with the event or reason where there is one. */
function told(data: string): string[] {
  const store = openSqliteReader(path.join(data, 'journal.sqlite'));
  try {
    return [...store.records(1)].flatMap((record) => {
      const { body } = parseRecord(record);
      if (record.kind === 'run_started') return ['run_started'];
      if (record.kind === 'run_ended') return [`run_ended ${(body as RunEnded).reason}`];
      if (record.kind === 'config') return [`config ${(body as ConfigBody).event}`];
      return [];
    });
  } finally {
    store.close();
  }
}

/** A live node that has an alert standing. */
async function alerting(data: string, options: { memorandum?: string } = {}) {
  const node = await testNode({ data, feeds: [new TestFeed(20)], ...options });
  await eventually(
    () => status(node.url),
    ({ alerts, tick }) => alerts > 0 && tick > 0,
    30_000,
  );
  return node;
}

describe('a live node', () => {
  test('goes by the time of day, without playback', async () => {
    const node = await alerting(newFolder());
    const { mode, playback, feeds } = await eventually(
      () => status(node.url),
      ({ time_ms }) => Math.abs(time_ms - Date.now()) < 1_000,
    );
    expect([mode, playback]).toEqual(['live', null]);
    expect(feeds).toMatchObject([{ name: 'test feed', state: 'live', refused: 0, complaints: 0 }]);
    const { status: code, body } = await request(`${node.url}/api/v1/playback`);
    expect([code, (JSON.parse(body) as { error: { code: string } }).error.code]).toEqual([404, 'no_playback']);
    await node.close();
  });

  test('stopped and started again it takes its run up where it was, alerts and cases included', async () => {
    const data = newFolder();
    const first = await alerting(data);
    await first.close();
    expect(fs.readdirSync(path.join(data, 'snapshots'))).toHaveLength(1);
    const second = await testNode({ data, feeds: [new TestFeed(20)] });
    const stream = await reader(second.url);
    const hello = await stream.find(({ type }) => type === 'hello');
    expect((hello.rows as unknown[]).length).toBe(20);
    expect((hello.alerts as unknown[]).length).toBeGreaterThan(0);
    const { tick } = await status(second.url);
    await eventually(
      () => status(second.url),
      (later) => later.tick > tick + 5,
    );
    expect((await status(second.url)).journal.problem).toBeNull();
    await second.close();
    expect(told(data)).toEqual(['run_started', 'config stopped', 'config resumed', 'config stopped']);
    expect(verifyJournal(data).ok).toBe(true);
  });

  test('under another memorandum it begins a new run, and says why the old one ended', async () => {
    const data = newFolder();
    await (await alerting(data)).close();
    const memorandum = new URL('../../../examples/memoranda/en-route-5nm-900ft.yaml', import.meta.url).pathname;
    await (await alerting(data, { memorandum })).close();
    expect(told(data)).toEqual([
      'run_started',
      'config stopped',
      'run_ended config_changed',
      'run_started',
      'config stopped',
    ]);
  });

  test('observations that were logged but not yet journalled are taken up at the next start', async () => {
    const data = newFolder();
    await (await alerting(data)).close();
    const before = verifyJournal(data);
    const log = ObservationLog.open(observationFolder(data), diskFiles, null);
    const [last] = decodeInputs(lastPayload(data)).observations;
    const now_ms = Date.now();
    for (let k = 1; k <= 3; k++) {
      const observation = { ...last!, sequence: last!.sequence + k, time_ms: now_ms - 200 + 50 * k };
      log.append(tickOf(now_ms) + k, encodeChunk([observation]).lines);
    }
    log.flush();
    log.close();
    const node = await testNode({ data, feeds: [new TestFeed(0)] });
    await eventually(
      async () => verifyJournal(data),
      ({ observations }) => observations === before.observations + 3,
    );
    await node.close();
    expect(verifyJournal(data)).toMatchObject({ ok: true, observations: before.observations + 3 });
  });

  test('a torn tail is cut off, and the cut is journalled', async () => {
    const data = newFolder();
    await (await alerting(data)).close();
    fs.appendFileSync(path.join(observationFolder(data), '000001.log'), Buffer.alloc(99, 7));
    await (await testNode({ data, feeds: [new TestFeed(2)] })).close();
    expect(told(data)).toContain('config torn_tail_cut');
    expect(verifyJournal(data).ok).toBe(true);
  });

  test('polls a receiver in a thread of its own, and shows what it hears', async () => {
    const receiver = http.createServer((_request, response) => {
      const now = Date.now() / 1_000;
      const aircraft = ['4b1a2c', '4b1a2d'].map((hex, index) => {
        return {
          hex,
          type: 'adsb_icao',
          lat: 47 + index,
          lon: 5 + (now % 100) * 0.001,
          alt_baro: 30_000,
          seen_pos: 0.1,
        };
      });
      response.end(JSON.stringify({ now, aircraft }));
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    const feed = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/data/aircraft.json`;
    const node = await testNode({ data: newFolder(), feed });
    const { feeds, source } = await eventually(
      () => status(node.url),
      ({ tracks, feeds: [only] }) => tracks === 2 && only?.state === 'live' && only.observations > 3,
    );
    expect(source).toBe('live feeds');
    expect(feeds).toMatchObject([{ complaints: 0, last_complaint: null, refused: 0 }]);
    await new Promise((resolve) => receiver.close(resolve));
    await eventually(
      () => status(node.url),
      ({ feeds: [only] }) => only?.state === 'stale' && (only.last_complaint?.includes('ECONNREFUSED') ?? false),
    );
    await node.close();
  });

  test('a feed that goes stale degrades its health, in words, and the journal has it', async () => {
    const feed = new TestFeed(2);
    let stale = (): void => {};
    const start = feed.start.bind(feed);
    feed.start = (sink) => {
      start(sink);
      stale = () => sink.status({ ...NOTHING, name: feed.name, state: 'stale' });
    };
    const data = newFolder();
    const node = await testNode({ data, feeds: [feed] });
    expect((await request(`${node.url}/health`)).status).toBe(200);
    await feed.stop();
    stale();
    const { status: code, body } = await request(`${node.url}/health`);
    expect([code, JSON.parse(body)]).toEqual([503, { status: 'degraded', reasons: ['feed test feed is stale'] }]);
    await node.close();
    const store = openSqliteReader(path.join(data, 'journal.sqlite'));
    const events = [...store.records(1)]
      .filter(({ kind }) => kind === 'feed')
      .map((record) => (parseRecord(record).body as { event: string }).event);
    store.close();
    expect(events.slice(0, 2)).toEqual(['live', 'stopped']);
    expect(events).toContain('stale');
  });
});

describe('a watch that fails', () => {
  /** What no feed of ours sends: the watch cannot read it. */
  const poison = { lines: new TextEncoder().encode('{"half": \n'), count: 1 };

  test('is told of, and begun anew in a run of its own; the node goes on and its journal verifies', async () => {
    const data = newFolder();
    const feed = new TestFeed(4);
    let deliver: ((chunk: typeof poison) => void) | null = null;
    const start = feed.start.bind(feed);
    feed.start = (sink) => {
      start(sink);
      deliver = sink.chunk;
    };
    const node = await testNode({ data, feeds: [feed] });
    const stream = await reader(node.url);
    await eventually(
      () => status(node.url),
      ({ tracks }) => tracks === 4,
    );
    deliver!(poison);
    const said = await stream.find(
      ({ type, status: now }) => type === 'status' && (now as Status).journal.problem !== null,
    );
    expect((said.status as Status).journal.problem).toMatch(/^the watch failed and nobody is warned: SyntaxError/);
    // The run that began at the start may be told of after the stream was opened.
    const reset = await stream.find(({ type, reason }) => type === 'reset' && reason !== 'a new run began');
    expect(reset.reason).toBe('the watch failed: a new run began');
    await eventually(
      () => status(node.url),
      ({ tracks, journal }) => tracks === 4 && journal.problem === null,
    );
    expect((await request(`${node.url}/health`)).status).toBe(200);
    await node.close();
    expect(told(data)).toEqual(['run_started', 'run_ended watch_failed', 'run_started', 'config stopped']);
    expect(verifyJournal(data).ok).toBe(true);
  });

  test('over observations of before a crash does not keep the node from starting', async () => {
    const data = newFolder();
    await (await alerting(data)).close();
    const log = ObservationLog.open(observationFolder(data), diskFiles, null);
    log.append(tickOf(Date.now()) + 1, poison.lines);
    log.flush();
    log.close();
    const node = await testNode({ data, feeds: [new TestFeed(4)] });
    await eventually(
      () => status(node.url),
      ({ tracks, journal }) => tracks === 4 && journal.problem === null,
    );
    await node.close();
    expect(told(data)).toContain('run_ended watch_failed');
    expect(verifyJournal(data).ok).toBe(true);
    await (await testNode({ data, feeds: [new TestFeed(4)] })).close();
  });
});

const NOTHING = { last_message_ms: null, observations: 0, complaints: 0, last_complaint: null };

function lastPayload(data: string): Buffer {
  const frames = [...readFrames(observationFolder(data), diskFiles, null)];
  return frames.at(-1)!.payload;
}
