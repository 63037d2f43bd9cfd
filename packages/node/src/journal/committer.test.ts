import fs from 'node:fs';
import path from 'node:path';
import type { Outcome } from '@skyaccord/accord';
import { verifyChain } from '@skyaccord/proof';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { dataDirectories } from '../../test/data_directory.ts';
import { failingFiles } from '../../test/failing_files.ts';
import { at, output, pass } from '../../test/outcomes.ts';
import { openSqliteStore } from '../store/sqlite.ts';
import type { Store } from '../store/store.ts';
import { Committer } from './committer.ts';
import { diskFiles, type Files } from './files.ts';
import { journalFile, observationFolder } from './layout.ts';
import { ObservationLog, readFrames } from './observation_log.ts';
import { parseRecord, type TickBody } from './record.ts';

const newFolder = dataDirectories();
let data: string;
beforeEach(() => {
  data = newFolder();
});

function open(files: Files = diskFiles, wrap: (store: Store) => Store = (store) => store) {
  const store = openSqliteStore(journalFile(data));
  const log = ObservationLog.open(observationFolder(data), files, null);
  return { store, log, committer: new Committer(wrap(store), log, 100) };
}

const lines = (tick: number) => ({ tick, observations: 1, payload: Buffer.from(`{"tick":${tick}}\n`) });
const quiet = (tick: number) => ({ tick, observations: 0, payload: null });
const bodies = (store: Store) =>
  [...store.records(1)].map((record) => ({ tick: record.tick, ...(parseRecord(record).body as TickBody) }));

