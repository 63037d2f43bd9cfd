import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const COMMAND = fileURLToPath(new URL('../../bin/skyaccord.mjs', import.meta.url));
const OCTOBER = fileURLToPath(new URL('../../../../scenarios/october.memorandum.yaml', import.meta.url));

function skyaccord(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [COMMAND, ...words], (error, out, err) => {
      resolve({ code: error ? Number(error.code) : 0, out, err });
    });
  });
}

/** A case of two parties, with what must never reach the public in it. */
const side = (track: string, party: string) => ({
  track,
  identity: { callsign: `SECRET-${track}`, registration: null, party, evidence: [] },
  reports: 10,
  sources: ['own'],
});
const t_cpa_ms = Date.UTC(2030, 9, 15, 7, 4, 37);
const caseFile = (parties: readonly [string, string]) => ({
  id: '20301015T070300Z-a1b2c3-d4e5f6',
  memorandum: 'october',
  version: 1,
  a: side('a1b2c3', parties[0]),
  b: side('d4e5f6', parties[1]),
  encounter: { class: 'crewed/crewed', t_cpa_ms, h_cpa_m: 3889, v_cpa_m: 91, breaches: [], losses: [] },
  samples: [-60, 0, 60].map((s) => ({
    time_ms: t_cpa_ms + s * 1000,
    range_m: 3889 + Math.abs(s) * 100,
    vertical_m: 91,
    a: [35.1234567, 36.7654321, 5000],
    b: [35.2, 36.8, 5100],
  })),
});

it('a case becomes a release that both sides sign, and the bulletin shows it without what was left out', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'skyaccord-release-'));
  const path = (name: string): string => join(folder, name);
  const text = await readFile(OCTOBER, 'utf8');
  const [one, other] = [...text.matchAll(/^ {2}- id: ([a-z_-]+)\n {4}name:/gm)].map(([, id]) => id!) as [
    string,
    string,
  ];
  await mkdir(path('releases'));
  await writeFile(path('case.json'), JSON.stringify(caseFile([one, other])));
  const file = join(path('releases'), 'case.json');
  const drafted = await skyaccord('bulletin', 'draft', path('case.json'), '--memorandum', OCTOBER, '--out', file);
  expect(drafted.code, drafted.err).toBe(0);
  const draft = await readFile(file, 'utf8');
  for (const secret of ['SECRET', 'a1b2c3', 'd4e5f6', '35.12', '07:04']) expect(draft).not.toContain(secret);
  expect(draft).toContain('2.1 NM');
  let signed = text;
  for (const party of [one, other]) {
    const made = await skyaccord('memorandum', 'keys', '--party', party, '--out', path(`${party}.key.json`));
    const key = /^ *- \{kty.*\}$/m.exec(made.out)![0].trim();
    signed = signed.replace(`  - id: ${party}\n`, `  - id: ${party}\n    keys:\n      ${key}\n`);
    const { code, out, err } = await skyaccord('bulletin', 'sign', file, '--key', path(`${party}.key.json`));
    expect(code, err).toBe(0);
    expect(out).toContain(`signed by ${party}`);
  }
  await writeFile(path('memorandum.yaml'), signed);
  const options = ['--memorandum', path('memorandum.yaml'), '--releases', path('releases'), '--data', path('data')];
  const server = spawn(process.execPath, [COMMAND, 'bulletin', 'serve', '--port', '0', ...options]);
  try {
    const url = await new Promise<string>((resolve, reject) => {
      server.stdout.on('data', (said) => resolve(/http:\S+/.exec(String(said))![0]));
      server.stderr.on('data', (said) => reject(new Error(String(said))));
    });
    const page = await (await fetch(`${url}/en/`)).text();
    expect(page).toContain('Two aircraft came within 2.1 NM');
    const refused = await skyaccord('bulletin', 'publish', 'nobody', '--data', path('data'));
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('there is no reply nobody')]);
    expect((await skyaccord('bulletin', 'replies', '--data', path('data'))).out).toBe('No reply waits.\n');
  } finally {
    server.kill();
  }
}, 60_000);
