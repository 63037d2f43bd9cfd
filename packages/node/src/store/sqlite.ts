import { existsSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { NodeError } from '../errors.ts';
import { type Head, headAfter, type StoredRecord } from '../journal/record.ts';
import { asDamage } from './damage.ts';
import { type ProjectionSink, Projector } from './projection.ts';
import { PROJECTION_TABLES, PROJECTION_VERSION, RECORD_TABLES, SCHEMA_VERSION, STANDING_MS } from './schema.ts';
import { SqliteReader } from './sqlite_reader.ts';
import type { CaseSummary, Snapshot, Store } from './store.ts';

/**
 * Opens, or begins, a journal in one SQLite file: write-ahead log, every commit synced (`synchronous=FULL`).
 *
 * @throws NodeError data_unknown when the file is of another version or no journal at all
 */
export function openSqliteStore(file: string): Store {
  const database = new DatabaseSync(file, { timeout: 5_000 });
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864');
    prepare(database, file);
    return new SqliteStore(database);
  } catch (error) {
    database.close();
    if (error instanceof NodeError || !isNotDatabase(error)) throw asDamage(error, `${file} cannot be read`);
    throw new NodeError('data_unknown', `${file} is not a journal: ${(error as Error).message}.`, { cause: error });
  }
}

/** Reads a journal without owning it; safe beside a running node. */
export function openSqliteReader(file: string): SqliteReader {
  if (!existsSync(file)) throw new NodeError('file_unreadable', `There is no journal at ${file}.`, { field: file });
  const database = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
  try {
    checkVersion(database, file);
    return new SqliteReader(database);
  } catch (error) {
    database.close();
    if (error instanceof NodeError || !isNotDatabase(error)) throw asDamage(error, `${file} cannot be read`);
    throw new NodeError('data_unknown', `${file} is not a journal: ${(error as Error).message}.`, { cause: error });
  }
}

const NOT_A_DATABASE = 26;

function isNotDatabase(error: unknown): boolean {
  return (error as { errcode?: number }).errcode === NOT_A_DATABASE;
}

function prepare(database: DatabaseSync, file: string): void {
  const tables = database.prepare("SELECT count(*) AS count FROM sqlite_schema WHERE type = 'table'").get();
  if (Number(tables?.count) > 0) {
    checkVersion(database, file);
    return;
  }
  database.exec('BEGIN IMMEDIATE');
  database.exec(RECORD_TABLES);
  database.exec(PROJECTION_TABLES);
  const put = database.prepare('INSERT INTO meta (name, value) VALUES (?, ?)');
  put.run('schema', String(SCHEMA_VERSION));
  put.run('projection', String(PROJECTION_VERSION));
  database.exec('COMMIT');
}

function checkVersion(database: DatabaseSync, file: string): void {
  const known = database.prepare("SELECT name FROM sqlite_schema WHERE name = 'meta'").get() !== undefined;
  const row = known ? database.prepare("SELECT value FROM meta WHERE name = 'schema'").get() : undefined;
  if (row?.value === String(SCHEMA_VERSION)) return;
  const found = row === undefined ? 'no journal' : `a journal of version ${String(row.value)}`;
  throw new NodeError('data_unknown', `${file} is ${found}; this program reads version ${SCHEMA_VERSION}.`);
}

class SqliteStore extends SqliteReader implements Store {
  readonly #database: DatabaseSync;
  readonly #insert: StatementSync;
  /** Made when first needed: tables of an older program must be made anew before anything reads them. */
  #projecting: { projector: Projector; sink: ProjectionSink } | null = null;
  #head: Head;

  constructor(database: DatabaseSync) {
    super(database);
    this.#database = database;
    this.#insert = database.prepare('INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
    this.#head = super.head();
  }

  override head(): Head {
    return this.#head;
  }

