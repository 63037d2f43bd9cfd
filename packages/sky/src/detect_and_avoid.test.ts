import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Drawn, type DrawnEncounter, encounters, flatSky } from '../test/encounters.ts';
import { SHAPES } from '../test/shapes.ts';
import type { SkyState } from './bands/aircraft.ts';
import { BAND_REGIONS, type Bands } from './bands/bands.ts';
import type { BandKind } from './bands/manoeuvre.ts';
import { SkyStateError } from './bands/sky_state.ts';
import { standardConfiguration } from './config/standard.ts';
import { DetectAndAvoid } from './detect_and_avoid.ts';

const KINDS: readonly BandKind[] = ['direction', 'horizontal_speed', 'vertical_speed', 'altitude'];
const CONFLICT = ['FAR', 'MID', 'NEAR'];

function fresh(name = 'DO_365B_no_SUM'): DetectAndAvoid {
  return new DetectAndAvoid(standardConfiguration(name));
}

function answers(engine: DetectAndAvoid, sky: SkyState): { alerts: number[]; bands: Bands[]; last_s: number[] } {
  engine.update(sky);
  return {
    alerts: sky.traffic.map((_, i) => engine.alertLevel(i)),
    bands: KINDS.map((kind) => engine.bands(kind)),
    last_s: KINDS.flatMap((kind) => sky.traffic.map((_, i) => engine.lastTimeToManoeuvre_s(kind, i))),
  };
}

/** The same with every number to six decimals. */
function rounded(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, part) => {
      if (typeof part !== 'number') return part;
      return Number.isFinite(part) ? Math.round(part * 1e5) / 1e5 : String(part);
    }),
  );
}

test.each(Object.entries(SHAPES))('%s: the place of the frame does not count', (_, shape) => {
  const engine = new DetectAndAvoid(shape);
  const asked = (sky: SkyState) => {
    engine.forget();
    return rounded(answers(engine, sky));
  };
  fc.assert(
    fc.property(encounters(3), fc.integer({ min: -40, max: 40 }), fc.integer({ min: -40, max: 40 }), (drawn, x, y) => {
      expect(asked(flatSky(drawn, 0, [1024 * x, 1024 * y]))).toEqual(asked(flatSky(drawn)));
    }),
    { numRuns: 15, seed: 4711 },
  );
});

test.each(Object.entries(SHAPES))('%s: the time of day does not count', (_, shape) => {
  const [one, other] = [new DetectAndAvoid(shape), new DetectAndAvoid(shape)];
  fc.assert(
    fc.property(encounters(3), fc.integer({ min: -100_000, max: 100_000 }), (drawn, start_s) => {
      one.forget();
      other.forget();
      for (let step = 0; step < 3; step++) {
        expect(answers(other, flatSky(drawn, start_s + step))).toEqual(answers(one, flatSky(drawn, step)));
      }
    }),
    { numRuns: 6 },
  );
});

// Not so with the tables of TCAS II, which go by the own altitude.
test.each(Object.entries(SHAPES).filter(([name]) => name !== 'TCAS3D'))(
  '%s: both of a pair predict alike',
  (_, shape) => {
    const errors = {
      east_m: 40,
      north_m: 25,
      eastNorth_m: 10,
      altitude_m: 12,
      east_mps: 2,
      north_mps: 1,
      eastNorth_mps: 0,
      climb_mps: 0.5,
    };
    fc.assert(
      fc.property(encounters(1), ({ own, traffic: [other] }) => {
        const [mine, theirs] = [new DetectAndAvoid(shape), new DetectAndAvoid(shape)];
        const withErrors = (sky: SkyState): SkyState => ({
          ...sky,
          ownship: { ...sky.ownship, errors },
          traffic: sky.traffic.map((aircraft) => ({ ...aircraft, errors })),
        });
        if (other === undefined) return;
        mine.update(withErrors(flatSky({ own, traffic: [other] })));
        theirs.update(withErrors(flatSky({ own: other, traffic: [own] })));
        expect(theirs.alertLevel(0)).toBe(mine.alertLevel(0));
        expect(theirs.violation(0, 1)?.entry_s).toBe(mine.violation(0, 1)?.entry_s);
        expect(theirs.closestApproach(0, 1000).horizontalMiss_m).toBe(mine.closestApproach(0, 1000).horizontalMiss_m);
      }),
      { numRuns: 40 },
    );
  },
);

