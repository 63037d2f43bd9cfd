import type { Outcome } from '@skyaccord/accord';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { dataDirectories } from '../../test/data_directory.ts';
import { eventually, json, type Message, reader, request, testNode } from '../../test/node.ts';
import type { RunningNode } from '../main.ts';

/** As long as the polls below may take, however busy the machine. */
vi.setConfig({ testTimeout: 60_000 });

const newFolder = dataDirectories();

type Hello = Message & {
  status: { tick: number; tracks: number };
  columns: string[];
  rows: unknown[][];
  identities: Record<string, unknown>;
  alerts: { id: string }[];
  trails: Record<string, unknown[]>;
  cases: { id: string }[];
  memorandum: { id: string };
};
type Tick = Message & { tick: number; time_ms: number; rows: unknown[][]; outcomes: Outcome[] };

/** A reader's own picture, kept as docs/api.md tells a reader to keep it. */
class Follower {
  readonly identities = new Map<string, unknown>();
  readonly rows = new Map<string, unknown[]>();
  readonly alerts = new Set<string>();

  take(message: Message): void {
    if (message.type === 'hello') {
      const { identities, rows, alerts } = message as Hello;
      for (const map of [this.identities, this.rows, this.alerts]) map.clear();
      for (const [track, identity] of Object.entries(identities)) this.identities.set(track, identity);
      for (const row of rows) this.rows.set(String(row[0]), row);
      for (const { id } of alerts) this.alerts.add(id);
    }
    if (message.type !== 'tick') return;
    const { rows, outcomes } = message as Tick;
    for (const outcome of outcomes) {
      if (outcome.kind === 'track_started' || outcome.kind === 'track_identified') {
        this.identities.set(outcome.track, outcome.identity);
      }
      if (outcome.kind === 'track_dropped') {
        this.identities.delete(outcome.track);
        this.rows.delete(outcome.track);
      }
      if (outcome.kind === 'tracks_fused') this.rows.delete(outcome.other);
      if (outcome.kind === 'alert_raised') this.alerts.add(outcome.alert.id);
      if (outcome.kind === 'alert_cleared') this.alerts.delete(outcome.alert);
    }
    for (const row of rows) this.rows.set(String(row[0]), row);
  }
}

const follow = (messages: readonly Message[]) => {
  const follower = new Follower();
  for (const message of messages) follower.take(message);
  return follower;
};