describe('committer', () => {
  test('an entry is durable only with both its observations and its outcomes, and in order', () => {
    const { store, committer } = open();
    committer.inputs(1, [lines(1)], false);
    committer.inputs(2, [lines(2)], false);
    expect(committer.commit()).toBeNull();
    committer.outputs(2, [output(2)]);
    expect(committer.commit()).toBeNull();
    committer.outputs(1, [output(1)]);
    expect(committer.commit()).toBe(2);
    expect(bodies(store).map(({ tick }) => tick)).toEqual([1, 2]);
    expect(committer.waiting).toBe(0);
  });

  test('outcomes that overtake their observations wait for them', () => {
    const { committer } = open();
    committer.outputs(1, [output(1)]);
    expect(committer.commit()).toBeNull();
    committer.inputs(1, [lines(1)], false);
    expect(committer.commit()).toBe(1);
  });

  test('a record says where its observations lie and what they hash to', () => {
    const { store, committer } = open();
    committer.inputs(1, [lines(7), lines(8)], false);
    committer.outputs(1, [output(7, pass(7, 'a').get(7)), output(8)]);
    expect(committer.commit()).toBe(1);
    const [seven, eight] = bodies(store);
    expect(seven).toMatchObject({ observations: 1, quiet_from: null, finish: false });
    expect(seven?.sha256).toMatch(/^[0-9a-f]{64}$/);
    const frames = [...readFrames(observationFolder(data), diskFiles, null)];
    expect(frames.map(({ place }) => place)).toEqual([seven?.log, eight?.log]);
    expect(seven?.outcomes).toHaveLength(1);
    expect(eight?.outcomes).toEqual([]);
  });

  test('a run of quiet ticks is one record with what ends it', () => {
    const { store, committer } = open();
    const entries = [lines(1), quiet(2), quiet(3), lines(4), quiet(5)];
    entries.forEach((input, index) => {
      committer.inputs(index + 1, [input], false);
      committer.outputs(index + 1, [output(input.tick)]);
    });
    expect(committer.commit()).toBe(5);
    expect(bodies(store).map(({ tick, quiet_from }) => [tick, quiet_from])).toEqual([
      [1, null],
      [4, 2],
    ]);
    committer.settle();
    expect(bodies(store).at(-1)).toMatchObject({ tick: 5, quiet_from: 5, log: null });
  });

  test('a minute of quiet is written down, and quiet before a record of another kind', () => {
    const { store, committer } = open();
    const minute = Array.from({ length: 602 }, (_, index) => quiet(index + 1));
    committer.inputs(1, minute, false);
    committer.outputs(
      1,
      minute.map(({ tick }) => output(tick)),
    );
    committer.record(2, { kind: 'config', ...at(602), body: { event: 'noted', detail: {} } });
    expect(committer.commit()).toBe(2);
    expect([...store.records(1)].map(({ kind, tick }) => [kind, tick])).toEqual([
      ['tick', 601],
      ['tick', 602],
      ['config', 602],
    ]);
    expect(bodies(store)[0]?.quiet_from).toBe(1);
  });

  test('a snapshot is given out once its entry is durable, with the place from where to go on', () => {
    const { log, committer } = open();
    const started = { kind: 'run_started', ...at(1), body: runStarted } as const;
    const saved = { json: Buffer.from('{}'), numbers: new Float64Array(1) };
    committer.record(1, started);
    committer.inputs(2, [lines(2)], false);
    const after = log.end;
    committer.snapshot({ after: 2, tick: 2, saved });
    committer.inputs(3, [lines(3)], false);
    committer.commit();
    expect(committer.takeSnapshots()).toEqual([]);
    committer.outputs(2, [output(2)]);
    committer.outputs(3, [output(3)]);
    expect(committer.commit()).toBe(3);
    expect(committer.takeSnapshots()).toEqual([{ run: 1, tick: 2, sequence: 2, position: after, saved }]);
    expect(committer.takeSnapshots()).toEqual([]);
  });

  test('a snapshot that comes after its entry is durable is as good; one that comes far too late is dropped', () => {
    const { committer } = open();
    const saved = { json: Buffer.from('{}'), numbers: new Float64Array(0) };
    for (let tick = 1; tick <= 300; tick++) {
      committer.inputs(tick, [lines(tick)], false);
      committer.outputs(tick, [output(tick)]);
    }
    expect(committer.commit()).toBe(300);
    committer.snapshot({ after: 2, tick: 2, saved });
    committer.snapshot({ after: 290, tick: 290, saved });
    expect(committer.takeSnapshots().map(({ tick, sequence }) => [tick, sequence])).toEqual([[290, 290]]);
  });

  test('outcomes for another number of ticks than were sent are a fault, not a record', () => {
    const { committer } = open();
    committer.inputs(1, [lines(1), lines(2)], false);
    expect(() => committer.outputs(1, [output(1)])).toThrow('entry 1 has 2 ticks and outcomes of 1');
  });

  test('whatever the log or the store refuses, all that was handed over is journalled in the end, once', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ full: fc.integer({ min: 0, max: 9 }), store: fc.boolean() }), {
          minLength: 3,
          maxLength: 12,
        }),
        (steps) => {
          fs.rmSync(data, { recursive: true, force: true });
          fs.mkdirSync(data);
          const { files, failAfter, works } = failingFiles();
          let storeFails = false;
          const { store, log, committer } = open(files, (inner) => failingStore(inner, () => storeFails));
          const said: Outcome[] = [];
          const passes = pass(1, 'p');
          steps.forEach(({ full, store: fails }, index) => {
            const tick = index + 1;
            const outcomes = passes.get(tick) ?? [];
            said.push(...outcomes);
            committer.inputs(tick, [tick % 3 === 0 ? quiet(tick) : lines(tick)], false);
            committer.outputs(tick, [output(tick, outcomes)]);
            if (full < 6) failAfter(full);
            storeFails = fails;
            try {
              committer.commit();
            } catch (error) {
              expect((error as { code: string }).code).toBe('ENOSPC');
            }
            works();
            storeFails = false;
          });
          committer.commit();
          committer.settle();
          expect(committer.waiting).toBe(0);
          expect(verifyChain(store.records(1)).ok).toBe(true);
          expect(store.outcomes(0, 100).map(({ outcome }) => outcome)).toEqual(said);
          const logged = [...readFrames(observationFolder(data), diskFiles, null)].map(({ tick }) => tick);
          const journalled = bodies(store).flatMap(({ tick, log: place }) => (place === null ? [] : [tick]));
          expect(journalled).toEqual(logged);
          log.close();
          store.close();
        },
      ),
      { numRuns: 25 },
    );
  });
});

const runStarted = {
  mode: 'live',
  source: 'test',
  node: 'test',
  memorandum: { id: 'm', version: 1, sha256: '', text: '' },
  config: {},
  started_ms: 0,
} as const;

function failingStore(store: Store, fails: () => boolean): Store {
  return new Proxy(store, {
    get(target, name) {
      if (name === 'append' && fails()) {
        return () => {
          throw Object.assign(new Error('database or disk is full'), { code: 'ENOSPC' });
        };
      }
      const value = Reflect.get(target, name, target) as unknown;
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

test('the data directory of these tests is a folder of its own', () => {
  expect(path.basename(data)).toMatch(/^skyaccord-/);
});
