import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startNode } from '@skyaccord/node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { meetingIn } from '../../../../test/meeting.ts';
import { makeKeyFile } from '../memorandum/key_file.ts';

const COMMAND = fileURLToPath(new URL('../../bin/skyaccord.mjs', import.meta.url));

function skyaccord(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [COMMAND, ...words], (error, out, err) => {
      resolve({ code: error ? Number(error.code) : 0, out, err });
    });
  });
}

let data: string;
let meeting: ReturnType<typeof meetingIn>;
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'skyaccord-case-'));
  meeting = meetingIn(data);
  const node = await startNode({ port: 0, data, ...meeting, speed: 400, logLevel: 'silent', signals: false });
  const closed = async () => {
    const answer = await fetch(`${node.url}/api/v1/cases`);
    return ((await answer.json()) as { cases: { state: string }[] }).cases.some(({ state }) => state === 'closed');
  };
  while (!(await closed())) await new Promise((resolve) => setTimeout(resolve, 100));
  await node.close();
}, 60_000);
afterAll(() => rm(data, { recursive: true, force: true }));

it('takes a case out of a journal, signed by both, and checks it with the file and the keys alone', async () => {
  const listed = await skyaccord('case', 'list', data);
  const id = listed.out.split(' ')[0]!;
  const [file, one, other] = ['out.case', 'nc.json', 'mu.json'].map((name) => join(data, name)) as [
    string,
    string,
    string,
  ];
  const x: string[] = [];
  for (const [party, key] of [
    ['nc', one],
    ['mu', other],
  ] as const) {
    x.push(`${party}=${makeKeyFile(key, party, null, Date.now()).x}`);
  }
  const exported = await skyaccord('case', 'export', id, data, '--out', file, '--key', one);
  expect(exported.code, exported.err).toBe(0);
  expect((await skyaccord('case', 'sign', file, '--key', other)).out).toContain('signed by 2');
  const keys = x.flatMap((key) => ['--public-key', key]);
  const { code, out } = await skyaccord('case', 'verify', file, ...keys);
  expect(code, out).toBe(0);
  expect(out).toMatch(/Signed by nc at .*\n.*Signed by mu at [\s\S]*computed again, byte for byte/);
  const bytes = await readFile(file);
  bytes[5000] = bytes[5000]! ^ 1;
  await writeFile(file, bytes);
  const altered = await skyaccord('case', 'verify', file, ...keys);
  expect([altered.code, altered.err]).toEqual([1, expect.stringMatching(/it was altered within bytes \d+ to \d+/)]);
}, 60_000);

it('refuses a case that is not there and a key that is none', async () => {
  const missing = await skyaccord('case', 'export', 'none', data, '--out', join(data, 'none.case'));
  expect([missing.code, missing.err]).toEqual([1, expect.stringContaining('closes the case none')]);
  const key = await skyaccord('case', 'verify', join(data, 'none.case'), '--public-key', 'nc');
  expect(key.err).toContain('write it as PARTY=X');
});

it('tells of a running node how a case stands, prints its report, counts, and signs its findings with a key of its own', async () => {
  const memorandum = join(data, 'signed.yaml');
  const key = join(data, 'key.json');
  const { x } = makeKeyFile(key, 'nc', null, Date.now());
  const text = (await readFile(meeting.memorandum, 'utf8')).replace(
    '{id: nc, ',
    `{id: nc, keys: [{kty: OKP, crv: Ed25519, x: ${x}}], `,
  );
  await writeFile(memorandum, text);
  const node = await startNode({ port: 0, data, ...meeting, memorandum, logLevel: 'silent', signals: false });
  try {
    const at = ['--node', node.url];
    const tally = await skyaccord('case', 'tally', '--by', 'party', ...at);
    expect(tally.out, tally.err).toMatch(/^mu +\d+ {2}\d+ with a breach {2}\S+/m);
    const { cases } = (await (await fetch(`${node.url}/api/v1/cases`)).json()) as { cases: { id: string }[] };
    const { id } = cases[0]!;
    const work = await skyaccord('case', 'work', id, '--language', 'fr', ...at);
    expect(work.out, work.err).toContain('État: allégué');
    const pdf = join(data, 'report.pdf');
    const report = await skyaccord('case', 'report', id, '--out', pdf, ...at);
    expect(report.code, report.err).toBe(0);
    expect((await readFile(pdf)).subarray(0, 5).toString()).toBe('%PDF-');
    expect((await skyaccord('case', 'report', id, '--out', pdf, ...at)).err).toContain('is there already');
    const signed = await skyaccord('case', 'sign-off', id, '--key', key, ...at);
    expect(signed.out, signed.err).toContain('signed; other parties have yet to sign');
    const answer = await fetch(`${node.url}/api/v1/cases/${id}/work`);
    const { work: found } = (await answer.json()) as { work: { sign_offs: { party: string; but: string | null }[] } };
    expect(found.sign_offs).toMatchObject([{ party: 'nc', but: null }]);
    expect((await skyaccord('case', 'work', 'none', ...at)).err).toContain('No case has that id');
  } finally {
    await node.close();
  }
}, 90_000);
