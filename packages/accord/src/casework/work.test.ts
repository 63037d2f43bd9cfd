import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memorandumWith, WIDE } from '../../test/traffic.ts';
import type { CaseBase } from './base.ts';
import { CaseBook, CaseRefused } from './book.ts';
import type { CaseAct, CaseStep } from './step.ts';
import { BARRIERS, type BarrierTable } from './words.ts';
import { workOf } from './work.ts';

const T = Date.UTC(2030, 9, 15, 6);
const CLAUSES = memorandumWith(
  WIDE,
  `
  - id: exchange
    kind: incident_exchange_deadline
    words: {en: Exchange accounts.}
    first_within: 48 h
    full_within: 30 d
    contents: [account]`,
  `
  - id: review
    kind: joint_review_cadence
    words: {en: Review together.}
    every: 90 d
    after_incident_within: 14 d`,
).clauses;
/** A digest that tells content apart is all that the fold asks of it; signatures name what they are over. */
const CHECKS = {
  digest: (findings: unknown) => JSON.stringify(findings),
  objection: (party: string, signature: string) => (signature === `key of ${party}` ? null : 'the key is another'),
};
const SIDES = [
  { track: 'd1a001', callsign: 'ALD14', party: 'nc' },
  { track: 'd2b001', callsign: 'BOR2', party: 'sf' },
] as const;
const BASE: CaseBase = {
  id: 'case-n',
  opened_ms: T - 60_000,
  closed_ms: T + 60_000,
  memorandum: 'trial',
  version: 1,
  class: 'crewed/crewed',
  clause: 'WIDE',
  breached: ['WIDE'],
  area: null,
  sides: SIDES,
  parties: ['nc', 'sf'],
  recorded: { t_cpa_ms: T, h_cpa_m: 1000, v_cpa_m: 100, a_altitude_m: 3000, b_altitude_m: 3100 },
  place: { latitude_deg: 45, longitude_deg: 7 },
};
const BARRIER_TABLE = Object.fromEntries(
  BARRIERS.map((barrier) => [barrier, { available: 'full', effect: 'not_used' }]),
) as unknown as BarrierTable;

type Of = { readonly name: string; readonly parties: readonly [string, string]; readonly turned: boolean };
const opened = ({ turned }: Of, recorded: CaseBase['recorded']): CaseAct => ({
  act: 'opened',
  basis: 'watch',
  time_ms: recorded.t_cpa_ms ?? null,
  sides: turned ? [SIDES[1], SIDES[0]] : SIDES,
  parties: ['nc', 'sf'],
  class: 'crewed/crewed',
  clause: 'WIDE',
  recorded,
  withheld: [],
});

/** Steps of one party under one name of the case, a minute apart. */
function steps(party: string, name: string, from_ms: number, acts: readonly CaseAct[]): CaseStep[] {
  return acts.map((act, i) => ({
    case: name,
    party,
    n: i + 1,
    made_ms: from_ms + i * 60_000,
    by: { id: `p-${party}`, name: `Officer of ${party}` },
    ...act,
  }));
}
const account = (figures: CaseBase['recorded'], full = true): CaseAct => ({
  act: 'account',
  full,
  text: 'What our crew saw.',
  figures,
  contents: ['account'],
  withheld: {},
});
const NC = steps('nc', 'case-n', T + 3_600_000, [
  opened({ name: 'case-n', parties: ['nc', 'sf'], turned: false }, BASE.recorded),
  { act: 'joined', with: 'case-s' },
  account({ h_cpa_m: 400, a_altitude_m: 3000 }),
  { act: 'stance', stance: 'acknowledged', reason: '' },
  { act: 'recommended', to: 'sf', text: 'Call before entering.' },
  { act: 'risk', class: 'B', barriers: BARRIER_TABLE, reason: 'Both saw the other late.' },
]);
const SF = steps('sf', 'case-s', T + 3_601_000, [
  opened(
    { name: 'case-s', parties: ['nc', 'sf'], turned: true },
    { t_cpa_ms: T + 800, h_cpa_m: 1010, a_altitude_m: 3110 },
  ),
  account({ h_cpa_m: 1500, a_altitude_m: 3100 }),
  { act: 'stance', stance: 'disputed', reason: 'We were outside.' },
  { act: 'answered', recommendation: 'nc case-n 5', accepted: false, reason: 'The frequency is not ours.' },
  { act: 'risk', class: 'B', barriers: BARRIER_TABLE, reason: '' },
]);
const CONTEXT = { clauses: CLAUSES, now_ms: T + 20 * 86_400_000, ...CHECKS };

