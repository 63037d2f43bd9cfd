import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StandoffClause } from '../memorandum/kinds/boundary_standoff.ts';
import type { HazardAreaClause } from '../memorandum/kinds/hazard_area.ts';
import type { PermissionClause } from '../memorandum/kinds/permission.ts';
import type { ZoneClause } from '../memorandum/kinds/zone_by_category.ts';
import { judgeHazardArea, judgePermission, judgeStandoff, judgeZone } from './places.ts';
import type { Fix } from './track_line.ts';
import type { Subject } from './verdict.ts';
import { lineDistance, surfaceDistance } from './volume.ts';

const T0 = Date.UTC(2031, 4, 1, 12);
const WORDS = { en: 'Words.' };
const PLANE: Subject = { party: 'hl', contested: false, categories: ['fixed_wing'] };
const ANYTHING: Subject = { party: 'hl', contested: false, categories: null };
const NOBODY: Subject = { party: null, contested: false, categories: ['fixed_wing'] };
const ALWAYS = { from_ms: null, until_ms: null, floor_m: null, ceiling_m: null };

/** Along the equator from one longitude to another in 600 s. */
function east(from_deg: number, to_deg: number, rest: Partial<Fix> = {}, every_s = 5): Fix[] {
  const fixes: Fix[] = [];
  for (let t = 0; t <= 600; t += every_s) {
    fixes.push({
      time_ms: T0 + t * 1000,
      latitude_deg: 0,
      longitude_deg: from_deg + ((to_deg - from_deg) * t) / 600,
      accuracy_m: 10,
      altitude_m: 3000,
      altitude_error_m: 30,
      on_ground: false,
      ...rest,
    });
  }
  return fixes;
}

describe('boundary stand-off', () => {
  const clause: StandoffClause = {
    ...ALWAYS,
    id: 'LINE-1',
    kind: 'boundary_standoff',
    words: WORDS,
    binds: null,
    warn_ahead_s: null,
    boundary: {
      name: 'Line',
      line_deg: [
        [-2, 31],
        [2, 31],
      ],
    },
    standoffs: [
      { categories: ['fixed_wing'], distance_m: 20 * 1852 },
      { categories: ['rotorcraft'], distance_m: 5 * 1852 },
    ],
  };
  /** 111,319.5 m to a degree of the equator: 20 NM are 0.33274 degrees. */
  const STANDOFF_DEG = (20 * 1852) / 111_319.49;

  it('is kept by who stays away, and broken by who comes nearer, with the instant', () => {
    const flown = (nearest_deg: number) => judgeStandoff(clause, { subject: PLANE, path: east(30, 31 - nearest_deg) });
    expect(flown(STANDOFF_DEG + 0.002)).toMatchObject({ answer: 'complied' });
    // 45 m farther than the stand-off: nearer than the errors can tell.
    expect(flown(STANDOFF_DEG + 0.0004).answer).toBe('cannot_tell');
    const broken = flown(STANDOFF_DEG - 0.05);
    expect(broken.answer).toBe('breached');
    expect(broken.measured.nearest_reported_m).toBeCloseTo((STANDOFF_DEG - 0.05) * 111_319.49, -1);
    const crossed_ms = T0 + (600_000 * (1 - STANDOFF_DEG)) / (1 - STANDOFF_DEG + 0.05);
    expect(broken.began!.earliest_ms).toBeLessThan(crossed_ms);
    expect(broken.began!.latest_ms).toBeGreaterThan(crossed_ms);
    expect(broken.ended!.latest_ms).toBeNull();
  });

  it('is that of the category: another one may come nearer, an unknown one cannot be told', () => {
    const at_10nm = east(30, 31 - STANDOFF_DEG / 2);
    const answer = (subject: Subject): string => judgeStandoff(clause, { subject, path: at_10nm }).answer;
    expect(answer(PLANE)).toBe('breached');
    expect(answer({ ...PLANE, categories: ['rotorcraft'] })).toBe('complied');
    expect(answer({ ...PLANE, categories: ['glider'] })).toBe('not_applicable');
    expect(answer(ANYTHING)).toBe('cannot_tell');
    const near: Subject = { ...PLANE, categories: ['fixed_wing', 'rotorcraft'] };
    expect(judgeStandoff(clause, { subject: near, path: east(30, 30.99) }).answer).toBe('breached');
  });

  it('binds whom it names; of whom nobody knows, a breach cannot be told', () => {
    const at_10nm = east(30, 31 - STANDOFF_DEG / 2);
    const bound = { ...clause, binds: ['ep'] };
    expect(judgeStandoff(bound, { subject: PLANE, path: at_10nm }).answer).toBe('not_applicable');
    expect(judgeStandoff(bound, { subject: NOBODY, path: at_10nm })).toMatchObject({
      answer: 'cannot_tell',
      why: 'not_known_whether_bound',
    });
    expect(judgeStandoff(bound, { subject: NOBODY, path: east(30, 30.3) }).answer).toBe('complied');
  });
});

