import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as oracle from '../../test/oracle.ts';
import { acos, asin, atan, atan2, cos, exp, hypot, log, pow, sin, tan } from '../math.ts';
import { writeSinCos } from './trig.ts';

const INF = Number.POSITIVE_INFINITY;
const EDGES = [
  0,
  -0,
  5e-324,
  -5e-324,
  2.2250738585072014e-308,
  1e-20,
  -1e-20,
  0.5,
  -0.5,
  1,
  -1,
  1.0000000000000002,
  2,
  -2,
  3,
  -3,
  1023,
  -1074,
  2 ** 53,
  -(2 ** 53),
  2 ** 53 - 1,
  -(2 ** 53 - 1),
  Number.MAX_VALUE,
  -Number.MAX_VALUE,
  INF,
  -INF,
  Number.NaN,
];

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const angle = fc.double({ noNaN: true, min: -1e4, max: 1e4 });

/**
 * Where the language's own function gives NaN, an infinity or a zero, ours gives the same one; elsewhere the same
 * within 2 ulp.
 */
function expectLike(ours: number, engine: number, what: string): void {
  if (Number.isNaN(engine) || Math.abs(engine) === INF || engine === 0)
    expect(Object.is(ours, engine), what).toBe(true);
  else expect(Math.abs(ours - engine), what).toBeLessThanOrEqual(Math.max(5e-324, Math.abs(engine) * 4.5e-16));
}

describe('special values', () => {
  test.each([
    ['sin', sin, Math.sin],
    ['cos', cos, Math.cos],
    ['tan', tan, Math.tan],
    ['asin', asin, Math.asin],
    ['acos', acos, Math.acos],
    ['atan', atan, Math.atan],
    ['exp', exp, Math.exp],
    ['log', log, Math.log],
  ] as const)('%s at zeros, ones, infinities and NaN', (name, ours, engine) => {
    for (const x of EDGES) expectLike(ours(x), engine(x), `${name}(${Object.is(x, -0) ? '-0' : x}) = ${ours(x)}`);
  });

  test.each([
    ['atan2', atan2, Math.atan2],
    ['pow', pow, Math.pow],
    ['hypot', hypot, Math.hypot],
  ] as const)('%s at all pairs of them', (name, ours, engine) => {
    for (const x of EDGES) {
      for (const y of EDGES) expectLike(ours(x, y), engine(x, y), `${name}(${x}, ${y}) = ${ours(x, y)}`);
    }
  });

  test('signed zeros of atan2, as ISO C Annex F lists them', () => {
    expect(Object.is(atan2(0, 0), 0)).toBe(true);
    expect(Object.is(atan2(-0, 0), -0)).toBe(true);
    expect(atan2(0, -0)).toBe(Math.PI);
    expect(atan2(-0, -0)).toBe(-Math.PI);
    expect(atan2(-0, -1)).toBe(-Math.PI);
    expect(Object.is(atan2(-1e-300, INF), -0)).toBe(true);
    expect(atan2(INF, -INF)).toBe((3 * Math.PI) / 4);
  });

  test('ends of the range of exp and pow', () => {
    expect(oracle.ulpsOff(exp(709.782712893384), oracle.exp(709.782712893384))).toBeLessThan(0.51);
    expect(exp(709.7827128933841)).toBe(INF);
    expect(exp(-745.1332191019411)).toBe(5e-324);
    expect(exp(-745.1332191019412)).toBe(0);
    expect(pow(2, 1023.9999999999999)).toBeLessThan(INF);
    expect(pow(2, 1024)).toBe(INF);
    expect(pow(2, -1074)).toBe(5e-324);
    expect(pow(2, -1075.1)).toBe(0);
    expect(Object.is(pow(-2, -1077), -0)).toBe(true);
    expect(pow(-10, 309)).toBe(-INF);
  });

  test('powers that are doubles come out exact', () => {
    for (let e = -1074; e <= 1023; e += 1) expect(pow(2, e)).toBe(2 ** e);
    for (let e = 0; e <= 22; e += 1) expect(pow(10, e)).toBe(Number(`1e${e}`));
    for (let n = -50; n <= 50; n += 1) expect(pow(n, 3)).toBe(n * n * n);
    expect(pow(2.25, 0.5)).toBe(1.5);
    expect(pow(27, 1 / 3)).toBe(3);
  });

  test('angles that are doubles, or the double nearest to a fraction of pi', () => {
    expect(sin(Math.PI)).toBe(1.2246467991473532e-16);
    expect(cos(Math.PI / 2)).toBe(6.123233995736766e-17);
    expect(cos(Math.PI)).toBe(-1);
    expect(sin(Math.PI / 2)).toBe(1);
    expect(asin(1)).toBe(Math.PI / 2);
    expect(acos(-1)).toBe(Math.PI);
    expect(acos(0)).toBe(Math.PI / 2);
    expect(atan(INF)).toBe(Math.PI / 2);
    expect(atan(1)).toBe(Math.PI / 4);
  });
});

