import type { Pair } from '../encounters/pair.ts';
import type { Asked, GivenVerdict, JudgedSubject, LogEntry } from '../judged.ts';
import { askedBy } from '../judges/questions.ts';
import type { Clause } from '../memorandum/kinds.ts';
import type { Memorandum } from '../memorandum/memorandum.ts';
import { ALERT_LEVELS, type AlertLevel } from '../memorandum/terms.ts';
import type { Alert, CaseFile, ClauseNotice, Encounter, Outcome } from '../outcome.ts';
import type { Pack, Unpack } from '../saved.ts';
import type { TrackTable } from '../tracks/table.ts';
import { Duties, type SavedDuties } from './duties.ts';
import { CallLog, compareEntries, type SavedLog } from './log.ts';
import { noticeOf } from './notice.ts';
import { Passes, type SavedPasses } from './passes.ts';
import { type Judged, type SavedVisits, Visits } from './visits.ts';

/** One tick's looking at pairs. */
type Looking = {
  readonly sky: { readonly table: TrackTable };
  readonly tick: number;
  readonly now_ms: number;
  readonly outcomes: Outcome[];
};

/** An alert that stands, with the highest level that it had. */
type Standing = { level: AlertLevel; readonly raised_ms: number; readonly subjects: readonly JudgedSubject[] };

export type SavedJudging = {
  readonly log: SavedLog;
  readonly visits: SavedVisits;
  readonly passes: SavedPasses;
  readonly duties: SavedDuties;
  readonly standing: readonly (readonly [alert: string, standing: Standing])[];
};

/**
 * Runs the judges over what the watch sees and over what is logged: says a verdict once for each event, when the event
 * is over; a notice while a violation lasts; and opens questions to people. It changes nothing in what is warned of.
 */
export class Judging {
  readonly #memorandum: Memorandum;
  readonly #log = new CallLog();
  readonly #visits: Visits;
  readonly #passes: Passes;
  readonly #duties: Duties;
  readonly #standing = new Map<string, Standing>();

  constructor(memorandum: Memorandum) {
    this.#memorandum = memorandum;
    this.#visits = new Visits(memorandum);
    this.#passes = new Passes(memorandum);
    this.#duties = new Duties(memorandum);
  }