  append(records: readonly StoredRecord[]): void {
    let head = this.#head;
    this.#projecting ??= { projector: this.#newProjector(), sink: createSink(this.#database) };
    const { projector, sink } = this.#projecting;
    this.#transaction(() => {
      for (const record of records) {
        if (record.previous !== head.hash || record.sequence !== head.sequence + 1) {
          throw new Error(`record ${record.sequence} does not follow the journal's head ${head.sequence}`);
        }
        this.#insert.run(
          record.sequence,
          record.kind,
          record.tick,
          record.time_ms,
          record.outcomes,
          record.first_outcome,
          record.previous,
          record.record,
          record.hash,
        );
        projector.project(record, sink);
        head = headAfter(record);
      }
    });
    this.#head = head;
  }

  saveSnapshot(snapshot: Snapshot): void {
    const { run, tick, sequence, position, file } = snapshot;
    this.#transaction(() => {
      this.#database
        .prepare('INSERT OR REPLACE INTO snapshots VALUES (?, ?, ?, ?, ?, ?)')
        .run(run, tick, sequence, position.segment, position.offset, file);
      this.#database
        .prepare(
          'DELETE FROM snapshots WHERE run <> ?1 OR tick NOT IN ' +
            '(SELECT tick FROM snapshots WHERE run = ?1 ORDER BY tick DESC LIMIT 2)',
        )
        .run(run);
    });
  }

  rebuildIfNeeded(): boolean {
    const row = this.#database.prepare("SELECT value FROM meta WHERE name = 'projection'").get();
    if (row?.value === String(PROJECTION_VERSION)) return false;
    this.#transaction(() => {
      this.#database.exec(PROJECTION_TABLES);
      const sink = createSink(this.#database);
      const projector = new Projector({ run: 0, openCases: [], alerts: [] });
      for (const record of this.records(1)) projector.project(record, sink);
      this.#database
        .prepare("INSERT OR REPLACE INTO meta (name, value) VALUES ('projection', ?)")
        .run(String(PROJECTION_VERSION));
    });
    this.#projecting = null;
    return true;
  }

  #newProjector(): Projector {
    const run = this.lastRun();
    if (run === null || run.ended) return new Projector({ run: run?.run ?? 0, openCases: [], alerts: [] });
    const rows = this.#database.prepare('SELECT alert, summary FROM cases WHERE run = ? AND open = 1').all(run.run);
    const openCases = rows.map((row) => ({
      alert: String(row.alert),
      summary: JSON.parse(String(row.summary)) as CaseSummary,
    }));
    return new Projector({ run: run.run, openCases, alerts: this.alertsAt(STANDING_MS - 1) });
  }

  #transaction(work: () => void): void {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      work();
      this.#database.exec('COMMIT');
    } catch (error) {
      // SQLite has already rolled back after some errors, a full disk among them.
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      // What the projector learned in a transaction that failed is unlearned by making it anew.
      this.#projecting = null;
      throw error;
    }
  }
}

function createSink(database: DatabaseSync): ProjectionSink {
  const run = database.prepare('INSERT INTO runs VALUES (?, ?, ?, ?, ?, ?)');
  const ended = database.prepare('UPDATE runs SET ended = 1 WHERE run = ?');
  const alert = database.prepare('INSERT INTO alerts VALUES (?, ?, ?, ?, ?, ?, ?)');
  const stand = database.prepare('INSERT INTO standing VALUES (?, ?, ?, ?, ?)');
  const clear = database.prepare('UPDATE standing SET cleared_ms = ? WHERE run = ? AND alert = ? AND cleared_ms = ?');
  const file = database.prepare('INSERT OR REPLACE INTO cases VALUES (?, ?, ?, ?, ?, ?, ?)');
  const encounter = database.prepare('INSERT INTO encounters VALUES (?, ?)');
  const said = database.prepare('INSERT INTO said VALUES (?, ?, ?, ?, ?)');
  return {
    putRun: (row) => {
      run.run(row.run, row.mode, row.source, row.memorandum_sha256, row.from_tick, row.ended ? 1 : 0);
    },
    endRun: (number) => {
      ended.run(number);
    },
    putAlert: (row) => {
      alert.run(row.outcome, row.run, row.alert, row.kind, row.level, row.level_changed ? 1 : 0, row.time_ms);
      if (row.kind === 'raised') stand.run(row.outcome, row.run, row.alert, row.time_ms, STANDING_MS);
      if (row.kind === 'cleared') clear.run(row.time_ms, row.run, row.alert, STANDING_MS);
    },
    putCase: (number, of, summary, closed_outcome) => {
      const open = summary.state === 'open' ? 1 : 0;
      file.run(number, summary.id, of, open, summary.opened_ms, closed_outcome, JSON.stringify(summary));
    },
    putEncounter: (outcome, number) => {
      encounter.run(outcome, number);
    },
    putSaid: (row) => {
      said.run(row.outcome, row.run, row.kind, row.clause, row.about);
    },
  };
}
