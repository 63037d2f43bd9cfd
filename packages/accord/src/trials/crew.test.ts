import { describe, expect, test } from 'vitest';
import { Crew } from './crew.ts';
import type { Delay, Flyer } from './encounter.ts';
import { Fleet, STEPS_A_SECOND } from './flight.ts';
import type { Command, Decision } from './guide.ts';

const limits = { turn_rate: Math.PI / 60, accel: 1, vertical_accel: 2.5, vertical_rate: 10 };
const north: Flyer = { pos: [0, 0, 0], vel: [0, 100, 0], speed_mps: [75, 125], plan: [[0, 0, 0, 0]] };
const RAD = Math.PI / 180;

const told = (command: Partial<Command> | null, alert = true): Decision => ({
  alert,
  probability: 0,
  command: command && { track_rad: null, speed_mps: null, vertical_mps: null, ...command },
});

/** Flies seconds of decisions; the twin turns at a rate that the plan has both turn at. */
function fly(delay_s: Delay, decisions: readonly Decision[], turn_rate_radps = 0) {
  const fleet = new Fleet([north, north], limits.vertical_accel);
  const crew = new Crew(delay_s, limits);
  const tracks: number[] = [];
  for (const [t_s, decision] of decisions.entries()) {
    crew.take(t_s, decision, fleet, 0);
    for (let n = 0; n < STEPS_A_SECOND; n++) {
      const plan = { turn_rate_radps, accel_mps2: 0, vertical_mps: 0 };
      fleet.step(1, plan);
      crew.steer(plan, fleet, 0, 1);
      fleet.step(0, plan);
    }
    tracks.push((fleet.track_rad[0] as number) / RAD);
  }
  return { fleet, crew, tracks };
}

const many = (count: number, decision: Decision): Decision[] => Array.from({ length: count }, () => decision);

describe('a crew', () => {
  test('flies nothing before its delay has passed since the first alert', () => {
    const right = told({ track_rad: 30 * RAD });
    const { crew, tracks } = fly(5, [told(null, false), told(null, false), ...many(8, right)]);
    expect([crew.firstAlert_s, crew.firstResponse_s]).toEqual([2, 7]);
    expect(tracks.slice(0, 7)).toEqual(Array(7).fill(0));
    expect(tracks[7]).toBeCloseTo(3, 9);
    expect(tracks[9]).toBeCloseTo(9, 9);
  });

  test('answers a later alert at once', () => {
    const decisions = [...many(7, told(null)), ...many(5, told(null, false)), told({ track_rad: RAD })];
    const { crew } = fly(5, decisions);
    expect([crew.firstAlert_s, crew.firstResponse_s]).toEqual([0, 12]);
  });

  test('who never responds keeps the plan', () => {
    const { crew, tracks } = fly('never', many(20, told({ track_rad: 1 })));
    expect([crew.firstAlert_s, crew.firstResponse_s, crew.commands]).toEqual([0, null, 0]);
    expect(tracks.at(-1)).toBe(0);
  });

  test('turns the shorter way round, and ends on the track', () => {
    const { fleet, tracks } = fly(0, many(40, told({ track_rad: 270 * RAD })));
    expect(tracks[0]).toBeCloseTo(-3, 9);
    expect(fleet.track_rad[0]).toBeCloseTo(-90 * RAD, 12);
  });

  test('goes back to where the plan has the track by now, then follows it', () => {
    const decisions = [...many(10, told({ track_rad: 30 * RAD })), ...many(40, told(null, false))];
    const { fleet } = fly(0, decisions, RAD);
    expect(fleet.track_rad[1]).toBeCloseTo(50 * RAD, 9);
    expect(fleet.track_rad[0]).toBeCloseTo(fleet.track_rad[1] as number, 9);
  });

  test('flies speed and vertical speed within the limits', () => {
    const { fleet } = fly(0, many(30, told({ speed_mps: 110, vertical_mps: 50 })));
    expect(fleet.speed_mps[0]).toBeCloseTo(110, 9);
    expect(fleet.vertical_mps[0]).toBe(10);
    expect(fly(0, [...many(30, told({ speed_mps: 110 })), ...many(20, told(null))]).fleet.speed_mps[0]).toBeCloseTo(
      100,
      9,
    );
  });

  test('an axis not asked for is flown by the plan', () => {
    const { fleet } = fly(0, many(10, told({ vertical_mps: 5 })), RAD);
    expect(fleet.track_rad[0]).toBeCloseTo(10 * RAD, 12);
  });
});

describe('a reversal', () => {
  const counted = (...commands: (Partial<Command> | null)[]) => {
    const { crew } = fly(
      0,
      commands.map((command) => told(command)),
    );
    return [crew.commands, crew.reversals];
  };

  test('is a command to the side opposite to the last one', () => {
    expect(counted({ track_rad: 0.5 }, { track_rad: -0.5 })).toEqual([2, 1]);
    expect(counted({ vertical_mps: 3 }, { vertical_mps: -3 }, { vertical_mps: 4 })).toEqual([3, 2]);
  });

  test('is not a stronger or weaker one, one on another axis, nor the way back to the plan', () => {
    expect(counted({ track_rad: 0.5 }, { track_rad: 0.9 }, { track_rad: 0.9 })).toEqual([2, 0]);
    expect(counted({ track_rad: 0.5 }, { vertical_mps: -3 })).toEqual([2, 0]);
    expect(counted({ track_rad: 0.5 }, null, { track_rad: 0.5 })).toEqual([2, 0]);
  });

  test('takes the side that the advice names', () => {
    expect(counted({ track_rad: 0.5, side: 1 }, { track_rad: -0.5, side: 1 })).toEqual([2, 0]);
    expect(counted({ track_rad: 0.5, side: 1 }, { track_rad: 0.4, side: 0 }, { track_rad: 0.2, side: -1 })).toEqual([
      3, 1,
    ]);
  });
});