describe('stream', () => {
  let node: RunningNode;
  beforeEach(async () => {
    node = await testNode({ data: newFolder(), speed: 30 });
    return () => node.close();
  });

  test('begins with the whole picture, and goes on from it without a gap', async () => {
    const early = await reader(node.url);
    await early.find(
      ({ type, outcomes }) => type === 'tick' && (outcomes as Outcome[]).some(({ kind }) => kind === 'case_opened'),
    );
    const late = await reader(node.url);
    const hello = (await late.find(({ type }) => type === 'hello')) as Hello;
    expect(hello.columns[0]).toBe('track');
    expect(hello.rows.every((row) => row.length === hello.columns.length)).toBe(true);
    expect(hello.alerts.length).toBeGreaterThan(0);
    expect(hello.cases.length).toBeGreaterThan(0);
    expect(hello.memorandum.id).toBe('october');
    expect(Object.keys(hello.trails).length).toBeGreaterThan(5);
    const { tick } = (await late.find(
      ({ type, tick }) => type === 'tick' && Number(tick) > hello.status.tick + 300,
    )) as Tick;
    const until = (messages: readonly Message[]) => {
      const end = messages.findIndex((message) => message.type === 'tick' && message.tick === tick);
      expect(end).toBeGreaterThan(0);
      return messages.slice(0, end + 1);
    };
    const [a, b] = [follow(until(early.messages)), follow(until(late.messages))];
    expect(b.alerts).toEqual(a.alerts);
    expect(b.identities).toEqual(a.identities);
    expect(new Map([...b.rows].toSorted())).toEqual(new Map([...a.rows].toSorted()));
    const ticks = late.messages.filter(({ type }) => type === 'tick').map(({ tick }) => Number(tick));
    expect(ticks).toEqual([...ticks].toSorted((x, y) => x - y));
    expect(ticks[0]).toBeGreaterThan(hello.status.tick);
  });

  test('tells how the node is once a second, and at once when the playback changes', async () => {
    const stream = await reader(node.url);
    await stream.find(({ type }) => type === 'hello');
    await new Promise((resolve) => setTimeout(resolve, 2_200));
    const statuses = () => stream.messages.filter(({ type }) => type === 'status');
    expect(statuses().length).toBeGreaterThanOrEqual(2);
    const before = performance.now();
    await request(`${node.url}/api/v1/playback`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"paused":true}',
    });
    await stream.find(
      ({ type, status }) => type === 'status' && (status as { playback: { paused: boolean } }).playback.paused,
    );
    expect(performance.now() - before).toBeLessThan(800);
  });

  test('is refused to a foreign page and a foreign host, before anything is sent', async () => {
    const url = `${node.url.replace('http', 'ws')}/api/v1/stream`;
    for (const headers of [{ origin: 'http://evil.example' }, { host: 'rebound.example' }]) {
      const status = await new Promise<number>((resolve, reject) => {
        const socket = new WebSocket(url, { headers });
        socket.on('open', () => reject(new Error('it was let in')));
        socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
        socket.on('error', () => {});
      });
      expect(status).toBe(403);
    }
    await reader(node.url, { origin: node.url });
  });

  test('more readers than the node serves are refused, and a place that is left is free again', async () => {
    const readers = await Promise.all(Array.from({ length: 64 }, () => reader(node.url)));
    await expect(reader(node.url)).rejects.toThrow('503');
    readers[0]!.socket.terminate();
    await eventually(
      () =>
        reader(node.url).then(
          () => true,
          () => false,
        ),
      (open) => open,
    );
  });

  test('what a reader sends is not looked at, and a flood of it closes only its own stream', async () => {
    const [noisy, quiet] = [await reader(node.url), await reader(node.url)];
    noisy.socket.send('{"hello":1}');
    noisy.socket.send('x'.repeat(10_000));
    await eventually(
      async () => noisy.closed(),
      (closed) => closed !== null,
    );
    expect(noisy.closed()?.code).toBe(1009);
    const count = quiet.messages.length;
    await eventually(
      async () => quiet.messages.length,
      (length) => length > count + 3,
    );
    expect(quiet.closed()).toBeNull();
  });

  test('a node that stops closes its streams with the reason', async () => {
    const stream = await reader(node.url);
    await stream.find(({ type }) => type === 'hello');
    await node.close();
    await eventually(
      async () => stream.closed(),
      (closed) => closed !== null,
    );
    expect(stream.closed()).toEqual({ code: 1001, reason: 'the node is stopping' });
  });

  test('never tells what is not in the journal', async () => {
    const stream = await reader(node.url);
    let compared = 0;
    // However busy the machine is: until enough was told.
    for (let round = 0; round < 10 || (compared <= 20 && round < 150); round++) {
      await new Promise((resolve) => setTimeout(resolve, 150));
      const told = stream.messages
        .filter(({ type }) => type === 'tick')
        .flatMap(({ outcomes }) => outcomes as Outcome[]);
      const { outcomes } = await json<{ outcomes: { outcome: Outcome }[] }>(`${node.url}/api/v1/outcomes?limit=5000`);
      const journalled = new Set(outcomes.map(({ outcome }) => JSON.stringify(outcome)));
      for (const outcome of told) expect(journalled.has(JSON.stringify(outcome))).toBe(true);
      compared += told.length;
    }
    expect(compared).toBeGreaterThan(20);
  });
});
