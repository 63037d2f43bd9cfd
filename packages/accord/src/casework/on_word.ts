import type { Answer, JudgedSubject, LogEntry, Why } from '../judged.ts';
import { Duties } from '../judging/duties.ts';
import { entryProblem } from '../judging/entry.ts';
import { CallLog } from '../judging/log.ts';
import type { Memorandum } from '../memorandum/memorandum.ts';
import type { CaseFile } from '../outcome.ts';

/** What an account can report as said: calls of a ladder, calls that a clause asks for, and what was answered. */
export const REPORTED_SAYINGS = ['call', 'answer', 'read_back'] as const;

/** A call that an account tells of. It is on the word of the account's party, and never stands as recorded. */
export type ReportedCall = Pick<LogEntry, 'at' | 'by' | 'clause' | 'step' | 'track' | 'frequency_mhz' | 'words'> & {
  readonly says: (typeof REPORTED_SAYINGS)[number];
};

/** Of an account: whose it is, and what it reports of calls. */
type Accounted = { readonly party: string; readonly calls?: readonly ReportedCall[] };

/** What a clause says with what was reported, beside what it says with what was recorded alone. */
export type VerdictOnWord = {
  readonly clause: string;
  readonly subjects: readonly JudgedSubject[];
  /** With recorded calls alone; null: then the clause says nothing. */
  readonly recorded: Answer | null;
  readonly answer: Answer;
  readonly why: Why;
  /** The parties on whose word it is. */
  readonly on_word_of: readonly string[];
};

/** Clauses about calls during the pass: what else is owed has its own time. */
const KINDS = ['frequency_ladder', 'required_calls'];
/** Every wait for an answer in a clause is over by then, ms. */
const OVER_MS = 3_600_000;

/**
 * What the clauses on calls say of a pass when what the parties report of it is taken as said, where the record says
 * nothing or cannot tell. A party's own word can clear it here, which is why each verdict names whose it is.
 */
export function verdictsOnWord(
  memorandum: Memorandum,
  file: CaseFile,
  recorded: readonly LogEntry[],
  accounts: readonly Accounted[],
): VerdictOnWord[] {
  // The latest account of each party is what it says now.
  const latest = new Map(accounts.map((one) => [one.party, one]));
  const reported = [...latest.values()].flatMap(({ party, calls = [] }) =>
    calls.filter((call) => entryProblem(memorandum, call) === null).map((call) => ({ party, call })),
  );
  if (reported.length === 0) return [];
  const before = judged(memorandum, file, recorded);
  const after = judged(memorandum, file, [...recorded, ...reported.map(({ call }) => call)]);
  return after.flatMap((one) => {
    const was = before.find(({ key }) => key === one.key) ?? null;
    // Where the record decides, nobody's later word does; where it cannot tell, a word that tells no more adds nothing.
    if (was !== null && was.answer !== 'cannot_tell') return [];
    if (was?.answer === one.answer && was.why === one.why) return [];
    const { key: _, ...verdict } = one;
    const said = reported.filter(({ call }) => call.clause === one.clause).map(({ party }) => party);
    return [{ ...verdict, recorded: was?.answer ?? null, on_word_of: [...new Set(said)].sort() }];
  });
}

type OfCalls = Pick<VerdictOnWord, 'clause' | 'subjects' | 'answer' | 'why'> & { readonly key: string };

function judged(memorandum: Memorandum, file: CaseFile, entries: readonly LogEntry[]): OfCalls[] {
  const log = new CallLog();
  for (const entry of entries) log.add(entry);
  const duties = new Duties(memorandum);
  const last_ms = entries.reduce((last, { at }) => Math.max(last, at.latest_ms), file.closed_ms);
  const subjects = [file.a, file.b].map(({ track, identity }) => {
    return { track, callsign: identity.callsign, party: identity.party };
  });
  for (const entry of entries) duties.logged(entry, entry.at.latest_ms);
  const { alerted } = file.encounter;
  if (alerted !== null) {
    const raised_ms = file.advisories[0]?.time_ms ?? file.opened_ms;
    duties.alertOver({ alert: file.id, level: alerted, raised_ms, subjects }, log, file.closed_ms);
  }
  return duties.settle(log, last_ms + OVER_MS).flatMap(({ verdict, subjects: whose }) => {
    const { clause, answer, why } = verdict;
    const kind = memorandum.clauses.find(({ id }) => id === clause)?.kind;
    if (kind === undefined || !KINDS.includes(kind)) return [];
    const key = `${clause} ${whose.map(({ track, party }) => `${track} ${party}`).join(' ')}`;
    return [{ key, clause, subjects: whose, answer, why }];
  });
}
