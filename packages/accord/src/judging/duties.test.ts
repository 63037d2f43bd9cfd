import { describe, expect, it } from 'vitest';
import { every, ofKind, play, reportsOf, START_MS } from '../../test/traffic.ts';
import type { LogEntry, Saying, VerdictGiven } from '../judged.ts';
import { parseMemorandum } from '../memorandum/parse.ts';
import type { Outcome } from '../outcome.ts';
import { Watch, type WatchState } from '../watch.ts';
import { EntryError, entryOf } from './entry.ts';

const { memorandum } = parseMemorandum(`
skyaccord: memorandum/1
id: duties
version: 2
languages: [en]
title: {en: What is owed by a time}
parties:
  - {id: nc, name: Compact, role: signatory}
  - {id: mu, name: Union, role: signatory}
  - {id: gv, name: Volunteers, role: third_party}
clauses:
  - id: LADDER
    kind: frequency_ladder
    words: {en: Call on each in turn.}
    rungs:
      - {frequency: 134.1 MHz, call: {en: Hello.}, wait: 20 s}
      - {frequency: 121.5 MHz, call: {en: Hello again.}, wait: 20 s}
  - id: LINE
    kind: line_hours_and_test_calls
    words: {en: Try the line.}
    line: ground line
    between: [nc, mu]
    answer_within: 60 s
    test_every: 12 h
    miss_limit: 2
    escalation: [{en: Write a letter.}]
  - id: REVIEW
    kind: joint_review_cadence
    words: {en: Meet.}
    every: 30 d
  - id: FLOW
    kind: third_party_flow_down
    words: {en: Pass it on.}
    from: nc
    to: [gv]
    passed_on: [LINE]
    confirmed_within: 14 d
  - id: HAZ
    kind: hazard_notice_lead_time
    words: {en: Say so before.}
    activities: [{en: Shows}]
    lead: 48 h
    change_within: 1 h
  - id: SHOW
    kind: disclosure_duty
    words: {en: Show what flies.}
    shares:
      - {what: crewed_flights, level: live_track, delay: 5 s, resolution: 1 NM}
      - {what: plans, level: volume_and_time, delay: 1 h, to: [mu]}
  - id: END
    kind: duration_and_withdrawal
    words: {en: Two days before.}
    withdrawal_notice: 2 d
`);

const S = 1000;
const H = 3600 * S;
const D = 24 * H;

function entry(at_ms: number, says: Saying, by: string, rest: Partial<LogEntry> = {}): LogEntry {
  const time_ms = START_MS + at_ms;
  return entryOf(memorandum, { at: { earliest_ms: time_ms, latest_ms: time_ms }, says, by, ...rest });
}

/** Hears each entry when it was said, and goes on for so long after that. */
function hear(entries: readonly LogEntry[], until_ms: number, saving = false): Outcome[] {
  let watch = new Watch({ memorandum, advise: [] });
  const outcomes: Outcome[] = [];
  for (const one of [...entries].sort((x, y) => x.at.latest_ms - y.at.latest_ms)) {
    const tick = Math.max(watch.tick + 1, one.at.latest_ms / 100);
    outcomes.push(...watch.advance(tick, [], [], [one]));
    if (saving)
      watch = Watch.restore({ memorandum, advise: [] }, JSON.parse(JSON.stringify(watch.save())) as WatchState);
  }
  outcomes.push(...watch.advance((START_MS + until_ms) / 100, []));
  return outcomes;
}

const verdicts = (outcomes: readonly Outcome[]): string[] =>
  outcomes.flatMap((one) =>
    one.kind === 'verdict'
      ? [`${((one.time_ms - START_MS) / S).toFixed(0)} ${one.clause} ${one.answer} ${one.why}`]
      : [],
  );

const keeps = [entry(0, 'log_opened', 'nc'), entry(0, 'log_opened', 'mu')];
const rung = (at_ms: number, mhz: number) =>
  entry(at_ms, 'call', 'nc', { clause: 'LADDER', frequency_mhz: mhz, track: 'a' });

