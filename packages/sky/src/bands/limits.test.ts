import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encounters, flatSky } from '../../test/encounters.ts';
import { changed, LIMITS, NO_RECOVERY } from '../../test/shapes.ts';
import type { AlertLevel, Configuration } from '../config/configuration.ts';
import { ConfigurationError } from '../config/quantity.ts';
import { DetectAndAvoid } from '../detect_and_avoid.ts';
import type { Bands } from './bands.ts';
import type { BandKind } from './manoeuvre.ts';

const KINDS: readonly BandKind[] = ['direction', 'horizontal_speed', 'vertical_speed', 'altitude'];
const TURN = 2 * Math.PI;

const REACH: { readonly [kind in BandKind]: readonly [below: number, above: number] } = {
  direction: [LIMITS.left_direction_rad, LIMITS.right_direction_rad],
  horizontal_speed: [LIMITS.horizontal_speed_below_mps, LIMITS.horizontal_speed_above_mps],
  vertical_speed: [LIMITS.vertical_speed_below_mps, LIMITS.vertical_speed_above_mps],
  altitude: [LIMITS.altitude_below_m, LIMITS.altitude_above_m],
};

/** The region of a value, and how far it lies from where that ends. */
function at({ bands }: Bands, value: number): readonly [region: string, edge: number] {
  for (const { low, high, region } of bands) {
    if (value >= low && value <= high) return [region, Math.min(value - low, high - value)];
  }
  return ['outside', 0];
}

/** A value some way off the present one, on the scale of its kind. */
function away(kind: BandKind, { value }: Bands, by: number): number {
  return kind === 'direction' ? (((value + by) % TURN) + TURN) % TURN : value + by;
}

test('of values near the present one alone, those are as without limits, and the others unknown', () => {
  const whole = new DetectAndAvoid(changed(NO_RECOVERY));
  const near = new DetectAndAvoid(changed({ ...NO_RECOVERY, ...LIMITS }));
  let inside = 0;
  fc.assert(
    fc.property(encounters(2), fc.integer({ min: -2000, max: 2000 }), (drawn, permille) => {
      const share = permille / 1000;
      for (const engine of [whole, near]) {
        engine.forget();
        engine.update(flatSky(drawn));
      }
      for (const kind of KINDS) {
        const [all, some] = [whole.bands(kind), near.bands(kind)];
        const [below, above] = REACH[kind];
        const by = share < 0 ? share * below : share * above;
        const within = share > -0.98 && share < 0.98;
        const value = away(kind, all, by);
        const [region, edge] = at(all, value);
        if (region === 'outside' || (kind === 'direction' && Math.abs(by) > Math.PI)) continue;
        // A region whose set is empty ends the painting: nothing milder is painted, and less is left near the value.
        const saturated = !some.bands.some((band) => band.region === 'NONE');
        const step = { direction: 0.04, horizontal_speed: 6, vertical_speed: 1.2, altitude: 62 }[kind];
        if (Math.abs(share) > 1.02) expect(at(some, value)[0]).toMatch(/UNKNOWN|outside/);
        else if (within && edge > step && !saturated) {
          inside += 1;
          expect(at(some, value)[0]).toBe(region);
        }
      }
    }),
    { numRuns: 150, seed: 9 },
  );
  expect(inside).toBeGreaterThan(100);
});

test('a resolution lies within the limits or there is none', () => {
  const engine = new DetectAndAvoid(changed(LIMITS));
  let found = 0;
  fc.assert(
    fc.property(encounters(3), (drawn) => {
      engine.forget();
      engine.update(flatSky(drawn));
      for (const kind of KINDS) {
        const { value, low, up } = engine.bands(kind);
        const [below, above] = REACH[kind];
        const apart = (from: number, to: number) => (kind === 'direction' ? (to - from + TURN) % TURN : to - from);
        for (const [end, most] of [
          [low === null ? null : apart(low, value), below],
          [up === null ? null : apart(value, up), above],
        ] as const) {
          if (end === null || !Number.isFinite(end)) continue;
          found += 1;
          expect(end).toBeGreaterThanOrEqual(0);
          expect(end).toBeLessThanOrEqual(most * 1.001);
        }
      }
    }),
    { numRuns: 60 },
  );
  expect(found).toBeGreaterThan(50);
});

