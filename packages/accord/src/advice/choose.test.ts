import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Flight, memorandumWith, NEAR, NM, reportsOf, START_MS, WIDE } from '../../test/traffic.ts';
import { predictedRate_mps } from '../encounters/geometry.ts';
import { separationClausesFor } from '../memorandum/applies.ts';
import type { Manoeuvre } from '../outcome.ts';
import { TrackTable } from '../tracks/table.ts';
import { altitudeOf, applyObservation, trackAngle_deg } from '../tracks/update.ts';
import { ADVICE_HORIZON_S, type Choice, chooseAdvice, type Own, stillServes } from './choose.ts';
import { performanceOf } from './performance.ts';
import { type Other, otherFor } from './traffic.ts';

const CLAUSES = separationClausesFor(memorandumWith(WIDE, NEAR), 'crewed/crewed', 'nc', 'mu');

/** What the own aircraft and the others look like to advice, each just heard. */
function situation(flights: readonly Flight[], before: Manoeuvre | null = null): { own: Own; others: Other[] } {
  const table = new TrackTable();
  for (const flight of flights) applyObservation(table, reportsOf(flight, [0])[0]!, START_MS);
  const [east_mps, north_mps] = [table.east_mps[0]!, table.north_mps[0]!];
  const own: Own = {
    east_mps,
    north_mps,
    up_mps: predictedRate_mps(table, 0),
    track_deg: trackAngle_deg(table, 0),
    ground_speed_mps: Math.sqrt(east_mps ** 2 + north_mps ** 2),
    altitude_m: altitudeOf(table, 0),
    crew: 'crewed',
    before,
  };
  const others = flights.slice(1).map((_, i) => {
    return otherFor(table, 0, i + 1, CLAUSES, null, [null, null], START_MS, ADVICE_HORIZON_S)!;
  });
  return { own, others };
}

const choose = (flights: readonly Flight[], before: Manoeuvre | null = null): Choice => {
  const { own, others } = situation(flights, before);
  return chooseAdvice(own, others[0]!, others, []);
};

const STEP_S = 0.05;
/** From being told to beginning to act. */
const CREW_DELAY_S = 5;

/**
 * Flies a manoeuvre step by step, as a pilot would, and calls back with where that leads. On purpose nothing like the
 * closed forms that advice uses.
 */
function fly(own: Own, manoeuvre: Manoeuvre | null, visit: (t: number, x: number, y: number, z: number) => void): void {
  const { turn_rate_degps, accel_mps2 } = performanceOf(own.crew, own.ground_speed_mps);
  let [x, y, z] = [0, 0, 0];
  let track = Math.atan2(own.east_mps, own.north_mps);
  let speed = own.ground_speed_mps;
  let climb = own.up_mps;
  let turned = 0;
  for (let i = 0; i * STEP_S <= ADVICE_HORIZON_S; i++) {
    const t = i * STEP_S;
    visit(t, x, y, z);
    if (manoeuvre !== null && t >= CREW_DELAY_S) {
      if (manoeuvre.kind === 'turn') {
        const left = Math.abs(manoeuvre.by_deg) - turned;
        const by = Math.min(left, turn_rate_degps * STEP_S);
        turned += by;
        track += (Math.sign(manoeuvre.by_deg) * by * Math.PI) / 180;
      } else if (manoeuvre.kind === 'speed') {
        const by = manoeuvre.to_mps - speed;
        speed += Math.sign(by) * Math.min(Math.abs(by), accel_mps2 * STEP_S);
      } else {
        // Towards the level, no faster than told, and slowly enough to stop there at 2 m/s².
        const left = manoeuvre.by_m - z;
        const wanted = Math.sign(left) * Math.min(Math.abs(manoeuvre.rate_mps), Math.sqrt(4 * Math.abs(left)));
        climb += Math.sign(wanted - climb) * Math.min(Math.abs(wanted - climb), 2 * STEP_S);
      }
    }
    x += Math.sin(track) * speed * STEP_S;
    y += Math.cos(track) * speed * STEP_S;
    z += climb * STEP_S;
  }
}

const straight: Flight = { address: 'd1a001', east_m: 0, north_m: 0, altitude_m: 3000, track_deg: 0, speed_mps: 200 };

const motion = {
  track_deg: fc.integer({ min: 0, max: 359 }),
  speed_mps: fc.integer({ min: 40, max: 260 }),
  climb_mps: fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, fc.integer({ min: -12, max: 12 })),
};
const ours = fc.record(motion).map((flies): Flight => ({ ...straight, ...flies }));

