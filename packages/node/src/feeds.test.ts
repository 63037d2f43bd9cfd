import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, onTestFinished, test } from 'vitest';
import { dataDirectories } from '../test/data_directory.ts';
import { every, linePort, readsbLine } from '../test/line_port.ts';
import { TestFeed } from '../test/live_feed.ts';
import { eventually, json, reader, request, testNode } from '../test/node.ts';
import type { FeedStatus } from './feeds/feed.ts';
import { parseRecord } from './journal/record.ts';
import { type NodeOptions, verifyJournal } from './main.ts';
import { openSqliteReader } from './store/sqlite.ts';

const newFolder = dataDirectories();

async function liveNode(options: Partial<NodeOptions> & { data: string }) {
  const node = await testNode({ live: true, ...options });
  let closed = false;
  const close = async () => {
    if (!closed) await node.close();
    closed = true;
  };
  onTestFinished(close);
  const api = async (method: string, route: string, body?: unknown) => {
    const headers = body === undefined ? {} : { 'content-type': 'application/json' };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await request(`${node.url}/api/v1/feeds${route}`, { method, headers, ...sent });
    const parsed = answer.body === '' ? null : (JSON.parse(answer.body) as Record<string, unknown>);
    return { status: answer.status, body: parsed as Record<string, never> };
  };
  const feeds = async () => (await json<{ feeds: FeedStatus[] }>(`${node.url}/api/v1/feeds`)).feeds;
  const feed = async (name: string) => (await feeds()).find((one) => one.name === name);
  const until = (name: string, wanted: (feed: FeedStatus) => boolean, timeout_ms = 40_000) =>
    eventually(
      () => feed(name),
      (one) => one !== undefined && wanted(one),
      timeout_ms,
    ) as Promise<FeedStatus>;
  return { url: node.url, close, api, feeds, feed, until };
}

/** A receiver with so many aircraft, each reported five times a second. */
const receiver = (aircraft: number, begin = 0x400000, latitude_deg = 47) =>
  linePort((socket) => {
    every(socket, 200, () => {
      const now_s = Date.now() / 1000;
      for (let k = 0; k < aircraft; k++) {
        socket.write(readsbLine((begin + k).toString(16), now_s, latitude_deg + k * 0.3));
      }
    });
  });

/** What the journal says of feeds: of one what it went through, of all the changes. */
function told(data: string): string[] {
  const store = openSqliteReader(path.join(data, 'journal.sqlite'));
  try {
    return [...store.records(1)].flatMap((record) => {
      const { kind, body } = parseRecord(record) as { kind: string; body: Record<string, string> };
      if (kind === 'feeds') return [`${body.feed} ${body.change}`];
      return kind === 'feed' ? [`${body.feed}: ${body.event}`] : [];
    });
  } finally {
    store.close();
  }
}