/** Whether a value lies in a band of conflict; null within `edge` of where a band ends. */
function inConflict({ bands }: Bands, value: number, edge: number): boolean | null {
  for (const { low, high, region } of bands) {
    if (value > low + edge && value < high - edge) return CONFLICT.includes(region);
  }
  return null;
}

/**
 * Whether straight flight from a state, with time 0 now, loses the well-clear volume scaled by `size` within some
 * seconds.
 */
function losesWellClear(s: readonly number[], v: readonly number[], size: number): boolean {
  const [x, y, z] = s as [number, number, number];
  const [vx, vy] = v as [number, number, number];
  const [distance_m, height_m, tau_s] = [0.66 * 1852 * size, 450 * 0.3048 * size, 35 * size];
  if (Math.abs(z) > height_m) return false;
  const range2 = x * x + y * y;
  if (range2 <= distance_m * distance_m) return true;
  const [closing, speed2] = [x * vx + y * vy, vx * vx + vy * vy];
  if (closing >= 0) return false;
  const miss2 = range2 - (closing * closing) / speed2;
  return miss2 <= distance_m * distance_m && (distance_m * distance_m - range2) / closing <= tau_s;
}

/** Flies the ownship by small steps: turning, changing a speed, or climbing, to a value, then straight. */
function simulate({ own, traffic }: DrawnEncounter, kind: BandKind, from: number, to: number, size: number): boolean {
  const step_s = 0.02;
  const position = [...own.position];
  let [vx, vy, vz] = own.velocity;
  const speed_mps = Math.sqrt(vx * vx + vy * vy);
  const [east, north] = [vx / speed_mps, vy / speed_mps];
  const rate = kind === 'direction' ? (3 * Math.PI) / 180 : kind === 'horizontal_speed' ? 2 : 0.25 * 9.80665;
  const lasts_s = Math.abs(to - from) / rate;
  const acceleration_mps2 = 0.25 * 9.80665;
  const stops = vz * (to - from) >= 0 && (vz * vz) / (2 * acceleration_mps2) <= Math.abs(to - from);
  const fastest_mps = Math.max(500 * (0.3048 / 60), stops ? Math.abs(vz) : 0);
  for (let step = 0; step * step_s <= 180; step++) {
    const time_s = step * step_s;
    const value = from + Math.sign(to - from) * Math.min(time_s, lasts_s) * rate;
    if (kind === 'direction') [vx, vy] = [speed_mps * Math.sin(value), speed_mps * Math.cos(value)];
    else if (kind === 'horizontal_speed') [vx, vy] = [east * value, north * value];
    else if (kind === 'vertical_speed') vz = value;
    else {
      // Towards the level as fast as the rate allows and a stop there asks, the change of rate limited.
      const left_m = to - (position[2] as number);
      const wanted_mps = Math.sign(left_m) * Math.min(fastest_mps, Math.sqrt(2 * acceleration_mps2 * Math.abs(left_m)));
      const change_mps = acceleration_mps2 * step_s;
      vz += Math.min(change_mps, Math.max(-change_mps, wanted_mps - vz));
    }
    for (const other of traffic) {
      const s = other.position.map((p, i) => (position[i] as number) - p - (other.velocity[i] as number) * time_s);
      if (losesWellClear(s, [vx - other.velocity[0], vy - other.velocity[1], vz - other.velocity[2]], size))
        return true;
    }
    for (const [i, v] of [vx, vy, vz].entries()) position[i] = (position[i] as number) + v * step_s;
  }
  return false;
}

/** The same encounter seen from one that climbs with the ownship. */
function level({ own, traffic }: DrawnEncounter): DrawnEncounter {
  const [, , climb] = own.velocity;
  const sink = ({ position, velocity: [x, y, z] }: Drawn): Drawn => ({ position, velocity: [x, y, z - climb] });
  return { own: sink(own), traffic: traffic.map(sink) };
}

