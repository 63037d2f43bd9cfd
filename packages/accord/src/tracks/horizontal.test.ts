import { destination } from '@skyaccord/sky';
import { type Observation, TECHNOLOGIES } from '@skyaccord/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normals, quantile } from '../../test/noise.ts';
import { between } from '../../test/soaring.ts';
import { every, observation, START_MS } from '../../test/traffic.ts';
import { BLOCK } from './horizontal.ts';
import { TrackTable } from './table.ts';
import { applyObservation } from './update.ts';

const HOME = { latitude_deg: 47, longitude_deg: 8 };
const place = new Float64Array(2);

type Turn = (t_s: number) => number;
type Moment = { t_s: number; latitude_deg: number; longitude_deg: number; heading: number };

/**
 * A flight from home at this speed, its turn rate (°/s, to the right) given by time, at these times: flown in steps of
 * 20 ms, each along its chord.
 */
function fly(speed_mps: number, turn: Turn, times_s: readonly number[]): Moment[] {
  const step_s = 0.02;
  let [heading, steps] = [0.3, 0];
  let { latitude_deg, longitude_deg } = HOME;
  return times_s.map((t_s) => {
    for (; steps < Math.round(t_s / step_s); steps++) {
      const by = (turn(steps * step_s) * Math.PI * step_s) / 180;
      const [east_m, north_m] = [Math.sin(heading + by / 2), Math.cos(heading + by / 2)].map(
        (x) => x * speed_mps * step_s,
      );
      destination(latitude_deg, longitude_deg, east_m!, north_m!, place);
      // What points north at the start of a step does not at its end.
      heading += by + (((place[1]! - longitude_deg) * Math.PI) / 180) * Math.sin((latitude_deg * Math.PI) / 180);
      [latitude_deg, longitude_deg] = [place[0]!, place[1]!];
    }
    return { t_s, latitude_deg, longitude_deg, heading };
  });
}

/** The report of a moment, blurred by `noise_m` per axis. */
function reportOf(at: Moment, speed_mps: number, noise: () => number, noise_m: number, over: Partial<Observation>) {
  destination(at.latitude_deg, at.longitude_deg, noise_m * noise(), noise_m * noise(), place);
  const turns = at.heading / (2 * Math.PI);
  return observation({
    time_ms: START_MS + Math.round(at.t_s * 1000),
    latitude_deg: place[0]!,
    longitude_deg: place[1]!,
    ground_speed_mps: speed_mps,
    track_deg: ((turns - Math.floor(turns)) * 360) % 360,
    ...over,
  });
}

const BARE = { ground_speed_mps: null, track_deg: null, velocity_accuracy_mps: null } as const;

type Followed = { miss_m: number[]; raw_m: number[]; velocity_mps: number[]; rate_degps: number[]; inside: number };

/** Follows a flight, and compares the track with the truth at each report after `from_s`. */
function follow(
  speed_mps: number,
  turn: Turn,
  times_s: readonly number[],
  noise_m: number,
  over: Partial<Observation>,
  from_s = 20,
): Followed {
  const table = new TrackTable();
  const noise = normals(99);
  const out: Followed = { miss_m: [], raw_m: [], velocity_mps: [], rate_degps: [], inside: 0 };
  for (const at of fly(speed_mps, turn, times_s)) {
    const o = reportOf(at, speed_mps, noise, noise_m, over);
    applyObservation(table, o, o.time_ms);
    if (at.t_s < from_s) continue;
    const { latitude_deg, longitude_deg } = at;
    const [e, n] = between(latitude_deg, longitude_deg, table.latitude_deg[0]!, table.longitude_deg[0]!);
    const [re, rn] = between(latitude_deg, longitude_deg, o.latitude_deg, o.longitude_deg);
    out.miss_m.push(Math.hypot(e, n));
    out.raw_m.push(Math.hypot(re, rn));
    const [ve, vn] = [speed_mps * Math.sin(at.heading), speed_mps * Math.cos(at.heading)];
    out.velocity_mps.push(Math.hypot(table.east_mps[0]! - ve, table.north_mps[0]! - vn));
    out.rate_degps.push(table.turn_rate_degps[0]!);
    const [ee, en, nn] = [table.cov_ee_m2[0]!, table.cov_en_m2[0]!, table.cov_nn_m2[0]!];
    if ((nn * e * e - 2 * en * e * n + ee * n * n) / (ee * nn - en * en) <= 5.991) out.inside += 1;
  }
  return out;
}

