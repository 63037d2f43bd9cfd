import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cylinderInterval, horizontalCpa } from './cylinder.ts';

const LATERAL_M = 9260;
const VERTICAL_M = 304.8;
const out = new Float64Array(2);

type Six = [sx: number, sy: number, sz: number, vx: number, vy: number, vz: number];
const number = (limit: number) => fc.double({ min: -limit, max: limit, noNaN: true });
/** Often near the cylinder, sometimes parallel or at rest. */
const six: fc.Arbitrary<Six> = fc.tuple(
  number(30_000),
  number(30_000),
  fc.oneof(number(1000), fc.constant(0)),
  fc.oneof(number(500), fc.constant(0)),
  fc.oneof(number(500), fc.constant(0)),
  fc.oneof(number(30), fc.constant(0)),
);

function interval(s: Six, lateral_m = LATERAL_M, vertical_m = VERTICAL_M, lookahead_s = 300): [number, number] | null {
  return cylinderInterval(...s, lateral_m, vertical_m, lookahead_s, out) ? [out[0]!, out[1]!] : null;
}

function insideAt([sx, sy, sz, vx, vy, vz]: Six, t: number, slack_m = 0): boolean {
  const range_m = Math.hypot(sx + vx * t, sy + vy * t);
  return range_m < LATERAL_M + slack_m && Math.abs(sz + vz * t) < VERTICAL_M + slack_m;
}

function close(a: [number, number] | null, b: [number, number] | null, within_s = 1e-6): void {
  if (a === null || b === null) expect(a).toEqual(b);
  else expect(Math.max(Math.abs(a[0] - b[0]), Math.abs(a[1] - b[1]))).toBeLessThan(within_s);
}

/** Grazing by less than this, the answer may turn on the last bits. */
function grazes(s: Six): boolean {
  const t = horizontalCpa(s[0], s[1], s[3], s[4]);
  return Math.abs(Math.hypot(s[0] + s[3] * t, s[1] + s[4] * t) - LATERAL_M) < 1e-3;
}

