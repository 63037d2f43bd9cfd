import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPath, type Path, pathAgainst, writeClimb, writeSpeed, writeTurn } from './manoeuvre.ts';

/** Of the comparison flight. */
const STEP_S = 0.005;
const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const velocity = fc.tuple(number(-300, 300), number(-300, 300), number(-20, 20));
const delay = fc.oneof(fc.constant(0), number(0, 20));
/** Times that fall on the steps of the comparison flight, s. */
const onStep = (max_s: number) => fc.nat(max_s / STEP_S).map((steps) => steps * STEP_S);
const at = (path: Path, i: number): [number, number, number] => [path.x[i]!, path.y[i]!, path.z[i]!];

/** The greatest size of something over all samples of a path. */
function greatest(path: Path, of: (i: number) => number): number {
  let worst = 0;
  for (let i = 0; i < path.count; i += 1) worst = Math.max(worst, Math.abs(of(i)));
  return worst;
}

/**
 * Flies the path again in steps of 5 ms from the law of motion alone: `accelerate` gives the acceleration for the
 * time since the delay and the velocity. Midpoint rule. Returns the greatest distance from the path's own positions.
 */
function flownApart_m(
  path: Path,
  [vx, vy, vz]: [number, number, number],
  accelerate: (since_s: number, v: [number, number, number], z: number) => [number, number, number],
  delay_s: number,
): number {
  const v: [number, number, number] = [vx, vy, vz];
  const p: [number, number, number] = [0, 0, 0];
  let worst = 0;
  const perSample = Math.round(path.step_s / STEP_S);
  for (let k = 0; k <= (path.count - 1) * perSample; k += 1) {
    if (k % perSample === 0) {
      const [x, y, z] = at(path, k / perSample);
      worst = Math.max(worst, Math.hypot(p[0] - x, p[1] - y, p[2] - z));
    }
    const since = k * STEP_S + STEP_S / 2 - delay_s;
    const half = since < 0 ? [0, 0, 0] : accelerate(since, v, p[2]);
    const middle = v.map((one, i) => one + (half[i]! * STEP_S) / 2) as [number, number, number];
    const full = since < 0 ? [0, 0, 0] : accelerate(since, middle, p[2]);
    for (let i = 0; i < 3; i += 1) {
      p[i]! += STEP_S * (v[i]! + (full[i]! * STEP_S) / 2);
      v[i]! += full[i]! * STEP_S;
    }
  }
  return worst;
}

describe('room for a path', () => {
  test('samples from now to the first at or after the lookahead', () => {
    expect(createPath(1, 120).count).toBe(121);
    expect(createPath(0.1, 0.3).count).toBe(4);
    expect(createPath(7, 20).count).toBe(4);
    expect(createPath(5, 1).count).toBe(2);
  });

  test.each([
    [0, 10, 'step_s 0'],
    [Number.NaN, 10, 'step_s NaN'],
    [1, 0, 'lookahead_s 0'],
    [1, Number.POSITIVE_INFINITY, 'lookahead_s Infinity'],
    [0.001, 1000, 'lookahead_s 1000 in steps of 0.001 s'],
  ])('steps of %f s over %f s are refused: %s', (step_s, lookahead_s, words) => {
    expect(() => createPath(step_s, lookahead_s)).toThrow(words);
  });
});

