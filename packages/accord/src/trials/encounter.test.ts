import { expect, test } from 'vitest';
import { drawEncounter } from './draw.ts';
import { readTrialEncounter } from './encounter.ts';
import { TrialError } from './trial_error.ts';

const good = () => structuredClone(drawEncounter(1, 0)) as unknown as Record<string, never>;

/** What is said of an encounter after one change. */
function said(change: (encounter: Record<string, Record<string, unknown>>) => void): string {
  const encounter = good() as unknown as Record<string, Record<string, unknown>>;
  change(encounter);
  try {
    readTrialEncounter(encounter);
    return 'nothing';
  } catch (error) {
    expect(error).toBeInstanceOf(TrialError);
    return (error as Error).message;
  }
}

test('reads what the generator draws', () => {
  const encounter = readTrialEncounter(good());
  expect(encounter.id).toBe('S1-00000');
  expect(encounter.traffic.length).toBeGreaterThan(0);
});

test('an encounter without sampling counts once', () => {
  const { sampling: _, ...rest } = good();
  expect(readTrialEncounter(rest)).toMatchObject({ weight: 1, stratum: 'any' });
});

test.each<[string, (encounter: Record<string, Record<string, unknown>>) => void, RegExp]>([
  ['a class', (e) => Object.assign(e, { cls: 'ground' }), /^cls: "ground" is no class; give one of enroute/],
  ['a duration', (e) => Object.assign(e, { duration_s: 12.5 }), /^duration_s: 12.5 is not a whole number; round it/],
  ['a position', (e) => Object.assign(e.own as object, { pos: [0, 0] }), /^own.pos: \[0,0\] is not a list of 3 to 3/],
  ['no number', (e) => Object.assign(e.own as object, { vel: [0, null, 0] }), /^own.vel\[1\]: null is not a number/],
  ['a unit', (e) => Object.assign(e.own as object, { vel: [0, 1e6, 0] }), /^own.vel\[1\]: 1000000 .*give SI units/],
  ['speeds', (e) => Object.assign(e.own as object, { speed_mps: [9, 5] }), /^own.speed_mps\[1\]: 5 is not .* from 9/],
  ['a late plan', (e) => Object.assign(e.own as object, { plan: [[3, 0, 0, 0]] }), /^own.plan\[0\]\[0\]: 3 is not 0/],
  [
    'a plan out of order',
    (e) =>
      Object.assign(e.own as object, {
        plan: [
          [0, 0, 0, 0],
          [9, 0, 0, 0],
          [5, 0, 0, 0],
        ],
      }),
    /^own.plan\[2\]\[0\]: 5 is not a number from 9/,
  ],
  ['a delay', (e) => Object.assign(e.response as object, { delay_s: 'soon' }), /^response.delay_s: "soon" is no delay/],
  ['nobody', (e) => Object.assign(e, { traffic: [] }), /^traffic: \[\] is not a list of 1 to 64/],
  ['a limit', (e) => Object.assign(e.limits as object, { turn_rate: 0 }), /^limits.turn_rate: 0 is not a number/],
  ['a share', (e) => Object.assign(e.sensor as object, { dropout: 2 }), /^sensor.dropout: 2 is not a number from 0/],
  ['a seed', (e) => Object.assign(e, { noise_seed: -1 }), /^noise_seed: -1 is not a number from 0/],
])('names %s that cannot be used', (_, change, words) => {
  expect(said(change)).toMatch(words);
});

test('what is no encounter at all is said to be none', () => {
  for (const value of [null, 3, 'x', []]) expect(() => readTrialEncounter(value)).toThrow(/is not an object/);
});
