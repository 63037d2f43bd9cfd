import type {
  Alert,
  AlertLevel,
  CallLogged,
  CaseFile,
  Encounter,
  QuestionEvent,
  VerdictGiven,
} from '@skyaccord/accord';
import type { Position } from '../journal/observation_log.ts';
import type { Head, RunMode, StoredRecord } from '../journal/record.ts';

/** A run: from a `run_started` record to its `run_ended`, or to now. `run` is the sequence of its first record. */
export type RunRow = {
  readonly run: number;
  readonly mode: RunMode;
  readonly source: string;
  readonly memorandum_sha256: string;
  readonly from_tick: number;
  readonly ended: boolean;
};

export type CaseState = 'open' | 'closed' | 'interrupted';

/** What a list of cases shows of one. Distances and times are measured ones, null until the case is closed. */
export type CaseSummary = {
  readonly id: string;
  readonly state: CaseState;
  readonly opened_ms: number;
  readonly closed_ms: number | null;
  readonly a: string;
  readonly b: string;
  readonly a_callsign: string | null;
  readonly b_callsign: string | null;
  readonly level: AlertLevel;
  readonly clause: string;
  readonly h_cpa_m: number | null;
  readonly v_cpa_m: number | null;
  readonly t_cpa_ms: number | null;
  readonly breaches: number;
};

/** A change of an alert's level, for the marks of a time scrubber. */
export type AlertMark = { readonly time_ms: number; readonly alert: string; readonly level: AlertLevel | 'cleared' };

/** Kinds of outcomes about clauses that can be asked for. */
export type SaidKind = 'verdict' | 'call_logged' | 'question_opened';

/** Which verdicts: of a clause, about a case; null: all. */
export type VerdictQuery = { readonly clause: string | null; readonly about: string | null; readonly limit: number };

/** The watch as saved after `tick`: frames from `position` on, and records after `sequence`, are not in it. */
export type Snapshot = {
  readonly run: number;
  readonly tick: number;
  readonly sequence: number;
  readonly position: Position;
  /** Name of the file that holds it. */
  readonly file: string;
};

/** Reading a journal; many may read while one writes. What a reader sees is durable. */
export interface StoreReader {
  head(): Head;
  /** The newest run, or null in an empty journal. */
  lastRun(): RunRow | null;
  /** The newest record of a kind, or null. */
  lastRecord(kind: StoredRecord['kind']): StoredRecord | null;
  /** All records of a kind that is rare, in order. */
  recordsOf(kind: Exclude<StoredRecord['kind'], 'tick'>): StoredRecord[];
  /** Records from a sequence on, in order. */
  records(from: number): Iterable<StoredRecord>;
  /** Records up to a sequence, the last one first. */
  recordsBack(from: number): Iterable<StoredRecord>;
  /** The record that closed a case last; null where none did. */
  closing(id: string): StoredRecord | null;
  /** Outcomes numbered above `after`, at most `limit`. */
  outcomes(after: number, limit: number): { sequence: number; outcome: unknown }[];
  /** Open ones first, then newest first; a case that several runs hold is shown as the newest run has it. */
  cases(limit: number): CaseSummary[];
  caseSummary(id: string): CaseSummary | null;
  caseFile(id: string): CaseFile | null;
  /** Files of closed cases in the order in which they were closed, `after` an outcome. */
  caseFiles(after: number, limit: number): { readonly sequence: number; readonly file: CaseFile }[];
  /** Cases of the newest run that are open. */
  openCases(): number;
  /** Newest first. */
  encounters(limit: number): Encounter[];
  /** Newest first. */
  verdicts(query: VerdictQuery): VerdictGiven[];
  /** What was logged of calls, newest first. */
  calls(limit: number): CallLogged[];
  /**
   * Questions to people and all answers to them, in the order of their being asked: the last `limit` of them, or one. A
   * question that several runs opened is told once, as it was opened last.
   */
  questionEvents(limit: number, question: string | null): QuestionEvent[];
  /** Alerts of the newest run that stood at an instant, as they were last described, by id. */
  alertsAt(time_ms: number): Alert[];
  /** Changes of level in the newest run, the last `limit`, in order of time. */
  marks(limit: number): AlertMark[];
  /** Newest first, at most two. */
  snapshots(run: number): Snapshot[];
  close(): void;
}

/** A journal's store. `append` is atomic and durable when it returns; the projections go with the records. */
export interface Store extends StoreReader {
  append(records: readonly StoredRecord[]): void;
  /** Keeps the two newest of the run and drops those of runs before. */
  saveSnapshot(snapshot: Snapshot): void;
  /** Makes the projections anew from the records when an older program made them; true when it had to. */
  rebuildIfNeeded(): boolean;
}
