import { describe, expect, test } from 'vitest';
import * as oracle from '../test/oracle.ts';
import { neighbour, Random } from '../test/random.ts';
import * as math from './math.ts';

/**
 * The largest error measured over 60,000 arguments of each kind below, in units in the last place (ulp), rounded up.
 * The tests run fewer arguments of the same kinds and hold them to these. Subnormal results are rounded twice, which
 * sets the figures of exp (0.52 for normal results) and hypot (0.51).
 */
const MEASURED = {
  sin: 0.8,
  cos: 0.81,
  tan: 0.97,
  asin: 0.51,
  acos: 0.51,
  atan: 0.51,
  atan2: 0.51,
  exp: 0.76,
  log: 0.51,
  pow: 0.52,
  hypot: 0.67,
};
const ARGUMENTS = 1500;

type Kinds = Record<string, (random: Random) => number>;
type PairKinds = Record<string, (random: Random) => readonly [number, number]>;

const ANGLES: Kinds = {
  'within a quarter turn': (r) => r.between(-0.8, 0.8),
  'a few turns': (r) => r.between(-100, 100),
  'beside multiples of pi/2': (r) => neighbour((r.whole(1, 600_000) * Math.PI) / 2, r.whole(-2, 2)),
  'beside odd multiples of pi/4': (r) => (2 * r.whole(-4, 4) + 1) * (Math.PI / 4) + r.between(-1e-3, 1e-3),
  'where the reduction changes over': (r) => r.between(-2.2e6, 2.2e6),
  'any exponent': (r) => r.double(),
};

const SINES: Kinds = {
  'all of the range': (r) => r.between(-1, 1),
  'just below 1': (r) => neighbour(1, -r.whole(1, 10_000)),
  'just above -1': (r) => -neighbour(1, -r.whole(1, 1_000_000_000)),
  'about sin 45 degrees': (r) => Math.SQRT1_2 + r.between(-1e-6, 1e-6),
  'near 0': (r) => r.between(-1e-3, 1e-3),
  'very near 0': (r) => r.between(-1e-8, 1e-8),
};

const ONE_ARGUMENT: Record<'sin' | 'cos' | 'tan' | 'asin' | 'acos' | 'atan' | 'exp' | 'log', Kinds> = {
  sin: ANGLES,
  cos: ANGLES,
  tan: ANGLES,
  asin: SINES,
  acos: SINES,
  atan: {
    'within 1': (r) => r.between(-1, 1),
    'up to 100': (r) => r.between(-100, 100),
    'where the table changes over': (r) => (r.whole(0, 31) + 0.5) / 32 + r.between(-1e-9, 1e-9),
    'about 1': (r) => 1 + r.between(-1e-6, 1e-6),
    'any exponent': (r) => r.double(),
  },
  exp: {
    'within 1': (r) => r.between(-1, 1),
    'very near 0': (r) => r.between(-1e-6, 1e-6),
    'all normal results': (r) => r.between(-708, 709.7),
    'subnormal results': (r) => r.between(-745, -708),
    'where the table changes over': (r) => ((r.whole(-60_000, 60_000) + 0.5) * Math.LN2) / 64 + r.between(-1e-9, 1e-9),
  },
  log: {
    'up to 2': (r) => r.between(0, 2),
    'about 1': (r) => r.between(0.99, 1.01),
    'just above 1': (r) => neighbour(1, r.whole(1, 1000)),
    'just below 1': (r) => neighbour(1, -r.whole(1, 1000)),
    'where the table changes over': (r) => (r.whole(90, 182) + 0.5) / 128 + r.between(-1e-10, 1e-10),
    'any exponent, subnormal too': (r) => Math.abs(r.double()),
  },
};

const anyPair = (r: Random): readonly [number, number] => [r.double(), r.double()];
const likePair = (r: Random): readonly [number, number] => {
  const y = r.double();
  return [y, y * r.between(-3, 3)];
};
const TWO_ARGUMENTS: Record<'atan2' | 'pow' | 'hypot', PairKinds> = {
  atan2: {
    'within 1': (r) => [r.between(-1, 1), r.between(-1, 1)],
    'any exponents': anyPair,
    'of like size': likePair,
  },
  pow: {
    moderate: (r) => [r.between(0, 100), r.between(-100, 100)],
    'base about 1, large exponent': (r) => [r.between(0.999, 1.001), r.between(-7e5, 7e5)],
    'base next to 1, huge exponent': (r) => [neighbour(1, r.whole(1, 1_000_000)), r.between(-1e12, 1e12)],
    'any base': (r) => [Math.abs(r.double()), r.between(-1, 1)],
    'whole numbers': (r) => [r.whole(1, 50), r.whole(-100, 100)],
  },
  hypot: {
    'within 1': (r) => [r.between(-1, 1), r.between(-1, 1)],
    'any exponents': anyPair,
    'of like size': likePair,
  },
};