describe('the protected cylinder', () => {
  test('head-on: in when the range falls below the minimum, out when it rises above it', () => {
    expect(interval([20_000, 0, 0, -400, 0, 0])).toEqual([(20_000 - LATERAL_M) / 400, (20_000 + LATERAL_M) / 400]);
  });

  test('climbing through: the vertical minimum decides', () => {
    expect(interval([0, 0, -1000, 0, 0, 10])).toEqual([(1000 - VERTICAL_M) / 10, (1000 + VERTICAL_M) / 10]);
  });

  test('inside already: from now on; beyond the lookahead: to its end', () => {
    expect(interval([1000, 0, 0, 10, 0, 0])).toEqual([0, 300]);
    expect(interval([1000, 0, 0, 0, 0, 0])).toEqual([0, 300]);
    expect(interval([1000, 0, 0, 0, 0, 0], LATERAL_M, VERTICAL_M, 0)).toEqual([0, 0]);
  });

  test.each<[string, Six]>([
    ['passes at exactly the lateral minimum', [20_000, LATERAL_M, 0, -400, 0, 0]],
    ['passes within 1e-6 m of it', [20_000, LATERAL_M - 9e-7, 0, -400, 0, 0]],
    ['flies beside at the lateral minimum', [LATERAL_M, 0, 0, 0, 0, 0]],
    ['is level at exactly the vertical minimum', [20_000, 0, VERTICAL_M, -400, 0, 0]],
    ['is level at the vertical minimum, within 1e-6 m', [20_000, 0, -VERTICAL_M + 9e-7, -400, 0, 0]],
    ['opens', [20_000, 0, 0, 400, 0, 0]],
    ['is out of reach in time', [200_000, 0, 0, -400, 0, 0]],
    ['was inside, and is leaving at this instant', [LATERAL_M, 0, 0, 100, 0, 0]],
    ['is level with us only after it has passed', [1000, 0, 5000, -400, 0, -10]],
  ])('no conflict: %s; what stood in out stays', (_, s) => {
    out.fill(-7);
    expect(interval(s)).toBeNull();
    expect([...out]).toEqual([-7, -7]);
  });

  test('one that is 2e-6 m nearer is a conflict', () => {
    expect(interval([20_000, LATERAL_M - 2e-6, 0, -400, 0, 0])).not.toBeNull();
    expect(interval([20_000, 0, VERTICAL_M - 2e-6, -400, 0, 0])).not.toBeNull();
  });

  test('no size, no conflict; no lookahead below 0', () => {
    expect(interval([0, 0, 0, 0, 0, 0], 0)).toBeNull();
    expect(interval([0, 0, 0, 0, 0, 0], LATERAL_M, 0)).toBeNull();
    expect(interval([0, 0, 0, 0, 0, 0], LATERAL_M, VERTICAL_M, -1)).toBeNull();
  });

  test('with the height unknown the horizontal minimum alone counts', () => {
    expect(interval([20_000, 0, Number.NaN, -400, 0, 0])).toEqual(interval([20_000, 0, 0, -400, 0, 0]));
    expect(interval([20_000, 0, 0, -400, 0, Number.NaN])).toEqual(interval([20_000, 0, 0, -400, 0, 0]));
    expect(interval([20_000, 9300, Number.NaN, -400, 0, 0])).toBeNull();
  });

  test('what is sampled inside lies in the interval, what lies well in the interval is sampled inside', () => {
    fc.assert(
      fc.property(six, (s) => {
        const found = interval(s);
        const seen_s = Array.from({ length: 601 }, (_, i) => i / 2).filter((t) => insideAt(s, t, -1e-5));
        if (seen_s.length > 0) {
          expect(found).not.toBeNull();
          expect(seen_s[0]).toBeGreaterThanOrEqual(found![0] - 1e-6);
          expect(seen_s.at(-1)).toBeLessThanOrEqual(found![1] + 1e-6);
        }
        if (found === null) return;
        expect(found[0] >= 0 && found[0] <= found[1] && found[1] <= 300).toBe(true);
        for (const share of [0.001, 0.3, 0.5, 0.999]) {
          expect(insideAt(s, found[0] + (found[1] - found[0]) * share, 1e-6)).toBe(true);
        }
        // Entry and exit are where a minimum is met, unless the lookahead cuts them.
        for (const t of found) {
          if (t > 0 && t < 300) expect(insideAt(s, t, 1e-5) && !insideAt(s, t, -1e-5)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('the same from either aircraft, mirrored, turned by any angle, and lifted', () => {
    fc.assert(
      fc.property(six, fc.double({ min: 0, max: 6.283, noNaN: true }), (s, angle) => {
        fc.pre(!grazes(s));
        const [sx, sy, sz, vx, vy, vz] = s;
        const here = interval(s);
        expect(interval([-sx, -sy, -sz, -vx, -vy, -vz])).toEqual(here);
        expect(interval([sy, sx, -sz, vy, vx, -vz])).toEqual(here);
        const [c, d] = [Math.cos(angle), Math.sin(angle)];
        close(interval([sx * c - sy * d, sx * d + sy * c, sz, vx * c - vy * d, vx * d + vy * c, vz]), here, 1e-4);
      }),
    );
  });

  test('later by t, the interval is earlier by t', () => {
    fc.assert(
      fc.property(six, fc.double({ min: 0, max: 100, noNaN: true }), (s, t) => {
        fc.pre(!grazes(s));
        const now = interval(s);
        const later = interval(
          [s[0] + s[3] * t, s[1] + s[4] * t, s[2] + s[5] * t, s[3], s[4], s[5]],
          LATERAL_M,
          VERTICAL_M,
          300 - t,
        );
        // An interval that ends about now may or may not be left.
        if (now !== null && Math.abs(now[1] - t) < 1e-3) return;
        const expected =
          now === null || now[1] <= t ? null : ([Math.max(0, now[0] - t), now[1] - t] as [number, number]);
        close(later, expected, 1e-4);
      }),
    );
  });

  test('larger minima never lose a conflict nor shorten it', () => {
    fc.assert(
      fc.property(six, fc.double({ min: 1, max: 3, noNaN: true }), (s, factor) => {
        const small = interval(s);
        if (small === null) return;
        const large = interval(s, LATERAL_M * factor, VERTICAL_M * factor);
        expect(large).not.toBeNull();
        expect(large![0]).toBeLessThanOrEqual(small[0] + 1e-9);
        expect(large![1]).toBeGreaterThanOrEqual(small[1] - 1e-9);
      }),
    );
  });

  test('never NaN and never outside the lookahead, whatever the sizes', () => {
    const any = fc.double({ min: -1e100, max: 1e100, noNaN: true });
    fc.assert(
      fc.property(any, any, any, any, any, any, (...s) => {
        const found = interval(s);
        if (found !== null) expect(found[0] >= 0 && found[0] <= found[1] && found[1] <= 300).toBe(true);
        expect(horizontalCpa(s[0], s[1], s[3], s[4])).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 500 },
    );
  });
});

test('a number that is none is in no conflict, but an unknown height is; what stood in out stays, or is a number', () => {
  const good = [9000, 100, 50, -90, 0, 1, 9260, 300, 300] as const;
  for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
    for (const place of good.keys()) {
      const s = [...good] as [number, number, number, number, number, number, number, number, number];
      s[place] = bad;
      const out = Float64Array.of(-7, -7);
      const met = cylinderInterval(...s, out);
      const unknownHeight = Number.isNaN(bad) && (place === 2 || place === 5);
      const endless = bad === Number.POSITIVE_INFINITY && place >= 6;
      expect(met, `${bad} at ${place}`).toBe(unknownHeight || endless);
      if (!met) expect([...out]).toEqual([-7, -7]);
      else expect(out[0]).not.toBeNaN();
      if (met) expect(out[1]).not.toBeNaN();
    }
  }
});

describe('the horizontal closest point of approach', () => {
  test('is 0 when opening, beside each other or at rest', () => {
    expect(horizontalCpa(1000, 0, 10, 0)).toBe(0);
    expect(horizontalCpa(1000, 0, 0, 0)).toBe(0);
    expect(horizontalCpa(0, 0, 10, 10)).toBe(0);
    expect(horizontalCpa(1000, 0, 0, 10)).toBe(0);
  });

  test('is the least range of all times', () => {
    fc.assert(
      fc.property(six, ([sx, sy, , vx, vy]) => {
        const range_m = (t: number): number => Math.hypot(sx + vx * t, sy + vy * t);
        const t = horizontalCpa(sx, sy, vx, vy);
        expect(t).toBeGreaterThanOrEqual(0);
        for (const other of [0, t * 0.5, t * 0.999, t * 1.001, t + 1, t + 100]) {
          expect(range_m(t)).toBeLessThanOrEqual(range_m(other) + 1e-7);
        }
      }),
    );
  });
});
