import { describe, expect, it } from 'vitest';
import type { DisclosureClause } from '../memorandum/kinds/disclosure_duty.ts';
import type { ExemptionClause } from '../memorandum/kinds/exemption.ts';
import type { RightOfWayClause } from '../memorandum/kinds/right_of_way.ts';
import type { TransponderClause } from '../memorandum/kinds/transponder.ts';
import { type DisclosureFacts, judgeDisclosure } from './disclosure.ts';
import { type ExemptionFacts, judgeExemption, underExemption } from './exemption.ts';
import { type Giving, judgeRightOfWay, type RightOfWayFacts } from './right_of_way.ts';
import type { Fix } from './track_line.ts';
import { judgeTransponder, SILENT_S, type TransponderFacts } from './transponder.ts';
import { plain, type Subject, type When } from './verdict.ts';

const T0 = Date.UTC(2031, 4, 1, 12);
const HOUR = 3600;
const WORDS = { en: 'Words.' };
const HL: Subject = { party: 'hl', contested: false, categories: ['fixed_wing'] };
const at = (time_s: number, error_s = 0): When => ({
  earliest_ms: T0 + (time_s - error_s) * 1000,
  latest_ms: T0 + (time_s + error_s) * 1000,
});
const RECORDS = { until_ms: T0 + 100 * HOUR * 1000, complete: true };

describe('exemption with notice', () => {
  const clause: ExemptionClause = {
    id: 'EX-1',
    kind: 'exemption_with_notice',
    words: WORDS,
    binds: ['hl'],
    exempts_from: ['ZONE-1'],
    purposes: [WORDS],
    notice_s: 24 * HOUR,
    emergency_notice_s: HOUR,
    longest_s: 4 * HOUR,
  };
  const facts: ExemptionFacts = {
    subject: HL,
    claimed: true,
    purpose: 'yes',
    emergency: 'no',
    begins: at(0),
    ends: at(4 * HOUR),
    told: [at(-24 * HOUR)],
    records: RECORDS,
  };
  const answer = (rest: Partial<ExemptionFacts>): string => judgeExemption(clause, { ...facts, ...rest }).answer;

  it('holds with its purpose, notice and length', () => {
    expect(answer({})).toBe('complied');
    expect(answer({ claimed: false })).toBe('not_applicable');
    expect(answer({ purpose: 'no' })).toBe('breached');
    expect(answer({ purpose: 'maybe' })).toBe('cannot_tell');
    expect(answer({ told: [at(-24 * HOUR), at(-23 * HOUR)] })).toBe('breached');
    expect(answer({ ends: at(4 * HOUR + 1) })).toBe('breached');
    expect(answer({ subject: { ...HL, party: 'ep' } })).toBe('breached');
    expect(answer({ subject: { ...HL, party: null } })).toBe('cannot_tell');
  });

  it('takes a later notice in an emergency', () => {
    expect(answer({ emergency: 'yes', told: [at(HOUR)] })).toBe('complied');
    expect(answer({ emergency: 'yes', told: [at(HOUR + 1)] })).toBe('breached');
    expect(answer({ emergency: 'maybe', told: [at(HOUR)] })).toBe('cannot_tell');
  });

  it('turns a breach of what it exempts from into compliance, and nothing else', () => {
    const breach = { ...plain('ZONE-1', 'breached', 'broken'), began: at(10), ended: at(20) };
    const held = judgeExemption(clause, facts);
    expect(underExemption(breach, clause, held)).toMatchObject({ answer: 'complied', why: 'exempted', began: null });
    expect(underExemption({ ...breach, clause: 'ZONE-2' }, clause, held).answer).toBe('breached');
    const late = judgeExemption(clause, { ...facts, told: [at(0)] });
    expect(underExemption(breach, clause, late)).toEqual(breach);
    const doubtful = judgeExemption(clause, { ...facts, purpose: 'maybe' });
    expect(underExemption(breach, clause, doubtful)).toMatchObject({ answer: 'cannot_tell', began: at(10) });
    expect(underExemption(breach, clause, judgeExemption(clause, { ...facts, claimed: false }))).toEqual(breach);
  });
});