test('limits go with the present value from update to update', () => {
  const engine = new DetectAndAvoid(changed(LIMITS));
  for (let time_s = 0; time_s < 8; time_s++) {
    const course = 0.3 * time_s;
    const velocity = [120 * Math.sin(course), 120 * Math.cos(course), time_s] as const;
    const traffic = [{ position: [300, 6000 - 200 * time_s, 3000], velocity: [0, -90, 0] }] as const;
    engine.update(flatSky({ own: { position: [0, 0, 3000 + 50 * time_s], velocity }, traffic }, time_s));
    for (const kind of KINDS) {
      const bands = engine.bands(kind);
      const [below, above] = REACH[kind];
      for (const share of [0.03, 0.97]) {
        expect(at(bands, away(kind, bands, -share * below))[0]).not.toBe('UNKNOWN');
        expect(at(bands, away(kind, bands, share * above))[0]).not.toBe('UNKNOWN');
      }
      expect(at(bands, away(kind, bands, -1.05 * below))[0]).toBe('UNKNOWN');
      expect(at(bands, away(kind, bands, 1.05 * above))[0]).toBe('UNKNOWN');
    }
  }
});

test('a turn by bank angle is one at the rate that gravity, bank and speed give', () => {
  const bank_rad = (20 * Math.PI) / 180;
  const banked = new DetectAndAvoid(changed({ turn_rate_radps: 0, bank_angle_rad: bank_rad }));
  fc.assert(
    fc.property(encounters(2), (drawn) => {
      const [vx, vy] = drawn.own.velocity;
      const turn_rate_radps = (9.80665 * Math.tan(bank_rad)) / Math.sqrt(vx * vx + vy * vy);
      const rated = new DetectAndAvoid(changed({ turn_rate_radps }));
      banked.forget();
      for (const engine of [banked, rated]) engine.update(flatSky(drawn));
      const rounded = ({ bands }: Bands) =>
        bands.map(({ low, high, region }) => [low.toFixed(6), high.toFixed(6), region]);
      expect(rounded(banked.bands('direction'))).toEqual(rounded(rated.bands('direction')));
    }),
    { numRuns: 40 },
  );
});

test('without recovery what is saturated stays so, and all else is as with it', () => {
  const [without, recovering] = [new DetectAndAvoid(changed(NO_RECOVERY)), new DetectAndAvoid(changed({}))];
  let saturated = 0;
  fc.assert(
    fc.property(encounters(4), (drawn) => {
      for (const engine of [without, recovering]) {
        engine.forget();
        engine.update(flatSky(drawn));
      }
      for (const kind of KINDS) {
        const [plain, other] = [without.bands(kind), recovering.bands(kind)];
        expect(plain.recovery).toBeNull();
        if (other.recovery === null) {
          expect(plain).toEqual(other);
          continue;
        }
        saturated += 1;
        expect(plain.bands.map(({ region }) => region)).not.toContain('RECOVERY');
        expect(plain.bands.map(({ region }) => region)).not.toContain('NONE');
        expect([plain.low ?? Number.NEGATIVE_INFINITY, plain.up ?? Number.POSITIVE_INFINITY]).toEqual([
          Number.NEGATIVE_INFINITY,
          Number.POSITIVE_INFINITY,
        ]);
      }
    }),
    { numRuns: 60 },
  );
  expect(saturated).toBeGreaterThan(20);
});

