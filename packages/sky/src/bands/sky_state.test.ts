import fc from 'fast-check';
import { expect, test } from 'vitest';
import { standardConfiguration } from '../config/standard.ts';
import { DetectAndAvoid } from '../detect_and_avoid.ts';
import type { SkyState } from './aircraft.ts';
import { SkyStateError } from './sky_state.ts';

const ERRORS = {
  east_m: 30,
  north_m: 20,
  eastNorth_m: -5,
  altitude_m: 10,
  east_mps: 1,
  north_mps: 2,
  eastNorth_mps: 0.5,
  climb_mps: 0.5,
};

/** Two states in which every number there can be is given. */
const STATES: readonly SkyState[] = [
  {
    time_s: 12,
    wind_mps: [3, -4, 0],
    ownship: {
      id: 'own',
      place: { east_m: 0, north_m: 0, altitude_m: 1000 },
      velocity_mps: [50, 0, 0],
      errors: ERRORS,
    },
    traffic: [
      {
        id: 'a',
        place: { east_m: 3000, north_m: 0, altitude_m: 1000 },
        velocity_mps: [-50, 0, 0],
        errors: ERRORS,
        minima: [
          { lateral_m: 900, vertical_m: 100 },
          { lateral_m: 200, vertical_m: 300 },
        ],
      },
    ],
  },
  {
    time_s: 12,
    ownship: { id: 'own', place: { latitude_deg: 47, longitude_deg: 8, altitude_m: 900 }, velocity_mps: [50, 0, 0] },
    traffic: [
      { id: 'a', place: { latitude_deg: 47, longitude_deg: 8.1, altitude_m: 950 }, velocity_mps: [-50, 0, 1] },
      { id: 'b', place: { latitude_deg: 47.1, longitude_deg: 8, altitude_m: 1950 }, velocity_mps: [0, -50, 1] },
    ],
  },
];

type Path = readonly (string | number)[];

function numbersOf(value: unknown, path: Path = []): Path[] {
  if (typeof value === 'number') return [path];
  if (Array.isArray(value)) return value.flatMap((part, i) => numbersOf(part, [...path, i]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([field, part]) => numbersOf(part, [...path, field]));
}

function withNumber(value: unknown, [step, ...rest]: Path, number: unknown): unknown {
  if (step === undefined) return number;
  if (Array.isArray(value)) return value.map((part, i) => (i === step ? withNumber(part, rest, number) : part));
  return { ...(value as object), [step]: withNumber((value as Record<string, unknown>)[step], rest, number) };
}

function nameOf(path: Path): string {
  return path.map((step, i) => (typeof step === 'number' ? `[${step}]` : `${i > 0 ? '.' : ''}${step}`)).join('');
}

const CASES = STATES.flatMap((state) => numbersOf(state).map((path) => ({ state, path })));

test('whichever number is none, it is refused by its name, and nothing changes', () => {
  expect(CASES.length).toBeGreaterThan(40);
  const engine = new DetectAndAvoid(standardConfiguration('DO_365B_SUM'));
  const ask = (state: SkyState) => {
    engine.update(state);
    return [engine.alertLevel(0), engine.violation(0, 2), engine.bands('direction'), engine.closestApproach(0, 1000)];
  };
  const bad = fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e300, undefined);
  for (const state of STATES) {
    engine.forget();
    const before = ask(state);
    fc.assert(
      fc.property(fc.constantFrom(...CASES.filter((one) => one.state === state)), bad, ({ path }, number) => {
        const field = nameOf(path);
        let refused: unknown;
        try {
          engine.update(withNumber(state, path, number) as SkyState);
        } catch (error) {
          refused = error;
        }
        expect(refused).toBeInstanceOf(SkyStateError);
        expect((refused as SkyStateError).field).toBe(field);
        expect((refused as SkyStateError).message.startsWith(`${field}: `)).toBe(true);
        expect([engine.alertLevel(0), engine.violation(0, 2)]).toEqual(before.slice(0, 2));
        expect(engine.bands('direction')).toEqual(before[2]);
      }),
      { numRuns: 150 },
    );
  }
});

test('a name may come again at another place of a later state, but not twice in one', () => {
  const engine = new DetectAndAvoid(standardConfiguration('DO_365B_no_SUM'));
  const [, geodetic] = STATES as [SkyState, SkyState];
  const [a, b] = geodetic.traffic as [SkyState['traffic'][number], SkyState['traffic'][number]];
  engine.update({ ...geodetic, traffic: [a, b] });
  engine.update({ ...geodetic, time_s: 13, traffic: [b, a] });
  engine.update({ ...geodetic, time_s: 14, traffic: [{ ...a, id: 'c' }, a] });
  expect(() => engine.update({ ...geodetic, time_s: 15, traffic: [b, a, b] })).toThrow('traffic[2].id: b stands twice');
  engine.update({ ...geodetic, time_s: 15, traffic: [b, a] });
});

test('names that come and go leave their alerts as each had them', () => {
  const engine = new DetectAndAvoid(standardConfiguration('DO_365B_no_SUM'));
  const state = STATES[0] as SkyState;
  const [near] = state.traffic as [SkyState['traffic'][number]];
  const far = { ...near, place: { east_m: 90_000, north_m: 0, altitude_m: 1000 } };
  engine.update({ ...state, time_s: 0, traffic: [near] });
  for (let time_s = 1; time_s <= 3; time_s++) {
    const traffic = Array.from({ length: 300 }, (_, i) => ({ ...far, id: `${time_s} ${i}` }));
    engine.update({ ...state, time_s, traffic });
    engine.update({ ...state, time_s: time_s + 0.5, traffic: traffic.slice(0, 2) });
  }
  // Away for less than the hysteresis, its alert persists; a stranger at the same place and time has none.
  engine.update({ ...state, time_s: 3.9, traffic: [far, { ...far, id: 'stranger' }] });
  expect([engine.alertLevel(0) > 0, engine.alertLevel(1)]).toEqual([true, 0]);
});
