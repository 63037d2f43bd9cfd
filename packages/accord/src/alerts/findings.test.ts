import { describe, expect, it } from 'vitest';
import { every, type Flight, FT, memorandumWith, NEAR, NM, reportsOf, START_MS, WIDE } from '../../test/traffic.ts';
import { PairGeometry } from '../encounters/geometry.ts';
import { measure } from '../encounters/measure.ts';
import { openPair, type Pair } from '../encounters/pair.ts';
import type { ClauseFinding } from '../outcome.ts';
import { TrackTable } from '../tracks/table.ts';
import { applyObservation } from '../tracks/update.ts';
import { findClauses } from './findings.ts';

const memorandum = memorandumWith(WIDE, NEAR);
/** Nothing is uncertain, so that the minima are those of the clause. */
const EXACT = { position_accuracy_m: 0, velocity_accuracy_mps: 0 } as const;

type Findings = {
  findings: ClauseFinding[];
  pair: Pair;
  now_ms: number;
  again: (standing: boolean) => ClauseFinding[];
};

/** What the clauses say after both have been heard until `to_s`. */
function findings(a: Flight, b: Flight, to_s = 0): Findings {
  const table = new TrackTable();
  const geometry = new PairGeometry();
  let pair: Pair | null = null;
  let found: ClauseFinding[] = [];
  let now_ms = START_MS;
  const [of_a, of_b] = [a, b].map((one) => reportsOf(one, every(0, to_s)));
  for (let i = 0; i < of_a!.length; i++) {
    now_ms = of_a![i]!.time_ms;
    for (const one of [of_a![i]!, of_b![i]!]) applyObservation(table, one, now_ms);
    pair ??= openPair(memorandum, table, 0, 1, now_ms);
    measure(pair.measured, pair.clauses, table, 0, 1);
    geometry.set(table, 0, 1, now_ms);
    found = findClauses(pair, geometry, memorandum, now_ms, false);
  }
  const open = pair!;
  const again = (standing: boolean): ClauseFinding[] => findClauses(open, geometry, memorandum, now_ms, standing);
  return { findings: found, pair: open, now_ms, again };
}

const east: Flight = {
  address: 'd1a001',
  east_m: 0,
  north_m: 0,
  altitude_m: 6000,
  track_deg: 90,
  speed_mps: 150,
  over: EXACT,
};
/** Comes from ahead; the two close at 250 m/s, abeam by `abeam_m` when they pass. */
const west = (ahead_m: number, abeam_m: number, over: Partial<Flight> = {}): Flight => ({
  ...east,
  address: 'd2b001',
  east_m: ahead_m,
  north_m: abeam_m,
  track_deg: 270,
  speed_mps: 100,
  ...over,
});
const beside = (north_m: number, over: Partial<Flight> = {}): Flight => ({
  ...east,
  address: 'd2b001',
  north_m,
  ...over,
});
const levels = (found: Findings): string[] => found.findings.map((one) => `${one.clause} ${one.level}`);

describe('a predicted loss', () => {
  it('that ends within the grace is an advisory, with the figures of the clause', () => {
    const found = findings(east, west(20_000, 2 * NM));
    expect(levels(found)).toEqual(['WIDE advisory']);
    // To half a second: over 20 km the meridians converge by a fifth of a degree.
    const half_m = Math.sqrt(5) * NM;
    expect(found.findings[0]).toMatchObject({
      clause: 'WIDE',
      memorandum: 'trial',
      version: 7,
      lateral_minimum_m: 3 * NM,
      vertical_minimum_m: 914.4,
      grace_s: 180,
      inside_since_ms: null,
    });
    expect((found.findings[0]!.entry_ms! - START_MS) / 1000).toBeCloseTo((20_000 - half_m) / 250, 0);
    expect((found.findings[0]!.exit_ms! - START_MS) / 1000).toBeCloseTo((20_000 + half_m) / 250, 0);
    expect(found.findings[0]!.breach_ms! - found.findings[0]!.entry_ms!).toBe(180_000);
  });

  it('without grace is a warning from the start, and comes first', () => {
    expect(levels(findings(east, west(20_000, 0)))).toEqual(['NEAR warning', 'WIDE advisory']);
  });

  it('is said from 120 s before it on, not sooner', () => {
    const ahead = (entry_s: number): number => 250 * entry_s + Math.sqrt(9 * NM * NM - 4 * NM * NM);
    expect(levels(findings(east, west(ahead(121), 2 * NM)))).toEqual([]);
    expect(levels(findings(east, west(ahead(119), 2 * NM)))).toEqual(['WIDE advisory']);
  });

  it('at the minima exactly is none', () => {
    expect(levels(findings(east, west(20_000, 0, { altitude_m: 6000 + 3000 * FT })))).toEqual([]);
    expect(levels(findings(east, west(20_000, 0, { altitude_m: 6000 + 3000 * FT - 0.01 })))).toEqual(['WIDE advisory']);
  });

  it('looks wider for what is badly known, at most twice the minima', () => {
    const vague = { ...EXACT, position_accuracy_m: 2000 };
    expect(levels(findings(east, west(20_000, 4.5 * NM)))).toEqual([]);
    expect(levels(findings({ ...east, over: vague }, west(20_000, 4.5 * NM, { over: vague })))).toEqual([
      'WIDE advisory',
    ]);
    const lost = { ...EXACT, position_accuracy_m: 15_000 };
    expect(levels(findings({ ...east, over: lost }, west(20_000, 6.1 * NM, { over: lost })))).toEqual([]);
  });

  it('looks for a tenth more while an alert stands', () => {
    const found = findings(east, west(20_000, 3.2 * NM));
    expect(levels(found)).toEqual([]);
    expect(found.again(true).map((one) => one.clause)).toEqual(['WIDE']);
  });
});

