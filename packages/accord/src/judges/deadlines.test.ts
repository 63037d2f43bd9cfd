import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DurationClause } from '../memorandum/kinds/duration.ts';
import type { FlowDownClause } from '../memorandum/kinds/flow_down.ts';
import type { HazardNoticeClause } from '../memorandum/kinds/hazard_notice.ts';
import type { IncidentExchangeClause } from '../memorandum/kinds/incident_exchange.ts';
import type { JointReviewClause } from '../memorandum/kinds/joint_review.ts';
import { judgeDeadline } from './deadline.ts';
import {
  judgeDuration,
  judgeFlowDown,
  judgeHazardNotice,
  judgeIncidentExchange,
  judgeJointReview,
} from './deadlines.ts';
import type { Subject, When } from './verdict.ts';

const T0 = Date.UTC(2031, 4, 1, 12);
const HOUR = 3600;
const DAY = 24 * HOUR;
const WORDS = { en: 'Words.' };
const HL: Subject = { party: 'hl', contested: false, categories: null };

/** So many s after T0, by a clock that may be off by so many. */
const at = (time_s: number, error_s = 0): When => ({
  earliest_ms: T0 + (time_s - error_s) * 1000,
  latest_ms: T0 + (time_s + error_s) * 1000,
});
const records = (until_s: number, complete = true) => ({ until_ms: T0 + until_s * 1000, complete });

describe('a deadline', () => {
  it('is kept to the very instant, and missed a ms later', () => {
    expect(judgeDeadline(at(100), at(100), records(200)).answer).toBe('complied');
    const late = judgeDeadline(at(100), at(100.001), records(200));
    expect(late).toMatchObject({ answer: 'breached', why: 'done_late', began: at(100), ended: at(100.001) });
    expect(late.late_least_s).toBeCloseTo(0.001, 6);
  });

  it('cannot be told where the clocks decide, the time is not up, or records have gaps', () => {
    expect(judgeDeadline(at(100), at(98, 3), records(200)).why).toBe('times_overlap');
    expect(judgeDeadline(at(100), at(96, 3), records(200)).answer).toBe('complied');
    expect(judgeDeadline(at(100), null, records(100)).why).toBe('not_due_yet');
    expect(judgeDeadline(at(100), null, records(101))).toMatchObject({ answer: 'breached', why: 'not_done' });
    expect(judgeDeadline(at(100), null, records(101, false)).why).toBe('records_have_gaps');
    expect(judgeDeadline(at(100), at(150), records(200, false)).answer).toBe('cannot_tell');
  });

  it('is never made sure by less exact clocks', () => {
    const time = fc.integer({ min: 0, max: 200 });
    const error = fc.integer({ min: 0, max: 20 });
    fc.assert(
      fc.property(time, time, error, error, error, (due_s, done_s, due_error_s, done_error_s, more_s) => {
        const before = judgeDeadline(at(due_s, due_error_s), at(done_s, done_error_s), records(300));
        const after = judgeDeadline(at(due_s, due_error_s + more_s), at(done_s, done_error_s + more_s), records(300));
        expect([before.answer, 'cannot_tell']).toContain(after.answer);
      }),
    );
  });
});

describe('hazard notice', () => {
  const clause: HazardNoticeClause = {
    id: 'NOTE-1',
    kind: 'hazard_notice_lead_time',
    words: WORDS,
    binds: ['hl'],
    activities: [WORDS],
    lead_s: DAY,
    change_within_s: HOUR,
  };
  const facts = { subject: HL, begins: at(0), changes: [], records: records(10 * DAY) };

  it('is given to every other party a lead time before', () => {
    const judged = (...told: (When | null)[]) => judgeHazardNotice(clause, { ...facts, told });
    expect(judged(at(-DAY), at(-2 * DAY)).answer).toBe('complied');
    expect(judged(at(-DAY), at(-DAY + 60))).toMatchObject({ answer: 'breached', why: 'done_late' });
    expect(judged(at(-DAY), null)).toMatchObject({ answer: 'breached', why: 'not_done' });
    expect(judged()).toMatchObject({ answer: 'not_applicable', why: 'nothing_asked' });
    expect(judgeHazardNotice(clause, { ...facts, subject: { ...HL, party: 'ep' }, told: [null] }).answer).toBe(
      'not_applicable',
    );
    expect(judgeHazardNotice(clause, { ...facts, subject: { ...HL, party: null }, told: [null] }).answer).toBe(
      'cannot_tell',
    );
  });

  it('is given of changes within their own time', () => {
    const judged = (told: When | null) =>
      judgeHazardNotice(clause, { ...facts, told: [at(-DAY)], changes: [{ decided: at(-HOUR), told: [told] }] });
    expect(judged(at(0)).answer).toBe('complied');
    expect(judged(at(1)).answer).toBe('breached');
    expect(judged(at(0, 2)).answer).toBe('cannot_tell');
  });
});

