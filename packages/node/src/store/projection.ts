import type { Alert, AlertLevel, AlertRaised, AlertUpdated, CaseFile, Outcome } from '@skyaccord/accord';
import { outcomesOf, parseRecord, type RunStarted, type StoredRecord } from '../journal/record.ts';
import type { CaseSummary, RunRow, SaidKind } from './store.ts';

/** Where projections are written; a store implements it with its own tables, within the transaction of the records. */
export type ProjectionSink = {
  putRun(run: RunRow): void;
  endRun(run: number): void;
  putAlert(row: {
    outcome: number;
    run: number;
    alert: string;
    kind: 'raised' | 'updated' | 'cleared';
    level: AlertLevel | 'cleared';
    level_changed: boolean;
    time_ms: number;
  }): void;
  putCase(run: number, alert: string, summary: CaseSummary, closed_outcome: number | null): void;
  putEncounter(outcome: number, run: number): void;
  /** What was said of clauses: verdicts, entries of the log of calls, questions. */
  putSaid(row: { outcome: number; run: number; kind: SaidKind; clause: string; about: string }): void;
};

/** What the projector must know of a run that is under way when a store is opened again. */
export type ProjectorState = {
  run: number;
  openCases: { alert: string; summary: CaseSummary }[];
  /** Those that stand. */
  alerts: Alert[];
};

/**
 * Turns records into rows that can be asked for: runs, alerts by time, cases by id, encounters. All of it can be made
 * again from the records; nothing is in it that the records do not say.
 */
export class Projector {
  #run: number;
  /** Level and description of each standing alert; only what a case summary and the marks need of it. */
  readonly #alerts = new Map<string, Alert>();
  readonly #cases = new Map<string, { alert: string; summary: CaseSummary }>();

  constructor(state: ProjectorState) {
    this.#run = state.run;
    for (const alert of state.alerts) this.#alerts.set(alert.id, alert);
    for (const open of state.openCases) this.#cases.set(open.summary.id, open);
  }

  project(record: StoredRecord, sink: ProjectionSink): void {
    switch (record.kind) {
      case 'run_started':
        this.#startRun(record, parseRecord(record).body as RunStarted, sink);
        break;
      case 'run_ended':
        this.#endRun(sink);
        break;
      case 'tick':
        for (const { sequence, outcome } of outcomesOf(record)) this.#outcome(sequence, outcome as Outcome, sink);
        break;
      default:
    }
  }