test.each([
  ['direction', 0.02],
  ['horizontal_speed', 3],
  ['vertical_speed', 0.6],
  ['altitude', 35],
] as const)('bands of %s agree with flying each value, away from their ends', (kind, edge) => {
  let compared = 0;
  fc.assert(
    fc.property(encounters(2), fc.integer({ min: -1000, max: 1000 }), (any, permille) => {
      // A level ownship changes its altitude at the rate of the configuration, another one at its own.
      const drawn = kind === 'altitude' && any.traffic.length === 1 ? level(any) : any;
      const share = permille / 1000;
      const engine = fresh();
      engine.update(flatSky(drawn));
      const bands = engine.bands(kind);
      if (bands.recovery !== null || bands.bands.length === 0) return;
      // Every aircraft is on its way to a conflict: one that is not counts over a shorter time.
      if (!drawn.traffic.every((_, i) => engine.violation(i, 2)?.conflict && engine.alertLevel(i) >= 2)) return;
      const [low, high] = [bands.bands[0]?.low ?? 0, bands.bands.at(-1)?.high ?? 0];
      const limit = share < 0 ? bands.value - low : high - bands.value;
      const reach = kind === 'direction' ? Math.PI : kind === 'altitude' ? Math.min(limit, 700) : limit;
      const to = bands.value + share * reach * 0.98;
      const turn = 2 * Math.PI;
      const conflict = inConflict(bands, kind === 'direction' ? ((to % turn) + turn) % turn : to, edge);
      if (conflict === null) return;
      compared += 1;
      // What is free stays clear of a volume a little smaller, what is not loses one a little larger.
      if (conflict) expect(simulate(drawn, kind, bands.value, to, 1.03)).toBe(true);
      else expect(simulate(drawn, kind, bands.value, to, 0.97)).toBe(false);
    }),
    { numRuns: kind === 'altitude' ? 900 : 300, seed: 365 },
  );
  expect(compared).toBeGreaterThan(30);
});

test.each(Object.entries(SHAPES))(
  '%s: another aircraft never frees a value of a region before recovery',
  (_, shape) => {
    const [all, fewer] = [new DetectAndAvoid(shape), new DetectAndAvoid(shape)];
    fc.assert(
      fc.property(encounters(4), (drawn) => {
        all.forget();
        fewer.forget();
        all.update(flatSky(drawn));
        fewer.update(flatSky({ ...drawn, traffic: drawn.traffic.slice(1) }));
        for (const kind of KINDS) {
          const more = all.bands(kind);
          const less = fewer.bands(kind);
          if (more.recovery !== null || less.recovery !== null) continue;
          for (const { low, high, region } of less.bands) {
            if (!CONFLICT.includes(region)) continue;
            for (const share of [0.1, 0.5, 0.9]) {
              expect(inConflict(more, low + share * (high - low), 0)).not.toBe(false);
            }
          }
        }
      }),
      { numRuns: 25 },
    );
  },
);

test.each(Object.entries(SHAPES))('%s: bands read in place are those that are copied', (_, shape) => {
  const engine = new DetectAndAvoid(shape);
  fc.assert(
    fc.property(encounters(3), (drawn) => {
      engine.forget();
      engine.update(flatSky(drawn));
      for (const kind of KINDS) {
        const copy = engine.bands(kind);
        const { value, ownRegion, bands, resolution, recovery, peripheral } = engine.liveBands(kind);
        expect([value, resolution.preferUp]).toEqual([copy.value, copy.preferUp]);
        expect(BAND_REGIONS[ownRegion] ?? 'UNKNOWN').toBe(copy.region);
        expect([resolution.low, resolution.up]).toEqual([copy.low ?? Number.NaN, copy.up ?? Number.NaN]);
        expect(recovery.time_s).toBe(copy.recovery?.time_s ?? Number.NaN);
        expect(bands.count).toBe(copy.bands.length);
        for (const [i, band] of copy.bands.entries()) {
          const region = BAND_REGIONS[bands.colour[i] as number] ?? 'UNKNOWN';
          expect([bands.low[i], bands.high[i], region]).toEqual([band.low, band.high, band.region]);
        }
        for (const region of ['FAR', 'MID', 'NEAR'] as const) {
          const { items, count } = peripheral[BAND_REGIONS.indexOf(region)] as (typeof peripheral)[number];
          expect([...items.subarray(0, count)]).toEqual(copy.peripheral[region]);
        }
      }
    }),
    { numRuns: 10 },
  );
});