/** One that passes within some miles of where the own aircraft will be at some time. */
const met = (address: string, within_m: number): fc.Arbitrary<(own: Flight) => Flight> =>
  fc
    .record({
      ...motion,
      at_s: fc.oneof(fc.integer({ min: 10, max: 170 }), fc.integer({ min: 10, max: 60 })),
      off_east_m: fc.integer({ min: -within_m, max: within_m }),
      off_north_m: fc.integer({ min: -within_m, max: within_m }),
      off_up_m: fc.integer({ min: -1200, max: 1200 }),
    })
    .map(({ at_s, off_east_m, off_north_m, off_up_m, ...flies }) => (own: Flight): Flight => {
      const [ve, vn] = velocity(own);
      const [we, wn] = velocity(flies);
      const up_m = ((own.climb_mps ?? 0) - flies.climb_mps) * at_s + off_up_m;
      return {
        ...flies,
        address,
        east_m: (ve - we) * at_s + off_east_m,
        north_m: (vn - wn) * at_s + off_north_m,
        altitude_m: own.altitude_m + up_m,
      };
    });

const velocity = (flies: { track_deg: number; speed_mps: number }): [east_mps: number, north_mps: number] => {
  const track = (flies.track_deg * Math.PI) / 180;
  return [flies.speed_mps * Math.sin(track), flies.speed_mps * Math.cos(track)];
};

/** What sampling the own path every 3 s can hide, m: the sagitta of an arc, and the bends of a climb. */
const SAMPLING = { lateral_m: 12, vertical_m: 6 };

describe('advice that is called clear', () => {
  it('keeps, when flown, every minimum that it says it keeps, and those of other traffic', () => {
    let advised = 0;
    const flights = fc.tuple(ours, met('d2b001', 6000), met('d2b003', 30_000));
    fc.assert(
      fc.property(flights, ([flight, first, second]) => {
        const { own, others } = situation([flight, first(flight), second(flight)]);
        const choice = chooseAdvice(own, others[0]!, others, []);
        if (!choice.clear) return;
        if (choice.manoeuvre !== null) advised += 1;
        const [subject, third] = others as [Other, Other];
        const bound = subject.constraints.filter((one) => choice.keeps.includes(one.clause));
        expect(bound.every((one) => one.leave_by_s === null)).toBe(true);
        const nearest = third.constraints.filter((one) => one.clause === 'NEAR' && one.leave_by_s === null);
        const watched = [
          ...bound.map((one) => [subject, one.clause] as const),
          ...nearest.map((one) => [third, one.clause] as const),
        ].map(([other, id]) => [other, CLAUSES.find((one) => one.id === id)!] as const);
        let closest = Infinity;
        let lost = '';
        fly(own, choice.manoeuvre, (t, x, y, z) => {
          for (const [other, clause] of watched) {
            const dx = other.east_m + other.east_mps * t - x;
            const dy = other.north_m + other.north_mps * t - y;
            const dz = other.up_m + other.up_mps * t - z;
            const h_m = Math.sqrt(dx * dx + dy * dy);
            const inside = h_m < clause.lateral_m - SAMPLING.lateral_m;
            if (inside && Math.abs(dz) < clause.vertical_m - SAMPLING.vertical_m) lost ||= `${clause.id} at ${t} s`;
            if (other === subject) closest = Math.min(closest, h_m);
          }
        });
        expect(lost, JSON.stringify(choice.manoeuvre)).toBe('');
        // The miss it tells is one that is flown through, so the least range cannot be larger.
        if (bound.length > 0) expect(closest).toBeLessThanOrEqual(choice.h_cpa_m + SAMPLING.lateral_m);
      }),
      { numRuns: 400, seed: 20151020 },
    );
    expect(advised).toBeGreaterThan(100);
  });
});

const own: Flight = { address: 'd1a001', east_m: 0, north_m: 0, altitude_m: 6000, track_deg: 0, speed_mps: 200 };
const ahead = (over: Partial<Flight> = {}): Flight => ({
  ...own,
  address: 'd2b001',
  north_m: 40_000,
  track_deg: 180,
  ...over,
});