test('a fixed horizon blocks nothing that a growing one does not', () => {
  const [fixed, growing] = [new DetectAndAvoid(changed({ fixedHorizon: true })), new DetectAndAvoid(changed({}))];
  let fewer = 0;
  fc.assert(
    fc.property(encounters(3), (drawn) => {
      for (const engine of [fixed, growing]) {
        engine.forget();
        engine.update(flatSky(drawn));
      }
      for (const kind of KINDS) {
        const [less, more] = [fixed.bands(kind), growing.bands(kind)];
        if (more.recovery !== null) continue;
        for (const { low, high, region } of less.bands) {
          if (region !== 'MID' && region !== 'NEAR') continue;
          expect(at(more, (low + high) / 2)[0]).toMatch(/MID|NEAR/);
        }
        for (const region of ['MID', 'NEAR'] as const) {
          const listed = more.peripheral[region];
          for (const aircraft of less.peripheral[region]) expect(listed).toContain(aircraft);
          fewer += listed.length - less.peripheral[region].length;
        }
      }
    }),
    { numRuns: 80 },
  );
  expect(fewer).toBeGreaterThan(0);
});

/** The standard configuration with a spread at each level of each alerter. */
function spreading(spread: NonNullable<AlertLevel['spread']>): Configuration {
  const { alerters } = changed({});
  return changed({
    alerters: alerters.map(({ name, levels }) => ({ name, levels: levels.map((level) => ({ ...level, spread })) })),
  });
}

test('a spread of half a turn alerts for what blocks a direction, a narrow one for less, none for conflicts alone', () => {
  const plain = new DetectAndAvoid(changed({}));
  const engines = [0, 0.3, 1, Math.PI].map((width) => new DetectAndAvoid(spreading({ direction_rad: width })));
  let raised = 0;
  fc.assert(
    fc.property(encounters(3), (drawn) => {
      for (const engine of [plain, ...engines]) {
        engine.forget();
        engine.update(flatSky(drawn));
      }
      const blocks = plain.bands('direction').peripheral;
      for (const i of drawn.traffic.keys()) {
        const alone = plain.alertLevel(i);
        const levels = engines.map((engine) => engine.alertLevel(i));
        expect(levels[0]).toBe(alone);
        expect(levels).toEqual([...levels].sort((a, b) => a - b));
        const blocked = blocks.NEAR.includes(i) ? 3 : blocks.MID.includes(i) ? 2 : 0;
        // The preventive level has its own height, and blocks no values.
        const most = Math.max(alone, blocked);
        if (most >= 2) expect(levels.at(-1)).toBe(most);
        else expect(levels.at(-1)).toBeLessThanOrEqual(1);
        if (most > alone) raised += 1;
      }
    }),
    { numRuns: 100 },
  );
  expect(raised).toBeGreaterThan(10);
});

test.each(['horizontalSpeed_mps', 'verticalSpeed_mps', 'altitude_m'] as const)(
  'a spread of %s only adds alerts',
  (kind) => {
    const [plain, wide] = [new DetectAndAvoid(changed({})), new DetectAndAvoid(spreading({ [kind]: 300 }))];
    let raised = 0;
    fc.assert(
      fc.property(encounters(3), (drawn) => {
        for (const engine of [plain, wide]) {
          engine.forget();
          engine.update(flatSky(drawn));
        }
        for (const i of drawn.traffic.keys()) {
          expect(wide.alertLevel(i)).toBeGreaterThanOrEqual(plain.alertLevel(i));
          if (wide.alertLevel(i) > plain.alertLevel(i)) raised += 1;
        }
      }),
      { numRuns: 60 },
    );
    expect(raised).toBeGreaterThan(0);
  },
);

test.each([
  ['left_direction_rad', { left_direction_rad: '190 deg' }],
  ['altitude_above_m', { altitude_above_m: -1 }],
] as const)('a bad %s is refused by name', (field, change) => {
  expect(() => changed(change)).toThrow(ConfigurationError);
  expect(() => changed(change)).toThrow(`${field}: `);
  expect(() => spreading({ altitude_m: Number.NaN })).toThrow('alerters[0].levels[0].spread.altitude_m: ');
});