const ONE = {
  sin: { ours: math.sin, exact: oracle.sin },
  cos: { ours: math.cos, exact: oracle.cos },
  tan: { ours: math.tan, exact: oracle.tan },
  asin: { ours: math.asin, exact: oracle.asin },
  acos: { ours: math.acos, exact: oracle.acos },
  atan: { ours: math.atan, exact: oracle.atan },
  exp: { ours: math.exp, exact: oracle.exp },
  log: { ours: math.log, exact: oracle.log },
};
const TWO = {
  atan2: { ours: math.atan2, exact: oracle.atan2 },
  pow: { ours: math.pow, exact: oracle.pow },
  hypot: { ours: math.hypot, exact: oracle.hypot },
};

describe('accuracy against integer arithmetic of more than 60 digits', () => {
  for (const [name, kinds] of entries(ONE_ARGUMENT)) {
    const { ours, exact } = ONE[name];
    for (const [kind, draw] of entries(kinds)) {
      test(`${name}, ${kind}: within ${MEASURED[name]} ulp`, () => {
        const random = new Random(20_151_020);
        let worst = { off: 0, x: 0 };
        for (let i = 0; i < ARGUMENTS; i += 1) {
          const x = draw(random);
          const off = oracle.ulpsOff(ours(x), exact(x));
          if (!(off <= worst.off)) worst = { off, x };
        }
        expect(worst.off, `at ${worst.x}`).toBeLessThan(MEASURED[name]);
      });
    }
  }

  for (const [name, kinds] of entries(TWO_ARGUMENTS)) {
    const { ours, exact } = TWO[name];
    for (const [kind, draw] of entries(kinds)) {
      test(`${name}, ${kind}: within ${MEASURED[name]} ulp`, () => {
        const random = new Random(20_151_020);
        let worst = { off: 0, x: 0, y: 0 };
        let compared = 0;
        for (let i = 0; i < ARGUMENTS; i += 1) {
          const [x, y] = draw(random);
          const value = ours(x, y);
          // Overflow, and powers below the least subnormal, have a test of their own.
          if (!Number.isFinite(y) || !Number.isFinite(value) || value === 0) continue;
          const off = oracle.ulpsOff(value, exact(x, y));
          if (!(off <= worst.off)) worst = { off, x, y };
          compared += 1;
        }
        expect(worst.off, `at ${worst.x}, ${worst.y}`).toBeLessThan(MEASURED[name]);
        expect(compared).toBeGreaterThan(ARGUMENTS / 3);
      });
    }
  }

  test('the hardest known argument of the reduction, nearest to a multiple of pi/2 of all doubles', () => {
    // J.-M. Muller, "Elementary Functions", table of worst cases: 6381956970095103 * 2^797.
    const x = 6381956970095103 * 2 ** 797;
    expect(oracle.ulpsOff(math.cos(x), oracle.cos(x))).toBeLessThan(MEASURED.cos);
    expect(math.cos(x)).toBe(-4.687165924254628e-19);
    expect(oracle.ulpsOff(math.tan(x), oracle.tan(x))).toBeLessThan(MEASURED.tan);
  });

  test('the yardstick itself: values known to many digits', () => {
    // sin 1 and ln 10 as in any table; an error of one part in 10^17 would show.
    expect(oracle.ulpsOff(0.8414709848078965, oracle.sin(1))).toBeLessThan(0.5);
    expect(oracle.ulpsOff(Math.LN10, oracle.log(10))).toBeLessThan(0.5);
    expect(oracle.ulpsOff(neighbour(Math.LN10, 1), oracle.log(10))).toBeGreaterThan(0.5);
    expect(oracle.ulpsOff(Math.E, oracle.exp(1))).toBeLessThan(0.5);
    expect(oracle.ulpsOff(Math.PI / 4, oracle.atan(1))).toBeLessThan(0.5);
    expect(oracle.ulpsOff(5, oracle.hypot(3, 4))).toBe(0);
  });
});

function entries<K extends string, V>(record: Record<K, V>): [K, V][] {
  return Object.entries(record) as [K, V][];
}
