import type { TransponderClause } from '../memorandum/kinds/transponder.ts';
import { after, judgeDeadline, type Records } from './deadline.ts';
import { type FlightFacts, forEveryCategory, joined, judgePresence } from './places.ts';
import type { Grace } from './stays.ts';
import { andAlso, type Place, type Whereabouts } from './track_line.ts';
import { isAmong, isOf, notApplicable, type Truth, type Verdict, type When, whereBound, worst } from './verdict.ts';
import { areaAsk, levelAsk } from './volume.ts';

type Equipment = TransponderClause['transmits'][number];
type Condition = NonNullable<TransponderClause['due_regard']>[number];

export type TransponderFacts = FlightFacts & {
  /** When something was received of each equipment, ms. */
  readonly heard: Readonly<Partial<Record<Equipment, readonly number[]>>>;
  /** When a receiver would have heard it; outside these times silence says nothing. */
  readonly covered: Grace['excused'];
  /** Which conditions of due regard held all through; people or other feeds say so. Left out: not known. */
  readonly due_regard: Readonly<Partial<Record<Condition, Truth>>>;
  /** A failure that the crew spoke of; null: none is known of. */
  readonly outage: { readonly began: When; readonly told: When | null } | null;
  readonly records: Records;
};

/** An aircraft is silent once nothing was heard of it for longer than this, s: a few lost messages are no silence. */
export const SILENT_S = 60;

/**
 * Did an aircraft transmit what is asked wherever that is asked, or fly with due regard without it? A failure that was
 * told in time breaks nothing.
 */
export function judgeTransponder(clause: TransponderClause, facts: TransponderFacts): Verdict {
  const bound = isAmong(facts.subject, clause.binds);
  if (bound === 'no') return notApplicable(clause.id, 'not_bound');
  const silence = worst(
    clause.id,
    clause.transmits.map((equipment) => judgeSilence(clause, facts, equipment)),
  );
  const verdict = excusedBy(regard(clause, facts), excusedBy(failure(clause, facts), silence));
  const ofCategory = forEveryCategory(clause.id, facts.subject, (category) =>
    isOf({ ...facts.subject, categories: [category] }, clause.categories) === 'yes'
      ? verdict
      : notApplicable(clause.id, 'not_bound'),
  );
  return whereBound(bound, ofCategory);
}

function judgeSilence(clause: TransponderClause, facts: TransponderFacts, equipment: Equipment): Verdict {
  const level = levelAsk(clause.floor_m, clause.ceiling_m);
  const area = clause.area === null ? null : areaAsk(clause.area);
  const where = (place: Place): Whereabouts => andAlso(level(place), area === null ? 'inside' : area(place));
  const heard = (facts.heard[equipment] ?? []).map((at_ms) => ({ from_ms: at_ms, to_ms: at_ms + SILENT_S * 1000 }));
  const judged = (excused: Grace['excused']): Verdict =>
    judgePresence(clause, facts.path, where, { silent_after_s: SILENT_S }, joined(excused));
  const sure = judged([...heard, ...uncovered(facts.covered)]);
  const possible = judged(heard);
  if (sure.answer === possible.answer)
    return possible.answer === 'breached' ? { ...sure, began: wider(sure, possible) } : sure;
  return { ...possible, answer: 'cannot_tell', why: 'records_have_gaps', ended: null };
}

const wider = (sure: Verdict, possible: Verdict): Verdict['began'] => ({
  earliest_ms: possible.began?.earliest_ms ?? null,
  latest_ms: sure.began?.latest_ms ?? null,
});

function uncovered(covered: Grace['excused']): Grace['excused'] {
  const gaps: { from_ms: number; to_ms: number }[] = [];
  let from_ms = -Infinity;
  for (const span of joined(covered)) {
    gaps.push({ from_ms, to_ms: span.from_ms });
    from_ms = span.to_ms;
  }
  return [...gaps, { from_ms, to_ms: Infinity }];
}

function regard({ due_regard }: TransponderClause, facts: TransponderFacts): Truth {
  if (due_regard === null) return 'no';
  const held = due_regard.map((condition) => facts.due_regard[condition] ?? 'maybe');
  if (held.includes('no')) return 'no';
  return held.includes('maybe') ? 'maybe' : 'yes';
}

function failure({ outage_notice_s }: TransponderClause, { outage, records }: TransponderFacts): Truth {
  if (outage_notice_s === null || outage === null) return 'no';
  const { answer } = judgeDeadline(after(outage.began, outage_notice_s), outage.told, records);
  return answer === 'complied' ? 'yes' : answer === 'breached' ? 'no' : 'maybe';
}

/** What is left of a verdict on silence where something allows the silence. */
function excusedBy(leave: Truth, verdict: Verdict): Verdict {
  if (leave === 'no' || (verdict.answer !== 'breached' && verdict.answer !== 'cannot_tell')) return verdict;
  if (leave === 'yes') return { ...verdict, answer: 'complied', why: 'exempted', began: null, ended: null };
  return { ...verdict, answer: 'cannot_tell', why: 'exemption_not_certain' };
}
