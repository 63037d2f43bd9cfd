import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EntryReport, MemorandaReport } from '@skyaccord/accord';
import { readRecording } from '@skyaccord/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readDrafts } from './drafts.ts';
import { runPasses } from './pass.ts';

const ROOT = fileURLToPath(new URL('../../../../../', import.meta.url));
const COMMAND = join(ROOT, 'packages/cli/bin/skyaccord.mjs');
const DRAFTS = join(ROOT, 'examples/drafts');
const OCTOBER = join(ROOT, 'scenarios/october.memorandum.yaml');
/** Each run of the command loads the whole engine in each of its threads. */
const SLOW_MS = 90_000;

/** Two transports on one level, opposite courses: they meet after 45 s. */
const MEETING = `
skyaccord: scenario/1
id: meeting
title: Two that meet
origin: {latitude: 45.3 deg, longitude: -5 deg}
seed: 7
duration: 80 s
sources:
  - {id: ground, technology: adsb, interval: 1 s, position_error: 5 m, position_accuracy: 30 m}
aircraft:
  - id: west
    address: d1a011
    callsign: NORD11
    start: {east: -5 NM, north: 0 NM, altitude: 26500 ft, track: 90 deg, speed: 400 kt}
    heard_by: [{source: ground}]
  - id: east
    address: d2b012
    callsign: MERI12
    start: {east: 5 NM, north: 0.3 NM, altitude: 26500 ft, track: 270 deg, speed: 400 kt}
    heard_by: [{source: ground}]
`;

let folder: string;
let meeting: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'skyaccord-traffic-'));
  meeting = join(folder, 'meeting.yaml');
  await writeFile(meeting, MEETING);
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs the command as a person does; resolves whatever its exit code. */
function skyaccord(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [COMMAND, 'trial', ...words], { maxBuffer: 1 << 26 }, (error, out, err) => {
      resolve({ code: error ? Number(error.code) : 0, out, err });
    });
  });
}

/** A draft of the October memorandum. */
async function draft(name: string, set: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, `skyaccord: draft/1\nid: mine\nof: ${OCTOBER}\nset:\n  - ${set}\n`);
  return file;
}

/** What a person is told of drafts that cannot be tried. */
async function refused(...paths: string[]): Promise<string> {
  try {
    await readDrafts(paths);
  } catch (error) {
    const { message, remedy } = error as Error & { remedy: string };
    return `${message} ${remedy}`;
  }
  throw new Error('it was not refused');
}

