import type { Clause } from '../memorandum/kinds.ts';
import type { CaseBase } from './base.ts';
import { type CaseDeadline, deadlinesOf } from './deadlines.ts';
import { type Difference, differencesOf, exchanged, type Figures } from './figures.ts';
import type { ReportedCall } from './on_word.ts';
import { type StandingRelease, standingReleases } from './releases.ts';
import { type CaseSide, type CaseStep, inOrder, isOfRelease, stepId } from './step.ts';
import type { CaseStanding, Content, RiskClass, Stance } from './words.ts';

type Made = { readonly id: string; readonly party: string; readonly made_ms: number; readonly by: string | null };
type Act<Name extends CaseStep['act']> = Extract<CaseStep, { act: Name }>;

/** What one party's node has of the case. */
export type PartyRecord = Made & {
  readonly case: string;
  readonly basis: 'watch' | 'report';
  readonly time_ms: number | null;
  readonly recorded: Figures;
  readonly withheld: readonly string[];
};
export type Account = Made & {
  readonly text: string;
  readonly full: boolean;
  /** With the sides as the case has them, whichever way round the party named them. */
  readonly figures: Figures;
  readonly contents: readonly Content[];
  readonly withheld: Readonly<Record<string, string>>;
  readonly calls?: readonly ReportedCall[];
};
export type RiskFinding = Made & Pick<Act<'risk'>, 'class' | 'barriers' | 'reason'>;
export type Recommendation = Made & {
  readonly to: string;
  readonly text: string;
  readonly answer: (Made & { readonly accepted: boolean; readonly reason: string }) | null;
};
export type SignOff = Made & {
  readonly sha256: string;
  /** Why it does not count; null where it does. */
  readonly but: string | null;
};

/** A case with all the work on it, as it follows from the steps: the same on every node that has the same steps. */
export type CaseWork = {
  /** The name by which all parties can speak of it: the first, in order, of the names that their nodes gave it. */
  readonly reference: string;
  readonly names: readonly string[];
  readonly sides: readonly [CaseSide, CaseSide];
  readonly parties: readonly string[];
  readonly time_ms: number | null;
  readonly clause: string | null;
  readonly state: CaseStanding;
  /** Why a case that rested on a report alone rests on nothing any more; null otherwise. */
  readonly withdrawn: string | null;
  /** When the last party signed; null while the case is worked on. */
  readonly closed_ms: number | null;
  readonly records: readonly PartyRecord[];
  readonly stances: readonly (Made & { readonly stance: Stance; readonly reason: string })[];
  readonly accounts: readonly Account[];
  readonly comments: readonly (Made & { readonly text: string })[];
  readonly differences: readonly Difference[];
  readonly risks: readonly RiskFinding[];
  /** Where every party found the same; null: not all have, or they differ. */
  readonly risk: RiskClass | null;
  readonly recommendations: readonly Recommendation[];
  readonly reviews: readonly (Made & { readonly held_ms: number; readonly text: string })[];
  readonly attachments: readonly (Made &
    Pick<Act<'attached'>, 'name' | 'media_type' | 'bytes' | 'sha256' | 'shared'>)[];
  readonly sign_offs: readonly SignOff[];
  /** What the public is told of it, and what of that waits for signatures, oldest first. */
  readonly releases: readonly StandingRelease[];
  readonly deadlines: readonly CaseDeadline[];
  /** Steps that came to nothing, and why. */
  readonly without_effect: readonly { readonly id: string; readonly act: string; readonly why: string }[];
};

/** What the fold cannot know by itself. */
export type WorkContext = {
  readonly clauses: readonly Clause[];
  readonly now_ms: number;
  /** Digest of the canonical form of the findings. */
  digest(findings: unknown): string;
  /** What keeps a signature of a party over the findings from counting; null where nothing does. */
  objection(party: string, signature: string, findings: unknown): string | null;
};

