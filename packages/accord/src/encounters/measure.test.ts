import { SITE_SIZE, writeSite } from '@skyaccord/sky';
import type { Observation } from '@skyaccord/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { every, type Flight, FT, memorandumWith, NEAR, NM, reportsOf, START_MS, WIDE } from '../../test/traffic.ts';
import { separationClausesFor } from '../memorandum/applies.ts';
import { TrackTable } from '../tracks/table.ts';
import { applyObservation } from '../tracks/update.ts';
import { type Measured, measure, openLoss, startMeasuring } from './measure.ts';

const CLAUSES = separationClausesFor(memorandumWith(WIDE, NEAR), 'crewed/crewed', 'nc', 'mu');
const [WIDE_AT, NEAR_AT] = [0, 1];

/** Measures two aircraft from the start, taking the measurement on after each of their reports that `at` picks. */
function measured(
  a: readonly Observation[],
  b: readonly Observation[],
  at: (i: number) => boolean = () => true,
): Measured {
  const table = new TrackTable();
  const result = startMeasuring(START_MS);
  const all = [...a, ...b].sort((x, y) => x.time_ms - y.time_ms);
  all.forEach((one, i) => {
    expect(applyObservation(table, one, one.time_ms).aside).toBeNull();
    if (table.size === 2 && (at(i) || i === all.length - 1))
      measure(result, CLAUSES, table, slot('d1a001'), slot('d2b001'));
  });
  return result;

  function slot(id: string): number {
    return table.slotOf.get(id)!;
  }
}

/** Surface ECEF and height at an instant, by joining reports at most 45 s apart; null in between. */
function stateAt(reports: readonly Observation[], time_ms: number): [number, number, number, number] | null {
  const k = reports.findLastIndex((one) => one.time_ms <= time_ms);
  const [p, q] = [reports[k], reports[k + 1]];
  if (p === undefined) return null;
  const at = (one: Observation): number[] => {
    const site = new Float64Array(SITE_SIZE);
    writeSite(one.latitude_deg, one.longitude_deg, site, 0);
    return [site[0]!, site[1]!, site[2]!, one.pressure_altitude_m ?? Number.NaN];
  };
  if (q === undefined) return time_ms === p.time_ms ? (at(p) as [number, number, number, number]) : null;
  if (q.time_ms - p.time_ms > 45_000) return null;
  const f = (time_ms - p.time_ms) / (q.time_ms - p.time_ms);
  const [from, to] = [at(p), at(q)];
  return from.map((x, i) => x + (to[i]! - x) * f) as [number, number, number, number];
}

const STEP_MS = 20;

/** The same measurement by looking every 20 ms. */
function bruteForce(a: readonly Observation[], b: readonly Observation[]) {
  const losses: { clause: number; from_ms: number; to_ms: number }[] = [];
  const open = CLAUSES.map((): { clause: number; from_ms: number; to_ms: number } | null => null);
  let closest = Infinity;
  const end_ms = Math.min(a.at(-1)!.time_ms, b.at(-1)!.time_ms);
  for (let t = START_MS; t <= end_ms; t += STEP_MS) {
    const [x, y] = [stateAt(a, t), stateAt(b, t)];
    const h_m = x && y ? Math.sqrt((y[0] - x[0]) ** 2 + (y[1] - x[1]) ** 2 + (y[2] - x[2]) ** 2) : Infinity;
    const v_m = x && y ? Math.abs(y[3] - x[3]) : Infinity;
    if (x && y) closest = Math.min(closest, Math.sqrt((h_m / 926) ** 2 + (v_m / 152.4) ** 2));
    CLAUSES.forEach(({ lateral_m, vertical_m }, clause) => {
      const inside = h_m < lateral_m && v_m < vertical_m;
      const going = open[clause] ?? null;
      if (inside && going === null) {
        open[clause] = { clause, from_ms: t, to_ms: t };
        losses.push(open[clause]);
      } else if (inside && going !== null) going.to_ms = t;
      else open[clause] = null;
    });
  }
  return { losses, closest };
}

