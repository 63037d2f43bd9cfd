import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type {
  Alert,
  AlertLevel,
  CallLogged,
  CaseFile,
  Encounter,
  QuestionEvent,
  QuestionOpened,
  VerdictGiven,
} from '@skyaccord/accord';
import {
  EMPTY_HEAD,
  type Head,
  headAfter,
  outcomesOf,
  parseRecord,
  type QuestionBody,
  type RunMode,
  type StoredRecord,
} from '../journal/record.ts';
import { asDamage } from './damage.ts';
import type { AlertMark, CaseSummary, RunRow, Snapshot, StoreReader, VerdictQuery } from './store.ts';

const NEWEST = '(SELECT max(run) FROM runs)';

type Row = Record<string, SQLOutputValue>;

/** The reading half of the SQLite store. Statements are made per call: none of these is on the path of a tick. */
export class SqliteReader implements StoreReader {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  head(): Head {
    const row = this.#get('SELECT * FROM records ORDER BY sequence DESC LIMIT 1');
    return row === null ? EMPTY_HEAD : headAfter(toRecord(row));
  }

  lastRun(): RunRow | null {
    const row = this.#get('SELECT * FROM runs ORDER BY run DESC LIMIT 1');
    if (row === null) return null;
    return {
      run: Number(row.run),
      mode: String(row.mode) as RunMode,
      source: String(row.source),
      memorandum_sha256: String(row.memorandum_sha256),
      from_tick: Number(row.from_tick),
      ended: row.ended === 1,
    };
  }

  lastRecord(kind: StoredRecord['kind']): StoredRecord | null {
    const row = this.#get('SELECT * FROM records WHERE kind = ? ORDER BY sequence DESC LIMIT 1', kind);
    return row === null ? null : toRecord(row);
  }

  recordsOf(kind: Exclude<StoredRecord['kind'], 'tick'>): StoredRecord[] {
    return this.#all("SELECT * FROM records WHERE kind = ? AND kind <> 'tick' ORDER BY sequence", kind).map(toRecord);
  }

  *records(from: number): Generator<StoredRecord> {
    let last = from - 1;
    try {
      const rows = this.#database.prepare('SELECT * FROM records WHERE sequence >= ? ORDER BY sequence').iterate(from);
      for (const row of rows) {
        yield toRecord(row);
        last += 1;
      }
    } catch (error) {
      throw asDamage(error, `After sequence ${last} the file of the journal cannot be read`);
    }
  }

  *recordsBack(from: number): Generator<StoredRecord> {
    const sql = 'SELECT * FROM records WHERE sequence <= ? ORDER BY sequence DESC';
    for (const row of this.#database.prepare(sql).iterate(from)) yield toRecord(row);
  }

  closing(id: string): StoredRecord | null {
    const row = this.#get(
      'SELECT * FROM records WHERE outcomes > 0 AND first_outcome <= ' +
        '(SELECT max(closed_outcome) FROM cases WHERE id = ?) ORDER BY first_outcome DESC LIMIT 1',
      id,
    );
    return row === null ? null : toRecord(row);
  }

