import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Flyer, PlanEntry } from './encounter.ts';
import { type Controls, Fleet, PlanReader, wrapPi } from './flight.ts';

const flyer = (vel: Flyer['vel'], speed_mps: Flyer['speed_mps'] = [10, 300], plan: PlanEntry[] = []): Flyer => ({
  pos: [0, 0, 1000],
  vel,
  speed_mps,
  plan,
});
const steady: Controls = { turn_rate_radps: 0, accel_mps2: 0, vertical_mps: 0 };

/** The motion as a person would write it down, with the engine's own functions: another way to the same flight. */
function byHand(start: Flyer, controls: Controls, steps: number, vertical_accel: number): number[] {
  let [x, y, z] = start.pos;
  let chi = Math.atan2(start.vel[0], start.vel[1]);
  let gs = Math.hypot(start.vel[0], start.vel[1]);
  let vs = start.vel[2];
  for (let n = 0; n < steps; n++) {
    const chi1 = chi + controls.turn_rate_radps * 0.1;
    const gs1 = Math.min(Math.max(gs + controls.accel_mps2 * 0.1, start.speed_mps[0]), start.speed_mps[1]);
    const dv = Math.min(Math.max(controls.vertical_mps - vs, -vertical_accel * 0.1), vertical_accel * 0.1);
    x += 0.5 * (gs * Math.sin(chi) + gs1 * Math.sin(chi1)) * 0.1;
    y += 0.5 * (gs * Math.cos(chi) + gs1 * Math.cos(chi1)) * 0.1;
    z += 0.5 * (vs + vs + dv) * 0.1;
    [chi, gs, vs] = [chi1, gs1, vs + dv];
  }
  return [x, y, z, gs * Math.sin(chi), gs * Math.cos(chi), vs];
}

describe('motion', () => {
  test('is that of the equations', () => {
    fc.assert(
      fc.property(
        fc.tuple(fc.double({ min: -200, max: 200, noNaN: true }), fc.double({ min: -200, max: 200, noNaN: true })),
        fc.double({ min: -0.2, max: 0.2, noNaN: true }),
        fc.double({ min: -2, max: 2, noNaN: true }),
        fc.double({ min: -15, max: 15, noNaN: true }),
        ([vx, vy], turn_rate_radps, accel_mps2, vertical_mps) => {
          const start = flyer([vx, vy, 3]);
          const controls = { turn_rate_radps, accel_mps2, vertical_mps };
          const fleet = new Fleet([start], 2.45);
          for (let n = 0; n < 400; n++) fleet.step(0, controls);
          const state = { x: 0, y: 0, z: 0, vx: 0, vy: 0, vz: 0 };
          fleet.write(0, state);
          for (const [i, value] of byHand(start, controls, 400, 2.45).entries()) {
            expect(Object.values(state)[i]).toBeCloseTo(value, 6);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  test('a standard turn comes back to its track after two minutes', () => {
    const fleet = new Fleet([flyer([0, 100, 0])], 2.45);
    for (let n = 0; n < 1200; n++) fleet.step(0, { ...steady, turn_rate_radps: Math.PI / 60 });
    expect(fleet.track_rad[0]).toBeCloseTo(0, 9);
    expect(Math.hypot(fleet.x_m[0] as number, fleet.y_m[0] as number)).toBeLessThan(1e-6);
  });

  test('speed keeps to its range, and vertical speed changes no faster than it may', () => {
    const fleet = new Fleet([flyer([0, 100, 0], [90, 105])], 2);
    for (let n = 0; n < 10; n++) fleet.step(0, { ...steady, accel_mps2: 10, vertical_mps: 30 });
    expect(fleet.speed_mps[0]).toBe(105);
    expect(fleet.vertical_mps[0]).toBeCloseTo(2, 12);
    expect(fleet.z_m[0]).toBeCloseTo(1001, 12);
  });

  test('what stands still has a track, and does not move', () => {
    const fleet = new Fleet([flyer([0, 0, 0], [0, 10])], 2);
    fleet.step(0, steady);
    expect([fleet.track_rad[0], fleet.x_m[0], fleet.y_m[0]]).toEqual([0, 0, 0]);
  });
});

test('angles are wrapped into half-turns, the half-turn itself positive', () => {
  expect(wrapPi(Math.PI)).toBe(Math.PI);
  expect(wrapPi(-Math.PI)).toBe(Math.PI);
  expect(wrapPi(0.5 + 2 * Math.PI)).toBeCloseTo(0.5, 12);
  expect(wrapPi(-0.5 - 6 * Math.PI)).toBeCloseTo(-0.5, 12);
});

test('of a plan the last entry whose second has come is in force, of two at one second the later', () => {
  const plan: PlanEntry[] = [
    [0, 0, 0, 1],
    [5, 0.1, 0, 1],
    [5, 0.2, 0, 1],
    [9, 0, 0.3, 2],
  ];
  const reader = new PlanReader(plan);
  const told = Array.from({ length: 11 }, (_, t_s) => {
    const controls = { ...steady };
    reader.read(t_s, controls);
    return [controls.turn_rate_radps, controls.accel_mps2, controls.vertical_mps];
  });
  expect(told.slice(0, 5)).toEqual(Array(5).fill([0, 0, 1]));
  expect(told.slice(5, 9)).toEqual(Array(4).fill([0.2, 0, 1]));
  expect(told[10]).toEqual([0, 0.3, 2]);
});
