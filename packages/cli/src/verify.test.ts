import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startNode } from '@skyaccord/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const COMMAND = join(ROOT, 'packages', 'cli', 'bin', 'skyaccord.mjs');

function skyaccord(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [COMMAND, ...words], { maxBuffer: 1 << 26 }, (error, out, err) => {
      resolve({ code: error ? Number(error.code) : 0, out, err });
    });
  });
}

let data: string;
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'skyaccord-verify-'));
  const node = await startNode({ port: 0, data, speed: 60, logLevel: 'silent', signals: false });
  const outcomes = async () => {
    const answer = await fetch(`${node.url}/api/v1/outcomes?limit=100`);
    return ((await answer.json()) as { outcomes: unknown[] }).outcomes.length;
  };
  while ((await outcomes()) < 40) await new Promise((resolve) => setTimeout(resolve, 100));
  await node.close();
}, 60_000);
afterAll(() => rm(data, { recursive: true, force: true }));

describe('skyaccord verify', () => {
  it('finds a journal sound, and its outcomes said again to the last byte; writes them where asked', async () => {
    const file = join(data, 'outcomes.jsonl');
    const { code, out, err } = await skyaccord('verify', data, '--replay', '--out', file);
    expect(code, err).toBe(0);
    const found = JSON.parse(out) as { ok: boolean; outcomes: number; replay: { ok: boolean; outcomes: number } };
    expect(found).toMatchObject({ ok: true, replay: { ok: true, difference: null, outcomes: found.outcomes } });
    expect((await readFile(file, 'utf8')).trimEnd().split('\n')).toHaveLength(found.outcomes);
  });

  it('without --replay only checks what is there', async () => {
    const { code, out } = await skyaccord('verify', data);
    expect(code).toBe(0);
    expect(JSON.parse(out)).not.toHaveProperty('replay');
  });

  it('says that there is no journal where there is none', async () => {
    const { code, err } = await skyaccord('verify', join(data, 'nowhere'));
    expect(code).toBe(1);
    expect(err).toContain('There is no journal at');
  });
});
