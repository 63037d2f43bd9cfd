import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LiveIn, LiveOut } from './live.ts';

const frame = (number: number, fresh = false) => ({ kind: 'live', number, fresh, updates: [] }) as const;

test('of each track only the newest waits, in the place that it had', () => {
  const out = new LiveOut<string>();
  out.begin([['a', 'a1']]);
  out.tell('b', 'b1');
  out.tell('a', 'a2');
  expect(out.take()).toEqual({ kind: 'live', number: 1, fresh: true, updates: ['a2', 'b1'] });
  expect(out.take()).toBe(null);
  out.tell('a', 'a3');
  expect(out.take()).toEqual({ kind: 'live', number: 2, fresh: false, updates: ['a3'] });
});

test('an empty picture is said to be empty', () => {
  const out = new LiveOut<string>();
  out.begin([]);
  expect(out.take()).toMatchObject({ fresh: true, updates: [] });
});

test('beyond its bound a further track is refused and counted; those that wait are kept up to date', () => {
  const out = new LiveOut<number>(2);
  out.begin([
    ['a', 1],
    ['b', 1],
  ]);
  expect(out.tell('c', 1)).toBe(false);
  expect(out.tell('a', 2)).toBe(true);
  expect([out.shed, out.waiting]).toEqual([1, 2]);
  expect(out.take()?.updates).toEqual([2, 1]);
});

test('no track waits for ever, however often others change', () => {
  const out = new LiveOut<string>();
  out.begin([]);
  out.take();
  for (let track = 0; track < 480; track++) out.tell(`t${track}`, `t${track} first`);
  const seen = new Set<string>();
  for (let round = 0; round < 4; round++) {
    for (let track = 0; track < 240; track++) out.tell(`t${track}`, `t${track} again`);
    for (const update of out.take()?.updates ?? []) seen.add(String(update).split(' ')[0]!);
  }
  expect(seen.size).toBe(480);
});

test('nothing is taken before a fresh picture, nor what is older than what was taken', () => {
  const view = new LiveIn();
  expect(view.take(frame(3))).toBe('old');
  expect(view.take(frame(1, true))).toBe('fresh');
  expect(view.take(frame(4))).toBe('more');
  expect([view.take(frame(4)), view.take(frame(2)), view.take(frame(1, true))]).toEqual(['old', 'old', 'old']);
  expect(view.missed).toBe(2);
  view.clear();
  expect(view.take(frame(5))).toBe('old');
});

test('property: what is taken rises, whatever comes in whatever order', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20), { maxLength: 40 }), (numbers) => {
      const view = new LiveIn();
      view.take(frame(0, true));
      let last = 0;
      for (const number of numbers) {
        const taken = view.take(frame(number)) === 'more';
        expect(taken).toBe(number > last);
        if (taken) last = number;
      }
    }),
  );
});