/** What this node recorded of a case (null: nothing), and the steps that were taken under any of its names. */
export type CaseMatter = {
  readonly base: CaseBase | null;
  readonly steps: readonly CaseStep[];
};

/** The case as it stands: a pure fold over the steps in their order, up to what the parties signed off. */
export function workOf(matter: CaseMatter, context: WorkContext): CaseWork {
  const steps = [...matter.steps].sort(inOrder);
  const before = fold(matter, steps, context);
  const sign_offs: SignOff[] = [];
  const signed = new Map<string, Map<string, number>>();
  let closing: { heads: Act<'signed_off'>['heads']; at_ms: number; sha256: string } | null = null;
  for (const step of steps) {
    if (step.act !== 'signed_off') continue;
    const but: string | null = closing === null ? signOffObjection(matter, step, before.parties, context) : CLOSED;
    sign_offs.push({ ...made(step), sha256: step.sha256, but });
    if (but !== null) continue;
    const by = signed.get(step.sha256) ?? new Map<string, number>();
    by.set(step.party, step.made_ms);
    signed.set(step.sha256, by);
    if (before.parties.length > 0 && before.parties.every((party) => by.has(party))) {
      closing = { heads: step.heads, at_ms: step.made_ms, sha256: step.sha256 };
    }
  }
  const drafts = steps.filter(isOfRelease);
  if (closing === null) {
    const releases = standingReleases(drafts, before, null, context);
    return { ...before, sign_offs, releases };
  }
  const { heads, at_ms, sha256 } = closing;
  const within = steps.filter((step) => isWithin(step, heads));
  const late = steps.filter((step) => step.act !== 'signed_off' && !isOfRelease(step) && !isWithin(step, heads));
  const final = fold(matter, within, context);
  const without_effect = [...final.without_effect, ...late.map((step) => nothing(step, CLOSED))];
  const releases = standingReleases(drafts, final, sha256, context);
  return { ...final, sign_offs, closed_ms: at_ms, releases, without_effect };
}

const CLOSED = 'the case was closed by then';
const isWithin = (step: CaseStep, heads: Act<'signed_off'>['heads']): boolean =>
  step.n <= (Object.hasOwn(heads, `${step.party} ${step.case}`) ? heads[`${step.party} ${step.case}`]! : 0);
const nothing = (step: CaseStep, why: string) => ({ id: stepId(step), act: step.act, why });
const made = (step: CaseStep): Made => ({
  id: stepId(step),
  party: step.party,
  made_ms: step.made_ms,
  by: step.by?.name ?? null,
});

function signOffObjection(
  matter: CaseMatter,
  step: Act<'signed_off'> & CaseStep,
  parties: readonly string[],
  context: WorkContext,
): string | null {
  if (!parties.includes(step.party)) return `${step.party} is no party to the case`;
  const findings = findingsAt(matter, step.heads, context);
  const found = context.digest(findings);
  if (found !== step.sha256) return `it is over other findings: SHA-256 ${step.sha256}, these are ${found}`;
  return context.objection(step.party, step.signature, findings);
}

/** How far each party's steps go, sign-offs aside: what a sign-off made now would cover. */
export function headsOf(steps: readonly CaseStep[]): Record<string, number> {
  const heads: Record<string, number> = {};
  for (const { party, case: name, n, act } of [...steps].sort(inOrder)) {
    const key = `${party} ${name}`;
    if (act !== 'signed_off' && !isOfRelease({ act })) heads[key] = Math.max(heads[key] ?? 0, n);
  }
  return heads;
}

/**
 * What parties sign: everything that was found, said and answered up to `heads`, and nothing that one node alone knows.
 * Plain data; all who have these steps make the same of them.
 */
