import { describe, expect, test } from 'vitest';
import { output } from '../../test/outcomes.ts';
import { createLog } from '../log.ts';
import type { QueryClient } from '../query/client.ts';
import type { Core, CoreListener } from '../run/core.ts';
import type { WatchResult } from '../watch/protocol.ts';
import { LOST_BYTES, SLOW_BYTES, type Socket, StreamHub } from './hub.ts';

/** A reader whose line is as slow as a test says. */
class SlowSocket implements Socket {
  bufferedAmount = 0;
  readyState = 1;
  readonly sent: { type: string; rows?: unknown[] }[] = [];
  readonly closes: [number, string][] = [];
  terminated = false;

  send(data: string | Uint8Array): void {
    this.sent.push(JSON.parse(typeof data === 'string' ? data : new TextDecoder().decode(data)));
  }
  close(code: number, reason: string): void {
    this.closes.push([code, reason]);
  }
  terminate(): void {
    this.terminated = true;
  }
  ping(): void {}
  on(): void {}
}

function hub() {
  let listener: CoreListener | null = null;
  const picture = {
    caseChanges: 0,
    identities: () => ({}),
    flags: () => ({}),
    fused: () => ({}),
    rows: () => [],
    trails: () => ({}),
    alerts: () => [],
    notices: () => [],
  };
  const core = {
    options: { picture },
    memorandum: {},
    status: () => ({}),
    listen: (one: CoreListener) => {
      listener = one;
    },
  } as unknown as Core;
  const queries = { ask: async () => [] } as unknown as QueryClient;
  const made = new StreamHub(core, queries, createLog('silent'));
  const message = new TextEncoder().encode('{"type":"tick","tick":7,"rows":[["a"]],"outcomes":[]}');
  const result = { tick: 7, message, outputs: [output(7)] } as unknown as WatchResult;
  return { hub: made, tick: () => listener!.tick(result, [], 0), reset: () => listener!.reset('again') };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('stream hub', () => {
  test('sixteen streams of one person are enough, and others come in all the same; a demonstration has 64', () => {
    const { hub: made } = hub();
    for (let i = 0; i < 16; i++) made.add(new SlowSocket(), 'p-1');
    expect(() => made.admit('p-1')).toThrow(/16 of them are yours/);
    expect(() => made.admit('p-2')).not.toThrow();
    for (let i = 16; i < 64; i++) made.add(new SlowSocket());
    expect(() => made.admit()).toThrow(expect.objectContaining({ code: 'too_many_streams' }));
  });

  test('a reader that is behind is given outcomes without rows, one that is far behind is closed', async () => {
    const { hub: streams, tick } = hub();
    const [quick, slow] = [new SlowSocket(), new SlowSocket()];
    streams.add(quick);
    streams.add(slow);
    await settled();
    tick();
    slow.bufferedAmount = SLOW_BYTES + 1;
    tick();
    expect(slow.sent.map(({ type, rows }) => [type, rows?.length])).toEqual([
      ['hello', 0],
      ['tick', 1],
      ['tick', 0],
    ]);
    expect(slow.sent.at(-1)).toMatchObject({ tick: 7, time_ms: 700, outcomes: [] });
    slow.bufferedAmount = LOST_BYTES + 1;
    tick();
    expect(slow.closes).toEqual([[1013, 'too far behind; connect again']]);
    expect(streams.size).toBe(1);
    tick();
    expect(slow.sent).toHaveLength(3);
    expect(quick.sent.filter(({ type, rows }) => type === 'tick' && rows?.length === 1)).toHaveLength(4);
    streams.close();
  });

  test('a reader is told of a new run, then of the whole picture, and of no tick in between', async () => {
    const { hub: streams, tick, reset } = hub();
    const socket = new SlowSocket();
    streams.add(socket);
    tick();
    await settled();
    tick();
    reset();
    tick();
    await settled();
    tick();
    expect(socket.sent.map(({ type }) => type)).toEqual(['hello', 'tick', 'reset', 'hello', 'tick']);
    streams.close();
  });
});
