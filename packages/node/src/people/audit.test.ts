import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Audit } from './audit.ts';

const DAY_MS = 86_400_000;
const ALL = { before: Number.MAX_SAFE_INTEGER, limit: 1_000, person: null };
let folder: string;
let now_ms: number;
let audit: Audit;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'skyaccord-audit-'));
  now_ms = Date.now();
  audit = new Audit(folder, () => now_ms);
});
afterEach(async () => {
  await audit.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

const line = (what: string, person = 'p-1', kind: 'read' | 'change' = 'read') =>
  ({ kind, person, route: 'GET /api/v1/cases/:id', what, status: 200, from: '127.0.0.1' }) as const;

describe('the audit', () => {
  test('is read newest first, by page and by person, and goes on counting after a restart', async () => {
    for (let i = 1; i <= 5; i++) audit.note(line(`/api/v1/cases/${i}`, i % 2 === 0 ? 'p-2' : 'p-1'));
    expect((await audit.read({ ...ALL, limit: 2 })).map(({ n }) => n)).toEqual([5, 4]);
    expect((await audit.read({ ...ALL, before: 4 })).map(({ n }) => n)).toEqual([3, 2, 1]);
    expect((await audit.read({ ...ALL, person: 'p-2' })).map(({ n }) => n)).toEqual([4, 2]);
    await audit.close();
    audit = new Audit(folder, () => now_ms);
    audit.note(line('/api/v1/cases/6'));
    expect((await audit.read(ALL)).map(({ n }) => n)).toEqual([6, 5, 4, 3, 2, 1]);
  });

  test('tells of the same reading again within a minute once, and of every change', async () => {
    for (let i = 0; i < 5; i++) audit.note(line('/api/v1/cases/1'));
    for (let i = 0; i < 5; i++) audit.note(line('/api/v1/cases', 'p-1', 'change'));
    expect(await audit.read(ALL)).toHaveLength(6);
    now_ms += 60_000;
    audit.note(line('/api/v1/cases/1'));
    expect(await audit.read(ALL)).toHaveLength(7);
  });

  test('half a line that a crash left is passed over, and nothing is written behind it', async () => {
    audit.note(line('/api/v1/cases/1'));
    await audit.close();
    const [file = ''] = fs.readdirSync(folder);
    fs.appendFileSync(path.join(folder, file), '{"n":2,"time_ms":');
    audit = new Audit(folder, () => now_ms);
    audit.note(line('/api/v1/cases/2'));
    expect((await audit.read(ALL)).map(({ what }) => what)).toEqual(['/api/v1/cases/2', '/api/v1/cases/1']);
  });

  test('files have a size, and go after 90 days', async () => {
    const long = 'x'.repeat(250);
    for (let i = 0; i < 15_000; i++) audit.note(line(`/${i}${long}`));
    await audit.flush();
    audit.note(line('/one more'));
    await audit.flush();
    const files = fs.readdirSync(folder).sort();
    expect(files).toEqual(['audit-000000000001.jsonl', 'audit-000000015001.jsonl']);
    const old_s = (now_ms - 91 * DAY_MS) / 1000;
    fs.utimesSync(path.join(folder, files[0] as string), old_s, old_s);
    await audit.close();
    audit = new Audit(folder, () => now_ms);
    expect(fs.readdirSync(folder)).toEqual(['audit-000000015001.jsonl']);
  });

  test('is read file by file, and what else there is to do is done between them', async () => {
    for (let file = 1; file <= 3; file++) {
      audit.note(line(`/api/v1/cases/${file}`));
      await audit.close();
      audit = new Audit(folder, () => now_ms);
    }
    let turns = 0;
    let reading = true;
    const turn = (): void => {
      turns++;
      if (reading) setImmediate(turn);
    };
    setImmediate(turn);
    expect(await audit.read({ ...ALL, person: 'p-9' })).toEqual([]);
    reading = false;
    expect(turns).toBeGreaterThanOrEqual(3);
  });

  test('keeps what was noted before, however often the node is started', async () => {
    for (let start = 1; start <= 70; start++) {
      audit.note(line(`/api/v1/cases/${start}`));
      await audit.close();
      audit = new Audit(folder, () => now_ms);
    }
    expect(await audit.read(ALL)).toHaveLength(70);
  });

  test('a folder that is gone where a new file is due is told of, and nothing fails for it', async () => {
    for (let i = 0; i < 15_000; i++) audit.note(line(`/${i}${'x'.repeat(250)}`));
    await audit.flush();
    const place = `${folder}.away`;
    fs.renameSync(folder, place);
    audit.note(line('/one more'));
    await expect(audit.flush()).resolves.toBeUndefined();
    expect(audit.reasons()).toEqual([expect.stringMatching(/cannot be written: ENOENT/)]);
    fs.renameSync(place, folder);
    await audit.flush();
    expect(audit.reasons()).toEqual([]);
    expect(fs.readdirSync(folder)).toHaveLength(2);
  });

  test('says so when it cannot be written, loses nothing that it holds, and goes on', async () => {
    const place = `${folder}.away`;
    fs.renameSync(folder, place);
    audit.note(line('/api/v1/cases/1'));
    await audit.flush();
    expect(audit.reasons()).toEqual([expect.stringMatching(/cannot be written: ENOENT/)]);
    fs.renameSync(place, folder);
    await audit.flush();
    expect(audit.reasons()).toEqual([]);
    expect(await audit.read(ALL)).toHaveLength(1);
  });
});