describe('feeds of a live node', () => {
  test('none at first; added, changed, paused, let on and removed while it runs; all of it journalled', async () => {
    const data = newFolder();
    const { api, feeds, feed, until, url, close } = await liveNode({ data });
    expect(await feeds()).toEqual([]);
    expect((await request(`${url}/health`)).status).toBe(200);
    const address = await receiver(3);
    const added = await api('POST', '', { name: 'north', connection: 'tcp', address });
    expect([added.status, added.body]).toMatchObject([201, { name: 'north', address, trust: 'open', party: null }]);
    const live = await until('north', ({ state, rate_per_s }) => state === 'live' && rate_per_s > 10);
    expect(live).toMatchObject({ format: 'readsb-json-lines', aircraft: 3, problems: [], refused: 0, shed: 0 });
    expect(Math.abs(live.clock_offset_ms!)).toBeLessThan(1_000);
    expect((await json<{ tracks: unknown[] }>(`${url}/api/v1/tracks`)).tracks).toHaveLength(3);

    expect((await api('PATCH', '/north', { paused: true })).body).toMatchObject({ state: 'paused', paused: true });
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect((await feed('north'))!.observations).toBe(0);
    expect((await request(`${url}/health`)).status).toBe(200);
    expect((await api('PATCH', '/north', { paused: false, silence_s: 9 })).status).toBe(200);
    await until('north', ({ state, silence_s }) => state === 'live' && silence_s === 9);
    expect((await api('DELETE', '/north')).status).toBe(204);
    expect(await feeds()).toEqual([]);
    await close();
    const said = told(data);
    for (const words of ['north added', 'north: live', 'north changed', 'north: paused', 'north removed']) {
      expect(said).toContain(words);
    }
    expect(verifyJournal(data).ok).toBe(true);
  });

  test('are there again after a restart, as they were; those of the start are entered with them', async () => {
    const data = newFolder();
    const address = await receiver(2);
    const first = await liveNode({ data });
    await first.api('POST', '', { name: 'north', connection: 'tcp', address, party: 'nc', trust: 'declared' });
    await first.api('POST', '', { name: 'east', connection: 'tcp', address, paused: true });
    await first.until('north', ({ state }) => state === 'live');
    await first.close();
    const feedsFile = path.join(data, 'feeds.yaml');
    const yaml = `skyaccord: feeds/1\nfeeds:\n  - { name: west, connection: tcp, address: '${address}' }\n`;
    fs.writeFileSync(feedsFile, yaml);
    const second = await liveNode({ data, feedsFile });
    await second.until('west', ({ state }) => state === 'live');
    const north = await second.until('north', ({ state }) => state === 'live');
    expect(north).toMatchObject({ party: 'nc', trust: 'declared', address });
    expect(await second.feed('east')).toMatchObject({ state: 'paused' });
    await second.close();
    const third = await liveNode({ data, feedsFile });
    expect((await third.feeds()).map(({ name }) => name).sort()).toEqual(['east', 'north', 'west']);
    await third.close();
    expect(told(data).filter((words) => /(added|changed)$/.test(words))).toEqual([
      'north added',
      'east added',
      'west added',
    ]);
  });

  test('bad ones are refused with field and remedy, and change nothing', async () => {
    const { api, feeds } = await liveNode({ data: newFolder(), feeds: [new TestFeed(1)] });
    const before = (await feeds()).map(({ name }) => name);
    const bad: [Record<string, unknown>, number, string, string | null][] = [
      [{ name: 'x', connection: 'tcp', address: 'tcp://u:p@h:1' }, 400, 'feed_invalid', 'address'],
      [{ name: 'x', connection: 'http', address: 'http://h/', party: 'nobody' }, 400, 'feed_invalid', 'party'],
      [{ name: 'x', connection: 'telepathy' }, 400, 'bad_request', 'body.connection'],
      [{ name: 'x', connection: 'http', address: 'http://h/', colour: 'red' }, 400, 'bad_request', 'body.colour'],
      [{ name: 'x', connection: 'file', address: '/etc/passwd' }, 400, 'feed_invalid', 'address'],
      [{ name: 'test feed', connection: 'party_feed' }, 409, 'feed_exists', 'name'],
    ];
    for (const [body, status, code, field] of bad) {
      const answer = await api('POST', '', body);
      expect([answer.status, answer.body.error]).toMatchObject([status, { code, field }]);
    }
    expect((await api('PATCH', '/nowhere', { paused: true })).body.error).toMatchObject({ code: 'feed_not_found' });
    expect((await api('DELETE', '/test%20feed')).body.error).toMatchObject({ code: 'feed_not_found' });
    for (let k = 0; k < 32; k++) await api('POST', '', { name: `p${k}`, connection: 'party_feed', paused: true });
    const full = await api('POST', '', { name: 'one more', connection: 'party_feed' });
    expect(full.body.error).toMatchObject({ code: 'too_many_feeds' });
    expect((await feeds()).map(({ name }) => name).filter((name) => !/^p\d+$/.test(name))).toEqual(before);
  });

  test('a node that plays shows what it plays, and takes no feed', async () => {
    const node = await testNode({ data: newFolder() });
    onTestFinished(() => node.close());
    const { feeds } = await json<{ feeds: FeedStatus[] }>(`${node.url}/api/v1/feeds`);
    expect(feeds).toMatchObject([{ name: 'scenario october', connection: 'played', address: null }]);
    const { status, body } = await request(`${node.url}/api/v1/feeds`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'x', connection: 'party_feed' }),
    });
    expect([status, JSON.parse(body).error.code]).toEqual([409, 'feeds_fixed']);
  });
});

describe("a party's own feed", () => {
  const report = (over: object = {}) => ({
    source: 'forged',
    sequence: 5,
    time_ms: Date.now(),
    address: 'd1a011',
    address_kind: 'icao',
    technology: 'party_feed',
    callsign: 'NORD11',
    registration: null,
    category: null,
    latitude_deg: 45,
    longitude_deg: -5,
    pressure_altitude_m: 9_000,
    geometric_altitude_m: null,
    geometric_datum: 'unknown',
    on_ground: null,
    ground_speed_mps: 200,
    track_deg: 90,
    vertical_rate_mps: 0,
    resolution_advisory: null,
    position_accuracy_m: 50,
    altitude_accuracy_m: null,
    velocity_accuracy_mps: null,
    party: 'mer',
    ...over,
  });

  test('vouches for its aircraft where it is authenticated, whatever the reports say', async () => {
    const { api, url, until } = await liveNode({ data: newFolder() });
    await api('POST', '', { name: 'nc', connection: 'party_feed', party: 'nc', trust: 'authenticated' });
    await until('nc', ({ state }) => state === 'connecting');
    const { status, body } = await api('POST', '/nc/observations', { observations: [report()] });
    expect([status, body]).toEqual([202, { taken: 1 }]);
    type Identity = { party: string; evidence: { by: string }[] };
    const { identity } = await eventually(
      () => json<{ identity: Identity }>(`${url}/api/v1/tracks/d1a011`).catch(() => null),
      (track) => track !== null,
    ).then((track) => track!);
    expect(identity.party).toBe('nc');
    expect(identity.evidence.map(({ by }) => by)).toContain('authenticated_feed');
    expect(await until('nc', ({ observations }) => observations === 1)).toMatchObject({ complaints: 0 });
  });

  test('refuses a post whole for one bad report, and takes none for another feed', async () => {
    const { api, feed } = await liveNode({ data: newFolder() });
    await api('POST', '', { name: 'nc', connection: 'party_feed' });
    const observations = [report(), report({ latitude_deg: 91 })];
    const refused = await api('POST', '/nc/observations', { observations });
    expect([refused.status, refused.body.error]).toMatchObject([400, { field: 'body.observations.1.latitude_deg' }]);
    const address = await receiver(1);
    await api('POST', '', { name: 'north', connection: 'tcp', address });
    const other = await api('POST', '/north/observations', { observations: [report()] });
    expect(other.body.error).toMatchObject({ code: 'feed_not_posted' });
    expect((await feed('nc'))!.observations).toBe(0);
  });
});