describe('trial memorandum', () => {
  test(
    'tells drafts side by side, with every advice that counts',
    async () => {
      const { code, out, err } = await skyaccord('memorandum', OCTOBER, DRAFTS, '--traffic', meeting, '--json');
      expect(code, err).toBe(0);
      const { drafts, traffic, format } = JSON.parse(out) as MemorandaReport;
      expect(format).toBe('skyaccord-memoranda-trial');
      expect(traffic).toMatchObject({ files: ['meeting.yaml'], aircraft: 2 });
      expect(drafts.map(({ name }) => name)).toEqual([
        'october',
        'october-1000ft',
        'october-1min',
        'october-2000ft',
        'october-2nm',
        'october-5nm',
        'october-warn-3min',
      ]);
      expect(drafts[0]!.changes).toEqual([]);
      expect(drafts[5]!.changes).toEqual([
        'SEP-1, separation minimum (crewed and crewed): lateral minimum rises from 3 NM to 5 NM',
      ]);
      for (const { total, asks } of drafts) {
        expect(total.alerts).toBe(1);
        expect(asks.length).toBe(total.asked);
      }
      expect(drafts[0]!.asks.map(({ party }) => party).sort()).toEqual(['mu', 'nc']);
    },
    SLOW_MS,
  );

  test(
    'prints tables by clause and by party',
    async () => {
      const { code, out, err } = await skyaccord('memorandum', OCTOBER, '--traffic', meeting, '--threads', '1');
      expect(code, err).toBe(0);
      expect(out).toMatch(/^1\. october \(october\.memorandum\.yaml\)$/m);
      expect(out).toMatch(/^by clause +october\nalerts\n {2}SEP-\d +1$/m);
      expect(out).toMatch(/^ {2}nc +1\n {2}mu +1$/m);
      expect(out).toMatch(/under one memorandum in .* following the tracks \d+\.\d s, judging \d+\.\d s$/m);
    },
    SLOW_MS,
  );

  test(
    'comes to the same in any number of threads',
    async () => {
      const tried = await readDrafts([OCTOBER, join(DRAFTS, 'october-5nm.yaml'), join(DRAFTS, 'october-1min.yaml')]);
      const { observations } = await readRecording([meeting]);
      const task = { texts: tried.map(({ text }) => text), observations, logged: [] };
      let far = 0;
      const one = await runPasses(task, (fraction) => (far = Math.max(far, fraction)), 1);
      const two = await runPasses(task, () => {}, 2);
      expect(two.costs).toEqual(one.costs);
      expect(one.took_ms).toHaveLength(3);
      expect(far).toBeGreaterThan(0.5);
    },
    SLOW_MS,
  );

  test('refuses what cannot be tried, and says what to do', async () => {
    const bad = await draft('bad.yaml', '{clause: SEP-1, lateral: 5}');
    expect(await refused(bad)).toMatch(/bad\.yaml: .*set\[0\]\.lateral = 5: .* put it in quotes.* nothing was tried/s);
    const none = await draft('none.yaml', '{clause: SEP-9, lateral: 5 NM}');
    expect(await refused(none)).toMatch(/none\.yaml: .*SEP-9: no clause of the memorandum/s);
    const wrong = await draft('wrong.yaml', '{clause: SEP-1, lateral: 5 leagues}');
    expect(await refused(wrong)).toMatch(/wrong\.yaml: .*clauses\[0\]\.lateral.*leagues/s);
    const lost = join(folder, 'lost.yaml');
    await writeFile(lost, 'skyaccord: draft/1\nid: lost\nof: nowhere.yaml\nset: [{clause: SEP-1, lateral: 5 NM}]\n');
    expect(await refused(lost)).toMatch(/lost\.yaml: of: .*nowhere\.yaml cannot be read \(ENOENT\)/);
    expect(await refused(OCTOBER, OCTOBER)).toMatch(/october version 1.*name each draft once/);
    expect(await refused(join(folder, 'absent'))).toMatch(/absent: cannot be read \(ENOENT\)\. Name a memorandum/);
    const empty = join(folder, 'empty');
    await mkdir(empty);
    expect(await refused(empty)).toMatch(/empty: holds no memorandum\./);
    const many = await Promise.all(
      Array.from({ length: 20 }, (_, i) => draft(`many-${i}.yaml`, `{clause: SEP-1, lateral: ${i + 1} NM}`)),
    );
    expect(await refused(...many)).toMatch(/drafts: 20 .*name 1 to 12/);
    expect((await readDrafts(many.slice(0, 2))).map(({ memorandum }) => memorandum.id)).toEqual(['mine', 'mine']);
  });
});

describe('trial entry', () => {
  test(
    'tells what the newcomer costs the other',
    async () => {
      const words = ['entry', '--party', 'mu', '--traffic', meeting, '--block', '0.1'];
      const { code, out, err } = await skyaccord(...words, '--json');
      expect(code, err).toBe(0);
      const { trial, format } = JSON.parse(out) as EntryReport;
      expect(format).toBe('skyaccord-entry-trial');
      expect(trial.others.difference.conflicts.value).toBe(1);
      expect(trial.others.without.conflicts).toBe(0);
      expect(trial.blocks).toBeGreaterThanOrEqual(10);
    },
    SLOW_MS,
  );

  test(
    'is refused for a party that nobody declared or that does not fly',
    async () => {
      const unknown = await skyaccord('entry', '--party', 'xx', '--traffic', meeting);
      expect(unknown.code).toBe(1);
      expect(unknown.err).toMatch(/party: "xx" is none of october; name one of nc, mu, sm/);
      const idle = await skyaccord('entry', '--party', 'sm', '--traffic', meeting);
      expect(idle.err).toMatch(/party: "sm" has no aircraft in this traffic; give traffic in which it flies/);
      expect(idle.code).toBe(1);
    },
    SLOW_MS,
  );
});