/** 1 to 17 s apart, most of them a few. */
function irregular(to_s: number): number[] {
  const noise = normals(3);
  const times = [0];
  while (times.at(-1)! < to_s) times.push(times.at(-1)! + 1 + Math.min(16, 3 * noise() ** 2));
  return times;
}

const straight: Turn = () => 0;
const circling: Turn = () => 20;
const most = (values: readonly number[]): number => Math.max(...values);

describe('exact reports', () => {
  it('of straight flight are followed to the decimetre, at any speed', () => {
    for (const speed_mps of [5, 60, 250, 600]) {
      const { miss_m, velocity_mps } = follow(speed_mps, straight, every(0, 60), 0, {});
      expect(most(miss_m), String(speed_mps)).toBeLessThan(0.1);
      expect(most(velocity_mps), String(speed_mps)).toBeLessThan(0.1);
    }
  });

  it('of a glider that circles at 20°/s are followed within a metre, 1 to 4 s apart, with velocity and without', () => {
    for (const step_s of [1, 2, 4]) {
      for (const over of [{}, BARE]) {
        const { miss_m, velocity_mps, rate_degps } = follow(25, circling, every(0, 200, step_s), 0, over, 60);
        expect(most(miss_m)).toBeLessThan(1);
        expect(most(velocity_mps)).toBeLessThan(1);
        expect(rate_degps.at(-1)).toBeGreaterThan(18.5);
        expect(rate_degps.at(-1)).toBeLessThan(21);
      }
    }
  });
});

describe('good reports', () => {
  it.each([
    ['a glider circling at 20°/s', 25, circling],
    ['a light aircraft in standard-rate turns', 50, (t: number) => (t % 120 < 60 ? 3 : 0)],
    ['an airliner that turns onto another airway', 230, (t: number) => (t % 200 > 150 ? 1 : 0)],
  ])('of %s, 1 to 17 s apart, are never made worse', (_, speed_mps, turn) => {
    const { miss_m, raw_m, inside } = follow(speed_mps, turn, irregular(3000), 4, { position_accuracy_m: 30 });
    expect(quantile(miss_m, 0.5)).toBeLessThan(1.05 * quantile(raw_m, 0.5));
    expect(quantile(miss_m, 0.95)).toBeLessThan(1.05 * quantile(raw_m, 0.95));
    expect(inside / miss_m.length).toBeGreaterThan(0.99);
  });

  it('without velocity too, once a second', () => {
    const { miss_m, raw_m } = follow(60, (t) => (t % 60 > 30 ? 5 : -5), every(0, 1000), 4, BARE);
    expect(quantile(miss_m, 0.5)).toBeLessThan(quantile(raw_m, 0.5));
    expect(quantile(miss_m, 0.95)).toBeLessThan(1.05 * quantile(raw_m, 0.95));
  });

  it('of a source that says nothing of itself are soon followed as closely as others', () => {
    const unknown = { technology: 'unknown', position_accuracy_m: null, ...BARE } as const;
    const { miss_m, raw_m } = follow(100, (t) => (t % 100 > 60 ? 3 : 0), every(0, 1000), 5, unknown, 60);
    expect(quantile(miss_m, 0.5)).toBeLessThan(quantile(raw_m, 0.5));
    expect(quantile(miss_m, 0.95)).toBeLessThan(1.3 * quantile(raw_m, 0.95));
  });
});

describe('noisy reports', () => {
  it.each([
    ['radar', 5, 150, 0.68],
    ['tisb', 3, 100, 0.6],
    ['mlat', 2, 60, 0.6],
  ] as const)('of %s every %i s are calmed on a straight leg', (technology, step_s, noise_m, part) => {
    const over = { technology, position_accuracy_m: noise_m * 2.4477, ...BARE };
    const { miss_m, raw_m, inside } = follow(200, straight, every(0, 1500, step_s), noise_m, over, 100);
    expect(quantile(miss_m, 0.5)).toBeLessThan(part * quantile(raw_m, 0.5));
    expect(quantile(miss_m, 0.95)).toBeLessThan(part * quantile(raw_m, 0.95));
    expect(inside / miss_m.length).toBeGreaterThan(0.95);
  });

  it('are not smoothed across a turn: errors stay within what the track says', () => {
    const over = { technology: 'radar', position_accuracy_m: 150 * 2.4477, ...BARE } as const;
    const { miss_m, raw_m, inside } = follow(150, (t) => (t % 200 > 140 ? 1.5 : 0), every(0, 3000, 5), 150, over);
    expect(quantile(miss_m, 0.5)).toBeLessThan(quantile(raw_m, 0.5));
    expect(inside / miss_m.length).toBeGreaterThan(0.9);
  });

  it('show in the running innovation when they exceed what the source states, and only then', () => {
    const nis = (noise_m: number): number => {
      const table = new TrackTable();
      const noise = normals(5);
      const moments = fly(120, straight, every(0, 120));
      for (const at of moments) {
        const o = reportOf(at, 120, noise, noise_m, { position_accuracy_m: 30 });
        applyObservation(table, o, o.time_ms);
      }
      return table.nis[0]!;
    };
    expect(nis(4)).toBeLessThan(0.5);
    expect(nis(12)).toBeLessThan(3);
    expect(nis(60)).toBeGreaterThan(5);
  });
});

