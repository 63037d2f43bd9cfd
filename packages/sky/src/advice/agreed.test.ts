import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AgreedSense } from './agreed.ts';
import { type Account, createEstimate } from './estimate.ts';
import { createFlownPath, leastApart, writeFlown } from './flown_path.ts';
import type { OwnAircraft } from './own_paths.ts';

const SAMPLE_S = 2;
const RAD_PER_DEG = Math.PI / 180;
const PLAN = { track_rad: Number.NaN, speed_mps: Number.NaN, vertical_mps: Number.NaN };

function flying(track_deg: number, speed_mps: number): OwnAircraft {
  const track_rad = track_deg * RAD_PER_DEG;
  return {
    vx_mps: speed_mps * Math.sin(track_rad),
    vy_mps: speed_mps * Math.cos(track_rad),
    vz_mps: 0,
    plan: { track_rad, speed_mps, vertical_mps: 0, turn_radps: 0 },
    performance: {
      turn_radps: 3 * RAD_PER_DEG,
      accel_mps2: 0.5,
      vertical_mps2: 1,
      vertical_mps: 5,
      least_speed_mps: 0.85 * speed_mps,
      most_speed_mps: 1.1 * speed_mps,
    },
    up_room_m: Number.POSITIVE_INFINITY,
    down_room_m: Number.POSITIVE_INFINITY,
  };
}

const seenAs = (x_m: number, y_m: number, { vx_mps, vy_mps }: OwnAircraft): Account => ({
  ...createEstimate().steady,
  x_m,
  y_m,
  vx_mps,
  vy_mps,
});

const tracks = [-90, -60, -30, -15, 15, 30, 60, 90];

describe('the sense that two work out alike', () => {
  const any = fc.record({
    to_cpa_s: fc.integer({ min: 15, max: 70 }),
    miss_m: fc.integer({ min: -6000, max: 6000 }),
    turned_deg: fc.integer({ min: 5, max: 355 }),
    first_mps: fc.integer({ min: 60, max: 240 }),
    second_mps: fc.integer({ min: 60, max: 240 }),
  });

  it('property: any two manoeuvres that it allows never bring two nearer than their ways on would', () => {
    let both = 0;
    fc.assert(
      fc.property(any, ({ to_cpa_s, miss_m, turned_deg, first_mps, second_mps }) => {
        const a = flying(0, first_mps);
        const b = flying(turned_deg, second_mps);
        const [vx, vy] = [b.vx_mps - a.vx_mps, b.vy_mps - a.vy_mps];
        const speed = Math.hypot(vx, vy);
        if (speed < 5) return;
        const x = (vy / speed) * miss_m - vx * to_cpa_s;
        const y = (-vx / speed) * miss_m - vy * to_cpa_s;
        const [first, second] = [new AgreedSense(), new AgreedSense()];
        first.set(a, seenAs(x, y, b), Number.NaN, 0, 96);
        second.set(b, seenAs(-x, -y, a), Number.NaN, 0, 96);
        const apart = { east_m: x, north_m: y, up_m: 0, east_mps: 0, north_mps: 0, up_mps: 0 };
        const [p, q] = [createFlownPath(), createFlownPath()];
        for (const own_deg of tracks) {
          writeFlown(a, { ...PLAN, track_rad: own_deg * RAD_PER_DEG }, 5, SAMPLE_S, p);
          if (!first.allowsWay(p.x, p.y, 0, SAMPLE_S)) continue;
          for (const other_deg of tracks) {
            writeFlown(b, { ...PLAN, track_rad: (turned_deg + other_deg) * RAD_PER_DEG }, 10, SAMPLE_S, q);
            if (!second.allowsWay(q.x, q.y, 0, SAMPLE_S)) continue;
            both += 1;
            // Half a degree of what is told in whole degrees, over a minute and a half.
            const rounding_m = 0.0088 * (first_mps + second_mps) * 156;
            const least_m = leastApart(p, q, apart, 10_000, 1) * 10_000;
            expect(least_m).toBeGreaterThanOrEqual(Math.abs(miss_m) - rounding_m - 1);
          }
        }
      }),
      { numRuns: 150, seed: 3 },
    );
    expect(both).toBeGreaterThan(300);
  });

  it('is for both to the right head-on, and nobody turns to the left before it is clear', () => {
    const a = flying(0, 120);
    const b = flying(180, 120);
    const sense = new AgreedSense();
    const path = createFlownPath();
    const allows = (deg: number, east_m: number, sigma_m: number): boolean => {
      const seen = { ...seenAs(east_m, 14_000, b), position_m2: sigma_m * sigma_m };
      sense.set(a, seen, Number.NaN, 0, 96);
      writeFlown(a, { ...PLAN, track_rad: deg * RAD_PER_DEG }, 5, SAMPLE_S, path);
      return sense.allowsWay(path.x, path.y, 0, SAMPLE_S);
    };
    expect([allows(30, 0, 50), allows(-30, 0, 50)]).toEqual([true, false]);
    expect([allows(30, 500, 50), allows(-30, 500, 50)]).toEqual([false, false]);
    expect([allows(30, 900, 50), allows(-30, 900, 50)]).toEqual([false, true]);
  });

  it('is for the overtaken one to keep to the side on which it is not passed, and stays with what stands', () => {
    const slow = flying(0, 80);
    const fast = flying(0, 140);
    const sense = new AgreedSense();
    const path = createFlownPath();
    const allows = (deg: number, stands_deg: number): boolean => {
      // Comes up from behind, a little to the left, in doubt.
      const seen = { ...seenAs(-100, -3000, fast), position_m2: 2500 };
      sense.set(slow, seen, stands_deg * RAD_PER_DEG, 0, 96);
      writeFlown(slow, { ...PLAN, track_rad: deg * RAD_PER_DEG }, 5, SAMPLE_S, path);
      return sense.allowsWay(path.x, path.y, 0, SAMPLE_S);
    };
    const free = [allows(30, Number.NaN), allows(-30, Number.NaN)];
    expect(free.filter((one) => one)).toHaveLength(1);
    expect([allows(45, 30), allows(-45, 30)]).toEqual([true, false]);
    expect([allows(45, -30), allows(-45, -30)]).toEqual([false, true]);
  });
});