describe('properties', () => {
  test('sin, tan, asin, atan are odd; cos is even; exactly', () => {
    fc.assert(
      fc.property(finite, (x) => {
        expect(sin(-x)).toBe(-sin(x));
        expect(tan(-x)).toBe(-tan(x));
        expect(atan(-x)).toBe(-atan(x));
        expect(asin(-x)).toBe(-asin(x));
        expect(cos(-x)).toBe(cos(x));
      }),
    );
  });

  test('sin^2 + cos^2 = 1', () => {
    fc.assert(
      fc.property(finite, (x) => {
        expect(Math.abs(sin(x) ** 2 + cos(x) ** 2 - 1)).toBeLessThan(4.5e-16);
      }),
    );
  });

  test('the angle of (cos, sin) is the angle', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, min: -Math.PI, max: Math.PI }), (x) => {
        expect(Math.abs(atan2(sin(x), cos(x)) - x)).toBeLessThanOrEqual(4.5e-16 * Math.max(1, Math.abs(x)));
      }),
    );
  });

  test('asin and acos add up to a right angle', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, min: -1, max: 1 }), (x) => {
        expect(Math.abs(asin(x) + acos(x) - Math.PI / 2)).toBeLessThan(4.5e-16);
      }),
    );
  });

  test('log undoes exp, and pow is exp of a multiple of log', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, min: -700, max: 700 }), (x) => {
        // An ulp of e^x is 2.2e-16 of it, hence as much in x.
        expect(Math.abs(log(exp(x)) - x)).toBeLessThan(3e-16 + 2.3e-16 * Math.abs(x));
        expect(Math.abs(pow(exp(1), x) / exp(x) - 1)).toBeLessThan(1e-15 + 1.2e-16 * Math.abs(x));
      }),
    );
  });

  test('exp, log and atan never fall from one double to the next', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, min: 1e-300, max: 700 }), (x) => {
        const next = x * (1 + 2 ** -52);
        expect(exp(next)).toBeGreaterThanOrEqual(exp(x));
        expect(log(next)).toBeGreaterThanOrEqual(log(x));
        expect(atan(next)).toBeGreaterThanOrEqual(atan(x));
      }),
    );
  });

  test('hypot: order and signs do not matter, and it is no shorter than either side', () => {
    fc.assert(
      fc.property(finite, finite, (x, y) => {
        expect(hypot(x, y)).toBe(hypot(-y, x));
        expect(hypot(x, y)).toBeGreaterThanOrEqual(Math.max(Math.abs(x), Math.abs(y)));
        expect(hypot(x, 0)).toBe(Math.abs(x));
      }),
    );
  });

  test('a full turn more changes the sine by no more than the turn is off', () => {
    fc.assert(
      fc.property(angle, (x) => {
        expect(Math.abs(sin(x + 2 * Math.PI) - sin(x))).toBeLessThan(1e-11);
      }),
    );
  });
});

test('written to an array, sine and cosine are those that are returned, to the last bit', () => {
  const values = new Float64Array(3);
  const check = (x: number): void => {
    values[0] = x;
    writeSinCos(values);
    expect([values[1], values[2]]).toEqual([sin(x), cos(x)]);
  };
  for (const x of EDGES) check(x);
  fc.assert(fc.property(fc.oneof(angle, finite), check));
});
