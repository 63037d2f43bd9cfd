import { type Bounds, Broken, isDone, keyOf, next, type Protocol, start, type World } from './link_model.ts';

export type Explored = {
  readonly worlds: number;
  readonly events: number;
  /** What was found broken first; null: nothing. */
  readonly fault: string | null;
  /** Worlds of which nothing that may happen leads to the end. */
  readonly stuck: number;
};

/**
 * Goes through every world that two sides can reach, breadth first, until one is broken: a message lost, doubled, out
 * of order, a false receipt, a link that halts among honest sides. Then looks from the end backwards whether it can be
 * reached from everywhere.
 */
export function explore(protocol: Protocol, bounds: Bounds): Explored {
  const first = start();
  const numbers = new Map<string, number>([[keyOf(first), 0]]);
  const worlds: World[] = [first];
  const from: number[] = [];
  const to: number[] = [];
  const done: number[] = [];
  for (let at = 0; at < worlds.length; at++) {
    const world = worlds[at]!;
    if (isDone(world)) done.push(at);
    let following: World[];
    try {
      following = next(world, protocol, bounds);
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      return { worlds: worlds.length, events: from.length, fault: error.message, stuck: 0 };
    }
    for (const one of following) {
      const key = keyOf(one);
      let number = numbers.get(key);
      if (number === undefined) {
        number = worlds.length;
        numbers.set(key, number);
        worlds.push(one);
      }
      if (number === at) continue;
      from.push(at);
      to.push(number);
    }
    worlds[at] = undefined as unknown as World;
  }
  return { worlds: worlds.length, events: from.length, fault: null, stuck: stuckOf(worlds.length, from, to, done) };
}

/** How many worlds never come to an end. */
function stuckOf(count: number, from: readonly number[], to: readonly number[], done: readonly number[]): number {
  const begin = new Uint32Array(count + 1);
  for (const world of to) begin[world + 1]! += 1;
  for (let i = 0; i < count; i++) begin[i + 1]! += begin[i]!;
  const before = new Uint32Array(from.length);
  const place = begin.slice();
  for (let i = 0; i < from.length; i++) before[place[to[i]!]!++] = from[i]!;
  const seen = new Uint8Array(count);
  const waiting = [...done];
  for (const world of done) seen[world] = 1;
  let reached = done.length;
  for (let world = waiting.pop(); world !== undefined; world = waiting.pop()) {
    for (let i = begin[world]!; i < begin[world + 1]!; i++) {
      const earlier = before[i]!;
      if (seen[earlier] === 1) continue;
      seen[earlier] = 1;
      reached += 1;
      waiting.push(earlier);
    }
  }
  return count - reached;
}
