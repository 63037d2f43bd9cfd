import { describeProblem } from '@skyaccord/wire';
import { describe, expect, it } from 'vitest';
import { separationClausesFor } from './applies.ts';
import { MemorandumError, parseMemorandum } from './parse.ts';

const HEAD = `
skyaccord: memorandum/1
id: contradictions
version: 1
languages: [en]
title: {en: T}
period: {from: 2030-01-01T00:00:00Z, until: 2031-01-01T00:00:00Z}
parties:
  - {id: nc, name: Compact, role: signatory, contacts: [{role: desk, name: {en: Desk}}]}
  - {id: mu, name: Union, role: signatory}
  - {id: tp, name: Guest, role: third_party}
clauses:
`;
const clause = (id: string, kind: string, rest: string): string =>
  `  - {id: ${id}, kind: ${kind}, words: {en: w}, ${rest}}\n`;
const separation = (
  id: string,
  lateral: string,
  vertical: string,
  grace: string,
  more = '',
  classes = 'crewed/crewed',
) =>
  clause(
    id,
    'separation_minimum',
    `applies: {classes: [${classes}], between: different_parties}, lateral: ${lateral}, vertical: ${vertical}, ` +
      `grace: ${grace}, warn_ahead: 2 min${more}`,
  );
const BASE = separation('SEP-1', '3 NM', '3000 ft', '3 min');

const doubts = (clauses: string): string[] => parseMemorandum(HEAD + BASE + clauses).warnings.map(describeProblem);
function problems(clauses: string): string[] {
  try {
    parseMemorandum(HEAD + BASE + clauses);
  } catch (error) {
    if (error instanceof MemorandumError) return error.problems.map(describeProblem);
    throw error;
  }
  return [];
}

describe('two minima for one class', () => {
  it.each([
    ['a wider one with the same grace', separation('SEP-2', '5 NM', '3000 ft', '3 min')],
    ['a narrower one with the same grace', separation('SEP-2', '1 NM', '3000 ft', '3 min')],
    ['one that crosses it', separation('SEP-2', '5 NM', '1000 ft', '0 s')],
    ['a narrower one with more grace', separation('SEP-2', '1 NM', '1000 ft', '5 min')],
    ['the same with another grace', separation('SEP-2', '3 NM', '3000 ft', '0 s')],
  ])('are doubted, with place and remedy: %s', (_name, text) => {
    expect(doubts(text)).toEqual([
      '14:5 clauses[1] = SEP-2: two minima for crewed/crewed: SEP-1 and SEP-2, and neither prevails; ' +
        'add prevails_over: [SEP-1] or change a value: a wider minimum needs a longer grace time',
    ]);
  });

  it('are not where they are layers, of other classes, or where one prevails: it alone binds then', () => {
    expect(doubts(separation('SEP-2', '1 NM', '1000 ft', '0 s'))).toEqual([]);
    expect(doubts(separation('SEP-2', '5 NM', '3000 ft', '3 min', '', 'crewed/uncrewed'))).toEqual([]);
    const prevailing = separation('SEP-2', '5 NM', '3000 ft', '3 min', ', prevails_over: [SEP-1]');
    expect(doubts(prevailing)).toEqual([]);
    const { memorandum } = parseMemorandum(HEAD + BASE + prevailing);
    const binding = separationClausesFor(memorandum, 'crewed/crewed', 'nc', 'mu').map(({ id }) => id);
    expect(binding).toEqual(['SEP-2']);
  });

  it('cannot each prevail over the other, nor over another kind of clause, nor over what is not there', () => {
    const first = BASE.replace('warn_ahead: 2 min', 'warn_ahead: 2 min, prevails_over: [SEP-2]');
    const both = HEAD + first + separation('SEP-2', '5 NM', '3000 ft', '3 min', ', prevails_over: [SEP-1]');
    expect(() => parseMemorandum(both)).toThrow('SEP-1 and SEP-2 each prevail over the other');
    const over = (id: string): string => separation('SEP-2', '5 NM', '1 ft', '1 s', `, prevails_over: [${id}]`);
    const duty = clause('D', 'qualitative_duty', '').replace(', }', '}');
    expect(problems(over('D') + duty).join()).toContain('prevails over D, which is no separation minimum');
    expect(problems(over('SEP-9')).join()).toContain(
      'prevails_over[0] = SEP-9: not a clause of this memorandum; name one',
    );
    expect(problems(over('SEP-2')).join()).toContain('a clause that names itself');
  });
});

