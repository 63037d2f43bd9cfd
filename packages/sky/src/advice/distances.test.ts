import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Distances } from './distances.ts';
import { createEstimate, writeSighting } from './estimate.ts';
import { Fan } from './fan.ts';
import type { OwnAircraft } from './own_paths.ts';
import { OwnSamples } from './own_samples.ts';
import { ADVICE_PARAMETERS } from './parameters.ts';
import { PIECES, SAMPLES } from './samples.ts';

const SAMPLE_S = ADVICE_PARAMETERS.sample_s;
const WIDE = { lateral_m: 2000, vertical_m: 300, tau_s: 0, weight: 1, leave_by_s: 0 };

/** Flies north at 80 m/s, and turns to a track after 5 s. */
const own: OwnAircraft = {
  vx_mps: 0,
  vy_mps: 80,
  vz_mps: 0,
  plan: { track_rad: 0, speed_mps: 80, vertical_mps: 0, turn_radps: 0 },
  performance: {
    turn_radps: 0.05,
    accel_mps2: 1,
    vertical_mps2: 2,
    vertical_mps: 10,
    least_speed_mps: 60,
    most_speed_mps: 100,
  },
  up_room_m: 1e4,
  down_room_m: 1e4,
};

function fanOf(x_m: number, y_m: number, vx_mps: number, vy_mps: number): Fan {
  const estimate = createEstimate();
  const known = { position_sigma_m: 20, velocity_sigma_mps: 0.5, height_sigma_m: 5, climb_sigma_mps: 0.2 };
  writeSighting({ x_m, y_m, z_m: 0, vx_mps, vy_mps, vz_mps: 0, turn_radps: 0.01, ...known }, estimate);
  const fan = new Fan();
  fan.set(estimate, { turn_radps: 0.02, climb_mps: 4, climb_mps2: 2 }, null, ADVICE_PARAMETERS);
  return fan;
}

/** The least distance over a piece, in fine steps. */
function fine(paths: OwnSamples, fan: Fan, way: number, i: number): number {
  let least = Number.POSITIVE_INFINITY;
  const at = (list: Float64Array, from: number, f: number) => list[from]! + (list[from + 1]! - list[from]!) * f;
  for (let k = 0; k <= 20; k += 1) {
    const f = k / 20;
    const x = at(fan.x, way * SAMPLES + i, f) - at(paths.x, i, f);
    const y = at(fan.y, way * SAMPLES + i, f) - at(paths.y, i, f);
    least = Math.min(least, Math.hypot(x, y));
  }
  return least;
}

describe('distances of ways, piece by piece', () => {
  const place = fc.integer({ min: -9000, max: 9000 });
  const speed = fc.integer({ min: -120, max: 120 });
  const track = fc.integer({ min: -3, max: 3 });

  it('property: are what fine steps find where it matters, and left out only where it does not', () => {
    fc.assert(
      fc.property(place, place, speed, speed, track, (x, y, vx, vy, track_rad) => {
        const paths = new OwnSamples();
        paths.writeWay(0, own, 0, track_rad, Number.NaN, 5, SAMPLE_S, 10);
        const fan = fanOf(x, y, vx, vy);
        const distances = new Distances(1);
        distances.set(fan, [WIDE]);
        for (let way = 0; way < fan.ways; way += 1) {
          const row = distances.row(paths, 0, way);
          const [first, last] = [distances.first[row]!, distances.last[row]!];
          for (let i = 0; i < PIECES; i += 1) {
            const least_m = fine(paths, fan, way, i);
            const found_m = i < first || i > last ? Number.POSITIVE_INFINITY : distances.least_m[row * PIECES + i]!;
            if (found_m === Number.POSITIVE_INFINITY) expect(least_m).toBeGreaterThan(1.3 * WIDE.lateral_m);
            else {
              expect(found_m).toBeLessThanOrEqual(least_m + 1e-6);
              // In a fortieth of a piece, 0.05 s, two come nearer by 13 m at most.
              expect(found_m).toBeGreaterThan(least_m - 15);
              expect(distances.nearest_m[row]!).toBeLessThanOrEqual(found_m);
            }
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('are those of the way as it is now: a way that is flown once more stays, another one does not', () => {
    const paths = new OwnSamples();
    const fan = fanOf(3000, 3000, -60, 0);
    const kept = new Distances(1);
    kept.set(fan, [WIDE]);
    const fly = (track_rad: number) => {
      paths.writeWay(0, own, 0, track_rad, Number.NaN, 5, SAMPLE_S, 10);
      return paths.wayVersion[0]!;
    };
    const rowOf = (distances: Distances) => {
      const row = distances.row(paths, 0, 0);
      return [distances.first[row], distances.last[row], distances.nearest_m[row]];
    };
    const first = fly(0.5);
    const right = rowOf(kept);
    expect(fly(0.5)).toBe(first);
    expect(rowOf(kept)).toEqual(right);
    expect(fly(-1)).not.toBe(first);
    const fresh = new Distances(1);
    fresh.set(fan, [WIDE]);
    expect(rowOf(kept)).toEqual(rowOf(fresh));
    expect(rowOf(kept)).not.toEqual(right);
  });
});
