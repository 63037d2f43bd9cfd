import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearestOnPiece } from './nearest.ts';
import type { Constraint } from './traffic.ts';

const MINIMA: Constraint = { clause: 'SEP-1', lateral_m: 5556, vertical_m: 300, leave_by_s: null };
const far = fc.double({ min: -20_000, max: 20_000, noNaN: true });
const high = fc.double({ min: -1500, max: 1500, noNaN: true });

/** The measure itself, where the relative motion is `f` of the way along the piece. */
const at = (piece: readonly number[], f: number): number => {
  const [x, y, z] = [0, 1, 2].map((i) => piece[i]! + (piece[i + 3]! - piece[i]!) * f) as [number, number, number];
  return Math.max(Math.sqrt(x * x + y * y) / MINIMA.lateral_m, Math.abs(z) / MINIMA.vertical_m);
};

const nearest = (piece: readonly number[], enough = Number.POSITIVE_INFINITY): number => {
  const [x0, y0, z0, x1, y1, z1] = piece as [number, number, number, number, number, number];
  return nearestOnPiece(x0, y0, z0, x1, y1, z1, MINIMA, enough);
};

describe('how near two come on a piece', () => {
  it('property: is no more than at any instant of it, and is reached: sampled finely, to what a sample can miss', () => {
    const samples = 500;
    fc.assert(
      fc.property(fc.tuple(far, far, high, far, far, high), (piece) => {
        const told = nearest(piece);
        let least = Number.POSITIVE_INFINITY;
        for (let k = 0; k <= samples; k++) least = Math.min(least, at(piece, k / samples));
        // Between samples the measure changes by at most what the whole piece is long.
        const dx = piece[3] - piece[0];
        const dy = piece[4] - piece[1];
        const across = Math.sqrt(dx * dx + dy * dy) / MINIMA.lateral_m;
        const missed = Math.max(across, Math.abs(piece[5] - piece[2]) / MINIMA.vertical_m) / samples;
        expect(told).toBeLessThanOrEqual(least + 1e-9);
        expect(told).toBeGreaterThanOrEqual(least - missed - 1e-9);
      }),
    );
  });

  it('takes an unknown height for none between them', () => {
    expect(nearest([-5556, 2778, Number.NaN, 5556, 2778, Number.NaN])).toBeCloseTo(0.5, 12);
  });

  it('knows a piece without motion, and one that crosses both minima at once', () => {
    expect(nearest([5556, 0, 600, 5556, 0, 600])).toBe(2);
    expect(nearest([-5556, 0, -300, 5556, 0, 300])).toBe(0);
    expect(nearest([0, 0, 600, 11_112, 0, 0])).toBeCloseTo(1, 12);
  });

  it('tells the nearer end where the piece cannot come below enough', () => {
    expect(nearest([20_000, 0, 0, 19_000, 100, 0], 1)).toBeCloseTo(Math.sqrt(19_000 ** 2 + 100 ** 2) / 5556, 12);
  });
});
