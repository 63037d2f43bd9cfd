import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Outcome } from '@skyaccord/accord';
import { verifyChain } from '@skyaccord/proof';
import { beforeEach, describe, expect, test } from 'vitest';
import { dataDirectories } from '../../test/data_directory.ts';
import { alert, at, output, pass } from '../../test/outcomes.ts';
import { NodeError } from '../errors.ts';
import {
  type Draft,
  type Head,
  headAfter,
  linkRecord,
  linkTick,
  type RunMode,
  type StoredRecord,
} from '../journal/record.ts';
import { openSqliteReader, openSqliteStore } from './sqlite.ts';
import type { Store } from './store.ts';

const newFolder = dataDirectories();
let file: string;
beforeEach(() => {
  file = path.join(newFolder(), 'journal.sqlite');
});

/** Writes into a store as the committer does, one transaction a record. */
class Writer {
  readonly store: Store;
  #head: Head;

  constructor(store: Store) {
    this.store = store;
    this.#head = store.head();
  }

  draft(draft: Draft): number {
    return this.#append(linkRecord(this.#head, draft, { segment: 1, offset: 16 }));
  }

  run(tick: number, mode: RunMode = 'live'): number {
    const memorandum = { id: 'm', version: 1, sha256: 'ee', text: '' };
    const body = { mode, source: 'test', node: 'n', memorandum, config: {}, started_ms: 0 };
    return this.draft({ kind: 'run_started', ...at(tick), body });
  }

  end(tick: number): number {
    return this.draft({ kind: 'run_ended', ...at(tick), body: { reason: 'interrupted', detail: '' } });
  }

  tick(tick: number, outcomes: readonly Outcome[]): number {
    const log = { segment: 1, offset: 16, length: 1 };
    const draft = { ...output(tick, outcomes), quiet_from: null, finish: false, log, sha256: '', observations: 1 };
    return this.#append(linkTick(this.#head, draft, 100));
  }

  pass(from_tick: number, name: string, until = Number.POSITIVE_INFINITY): void {
    for (const [tick, outcomes] of pass(from_tick, name)) if (tick <= until) this.tick(tick, outcomes);
  }

  #append(record: StoredRecord): number {
    this.store.append([record]);
    this.#head = headAfter(record);
    return record.sequence;
  }
}

const open = () => new Writer(openSqliteStore(file));