/** A flight of up to three straight pieces near the origin, heard every 1 to 15 s, with a gap now and then. */
const wandering = (address: string): fc.Arbitrary<Observation[]> =>
  fc
    .record({
      east_m: fc.integer({ min: -5000, max: 5000 }),
      north_m: fc.integer({ min: -5000, max: 5000 }),
      altitude_m: fc.integer({ min: 5000, max: 6500 }),
      track_deg: fc.integer({ min: 0, max: 359 }),
      speed_mps: fc.integer({ min: 0, max: 120 }),
      climb_mps: fc.integer({ min: -8, max: 8 }),
      steps_ms: fc.array(
        fc.oneof(
          { weight: 30, arbitrary: fc.integer({ min: 1000, max: 15_000 }) },
          { weight: 1, arbitrary: fc.integer({ min: 44_000, max: 60_000 }) },
        ),
        { minLength: 4, maxLength: 22 },
      ),
    })
    .map(({ steps_ms, ...flight }) => {
      const times_s = [0];
      for (const step_ms of steps_ms) times_s.push(times_s.at(-1)! + step_ms / 1000);
      return reportsOf({ ...flight, address }, times_s);
    });

describe('against brute force', () => {
  it('finds the same closest distance and the same losses, however reports come and looks fall', () => {
    let compared = 0;
    fc.assert(
      fc.property(wandering('d1a001'), wandering('d2b001'), fc.integer({ min: 1, max: 7 }), (a, b, each) => {
        const result = measured(a, b, (i) => i % each === 0);
        const brute = bruteForce(a, b);
        if (brute.closest === Infinity) {
          expect(result.closest).toBeNull();
          return;
        }
        // Reports are kept to 4 mm, and their heights to 5 mm.
        expect(result.closest!.scaled).toBeLessThanOrEqual(brute.closest + 0.016 / 926 + 0.01 / 152.4);
        // Nobody closes in at more than 240 m/s and climbs at more than 16 m/s against the other.
        expect(brute.closest - result.closest!.scaled).toBeLessThan((STEP_MS / 1000) * (240 / 926 + 16 / 152.4));
        for (const clause of [WIDE_AT, NEAR_AT]) {
          const lasting = (one: { clause: number; from_ms: number; to_ms: number }): boolean =>
            one.clause === clause && one.to_ms - one.from_ms > 3 * STEP_MS;
          const found = result.losses.filter(lasting);
          const expected = brute.losses.filter(lasting);
          expect(found.length).toBe(expected.length);
          found.forEach((loss, i) => {
            expect(Math.abs(loss.from_ms - expected[i]!.from_ms)).toBeLessThanOrEqual(STEP_MS);
            expect(Math.abs(loss.to_ms - expected[i]!.to_ms)).toBeLessThanOrEqual(STEP_MS);
            compared += 1;
          });
        }
      }),
      { numRuns: 60, seed: 20151020 },
    );
    // The property looked at losses, not only at their absence.
    expect(compared).toBeGreaterThan(30);
  });
});

/** b overtakes a abeam at 2 NM and 1,000 ft, inside 3 NM for `inside_s` with its middle at 150 s. */
function abeam(inside_s: number): [Flight, Flight] {
  const relative_mps = (2 * Math.sqrt(5) * NM) / inside_s;
  const common = { track_deg: 0, north_m: 0 };
  return [
    { ...common, address: 'd1a001', east_m: 0, altitude_m: 3000, speed_mps: 100 },
    {
      ...common,
      address: 'd2b001',
      east_m: 2 * NM,
      north_m: -150 * relative_mps,
      altitude_m: 3000 + 1000 * FT,
      speed_mps: 100 + relative_mps,
    },
  ];
}

const irregular = (seed: number): number[] => {
  const times = [0];
  for (let x = seed; times.at(-1)! < 300; ) {
    x = (x * 48271) % 2147483647;
    times.push(times.at(-1)! + 1 + (x % 14_000) / 1000);
  }
  return times;
};

