import { expect, test } from 'vitest';
import { AlertMemory } from './alert_memory.ts';

function run(timing: ConstructorParameters<typeof AlertMemory>[0], inputs: readonly (readonly [number, number])[]) {
  const memory = new AlertMemory(timing);
  return inputs.map(([time_s, raw]) => {
    memory.refresh({ time_s });
    return memory.update({ time_s }, raw);
  });
}

const NO_PERSISTENCE = { alertingM: 2, alertingN: 4, hysteresis_s: 5, persistence_s: 0 };

test('the first alert stands at once, alone; later ones need two of four', () => {
  expect(
    run(NO_PERSISTENCE, [
      [0, 2],
      [1, 0],
      [2, 0],
      [3, 0],
    ]),
  ).toEqual([2, 0, 0, 0]);
  expect(
    run(NO_PERSISTENCE, [
      [0, 0],
      [1, 3],
      [2, 3],
      [3, 0],
      [4, 0],
      [5, 0],
    ]),
  ).toEqual([0, 0, 3, 3, 3, 0]);
  expect(
    run(NO_PERSISTENCE, [
      [0, 0],
      [1, 3],
      [2, 2],
      [3, 2],
    ]),
  ).toEqual([0, 0, 2, 2]);
});

test('a gap longer than the hysteresis, or time that stands still, begins anew', () => {
  expect(
    run(NO_PERSISTENCE, [
      [0, 0],
      [5, 3],
    ]),
  ).toEqual([0, 0]);
  expect(
    run(NO_PERSISTENCE, [
      [0, 0],
      [5.1, 3],
    ]),
  ).toEqual([0, 3]);
  expect(
    run(NO_PERSISTENCE, [
      [0, 0],
      [0, 3],
    ]),
  ).toEqual([0, 3]);
});

test('an alert persists from when it began, not from when it would drop', () => {
  const timing = { alertingM: 0, alertingN: 0, hysteresis_s: 5, persistence_s: 4 };
  expect(
    run(timing, [
      [0, 2],
      [1, 0],
      [2, 1],
      [3, 0],
      [4, 0],
    ]),
  ).toEqual([2, 2, 2, 2, 0]);
  expect(
    run(timing, [
      [0, 2],
      [1, 3],
      [4, 0],
      [5, 0],
    ]),
  ).toEqual([2, 3, 3, 0]);
});

test('a level is held only from an earlier time on', () => {
  const memory = new AlertMemory(NO_PERSISTENCE);
  memory.refresh({ time_s: 10 });
  memory.update({ time_s: 10 }, 2);
  expect(memory.heldBefore(2, { time_s: 10 })).toBe(false);
  expect(memory.heldBefore(2, { time_s: 11 })).toBe(true);
  expect(memory.heldBefore(1, { time_s: 11 })).toBe(false);
  expect(memory.isPast({ time_s: 15 })).toBe(false);
  expect(memory.isPast({ time_s: 16 })).toBe(true);
});