describe('a frequency ladder', () => {
  it('is kept by whoever waits on each rung, and broken by whoever goes on too soon', () => {
    const answer = entry(60 * S, 'answer', 'mu', { clause: 'LADDER', track: 'a' });
    expect(verdicts(hear([...keeps, rung(10 * S, 134.1), rung(35 * S, 121.5), answer], 600 * S))).toEqual([
      '170 LADDER complied kept',
    ]);
    expect(verdicts(hear([...keeps, rung(10 * S, 134.1), rung(25 * S, 121.5), answer], 600 * S))).toEqual([
      '170 LADDER breached broken',
    ]);
  });

  it('is broken by whoever leaves the second rung out, and cannot be told of where nobody keeps the log', () => {
    expect(verdicts(hear([...keeps, rung(10 * S, 134.1)], 600 * S))).toEqual(['170 LADDER breached not_done']);
    expect(verdicts(hear([rung(10 * S, 134.1)], 600 * S))).toEqual(['170 LADDER cannot_tell records_have_gaps']);
  });
});

describe('a line', () => {
  const test = (at_ms: number) => entry(at_ms, 'test', 'nc', { clause: 'LINE' });
  const answer = (at_ms: number) => entry(at_ms, 'answer', 'mu', { clause: 'LINE' });
  const lineOf = (outcomes: readonly Outcome[]) => verdicts(outcomes).filter((one) => one.includes('LINE'));

  it('is said to be kept once, however often it is tried and answered', () => {
    const tries = [1, 12, 24, 36].flatMap((h) => [test(h * H), answer(h * H + 20 * S)]);
    expect(lineOf(hear([...keeps, ...tries], 47 * H))).toEqual(['3780 LINE complied kept']);
  });

  it('that is dead for two tests is found dead, and alive again by the next that is answered', () => {
    const tries = [test(1 * H), answer(1 * H + 20 * S), test(40 * H), answer(40 * H + 20 * S)];
    const said = hear([...keeps, ...tries], 45 * H);
    const found = said.filter((one): one is VerdictGiven => one.kind === 'verdict' && one.clause === 'LINE');
    expect(found.map(({ answer: one }) => one)).toEqual(['complied', 'breached', 'complied']);
    expect(found[1]!.began).toEqual({ earliest_ms: START_MS + 25 * H, latest_ms: START_MS + 25 * H });
    expect(found[1]!.time_ms).toBeLessThan(START_MS + 40 * H);
    expect(found[1]!.measured.missed_in_a_row_least).toBeGreaterThanOrEqual(2);
  });

  it('is not judged by silence where nobody keeps the log', () => {
    expect(lineOf(hear([test(1 * H), answer(1 * H + 20 * S)], 11 * H))).toEqual(['3780 LINE complied kept']);
    expect(lineOf(hear([], 48 * H))).toEqual([]);
  });
});

describe('deadlines in days', () => {
  it('are judged when they are over: a review not held, a confirmation that came and one that did not', () => {
    const without = verdicts(hear(keeps, 31 * D));
    expect(without).toContain(`${14 * 86_400 + 120} FLOW breached not_done`);
    expect(without).toContain(`${30 * 86_400 + 120} REVIEW breached not_done`);
    const kept = verdicts(
      hear(
        [
          ...keeps,
          entry(5 * D, 'confirmation', 'gv', { clause: 'FLOW', contents: ['LINE'] }),
          entry(20 * D, 'review', 'nc', { clause: 'REVIEW' }),
        ],
        31 * D,
      ),
    );
    expect(kept).toContain(`${14 * 86_400 + 120} FLOW complied done_in_time`);
    expect(kept.filter((one) => one.includes('REVIEW'))).toEqual([`${30 * 86_400 + 120} REVIEW complied done_in_time`]);
  });

  it('of notices are judged when the thing begins; a new beginning takes the place of the old one', () => {
    const notice = (at_ms: number, begins_ms: number) =>
      entry(at_ms, 'notice', 'nc', { clause: 'HAZ', about: 'show', from_ms: START_MS + begins_ms });
    const hazards = (entries: readonly LogEntry[]) =>
      verdicts(hear([...keeps, ...entries], 9 * D)).filter((one) => one.includes('HAZ'));
    expect(hazards([notice(1 * D, 4 * D)])).toEqual([`${4 * 86_400 + 120} HAZ complied done_in_time`]);
    expect(hazards([notice(3 * D, 4 * D)])).toEqual([`${4 * 86_400 + 120} HAZ breached done_late`]);
    expect(hazards([notice(1 * D, 4 * D), notice(2 * D, 6 * D)])).toEqual([
      `${6 * 86_400 + 120} HAZ complied done_in_time`,
    ]);
  });

  it('are the same when the watch is saved and restored after each entry', () => {
    const entries = [
      ...keeps,
      rung(10 * S, 134.1),
      rung(35 * S, 121.5),
      entry(1 * H, 'test', 'nc', { clause: 'LINE' }),
    ];
    expect(JSON.stringify(hear(entries, 31 * D, true))).toBe(JSON.stringify(hear(entries, 31 * D)));
  });
});

