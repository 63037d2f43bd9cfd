import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { drawEncounter, METHODS } from '@skyaccord/accord';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { trialEncounters } from './command.ts';
import { mayWrite } from './out.ts';
import { readEncounters, spread } from './read.ts';

const COMMAND = fileURLToPath(new URL('../../bin/skyaccord.mjs', import.meta.url));
const COUNT = 12;
/** Each run of the command loads the whole engine in each of its threads. */
const SLOW_MS = 90_000;

let folder: string;
let plain: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'skyaccord-trial-'));
  plain = join(folder, 'drawn.jsonl');
  await writeFile(plain, lines(COUNT));
});
afterAll(() => rm(folder, { recursive: true }));

const lines = (count: number) =>
  Array.from({ length: count }, (_, index) => `${JSON.stringify(drawEncounter(11, index))}\n`).join('');

/** Runs the command as a person does; resolves whatever its exit code. */
function skyaccord(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [COMMAND, 'trial', ...words], { maxBuffer: 1 << 26 }, (error, out, err) => {
      resolve({ code: error ? Number(error.code) : 0, out, err });
    });
  });
}

describe('trial encounters', () => {
  test(
    'prints the figures of every group under its condition, however many threads fly',
    async () => {
      const { code, out, err } = await skyaccord('encounters', plain, '--method', 'mvp', '--json');
      expect(code, err).toBe(0);
      const told = JSON.parse(out);
      expect(Object.keys(told)).toEqual(['mvp|noisy|own']);
      expect(told['mvp|noisy|own']['all/any'].nmac.n).toBe(COUNT);
      expect(told['mvp|noisy|own']['all/any'].lowc.ci95).toHaveLength(2);
      const packed = join(folder, 'drawn.jsonl.gz');
      await writeFile(packed, gzipSync(await readFile(plain)));
      expect((await skyaccord('encounters', packed, '--method', 'mvp', '--json', '--threads', '1')).out).toBe(out);
    },
    SLOW_MS,
  );

  test(
    'flies all four conditions on request, and our method unless told otherwise',
    async () => {
      const { out } = await skyaccord('encounters', plain, '--all', '--sample', '2', '--json');
      const told = JSON.parse(out);
      expect(Object.keys(told)).toEqual(['ours|noisy|own', 'ours|perfect|own', 'ours|noisy|both', 'ours|perfect|both']);
      expect(told['ours|noisy|own']['all/any'].nmac.n).toBe(2);
    },
    SLOW_MS,
  );

  test(
    'tells a person, beside the peers whose results stand there',
    async () => {
      const encounters = (await readFile(plain, 'utf8'))
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
      const outcome = [0, 1, 2, 0.5, 30, 40, 0, 10, 0];
      const results = {
        per_encounter: {
          'neighbour|noisy|own': Object.fromEntries(encounters.map(({ id }) => [id, outcome])),
          'partial|noisy|own': { [encounters[0].id]: outcome },
        },
        unmitigated: { [encounters[0].id]: { pairs: [[12_345, 0, 0, 0, 0, 0, 0, null]] } },
      };
      await writeFile(join(folder, 'drawn_results.json'), JSON.stringify(results));
      const { code, out, err } = await skyaccord('encounters', plain, '--method', 'none');
      expect(code, err).toBe(0);
      expect(out).toContain(`${COUNT} encounters (`);
      expect(out).toContain(`Unmitigated flights DIFFER from drawn_results.json in 1 encounters (${encounters[0].id})`);
      expect(out).toMatch(/^neighbour +0 +\d+ +100\.0 %/m);
      expect(out).toMatch(/^partial, 1 flown +0 /m);
      expect(out).toMatch(/^none +\d+ +0 +.*1\.000 \[1\.000-1\.000\]/m);
      await rm(join(folder, 'drawn_results.json'));
    },
    SLOW_MS,
  );

  test(
    'says what is wrong, and flies nothing',
    async () => {
      const file = join(folder, 'bad.jsonl');
      await writeFile(file, `${lines(2)}oops\n`);
      const { code, out, err } = await skyaccord('encounters', file);
      expect([code, out]).toEqual([1, '']);
      expect(err).toMatch(/^skyaccord: .*bad\.jsonl, line 3: no JSON \(.*Give one JSON object a line\.\n$/);
      expect((await skyaccord('encounters', plain, '--method', 'luck')).err).toContain(
        `Allowed choices are ${METHODS.join(', ')}.`,
      );
    },
    SLOW_MS,
  );
});

describe('reading encounters', () => {
  const said = async (name: string, content: string | Buffer) => {
    const file = join(folder, name);
    await writeFile(file, content);
    return readEncounters(file).then(
      () => 'nothing',
      (error: Error) => error.message,
    );
  };
  const ground = JSON.stringify({ ...drawEncounter(11, 5), cls: 'ground' });

  test.each([
    ['no JSON', 'oops', /bad\.jsonl, line 3: no JSON \(/],
    ['a wrong field', ground, /bad\.jsonl, line 3: cls: "ground" is no class; give one of enroute/],
    ['an id twice', lines(1).trim(), /bad\.jsonl, line 3: id S11-00000 stands on line 1 already\./],
  ])('names the line of %s', async (_, line, words) => {
    expect(await said('bad.jsonl', `${lines(2)}${line}\n`)).toMatch(words);
  });

  test('names a file that is empty, cut off, or not there', async () => {
    expect(await said('empty.jsonl', '\n')).toMatch(/empty\.jsonl: no encounters\./);
    expect(await said('cut.gz', gzipSync(lines(2)).subarray(0, 200))).toMatch(/cut\.gz: cannot be unpacked \(/);
    await expect(readEncounters(join(folder, 'absent'))).rejects.toThrow(/absent: cannot be read \(ENOENT\)/);
    await expect(readEncounters(folder)).rejects.toMatchObject({ remedy: expect.stringContaining('It is a folder') });
  });

  test('a sample is spread over the whole', () => {
    expect(spread([0, 1, 2, 3, 4, 5], 3)).toEqual([0, 2, 4]);
    expect(spread([0, 1], 5)).toEqual([0, 1]);
    expect(spread([0, 1], undefined)).toEqual([0, 1]);
  });
});

test('what would stop the end of a trial is told at its beginning', async () => {
  await expect(mayWrite(join(folder, 'absent', 'x'))).rejects.toThrow(/x: cannot be written \(ENOENT\)/);
  await expect(mayWrite(folder)).rejects.toThrow(/ is a folder\./);
  await mayWrite(join(folder, 'new.html'));
  await mayWrite(plain);
  const all = { method: 'none', sensors: 'noisy', equipped: 'own', all: false, json: true, curves: true } as const;
  await expect(trialEncounters(plain, all)).rejects.toMatchObject({ remedy: expect.stringContaining('--report FILE') });
});

test(
  'trial curves tells alerts and predictions',
  async () => {
    const { code, out, err } = await skyaccord('curves', plain, '--sample', '3', '--json');
    expect(code, err).toBe(0);
    const { sensors, curves, reliability } = JSON.parse(out);
    expect(sensors).toBe('noisy');
    expect(curves).toHaveLength(3);
    for (const { points } of curves)
      for (const { unnecessary, missed } of points) expect(unnecessary.n + missed.n).toBe(3);
    expect(reliability).toHaveLength(2);
    expect((await skyaccord('curves', plain, '--sample', '3')).out).toMatch(/reliability error \d+\.\d %/);
  },
  SLOW_MS,
);

test(
  'trial draw gives the same encounters everywhere, packed where the name says so',
  async () => {
    expect((await skyaccord('draw', '--seed', '11', '--count', String(COUNT))).out).toBe(lines(COUNT));
    const packed = join(folder, 'again.jsonl.gz');
    expect((await skyaccord('draw', '--seed', '11', '--count', '2', '--out', packed)).code).toBe(0);
    expect(gunzipSync(await readFile(packed)).toString()).toBe(lines(2));
  },
  SLOW_MS,
);