export function findingsAt(matter: CaseMatter, heads: Readonly<Record<string, number>>, context: WorkContext): unknown {
  const within = matter.steps.filter((step) => step.act !== 'signed_off' && isWithin(step, heads));
  const work = fold({ ...matter, steps: within }, within.sort(inOrder), context);
  const { reference, names, parties, state, withdrawn, records, stances, accounts, comments } = work;
  const { risk, risks, recommendations, reviews, attachments } = work;
  return {
    skyaccord: 'case-findings/1',
    reference,
    names,
    parties,
    state,
    withdrawn,
    risk,
    records,
    stances,
    accounts,
    comments,
    risks,
    recommendations,
    reviews,
    attachments,
    heads,
  };
}

function fold(matter: CaseMatter, steps: readonly CaseStep[], context: WorkContext): CaseWork {
  const { base } = matter;
  const named = steps.flatMap((step) => (step.act === 'joined' ? [step.case, step.with] : [step.case]));
  const names = [...new Set(named.length > 0 || base === null ? named : [base.id])].sort();
  const opened = steps.filter((step): step is Act<'opened'> & CaseStep => step.act === 'opened');
  const first = [...opened].sort((a, b) => (a.case < b.case ? -1 : a.case > b.case ? 1 : inOrder(a, b)))[0];
  const sides = first?.sides ?? base?.sides ?? NOBODY;
  // What one node alone recorded is no common ground once the parties exchange what they have.
  const parties =
    opened.length > 0 ? [...new Set(opened.flatMap((step) => step.parties))].sort() : [...(base?.parties ?? [])];
  const time_ms =
    first?.time_ms ?? opened.find((step) => step.time_ms !== null)?.time_ms ?? base?.recorded.t_cpa_ms ?? null;
  const turned = new Map(opened.map((step) => [step.party, isTurned(step.sides, sides)]));
  const figuresOf = (party: string, figures: Figures) => (turned.get(party) === true ? exchanged(figures) : figures);

  const records: PartyRecord[] = [];
  const stances: CaseWork['stances'][number][] = [];
  const accounts: Account[] = [];
  const comments: CaseWork['comments'][number][] = [];
  const risks = new Map<string, RiskFinding>();
  const recommendations = new Map<string, Recommendation>();
  const reviews: CaseWork['reviews'][number][] = [];
  const attachments: CaseWork['attachments'][number][] = [];
  const without_effect: CaseWork['without_effect'][number][] = [];
  const withdrawals = new Map<string, string>();
  const answers: (Act<'answered'> & CaseStep)[] = [];

  for (const step of steps) {
    const own = made(step);
    const alien = parties.length > 0 && !parties.includes(step.party) && step.act !== 'opened' && step.act !== 'joined';
    if (alien) {
      without_effect.push(nothing(step, `${step.party} is no party to the case`));
      continue;
    }
    switch (step.act) {
      case 'opened': {
        const recorded = figuresOf(step.party, step.recorded);
        records.push({
          ...own,
          case: step.case,
          basis: step.basis,
          time_ms: step.time_ms,
          recorded,
          withheld: step.withheld,
        });
        break;
      }
      case 'account': {
        const { text, full, contents, withheld, calls } = step;
        const figures = figuresOf(step.party, step.figures);
        accounts.push({ ...own, text, full, figures, contents, withheld, ...(calls === undefined ? {} : { calls }) });
        break;
      }
      case 'commented':
        comments.push({ ...own, text: step.text });
        break;
      case 'stance':
        stances.push({ ...own, stance: step.stance, reason: step.reason });
        break;
      case 'risk': {
        const { class: risk, barriers, reason } = step;
        risks.set(step.party, { ...own, class: risk, barriers, reason });
        break;
      }
      case 'recommended':
        recommendations.set(own.id, { ...own, to: step.to, text: step.text, answer: null });
        break;
      case 'answered':
        // Clocks differ: an answer may be dated before what it answers.
        answers.push(step);
        break;
      case 'reviewed':
        reviews.push({ ...own, held_ms: step.held_ms, text: step.text });
        break;
      case 'attached': {
        const { name, media_type, bytes, sha256, shared } = step;
        // Findings that were signed before files could be given stay as they were.
        attachments.push({ ...own, name, media_type, bytes, sha256, ...(shared === undefined ? {} : { shared }) });
        break;
      }
      case 'report_withdrawn':
        withdrawals.set(step.party, step.reason);
        break;
      default:
    }
  }
  for (const step of answers) {
    const asked = recommendations.get(step.recommendation);
    const why = answerObjection(asked, step.party);
    if (why !== null) {
      without_effect.push(nothing(step, why));
      continue;
    }
    const { accepted, reason } = step;
    recommendations.set(asked!.id, { ...asked!, answer: { ...made(step), accepted, reason } });
  }
  const said = [
    ...(records.length > 0
      ? records.map(({ party, recorded }) => ({ party, by: 'record' as const, figures: recorded }))
      : base === null
        ? []
        : [{ party: null, by: 'record' as const, figures: base.recorded }]),
    // The latest account of each party is what it says now.
    ...parties.flatMap((party) => {
      const last = accounts.findLast((one) => one.party === party);
      return last === undefined ? [] : [{ party, by: 'account' as const, figures: last.figures }];
    }),
  ];
  const onReports = records.length > 0 && records.every(({ basis }) => basis === 'report');
  const isVoid = onReports && records.every(({ party }) => withdrawals.has(party));
  return {
    reference: names[0] ?? '',
    names,
    sides,
    parties,
    time_ms,
    clause: first?.clause ?? base?.clause ?? null,
    state: standingOf(parties, stances),
    withdrawn: isVoid ? [...withdrawals.values()].join('; ') : null,
    closed_ms: null,
    records,
    stances,
    accounts,
    comments,
    differences: differencesOf(said),
    risks: [...risks.values()],
    risk: sameRisk(parties, risks),
    recommendations: [...recommendations.values()],
    reviews,
    attachments,
    sign_offs: [],
    releases: [],
    deadlines:
      time_ms === null ? [] : deadlinesOf(context.clauses, time_ms, parties, { accounts, reviews }, context.now_ms),
    without_effect,
  };
}