describe('a loss that lasts', () => {
  it('is a warning from the moment its end is predicted after the grace, within the warning time', () => {
    const found = (to_s: number) => levels(findings(east, beside(2 * NM), to_s));
    expect(found(59)).toEqual(['WIDE advisory']);
    expect(found(60)).toEqual(['WIDE warning']);
  });

  it('is a breach once it was measured for longer than the grace, not at the grace', () => {
    expect(levels(findings(east, beside(2 * NM), 180))).toEqual(['WIDE warning']);
    const found = findings(east, beside(2 * NM), 181);
    expect(levels(found)).toEqual(['WIDE breach']);
    expect(found.findings[0]).toMatchObject({ inside_since_ms: START_MS, breach_ms: START_MS + 180_000 });
  });

  it('starts its grace anew after a real exit', () => {
    // Up above 3,000 ft for a while and down again, all the while 2 NM abeam.
    const table = new TrackTable();
    const [of_a, of_b] = [east, beside(2 * NM)].map((one) => reportsOf(one, every(0, 300)));
    const geometry = new PairGeometry();
    let pair: Pair | null = null;
    const seen: string[] = [];
    for (let i = 0; i <= 300; i++) {
      const up_m = i >= 100 && i < 120 ? 3100 * FT : 0;
      const now_ms = START_MS + i * 1000;
      applyObservation(table, of_a![i]!, now_ms);
      applyObservation(table, { ...of_b![i]!, pressure_altitude_m: 6000 + up_m, vertical_rate_mps: 0 }, now_ms);
      pair ??= openPair(memorandum, table, 0, 1, now_ms);
      measure(pair.measured, pair.clauses, table, 0, 1);
      geometry.set(table, 0, 1, now_ms);
      seen.push(findClauses(pair, geometry, memorandum, now_ms, false)[0]?.level ?? 'none');
    }
    expect(seen.slice(100, 119)).not.toContain('breach');
    // 119 s into it the height is crossed again, so the new grace runs out at 300 at the earliest.
    expect(seen.slice(0, 299)).not.toContain('breach');
    expect(seen).toContain('none');
  });
});

describe('a pause that the clause does not count', () => {
  /** Out above 3,000 ft from second 100 to 105, all the while 2 NM abeam: what is said each second. */
  function said(grace_resets_after_s: number): { level: string; breach_ms: number | null; lost: number }[] {
    const agreed = memorandumWith(`${WIDE}\n    grace_resets_after: ${grace_resets_after_s} s`);
    const table = new TrackTable();
    const [of_a, of_b] = [east, beside(2 * NM)].map((one) => reportsOf(one, every(0, 200)));
    const geometry = new PairGeometry();
    let pair: Pair | null = null;
    return of_a!.map((one, i) => {
      const up_m = i >= 100 && i < 105 ? 3100 * FT : 0;
      applyObservation(table, one, one.time_ms);
      applyObservation(table, { ...of_b![i]!, pressure_altitude_m: 6000 + up_m, vertical_rate_mps: 0 }, one.time_ms);
      pair ??= openPair(agreed, table, 0, 1, one.time_ms);
      measure(pair.measured, pair.clauses, table, 0, 1);
      geometry.set(table, 0, 1, one.time_ms);
      const first = findClauses(pair, geometry, agreed, one.time_ms, false)[0];
      return { level: first?.level ?? 'none', breach_ms: first?.breach_ms ?? null, lost: pair.measured.losses.length };
    });
  }

  it('does not begin the grace time anew', () => {
    const borne = said(10);
    expect(borne.slice(0, 181).map(({ level }) => level)).not.toContain('breach');
    expect(borne[181]).toEqual({ level: 'breach', breach_ms: START_MS + 180_000, lost: 1 });
  });

  it('begins it anew where it is as long as the clause says', () => {
    const anew = said(4);
    expect(anew.map(({ level }) => level)).not.toContain('breach');
    expect(anew[200]!.lost).toBe(2);
    expect(anew[200]!.breach_ms).toBeGreaterThan(START_MS + 284_000);
  });
});

describe('unknown height', () => {
  const blind = { ...EXACT, pressure_altitude_m: null } as const;

  it('predicts by range alone', () => {
    expect(levels(findings(east, west(20_000, 2 * NM, { over: blind })))).toEqual(['WIDE advisory']);
  });

  it('never tells of a breach, however long it lasts', () => {
    const found = findings(east, beside(2 * NM, { over: blind }), 400);
    expect(found.pair.measured.losses).toEqual([]);
    expect(levels(found)).toEqual(['WIDE warning']);
  });
});
