import type { Evidence, EvidenceKind } from './evidence.ts';

/**
 * How far a cell is, rising to `full`. degraded: it was at least initial and something is missing now; suspended: a
 * member suspended its part. Only evidence with a date moves it; what is announced is the first step and no other.
 */
export const READINESS_STEPS = ['none', 'announced', 'staffed', 'line_tested', 'initial', 'full'] as const;
export type ReadinessStep = (typeof READINESS_STEPS)[number];
export type ReadinessState = ReadinessStep | 'degraded' | 'suspended';

/** Evidence that is not there. */
export type Missing = {
  /** The step that it keeps the member from. */
  readonly step: ReadinessStep;
  readonly kind: EvidenceKind;
  readonly member: string;
  readonly other: string | null;
  /** When it was so last; null: never. */
  readonly last_ms: number | null;
  readonly words: string;
};

export type MemberReadiness = {
  readonly member: string;
  readonly state: ReadinessState;
  /** The highest step that all evidence is there for. */
  readonly step: ReadinessStep;
  /** What the step rests on, newest of each kind. */
  readonly rests_on: readonly Evidence[];
  readonly missing: readonly Missing[];
};

/** `stood_up`: every member is at least initial. */
export type CellReadiness = {
  readonly state: ReadinessState;
  readonly stood_up: boolean;
  readonly members: readonly MemberReadiness[];
};

/** For how long evidence of an instant counts, s. */
export type ReadinessTerms = {
  /** Of an answered test call: the cadence of the clause and the time for the answer. */
  readonly test_s: number;
  readonly message_s: number;
  readonly exercise_s: number;
};

const DAY_S = 86_400;
/** Where the memorandum has no test calls, one a day; a message in a month; an exercise in a quarter. */
export const READINESS_TERMS: ReadinessTerms = { test_s: DAY_S, message_s: 30 * DAY_S, exercise_s: 91 * DAY_S };

/** The last pieces of evidence that are looked at, per member; what is older moves nothing that these do not. */
const MOST_EVIDENCE = 2_000;

type Need = {
  readonly step: ReadinessStep;
  readonly kind: EvidenceKind;
  /** With every other member, not only by itself. */
  readonly each: boolean;
  /** lasts: it must be so now; ever: it was so once; else the term within which it happened. */
  readonly holds: 'lasts' | 'ever' | keyof ReadinessTerms;
  readonly words: string;
};
const NEEDS: readonly Need[] = [
  { step: 'announced', kind: 'announcement', each: false, holds: 'ever', words: 'nobody announced it' },
  { step: 'staffed', kind: 'watch', each: false, holds: 'lasts', words: 'nobody has the watch' },
  { step: 'line_tested', kind: 'test_answered', each: true, holds: 'test_s', words: 'no test call answered' },
  { step: 'initial', kind: 'memorandum', each: false, holds: 'lasts', words: 'the memorandum is not in force' },
  { step: 'initial', kind: 'feeds', each: false, holds: 'lasts', words: 'no live feed at its node' },
  { step: 'initial', kind: 'link', each: true, holds: 'lasts', words: 'nodes not linked' },
  { step: 'initial', kind: 'message_accepted', each: true, holds: 'message_s', words: 'no message accepted' },
  { step: 'full', kind: 'exercise', each: true, holds: 'exercise_s', words: 'no exercise carried through' },
];

/**
 * How far each member is at an instant, and with them the cell, from what happened until then. `seen_by`: the member
 * whose node looks, which sees of two others only what is between them and itself; null: all is seen.
 */
export function readinessOf(
  members: readonly string[],
  evidence: readonly Evidence[],
  terms: ReadinessTerms,
  now_ms: number,
  seen_by: string | null = null,
): CellReadiness {
  const each = members.map((member) => {
    const isSeen = (other: string): boolean => seen_by === null || member === seen_by || other === seen_by;
    const others = members.filter((other) => other !== member && isSeen(other));
    const own = evidence
      .filter((one) => one.from_ms <= now_ms && (one.member === member || one.other === member))
      .sort((a, b) => a.from_ms - b.from_ms)
      .slice(-MOST_EVIDENCE);
    return readinessOfMember(member, others, own, terms, now_ms);
  });
  const ranks: readonly ReadinessState[] = ['suspended', 'degraded', ...READINESS_STEPS];
  const lowest = each.reduce((low, { state }) => Math.min(low, ranks.indexOf(state)), ranks.length - 1);
  const initial = READINESS_STEPS.indexOf('initial');
  return {
    state: each.length === 0 ? 'none' : ranks[lowest]!,
    stood_up:
      each.length > 1 && each.every(({ state, step }) => state === step && READINESS_STEPS.indexOf(step) >= initial),
    members: each,
  };
}

function readinessOfMember(
  member: string,
  others: readonly string[],
  evidence: readonly Evidence[],
  terms: ReadinessTerms,
  now_ms: number,
): MemberReadiness {
  const { step, missing, rests_on } = look(member, others, evidence, terms, now_ms);
  const initial = READINESS_STEPS.indexOf('initial');
  const suspended = evidence.some(
    ({ kind, member: who, until_ms }) =>
      kind === 'suspension' && who === member && (until_ms === null || until_ms > now_ms),
  );
  // A step is first reached at the beginning of some evidence: it is enough to look there.
  const reached = () =>
    evidence.some(({ from_ms }) => {
      const until = evidence.filter((one) => one.from_ms <= from_ms);
      return READINESS_STEPS.indexOf(look(member, others, until, terms, from_ms).step) >= initial;
    });
  const below = READINESS_STEPS.indexOf(step) < initial;
  const state: ReadinessState = suspended ? 'suspended' : below && reached() ? 'degraded' : step;
  return { member, state, step, rests_on, missing };
}

function look(
  member: string,
  others: readonly string[],
  evidence: readonly Evidence[],
  terms: ReadinessTerms,
  at_ms: number,
): { readonly step: ReadinessStep; readonly missing: Missing[]; readonly rests_on: Evidence[] } {
  const missing: Missing[] = [];
  const rests_on: Evidence[] = [];
  for (const { step, kind, each, holds, words } of NEEDS) {
    for (const other of each ? others : [null]) {
      const all = evidence.filter((one) => one.kind === kind && isBetween(one, member, other));
      const last = all.at(-1);
      const good = all.findLast((one) => stands(one, holds, terms, at_ms));
      if (good !== undefined) {
        rests_on.push(good);
        continue;
      }
      const last_ms = last === undefined ? null : (last.until_ms ?? last.from_ms);
      const whom = other === null ? '' : ` with ${other}`;
      const since = last_ms === null ? '' : ` since ${new Date(last_ms).toISOString()}`;
      missing.push({ step, kind, member, other, last_ms, words: `${words}${whom}${since}` });
    }
  }
  const first = Math.min(READINESS_STEPS.length, ...missing.map(({ step }) => READINESS_STEPS.indexOf(step)));
  return { step: READINESS_STEPS[first - 1]!, missing, rests_on };
}

/** Evidence of something between two counts for both. */
const isBetween = (one: Evidence, member: string, other: string | null): boolean =>
  other === null
    ? one.member === member
    : (one.member === member && one.other === other) || (one.member === other && one.other === member);

function stands({ from_ms, until_ms }: Evidence, holds: Need['holds'], terms: ReadinessTerms, at_ms: number): boolean {
  if (holds === 'ever') return true;
  if (holds === 'lasts') return until_ms === null || until_ms > at_ms;
  return at_ms - from_ms <= 1000 * terms[holds];
}
