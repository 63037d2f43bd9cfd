import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Outcome } from '@skyaccord/accord';
import { afterAll, describe, expect, test } from 'vitest';
import { TestFeed } from '../test/live_feed.ts';
import { eventually, json, reader, request, testNode } from '../test/node.ts';
import { verifyJournal } from './main.ts';
import type { Status } from './run/status.ts';
import { openSqliteReader } from './store/sqlite.ts';

const SIZE_MB = 24;
const mountPoint = fs.mkdtempSync(path.join(os.tmpdir(), 'skyaccord-full-'));
const mounted = mount();
afterAll(() => {
  if (mounted) execFileSync('umount', [mountPoint]);
  fs.rmdirSync(mountPoint);
});

/** A small disk of its own, where this user may mount one. */
function mount(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE_MB}m`, 'tmpfs', mountPoint], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(!mounted)('a full disk (needs the right to mount a tmpfs)', () => {
  test('stops acknowledging, says so, and goes on without loss when there is space again', async () => {
    const data = path.join(mountPoint, 'data');
    const feed = new TestFeed(40);
    const node = await testNode({ data, feeds: [feed] });
    const stream = await reader(node.url);
    const status = () => json<Status>(`${node.url}/api/v1/status`);
    const ticks = () => stream.messages.filter(({ type }) => type === 'tick');
    await eventually(status, ({ alerts }) => alerts > 0, 30_000);

    const filler = path.join(mountPoint, 'filler');
    fill(filler);
    const { journal } = await eventually(status, (now) => !now.journal.durable, 15_000);
    expect(journal.problem).toContain('the disk is full');
    expect(journal.problem).toContain('free some space and the node goes on');
    const health = await request(`${node.url}/health`);
    expect(health.status).toBe(503);
    expect((JSON.parse(health.body) as { reasons: string[] }).reasons[0]).toContain('the disk is full');
    await stream.find(({ type, status: said }) => type === 'status' && !(said as Status).journal.durable);

    const told = ticks().length;
    const { tick, journal: head } = await status();
    // Longer than what may be on its way at once: input begins to wait and to merge.
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    expect(ticks().length).toBe(told);
    expect(await status()).toMatchObject({ tick, journal: { sequence: head.sequence, durable: false } });

    fs.rmSync(filler);
    const after = await eventually(status, (now) => now.journal.durable && now.tick > tick, 10_000);
    expect(after.journal.problem).toBeNull();
    expect((await request(`${node.url}/health`)).status).toBe(200);
    await eventually(
      async () => ticks().length,
      (length) => length > told + 5,
    );
    await node.close();

    expect(verifyJournal(data)).toMatchObject({ ok: true, observations: feed.sent });
    const journalled = new Set(outcomes(data));
    const given = ticks().flatMap((message) => message.outcomes as Outcome[]);
    expect(given.length).toBeGreaterThan(40);
    for (const outcome of given) expect(journalled.has(JSON.stringify(outcome))).toBe(true);
  });

  test('does not keep a node from stopping; what it had acknowledged is whole', async () => {
    const data = path.join(mountPoint, 'stopped');
    const node = await testNode({ data, feeds: [new TestFeed(40)] });
    const status = () => json<Status>(`${node.url}/api/v1/status`);
    const { journal } = await eventually(status, ({ tracks }) => tracks === 40);
    const filler = path.join(mountPoint, 'filler');
    fill(filler);
    await eventually(status, (now) => !now.journal.durable, 15_000);
    const begun_ms = performance.now();
    await node.close();
    expect(performance.now() - begun_ms).toBeLessThan(3_500);
    fs.rmSync(filler);
    const found = verifyJournal(data);
    expect(found.problem).toBeNull();
    expect(found.records).toBeGreaterThanOrEqual(journal.sequence);
    await (await testNode({ data, feeds: [new TestFeed(40)] })).close();
  });
});

/** Takes all the space there is. */
function fill(file: string): void {
  const fd = fs.openSync(file, 'w');
  const piece = Buffer.alloc(64 * 1024);
  for (let bytes = piece.length; bytes >= 512; bytes >>= 1) {
    try {
      for (;;) fs.writeSync(fd, piece, 0, bytes);
    } catch (error) {
      expect((error as NodeJS.ErrnoException).code).toBe('ENOSPC');
    }
  }
  fs.closeSync(fd);
}

function outcomes(data: string): string[] {
  const reading = openSqliteReader(path.join(data, 'journal.sqlite'));
  try {
    return reading.outcomes(0, 1_000_000).map(({ outcome }) => JSON.stringify(outcome));
  } finally {
    reading.close();
  }
}