  outcomes(after: number, limit: number): { sequence: number; outcome: unknown }[] {
    // The record that holds outcome `after + 1` is the last one that begins at or before it.
    const first = this.#get(
      'SELECT max(first_outcome) AS first FROM records WHERE outcomes > 0 AND first_outcome <= ?',
      after + 1,
    );
    const rows = this.#database
      .prepare('SELECT * FROM records WHERE outcomes > 0 AND first_outcome >= ? ORDER BY first_outcome LIMIT ?')
      .iterate(Number(first?.first ?? 0), limit + 1);
    const found: { sequence: number; outcome: unknown }[] = [];
    for (const row of rows) {
      for (const entry of outcomesOf(toRecord(row))) {
        if (entry.sequence <= after) continue;
        if (found.length === limit) return found;
        found.push(entry);
      }
    }
    return found;
  }

  cases(limit: number): CaseSummary[] {
    return this.#all(
      'SELECT summary FROM cases AS c WHERE run = (SELECT max(run) FROM cases WHERE id = c.id) ' +
        'ORDER BY open DESC, run DESC, opened_ms DESC, id LIMIT ?',
      limit,
    ).map(toSummary);
  }

  caseSummary(id: string): CaseSummary | null {
    const row = this.#get('SELECT summary FROM cases WHERE id = ? ORDER BY run DESC LIMIT 1', id);
    return row === null ? null : toSummary(row);
  }

  caseFile(id: string): CaseFile | null {
    const row = this.#get('SELECT closed_outcome FROM cases WHERE id = ? ORDER BY run DESC LIMIT 1', id);
    if (row === null || row.closed_outcome === null) return null;
    const [entry] = this.outcomes(Number(row.closed_outcome) - 1, 1);
    return entry === undefined ? null : (entry.outcome as { case: CaseFile }).case;
  }

  caseFiles(after: number, limit: number): { sequence: number; file: CaseFile }[] {
    const rows = this.#all(
      'SELECT closed_outcome FROM cases WHERE closed_outcome > ? ORDER BY closed_outcome LIMIT ?',
      after,
      limit,
    );
    return rows.map((row) => {
      const sequence = Number(row.closed_outcome);
      return { sequence, file: this.#outcome<{ case: CaseFile }>(sequence).case };
    });
  }

  openCases(): number {
    return Number(this.#get(`SELECT count(*) AS count FROM cases WHERE run = ${NEWEST} AND open = 1`)?.count);
  }

  encounters(limit: number): Encounter[] {
    const rows = this.#all('SELECT outcome FROM encounters ORDER BY outcome DESC LIMIT ?', limit);
    return rows.map((row) => this.#outcome<{ encounter: Encounter }>(Number(row.outcome)).encounter);
  }

  verdicts({ clause, about, limit }: VerdictQuery): VerdictGiven[] {
    const rows = this.#all(
      "SELECT outcome FROM said WHERE kind = 'verdict' AND (?1 = '' OR clause = ?1) AND (?2 = '' OR about = ?2) " +
        'ORDER BY outcome DESC LIMIT ?3',
      clause ?? '',
      about ?? '',
      limit,
    );
    return rows.map((row) => this.#outcome<VerdictGiven>(Number(row.outcome)));
  }

  calls(limit: number): CallLogged[] {
    const rows = this.#all("SELECT outcome FROM said WHERE kind = 'call_logged' ORDER BY outcome DESC LIMIT ?", limit);
    return rows.map((row) => this.#outcome<CallLogged>(Number(row.outcome)));
  }

  questionEvents(limit: number, question: string | null): QuestionEvent[] {
    const rows = this.#all(
      "SELECT max(outcome) AS outcome FROM said WHERE kind = 'question_opened' AND (?1 = '' OR about = ?1) " +
        'GROUP BY about ORDER BY outcome DESC LIMIT ?2',
      question ?? '',
      limit,
    );
    const opened = rows.map((row): QuestionEvent => {
      const { tick: _tick, time_ms: _time_ms, ...event } = this.#outcome<QuestionOpened>(Number(row.outcome));
      return event;
    });
    const known = new Set(opened.map((one) => one.question));
    const answers = this.recordsOf('question')
      .map((record) => parseRecord(record).body as QuestionBody)
      .filter((body) => known.has(body.question))
      .map((body): QuestionEvent => ({ kind: 'question_answered', ...body }));
    return [...opened.reverse(), ...answers];
  }

  alertsAt(time_ms: number): Alert[] {
    const rows = this.#all(
      'SELECT (SELECT max(outcome) FROM alerts AS a WHERE a.run = s.run AND a.alert = s.alert AND a.time_ms <= ?1) ' +
        `AS outcome FROM standing AS s WHERE run = ${NEWEST} AND cleared_ms > ?1 AND raised_ms <= ?1 ORDER BY alert`,
      time_ms,
    );
    return rows.map((row) => this.#outcome<{ alert: Alert }>(Number(row.outcome)).alert);
  }

  marks(limit: number): AlertMark[] {
    const rows = this.#all(
      `SELECT time_ms, alert, level FROM alerts WHERE run = ${NEWEST} AND level_changed = 1 ` +
        'ORDER BY time_ms DESC, outcome DESC LIMIT ?',
      limit,
    );
    return rows
      .map((row) => ({
        time_ms: Number(row.time_ms),
        alert: String(row.alert),
        level: String(row.level) as AlertLevel | 'cleared',
      }))
      .reverse();
  }

  snapshots(run: number): Snapshot[] {
    return this.#all('SELECT * FROM snapshots WHERE run = ? ORDER BY tick DESC', run).map((row) => ({
      run: Number(row.run),
      tick: Number(row.tick),
      sequence: Number(row.sequence),
      position: { segment: Number(row.segment), offset: Number(row.offset) },
      file: String(row.file),
    }));
  }

  close(): void {
    this.#database.close();
  }

  #outcome<T>(sequence: number): T {
    const [entry] = this.outcomes(sequence - 1, 1);
    if (entry?.sequence !== sequence) throw new Error(`the journal has no outcome ${sequence}`);
    return entry.outcome as T;
  }

  #get(sql: string, ...values: (string | number)[]): Row | null {
    return this.#database.prepare(sql).get(...values) ?? null;
  }

  #all(sql: string, ...values: (string | number)[]): Row[] {
    return this.#database.prepare(sql).all(...values);
  }
}

function toRecord(row: Row): StoredRecord {
  return {
    sequence: Number(row.sequence),
    kind: String(row.kind) as StoredRecord['kind'],
    tick: Number(row.tick),
    time_ms: Number(row.time_ms),
    outcomes: Number(row.outcomes),
    first_outcome: Number(row.first_outcome),
    previous: String(row.previous),
    record: String(row.record),
    hash: String(row.hash),
  };
}

function toSummary(row: Row): CaseSummary {
  return JSON.parse(String(row.summary)) as CaseSummary;
}