test('with nobody around every value is free', () => {
  const engine = fresh();
  const { bands, alerts } = answers(
    engine,
    flatSky({ own: { position: [0, 0, 1000], velocity: [50, 60, 0] }, traffic: [] }),
  );
  expect(alerts).toEqual([]);
  for (const { bands: list, region, low, up, recovery } of bands) {
    expect(list.map((band) => band.region)).toEqual(['NONE']);
    expect([region, low, up, recovery]).toEqual(['NONE', null, null, null]);
  }
});

test('ten thousand aircraft are answered', () => {
  const traffic = Array.from({ length: 10_000 }, (_, i) => ({
    position: [300 * (i % 100) - 15_000, 300 * Math.floor(i / 100) - 15_000, 100 * (i % 90)] as const,
    velocity: [40 + (i % 7), -60 + (i % 11), 0] as const,
  }));
  const engine = fresh();
  engine.update(flatSky({ own: { position: [0, 0, 3000], velocity: [100, 0, 0] }, traffic }));
  expect(Math.max(...traffic.map((_, i) => engine.alertLevel(i)))).toBe(3);
  expectNumbers(engine.bands('direction'));
});

function expectNumbers(bands: Bands): void {
  const { value, low, up, recovery } = bands;
  const numbers = [value, low ?? 0, up ?? 0, ...bands.bands.flatMap((band) => [band.low, band.high])];
  for (const number of [...numbers, recovery?.time_s ?? 0]) expect(number).not.toBeNaN();
}

test.each(Object.entries(SHAPES))('%s: degenerate encounters give no NaN', (_, shape) => {
  const own = { position: [0, 0, 800], velocity: [30, 0, 0] } as const;
  const still = { position: [0, 0, 800], velocity: [0, 0, 0] } as const;
  const cases: DrawnEncounter[] = [
    { own, traffic: [own] },
    { own, traffic: [own, own, still] },
    { own: still, traffic: [still] },
    { own, traffic: [{ position: [609.6, 0, 800], velocity: [30, 0, 0] }] },
    { own, traffic: [{ position: [1222.32, 0, 937.16], velocity: [30, 0, 0] }] },
    { own, traffic: [{ position: [5e8, -5e8, 800], velocity: [-90_000, 90_000, 0] }] },
    { own: { position: [0, 0, 30.48], velocity: [5.144444444444445, 0, -30.48] }, traffic: [still] },
    { own: { position: [0, 0, 50_000], velocity: [1e-300, 0, 0] }, traffic: [own] },
  ];
  const engine = new DetectAndAvoid(shape);
  for (const [time_s, drawn] of cases.entries()) {
    const { bands, last_s } = answers(engine, flatSky(drawn, time_s));
    for (const kind of bands) expectNumbers(kind);
    for (const wait_s of last_s) expect(wait_s).not.toBeNaN();
    for (const i of drawn.traffic.keys()) {
      const { entry_s, exit_s, critical_s, norm } = engine.violation(i, 1) ?? {};
      for (const number of [entry_s, exit_s, critical_s, norm]) expect(number ?? 0).not.toBeNaN();
      for (const number of Object.values(engine.closestApproach(i, 1000))) expect(number ?? 0).not.toBeNaN();
    }
  }
});

const GOOD: SkyState = {
  time_s: 0,
  ownship: { id: 'own', place: { east_m: 0, north_m: 0, altitude_m: 1000 }, velocity_mps: [50, 0, 0] },
  traffic: [{ id: 'a', place: { east_m: 3000, north_m: 0, altitude_m: 1000 }, velocity_mps: [-50, 0, 0] }],
};