describe('a feed that goes wrong', () => {
  test('is told of in seconds, in the list, the stream, the health and the journal, and when it is over', async () => {
    const data = newFolder();
    let on = true;
    const address = await linePort((socket) =>
      every(socket, 200, () => on && socket.write(readsbLine('400001', Date.now() / 1000))),
    );
    const { api, until, url, close } = await liveNode({ data });
    const stream = await reader(url);
    await api('POST', '', { name: 'north', connection: 'tcp', address, silence_s: 2 });
    await until('north', ({ state }) => state === 'live');
    on = false;
    const begun_ms = performance.now();
    const message = await stream.find(
      ({ type, status }) =>
        type === 'status' && (status as { feeds: FeedStatus[] }).feeds[0]?.problems[0]?.problem === 'stalled',
    );
    expect(performance.now() - begun_ms).toBeLessThan(5_000);
    expect((message.status as { feeds: FeedStatus[] }).feeds[0]!.problems[0]!.text).toMatch(
      /^nothing new has come for/,
    );
    expect((await request(`${url}/health`)).status).toBe(503);
    expect((await request(`${url}/metrics`)).body).toContain(
      'skyaccord_feed_problem{feed="north",problem="stalled"} 1',
    );
    on = true;
    await until('north', ({ state, problems }) => state === 'live' && problems.length === 0);
    await close();
    expect(told(data)).toEqual(
      expect.arrayContaining(['north: stalled_began', 'north: stalled_ended', 'north: stale']),
    );
  });

  test('harms no other: floods, noise, drips and drops beside a good one', async () => {
    const { api, until, feed, url } = await liveNode({ data: newFolder() });
    await api('POST', '', { name: 'good', connection: 'tcp', address: await receiver(5) });
    const stream = await reader(url);
    await until('good', ({ state }) => state === 'live');
    const delays = async (ms: number): Promise<number[]> => {
      const found: number[] = [];
      const heard = (data: unknown) => {
        const message = JSON.parse(String(data)) as { type: string; rows?: (string | number)[][] };
        if (message.type !== 'tick') return;
        for (const row of message.rows ?? []) {
          if (String(row[0]).startsWith('40000')) found.push(Date.now() - Number(row[9]));
        }
      };
      stream.socket.on('message', heard);
      await new Promise((resolve) => setTimeout(resolve, ms));
      stream.socket.off('message', heard);
      return found.sort((x, y) => x - y);
    };
    const alone = await delays(3_000);
    const worker = new Worker(new URL('../test/bad_feeds.ts', import.meta.url));
    onTestFinished(() => void worker.terminate());
    const [addresses] = (await once(worker, 'message')) as [Record<string, string>];
    const limit = { max_rate_per_s: 2_000, silence_s: 2 };
    for (const [name, address] of Object.entries(addresses)) {
      await api('POST', '', { name, connection: 'tcp', address, ...limit });
    }
    await until('flood', ({ problems }) => problems.some(({ problem }) => problem === 'flood'));
    await until('noise', ({ problems }) => problems.some(({ problem }) => problem === 'noise'));
    for (const name of ['drips', 'drops']) {
      await until(name, ({ problems }) => problems.some(({ problem }) => problem === 'stalled'));
    }
    const beside = await delays(4_000);
    const good = await feed('good');
    expect(good).toMatchObject({ state: 'live', problems: [], shed: 0, refused: 0, complaints: 0 });
    expect(good!.rate_per_s).toBeGreaterThan(15);
    expect((await feed('flood'))!.shed).toBeGreaterThan(1_000);
    const middle = (sorted: number[]) => sorted[sorted.length >> 1]!;
    const last = (sorted: number[]) => sorted[Math.floor(sorted.length * 0.95)]!;
    console.info(
      `delay of the good feed, median and p95: alone ${middle(alone)} and ${last(alone)} ms, ` +
        `beside the bad ones ${middle(beside)} and ${last(beside)} ms`,
    );
    expect(beside.length).toBeGreaterThan(alone.length * 0.8);
    expect(middle(beside)).toBeLessThan(1_000);
  });
});