  /** When something is due without new input, ms. */
  get due_ms(): number {
    return Math.min(this.#visits.due_ms, this.#duties.due_ms);
  }

  /** Takes entries of the log of calls as they came in one tick, in any order. */
  hear(entries: readonly LogEntry[], tick: number, time_ms: number, outcomes: Outcome[]): void {
    for (const entry of [...entries].sort(compareEntries)) {
      this.#log.add(entry);
      this.#duties.logged(entry, time_ms);
      outcomes.push({ tick, time_ms, kind: 'call_logged', entry });
    }
  }

  /** An aircraft moved; `beneath` are the tracks that are the same aircraft. */
  moved(
    table: TrackTable,
    slot: number,
    beneath: readonly number[],
    tick: number,
    time_ms: number,
    outcomes: Outcome[],
  ): void {
    for (const found of this.#visits.moved(table, slot, beneath, this.#log, time_ms)) {
      const notice: ClauseNotice = { tick, time_ms, kind: 'clause_notice', ...noticeOf(this.#memorandum, found) };
      outcomes.push(notice);
    }
  }

  /** A pair was looked at. */
  looked(pair: Pair, alerted: boolean, { sky, now_ms }: Looking): void {
    this.#passes.looked(pair, alerted, sky.table, now_ms);
  }

  /** A pass is over; `encounter` null where it came to nothing, `about` its case. Before its tracks are dropped. */
  passOver(
    pair: Pair,
    encounter: Encounter | null,
    about: string | null,
    { sky, tick, now_ms, outcomes }: Looking,
  ): void {
    this.#say(this.#passes.over(pair, encounter, about, sky.table), tick, now_ms, outcomes);
  }

  /** A track is dropped. */
  dropped(track: string, tick: number, time_ms: number, outcomes: Outcome[]): void {
    this.#say(this.#visits.close(track, this.#log, time_ms), tick, time_ms, outcomes);
  }

  /** A track lies beneath another one now. */
  hidden(track: string): void {
    this.#visits.forget(track);
  }

  /** Ends a tick: takes up what was said in it (from `from` on) and says what is due. */
  settle(tick: number, time_ms: number, outcomes: Outcome[], from: number): void {
    const said = outcomes.length;
    for (let i = from; i < said; i++) this.#follow(outcomes[i]!, tick, time_ms, outcomes);
    this.#say(this.#visits.settle(this.#log, time_ms), tick, time_ms, outcomes);
    this.#say(this.#duties.settle(this.#log, time_ms), tick, time_ms, outcomes);
  }

  /** The run is over: what could be judged by now is. */
  finish(tick: number, time_ms: number, outcomes: Outcome[], from: number): void {
    this.settle(tick, time_ms, outcomes, from);
    for (const track of this.#visits.tracks()) this.dropped(track, tick, time_ms, outcomes);
    this.#say(this.#duties.finish(this.#log, time_ms), tick, time_ms, outcomes);
  }

  save(pack: Pack): SavedJudging {
    return {
      log: this.#log.save(),
      visits: this.#visits.save(pack),
      passes: this.#passes.save(pack),
      duties: this.#duties.save(),
      standing: structuredClone([...this.#standing]),
    };
  }

  restore(saved: SavedJudging, unpack: Unpack): void {
    this.#log.restore(saved.log);
    this.#visits.restore(saved.visits, unpack);
    this.#passes.restore(saved.passes, unpack);
    this.#duties.restore(saved.duties);
    for (const [alert, standing] of structuredClone(saved.standing)) this.#standing.set(alert, standing);
  }

  #follow(outcome: Outcome, tick: number, time_ms: number, outcomes: Outcome[]): void {
    if (outcome.kind === 'alert_raised' || outcome.kind === 'alert_updated') this.#stands(outcome.alert);
    else if (outcome.kind === 'alert_cleared') {
      const standing = this.#standing.get(outcome.alert);
      this.#standing.delete(outcome.alert);
      if (standing !== undefined) this.#duties.alertOver({ alert: outcome.alert, ...standing }, this.#log, time_ms);
    } else if (outcome.kind === 'case_closed') this.#caseClosed(outcome.case, tick, time_ms, outcomes);
  }

  #stands({ id, level, raised_ms, a, b }: Alert): void {
    const known = this.#standing.get(id);
    if (known !== undefined) {
      if (ALERT_LEVELS.indexOf(level) > ALERT_LEVELS.indexOf(known.level)) known.level = level;
      return;
    }
    const subjects = [a, b].map(({ track, callsign, party }) => ({ track, callsign, party }));
    this.#standing.set(id, { level, raised_ms, subjects });
  }

  /** What only people can judge of a case is asked of those whom the clauses name. */
  #caseClosed({ id, opened_ms, a, b }: CaseFile, tick: number, time_ms: number, outcomes: Outcome[]): void {
    const known = [a, b].flatMap(({ identity }) => (identity.party === null ? [] : [identity.party]));
    // One of whom nobody knows whose it is may be anybody's.
    const parties = known.length === 2 ? known : [];
    this.#duties.caseClosed(id, opened_ms, known);
    for (const clause of this.#memorandum.clauses) {
      // Reviews are not about one case; special caution is asked of whoever was in the area.
      if (clause.kind === 'joint_review_cadence' || clause.kind === 'special_caution_area') continue;
      this.#ask(clause, id, parties, tick, time_ms, outcomes);
    }
  }

  /** Opens a question to the roles that a clause names; where it names nobody, or binds others, there is none. */
  #ask(
    clause: Clause,
    about: string,
    parties: readonly string[],
    tick: number,
    time_ms: number,
    outcomes: Outcome[],
  ): void {
    const asked: readonly Asked[] = askedBy(clause) ?? [];
    if (asked.length === 0) return;
    const binds = 'binds' in clause ? clause.binds : null;
    // Whose an aircraft is may not be known: then it may be theirs.
    if (binds !== null && parties.length > 0 && !parties.some((party) => binds.includes(party))) return;
    outcomes.push({
      tick,
      time_ms,
      kind: 'question_opened',
      question: `${about}/${clause.id}`,
      clause: clause.id,
      about,
      asked,
      opened_ms: time_ms,
      due_ms: this.#reviewBy(time_ms),
    });
  }

  /** By when the joint review after an incident is due, where one is agreed. */
  #reviewBy(time_ms: number): number | null {
    for (const clause of this.#memorandum.clauses) {
      if (clause.kind !== 'joint_review_cadence' || clause.after_incident_within_s === null) continue;
      return time_ms + clause.after_incident_within_s * 1000;
    }
    return null;
  }

  #say(judged: readonly Judged[], tick: number, time_ms: number, outcomes: Outcome[]): void {
    for (const { clause, about, party } of this.#visits.takeCautions()) {
      this.#ask(clause, about, party === null ? [] : [party], tick, time_ms, outcomes);
    }
    for (const { verdict, subjects, about } of judged) {
      const { answer, clause, why, measured, began, ended } = verdict;
      if (answer === 'not_applicable' || why === 'nothing_recorded' || why === 'not_due_yet') continue;
      const { id: memorandum, version } = this.#memorandum;
      const given: GivenVerdict = {
        clause,
        memorandum,
        version,
        subjects,
        about,
        answer,
        why,
        measured,
        began: outwards(began),
        ended: outwards(ended),
      };
      outcomes.push({ tick, time_ms, kind: 'verdict', ...given });
    }
  }
}

/** Whole ms that hold the interval. */
function outwards(interval: GivenVerdict['began']): GivenVerdict['began'] {
  if (interval === null) return null;
  const { earliest_ms, latest_ms } = interval;
  return {
    earliest_ms: earliest_ms === null ? null : Math.floor(earliest_ms),
    latest_ms: latest_ms === null ? null : Math.ceil(latest_ms),
  };
}