describe('what has to be shown', () => {
  const flight = (at_ms: number) =>
    entry(at_ms, 'to_share', 'nc', { clause: 'SHOW', about: 'NORD11', what: 'crewed_flights' });
  const shown = (at_ms: number, rest: Partial<LogEntry> = {}) =>
    entry(at_ms, 'shared', 'nc', { clause: 'SHOW', about: 'NORD11', level: 'identity', resolution_m: 0, ...rest });
  const said = (...entries: readonly LogEntry[]) =>
    verdicts(hear([...keeps, ...entries], 3 * H)).filter((one) => one.includes('SHOW'));

  it('is shown in time, too late, too coarsely, not far enough up, or not at all', () => {
    expect(said(flight(10 * S), shown(12 * S))).toEqual(['3730 SHOW complied done_in_time']);
    expect(said(flight(10 * S), shown(20 * S))).toEqual(['3730 SHOW breached done_late']);
    expect(said(flight(10 * S), shown(12 * S, { resolution_m: 5000 }))).toEqual(['3730 SHOW breached not_done']);
    expect(said(flight(10 * S), shown(12 * S, { level: 'existence' }))).toEqual(['3730 SHOW breached not_done']);
    expect(said(flight(10 * S))).toEqual(['3730 SHOW breached not_done']);
  });

  it('cannot be told where nobody wrote down how coarse it was, or nobody keeps the log', () => {
    const { resolution_m: _, ...unknown } = shown(12 * S);
    expect(said(flight(10 * S), unknown)).toEqual(['3730 SHOW cannot_tell uncertainty_decides']);
    expect(verdicts(hear([flight(10 * S)], 3 * H))).toEqual(['3730 SHOW cannot_tell records_have_gaps']);
  });

  it('and shown by what a node logs of its links, which says nothing of flights', () => {
    const node = entry(0, 'log_opened', 'nc', { clause: 'SHOW' });
    const plan = entry(10 * S, 'to_share', 'nc', { clause: 'SHOW', about: 'plan 7', what: 'plans' });
    const judged = (...entries: readonly LogEntry[]) => verdicts(hear([node, ...entries], 3 * H));
    expect(judged(plan)).toEqual(['3730 SHOW breached not_done']);
    const closed = entry(12 * S, 'log_closed', 'nc', { clause: 'SHOW' });
    expect(judged(plan, closed)).toEqual(['3730 SHOW cannot_tell records_have_gaps']);
    expect(judged(flight(10 * S))).toEqual(['3730 SHOW cannot_tell records_have_gaps']);
  });

  it('is owed to those whom the clause names', () => {
    const plan = entry(10 * S, 'to_share', 'nc', { clause: 'SHOW', about: 'plan 7', what: 'plans' });
    const told = (to: string) =>
      entry(60 * S, 'shared', 'nc', { clause: 'SHOW', about: 'plan 7', level: 'volume_and_time', to });
    expect(said(plan, told('mu'))).toEqual(['3730 SHOW complied done_in_time']);
    expect(said(plan)).toEqual(['3730 SHOW breached not_done']);
  });
});

describe('a withdrawal', () => {
  const step = (at_ms: number, says: Saying) => entry(at_ms, says, 'nc', { clause: 'END', about: 'withdrawal' });
  const said = (...entries: readonly LogEntry[]) =>
    verdicts(hear([...keeps, ...entries], 9 * D)).filter((one) => one.includes('END'));
  const told_s = 5 * 86_400 + 120;

  it('keeps to its notice, or is a breach from the instant at which the party ceased', () => {
    expect(said(step(3 * D, 'notice'), step(5 * D, 'ceased'))).toEqual([`${told_s} END complied done_in_time`]);
    expect(said(step(4 * D, 'notice'), step(5 * D, 'ceased'))).toEqual([`${told_s} END breached done_late`]);
    expect(said(step(5 * D, 'ceased'))).toEqual([`${told_s} END breached not_done`]);
  });

  it('without a log that was kept since the notice was due cannot be told', () => {
    const late = entry(4 * D, 'log_opened', 'nc');
    const ceased = step(5 * D, 'ceased');
    expect(verdicts(hear([late, ceased], 6 * D)).filter((one) => one.includes('END'))).toEqual([
      `${told_s} END cannot_tell records_have_gaps`,
    ]);
  });
});