const BOUNDARY =
  'boundary: {name: B, line: [{latitude: 1 deg, longitude: 1 deg}, {latitude: 1 deg, longitude: 2 deg}]}';
const GLIDERS = '{categories: [glider], distance: 1 NM}';
const LINE = 'line: l, between: [nc, mu], answer_within: 1 min, test_every: 5 h, miss_limit: 1, escalation: [{en: e}]';

describe('what cannot be is refused', () => {
  const rings = (list: string): string =>
    clause(
      'RING',
      'entry_protocol_rings',
      `centre: {name: Fire, latitude: 40 deg, longitude: -120 deg}, answered_by: nc, rings: [${list}]`,
    );
  const ending = (id: string, more = ''): string =>
    clause(id, 'duration_and_withdrawal', `withdrawal_notice: 30 d${more}`);
  it.each([
    [
      'rings from within',
      rings('{radius: 7 NM, action: call}, {radius: 12 NM, action: hold}'),
      'cannot be reached after ring 0',
    ],
    [
      'two rings alike',
      rings('{radius: 7 NM, action: call}, {radius: 7 NM, action: hold}'),
      'cannot be reached after ring 0',
    ],
    [
      'a hold outside the call',
      rings('{radius: 12 NM, action: hold}, {radius: 7 NM, action: call}'),
      'who holds could never call',
    ],
    ['a hold without a call', rings('{radius: 7 NM, action: hold}'), 'a hold without a call'],
    ['a second ending', ending('END-1') + ending('END-2'), 'a second clause on how the memorandum ends'],
    ['what survives no suspension', ending('END-1', ', survives_suspension: [SEP-1]'), 'add suspension_notice'],
    ['nothing that survives', ending('END-1', ', survives_for: 5 d'), 'a time for which nothing survives'],
    [
      'a full account before the first',
      clause('X', 'incident_exchange_deadline', 'first_within: 24 h, full_within: 12 h, contents: [tracks]'),
      'the full account is due before the first',
    ],
    [
      'a late change',
      clause('H', 'hazard_notice_lead_time', 'activities: [{en: Balloons}], lead: 1 h, change_within: 2 h'),
      'a change may be told later',
    ],
    [
      'a role nobody has',
      clause('D', 'qualitative_duty', 'asked: [{party: nc, role: chief}]'),
      'nc has no contact in the role chief; add one to the party, or correct it (its roles: desk)',
    ],
    [
      'a role of a party without contacts',
      clause('D', 'civility', 'asked: [{party: mu, role: desk}]'),
      '(mu has no contacts)',
    ],
    [
      'flow-down to itself',
      clause('F', 'third_party_flow_down', 'from: nc, to: [nc]'),
      'nc would pass the clauses on to itself',
    ],
    [
      'a zone of nothing',
      clause('Z', 'zone_by_category', 'area: {name: A, circle: {latitude: 1 deg, longitude: 1 deg, radius: 1 NM}}'),
      'give closed_to or open_to',
    ],
    [
      'two stand-offs for one',
      clause('B', 'boundary_standoff', `${BOUNDARY}, standoffs: [${GLIDERS}, {categories: [glider], distance: 2 NM}]`),
      'two stand-offs for glider',
    ],
    [
      'a boundary of one point',
      clause('B', 'boundary_standoff', `${BOUNDARY.replace('2 deg', '1 deg')}, standoffs: [${GLIDERS}]`),
      'corners 0 and 1 are the same',
    ],
    [
      'tests more often than answers',
      clause(
        'L',
        'line_hours_and_test_calls',
        'line: l, between: [nc, mu], answer_within: 10 min, test_every: 5 min, miss_limit: 1, escalation: [{en: e}]',
      ),
      'longer than the time between two test calls',
    ],
    [
      'hours that end as they begin',
      clause('L', 'line_hours_and_test_calls', `${LINE}, hours: {from: 06:00Z, until: 06:00Z}`),
      'the hours end as they begin',
    ],
    [
      'an hour that is none',
      clause('L', 'line_hours_and_test_calls', `${LINE}, hours: {from: 25:00Z, until: 06:00Z}`),
      'not a time of day in UTC',
    ],
    ['a kind that nobody knows', clause('X', 'boundary_stand_off', ''), 'did you mean boundary_standoff?'],
    [
      'a day that is none',
      clause('R', 'joint_review_cadence', 'every: 90 d, first: 2026-02-30T00:00:00Z'),
      'first = 2026-02-30T00:00:00Z: no such day or time',
    ],
  ])('%s', (_name, text, reason) => {
    const found = problems(text.replace(', }', '}'));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^\d+:\d+ clauses\[/);
    expect(found[0]).toContain(reason);
  });

  it.each([
    [
      'period: {from: 2030-01-01T00:00:00Z, until: 2031-01-01',
      'period: {from: 2032-01-01T00:00:00Z, until: 2031-01-01',
      'the period ends before it begins; exchange from and until',
    ],
    [
      'contacts: [{role: desk, name: {en: Desk}}]',
      'keys: [{kty: OKP, crv: Ed25519, x: short}]',
      'not an Ed25519 public key; copy the member x',
    ],
    [
      'contacts: [{role: desk, name: {en: Desk}}]',
      `keys: [{kty: OKP, crv: Ed25519, x: ${'A'.repeat(43)}, d: secret}]`,
      'unknown field d',
    ],
    [
      'contacts: [{role: desk, name: {en: Desk}}]',
      'contacts: [{role: desk, name: {en: A}}, {role: desk, name: {en: B}}]',
      'role desk is given twice',
    ],
  ])('in the head: %s', (from, to, reason) => {
    let found = '';
    try {
      parseMemorandum(HEAD.replace(from, to) + BASE);
    } catch (error) {
      found = (error as Error).message;
    }
    expect(found).toContain(reason);
  });
});