describe('the work on a case', () => {
  const matter = { base: BASE, steps: [...NC, ...SF] };
  const work = workOf(matter, CONTEXT);

  it('is one case under all its names, with what each party recorded and says', () => {
    expect(work).toMatchObject({ reference: 'case-n', names: ['case-n', 'case-s'], parties: ['nc', 'sf'] });
    expect(work.records.map(({ party, case: name }) => [party, name])).toEqual([
      ['nc', 'case-n'],
      ['sf', 'case-s'],
    ]);
    expect(work.accounts).toHaveLength(2);
    expect(work.without_effect).toEqual([]);
  });

  it('holds figures against figures with the aircraft the right way round, and says where they differ', () => {
    const distance = work.differences.find(({ figure }) => figure === 'h_cpa_m')!;
    expect(distance.said.map(({ party, by, value }) => [party, by, value])).toEqual([
      ['nc', 'record', 1000],
      ['sf', 'record', 1010],
      ['nc', 'account', 400],
      ['sf', 'account', 1500],
    ]);
    expect(distance).toMatchObject({ spread: 1100, differs: true });
    // What sf calls aircraft a is b of the case: heights of both are told alike.
    const second = work.differences.find(({ figure }) => figure === 'b_altitude_m')!;
    expect(second.said.map(({ value }) => value)).toEqual([3100, 3110, 3100]);
    expect(second.differs).toBe(false);
    expect(work.differences.find(({ figure }) => figure === 'a_altitude_m')!.differs).toBe(false);
  });

  it('stands as the parties say: one that disputes is enough, all must agree', () => {
    expect(work.state).toBe('disputed');
    const say = (nc: CaseAct[], sf: CaseAct[]) =>
      workOf({ base: BASE, steps: [...steps('nc', 'case-n', T, nc), ...steps('sf', 'case-n', T, sf)] }, CONTEXT).state;
    const stance = (one: 'acknowledged' | 'disputed' | 'agreed' | 'not_determined'): CaseAct[] => [
      { act: 'stance', stance: one, reason: '' },
    ];
    expect(say([], [])).toBe('alleged');
    expect(say(stance('agreed'), [])).toBe('acknowledged');
    expect(say(stance('agreed'), stance('agreed'))).toBe('agreed');
    expect(say(stance('agreed'), stance('not_determined'))).toBe('not_determined');
    expect(say([...stance('disputed'), ...stance('agreed')], stance('agreed'))).toBe('agreed');
  });

  it('has a risk class only where every party found the same', () => {
    expect(work.risk).toBe('B');
    expect(workOf({ base: BASE, steps: NC }, CONTEXT).risk).toBeNull();
  });

  it('takes answers to a recommendation from whom it is to, once, with the reason', () => {
    expect(work.recommendations).toMatchObject([
      { to: 'sf', answer: { accepted: false, reason: 'The frequency is not ours.', party: 'sf' } },
    ]);
    const wrong = steps('nc', 'case-x', T + 7_200_000, [
      { act: 'answered', recommendation: 'nc case-n 5', accepted: true, reason: 'For them.' },
      { act: 'answered', recommendation: 'nc case-n 99', accepted: true, reason: 'Nothing.' },
    ]);
    const found = workOf({ base: BASE, steps: [...NC, ...SF, ...wrong] }, CONTEXT);
    expect(found.without_effect.map(({ why }) => why)).toEqual([
      'the recommendation is to sf',
      'there is no such recommendation',
    ]);
    expect(found.recommendations).toEqual(work.recommendations);
  });

  it('takes nothing from who is no party to it', () => {
    const alien = steps('other', 'case-n', T + 9_000_000, [{ act: 'stance', stance: 'agreed', reason: '' }]);
    const found = workOf({ base: BASE, steps: [...NC, ...SF, ...alien] }, CONTEXT);
    expect(found.state).toBe('disputed');
    expect(found.without_effect).toMatchObject([{ act: 'stance', why: 'other is no party to the case' }]);
  });

  it('tells the deadlines of the memorandum, met and overdue', () => {
    expect(work.deadlines.map(({ clause, party, what, state }) => [clause, party, what, state])).toEqual([
      ['exchange', 'nc', 'first_account', 'met'],
      ['exchange', 'sf', 'first_account', 'met'],
      ['review', null, 'review', 'overdue'],
      ['exchange', 'nc', 'full_account', 'met'],
      ['exchange', 'sf', 'full_account', 'met'],
    ]);
    const late = workOf({ base: BASE, steps: NC.slice(0, 2) }, { ...CONTEXT, now_ms: T + 86_400_000 });
    expect(new Set(late.deadlines.map(({ state }) => state))).toEqual(new Set(['open']));
  });

  it('is the same whatever order the steps arrived in', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...NC, ...SF], { minLength: 11, maxLength: 11 }), (shuffled) => {
        expect(workOf({ base: BASE, steps: shuffled }, CONTEXT)).toEqual(work);
      }),
      { numRuns: 50 },
    );
  });
});