describe('two sources of one aircraft', () => {
  it('the better one decides by itself: a bad one between does not pull the track away', () => {
    const table = new TrackTable();
    const noise = normals(11);
    const misses: number[] = [];
    for (const [i, at] of fly(150, straight, every(0, 120, 0.5)).entries()) {
      const own = i % 2 === 0;
      const o = own
        ? reportOf(at, 150, noise, 4, { source: 'own', position_accuracy_m: 30 })
        : reportOf(at, 150, noise, 300, { source: 'other', technology: 'mlat', position_accuracy_m: 735, ...BARE });
      applyObservation(table, o, o.time_ms);
      if (at.t_s < 20) continue;
      const [e, n] = between(at.latitude_deg, at.longitude_deg, table.latitude_deg[0]!, table.longitude_deg[0]!);
      misses.push(Math.hypot(e, n));
    }
    expect(quantile(misses, 0.95)).toBeLessThan(15);
    expect(table.accuracy_m[0]).toBeLessThan(60);
  });
});

describe('a source that measures from outside', () => {
  const [first, second] = fly(150, straight, [0, 1]) as [Moment, Moment];
  const bad = { technology: 'mlat', position_accuracy_m: 700, ...BARE } as const;

  it('does not pull a track away that has only one good report', () => {
    const table = new TrackTable();
    const still = (): number => 0;
    const own = reportOf(first, 150, still, 0, { position_accuracy_m: 30 });
    const o = { ...reportOf(second, 150, still, 0, bad), source: 'other' };
    applyObservation(table, own, own.time_ms);
    applyObservation(table, { ...o, latitude_deg: o.latitude_deg + 0.004 }, o.time_ms);
    const { latitude_deg, longitude_deg } = second;
    const [e, n] = between(latitude_deg, longitude_deg, table.latitude_deg[0]!, table.longitude_deg[0]!);
    expect(Math.hypot(e, n)).toBeLessThan(5);
  });

  it('is not trusted for what another one showed', () => {
    const table = new TrackTable();
    const noise = normals(21);
    const good = { source: 'lines', technology: 'unknown', position_accuracy_m: null, ...BARE } as const;
    const moments = fly(150, straight, every(0, 91));
    for (const at of moments.slice(0, -1)) {
      const o = reportOf(at, 150, noise, 4, good);
      applyObservation(table, o, o.time_ms);
    }
    const last = moments.at(-1)!;
    const o = { ...reportOf(last, 150, noise, 0, bad), source: 'other' };
    applyObservation(table, { ...o, latitude_deg: o.latitude_deg + 0.004 }, o.time_ms);
    const [e, n] = between(last.latitude_deg, last.longitude_deg, table.latitude_deg[0]!, table.longitude_deg[0]!);
    expect(Math.hypot(e, n)).toBeLessThan(20);
  });
});

/** Any sequence of observations that the schema allows, of one address. */
const anything = fc.array(
  fc.record({
    gap_ms: fc.oneof(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 2 ** 33 })),
    technology: fc.constantFrom(...TECHNOLOGIES),
    latitude_deg: fc.oneof(
      fc.double({ min: 46.9, max: 47.1, noNaN: true }),
      fc.double({ min: -90, max: 90, noNaN: true }),
    ),
    longitude_deg: fc.oneof(
      fc.double({ min: 7.9, max: 8.1, noNaN: true }),
      fc.double({ min: -180, max: 180, noNaN: true }),
    ),
    position_accuracy_m: fc.option(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true })),
    velocity_accuracy_mps: fc.option(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true })),
    ground_speed_mps: fc.option(
      fc.oneof(
        fc.double({ min: 0, max: 900, noNaN: true }),
        fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
      ),
    ),
    track_deg: fc.option(fc.double({ min: 0, max: 360, maxExcluded: true, noNaN: true })),
    pressure_altitude_m: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
    geometric_altitude_m: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
    vertical_rate_mps: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
  }),
  { minLength: 1, maxLength: 30 },
);