describe('journal store', () => {
  test('an empty journal has an empty head and answers every question with nothing', () => {
    const { store } = open();
    expect(store.head()).toMatchObject({ sequence: 0, outcomes: 0 });
    expect(store.lastRun()).toBeNull();
    expect(store.outcomes(0, 10)).toEqual([]);
    expect(store.cases(10)).toEqual([]);
    expect(store.caseFile('x')).toBeNull();
    expect(store.alertsAt(0)).toEqual([]);
    expect(store.marks(10)).toEqual([]);
  });

  test('records come back as they were appended, and the chain verifies after opening again', () => {
    const writer = open();
    writer.run(1);
    writer.pass(2, 'a');
    const written = [...writer.store.records(1)];
    writer.store.close();
    const store = openSqliteStore(file);
    expect([...store.records(1)]).toEqual(written);
    expect(verifyChain(store.records(1))).toMatchObject({ ok: true, count: 4 });
    expect(store.head().hash).toBe(written.at(-1)?.hash);
    expect([...store.records(3)].map(({ sequence }) => sequence)).toEqual([3, 4]);
  });

  test('a record that does not follow the head is refused and changes nothing', () => {
    const writer = open();
    writer.run(1);
    const first = [...writer.store.records(1)][0]!;
    const head = writer.store.head();
    expect(() => writer.store.append([first])).toThrow("does not follow the journal's head");
    expect(writer.store.head()).toEqual(head);
    writer.tick(2, []);
    expect(writer.store.head().sequence).toBe(2);
  });

  test('outcomes are numbered over all records and can be read from any number on', () => {
    const writer = open();
    writer.run(1);
    writer.pass(10, 'a');
    writer.tick(50, []);
    writer.pass(60, 'b');
    const { store } = writer;
    const all = store.outcomes(0, 100);
    expect(all.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(all.map(({ outcome }) => outcome)).toEqual([...pass(10, 'a').values(), ...pass(60, 'b').values()].flat());
    for (let after = 0; after <= 12; after++) {
      for (const limit of [1, 2, 5]) expect(store.outcomes(after, limit)).toEqual(all.slice(after, after + limit));
    }
    expect(store.outcomes(500, 5)).toEqual([]);
  });

  test('a case goes from open, through a higher level, to closed with its file', () => {
    const writer = open();
    writer.run(1);
    writer.pass(10, 'a', 20);
    expect(writer.store.cases(10)).toMatchObject([
      { id: 'case-a', state: 'open', level: 'warning', clause: 'SEP-3', a: 'aa0001', h_cpa_m: null, closed_ms: null },
    ]);
    expect(writer.store.openCases()).toBe(1);
    expect(writer.store.caseFile('case-a')).toBeNull();
    writer.tick(25, [{ ...at(25), kind: 'alert_updated', alert: alert('alert-a', 'breach', 2_500) }]);
    expect(writer.store.cases(10)[0]).toMatchObject({ level: 'breach', clause: 'SEP-1' });
    writer.tick(40, pass(10, 'a').get(40)!);
    expect(writer.store.caseSummary('case-a')).toMatchObject({ state: 'closed', level: 'warning', h_cpa_m: 310 });
    expect(writer.store.caseFile('case-a')).toMatchObject({ id: 'case-a', opened_ms: 2_000, closed_ms: 4_000 });
    expect(writer.store.openCases()).toBe(0);
    expect(writer.store.encounters(10)).toHaveLength(1);
  });

  test('a run that is cut off leaves its open cases interrupted; the same case of a later run stands before it', () => {
    const writer = open();
    writer.run(1);
    writer.pass(10, 'a', 20);
    writer.end(21);
    expect(writer.store.cases(10)).toMatchObject([{ id: 'case-a', state: 'interrupted' }]);
    expect(writer.store.lastRun()).toMatchObject({ run: 1, ended: true });
    writer.run(5);
    writer.pass(10, 'b', 20);
    writer.pass(10, 'a');
    expect(writer.store.cases(10).map(({ id, state }) => [id, state])).toEqual([
      ['case-b', 'open'],
      ['case-a', 'closed'],
    ]);
    expect(writer.store.cases(1)).toHaveLength(1);
    expect(writer.store.openCases()).toBe(1);
  });

  test('the alerts of any instant are those that stood, as they were last described', () => {
    const writer = open();
    writer.run(1);
    writer.pass(10, 'a');
    writer.pass(100, 'b', 110);
    const { store } = writer;
    const standing = (tick: number) => store.alertsAt(tick * 100).map(({ id, level }) => [id, level]);
    expect(standing(9)).toEqual([]);
    expect(standing(10)).toEqual([['alert-a', 'advisory']]);
    expect(standing(20)).toEqual([['alert-a', 'warning']]);
    expect(standing(39)).toEqual([['alert-a', 'warning']]);
    expect(standing(40)).toEqual([]);
    expect(standing(105)).toEqual([['alert-b', 'advisory']]);
    expect(standing(9_999)).toEqual([['alert-b', 'warning']]);
    expect(store.marks(100).map(({ time_ms, level }) => [time_ms, level])).toEqual([
      [1_000, 'advisory'],
      [2_000, 'warning'],
      [4_000, 'cleared'],
      [10_000, 'advisory'],
      [11_000, 'warning'],
    ]);
    expect(store.marks(2).map(({ time_ms }) => time_ms)).toEqual([10_000, 11_000]);
  });

  test('an update that keeps the level makes no mark, also after the store was opened again in between', () => {
    const writer = open();
    writer.run(1);
    writer.pass(10, 'a', 20);
    writer.store.close();
    const again = open();
    again.tick(22, [{ ...at(22), kind: 'alert_updated', alert: alert('alert-a', 'warning', 2_200) }]);
    expect(again.store.marks(10)).toHaveLength(2);
    again.tick(40, pass(10, 'a').get(40)!);
    expect(again.store.caseSummary('case-a')?.state).toBe('closed');
  });

  test('projections made anew from the records are the same', () => {
    const writer = open();
    writer.run(1);
    writer.pass(10, 'a');
    writer.pass(20, 'b', 30);
    writer.end(35);
    writer.run(40);
    writer.pass(50, 'c', 60);
    const answers = (store: Store) => [
      store.cases(10),
      store.encounters(10),
      store.alertsAt(5_500),
      store.marks(10),
      store.lastRun(),
      store.openCases(),
    ];
    const before = answers(writer.store);
    expect(writer.store.rebuildIfNeeded()).toBe(false);
    writer.store.close();
    const database = new DatabaseSync(file);
    database.exec("UPDATE meta SET value = '0' WHERE name = 'projection'; DELETE FROM cases; DELETE FROM alerts");
    database.close();
    const again = open();
    expect(again.store.rebuildIfNeeded()).toBe(true);
    expect(answers(again.store)).toEqual(before);
    again.tick(80, pass(50, 'c').get(80)!);
    expect(again.store.caseSummary('case-c')?.state).toBe('closed');
  });

  test('two snapshots of the newest run are kept', () => {
    const { store } = open();
    const position = { segment: 1, offset: 16 };
    for (const tick of [1, 2, 3]) store.saveSnapshot({ run: 1, tick, sequence: tick, position, file: `${tick}` });
    expect(store.snapshots(1).map(({ tick }) => tick)).toEqual([3, 2]);
    store.saveSnapshot({ run: 9, tick: 10, sequence: 4, position, file: '' });
    expect(store.snapshots(1)).toEqual([]);
    expect(store.snapshots(9)).toHaveLength(1);
  });

  test('a reader sees what is committed while the writer goes on', () => {
    const writer = open();
    writer.run(1);
    const reader = openSqliteReader(file);
    writer.pass(10, 'a');
    expect(reader.head()).toEqual(writer.store.head());
    expect(reader.outcomes(0, 100)).toHaveLength(6);
    reader.close();
  });

  test('a file that is no journal, or another version of one, is refused by name', () => {
    const refusal = (work: () => unknown) => {
      try {
        work();
      } catch (error) {
        if (error instanceof NodeError) return error;
        throw error;
      }
      throw new Error('it was not refused');
    };
    expect(refusal(() => openSqliteReader(file)).code).toBe('file_unreadable');
    openSqliteStore(file).close();
    const database = new DatabaseSync(file);
    database.exec("UPDATE meta SET value = '99' WHERE name = 'schema'");
    database.close();
    for (const attempt of [openSqliteStore, openSqliteReader]) {
      expect(refusal(() => attempt(file))).toMatchObject({ code: 'data_unknown' });
      expect(refusal(() => attempt(file)).message).toContain('a journal of version 99; this program reads version 1');
    }
  });
});