describe('zone by category', () => {
  const clause: ZoneClause = {
    ...ALWAYS,
    id: 'ZONE-1',
    kind: 'zone_by_category',
    words: WORDS,
    binds: null,
    closed_to: ['uncrewed'],
    open_to: null,
    floor_m: 1000,
    ceiling_m: 4000,
    area: { name: 'Zone', bounds_deg: [30.4, -1, 30.6, 1], polygon_deg: null, circle: null },
  };
  const DRONE: Subject = { ...PLANE, categories: ['uncrewed'] };

  it('is closed to some and open to others', () => {
    const path = east(30, 31);
    expect(judgeZone(clause, { subject: DRONE, path })).toMatchObject({ answer: 'breached' });
    expect(judgeZone(clause, { subject: PLANE, path })).toMatchObject({ answer: 'not_applicable' });
    expect(judgeZone(clause, { subject: ANYTHING, path })).toMatchObject({ answer: 'cannot_tell' });
    const only = { ...clause, closed_to: null, open_to: ['uncrewed' as const] };
    expect(judgeZone(only, { subject: DRONE, path }).answer).toBe('not_applicable');
    expect(judgeZone(only, { subject: PLANE, path }).answer).toBe('breached');
  });

  it('tells the entry and the exit to within the errors', () => {
    const { began, ended } = judgeZone(clause, { subject: DRONE, path: east(30, 31) });
    expect(began!.earliest_ms).toBeLessThan(T0 + 240_000);
    expect(began!.latest_ms).toBeGreaterThan(T0 + 240_000);
    expect(began!.latest_ms! - began!.earliest_ms!).toBeLessThan(2000);
    expect(ended!.earliest_ms).toBeLessThan(T0 + 360_000);
    expect(ended!.latest_ms).toBeGreaterThan(T0 + 360_000);
  });

  it('has levels, and an unknown height may be anywhere', () => {
    const answer = (altitude_m: number | null): string =>
      judgeZone(clause, { subject: DRONE, path: east(30, 31, { altitude_m }) }).answer;
    expect([answer(900), answer(1010), answer(1100), answer(null)]).toEqual([
      'complied',
      'cannot_tell',
      'breached',
      'cannot_tell',
    ]);
  });

  it('holds in its period alone', () => {
    const judged = (from_ms: number | null, until_ms: number | null) =>
      judgeZone({ ...clause, from_ms, until_ms }, { subject: DRONE, path: east(30, 31) });
    expect(judged(T0 + 400_000, null).answer).toBe('complied');
    expect(judged(T0 + 700_000, null)).toMatchObject({ answer: 'not_applicable', why: 'outside_the_period' });
    // Inside already when the period begins: the breach begins then, to the ms.
    expect(judged(T0 + 300_000, null).began).toEqual({ earliest_ms: T0 + 300_000, latest_ms: T0 + 300_000 });
    expect(judged(null, T0 + 300_000).ended).toEqual({ earliest_ms: T0 + 300_000, latest_ms: T0 + 300_000 });
  });

  it('cannot tell of a gap in which it may have been entered, nor of too few reports', () => {
    const path = east(30, 30.39, {}, 200);
    expect(judgeZone(clause, { subject: DRONE, path }).answer).toBe('cannot_tell');
    expect(judgeZone(clause, { subject: DRONE, path: path.slice(0, 1) }).why).toBe('nothing_recorded');
    expect(judgeZone(clause, { subject: DRONE, path: east(30, 30.39) }).answer).toBe('complied');
  });

  it('is never made sure by more uncertainty, and does not depend on the order', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 30.2, max: 30.8, noNaN: true }),
        fc.integer({ min: 0, max: 5000 }),
        fc.constantFrom(2, 5, 15, 60),
        (to_deg, wider_m, every_s) => {
          const path = east(30.1, to_deg, {}, every_s);
          const before = judgeZone(clause, { subject: DRONE, path });
          const wide = path.map((fix) => ({ ...fix, accuracy_m: fix.accuracy_m + wider_m }));
          expect([before.answer, 'cannot_tell']).toContain(judgeZone(clause, { subject: DRONE, path: wide }).answer);
          expect(judgeZone(clause, { subject: DRONE, path: [...path].reverse() })).toEqual(before);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('permission to operate', () => {
  const clause: PermissionClause = {
    ...ALWAYS,
    id: 'PERM-1',
    kind: 'permission_to_operate',
    words: WORDS,
    granted: ['ep'],
    area: { name: 'Area', bounds_deg: [30.4, -1, 30.6, 1], polygon_deg: null },
  };

  it('is asked of parties that do not have it', () => {
    const path = east(30, 31);
    const answer = (subject: Subject): string => judgePermission(clause, { subject, path }).answer;
    expect(answer(PLANE)).toBe('breached');
    expect(answer({ ...PLANE, party: 'ep' })).toBe('not_applicable');
    expect(answer(NOBODY)).toBe('cannot_tell');
    expect(answer({ ...PLANE, contested: true })).toBe('cannot_tell');
    expect(judgePermission({ ...clause, granted: [] }, { subject: NOBODY, path }).answer).toBe('breached');
    expect(judgePermission(clause, { subject: PLANE, path: east(30, 30.3) }).answer).toBe('complied');
  });
});

describe('hazard area', () => {
  const clause: HazardAreaClause = {
    ...ALWAYS,
    id: 'HAZ-1',
    kind: 'hazard_area',
    words: WORDS,
    owner: 'ep',
    entry: 'with_clearance',
    admitted: ['vs'],
    area: {
      name: 'Hazard',
      bounds_deg: null,
      polygon_deg: null,
      circle: { latitude_deg: 0, longitude_deg: 30.5, radius_m: 5556 },
    },
  };
  const path = east(30, 31);
  const judged = (given_s: number | null, until_s: number | null = null, complete = true, error_s = 0) =>
    judgeHazardArea(clause, {
      subject: PLANE,
      path,
      complete,
      clearances:
        given_s === null
          ? []
          : [
              {
                given: { earliest_ms: T0 + (given_s - error_s) * 1000, latest_ms: T0 + (given_s + error_s) * 1000 },
                until_ms: until_s === null ? null : T0 + until_s * 1000,
              },
            ],
    });

  it('is entered with a clearance that was given before and still holds', () => {
    expect(judged(null)).toMatchObject({ answer: 'breached' });
    expect(judged(null, null, false)).toMatchObject({ answer: 'cannot_tell', why: 'records_have_gaps' });
    expect(judged(200)).toMatchObject({ answer: 'complied', why: 'kept' });
    expect(judged(400).answer).toBe('breached');
    expect(judged(270, null, true, 5)).toMatchObject({ answer: 'cannot_tell', why: 'times_overlap' });
    expect(judged(200, 600).answer).toBe('complied');
    // It ran out while inside: the breach begins then.
    expect(judged(200, 300)).toMatchObject({
      answer: 'breached',
      began: { earliest_ms: T0 + 300_000, latest_ms: T0 + 300_000 },
    });
  });

  it('is open to the owner and those admitted, and where caution is all that is asked', () => {
    const rest = { path, clearances: [], complete: true };
    expect(judgeHazardArea(clause, { subject: { ...PLANE, party: 'ep' }, ...rest }).answer).toBe('not_applicable');
    expect(judgeHazardArea(clause, { subject: { ...PLANE, party: 'vs' }, ...rest }).answer).toBe('not_applicable');
    expect(judgeHazardArea(clause, { subject: NOBODY, ...rest }).answer).toBe('cannot_tell');
    const caution = { ...clause, entry: 'caution' as const };
    expect(judgeHazardArea(caution, { subject: PLANE, ...rest }).why).toBe('asked_for_in_words_only');
    const closed = { ...clause, entry: 'closed' as const };
    const cleared = [{ given: { earliest_ms: T0, latest_ms: T0 }, until_ms: null }];
    expect(judgeHazardArea(closed, { subject: PLANE, path, clearances: cleared, complete: true }).answer).toBe(
      'breached',
    );
  });
});

describe('distances', () => {
  it('from a line are those of the ellipsoid, also past its ends and across the date line', () => {
    const meridian = lineDistance([
      [-10, 179.9],
      [60, 179.9],
    ]);
    expect(Math.abs(meridian(0, -179.9) - 0.2 * 111_319.49)).toBeLessThan(5);
    // Where the line runs on beyond, the nearest point is its end.
    expect(meridian(61, 179.9)).toBeCloseTo(surfaceDistance(61, 179.9, 60, 179.9), 3);
    const parallel = lineDistance([
      [60, 10],
      [60, 12],
    ]);
    // Due north of a parallel at 60 N: as far as the meridian says, within the line's allowance.
    expect(Math.abs(parallel(60.3, 11) - surfaceDistance(60.3, 11, 60, 11))).toBeLessThan(5 + 33);
  });
});