describe('a turn', () => {
  test('90 degrees right at 3 degrees/s from north: a quarter of a circle, then east', () => {
    const path = createPath(10, 60);
    writeTurn(path, 0, 100, 0, 90, 3);
    const radius_m = 100 / ((3 * Math.PI) / 180);
    expect(path.x[3]).toBeCloseTo(radius_m, 9);
    expect(path.y[3]).toBeCloseTo(radius_m, 9);
    expect(path.x[6]).toBeCloseTo(radius_m + 3000, 9);
    expect(path.y[6]).toBeCloseTo(radius_m, 9);
  });

  test('left mirrors right; no turn is straight on; the vertical rate stays', () => {
    const right = createPath(1, 60);
    const left = createPath(1, 60);
    fc.assert(
      fc.property(number(0, 180), number(0.5, 10), delay, (turn_deg, rate, delay_s) => {
        writeTurn(right, 0, 200, 5, turn_deg, rate, delay_s);
        writeTurn(left, 0, 200, 5, -turn_deg, rate, delay_s);
        expect(greatest(right, (i) => left.x[i]! + right.x[i]!)).toBeLessThan(1e-8);
        expect(greatest(right, (i) => left.y[i]! - right.y[i]!)).toBeLessThan(1e-8);
        expect(greatest(right, (i) => right.z[i]! - 5 * i)).toBe(0);
        writeTurn(left, 120, -70, 0, 0, rate, delay_s);
        expect(greatest(left, (i) => left.x[i]! - 120 * i)).toBeLessThan(1e-8);
        expect(greatest(left, (i) => left.y[i]! + 70 * i)).toBeLessThan(1e-8);
      }),
    );
  });

  test('keeps its speed: no two samples are further apart than the flight between them', () => {
    const path = createPath(1, 90);
    fc.assert(
      fc.property(velocity, number(-360, 360), number(0.5, 20), delay, ([vx, vy, vz], turn_deg, rate, delay_s) => {
        writeTurn(path, vx, vy, vz, turn_deg, rate, delay_s);
        const speed = Math.hypot(vx, vy);
        const steps_m = [...path.x.keys()]
          .slice(1)
          .map((i) => Math.hypot(path.x[i]! - path.x[i - 1]!, path.y[i]! - path.y[i - 1]!));
        expect(Math.max(...steps_m)).toBeLessThanOrEqual(speed + 1e-9);
        // The chord of the arc of one second: 20 degrees make it shorter by half a percent at most.
        expect(Math.min(...steps_m)).toBeGreaterThanOrEqual(speed * 0.9949 - 1e-9);
      }),
    );
  });

  test('agrees with the motion flown in steps of 5 ms', () => {
    const path = createPath(1, 40);
    fc.assert(
      fc.property(velocity, onStep(20), number(-10, 10), onStep(20), (v, duration_s, signed, delay_s) => {
        fc.pre(Math.abs(signed) >= 1e-6);
        const rate = Math.abs(signed);
        writeTurn(path, ...v, duration_s * signed, rate, delay_s);
        const omega = (signed * Math.PI) / 180;
        const turn = (since: number, [x, y]: [number, number, number]): [number, number, number] =>
          since < duration_s ? [y * omega, -x * omega, 0] : [0, 0, 0];
        expect(flownApart_m(path, v, turn, delay_s)).toBeLessThan(0.02);
      }),
      { numRuns: 20 },
    );
  });

  test.each([0, 5e-324, -3, Number.NaN, Number.POSITIVE_INFINITY])('a turn rate of %f is refused, by name', (rate) => {
    expect(() => writeTurn(createPath(1, 10), 100, 0, 0, 30, rate)).toThrow(`turn_rate_degps ${rate}`);
  });
});

