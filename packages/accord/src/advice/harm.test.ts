import { FlownCommand } from '@skyaccord/sky';
import { describe, expect, it } from 'vitest';
import { aircraftOf } from './decide.ts';
import { mayHarm } from './harm.ts';
import type { Own } from './own.ts';
import { keepingOf } from './targets.ts';
import type { Other } from './traffic.ts';

const own: Own = {
  east_mps: 0,
  north_mps: 120,
  up_mps: 0,
  track_deg: 0,
  ground_speed_mps: 120,
  turn_rate_degps: 0,
  altitude_m: 6000,
  crew: 'crewed',
};
const aircraft = aircraftOf(own, { track_deg: 0, speed_mps: 120, vertical_mps: 0, altitude_m: 6000 });

/** Comes head-on, `east_m` to the right of us, as well known as told. */
function harms(track_deg: number, east_m: number, position_sigma_m: number): boolean {
  const other: Other = {
    slot: 1,
    id: 'b',
    east_m,
    north_m: 14_000,
    up_m: 0,
    east_mps: 0,
    north_mps: -120,
    up_mps: 0,
    turn_rate_degps: 0,
    turning: 0,
    position_sigma_m,
    velocity_sigma_mps: 0.1,
    height_sigma_m: 5,
    climb_sigma_mps: 0.1,
    crew: 'crewed',
    constraints: [{ clause: 'NEAR', lateral_m: 5556, vertical_m: 300, leave_by_s: null }],
  };
  const terms = { own_share: 0.5, answer: null, advised_elsewhere: true, elsewhere: true };
  const { target } = keepingOf(other, terms, 120);
  const flown = new FlownCommand();
  flown.set(aircraft, [target]);
  const command = { track_rad: (track_deg * Math.PI) / 180, speed_mps: Number.NaN, vertical_mps: Number.NaN };
  return mayHarm(flown, aircraft, aircraft, command, 5, target);
}

describe('what errors of what is seen could turn into harm', () => {
  it('is a turn towards the other side, and none away from it', () => {
    expect(harms(20, 1500, 20)).toBe(true);
    expect(harms(-20, 1500, 20)).toBe(false);
  });

  it('is also a turn away, where the other may as well be on the other side', () => {
    expect(harms(-20, 300, 20)).toBe(false);
    expect(harms(-20, 300, 600)).toBe(true);
  });

  it('is nothing outside the minima', () => {
    expect(harms(10, 20_000, 20)).toBe(false);
  });
});