describe('transponder and due regard', () => {
  const clause: TransponderClause = {
    id: 'XPDR-1',
    kind: 'transponder_and_due_regard',
    words: WORDS,
    binds: null,
    categories: null,
    due_regard: ['in_visual_conditions', 'with_notice'],
    outage_notice_s: 600,
    transmits: ['adsb'],
    area: null,
    from_ms: null,
    until_ms: null,
    floor_m: null,
    ceiling_m: null,
  };
  const path: Fix[] = Array.from({ length: 121 }, (_, i) => ({
    time_ms: T0 + i * 5000,
    latitude_deg: 0,
    longitude_deg: 30 + i * 0.005,
    accuracy_m: 10,
    altitude_m: 3000,
    altitude_error_m: 30,
    on_ground: false,
  }));
  const all = path.map(({ time_ms }) => time_ms);
  const silentFor = (seconds: number): number[] =>
    all.filter((t) => t <= T0 + 100_000 || t >= T0 + 100_000 + seconds * 1000);
  const always = [{ from_ms: T0 - 1000, to_ms: T0 + 1e6 }];
  const judged = (heard: number[], rest: Partial<TransponderFacts> = {}) =>
    judgeTransponder(clause, {
      subject: HL,
      path,
      heard: { adsb: heard },
      covered: always,
      due_regard: { in_visual_conditions: 'no' },
      outage: null,
      records: RECORDS,
      ...rest,
    });

  it('is heard wherever somebody could hear it', () => {
    expect(judged(all).answer).toBe('complied');
    expect(judged(silentFor(SILENT_S)).answer).toBe('complied');
    const silent = judged(silentFor(SILENT_S + 10));
    expect(silent.answer).toBe('breached');
    expect(silent.began).toEqual({ earliest_ms: T0 + 160_000, latest_ms: T0 + 160_000 });
    expect(judged([], { covered: [] })).toMatchObject({ answer: 'cannot_tell', why: 'records_have_gaps' });
    expect(judged(silentFor(200), { covered: [{ from_ms: T0, to_ms: T0 + 150_000 }] }).answer).toBe('cannot_tell');
  });

  it('may be silent with due regard, all conditions of it, or after a failure told in time', () => {
    const silent = silentFor(300);
    const regard = (in_visual_conditions: 'yes' | 'no' | 'maybe', with_notice: 'yes' | 'no' | 'maybe'): string =>
      judged(silent, { due_regard: { in_visual_conditions, with_notice } }).answer;
    expect([regard('yes', 'yes'), regard('yes', 'no'), regard('yes', 'maybe')]).toEqual([
      'complied',
      'breached',
      'cannot_tell',
    ]);
    expect(judged(silent, { due_regard: {} }).answer).toBe('cannot_tell');
    expect(judged(silent, { outage: { began: at(100), told: at(700) } }).answer).toBe('complied');
    expect(judged(silent, { outage: { began: at(100), told: at(701) } }).answer).toBe('breached');
  });

  it('is asked of the categories named', () => {
    const rotorcraft: TransponderClause = { ...clause, categories: ['rotorcraft'] };
    const answer = (categories: Subject['categories']): string =>
      judgeTransponder(rotorcraft, {
        subject: { ...HL, categories },
        path,
        heard: {},
        covered: always,
        due_regard: { with_notice: 'no' },
        outage: null,
        records: RECORDS,
      }).answer;
    expect([answer(['rotorcraft']), answer(['glider']), answer(null)]).toEqual([
      'breached',
      'not_applicable',
      'cannot_tell',
    ]);
  });
});