describe('the sign-off of a case', () => {
  const book = () => {
    const made = new CaseBook(CLAUSES, CHECKS);
    for (const step of [...NC, ...SF].sort((a, b) => Number(b.act === 'opened') - Number(a.act === 'opened'))) {
      made.take(step);
    }
    return made;
  };
  type SignedOff = Extract<CaseStep, { act: 'signed_off' }>;
  const signed = (made: CaseBook, party: string, name: string, signature = `key of ${party}`): SignedOff => {
    const { heads, sha256 } = made.findings(name);
    const n = made.next(party, name);
    return { case: name, party, n, made_ms: T + 9e6 + n, by: null, act: 'signed_off', heads, sha256, signature };
  };

  it('closes it when every party has signed the same findings, and nothing said later counts', () => {
    const made = book();
    made.take(signed(made, 'nc', 'case-n'));
    expect(made.work('case-s', T).closed_ms).toBeNull();
    made.take(signed(made, 'sf', 'case-s'));
    const closed = made.work('case-n', T);
    expect(closed.closed_ms).toBe(T + 9e6 + 7);
    const n = made.next('sf', 'case-s');
    made.take({
      case: 'case-s',
      party: 'sf',
      n,
      made_ms: T + 1e7,
      by: null,
      act: 'stance',
      stance: 'agreed',
      reason: '',
    });
    expect(made.work('case-n', T)).toMatchObject({
      state: 'disputed',
      without_effect: [{ act: 'stance', why: 'the case was closed by then' }],
    });
  });

  it('counts for nothing over other findings than these, or with another key', () => {
    const made = book();
    const early = signed(made, 'nc', 'case-n');
    made.take({ ...early, sha256: 'altered' });
    made.take({ ...signed(made, 'sf', 'case-s', 'key of somebody'), made_ms: T + 9e6 + 50 });
    const { sign_offs, closed_ms } = made.work('case-n', T);
    expect(closed_ms).toBeNull();
    expect(sign_offs.map(({ but }) => but?.slice(0, 24))).toEqual(['it is over other finding', 'the key is another']);
  });

  it('is void where something was said between the two signatures', () => {
    const made = book();
    made.take(signed(made, 'nc', 'case-n'));
    const n = made.next('sf', 'case-s');
    made.take({
      case: 'case-s',
      party: 'sf',
      n,
      made_ms: T + 9e6,
      by: null,
      act: 'commented',
      text: 'One thing more.',
    });
    made.take(signed(made, 'sf', 'case-s'));
    expect(made.work('case-n', T).closed_ms).toBeNull();
    made.take({ ...signed(made, 'nc', 'case-n'), made_ms: T + 9_100_000 });
    expect(made.work('case-n', T).closed_ms).toBe(T + 9_100_000);
    expect(made.work('case-n', T).comments).toHaveLength(1);
  });

  it('covers the same bytes on a node that recorded nothing of it', () => {
    const theirs = book();
    const ours = book();
    const both = [theirs.findings('case-n'), ours.findings('case-s')];
    expect(both[0]).toEqual(both[1]);
  });
});

describe('the book of cases', () => {
  it('refuses a step out of turn, twice, of no case, or dated back; nothing changes', () => {
    const book = new CaseBook(CLAUSES, CHECKS);
    const [first, , third] = NC as [CaseStep, CaseStep, CaseStep];
    const refused = (step: CaseStep): string => {
      try {
        book.take(step);
      } catch (error) {
        if (error instanceof CaseRefused) return error.reason;
        throw error;
      }
      return 'taken';
    };
    expect(refused(third)).toBe('out_of_turn');
    expect(refused(first)).toBe('taken');
    expect(refused(first)).toBe('known');
    expect(refused(third)).toBe('out_of_turn');
    const second = { ...third, n: 2 };
    expect(refused({ ...second, made_ms: first.made_ms - 1 })).toBe('out_of_turn');
    expect(refused(second)).toBe('taken');
    expect(book.work('case-n', T).accounts).toHaveLength(1);
  });
});
