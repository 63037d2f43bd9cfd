import { type Outcome, Watch } from '@skyaccord/accord';
import { canonicalJson } from '@skyaccord/proof';
import { expect, test } from 'vitest';
import { octoberMemorandum, octoberObservations, ticksOf } from '../../test/traffic.ts';
import { decodeInputs } from './inputs.ts';
import { COLUMNS, PACKED_WIDTH, type Row, rowOf, unpackMotion } from './rows.ts';
import { WatchRunner } from './runner.ts';

const { memorandum } = octoberMemorandum();
const ticks = ticksOf(octoberObservations(60));

type TickMessage = { type: string; tick: number; time_ms: number; rows: Row[]; outcomes: Outcome[] };
const decode = (message: Uint8Array) => JSON.parse(new TextDecoder().decode(message)) as TickMessage;

test('a payload gives back the very observations that went in', () => {
  for (const { payload, inputs } of ticks) expect(decodeInputs(payload).observations).toEqual(inputs);
});

test('what the watch says is handed on unchanged, in canonical form, to the journal and in the message', () => {
  const watch = new Watch({ memorandum });
  const runner = new WatchRunner({ memorandum });
  let said = 0;
  for (const [index, { tick, inputs, payload }] of ticks.entries()) {
    const expected = watch.advance(tick, inputs);
    const result = runner.run(index + 1, [{ tick, payload }], false);
    expect(result.outputs).toEqual([{ tick, outcomes: canonicalJson(expected), outcome_count: expected.length }]);
    const message = decode(result.message);
    expect(message).toMatchObject({ type: 'tick', tick, time_ms: tick * 100 });
    expect(canonicalJson(message.outcomes)).toBe(canonicalJson(expected));
    const states = watch.trackStates(watch.takeChanged());
    expect(message.rows).toEqual(states.map((state) => rowOf(state.track, state)));
    expect(result.counts).toEqual(watch.counts());
    said += expected.length;
  }
  expect(said).toBeGreaterThan(30);
});

test('many ticks at once say the same as one by one, with the last row of each track', () => {
  const one = new WatchRunner({ memorandum });
  const many = new WatchRunner({ memorandum });
  const singly = ticks.map(({ tick, payload }, index) => one.run(index, [{ tick, payload }], false));
  const together = many.run(1, ticks, false);
  expect(together.outputs).toEqual(singly.flatMap(({ outputs }) => outputs));
  expect([...together.rows]).toEqual(singly.flatMap(({ rows }) => [...rows]));
  const last = new Map<string, Row>();
  let fused = 0;
  for (const { message } of singly) {
    const { rows, outcomes } = decode(message);
    // Whoever reads one by one takes a row away when its track is found to be part of another.
    for (const outcome of outcomes) if (outcome.kind === 'tracks_fused' && last.delete(outcome.other)) fused++;
    for (const row of rows) last.set(row[0], row);
  }
  expect(fused).toBeGreaterThan(0);
  expect(decode(together.message).rows.toSorted()).toEqual([...last.values()].toSorted());
});

test('packed rows carry every state to the last bit, under numbers that are told once', () => {
  const runner = new WatchRunner({ memorandum });
  const watch = new Watch({ memorandum });
  const names = new Map<number, string>();
  for (const { tick, payload, inputs } of ticks.slice(0, 100)) {
    const { rows, started } = runner.run(1, [{ tick, payload }], false);
    for (const { index, track } of started) {
      expect(names.has(index)).toBe(false);
      names.set(index, track);
    }
    watch.advance(tick, inputs);
    const states = watch.trackStates(watch.takeChanged());
    expect(rows.length).toBe(states.length * PACKED_WIDTH);
    states.forEach((state, place) => {
      const offset = place * PACKED_WIDTH;
      expect(names.get(rows[offset]!)).toBe(state.track);
      expect(state).toMatchObject(unpackMotion(rows, offset));
    });
  }
  expect(names.size).toBeGreaterThan(10);
});

test('the end of a run closes every track, and says at which tick', () => {
  const runner = new WatchRunner({ memorandum });
  runner.run(1, ticks, false);
  const last = ticks.at(-1)!.tick;
  const end = runner.run(2, [{ tick: last + 1, payload: null }], true);
  expect(end.tick).toBe(last + 1);
  expect(end.outputs[0]?.tick).toBe(last + 1);
  expect(end.counts.tracks).toBe(0);
  expect(decode(end.message).outcomes.some(({ kind }) => kind === 'track_dropped')).toBe(true);
});

test('the order of standing alerts is told when it changes, and only then', () => {
  const runner = new WatchRunner({ memorandum });
  let order: readonly string[] = [];
  let told = 0;
  for (const { tick, payload } of ticks) {
    const result = runner.run(1, [{ tick, payload }], false);
    if (result.order === null) continue;
    expect(result.order).not.toEqual(order);
    order = result.order;
    told++;
    expect(result.counts.alerts).toBe(order.length);
  }
  expect(told).toBeGreaterThan(0);
});

test('a row has a value for every column', () => {
  const runner = new WatchRunner({ memorandum });
  const [row] = decode(runner.run(1, [ticks[0]!], false).message).rows;
  expect(row).toHaveLength(COLUMNS.length);
});
