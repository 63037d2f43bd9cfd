import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { every, type Flight, memorandumWith, NEAR, NM, reportsOf, START_MS, WIDE } from '../../test/traffic.ts';
import { PairGeometry } from '../encounters/geometry.ts';
import { clausesBetween } from '../memorandum/applies.ts';
import type { SeparationClause } from '../memorandum/memorandum.ts';
import { TrackTable } from '../tracks/table.ts';
import { applyObservation } from '../tracks/update.ts';
import { beginFutures, breachProbability } from './probability.ts';

const memorandum = memorandumWith(WIDE, NEAR);
const own: Flight = { address: 'd1a001', east_m: 0, north_m: 0, altitude_m: 3000, track_deg: 0, speed_mps: 100 };

/** Probabilities by clause after both were heard for `for_s`, `late_s` after the last report. */
function probabilities(a: Flight, b: Flight, for_s: number, late_s = 0, spent_s = 0): Record<string, number> {
  const table = new TrackTable();
  const times = every(0, for_s);
  const reports = [a, b].map((one) => reportsOf(one, times));
  for (let i = 0; i < times.length; i++) {
    for (const of of reports) applyObservation(table, of[i]!, START_MS + times[i]! * 1000);
  }
  const now_ms = START_MS + (for_s + late_s) * 1000;
  const g = new PairGeometry();
  g.set(table, 0, 1, now_ms);
  const clauses = clausesBetween(memorandum, table.words[0]!.identity, table.words[1]!.identity);
  beginFutures(table, 0, 1, now_ms);
  const of = (one: SeparationClause) => [one.id, breachProbability(g, one, spent_s)] as const;
  return Object.fromEntries(clauses.map(of));
}

/** Comes from ahead and passes `abeam_m` beside, `to_s` after the last report. */
const ahead = (to_s: number, for_s: number, abeam_m = 0, over: Partial<Flight> = {}): Flight => ({
  ...own,
  address: 'd2b001',
  east_m: abeam_m,
  north_m: 200 * (to_s + for_s),
  track_deg: 180,
  ...over,
});

describe('the probability of a breach', () => {
  it('is near 1 for two who are about to meet, and 0 for two who cannot', () => {
    expect(probabilities(own, ahead(20, 60), 60).NEAR).toBeGreaterThan(0.95);
    expect(probabilities(own, ahead(40, 60, 30 * NM), 60).NEAR).toBe(0);
    expect(probabilities(own, ahead(20, 60, 0, { altitude_m: 9000 }), 60).NEAR).toBe(0);
  });

  it('is the same whoever was weighed in between', () => {
    const before = probabilities(own, ahead(50, 60, NM), 60);
    expect(before.NEAR).toBeGreaterThan(0);
    expect(before.NEAR).toBeLessThan(1);
    // More aircraft than are kept, one of them in all pairs.
    for (let k = 0; k < 40; k++) probabilities(own, ahead(20 + k, 60, 50 * k), 60);
    expect(probabilities(own, ahead(50, 60, NM), 60)).toEqual(before);
  });

  it('grows as they come nearer on one course', () => {
    const at = [110, 80, 50, 20].map((to_s) => probabilities(own, ahead(to_s, 60), 60).NEAR!);
    for (let i = 1; i < at.length; i++) expect(at[i]).toBeGreaterThanOrEqual(at[i - 1]!);
    expect(at[0]).toBeLessThan(0.9);
  });

  it('is larger for who has held a course for minutes than for who was first heard just now', () => {
    expect(probabilities(own, ahead(90, 280), 280).NEAR!).toBeGreaterThan(probabilities(own, ahead(90, 10), 10).NEAR!);
  });

  it('counts the grace time, and what of it is spent', () => {
    const beside: Flight = { ...own, address: 'd2b001', east_m: 2 * NM };
    expect(probabilities(own, beside, 60).WIDE).toBe(0);
    expect(probabilities(own, beside, 60, 0, 175).WIDE).toBeGreaterThan(0.9);
  });

  it('takes an unknown height for any', () => {
    const unknown = { altitude_m: 9000, over: { pressure_altitude_m: null } };
    expect(probabilities(own, ahead(20, 60, 0, unknown), 60).NEAR).toBeGreaterThan(0.95);
  });

  it('property: is a share, falls with the distance abeam, and is the same in the mirror, about', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 110 }), fc.integer({ min: 0, max: 9 }), (to_s, miles) => {
        const right = probabilities(own, ahead(to_s, 60, miles * NM), 60).NEAR!;
        const left = probabilities(own, ahead(to_s, 60, -miles * NM), 60).NEAR!;
        expect(right).toBeGreaterThanOrEqual(0);
        expect(right).toBeLessThanOrEqual(1);
        expect(Math.abs(right - left)).toBeLessThan(0.3);
        expect(probabilities(own, ahead(to_s, 60, (miles + 3) * NM), 60).NEAR!).toBeLessThanOrEqual(right + 0.2);
      }),
      { numRuns: 40 },
    );
  });
});
