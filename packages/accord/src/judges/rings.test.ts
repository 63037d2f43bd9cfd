import { describe, expect, it } from 'vitest';
import type { EntryRingsClause } from '../memorandum/kinds/entry_rings.ts';
import type { SpecialCautionClause } from '../memorandum/kinds/special_caution.ts';
import { type EntryRingsFacts, judgeEntryRings, judgeSpecialCaution, REPORT_WITHIN_S } from './rings.ts';
import type { Fix } from './track_line.ts';
import type { Subject, When } from './verdict.ts';

const T0 = Date.UTC(2031, 4, 1, 12);
const WORDS = { en: 'Words.' };
const HL: Subject = { party: 'hl', contested: false, categories: ['fixed_wing'] };
const ALWAYS = { from_ms: null, until_ms: null, floor_m: null, ceiling_m: null };
const M_PER_DEG = 111_319.49;
/** Inbound along the equator at 100 m/s to a point, from 12 NM + 20 km away to so many m from it. */
function inbound(until_m: number): Fix[] {
  const from_m = 12 * 1852 + 20_000;
  const fixes: Fix[] = [];
  for (let t = 0; from_m - t * 100 >= until_m; t += 2) {
    fixes.push({
      time_ms: T0 + t * 1000,
      latitude_deg: 0,
      longitude_deg: 30 + (from_m - t * 100) / M_PER_DEG,
      accuracy_m: 10,
      altitude_m: 1000,
      altitude_error_m: 30,
      on_ground: false,
    });
  }
  return fixes;
}
/** It crosses 12 NM in second 200, and 7 NM in second 292.6. */
const CALL_S = 200;
const HOLD_S = 200 + 50 * 1.852;
const at = (time_s: number, error_s = 0): When => ({
  earliest_ms: T0 + (time_s - error_s) * 1000,
  latest_ms: T0 + (time_s + error_s) * 1000,
});

describe('entry protocol in rings', () => {
  const ring = { frequency_mhz: null, say: null, read_back: null };
  const clause: EntryRingsClause = {
    ...ALWAYS,
    id: 'RING-1',
    kind: 'entry_protocol_rings',
    words: WORDS,
    binds: null,
    answered_by: 'ep',
    centre: { name: 'Fire', latitude_deg: 0, longitude_deg: 30 },
    rings: [
      { ...ring, radius_m: 12 * 1852, action: 'call' },
      { ...ring, radius_m: 7 * 1852, action: 'hold' },
    ],
    speed_mps: null,
  };
  const judged = (until_m: number, called: When | null, cleared: When | null, rest: Partial<EntryRingsFacts> = {}) =>
    judgeEntryRings(clause, {
      subject: HL,
      path: inbound(until_m),
      rings: [
        { called, cleared: null },
        { called: null, cleared },
      ],
      records: { until_ms: T0 + 3600_000, complete: true },
      speeds: [],
      ...rest,
    });

  it('asks for a call by the first ring, before it is crossed', () => {
    expect(judged(20_000, at(CALL_S - 1), null).answer).toBe('complied');
    expect(judged(20_000, at(CALL_S + 1), null)).toMatchObject({
      answer: 'breached',
      why: 'done_late',
      measured: { radius_m: 22_224 },
    });
    expect(judged(20_000, at(CALL_S), null).answer).toBe('cannot_tell');
    expect(judged(20_000, null, null)).toMatchObject({ answer: 'breached', why: 'not_done' });
    expect(judged(20_000, null, null, { records: { until_ms: T0 + 3600_000, complete: false } }).answer).toBe(
      'cannot_tell',
    );
    expect(judged(25_000, null, null).answer).toBe('not_applicable');
  });

  it('asks for a hold outside the second one until cleared', () => {
    expect(judged(10_000, at(150), at(HOLD_S - 1)).answer).toBe('complied');
    expect(judged(10_000, at(150), at(HOLD_S + 1))).toMatchObject({
      answer: 'breached',
      measured: { radius_m: 12_964 },
    });
    expect(judged(10_000, at(150), null).answer).toBe('breached');
    expect(judged(13_500, at(150), null).answer).toBe('complied');
    // As near to the ring as the errors: maybe it held outside.
    const rough = inbound(13_000).map((fix) => ({ ...fix, accuracy_m: 100 }));
    expect(judged(13_000, at(150), null, { path: rough }).answer).toBe('cannot_tell');
  });

  it('cannot tell of an entry before the records begin', () => {
    const path = inbound(10_000).filter(({ time_ms }) => time_ms > T0 + 250_000);
    expect(judged(10_000, null, at(HOLD_S - 1), { path })).toMatchObject({
      answer: 'cannot_tell',
      why: 'reaches_the_end_of_the_records',
    });
  });

  it('gives a report on crossing its time', () => {
    const report: EntryRingsClause = { ...clause, rings: [{ ...ring, radius_m: 12 * 1852, action: 'report' }] };
    const answer = (time_s: number): string =>
      judgeEntryRings(report, {
        subject: HL,
        path: inbound(10_000),
        rings: [{ called: at(time_s), cleared: null }],
        records: { until_ms: T0 + 3600_000, complete: true },
        speeds: [],
      }).answer;
    expect([answer(CALL_S + REPORT_WITHIN_S - 1), answer(CALL_S + REPORT_WITHIN_S + 1)]).toEqual([
      'complied',
      'breached',
    ]);
  });

  it('bounds the speed inside', () => {
    const path = inbound(20_000);
    const slow = { ...clause, speed_mps: 95 };
    const answer = (error_mps: number, known = true): string =>
      judgeEntryRings(slow, {
        subject: HL,
        path,
        rings: [{ called: at(100), cleared: null }],
        records: { until_ms: T0 + 3600_000, complete: true },
        speeds: known ? path.map(({ time_ms }) => ({ time_ms, speed_mps: 100, error_mps })) : [],
      }).answer;
    expect([answer(4), answer(6), answer(0, false)]).toEqual(['breached', 'cannot_tell', 'cannot_tell']);
  });
});

describe('special-caution area', () => {
  const clause: SpecialCautionClause = {
    ...ALWAYS,
    id: 'CARE-1',
    kind: 'special_caution_area',
    words: WORDS,
    asked: null,
    binds: null,
    because: WORDS,
    measures: [WORDS],
    speed_mps: 110,
    area: {
      name: 'Care',
      bounds_deg: null,
      polygon_deg: null,
      circle: { latitude_deg: 0, longitude_deg: 30, radius_m: 22_224 },
    },
  };

  it('bounds the speed inside and nowhere else', () => {
    const judged = (until_m: number, speed_mps: number) => {
      const path = inbound(until_m);
      const speeds = path.map(({ time_ms }) => ({ time_ms, speed_mps, error_mps: 2 }));
      return judgeSpecialCaution(clause, { subject: HL, path, speeds });
    };
    expect(judged(20_000, 100)).toMatchObject({ answer: 'complied', measured: { fastest_mps: 100 } });
    expect(judged(20_000, 113)).toMatchObject({ answer: 'breached' });
    expect(judged(20_000, 113).began!.latest_ms).toBeCloseTo(T0 + CALL_S * 1000, -4);
    expect(judged(20_000, 111).answer).toBe('cannot_tell');
    expect(judged(25_000, 200).answer).toBe('not_applicable');
    expect(judgeSpecialCaution({ ...clause, speed_mps: null }, { subject: HL, path: [], speeds: [] }).why).toBe(
      'asked_for_in_words_only',
    );
  });
});
