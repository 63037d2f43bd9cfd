import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPath, pathAgainst, writeClimb, writeSpeed, writeTurn } from './manoeuvre.ts';
import { pathMeets } from './path_meets.ts';

const path = createPath(2, 180);
const out = new Float64Array(3);
const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });

describe('pathMeets', () => {
  it('answers as pathAgainst does, for turns, climbs and speed changes', () => {
    let met = 0;
    fc.assert(
      fc.property(
        between(30, 260),
        between(0, 360),
        between(-8, 8),
        fc.constantFrom('turn', 'climb', 'speed'),
        between(-1, 1),
        fc.tuple(
          between(-30_000, 30_000),
          between(-30_000, 30_000),
          fc.option(between(-1500, 1500), { nil: Number.NaN }),
        ),
        fc.tuple(between(-260, 260), between(-260, 260), between(-8, 8)),
        (speed, angle, climb, kind, amount, [sx, sy, sz], [vx, vy, vz]) => {
          const ve = speed * Math.sin(angle);
          const vn = speed * Math.cos(angle);
          if (kind === 'turn') writeTurn(path, ve, vn, climb, amount * 90, 2, 5);
          else if (kind === 'climb') writeClimb(path, ve, vn, climb, amount * 900, 5, 5);
          else writeSpeed(path, ve, vn, climb, amount * 0.25 * speed, 0.5, 5);
          const inside = pathAgainst(path, sx, sy, sz, vx, vy, vz, 5556, 300, out);
          expect(pathMeets(path, speed * 1.25, 8, sx, sy, sz, vx, vy, vz, 5556, 300)).toBe(inside);
          if (inside) met += 1;
        },
      ),
      { numRuns: 3000, seed: 20_261_123 },
    );
    expect(met).toBeGreaterThan(300);
  });
});
