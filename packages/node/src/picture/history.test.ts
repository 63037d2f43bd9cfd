import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PACKED_WIDTH } from '../watch/rows.ts';
import { History } from './history.ts';

/** A packed row; the position tells rows apart. */
function row(index: number, time_ms: number, latitude_deg = time_ms / 1e6): number[] {
  const packed = [index, time_ms, latitude_deg, 5, 9_000, 1, 200, 90, 0, 90, time_ms, 0];
  expect(packed).toHaveLength(PACKED_WIDTH);
  return packed;
}

const add = (history: History, ...rows: number[][]) => history.add(Float64Array.from(rows.flat()));

describe('history', () => {
  test('property: the row of a track at a time is what a plain list of the last rows says, however the ring turns', () => {
    const report = fc.record({ index: fc.integer({ min: 0, max: 4 }), later_ms: fc.integer({ min: 0, max: 5_000 }) });
    fc.assert(
      fc.property(fc.array(report, { maxLength: 60 }), fc.integer({ min: 1, max: 25 }), (reports, capacity) => {
        const history = new History(capacity);
        const list: { index: number; time_ms: number; place: number }[] = [];
        let now_ms = 1_000;
        for (const [place, { index, later_ms }] of reports.entries()) {
          now_ms += later_ms;
          list.push({ index, time_ms: now_ms, place });
          add(history, row(index, now_ms, place));
        }
        const kept = list.slice(-capacity);
        expect(history.from_ms).toBe(kept[0]?.time_ms ?? null);
        expect(history.to_ms).toBe(kept.at(-1)?.time_ms ?? null);
        for (let index = 0; index < 5; index++) {
          for (const at_ms of [0, 1_000, now_ms / 2, now_ms, now_ms + 1]) {
            const expected = kept.findLast((one) => one.index === index && one.time_ms <= at_ms);
            expect(history.rowAt(index, at_ms)?.[2] ?? null).toBe(expected?.place ?? null);
          }
        }
      }),
    );
  });

  test('a trail is oldest first, at least 4 s apart, and ends at the time asked for', () => {
    const history = new History(100);
    for (let second = 0; second < 30; second++) add(history, row(1, second * 1_000), row(2, second * 1_000));
    expect(history.trail(1, 20_000).map(([time_ms]) => time_ms)).toEqual([0, 4_000, 8_000, 12_000, 16_000, 20_000]);
    expect(history.trail(1, 20_000, 2).map(([time_ms]) => time_ms)).toEqual([16_000, 20_000]);
    expect(history.trail(3, 20_000)).toEqual([]);
  });

  test('unknown altitude stays unknown in a trail', () => {
    const history = new History(10);
    const unknown = row(1, 1_000);
    unknown[4] = Number.NaN;
    add(history, unknown);
    expect(history.trail(1, 2_000)).toEqual([[1_000, 0.001, 5, null]]);
  });

  test('a track that is over is forgotten once its last row is overwritten, not before', () => {
    const history = new History(3);
    add(history, row(1, 1_000));
    history.end(1);
    add(history, row(2, 2_000), row(2, 3_000));
    expect([...history.indices()]).toEqual([1, 2]);
    expect(history.rowAt(1, 2_000)?.[1]).toBe(1_000);
    add(history, row(2, 4_000));
    expect([...history.indices()]).toEqual([2]);
    expect(history.rowAt(1, 2_000)).toBeNull();
  });

  test('after clear it is empty', () => {
    const history = new History(3);
    add(history, row(1, 1_000));
    history.clear();
    expect(history.from_ms).toBeNull();
    expect(history.rowAt(1, 2_000)).toBeNull();
  });
});