describe('an area of special caution', () => {
  const gorge = (binds: string) =>
    parseMemorandum(`
skyaccord: memorandum/1
id: gorge
version: 1
languages: [en]
title: {en: Gorge}
parties:
  - id: nc
    name: Compact
    role: signatory
    contacts: [{role: board, name: {en: Board}}]
    aircraft: [{address: d1a001}]
  - {id: mu, name: Union, role: signatory}
clauses:
  - id: GORGE
    kind: special_caution_area
    words: {en: Take care.}
    area: {name: Gorge, circle: {latitude: 45.3 deg, longitude: -5 deg, radius: 5 km}}
    because: {en: Compasses are off.}
    measures: [{en: Cross-check.}]
    asked: [{party: nc, role: board}]
    binds: [${binds}]
`).memorandum;
  const flight = { address: 'd1a001', east_m: -20_000, north_m: 0, altitude_m: 3000, track_deg: 90, speed_mps: 150 };
  const asked = (binds: string, north_m: number) => {
    const watch = new Watch({ memorandum: gorge(binds) });
    const reports = reportsOf({ ...flight, north_m }, every(0, 300, 5));
    return ofKind([...play(watch, reports), ...watch.finish()], 'question_opened').map(({ clause, asked: one }) => [
      clause,
      one[0]!.role,
    ]);
  };

  it('puts its measures to people once for each aircraft that was in it, and for no other', () => {
    expect(asked('nc', 0)).toEqual([['GORGE', 'board']]);
    expect(asked('nc', 6_500)).toEqual([]);
    expect(asked('mu', 0)).toEqual([]);
  });
});

describe('what cannot be logged', () => {
  it.each([
    ['a party that is none', { by: 'xx' }, /by is xx.*name one of nc, mu, gv/],
    ['a clause that is none', { clause: 'NONE' }, /clause is NONE/],
    ['a saying that the clause does not know', { says: 'review' }, /says is review.*frequency_ladder.*call, answer/],
    ['a saying that nobody knows', { says: 'shout' }, /says is shout.*say one of/],
    ['a call without its frequency', { frequency_mhz: undefined }, /frequency_mhz is missing/],
    ['a rung that there is not', { step: 3 }, /step is 3.*from 1 to 2/],
    ['what there was to share, without its name', { clause: 'SHOW', says: 'to_share' }, /about is missing/],
    ['what there was to share, of no kind', { clause: 'SHOW', says: 'to_share', about: 'x' }, /what is missing.*plans/],
    ['a rung of no ladder', { clause: 'SHOW', says: 'shared', about: 'x', level: 'all' }, /level is all.*live_track/],
    [
      'an end of nothing',
      { clause: 'END', says: 'ceased', about: 'lunch' },
      /about is lunch.*withdrawal or suspension/,
    ],
    ['an end before the beginning', { from_ms: 2, until_ms: 1 }, /until_ms is 1/],
  ])('is %s: refused with what to do', (_, over, reason) => {
    const written = { ...rung(0, 134.1), ...over } as LogEntry;
    for (const key of Object.keys(written) as (keyof LogEntry)[]) {
      if (written[key] === undefined) delete (written as Record<string, unknown>)[key];
    }
    expect(() => entryOf(memorandum, written)).toThrow(EntryError);
    expect(() => entryOf(memorandum, written)).toThrow(reason);
  });
});

describe('more than can wait at once', () => {
  it('is said to be beyond telling, what is due first before all others', () => {
    const calls = Array.from({ length: 4_100 }, (_, i) => {
      return entry(10 * S + i, 'call', 'nc', { clause: 'LADDER', frequency_mhz: 134.1, track: `t${i}` });
    });
    const watch = new Watch({ memorandum });
    const said = watch.advance((START_MS + 20 * S) / 100, [], [], calls).filter((one) => one.kind === 'verdict');
    expect(said.map(({ subjects, answer, why }) => [subjects[0]!.track, answer, why])).toEqual(
      [0, 1, 2, 3].map((i) => [`t${i}`, 'cannot_tell', 'records_have_gaps']),
    );
  });
});
