import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startNode } from '@skyaccord/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));
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
});
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

describe('skyaccord journal', () => {
  const written = async (name: string, text: string) => {
    const file = join(data, name);
    await writeFile(file, text);
    return file;
  };

  it('proves a record to who has the proof and a signed head, and nothing that was altered', async () => {
    const key = join(data, 'heron.key.json');
    const made = await skyaccord('memorandum', 'keys', '--party', 'heron', '--out', key);
    const x = /x: ([\w-]+)/.exec(made.out)![1]!;
    const head = await written('head.json', (await skyaccord('journal', 'head', data, '--key', key)).out);
    const { code, out } = await skyaccord('journal', 'prove', data, '--record', '2');
    expect(code).toBe(0);
    const proof = await written('proof.json', out);
    const sound = await skyaccord('journal', 'check', proof, '--head', head, '--public-key', x);
    expect(sound.code, sound.err).toBe(0);
    expect(sound.out).toMatch(/Record 2 stands, as it is here, .*\n.*known from elsewhere.*\n.*signed by heron at/);
    const alone = await skyaccord('journal', 'check', proof);
    expect(alone.out).toContain('may have made the journal for it');
    const altered = await written('altered.json', out.replace('\\"sequence\\":2', '\\"sequence\\":3'));
    const refused = await skyaccord('journal', 'check', altered, '--head', head);
    expect(refused.code).toBe(1);
    expect(refused.out).toContain('FAILS: This is not record 2');
    const forged = await written('forged.json', (await readFile(head, 'utf8')).replace(/"size": \d+/, '"size": 1'));
    const other = await skyaccord('journal', 'check', proof, '--head', forged, '--public-key', x);
    expect(other.code).toBe(1);
    expect(other.out).toMatch(
      /FAILS: It leads to[\s\S]*FAILS: The signature of the head fails: the content was changed/,
    );
  });

  it('compares a journal with a copy of it, and proves that it did not shrink', async () => {
    const copy = await mkdtemp(join(tmpdir(), 'skyaccord-copy-'));
    await cp(data, copy, { recursive: true });
    const same = await skyaccord('journal', 'compare', data, copy);
    expect([same.code, same.out]).toEqual([0, expect.stringMatching(/^The same \d+ records\.\n$/)]);
    const head = await written('since.json', (await skyaccord('journal', 'head', data)).out);
    const grown = await written('grown.json', (await skyaccord('journal', 'prove', copy, '--since', head)).out);
    expect((await skyaccord('journal', 'check', grown)).out).toMatch(/begins with the \d+ records of the earlier head/);
    const longer = await written('longer.json', (await readFile(head, 'utf8')).replace(/"size": (\d+)/, '"size": 9$1'));
    const shrunk = await skyaccord('journal', 'prove', data, '--since', longer);
    expect([shrunk.code, shrunk.err]).toEqual([1, expect.stringContaining('records were taken away')]);
    await rm(copy, { recursive: true });
  });

  it('refuses what is no proof, and a question without a subject', async () => {
    const file = await written('noise.json', '{"skyaccord":"journal-record/1","path":["x"]}');
    expect((await skyaccord('journal', 'check', file)).err).toContain('does not hold a proof');
    expect((await skyaccord('journal', 'prove', data)).err).toContain('give either --record NUMBER or --since FILE');
    expect((await skyaccord('journal', 'check', join(data, 'none.json'))).err).toContain('cannot be read (ENOENT)');
  });
});
