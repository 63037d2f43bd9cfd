import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Socket, StreamClient } from './stream.ts';
import type { StreamMessage } from './types.ts';

/** A socket in the hand of the test. */
class Wire implements Socket {
  closed = false;
  #message: ((event: { data: unknown }) => void)[] = [];
  #close: (() => void)[] = [];

  addEventListener(type: 'close' | 'message', listener: ((event: { data: unknown }) => void) | (() => void)): void {
    if (type === 'close') this.#close.push(listener as () => void);
    else this.#message.push(listener);
  }

  close(): void {
    this.closed = true;
  }

  say(data: unknown): void {
    for (const listener of this.#message) listener({ data });
  }

  end(): void {
    for (const listener of this.#close) listener();
  }
}

let wires: Wire[];
let heard: StreamMessage[];
let problems: string[];
let lost: number;
let client: StreamClient;

beforeEach(() => {
  vi.useFakeTimers();
  wires = [];
  heard = [];
  problems = [];
  lost = 0;
  const open = () => {
    const wire = new Wire();
    wires.push(wire);
    return wire;
  };
  client = new StreamClient(open, {
    onMessage: (message) => heard.push(message),
    onLost: () => {
      lost += 1;
    },
    onProblem: (problem) => problems.push(problem),
  });
  client.start();
});
afterEach(() => {
  client.stop();
  vi.useRealTimers();
});

const RESET = JSON.stringify({ type: 'reset', reason: 'again' });

/** How long after a loss the next connection is made. */
function waitForNext(): number {
  const before = wires.length;
  let waited_ms = 0;
  while (wires.length === before && waited_ms < 60_000) {
    vi.advanceTimersByTime(100);
    waited_ms += 100;
  }
  return waited_ms;
}

test('backs off from half a second to eight, and starts over once the node has talked', () => {
  const waits: number[] = [];
  for (let attempt = 0; attempt < 6; attempt += 1) {
    wires.at(-1)?.end();
    waits.push(waitForNext());
  }
  expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 8000]);
  expect(lost).toBe(6);
  wires.at(-1)?.say(RESET);
  wires.at(-1)?.end();
  expect(waitForNext()).toBe(500);
});

test('a connection that is silent for ten seconds is given up and made anew', () => {
  wires[0]?.say(RESET);
  vi.advanceTimersByTime(9900);
  expect(lost).toBe(0);
  vi.advanceTimersByTime(200);
  expect(lost).toBe(1);
  expect(wires[0]?.closed).toBe(true);
  vi.advanceTimersByTime(500);
  expect(wires).toHaveLength(2);
});

test('what a given-up socket says afterwards is not heard', () => {
  wires[0]?.end();
  vi.advanceTimersByTime(500);
  wires[0]?.say(RESET);
  wires[0]?.end();
  expect(heard).toEqual([]);
  expect(lost).toBe(1);
});

describe('what cannot be read is told, and the stream goes on', () => {
  test.each([
    ['{"type": "hel', 'not JSON'],
    ['{"type":"surprise"}', 'unknown type "surprise"'],
    ['null', 'unknown type'],
    [new Uint8Array(3), 'binary'],
  ])('%s', (data, words) => {
    wires[0]?.say(data);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(words);
    wires[0]?.say(RESET);
    expect(heard).toEqual([{ type: 'reset', reason: 'again' }]);
    expect(lost).toBe(0);
  });
});

test('after stop nothing is opened any more', () => {
  client.stop();
  vi.advanceTimersByTime(60_000);
  expect(wires).toHaveLength(1);
  expect(wires[0]?.closed).toBe(true);
});
