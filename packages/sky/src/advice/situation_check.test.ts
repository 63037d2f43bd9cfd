import { expect, test } from 'vitest';
// As the package hands them out.
import { Adviser, createEstimate, createMemory, type Situation, SituationError } from '../index.ts';

/** One for all, since it holds room only. */
const adviser = new Adviser();

function situation(): Situation {
  const plan = { track_rad: 0, speed_mps: 80, vertical_mps: 0, turn_radps: 0 };
  const performance = {
    turn_radps: 0.05,
    accel_mps2: 1,
    vertical_mps2: 2,
    vertical_mps: 10,
    least_speed_mps: 60,
    most_speed_mps: 100,
  };
  const estimate = createEstimate();
  for (const account of [estimate.steady, estimate.manoeuvring]) {
    Object.assign(account, { y_m: 4000, vy_mps: -80, position_m2: 225, velocity_m2ps2: 0.25, height_m2: 25 });
  }
  const volume = { lateral_m: 600, vertical_m: 90, tau_s: 0, weight: 1, leave_by_s: 0 };
  return {
    time_s: 0,
    own: { vx_mps: 0, vy_mps: 80, vz_mps: 0, plan, performance, up_room_m: 500, down_room_m: 500 },
    targets: [
      {
        estimate,
        agility: { turn_radps: 0.02, climb_mps: 4, climb_mps2: 2 },
        volumes: [volume],
        own_share: 0.5,
        answer: null,
      },
    ],
  };
}

/** Every number of a situation: its path, and the object that holds it under a name. */
function numbersOf(value: object, path = ''): { path: string; holder: Record<string, number>; name: string }[] {
  return Object.entries(value).flatMap(([name, part]) => {
    const here = Array.isArray(value) ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`;
    if (typeof part === 'object' && part !== null) return numbersOf(part, here);
    return typeof part === 'number' ? [{ path: here, holder: value as Record<string, number>, name }] : [];
  });
}

const MAY_BE_INFINITE = /up_room_m|down_room_m|leave_by_s|lateral_m|vertical_m$/;

test('whichever number is none, advice is refused by its name, and nothing is remembered', () => {
  const good = createMemory();
  expect(adviser.decide(situation(), good).alert).toBe(true);
  expect(numbersOf(situation()).length).toBeGreaterThan(50);
  for (const [i, { path }] of numbersOf(situation()).entries()) {
    // A height that is not known is none of these: see below.
    if (path.endsWith('z_m')) continue;
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      if (Math.abs(value) > 0 && MAY_BE_INFINITE.test(path)) continue;
      const bad = situation();
      const { holder, name } = numbersOf(bad)[i] as ReturnType<typeof numbersOf>[number];
      holder[name] = value;
      const memory = createMemory();
      const call = (): unknown => adviser.decide(bad, memory);
      expect(call, `${path} ${value}`).toThrow(SituationError);
      expect(call).toThrow(`${path}: ${value}`);
      expect(memory).toEqual(createMemory());
    }
  }
});

test('an unknown height is no bad number, whatever stands beside it; no volume and a negative square are', () => {
  const change = (what: (bad: Situation) => void) => (): boolean => {
    const bad = situation();
    what(bad);
    return adviser.decide(bad, createMemory()).alert;
  };
  const flat = change(({ targets }) => {
    for (const account of [targets[0]?.estimate.steady, targets[0]?.estimate.manoeuvring]) {
      Object.assign(account ?? {}, { z_m: Number.NaN, vz_mps: Number.NaN, height_m2: Number.NaN });
    }
  });
  expect(flat()).toBe(true);
  expect(change(({ targets }) => Object.assign(targets[0] ?? {}, { volumes: [] }))).toThrow('targets[0].volumes: []');
  const square = change(({ targets }) => Object.assign(targets[0]?.estimate.steady ?? {}, { position_m2: -1 }));
  expect(square).toThrow('targets[0].estimate.steady.position_m2: -1');
});

test('nobody, and all at one place at rest, are answered with numbers', () => {
  const alone = adviser.decide({ ...situation(), targets: [] }, createMemory());
  expect([alone.probability, alone.alert, alone.command]).toEqual([0, false, null]);
  const still = situation();
  Object.assign(still.own, { vy_mps: 0 });
  for (const account of [still.targets[0]?.estimate.steady, still.targets[0]?.estimate.manoeuvring]) {
    Object.assign(account ?? {}, { y_m: 0, vy_mps: 0 });
  }
  const choice = adviser.decide(still, createMemory());
  expect(choice.probability).toBe(1);
  for (const value of [choice.loss, choice.nearest, ...Object.values(choice.cost)]) expect(value).not.toBeNaN();
});