const NOBODY: readonly [CaseSide, CaseSide] = [
  { track: null, callsign: null, party: null },
  { track: null, callsign: null, party: null },
];

function answerObjection(asked: Recommendation | undefined, party: string): string | null {
  if (asked === undefined) return 'there is no such recommendation';
  if (asked.to !== party) return `the recommendation is to ${asked.to}`;
  return asked.answer === null ? null : 'it was answered before';
}

/** Whether one party names the two aircraft the other way round than the case does. */
function isTurned(sides: readonly [CaseSide, CaseSide], own: readonly [CaseSide, CaseSide]): boolean {
  const same = (a: CaseSide, b: CaseSide): number =>
    Number(a.track !== null && a.track === b.track) * 4 +
    Number(a.callsign !== null && a.callsign === b.callsign) * 2 +
    Number(a.party !== null && a.party === b.party);
  const straight = same(sides[0], own[0]) + same(sides[1], own[1]);
  return same(sides[0], own[1]) + same(sides[1], own[0]) > straight;
}

/** The last word of each party decides: one that disputes is enough; agreed only when all agree. */
function standingOf(parties: readonly string[], stances: CaseWork['stances']): CaseStanding {
  const last = parties.map((party) => stances.findLast((one) => one.party === party)?.stance ?? null);
  if (last.includes('disputed')) return 'disputed';
  if (last.length > 0 && last.every((one) => one === 'agreed')) return 'agreed';
  if (last.length > 0 && last.every((one) => one === 'agreed' || one === 'not_determined')) return 'not_determined';
  return last.some((one) => one !== null) ? 'acknowledged' : 'alleged';
}

function sameRisk(parties: readonly string[], risks: ReadonlyMap<string, RiskFinding>): RiskClass | null {
  const found = parties.map((party) => risks.get(party)?.class ?? null);
  const [one = null] = found;
  return found.every((other) => other === one) ? one : null;
}