describe('the choice', () => {
  it('is to go on where that keeps everything', () => {
    expect(choose([own, ahead({ east_m: 12 * NM })])).toMatchObject({ manoeuvre: null, clear: true });
  });

  it('is a right turn against one head-on, by no more than is needed', () => {
    const { manoeuvre, clear } = choose([own, ahead()]);
    expect(clear).toBe(true);
    expect(manoeuvre).toMatchObject({ kind: 'turn' });
    const by_deg = manoeuvre?.kind === 'turn' ? manoeuvre.by_deg : Number.NaN;
    expect(by_deg).toBeGreaterThan(0);
    expect(by_deg).toBeLessThanOrEqual(30);
  });

  it('turns away from third traffic that a right turn would meet', () => {
    const right = choose([own, ahead()]);
    const blocked = choose([own, ahead(), ahead({ address: 'd2b003', east_m: 4 * NM, north_m: 38_000 })]);
    expect(blocked.manoeuvre).not.toEqual(right.manoeuvre);
    expect(blocked.clear).toBe(true);
  });

  it('advises no height where the own one is not known', () => {
    for (const north_m of [8_000, 15_000, 40_000]) {
      const blind = { ...own, over: { pressure_altitude_m: null } };
      expect(choose([blind, ahead({ north_m })]).manoeuvre?.kind).not.toBe('vertical');
    }
  });

  it('is not called clear where nothing tried keeps the minima, and is the widest miss then', () => {
    // Ten seconds from a collision at 400 m/s of closure, with a crew that acts after five.
    const late = choose([own, ahead({ north_m: 4200 })]);
    expect(late.clear).toBe(false);
    expect(late.keeps).toEqual([]);
  });

  it('gets out of minima that are lost already', () => {
    const inside = choose([own, { ...own, address: 'd2b001', east_m: 2 * NM }]);
    expect(inside.clear).toBe(true);
    expect(inside.keeps).toEqual(['NEAR']);
    const { manoeuvre } = inside;
    expect(manoeuvre?.kind === 'turn' && manoeuvre.by_deg < 0).toBe(true);
  });
});

describe('once advised', () => {
  const right: Manoeuvre = { kind: 'turn', by_deg: 30, to_track_deg: 30 };

  it('asks for as much or more of the same while that serves, never for less and never for the other side', () => {
    const places = fc.record({
      north_m: fc.integer({ min: 9_000, max: 60_000 }),
      east_m: fc.integer({ min: -3000, max: 3000 }),
    });
    fc.assert(
      fc.property(places, (at) => {
        const now = situation([own, ahead(at)], right);
        const { manoeuvre } = chooseAdvice(now.own, now.others[0]!, now.others, []);
        const by_deg = manoeuvre?.kind === 'turn' ? manoeuvre.by_deg : Number.NaN;
        if (stillServes(now.own, right, now.others)) expect(by_deg).toBeCloseTo(30, 6);
        else expect(by_deg > 0 && by_deg < 29.5).toBe(false);
      }),
      { numRuns: 60 },
    );
    expect(choose([own, ahead({ north_m: 30_000 })], right).manoeuvre?.kind).toBe('turn');
  });

  it('does not say hold while a wider minimum is about to be lost', () => {
    // Overtaking slowly, 2 NM abeam and 3.05 NM behind it: too late for 3 NM, and 1 NM is kept in any case.
    const slow = { ...own, address: 'd2b001', east_m: 2 * NM, north_m: 2.31 * NM, speed_mps: 150 };
    const left: Manoeuvre = { kind: 'turn', by_deg: -20, to_track_deg: 340 };
    expect(choose([own, slow], left).manoeuvre).not.toBeNull();
  });

  it('serves while its target keeps the minima, and no longer', () => {
    const far = situation([own, ahead({ north_m: 40_000 })]);
    expect(stillServes(far.own, right, far.others)).toBe(true);
    const near = situation([own, ahead({ north_m: 9_000 })]);
    expect(stillServes(near.own, right, near.others)).toBe(false);
  });

  it('serves for a crew that is half way through it', () => {
    const half = situation([{ ...own, track_deg: 20 }, ahead({ north_m: 36_000, east_m: 0 })]);
    expect(stillServes(half.own, right, half.others)).toBe(true);
    const wrong = situation([{ ...own, track_deg: 340 }, ahead({ north_m: 14_000, east_m: -4000 })]);
    expect(stillServes(wrong.own, { kind: 'turn', by_deg: -20, to_track_deg: 340 }, wrong.others)).toBe(false);
  });
});
