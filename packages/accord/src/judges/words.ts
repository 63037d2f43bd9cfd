import { timeIn } from '../memorandum/render/sheet.ts';
import type { Label } from '../memorandum/spec/node.ts';
import { labelIn } from '../memorandum/wording/phrases.ts';
import type { Answer, Interval, Verdict, Why } from './verdict.ts';

const ANSWERS: Readonly<Record<Answer, Label>> = {
  complied: { en: 'complied with', fr: 'respectée' },
  breached: { en: 'breached', fr: 'enfreinte' },
  not_applicable: { en: 'not applicable', fr: 'sans objet' },
  cannot_tell: { en: 'cannot tell', fr: 'indéterminé' },
};

const WHY: Readonly<Record<Why, Label>> = {
  kept: { en: 'what it asks was kept', fr: 'ce qu’elle demande a été respecté' },
  broken: { en: 'what it asks was not kept', fr: 'ce qu’elle demande n’a pas été respecté' },
  uncertainty_decides: {
    en: 'within the uncertainty of what was measured it may have been kept or not',
    fr: 'compte tenu de l’incertitude des mesures, elle peut avoir été respectée ou non',
  },
  reaches_the_end_of_the_records: {
    en: 'what went on beyond the records would decide',
    fr: 'ce qui s’est passé hors des enregistrements serait déterminant',
  },
  nothing_recorded: { en: 'nothing was recorded to judge by', fr: 'rien n’a été enregistré qui permette d’en juger' },
  records_have_gaps: {
    en: 'the records have gaps in which it may have been kept or not',
    fr: 'les enregistrements ont des lacunes où elle peut avoir été respectée ou non',
  },
  not_bound: { en: 'it does not bind them', fr: 'elle ne les lie pas' },
  not_known_whether_bound: { en: 'it is not known whether it binds them', fr: 'on ne sait pas si elle les lie' },
  outside_the_period: { en: 'it did not hold at that time', fr: 'elle ne s’appliquait pas à ce moment' },
  nothing_asked: { en: 'it asked nothing of them', fr: 'elle ne leur demandait rien' },
  not_due_yet: { en: 'it is not due yet', fr: 'l’échéance n’est pas encore passée' },
  done_in_time: { en: 'it was done in time', fr: 'cela a été fait à temps' },
  done_late: { en: 'it was done too late', fr: 'cela a été fait trop tard' },
  not_done: { en: 'it was not done', fr: 'cela n’a pas été fait' },
  times_overlap: {
    en: 'the clocks are not exact enough to say which came first',
    fr: 'les horloges ne sont pas assez précises pour dire ce qui a précédé',
  },
  asked_for_in_words_only: {
    en: 'it asks in words, for people to judge',
    fr: 'elle le dit en mots, à juger par des personnes',
  },
  exempted: { en: 'it was left aside with leave', fr: 'une dérogation en dispensait' },
  exemption_not_certain: {
    en: 'it is not certain that there was leave to leave it aside',
    fr: 'il n’est pas certain qu’une dérogation en dispensait',
  },
  contents_missing: { en: 'not everything was in what was sent', fr: 'l’envoi était incomplet' },
};

const BETWEEN: Label = { en: 'between {from} and {to}', fr: 'entre {from} et {to}' };
const BEFORE: Label = { en: 'before {to}', fr: 'avant {to}' };
const AFTER: Label = { en: 'not before {from}', fr: 'pas avant {from}' };
const AT: Label = { en: 'at {from}', fr: 'à {from}' };
const NOBODY_KNOWS: Label = { en: 'at a time not known', fr: 'à une heure inconnue' };
const BEGAN: Label = { en: 'It began {when}.', fr: 'Elle a commencé {when}.' };
const WOULD_HAVE: Label = { en: 'It would have begun {when}.', fr: 'Elle aurait commencé {when}.' };
const ENDED: Label = { en: 'It ended {when}.', fr: 'Elle a pris fin {when}.' };
const OPENING: Label = { en: 'Clause {clause}: {answer}; {why}.', fr: 'Clause {clause} : {answer} ; {why}.' };

/** What a clause says in a language, and why. */
export const answerIn = (answer: Answer, why: Why, language: string): string =>
  `${labelIn(ANSWERS[answer], language)}: ${labelIn(WHY[why], language)}`;
/** The bare answer of a clause in a language. */
export const bareAnswerIn = (answer: Answer, language: string): string => labelIn(ANSWERS[answer], language);

/** A verdict in a language: the answer, why, and between which instants (UTC) a breach began and ended. */
export function verdictIn(verdict: Verdict, language: string): string {
  const say = (label: Label, values: Readonly<Record<string, string>> = {}): string =>
    labelIn(label, language).replace(/\{(\w+)\}/g, (_, key: string) => values[key] ?? '');
  const { answer, clause, why, began, ended } = verdict;
  const parts = [say(OPENING, { clause, answer: say(ANSWERS[answer]), why: say(WHY[why]) })];
  const when = (interval: Interval): string => {
    const { earliest_ms, latest_ms } = interval;
    // Seconds, outwards, so that the words hold what the figures hold.
    const from = earliest_ms === null ? null : timeIn(Math.floor(earliest_ms / 1000) * 1000);
    const to = latest_ms === null ? null : timeIn(Math.ceil(latest_ms / 1000) * 1000);
    if (from === null) return to === null ? say(NOBODY_KNOWS) : say(BEFORE, { to });
    if (to === null) return say(AFTER, { from });
    return from === to ? say(AT, { from }) : say(BETWEEN, { from, to });
  };
  if (began !== null) parts.push(say(answer === 'cannot_tell' ? WOULD_HAVE : BEGAN, { when: when(began) }));
  if (ended !== null && answer === 'breached') parts.push(say(ENDED, { when: when(ended) }));
  return parts.join(' ');
}