describe('a climb or descent', () => {
  const path = createPath(1, 300);

  test('1,000 ft up at 2,000 fpm from level: 5.08 s to the rate, the same to level off, and there exactly', () => {
    const rate_mps = (2000 * 0.3048) / 60;
    writeClimb(path, 100, 50, 0, 304.8, rate_mps);
    const ramp_s = rate_mps / 2;
    const whole_s = 304.8 / rate_mps + ramp_s;
    expect(path.z[2]).toBe(4);
    expect(path.z[10]).toBeCloseTo((rate_mps * ramp_s) / 2 + rate_mps * (10 - ramp_s), 9);
    expect(whole_s).toBeGreaterThan(34);
    expect(path.z[34]).toBeLessThan(304.8);
    for (let i = Math.ceil(whole_s); i < path.count; i += 1) expect(path.z[i]).toBe(304.8);
    expect(at(path, 300).slice(0, 2)).toEqual([30_000, 15_000]);
  });

  test('down mirrors up', () => {
    fc.assert(
      fc.property(number(-20, 20), number(-3000, 3000), number(1, 30), delay, (vz, by_m, rate, delay_s) => {
        const mirror = createPath(1, 300);
        writeClimb(path, 0, 0, vz, by_m, rate, delay_s);
        writeClimb(mirror, 0, 0, -vz, -by_m, rate, delay_s);
        expect(greatest(path, (i) => path.z[i]! + mirror.z[i]!)).toBeLessThan(1e-9);
      }),
    );
  });

  test('the rate changes no faster than asked, stays within the larger of rates, and ends at the target, level', () => {
    const fine = createPath(0.1, 600);
    fc.assert(
      fc.property(
        number(-20, 20),
        number(-2000, 2000),
        number(5, 30),
        number(0.5, 4),
        delay,
        (vz, by_m, rate, accel, delay_s) => {
          writeClimb(fine, 0, 0, vz, by_m, rate, delay_s, accel);
          const rates = [...fine.z].slice(1).map((z, i) => (z - fine.z[i]!) / 0.1);
          const changes = rates.slice(1).map((one, i) => Math.abs(one - rates[i]!));
          expect(Math.max(...rates.map(Math.abs))).toBeLessThanOrEqual(Math.max(rate, Math.abs(vz)) + 1e-8);
          expect(Math.max(...changes)).toBeLessThanOrEqual(accel * 0.1 + 1e-8);
          expect(fine.z.at(-1)).toBe(by_m);
          expect(fine.z.at(-2)).toBe(by_m);
        },
      ),
    );
  });

  test('one that cannot stop in time goes past the target and comes back', () => {
    // 10 m/s up needs 25 m to level off at 2 m/s2.
    writeClimb(path, 0, 0, 10, 5, 10);
    expect(path.z[5]).toBeCloseTo(25, 12);
    expect(Math.max(...path.z)).toBeCloseTo(25, 12);
    expect(path.z[300]).toBe(5);
  });

  test('levelling off takes the shortest way: just enough height, to the metre', () => {
    writeClimb(path, 0, 0, 10, 25, 10);
    expect(path.z[5]).toBe(25);
    expect(path.z[4]).toBeCloseTo(24, 12);
    writeClimb(path, 0, 0, -10, -25, 10);
    expect(path.z[5]).toBe(-25);
    writeClimb(path, 0, 0, 0, 0, 10);
    expect(path.z.every((z) => z === 0)).toBe(true);
  });

  test('a present rate above the one asked for comes down to it first', () => {
    writeClimb(path, 0, 0, 20, 1000, 10);
    expect(path.z[5]).toBeCloseTo(75, 12);
    expect(path.z[6]).toBeCloseTo(85, 12);
    expect(path.z[300]).toBe(1000);
  });

  test('during the delay the present rate goes on; the target is measured from now', () => {
    writeClimb(path, 0, 0, -5, 100, 10, 8);
    expect(path.z[8]).toBe(-40);
    expect(path.z[9]).toBe(-44);
    expect(path.z[300]).toBe(100);
  });

  test('agrees with the motion flown in steps of 5 ms', () => {
    const short = createPath(1, 60);
    fc.assert(
      fc.property(number(-10, 10), number(-300, 300), number(5, 15), onStep(20), (vz, by_m, rate, delay_s) => {
        writeClimb(short, 50, 60, vz, by_m, rate, delay_s);
        // Bang-bang control: towards the target as fast as still lets it stop there.
        const control = (_: number, [, , w]: [number, number, number], z: number): [number, number, number] => {
          const left = by_m - z;
          const wanted = Math.sign(left) * Math.min(rate, Math.sqrt(2 * 2 * Math.abs(left)));
          return [0, 0, Math.max(-2, Math.min(2, (wanted - w) / 0.01))];
        };
        expect(flownApart_m(short, [50, 60, vz], control, delay_s)).toBeLessThan(0.2);
      }),
      { numRuns: 20 },
    );
  });

  test.each([
    [0, 2, 'rate_mps 0'],
    [-5, 2, 'rate_mps -5'],
    [5, 0, 'accel_mps2 0'],
  ])('a rate of %f m/s with %f m/s2 is refused: %s', (rate, accel, words) => {
    expect(() => writeClimb(path, 0, 0, 0, 100, rate, 0, accel)).toThrow(words);
  });
});

