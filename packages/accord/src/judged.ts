/** Facts, verdicts and questions about clauses, as they are told, journalled and kept. Times in ms UTC. */

/**
 * complied and breached are certain; not_applicable: the clause asks nothing of what happened; cannot_tell: a gap, an
 * uncertainty or something nobody knows could change the answer.
 */
export type Answer = 'complied' | 'breached' | 'not_applicable' | 'cannot_tell';

/** When something happened: no sooner and no later than this; null where the facts do not bound it. */
export type Interval = { readonly earliest_ms: number | null; readonly latest_ms: number | null };

/** An instant in somebody's records, with what its clock may be off by: no sooner and no later than this. */
export type When = { readonly earliest_ms: number; readonly latest_ms: number };

/** Why an answer is what it is. */
export type Why = (typeof WHYS)[number];
export const WHYS = [
  'kept',
  'broken',
  'uncertainty_decides',
  'reaches_the_end_of_the_records',
  'nothing_recorded',
  'records_have_gaps',
  'not_bound',
  'not_known_whether_bound',
  'outside_the_period',
  'nothing_asked',
  'not_due_yet',
  'done_in_time',
  'done_late',
  'not_done',
  'times_overlap',
  'asked_for_in_words_only',
  'exempted',
  'exemption_not_certain',
  'contents_missing',
] as const;

/** An aircraft, or a party without one, that a verdict is about; what is not known is null. */
export type JudgedSubject = {
  readonly track: string | null;
  readonly callsign: string | null;
  readonly party: string | null;
};

/** What a clause says of one event, once the event is over. */
export type GivenVerdict = {
  readonly clause: string;
  readonly memorandum: string;
  readonly version: number;
  readonly subjects: readonly JudgedSubject[];
  /** The alert, case or notice that it is about; null: a flight, or the clock. */
  readonly about: string | null;
  readonly answer: Exclude<Answer, 'not_applicable'>;
  readonly why: Why;
  /** Figures by name, units last; null: not known. */
  readonly measured: Readonly<Record<string, number | null>>;
  /** When the first breach began; where it cannot be told, when one would have begun; null where there is none. */
  readonly began: Interval | null;
  /** When it ended; null where there is none, or where it lasts. */
  readonly ended: Interval | null;
};

/** What can be logged: said on a frequency or over the line, or that somebody keeps the log. */
export const SAYINGS = [
  'call',
  'answer',
  'read_back',
  'clearance',
  'test',
  'notice',
  'outage',
  'account',
  'review',
  'confirmation',
  'to_share',
  'shared',
  'ceased',
  'log_opened',
  'log_closed',
  'coverage_began',
  'coverage_ended',
] as const;
export type Saying = (typeof SAYINGS)[number];

/**
 * One entry of the log of calls, as a person wrote it down. While a party keeps the log (`log_opened` to `log_closed`),
 * everything its people say and hear under the memorandum is in it within two minutes; at other times what is not in it
 * may have been said all the same.
 */
export type LogEntry = {
  readonly at: When;
  readonly says: Saying;
  /** The party whose people said it, or keep the log. */
  readonly by: string;
  /** The party to which it was said; left out: all that listen. */
  readonly to?: string;
  readonly clause?: string;
  /** Which ring, rung or call of the clause, from 1. */
  readonly step?: number;
  /** The aircraft that said it, or that it is about. */
  readonly track?: string;
  readonly frequency_mhz?: number;
  /** The alert or case that it is about, or the name of what was announced. */
  readonly about?: string;
  /** Of what was announced, failed or was allowed: from when on, and until when. */
  readonly from_ms?: number;
  readonly until_ms?: number;
  /** What was in an account; which clauses were confirmed. */
  readonly contents?: readonly string[];
  /** Of an exemption: there was no time for the ordinary notice; its purpose is among those that the clause names. */
  readonly emergency?: boolean;
  readonly purpose_named?: boolean;
  /**
   * Of what there was to share (`about` names it): its kind; of what was shared: how far up the ladder, and how coarse.
   */
  readonly what?: SharedWhat;
  readonly level?: SharedLevel;
  /** 0: exactly as it is known; left out: nobody wrote it down. */
  readonly resolution_m?: number;
  readonly words?: string;
};

/** What is shared under a clause of kind `disclosure_duty`. */
export const SHARED_WHATS = ['crewed_flights', 'uncrewed_flights', 'plans', 'hazards', 'alerts'] as const;
export type SharedWhat = (typeof SHARED_WHATS)[number];
/** How far up the ladder, rising: who tells a higher one tells all that the lower ones tell. */
export const SHARED_LEVELS = ['existence', 'volume_and_time', 'delayed_track', 'live_track', 'identity'] as const;
export type SharedLevel = (typeof SHARED_LEVELS)[number];

/** Somebody whose answer is asked for: a role among the contacts of a party. */
export type Asked = { readonly party: string; readonly role: string };

/** A clause that people judge was touched by what happened: those named in it are asked. */
export type OpenedQuestion = {
  readonly question: string;
  readonly clause: string;
  /** The encounter or case that it is about. */
  readonly about: string;
  readonly asked: readonly Asked[];
  readonly opened_ms: number;
  /** null: nobody set a time. */
  readonly due_ms: number | null;
};

type Said<Kind extends string> = { readonly kind: Kind; readonly tick: number; readonly time_ms: number };

/** An event is over, and this is what a clause says of it. Said once for each event and clause. */
export type VerdictGiven = Said<'verdict'> & GivenVerdict;
/** Something was written into the log of calls, and counts from now on. */
export type CallLogged = Said<'call_logged'> & { readonly entry: LogEntry };
/** The roles that a clause names are asked about what happened. */
export type QuestionOpened = Said<'question_opened'> & OpenedQuestion;
/** What is said of clauses. */
export type ClauseOutcome = VerdictGiven | CallLogged | QuestionOpened;
