import { type Command, FlownCommand } from '@skyaccord/sky';
import { describe, expect, it } from 'vitest';
import type { Manoeuvre } from '../outcome.ts';
import { aircraftOf } from './decide.ts';
import { isOfUse } from './harm.ts';
import { levellingAt } from './levels.ts';
import type { Own } from './own.ts';
import { type Elsewhere, keepingOf } from './targets.ts';
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
const ALONE: Elsewhere = { said: null };
const AS_PLANNED: Command = { track_rad: Number.NaN, speed_mps: Number.NaN, vertical_mps: Number.NaN };
const turnTo = (track_deg: number): Command => ({ ...AS_PLANNED, track_rad: (track_deg * Math.PI) / 180 });

/** Comes head-on, 1,500 m to our right, well known. */
const ahead: Other = {
  slot: 1,
  id: 'b',
  east_m: 1500,
  north_m: 14_000,
  up_m: 0,
  east_mps: 0,
  north_mps: -120,
  up_mps: 0,
  turn_rate_degps: 0,
  turning: 0,
  position_sigma_m: 20,
  velocity_sigma_mps: 0.1,
  height_sigma_m: 5,
  climb_sigma_mps: 0.1,
  crew: 'crewed',
  constraints: [{ clause: 'NEAR', lateral_m: 5556, vertical_m: 300, leave_by_s: null }],
};

function ofUse(
  command: Command,
  over: Partial<Other> = {},
  elsewhere = ALONE,
  up_mps = 0,
  level_m = Number.NaN,
  keeps_all = false,
) {
  const state = { ...own, up_mps };
  const aircraft = aircraftOf(state, { track_deg: 0, speed_mps: 120, vertical_mps: up_mps, altitude_m: 6000 });
  const terms = { own_share: 0.5, answer: null, advised_elsewhere: elsewhere.said === null, elsewhere };
  const keeping = keepingOf({ ...ahead, ...over }, terms, 120);
  const flown = new FlownCommand();
  flown.set(aircraft, [keeping.target]);
  const told = { command, levelling: levellingAt(aircraft, 6000, level_m), delays_s: [5, 10], keeps_all };
  return isOfUse(flown, aircraft, told, keeping, 6000);
}

describe('a command beside an aircraft that another node advises', () => {
  it('is of use where it turns away from it, and of none where it turns towards it', () => {
    expect(ofUse(turnTo(-20))).toBe(true);
    expect(ofUse(turnTo(20))).toBe(false);
  });

  it('is of none where the other one may as well be on the other side', () => {
    expect(ofUse(turnTo(-20), { position_sigma_m: 600, east_m: 300 })).toBe(false);
  });

  it('is of none where it hardly widens the miss', () => {
    expect(ofUse(turnTo(-1))).toBe(false);
    const hardly = { ...AS_PLANNED, vertical_mps: -4.7 };
    const below = { up_m: 150, up_mps: -4.9, constraints: ahead.constraints };
    expect(ofUse(hardly, below, ALONE, -5)).toBe(false);
    // Where all minima are kept, not to come nearer is enough.
    expect(ofUse(turnTo(-1), {}, ALONE, 0, Number.NaN, true)).toBe(true);
  });

  it('is of none where it levels off before the plan itself would have led as far', () => {
    const climb = { ...AS_PLANNED, vertical_mps: 5 };
    const above = { up_m: 60, east_m: 0, north_m: 24_000, up_mps: 0 };
    expect(ofUse(climb, above, ALONE, 4)).toBe(true);
    expect(ofUse(climb, above, ALONE, 4, 6150)).toBe(false);
  });

  it('is held against what the other side says that it advises', () => {
    const turn = (to_track_deg: number): Manoeuvre[] => [{ kind: 'turn', by_deg: to_track_deg - 180, to_track_deg }];
    expect(ofUse(turnTo(-30), {}, { said: turn(150) })).toBe(true);
    // It turns across our bow, to the side that we turn to.
    expect(ofUse(turnTo(-30), {}, { said: turn(240) })).toBe(false);
  });

  it('need not widen a miss of minima that are lost already, but may not narrow it', () => {
    const inside = { constraints: [{ clause: 'NEAR', lateral_m: 5556, vertical_m: 300, leave_by_s: 0 }] };
    const close = { ...inside, east_m: 3000, north_m: 0, north_mps: 120 };
    expect(ofUse(turnTo(-1), close)).toBe(true);
    expect(ofUse(turnTo(60), close)).toBe(false);
  });
});