test.each([
  ['time_s', { time_s: Number.NaN }],
  ['wind_mps[1]', { wind_mps: [0, Number.POSITIVE_INFINITY, 0] }],
  ['ownship.velocity_mps[2]', { ownship: { ...GOOD.ownship, velocity_mps: [0, 0, Number.NaN] } }],
  [
    'traffic[0].place',
    { traffic: [{ ...GOOD.traffic[0], place: { latitude_deg: 0, longitude_deg: 0, altitude_m: 0 } }] },
  ],
  [
    'traffic[0].place.east_m',
    { traffic: [{ ...GOOD.traffic[0], place: { east_m: 1e300, north_m: 0, altitude_m: 0 } }] },
  ],
  ['traffic[0].alerter', { traffic: [{ ...GOOD.traffic[0], alerter: 3 }] }],
  ['traffic[0].errors.east_m', { traffic: [{ ...GOOD.traffic[0], errors: { east_m: -1 } }] }],
  ['traffic[1].id', { traffic: [GOOD.traffic[0], GOOD.traffic[0]] }],
] as const)('a bad %s is refused by name and changes nothing', (field, change) => {
  const engine = fresh();
  const before = answers(engine, GOOD);
  const bad = { ...GOOD, ...change } as unknown as SkyState;
  expect(() => engine.update(bad)).toThrow(SkyStateError);
  expect(() => engine.update(bad)).toThrow(`${field}: `);
  expect(engine.alertLevel(0)).toBe(before.alerts[0]);
  expect(engine.bands('direction')).toEqual(before.bands[0]);
});

/** An own aircraft flying north-east and one that comes head-on, about a place on the Earth. */
function globe(latitude_deg: number, longitude_deg: number, apart_deg: number): SkyState {
  const place = (longitude: number) => ({ latitude_deg, longitude_deg: longitude, altitude_m: 3000 });
  return {
    time_s: 0,
    ownship: { id: 'own', place: place(longitude_deg), velocity_mps: [100, 0, 0] },
    traffic: [{ id: 'a', place: place(longitude_deg + apart_deg), velocity_mps: [-100, 0, 0] }],
  };
}

test('the date line is no line', () => {
  const here = rounded(answers(fresh(), globe(48, 0, 0.08)));
  expect((here as { alerts: number[] }).alerts).toEqual([3]);
  for (const longitude_deg of [179.96, 180, -180, -180.04]) {
    expect(rounded(answers(fresh(), globe(48, longitude_deg, 0.08)))).toEqual(here);
  }
  const across = globe(48, 179.96, 0.08);
  const wrapped = { ...across.traffic[0], place: { latitude_deg: 48, longitude_deg: -179.96, altitude_m: 3000 } };
  expect(rounded(answers(fresh(), { ...across, traffic: [wrapped as SkyState['traffic'][number]] }))).toEqual(here);
});

test('at the poles and near them answers are numbers', () => {
  for (const latitude_deg of [90, -90, 89.9999, -89.95]) {
    const { bands, last_s } = answers(fresh(), globe(latitude_deg, 12, 90));
    for (const kind of bands) expectNumbers(kind);
    for (const wait_s of last_s) expect(wait_s).not.toBeNaN();
  }
});

test('memory goes when the ownship changes, time goes back, or too long passes', () => {
  const far = {
    ...GOOD,
    traffic: [{ ...GOOD.traffic[0], place: { east_m: 90_000, north_m: 0, altitude_m: 1000 } }],
  } as SkyState;
  const alertAfter = (next: SkyState) => {
    const engine = fresh();
    engine.update(GOOD);
    engine.update({ ...GOOD, time_s: 1 });
    engine.update(next);
    return engine.alertLevel(0);
  };
  expect(alertAfter({ ...far, time_s: 2 })).toBeGreaterThan(0);
  expect(alertAfter({ ...far, time_s: 6.5 })).toBe(0);
  expect(alertAfter({ ...far, time_s: 0.5 })).toBe(0);
  expect(alertAfter({ ...far, time_s: 2, ownship: { ...far.ownship, id: 'other' } })).toBe(0);
});

test('wind moves the air and nothing in it', () => {
  const wind_mps = [7, -3, 0.5] as const;
  const blown = (sky: SkyState): SkyState => {
    const add = ([x, y, z]: readonly [number, number, number]) => [x + 7, y - 3, z + 0.5] as const;
    return {
      ...sky,
      wind_mps,
      ownship: { ...sky.ownship, velocity_mps: add(sky.ownship.velocity_mps) },
      traffic: sky.traffic.map((aircraft) => ({ ...aircraft, velocity_mps: add(aircraft.velocity_mps) })),
    };
  };
  fc.assert(
    fc.property(encounters(2), (drawn) => {
      const calm = answers(fresh(), flatSky(drawn));
      const windy = answers(fresh(), blown(flatSky(drawn)));
      expect(rounded([windy.alerts, windy.bands])).toEqual(rounded([calm.alerts, calm.bands]));
    }),
    { numRuns: 40 },
  );
});
