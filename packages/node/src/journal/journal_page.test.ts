import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import { parseMemorandum, Watch } from '@skyaccord/accord';
import { canonicalJson } from '@skyaccord/proof';
import type { Observation } from '@skyaccord/wire';
import { describe, expect, test } from 'vitest';
import { dataDirectories } from '../../test/data_directory.ts';
import { eventually, json, testNode } from '../../test/node.ts';
import { RECORD_KINDS } from './record.ts';

const newFolder = dataDirectories();

type Tick = {
  finish: boolean;
  log: { segment: number; offset: number; length: number } | null;
  observations: number;
  outcomes: unknown[];
  quiet_from: number | null;
  sha256: string | null;
};
type Rec = { sequence: number; kind: string; tick: number; time_ms: number; body: unknown };

async function journal(): Promise<string> {
  const data = newFolder();
  const node = await testNode({ data, speed: 60 });
  await eventually(
    () => json<{ cases: { state: string }[] }>(`${node.url}/api/v1/cases`),
    ({ cases }) => cases.some(({ state }) => state === 'closed'),
    45_000,
  );
  await node.close();
  return data;
}

/** By docs/journal.md alone: SQLite, SHA-256, CRC-32 and JSON, nothing of ours. */
function readByThePage(data: string): { records: Rec[]; payloadOf: (tick: Tick) => Buffer | null } {
  const database = new DatabaseSync(path.join(data, 'journal.sqlite'), { readOnly: true });
  const rows = database.prepare('SELECT sequence, previous, record, hash FROM records ORDER BY sequence').all();
  database.close();
  let previous = '0'.repeat(64);
  const records = rows.map((row, index) => {
    const hash = createHash('sha256').update(`skyaccord chain 1\n${previous}\n${row.record}`).digest('hex');
    expect([row.sequence, row.previous, row.hash]).toEqual([index + 1, previous, hash]);
    previous = hash;
    return JSON.parse(String(row.record)) as Rec;
  });
  const log = fs.readFileSync(path.join(data, 'observations', '000001.log'));
  expect(log.subarray(0, 8).toString('latin1')).toBe('SKYOBSLG');
  expect([log.readUInt32LE(8), log.readUInt32LE(12)]).toEqual([1, 1]);
  return {
    records,
    payloadOf: ({ log: place, sha256 }) => {
      if (place === null) return null;
      const frame = log.subarray(place.offset, place.offset + 16 + place.length);
      expect(frame.readUInt32LE(0)).toBe(place.length);
      expect(frame.readUInt32LE(4)).toBe(crc32(frame.subarray(8), crc32(frame.subarray(0, 4))));
      const payload = frame.subarray(16);
      expect(createHash('sha256').update(payload).digest('hex')).toBe(sha256);
      return payload;
    },
  };
}

describe('docs/journal.md', () => {
  test('is enough to check a journal, and to compute again what the watch said', async () => {
    const { records, payloadOf } = readByThePage(await journal());
    const started = records[0]!;
    expect(started.kind).toBe('run_started');
    const { memorandum } = started.body as { memorandum: { text: string; sha256: string } };
    expect(createHash('sha256').update(memorandum.text).digest('hex')).toBe(memorandum.sha256);

    const watch = new Watch({ memorandum: parseMemorandum(memorandum.text).memorandum });
    let last_tick = started.tick - 1;
    let compared = 0;
    for (const record of records.filter(({ kind }) => kind === 'tick')) {
      const tick = record.body as Tick;
      expect(record.time_ms).toBe(record.tick * 100);
      if (tick.quiet_from !== null) expect(tick.quiet_from).toBeGreaterThan(last_tick);
      last_tick = record.tick;
      const lines = payloadOf(tick)?.toString('utf8').split('\n').slice(0, -1) ?? [];
      expect(lines).toHaveLength(tick.observations);
      const observations = lines.map((line) => JSON.parse(line) as Observation);
      const said = watch.advance(record.tick, observations);
      expect(canonicalJson(tick.outcomes)).toBe(canonicalJson(said));
      compared += said.length;
    }
    expect(compared).toBeGreaterThan(50);
  });

  test('names every kind of record and every reason for which a run ends', () => {
    const page = fs.readFileSync(new URL('../../../../docs/journal.md', import.meta.url), 'utf8');
    const kinds = [...page.matchAll(/^\| `(\w+)` \| /gm)].map(([, kind]) => kind);
    expect(kinds.toSorted()).toEqual([...RECORD_KINDS].toSorted());
    for (const reason of ['finished', 'stopped', 'interrupted', 'config_changed', 'clock_jumped', 'watch_failed']) {
      expect(page).toContain(reason);
    }
  });
});
