import type { JudgedSubject, LogEntry, When } from '../judged.ts';
import { judgeLadder, judgeLine, judgeRequiredCalls } from '../judges/calls.ts';
import {
  judgeDuration,
  judgeFlowDown,
  judgeHazardNotice,
  judgeIncidentExchange,
  judgeJointReview,
} from '../judges/deadlines.ts';
import { plain, type Verdict } from '../judges/verdict.ts';
import type { IncidentExchangeClause } from '../memorandum/kinds/incident_exchange.ts';
import type { LineClause } from '../memorandum/kinds/line_hours.ts';
import type { Clause } from '../memorandum/kinds.ts';
import type { Memorandum } from '../memorandum/memorandum.ts';
import { ALERT_LEVELS, type AlertLevel } from '../memorandum/terms.ts';
import { type CallLog, firstSaid, LOGGED_WITHIN_S } from './log.ts';
import { judgeShared, longestDelay_s } from './shares.ts';
import type { Judged } from './visits.ts';

/** What is due at an instant is judged a tick after everything said by then is in the log, ms. */
const WAIT_MS = LOGGED_WITHIN_S * 1000 + 100;

/** Events that wait for what is still due, at most; of what is due first it is then said that it cannot be told. */
const MOST_DUE = 4096;

/** An alert that calls were due for. */
export type AlertOver = {
  readonly alert: string;
  readonly level: AlertLevel;
  readonly raised_ms: number;
  readonly subjects: readonly JudgedSubject[];
};

/** Something that is judged when the time for what it asks is over. JSON-safe. */
type Due = {
  readonly due_ms: number;
  readonly clause: string;
  readonly key: string;
  readonly from_ms: number;
  readonly subjects: readonly JudgedSubject[];
  readonly about: string | null;
  readonly level: AlertLevel | null;
};

/** How a line stands: judged from `since_ms` on; what was last said of it. */
type Line = { since_ms: number; said: Verdict['answer'] | null };

export type SavedDuties = {
  readonly due: readonly Due[];
  readonly lines: readonly (readonly [clause: string, line: Line])[];
};

type ClauseOfKind<K extends Clause['kind']> = Extract<Clause, { kind: K }>;

/** What is owed by a time: calls, tests, notices, accounts, reviews, what is shared; judged from the log of calls. */
export class Duties {
  readonly #memorandum: Memorandum;
  #due: Due[] = [];
  /** For which there was no room; said before the tick is over. */
  readonly #untold: Judged[] = [];
  readonly #lines = new Map<string, Line>();
  due_ms = Infinity;

  constructor(memorandum: Memorandum) {
    this.#memorandum = memorandum;
  }