describe('disclosure duty', () => {
  const share = { what: 'plans', level: 'volume_and_time', delay_s: HOUR, resolution_m: 1000, to: null } as const;
  const clause: DisclosureClause = {
    id: 'SHARE-1',
    kind: 'disclosure_duty',
    words: WORDS,
    binds: null,
    shares: [share],
  };
  const sent = { to: 'ep', at: at(HOUR), level: 'volume_and_time', resolution_m: 1000 } as const;
  const judged = (all: DisclosureFacts['sent'], rest: Partial<DisclosureFacts> = {}) =>
    judgeDisclosure(clause, {
      subject: HL,
      what: 'plans',
      at: at(0),
      others: ['ep'],
      sent: all,
      records: RECORDS,
      ...rest,
    });

  it('is kept by what is far enough up the ladder, fine enough and in time', () => {
    expect(judged([sent]).answer).toBe('complied');
    expect(judged([{ ...sent, level: 'identity' }]).answer).toBe('complied');
    expect(judged([{ ...sent, level: 'existence' }])).toMatchObject({ answer: 'breached', why: 'not_done' });
    expect(judged([{ ...sent, at: at(HOUR + 1) }])).toMatchObject({ answer: 'breached', why: 'done_late' });
    expect(judged([{ ...sent, at: at(HOUR, 5) }]).answer).toBe('cannot_tell');
    expect(judged([{ ...sent, resolution_m: 1001 }]).answer).toBe('breached');
    expect(judged([{ ...sent, resolution_m: null }]).answer).toBe('cannot_tell');
    expect(judged([sent], { others: ['ep', 'vs'] }).answer).toBe('breached');
    expect(judged([], { what: 'alerts' }).answer).toBe('not_applicable');
  });

  it('has no time where none is agreed', () => {
    const open = { ...clause, shares: [{ ...share, delay_s: null }] };
    const facts = { subject: HL, what: 'plans', at: at(0), others: ['ep'], records: RECORDS } as const;
    expect(judgeDisclosure(open, { ...facts, sent: [{ ...sent, at: at(50 * HOUR) }] }).answer).toBe('complied');
    expect(judgeDisclosure(open, { ...facts, sent: [] }).answer).toBe('breached');
    expect(judgeDisclosure(open, { ...facts, sent: [], records: { ...RECORDS, complete: false } }).answer).toBe(
      'cannot_tell',
    );
  });
});

describe('right of way', () => {
  const clause: RightOfWayClause = {
    id: 'WAY-1',
    kind: 'right_of_way',
    words: WORDS,
    order: ['emergency', 'glider', 'fixed_wing', 'uncrewed'],
    converging: 'to_the_right_has_way',
    head_on: 'turn_right',
    overtaking: 'pass_right',
    lateral_m: 1852,
    vertical_m: 150,
  };
  const giving = (bearing_deg: number, rest: Partial<Giving> = {}): Giving => ({
    ranks: ['fixed_wing'],
    bearing_deg,
    bearing_error_deg: 2,
    altered: 'no',
    turned: null,
    ...rest,
  });
  const judged = (a: Giving, b: Giving, rest: Partial<RightOfWayFacts> = {}) =>
    judgeRightOfWay(clause, { a, b, range_m: 1000, range_error_m: 50, vertical_m: 50, vertical_error_m: 20, ...rest });
  const turned = (side: 'left' | 'right') => ({ altered: 'yes', turned: side }) as const;

  it('converging: whoever has the other on the right makes room', () => {
    expect(judged(giving(60), giving(300)).answer).toBe('breached');
    expect(judged(giving(60, turned('left')), giving(300)).answer).toBe('complied');
    expect(judged(giving(60), giving(300, turned('left'))).answer).toBe('breached');
    expect(judged(giving(60, { altered: 'maybe' }), giving(300)).answer).toBe('cannot_tell');
  });

  it('head-on: both turn right; overtaking: on the right', () => {
    expect(judged(giving(3, turned('right')), giving(357, turned('right'))).answer).toBe('complied');
    expect(judged(giving(3, turned('right')), giving(357, turned('left'))).answer).toBe('breached');
    // Just about head-on, or converging: what is owed differs, and so does the answer.
    expect(judged(giving(15, turned('left')), giving(345)).answer).toBe('cannot_tell');
    expect(judged(giving(2), giving(180)).answer).toBe('breached');
    expect(judged(giving(2, turned('right')), giving(180)).answer).toBe('complied');
    expect(judged(giving(2, turned('left')), giving(180)).answer).toBe('breached');
  });

  it('goes by the order first, and an unknown aircraft may stand anywhere in it', () => {
    const glider = giving(60, { ranks: ['glider'] });
    expect(judged(glider, giving(300)).answer).toBe('breached');
    expect(judged(glider, giving(300, turned('right'))).answer).toBe('complied');
    expect(judged(giving(60, { ranks: null }), giving(300, turned('right'))).answer).toBe('cannot_tell');
    expect(judged(giving(60, { ranks: ['towing'] }), giving(300, { ranks: ['uncrewed'] })).answer).toBe('breached');
  });

  it('asks nothing of those who stay far enough apart', () => {
    const far = { range_m: 2000 };
    expect(judged(giving(60), giving(300), far).answer).toBe('not_applicable');
    expect(judged(giving(60), giving(300), { range_m: 1860 }).answer).toBe('cannot_tell');
    expect(judged(giving(60), giving(300), { vertical_m: null }).answer).toBe('cannot_tell');
    expect(judged(giving(60), giving(300), { vertical_m: 300 }).answer).toBe('not_applicable');
  });
});
