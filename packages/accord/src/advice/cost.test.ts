import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { every, type Flight, memorandumWith, NEAR, ofKind, play, reportsOf, WIDE } from '../../test/traffic.ts';
import { Watch } from '../watch.ts';
import { costOf } from './cost.ts';

const turn = (by_deg: number) => ({ kind: 'turn', by_deg, to_track_deg: 0 }) as const;

describe('what advice costs', () => {
  it('is the way around for a turn: two sides of a triangle less the third', () => {
    // 60 s at 100 m/s turned by 90°, then to a place 18 km ahead of where the turn began.
    const { extra_m, delay_s, turn_deg } = costOf(turn(90), 100, 60);
    expect(extra_m).toBeCloseTo(6000 + Math.hypot(6000, 18_000) - 18_000, 6);
    expect(delay_s).toBeCloseTo(extra_m / 100, 9);
    expect(turn_deg).toBe(90);
  });

  it('is time alone for a speed, and height alone for a level', () => {
    expect(costOf({ kind: 'speed', by_mps: -20, to_mps: 80 }, 100, 60)).toMatchObject({ delay_s: 12, extra_m: 0 });
    const climb = { kind: 'vertical', by_m: 300, to_altitude_m: 3300, rate_mps: 5 } as const;
    expect(costOf(climb, 100, 60)).toEqual({ turn_deg: 0, height_m: 300, speed_mps: 0, extra_m: 0, delay_s: 0 });
  });

  it('property: a larger turn and a longer one cost more, either way the same, and never less than nothing', () => {
    const degrees = fc.integer({ min: 0, max: 90 });
    fc.assert(
      fc.property(degrees, degrees, fc.integer({ min: 1, max: 170 }), (x, y, until_s) => {
        const [less, more] = [Math.min(x, y), Math.max(x, y)].map((by) => costOf(turn(by), 150, until_s).extra_m);
        expect(less).toBeGreaterThanOrEqual(-1e-6);
        expect(more! - less!).toBeGreaterThanOrEqual(-1e-6);
        expect(costOf(turn(-x), 150, until_s).extra_m).toBeCloseTo(costOf(turn(x), 150, until_s).extra_m, 6);
        expect(costOf(turn(y), 150, until_s + 10).extra_m).toBeGreaterThanOrEqual(
          costOf(turn(y), 150, until_s).extra_m,
        );
      }),
    );
  });

  it('stands beside what is advised', () => {
    const own: Flight = {
      address: 'd1a001',
      east_m: 0,
      north_m: -25_000,
      altitude_m: 6000,
      track_deg: 0,
      speed_mps: 200,
    };
    const ahead: Flight = { ...own, address: 'd2b001', north_m: 25_000, track_deg: 180 };
    const watch = new Watch({ memorandum: memorandumWith(WIDE, NEAR) });
    const outcomes = play(watch, [...reportsOf(own, every(0, 30)), ...reportsOf(ahead, every(0.5, 30))]);
    const [first] = ofKind(outcomes, 'alert_raised')[0]!.alert.advice;
    expect(first!.manoeuvre).toMatchObject({ kind: 'turn', by_deg: first!.cost!.turn_deg });
    expect(first!.cost!.extra_m).toBeGreaterThan(100);
    expect(first!.cost!.extra_m).toBeLessThan(5000);
  });
});
