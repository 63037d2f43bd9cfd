import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startNode } from '@skyaccord/node';
import { afterAll, beforeAll, expect, it } from 'vitest';

const COMMAND = fileURLToPath(new URL('../../bin/skyaccord.mjs', import.meta.url));

function skyaccord(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [COMMAND, ...words], (error, out, err) => {
      resolve({ code: error ? Number(error.code) : 0, out, err });
    });
  });
}

let data: string;
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'skyaccord-personal-'));
});
afterAll(() => rm(data, { recursive: true, force: true }));

it('erases who filed a report: the journal verifies, and says what was erased', async () => {
  const node = await startNode({ port: 0, data, logLevel: 'silent', signals: false });
  const { time_ms: now_ms } = (await (await fetch(`${node.url}/api/v1/status`)).json()) as { time_ms: number };
  const filed = await fetch(`${node.url}/api/v1/reports`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      report: { what_happened: 'A glider passed close above us.', time: new Date(now_ms).toISOString() },
      reporter: { name: 'A. Aviator', contact: 'a@example.org' },
    }),
  });
  const { report } = (await filed.json()) as { report: { id: string; personal: string } };
  const refused = await skyaccord('personal', 'erase', report.personal, data, '--because', 'asked for');
  expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('is held by process')]);
  await node.close();
  const listed = await skyaccord('personal', 'list', data);
  expect(listed.out).toContain(report.personal);
  expect(listed.out).not.toContain('Aviator');
  const gone = await skyaccord('personal', 'erase', report.personal, data, '--because', 'asked for');
  expect([gone.code, gone.out]).toEqual([0, `${report.personal} is erased.\n`]);
  const verified = JSON.parse((await skyaccord('verify', data)).out) as { ok: boolean; personal: unknown };
  expect(verified).toMatchObject({
    ok: true,
    personal: { kept: 0, broken: [], erased: [{ store: 'reporters', name: report.personal, because: 'asked for' }] },
  });
  const again = await skyaccord('personal', 'erase', report.personal, data, '--because', 'asked for');
  expect([again.code, again.err]).toEqual([1, expect.stringContaining('nothing is kept as')]);
});

it('sets how long values are kept', async () => {
  expect((await skyaccord('personal', 'retention', 'reporters', '30', data)).out).toBe(
    'reporters are kept for 30 days.\n',
  );
  expect((await skyaccord('personal', 'list', data)).out).toContain('reporters: kept for 30 days');
  expect((await skyaccord('personal', 'retention', 'pilots', '30', data)).err).toContain('pilots is no store');
});