  /** Something was logged: what it sets going. */
  logged(entry: LogEntry, now_ms: number): void {
    const { at, says, by } = entry;
    if (entry.clause === undefined) {
      if (says === 'log_opened') this.#keep(by, at, now_ms);
      return;
    }
    const subjects = [{ track: entry.track ?? null, callsign: null, party: by }];
    for (const clause of this.#memorandum.clauses) {
      if (clause.id !== entry.clause) continue;
      const add = (over_s: number, key: string, about: string | null = null): void =>
        this.#add({
          due_ms: at.latest_ms + over_s * 1000 + WAIT_MS,
          clause: clause.id,
          key,
          from_ms: at.earliest_ms,
          subjects,
          about,
          level: null,
        });
      if (clause.kind === 'frequency_ladder' && says === 'call') {
        const longest_s = clause.rungs.reduce((sum, { wait_s }) => sum + wait_s, 0);
        add(longest_s, `${by} ${entry.track ?? ''}`, entry.about ?? null);
      } else if (clause.kind === 'line_hours_and_test_calls') this.#startLine(clause, at.earliest_ms, now_ms);
      else if (clause.kind === 'hazard_notice_lead_time' && entry.from_ms !== undefined) {
        const until_s = Math.max(0, (entry.from_ms - at.latest_ms) / 1000);
        add(until_s, `${by} ${entry.about ?? ''} ${entry.from_ms}`, entry.about ?? null);
      } else if (clause.kind === 'disclosure_duty' && says === 'to_share') {
        add(longestDelay_s(clause), `${by} ${entry.about ?? ''}`, entry.about ?? null);
      } else if (clause.kind === 'duration_and_withdrawal' && says === 'ceased') {
        add(0, `${by} ${entry.about ?? ''}`, entry.about ?? null);
      }
    }
  }

  /** An alert is over. Where nobody keeps the log, and none of its calls is in it, nothing is said of them. */
  alertOver({ alert, level, raised_ms, subjects }: AlertOver, log: CallLog, now_ms: number): void {
    for (const clause of this.#memorandum.clauses) {
      if (clause.kind !== 'required_calls' || clause.calls === undefined) continue;
      if (ALERT_LEVELS.indexOf(level) < ALERT_LEVELS.indexOf(clause.at)) continue;
      const kept = subjects.some(({ party }) => party !== null && log.keptBy(party, raised_ms, now_ms));
      if (!kept && !this.#callsOf(clause, alert, raised_ms, subjects, log).some(({ at }) => at.latest_ms >= raised_ms))
        continue;
      const due_ms = now_ms + WAIT_MS;
      this.#add({ due_ms, clause: clause.id, key: alert, from_ms: raised_ms, subjects, about: alert, level });
    }
  }

  /** A case was closed: each party in it owes the others an account. */
  caseClosed(name: string, opened_ms: number, parties: readonly string[]): void {
    for (const clause of this.#memorandum.clauses) {
      if (clause.kind !== 'incident_exchange_deadline') continue;
      for (const party of new Set(parties)) {
        if (clause.between !== null && !clause.between.includes(party)) continue;
        const within_s = Math.max(clause.first_within_s, clause.full_within_s ?? 0);
        const due_ms = opened_ms + within_s * 1000 + WAIT_MS;
        const subjects = [{ track: null, callsign: null, party }];
        this.#add({
          due_ms,
          clause: clause.id,
          key: `${name} ${party}`,
          from_ms: opened_ms,
          subjects,
          about: name,
          level: null,
        });
      }
    }
  }

  /** What is to be said of what was due by an instant. */
  settle(log: CallLog, now_ms: number): Judged[] {
    if (now_ms < this.due_ms) return [];
    const judged = this.#untold.splice(0);
    const over = this.#due.filter(({ due_ms }) => due_ms <= now_ms);
    this.#due = this.#due.filter(({ due_ms }) => due_ms > now_ms);
    this.#reckon();
    for (const due of over) {
      const clause = this.#memorandum.clauses.find(({ id }) => id === due.clause);
      if (clause === undefined) continue;
      if (clause.kind === 'line_hours_and_test_calls') judged.push(...this.#lineDue(clause, due, log, now_ms));
      else if (clause.kind === 'joint_review_cadence') judged.push(...this.#reviewDue(clause, due, log, now_ms));
      else {
        const verdict = this.#judge(clause, due, log, now_ms);
        if (verdict !== null) judged.push({ verdict, subjects: due.subjects, about: due.about });
      }
    }
    return judged;
  }

  /** The run is over: of what was not due by then nothing is said. */
  finish(log: CallLog, now_ms: number): Judged[] {
    return this.settle(log, now_ms + WAIT_MS);
  }

  save(): SavedDuties {
    return structuredClone({ due: this.#due, lines: [...this.#lines] });
  }

  restore(saved: SavedDuties): void {
    this.#due = structuredClone([...saved.due]);
    for (const [clause, line] of structuredClone(saved.lines)) this.#lines.set(clause, line);
    this.#reckon();
  }

  #judge(clause: Clause, due: Due, log: CallLog, now_ms: number): Verdict | null {
    const until_ms = now_ms - LOGGED_WITHIN_S * 1000;
    const party = due.subjects[0]?.party ?? null;
    const complete = (by: string | null, from_ms = due.from_ms): boolean =>
      by !== null && log.keptBy(by, from_ms, until_ms);
    switch (clause.kind) {
      case 'frequency_ladder': {
        const track = due.subjects[0]?.track ?? undefined;
        const ours = log.of(clause.id, 'call', 'answer').filter((one) => one.track === track);
        const calls = ours.filter(
          ({ says, by, at }) => says === 'call' && by === party && at.earliest_ms >= due.from_ms,
        );
        const answered = firstSaid(ours, ({ says, at }) => says === 'answer' && at.latest_ms >= due.from_ms);
        return judgeLadder(clause, {
          calls: calls.map(({ frequency_mhz, at }) => ({ frequency_mhz: frequency_mhz ?? 0, at })),
          answered,
          records: { until_ms, complete: complete(party) },
        });
      }
      case 'required_calls': {
        const said = this.#callsOf(clause, due.about ?? '', due.from_ms, due.subjects, log);
        const step = (says: LogEntry['says'], i: number): When | null =>
          firstSaid(said, (one) => one.says === says && one.step === i + 1);
        const parties = due.subjects.map((one) => one.party);
        return judgeRequiredCalls(clause, {
          level: due.level ?? 'advisory',
          calls: (clause.calls ?? []).map((_, i) => ({ made: step('call', i), read_back: step('read_back', i) })),
          records: { until_ms, complete: parties.some((one) => complete(one)) },
        });
      }
      case 'hazard_notice_lead_time': {
        const notices = log
          .of(clause.id, 'notice')
          .filter((one) => one.by === party && one.from_ms !== undefined && (one.about ?? null) === due.about);
        const begins_ms = Number(due.key.slice(due.key.lastIndexOf(' ') + 1));
        // A later notice with another beginning takes the place of the earlier one: that is judged, not this.
        if (notices.at(-1)?.from_ms !== begins_ms) return null;
        const begins = { earliest_ms: begins_ms, latest_ms: begins_ms };
        return judgeHazardNotice(clause, {
          subject: { party, contested: false, categories: null },
          begins,
          told: this.#others(party).map((id) => firstSaid(notices, ({ to }) => to === undefined || to === id)),
          changes: changesOf(notices, this.#others(party)),
          records: { until_ms, complete: complete(party) },
        });
      }
      case 'incident_exchange_deadline': {
        const sent = log.of(clause.id, 'account').filter((one) => one.by === party && one.about === due.about);
        return judgeIncidentExchange(clause, {
          from: { party, contested: false, categories: null },
          incident: { earliest_ms: due.from_ms, latest_ms: due.from_ms },
          sent: sent.map(({ at, contents }) => ({ at, contents: contentsOf(clause, contents) })),
          records: { until_ms, complete: complete(party) },
        });
      }
      case 'third_party_flow_down': {
        const confirmed = log.of(clause.id, 'confirmation');
        return judgeFlowDown(clause, {
          in_force: { earliest_ms: due.from_ms, latest_ms: due.from_ms },
          confirmed: confirmed.map(({ by, at, contents }) => ({ party: by, at, clauses: contents ?? [] })),
          all_clauses: this.#memorandum.clauses.map(({ id }) => id),
          records: { until_ms, complete: complete(clause.from) },
        });
      }
      case 'disclosure_duty':
        return judgeShared(clause, due, this.#others(party), log, { until_ms, complete: complete(party) });
      case 'duration_and_withdrawal': {
        const about = due.about === 'suspension' ? 'suspension' : 'withdrawal';
        const said = log.of(clause.id, 'notice', 'ceased').filter((one) => one.by === party && one.about === about);
        const of = (saying: LogEntry['says']) => firstSaid(said, ({ says }) => says === saying);
        // That no notice was given is certain only from a log that was kept all the time in which it would have been.
        const notice_s = (about === 'suspension' ? clause.suspension_notice_s : clause.withdrawal_notice_s) ?? 0;
        const records = { until_ms, complete: complete(party, due.from_ms - notice_s * 1000) };
        return judgeDuration(clause, { step: about, told: of('notice'), ceased: of('ceased'), records });
      }
      default:
        return null;
    }
  }

  /** From when a party keeps the log on, what is due by the clock can be judged. */
  #keep(by: string, at: When, now_ms: number): void {
    const from_ms = at.latest_ms;
    for (const clause of this.#memorandum.clauses) {
      const due = (within_s: number, key: string): void =>
        this.#add({
          due_ms: from_ms + within_s * 1000 + WAIT_MS,
          clause: clause.id,
          key,
          from_ms,
          subjects: [{ track: null, callsign: null, party: by }],
          about: null,
          level: null,
        });
      if (clause.kind === 'line_hours_and_test_calls' && clause.between.includes(by)) {
        this.#startLine(clause, from_ms, now_ms);
      } else if (clause.kind === 'third_party_flow_down' && clause.from === by && clause.confirmed_within_s !== null) {
        due(clause.confirmed_within_s, by);
      } else if (clause.kind === 'joint_review_cadence' && (clause.between === null || clause.between.includes(by))) {
        const first_s = clause.first_ms === null ? clause.every_s : (clause.first_ms - from_ms) / 1000;
        if (first_s >= 0) due(first_s, 'review');
      }
    }
  }

  #startLine(clause: LineClause, since_ms: number, now_ms: number): void {
    if (!this.#lines.has(clause.id)) this.#lines.set(clause.id, { since_ms, said: null });
    this.#lineAgain(clause, Math.max(now_ms, since_ms) + clause.answer_within_s * 1000 + WAIT_MS);
    this.#lineAgain(clause, since_ms + (clause.test_every_s + clause.answer_within_s) * 1000 + WAIT_MS);
  }

  #lineAgain(clause: LineClause, due_ms: number): void {
    const subjects = clause.between.map((party) => ({ track: null, callsign: null, party }));
    const about = clause.line;
    this.#add({ due_ms, clause: clause.id, key: `line ${due_ms}`, from_ms: 0, subjects, about, level: null });
  }

  /** A line is judged whenever a test may have been missed; it is said when the answer is another than before. */
  #lineDue(clause: LineClause, { subjects, about }: Due, log: CallLog, now_ms: number): Judged[] {
    const line = this.#lines.get(clause.id);
    if (line === undefined) return [];
    this.#lineAgain(clause, now_ms + clause.test_every_s * 1000);
    const judged: Judged[] = [];
    // Once it was broken, a line is judged anew from the next test that was answered: at most once more each time.
    for (let again = true; again; ) {
      const { verdict, answered_ms } = judgeLineSince(clause, line.since_ms, log, now_ms);
      const broken_ms = verdict.answer === 'complied' ? null : (verdict.began?.latest_ms ?? null);
      again = broken_ms !== null && answered_ms !== null && answered_ms > broken_ms;
      if (again) line.since_ms = answered_ms!;
      if (verdict.answer === line.said || (verdict.answer === 'complied' && answered_ms === null)) continue;
      line.said = verdict.answer;
      judged.push({ verdict, subjects, about });
    }
    return judged;
  }

  #reviewDue(clause: ClauseOfKind<'joint_review_cadence'>, due: Due, log: CallLog, now_ms: number): Judged[] {
    const until_ms = now_ms - LOGGED_WITHIN_S * 1000;
    const reviews = log.of(clause.id, 'review').map(({ at }) => at);
    const parties = clause.between ?? this.#memorandum.parties.map(({ id }) => id);
    const last = reviews.findLast(({ latest_ms }) => latest_ms <= until_ms);
    const verdict = judgeJointReview(clause, {
      in_force: { earliest_ms: due.from_ms, latest_ms: due.from_ms },
      reviews,
      incidents: [],
      records: { until_ms, complete: parties.some((party) => log.keptBy(party, due.from_ms, until_ms)) },
    });
    const next_ms = (last?.latest_ms ?? until_ms) + clause.every_s * 1000 + WAIT_MS;
    this.#add({ ...due, due_ms: Math.max(next_ms, now_ms + 1000) });
    const subjects = parties.map((party) => ({ track: null, callsign: null, party }));
    return verdict.why === 'not_due_yet' ? [] : [{ verdict, subjects, about: null }];
  }

  /** What was said under a clause about an alert: named so, or by one of its aircraft since it was raised. */
  #callsOf(
    { id }: Clause,
    alert: string,
    raised_ms: number,
    subjects: readonly JudgedSubject[],
    log: CallLog,
  ): LogEntry[] {
    const tracks = subjects.map(({ track }) => track);
    return log.of(id, 'call', 'read_back').filter(({ about, track, at }) => {
      if (about !== undefined) return about === alert;
      return at.latest_ms >= raised_ms && track !== undefined && tracks.includes(track);
    });
  }

  #others(party: string | null): string[] {
    return this.#memorandum.parties
      .filter(({ id, role }) => role !== 'third_party' && id !== party)
      .map(({ id }) => id);
  }

  /** One for each clause and key; what is there already stays. */
  #add(due: Due): void {
    if (this.#due.some(({ clause, key }) => clause === due.clause && key === due.key)) return;
    this.#due.push(due);
    this.#due.sort(
      (x, y) => x.due_ms - y.due_ms || (x.clause < y.clause ? -1 : x.clause > y.clause ? 1 : 0) || order(x, y),
    );
    const over = this.#due.length > MOST_DUE ? this.#due.shift() : undefined;
    if (over !== undefined) {
      const verdict = plain(over.clause, 'cannot_tell', 'records_have_gaps');
      this.#untold.push({ verdict, subjects: over.subjects, about: over.about });
    }
    this.#reckon();
  }

  #reckon(): void {
    this.due_ms = this.#untold.length > 0 ? 0 : (this.#due[0]?.due_ms ?? Infinity);
  }
}