describe('a loss', () => {
  it('of 179 s lasts 179 s and one of 181 s lasts 181 s, from regular and from irregular reports', () => {
    for (const inside_s of [179, 181]) {
      const [a, b] = abeam(inside_s);
      for (const times of [every(0, 300), irregular(7), irregular(42)]) {
        const { losses } = measured(reportsOf(a, times), reportsOf(b, every(0.4, 300)));
        expect(losses).toHaveLength(1);
        expect((losses[0]!.to_ms - losses[0]!.from_ms) / 1000).toBeCloseTo(inside_s, 1);
        expect(losses[0]!.h_min_m).toBeCloseTo(2 * NM, -1);
        expect(losses[0]!.v_min_m).toBeCloseTo(1000 * FT, 3);
      }
    }
  });

  it('is one loss, though one aircraft is heard four times a second and the other every 40 s', () => {
    const [a, b] = abeam(181);
    const { losses } = measured(reportsOf(a, every(0, 300, 0.25)), reportsOf(b, every(0, 300, 40)));
    expect(losses).toHaveLength(1);
    expect((losses[0]!.to_ms - losses[0]!.from_ms) / 1000).toBeCloseTo(181, 0);
  });

  it('ends with a real exit, and the next one begins anew', () => {
    const [a, b] = abeam(181);
    const climb = (t: number): number => (t > 120 && t < 140 ? 2500 * FT : 0);
    const up = reportsOf(b, every(0, 300)).map((one, t) => ({
      ...one,
      pressure_altitude_m: one.pressure_altitude_m! + climb(t),
    }));
    const { losses } = measured(reportsOf(a, every(0, 300)), up);
    expect(losses).toHaveLength(2);
    const lasted = losses.map((one) => (one.to_ms - one.from_ms) / 1000);
    expect(lasted[0]! + lasted[1]!).toBeLessThan(181 - 18);
    expect(losses[1]!.from_ms - losses[0]!.to_ms).toBeGreaterThan(18_000);
  });

  it('is not claimed over a gap of more than 45 s, and is over one of 45 s', () => {
    const [a, b] = abeam(181);
    const without = (from_s: number, to_s: number) => every(0, 300).filter((t) => t <= from_s || t >= to_s);
    const short = measured(reportsOf(a, without(100, 145)), reportsOf(b, every(0, 300)));
    expect(short.losses).toHaveLength(1);
    const long = measured(reportsOf(a, without(100, 146)), reportsOf(b, every(0, 300)));
    expect(long.losses.map((one) => Math.round((one.to_ms - START_MS) / 1000))).toContain(100);
    expect(long.losses).toHaveLength(2);
  });

  it('is open while the last that was measured is inside, and not after', () => {
    const [a, b] = abeam(181);
    const inside = measured(reportsOf(a, every(0, 200)), reportsOf(b, every(0, 200)));
    expect(openLoss(inside, WIDE_AT)?.to_ms).toBe(START_MS + 200_000);
    expect(openLoss(inside, NEAR_AT)).toBeNull();
    const over = measured(reportsOf(a, every(0, 300)), reportsOf(b, every(0, 300)));
    expect(openLoss(over, WIDE_AT)).toBeNull();
  });

  it('is never claimed at the minima exactly', () => {
    const [a, b] = abeam(181);
    const at = (height_m: number) => reportsOf({ ...b, altitude_m: a.altitude_m + height_m }, every(0, 300));
    expect(measured(reportsOf(a, every(0, 300)), at(3000 * FT)).losses).toEqual([]);
    expect(measured(reportsOf(a, every(0, 300)), at(3000 * FT - 0.01)).losses).toHaveLength(1);
  });
});

describe('height', () => {
  it('unknown claims no loss, and leaves the closest without one', () => {
    const [a, b] = abeam(181);
    const blind = reportsOf({ ...b, over: { pressure_altitude_m: null } }, every(0, 300));
    const result = measured(reportsOf(a, every(0, 300)), blind);
    expect(result.losses).toEqual([]);
    expect(result.closest?.v_m).toBeNull();
    expect(result.closest?.h_m).toBeCloseTo(2 * NM, -1);
  });

  it('of two kinds is not compared', () => {
    const [a, b] = abeam(181);
    const other = reportsOf(b, every(0, 300)).map((one) => ({
      ...one,
      pressure_altitude_m: null,
      geometric_altitude_m: one.pressure_altitude_m,
    }));
    const result = measured(reportsOf(a, every(0, 300)), other);
    expect(result.losses).toEqual([]);
    expect(result.closest?.v_m).toBeNull();
    const both = reportsOf(a, every(0, 300)).map((one) => ({ ...one, geometric_altitude_m: one.pressure_altitude_m }));
    expect(measured(both, other).losses).toHaveLength(1);
  });
});

describe('samples', () => {
  it('are bounded, in order of time, and span the pass', () => {
    const [a, b] = abeam(1500);
    const times = every(0, 1500);
    const { samples } = measured(reportsOf(a, times), reportsOf(b, times));
    const at = samples.filter((_, i) => i % 11 === 0);
    expect(at.length).toBeLessThanOrEqual(240);
    expect(at.length).toBeGreaterThan(100);
    expect(at).toEqual([...at].sort((x, y) => x - y));
    expect(at[0]!).toBeLessThanOrEqual(START_MS + 10_000);
    expect(at.at(-1)!).toBeGreaterThan(START_MS + 1_480_000);
  });
});