describe('a change of speed', () => {
  const path = createPath(1, 120);

  test('reaches its target on the present track, and keeps it', () => {
    fc.assert(
      fc.property(velocity, number(-0.9, 2), number(0.2, 4), delay, ([vx, vy, vz], part, accel, delay_s) => {
        const speed = Math.hypot(vx, vy);
        fc.pre(speed > 1 && (Math.abs(part) * speed) / accel + delay_s < 118);
        writeSpeed(path, vx, vy, vz, part * speed, accel, delay_s);
        const factor = 1 + part;
        expect(path.x[120]! - path.x[119]!).toBeCloseTo(vx * factor, 6);
        expect(path.y[120]! - path.y[119]!).toBeCloseTo(vy * factor, 6);
        expect(path.z[120]).toBe(vz * 120);
      }),
    );
  });

  test('100 m/s less 20 at 2 m/s2: 900 m in the first 10 s, then 80 m/s', () => {
    writeSpeed(path, 60, 80, 0, -20, 2);
    expect(Math.hypot(path.x[10]!, path.y[10]!)).toBeCloseTo(900, 9);
    expect(Math.hypot(path.x[20]!, path.y[20]!)).toBeCloseTo(1700, 9);
  });

  test('more than it has: it stands still; from standing: it goes north', () => {
    writeSpeed(path, 30, 0, 0, -500, 3);
    expect(path.x[10]).toBeCloseTo(150, 12);
    expect(path.x[120]).toBeCloseTo(150, 12);
    writeSpeed(path, 0, 0, 0, 10, 1);
    expect(at(path, 10)).toEqual([0, 50, 0]);
  });

  test('agrees with the motion flown in steps of 5 ms', () => {
    const short = createPath(1, 40);
    fc.assert(
      fc.property(onStep(20), number(-4, 4), onStep(20), (duration_s, sign, delay_s) => {
        fc.pre(Math.abs(sign) >= 1e-6);
        writeSpeed(short, 60, 80, 3, duration_s * sign, Math.abs(sign), delay_s);
        const push = (since: number): [number, number, number] =>
          since < duration_s ? [0.6 * sign, 0.8 * sign, 0] : [0, 0, 0];
        expect(flownApart_m(short, [60, 80, 3], push, delay_s)).toBeLessThan(0.001);
      }),
      { numRuns: 20 },
    );
  });

  test('an acceleration of 0 or a delay below 0 is refused, by name', () => {
    expect(() => writeSpeed(path, 1, 0, 0, 1, 0)).toThrow('accel_mps2 0');
    expect(() => writeSpeed(path, 1, 0, 0, 1, 1, -1)).toThrow('delay_s -1');
    expect(() => writeTurn(path, 1, 0, 0, 1, 1, Number.NaN)).toThrow('delay_s NaN');
  });
});