const NUMBERS = [
  'latitude_deg',
  'longitude_deg',
  'east_mps',
  'north_mps',
  'vertical_rate_mps',
  'accuracy_m',
  'velocity_accuracy_mps',
  'turn_rate_degps',
  'turning',
  'nis',
] as const;

describe('properties', () => {
  it('no number is lost and every covariance stays positive, whatever is reported', () => {
    fc.assert(
      fc.property(anything, (rows) => {
        const table = new TrackTable();
        let time_ms = START_MS;
        for (const { gap_ms, ...row } of rows) {
          time_ms += gap_ms;
          applyObservation(table, observation({ ...row, time_ms }), time_ms);
          for (const slot of table.slotOf.values()) {
            for (const name of NUMBERS) expect(Number.isFinite(table[name][slot]), name).toBe(true);
            const [ee, en, nn] = [table.cov_ee_m2[slot]!, table.cov_en_m2[slot]!, table.cov_nn_m2[slot]!];
            expect(Math.min(ee, nn, ee * nn - en * en)).toBeGreaterThan(0);
            expect(table.accuracy_m[slot]).toBeGreaterThan(0);
            expect(table.turning[slot]).toBeGreaterThan(0);
            expect(table.turning[slot]).toBeLessThan(1);
            const block = table.filter.subarray(slot * BLOCK, (slot + 1) * BLOCK);
            expect(block.every((x) => Number.isFinite(x))).toBe(true);
          }
        }
      }),
      { numRuns: 400 },
    );
  });

  const flight = fc.array(
    fc.record({
      gap_ms: fc.integer({ min: 500, max: 9000 }),
      turn_deg: fc.double({ min: -60, max: 60, noNaN: true }),
      blur_m: fc.double({ min: -20, max: 20, noNaN: true }),
      said: fc.boolean(),
    }),
    { minLength: 2, maxLength: 25 },
  );

  /** Flies it from home, all of it turned by `by_deg`, and tells how far away the track ends and how it moves. */
  function end(
    rows: readonly { gap_ms: number; turn_deg: number; blur_m: number; said: boolean }[],
    by_deg: number,
    later_ms: number,
  ) {
    const table = new TrackTable();
    let [time_ms, heading, east_m, north_m] = [START_MS + later_ms, 0, 0, 0];
    for (const row of rows) {
      heading += row.turn_deg;
      const angle = ((heading + by_deg) * Math.PI) / 180;
      const ahead_m = 0.08 * row.gap_ms;
      east_m += ahead_m * Math.sin(angle);
      north_m += ahead_m * Math.cos(angle);
      destination(0, 8, east_m + row.blur_m * Math.cos(angle), north_m - row.blur_m * Math.sin(angle), place);
      time_ms += row.gap_ms;
      const track_deg = (((heading + by_deg) % 360) + 360) % 360;
      const velocity = row.said ? { ground_speed_mps: 80, track_deg } : BARE;
      applyObservation(
        table,
        observation({ time_ms, latitude_deg: place[0]!, longitude_deg: place[1]!, ...velocity }),
        time_ms,
      );
    }
    const [e, n] = between(0, 8, table.latitude_deg[0]!, table.longitude_deg[0]!);
    const { accuracy_m, nis, turning, turn_rate_degps, velocity_accuracy_mps } = table;
    const speed_mps = Math.hypot(table.east_mps[0]!, table.north_mps[0]!);
    return [
      Math.hypot(e, n),
      speed_mps,
      accuracy_m[0],
      nis[0],
      turning[0],
      turn_rate_degps[0],
      velocity_accuracy_mps[0],
    ];
  }

  it('a flight turned about its start is followed the same way', () => {
    fc.assert(
      fc.property(flight, fc.double({ min: 0, max: 360, noNaN: true }), (rows, by_deg) => {
        const [here, there] = [end(rows, 0, 0), end(rows, by_deg, 0)];
        here.forEach((value, i) => {
          expect(Math.abs(value! - there[i]!)).toBeLessThan(1e-3 + 1e-3 * Math.abs(value!));
        });
      }),
      { numRuns: 150 },
    );
  });

  it('a flight at another time is followed to the same bit', () => {
    fc.assert(
      fc.property(flight, fc.integer({ min: -(2 ** 40), max: 2 ** 40 }), (rows, later_ms) => {
        expect(end(rows, 0, later_ms)).toEqual(end(rows, 0, 0));
      }),
      { numRuns: 100 },
    );
  });
});
