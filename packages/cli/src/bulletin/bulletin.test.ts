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

/** A hazard area as the API gives it, with what must never reach the public in it. */
const HAZARD = {
  id: 'hazard-7',
  name: 'Northern range',
  owner: null,
  shape: { bounds_deg: [36.71, 35.12345, 36.98, 35.4], polygon_deg: null, circle: null },
  floor_m: 0,
  ceiling_m: 3_011,
  from_ms: Date.UTC(2030, 9, 15, 7, 4, 37),
  until_ms: Date.UTC(2030, 9, 15, 9, 1),
  entry: 'closed',
};

it('a notice becomes a release that all sign, and the bulletin shows it without what was left out; a case does not', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'skyaccord-release-'));
  const path = (name: string): string => join(folder, name);
  const text = await readFile(OCTOBER, 'utf8');
  const [one, other] = [...text.matchAll(/^ {2}- id: ([a-z_-]+)\n {4}name:/gm)].map(([, id]) => id!) as [
    string,
    string,
  ];
  await mkdir(path('releases'));
  await writeFile(path('case.json'), JSON.stringify({ id: 'case-1', encounter: {}, samples: [] }));
  const no = await skyaccord('bulletin', 'draft', path('case.json'), '--memorandum', OCTOBER, '--out', path('x'));
  expect([no.code, no.err]).toEqual([1, expect.stringContaining('nothing is told before every party signed')]);
  await writeFile(path('hazard.json'), JSON.stringify({ ...HAZARD, owner: one }));
  const file = join(path('releases'), 'hazard.json');
  const drafted = await skyaccord('bulletin', 'draft', path('hazard.json'), '--memorandum', OCTOBER, '--out', file);
  expect(drafted.code, drafted.err).toBe(0);
  const draft = await readFile(file, 'utf8');
  for (const secret of ['35.12', '36.71', '07:04', '3011']) expect(draft).not.toContain(secret);
  expect(draft).toContain('35.1° … 35.4°');
  let signed = text;
  const { release } = JSON.parse(draft) as { release: { parties: string[] } };
  expect(release.parties).toEqual(expect.arrayContaining([one, other]));
  for (const party of release.parties) {
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
    expect(page).toContain('Hazard area: Northern range');
    const refused = await skyaccord('bulletin', 'publish', 'nobody', '--data', path('data'));
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('there is no reply nobody')]);
    expect((await skyaccord('bulletin', 'replies', '--data', path('data'))).out).toBe('No reply waits.\n');
  } finally {
    server.kill();
  }
});