describe('the own path against an intruder', () => {
  const LATERAL_M = 1852;
  const VERTICAL_M = 150;
  const path = createPath(2, 120);
  const out = new Float64Array(3);
  const intruder = fc.tuple(
    number(-15_000, 15_000),
    number(-15_000, 15_000),
    number(-600, 600),
    number(-250, 250),
    number(-250, 250),
    number(-10, 10),
  );

  function between(t: number): [number, number, number] {
    const i = Math.min(path.count - 2, Math.floor(t / path.step_s));
    const f = t / path.step_s - i;
    const part = (line: Float64Array): number => line[i]! + (line[i + 1]! - line[i]!) * f;
    return [part(path.x), part(path.y), part(path.z)];
  }

  test('agrees with looking at it every 20 ms', () => {
    fc.assert(
      fc.property(velocity, number(-90, 90), intruder, (own, turn_deg, [sx, sy, sz, vx, vy, vz]) => {
        writeTurn(path, ...own, turn_deg, 3, 5);
        const hit = pathAgainst(path, sx, sy, sz, vx, vy, vz, LATERAL_M, VERTICAL_M, out);
        const [first_s, range_m, vertical_m] = [...out] as [number, number, number];
        const measure = (range: number, vertical: number): number =>
          (range / LATERAL_M) ** 2 + (vertical / VERTICAL_M) ** 2;
        let seen_s = Number.POSITIVE_INFINITY;
        let least = Number.POSITIVE_INFINITY;
        for (let k = 0; k <= 6000; k += 1) {
          const t = k / 50;
          const [x, y, z] = between(t);
          const range = Math.hypot(sx + vx * t - x, sy + vy * t - y);
          const vertical = Math.abs(sz + vz * t - z);
          least = Math.min(least, measure(range, vertical));
          if (range < LATERAL_M - 1e-5 && vertical < VERTICAL_M - 1e-5) seen_s = Math.min(seen_s, t);
        }
        expect(measure(range_m, vertical_m)).toBeLessThanOrEqual(least + 1e-9);
        expect(measure(range_m, vertical_m)).toBeGreaterThan(least * 0.9 - 0.03);
        expect(hit).toBe(first_s < Number.POSITIVE_INFINITY);
        if (seen_s < Number.POSITIVE_INFINITY) {
          expect(first_s).toBeLessThanOrEqual(seen_s + 1e-9);
        }
        if (hit) {
          // From its first instant it is inside; and before the one it was seen at by no more than a graze.
          const [x, y, z] = between(first_s);
          expect(Math.hypot(sx + vx * first_s - x, sy + vy * first_s - y)).toBeLessThan(LATERAL_M + 1e-5);
          expect(Math.abs(sz + vz * first_s - z)).toBeLessThan(VERTICAL_M + 1e-5);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('straight on against straight on is the cylinder', () => {
    writeTurn(path, 200, 0, 0, 0, 3);
    expect(pathAgainst(path, 20_000, 0, 0, -200, 0, 0, LATERAL_M, VERTICAL_M, out)).toBe(true);
    expect(out[0]).toBeCloseTo((20_000 - LATERAL_M) / 400, 9);
    expect(out[1]).toBeCloseTo(0, 9);
    expect(pathAgainst(path, 20_000, 2000, 100, -200, 0, 0, LATERAL_M, VERTICAL_M, out)).toBe(false);
    expect(out[0]).toBe(Number.POSITIVE_INFINITY);
    expect(out[1]).toBeCloseTo(2000, 9);
    expect(out[2]).toBe(100);
  });

  test('inside from the start: time 0', () => {
    writeTurn(path, 200, 0, 0, 30, 3);
    expect(pathAgainst(path, 500, 0, 0, 200, 0, 0, LATERAL_M, VERTICAL_M, out)).toBe(true);
    expect(out[0]).toBe(0);
  });

  test('equal to a minimum is clear', () => {
    writeTurn(path, 200, 0, 0, 0, 3);
    expect(pathAgainst(path, 20_000, LATERAL_M, 0, -200, 0, 0, LATERAL_M, VERTICAL_M, out)).toBe(false);
    expect(pathAgainst(path, 20_000, 0, -VERTICAL_M, -200, 0, 0, LATERAL_M, VERTICAL_M, out)).toBe(false);
  });

  test('with the height unknown the range alone counts, and no vertical distance is made up', () => {
    writeClimb(path, 200, 0, 0, 1000, 10);
    expect(pathAgainst(path, 20_000, 0, Number.NaN, -200, 0, 0, LATERAL_M, VERTICAL_M, out)).toBe(true);
    expect(out[0]).toBeCloseTo((20_000 - LATERAL_M) / 400, 9);
    expect(out[1]).toBeCloseTo(0, 9);
    expect(out[2]).toBeNaN();
    expect(pathAgainst(path, 20_000, 3000, Number.NaN, -200, 0, 0, LATERAL_M, VERTICAL_M, out)).toBe(false);
    expect(out[1]).toBeCloseTo(3000, 9);
  });
});