describe('what hardly can be meant is doubted', () => {
  const share = (id: string, more: string): string =>
    clause(id, 'disclosure_duty', `shares: [{what: plans, level: existence${more}}]`);
  const standoff = (id: string, binds: string): string =>
    clause(
      id,
      'boundary_standoff',
      'boundary: {name: B, line: [{latitude: 1 deg, longitude: 1 deg}, {latitude: 1 deg, longitude: 2 deg}]}, ' +
        `standoffs: [{categories: [glider], distance: 1 NM}], binds: [${binds}]`,
    );
  const line = (id: string): string =>
    clause(
      id,
      'line_hours_and_test_calls',
      'line: l, between: [nc, mu], answer_within: 1 min, test_every: 5 h, miss_limit: 1, escalation: [{en: e}]',
    );
  const caution = (period: string): string =>
    clause(
      'CAUTION',
      'special_caution_area',
      `area: {name: A, circle: {latitude: 1 deg, longitude: 1 deg, radius: 1 NM}}, ` +
        `because: {en: w}, measures: [{en: w}], period: ${period}`,
    );
  it.each([
    [
      'the same thing shared twice',
      share('A', '') + share('B', ', to: [mu]'),
      'says twice what is shared of plans, beside A',
    ],
    ['shared with different parties', share('A', ', to: [nc]') + share('B', ', to: [mu]'), ''],
    [
      'two stand-offs from one line',
      standoff('A', 'nc') + standoff('B', 'nc, mu'),
      'a second stand-off from B for glider',
    ],
    ['stand-offs of different parties', standoff('A', 'nc') + standoff('B', 'mu'), ''],
    ['one line in two clauses', line('A') + line('B'), 'a second clause on the line l, beside A'],
    ['a period after the end', caution('{from: 2032-01-01T00:00Z}'), 'its period begins after that of the memorandum'],
    [
      'a period before the beginning',
      caution('{until: 2029-01-01T00:00Z}'),
      'its period is over before that of the memorandum',
    ],
    ['a period within', caution('{from: 2030-02-01T00:00Z}'), ''],
  ])('%s', (_name, text, reason) => {
    const found = doubts(text);
    if (reason === '') expect(found).toEqual([]);
    else {
      expect(found).toHaveLength(1);
      expect(found[0]).toContain(reason);
    }
  });
});