describe('incident exchange', () => {
  const clause: IncidentExchangeClause = {
    id: 'EXCH-1',
    kind: 'incident_exchange_deadline',
    words: WORDS,
    first_within_s: DAY,
    full_within_s: 10 * DAY,
    contents: ['account', 'tracks'],
    between: null,
    released_when: null,
  };
  const judged = (sent: { at: When; contents: ('account' | 'tracks')[] | null }[], until_s = 30 * DAY) =>
    judgeIncidentExchange(clause, { from: HL, incident: at(0), sent, records: records(until_s) });

  it('has a first account in time, and everything by the time of the full one', () => {
    expect(
      judged([
        { at: at(DAY), contents: ['account'] },
        { at: at(9 * DAY), contents: ['tracks'] },
      ]).answer,
    ).toBe('complied');
    expect(judged([{ at: at(DAY + 1), contents: ['account', 'tracks'] }])).toMatchObject({
      answer: 'breached',
      why: 'done_late',
    });
    expect(judged([{ at: at(DAY), contents: ['account'] }])).toMatchObject({
      answer: 'breached',
      why: 'contents_missing',
    });
    expect(judged([{ at: at(DAY), contents: ['account'] }], 5 * DAY)).toMatchObject({
      answer: 'cannot_tell',
      why: 'not_due_yet',
    });
    expect(judged([{ at: at(DAY), contents: null }])).toMatchObject({
      answer: 'cannot_tell',
      why: 'records_have_gaps',
    });
    expect(judged([])).toMatchObject({ answer: 'breached', why: 'not_done' });
  });
});

describe('joint review', () => {
  const clause: JointReviewClause = {
    id: 'REV-1',
    kind: 'joint_review_cadence',
    words: WORDS,
    asked: null,
    every_s: 90 * DAY,
    first_ms: null,
    after_incident_within_s: 14 * DAY,
    topics: null,
    between: null,
  };
  const judged = (reviews: When[], incidents: When[] = [], until_s = 100 * DAY) =>
    judgeJointReview(clause, { in_force: at(0), reviews, incidents, records: records(until_s) });

  it('is held at least as often as agreed', () => {
    expect(judged([at(90 * DAY)]).answer).toBe('complied');
    expect(judged([at(91 * DAY)]).answer).toBe('breached');
    expect(judged([]).answer).toBe('breached');
    expect(judged([], [], 80 * DAY)).toMatchObject({ answer: 'cannot_tell', why: 'not_due_yet' });
    expect(judged([at(50 * DAY)], [], 141 * DAY).answer).toBe('breached');
    expect(judged([at(120 * DAY), at(60 * DAY)], [], 130 * DAY).answer).toBe('complied');
  });

  it('is held after an incident, and not by a review before it', () => {
    expect(judged([at(50 * DAY)], [at(40 * DAY)]).answer).toBe('complied');
    expect(judged([at(50 * DAY)], [at(60 * DAY)]).answer).toBe('breached');
    expect(judged([at(50 * DAY, HOUR)], [at(50 * DAY, HOUR)]).answer).toBe('cannot_tell');
  });
});

describe('third-party flow-down', () => {
  const clause: FlowDownClause = {
    id: 'FLOW-1',
    kind: 'third_party_flow_down',
    words: WORDS,
    from: 'hl',
    to: ['gv', 'vs'],
    passed_on: ['SEP-1'],
    confirmed_within_s: 7 * DAY,
  };
  const facts = { in_force: at(0), all_clauses: ['SEP-1', 'SEP-2'], records: records(30 * DAY) };
  const gv = { party: 'gv', clauses: ['SEP-1'], at: at(DAY) };
  const vs = { party: 'vs', clauses: ['SEP-1'], at: at(2 * DAY) };

  it('is confirmed of every clause and party in time', () => {
    expect(judgeFlowDown(clause, { ...facts, confirmed: [gv, vs] }).answer).toBe('complied');
    expect(judgeFlowDown(clause, { ...facts, confirmed: [gv] }).answer).toBe('breached');
    expect(judgeFlowDown(clause, { ...facts, confirmed: [gv, { ...vs, at: at(8 * DAY) }] }).why).toBe('done_late');
    // All clauses are more than were confirmed.
    expect(judgeFlowDown({ ...clause, passed_on: null }, { ...facts, confirmed: [gv, vs] }).answer).toBe('breached');
    expect(judgeFlowDown({ ...clause, confirmed_within_s: null }, { ...facts, confirmed: [] }).answer).toBe(
      'not_applicable',
    );
  });
});

describe('withdrawal and suspension', () => {
  const clause: DurationClause = {
    id: 'END-1',
    kind: 'duration_and_withdrawal',
    words: WORDS,
    withdrawal_notice_s: 30 * DAY,
    suspension_notice_s: null,
    survives_suspension: null,
    survives_withdrawal: null,
    survives_for_s: null,
  };
  const judged = (step: 'withdrawal' | 'suspension', told: When | null, ceased: When | null) =>
    judgeDuration(clause, { step, told, ceased, records: records(100 * DAY) });

  it('has effect when its notice has run out, not before', () => {
    expect(judged('withdrawal', at(0), at(30 * DAY)).answer).toBe('complied');
    expect(judged('withdrawal', at(0), at(29 * DAY))).toMatchObject({ answer: 'breached', began: at(29 * DAY) });
    expect(judged('withdrawal', null, at(29 * DAY))).toMatchObject({ answer: 'breached', why: 'not_done' });
    expect(judged('withdrawal', at(0), at(30 * DAY, 5)).answer).toBe('cannot_tell');
    expect(judged('withdrawal', at(0), null).answer).toBe('complied');
    expect(judged('suspension', at(0), at(90 * DAY)).answer).toBe('breached');
  });
});