  #startRun(record: StoredRecord, body: RunStarted, sink: ProjectionSink): void {
    this.#run = record.sequence;
    this.#alerts.clear();
    this.#cases.clear();
    sink.putRun({
      run: record.sequence,
      mode: body.mode,
      source: body.source,
      memorandum_sha256: body.memorandum.sha256,
      from_tick: record.tick,
      ended: false,
    });
  }

  #endRun(sink: ProjectionSink): void {
    for (const { alert, summary } of this.#cases.values()) {
      sink.putCase(this.#run, alert, { ...summary, state: 'interrupted' }, null);
    }
    this.#alerts.clear();
    this.#cases.clear();
    sink.endRun(this.#run);
  }

  #outcome(sequence: number, outcome: Outcome, sink: ProjectionSink): void {
    switch (outcome.kind) {
      case 'alert_raised':
      case 'alert_updated':
        this.#alert(sequence, outcome, sink);
        break;
      case 'alert_cleared':
        this.#alerts.delete(outcome.alert);
        sink.putAlert({
          outcome: sequence,
          run: this.#run,
          alert: outcome.alert,
          kind: 'cleared',
          level: 'cleared',
          level_changed: true,
          time_ms: outcome.time_ms,
        });
        break;
      case 'case_opened': {
        // Without an alert the case closes in the same tick, and is entered then.
        const alert = outcome.alert === null ? undefined : this.#alerts.get(outcome.alert);
        if (alert === undefined) break;
        const open = { alert: alert.id, summary: openSummary(outcome.case, outcome.time_ms, alert) };
        this.#cases.set(outcome.case, open);
        sink.putCase(this.#run, open.alert, open.summary, null);
        break;
      }
      case 'case_closed': {
        const open = this.#cases.get(outcome.case.id);
        this.#cases.delete(outcome.case.id);
        sink.putCase(this.#run, open?.alert ?? '', closedSummary(outcome.case), sequence);
        break;
      }
      case 'encounter_closed':
        sink.putEncounter(sequence, this.#run);
        break;
      case 'verdict': {
        const { kind, clause, about } = outcome;
        sink.putSaid({ outcome: sequence, run: this.#run, kind, clause, about: about ?? '' });
        break;
      }
      case 'call_logged': {
        const { clause, about } = outcome.entry;
        sink.putSaid({
          outcome: sequence,
          run: this.#run,
          kind: outcome.kind,
          clause: clause ?? '',
          about: about ?? '',
        });
        break;
      }
      case 'question_opened': {
        const { kind, clause, question } = outcome;
        sink.putSaid({ outcome: sequence, run: this.#run, kind, clause, about: question });
        break;
      }
      default:
    }
  }

  #alert(sequence: number, outcome: AlertRaised | AlertUpdated, sink: ProjectionSink): void {
    const { alert } = outcome;
    const before = this.#alerts.get(alert.id);
    this.#alerts.set(alert.id, alert);
    const level_changed = before === undefined || before.level !== alert.level;
    sink.putAlert({
      outcome: sequence,
      run: this.#run,
      alert: alert.id,
      kind: outcome.kind === 'alert_raised' ? 'raised' : 'updated',
      level: alert.level,
      level_changed,
      time_ms: outcome.time_ms,
    });
    if (!level_changed) return;
    for (const open of this.#cases.values()) {
      if (open.alert !== alert.id || rank(alert.level) <= rank(open.summary.level)) continue;
      open.summary = { ...open.summary, level: alert.level, clause: alert.findings[0]?.clause ?? open.summary.clause };
      sink.putCase(this.#run, open.alert, open.summary, null);
    }
  }
}

const RANKS: Readonly<Record<AlertLevel, number>> = { advisory: 0, warning: 1, breach: 2 };

function rank(level: AlertLevel): number {
  return RANKS[level];
}

function openSummary(id: string, opened_ms: number, alert: Alert): CaseSummary {
  return {
    id,
    state: 'open',
    opened_ms,
    closed_ms: null,
    a: alert.a.track,
    b: alert.b.track,
    a_callsign: alert.a.callsign,
    b_callsign: alert.b.callsign,
    level: alert.level,
    clause: alert.findings[0]?.clause ?? '',
    h_cpa_m: null,
    v_cpa_m: null,
    t_cpa_ms: null,
    breaches: 0,
  };
}

function closedSummary(file: CaseFile): CaseSummary {
  let worst: { level: AlertLevel; clause: string } | null = null;
  for (const { level, clause } of file.advisories) {
    if (level !== 'cleared' && (worst === null || rank(level) > rank(worst.level))) worst = { level, clause };
  }
  const { encounter } = file;
  return {
    id: file.id,
    state: 'closed',
    opened_ms: file.opened_ms,
    closed_ms: file.closed_ms,
    a: encounter.a,
    b: encounter.b,
    a_callsign: encounter.a_callsign,
    b_callsign: encounter.b_callsign,
    level: encounter.breaches.length > 0 ? 'breach' : (worst?.level ?? encounter.alerted ?? 'advisory'),
    clause: encounter.breaches[0]?.clause ?? worst?.clause ?? encounter.losses[0]?.clause ?? '',
    h_cpa_m: encounter.h_cpa_m,
    v_cpa_m: encounter.v_cpa_m,
    t_cpa_ms: encounter.t_cpa_ms,
    breaches: encounter.breaches.length,
  };
}