/** A line from an instant on, and when the last test was made that was answered. */
function judgeLineSince(
  clause: LineClause,
  since_ms: number,
  log: CallLog,
  now_ms: number,
): { readonly verdict: Verdict; readonly answered_ms: number | null } {
  const until_ms = now_ms - LOGGED_WITHIN_S * 1000;
  const said = log.of(clause.id, 'test', 'answer').filter(({ at }) => at.latest_ms >= since_ms);
  const tests = said
    .filter(({ says }) => says === 'test')
    .map((test, i, all) => {
      const next_ms = all[i + 1]?.at.earliest_ms ?? Infinity;
      const answered = firstSaid(
        said,
        ({ says, at }) => says === 'answer' && at.latest_ms >= test.at.earliest_ms && at.earliest_ms < next_ms,
      );
      return { made: test.at, answered };
    });
  const verdict = judgeLine(clause, {
    since: { earliest_ms: since_ms, latest_ms: since_ms },
    tests,
    records: { until_ms, complete: clause.between.some((party) => log.keptBy(party, since_ms, until_ms)) },
  });
  return { verdict, answered_ms: tests.findLast(({ answered }) => answered !== null)?.made.earliest_ms ?? null };
}

const order = (x: Due, y: Due): number => (x.key < y.key ? -1 : x.key > y.key ? 1 : 0);

/** A notice that says another beginning than the one before tells of a change. */
function changesOf(notices: readonly LogEntry[], others: readonly string[]) {
  return notices
    .filter((one, i) => i > 0 && one.from_ms !== notices[i - 1]!.from_ms)
    .map((change) => ({
      decided: change.at,
      told: others.map((id) =>
        firstSaid(notices, ({ to, from_ms }) => from_ms === change.from_ms && (to === undefined || to === id)),
      ),
    }));
}

type Content = IncidentExchangeClause['contents'][number];

/** What of an account the clause asks for; null where nobody wrote down what was in it. */
function contentsOf(clause: IncidentExchangeClause, contents: readonly string[] | undefined): Content[] | null {
  return contents === undefined ? null : clause.contents.filter((one) => contents.includes(one));
}
