import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeRecordings, recording } from '../../../../test/data.ts';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));
const COMMAND = join(ROOT, 'packages', 'cli', 'bin', 'skyaccord.mjs');
const memorandum = (name: string) => join(ROOT, 'examples', 'memoranda', name);

type Encounter = {
  a: string;
  b: string;
  t_cpa: string;
  best: { t_cpa: string; t_cpa_ms?: unknown } | null;
  h_cpa_m: number;
  v_cpa_m: number;
  closure_mps: number;
  alerted: string | null;
  breaches: { clause: string; duration_s: number }[];
  losses: { clause: string; duration_s: number }[];
};
type Summary = {
  observations: number;
  aircraft: number;
  encounters: Encounter[];
  cases: number;
  alerts: { raised: number };
  aircraft_hours: number;
  alerts_per_aircraft_hour: number;
  fused: { aircraft: number; parted: number };
  flagged: Record<string, number>;
  outcomes: { count: number; sha256: string };
};

/** Runs the command as a person does; resolves whatever its exit code. */
function skyaccord(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [COMMAND, ...words], { maxBuffer: 1 << 28 }, (error, out, err) => {
      resolve({ code: error ? Number(error.code) : 0, out, err });
    });
  });
}

async function replay(...words: string[]): Promise<Summary> {
  const { code, out, err } = await skyaccord('replay', ...words, '--json');
  expect(code, err).toBe(0);
  return JSON.parse(out);
}

const between = (summary: Summary, a: string, b: string) =>
  summary.encounters.filter((e) => (e.a === a && e.b === b) || (e.a === b && e.b === a));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'skyaccord-replay-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('skyaccord replay', () => {
  it('replays the October scenario twice to the same bytes, and writes its cases', async () => {
    const scenario = join(ROOT, 'scenarios', 'october.yaml');
    const first = await replay(scenario, '--out', join(folder, 'first'));
    const second = await replay(scenario, '--out', join(folder, 'second'));
    expect(second).toEqual(first);
    const bytes = await Promise.all(
      ['first', 'second'].map((name) => readFile(join(folder, name, 'outcomes.jsonl'), 'utf8')),
    );
    expect(bytes[1]).toBe(bytes[0]);
    expect(await readdir(join(folder, 'first', 'cases'))).toHaveLength(first.cases);
    expect(first.cases).toBeGreaterThanOrEqual(6);
    const spans = first.encounters.flatMap((e) => e.losses.map((loss) => loss.duration_s));
    expect(spans.some((duration_s) => Math.abs(duration_s - 179) < 0.3)).toBe(true);
    const breaches = first.encounters.flatMap((e) => e.breaches.filter(({ clause }) => clause === 'SEP-1'));
    expect(breaches).toHaveLength(1);
    expect(breaches[0]?.duration_s).toBeCloseTo(181, 0);
    // They fly together on purpose from the first report on: not an instant of it is a breach.
    const formation = between(first, 'd1a091', 'd3d092');
    expect(formation.flatMap((e) => e.losses)).not.toEqual([]);
    expect(formation.flatMap((e) => e.breaches)).toEqual([]);
    const [best] = first.encounters.flatMap((e) => e.best ?? []);
    expect(best?.t_cpa).toMatch(/^20\d\d-\d\d-\d\dT[\d:.]+Z$/);
    expect(best).not.toHaveProperty('t_cpa_ms');
    expect(first.alerts_per_aircraft_hour).toBeCloseTo(first.alerts.raised / first.aircraft_hours, 9);
    expect(first.aircraft_hours).toBeGreaterThan(1);
  });

  it('prints a table in NM, ft, kt and UTC for people', async () => {
    const { code, out } = await skyaccord('replay', join(ROOT, 'scenarios', 'october.yaml'));
    expect(code).toBe(0);
    expect(out).toMatch(/closest \(UTC\) +a +b +kind +NM +ft +kt +alert +breaches/);
    expect(out).toMatch(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ +NORD11 \(d1a011\) +MERI12 \(d2b012\) +encounter +0\.4/);
    expect(out).toMatch(/\n\d+\.\d\d alerts per aircraft hour \(\d+\.\d hours heard\); \d+ outcomes\n/);
    expect(out).toMatch(/\none aircraft under several addresses: [1-9]/);
  });
});

const row = (over: object) =>
  JSON.stringify({
    now: 1_700_000_000,
    hex: 'a00001',
    lat: 45,
    lon: -5,
    alt_baro: 10_000,
    gscp: 200,
    track: 90,
    ...over,
  });

describe('skyaccord replay with bad input', () => {
  it('uses what stands before the break of a truncated gzip, and says where it broke', async () => {
    const lines = Array.from({ length: 400 }, (_, i) => row({ now: 1_700_000_000 + i, lon: -5 + i * 0.001 })).join(
      '\n',
    );
    const whole = gzipSync(lines);
    const path = join(folder, 'cut.jsonl.gz');
    await writeFile(path, whole.subarray(0, whole.length - 300));
    const { code, out, err } = await skyaccord('replay', path, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out).observations).toBeGreaterThan(20);
    expect(err).toMatch(/cut\.jsonl\.gz, byte \d+: /);
  });

  it.each([
    ['half a JSON line', `${row({})}\n{"now":17000\n${row({ now: 1_700_000_005 })}\n`, 2, /line 2/],
    ['an absurd latitude', `${row({})}\n${row({ now: 1_700_000_003, lat: 451 })}\n`, 1, /line 2.*lat.*451/],
    ['0/0', `${row({})}\n${row({ now: 1_700_000_003, lat: 0, lon: 0 })}\n`, 1, /line 2/],
    ['time running backwards', `${row({})}\n${row({ now: 1_699_999_000 })}\n`, 2, /line 2.*earlier/],
    [
      'a line of a million characters',
      `${row({})}\n${'x'.repeat(1_100_000)}\n${row({ now: 1_700_000_005 })}\n`,
      2,
      /line 2/,
    ],
  ])('names the line of %s and uses the rest', async (name, text, used, complaint) => {
    const path = join(folder, `${name.replaceAll(/\W/g, '_')}.jsonl`);
    await writeFile(path, text);
    const { code, out, err } = await skyaccord('replay', path, '--json');
    expect(code, err).toBe(0);
    expect(JSON.parse(out).observations).toBe(used);
    expect(err).toMatch(complaint);
  });

  it.each([
    ['binary noise', Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919 + (i >> 3)) % 256))],
    ['an unknown format', Buffer.from('<kml><Placemark/></kml>\n')],
    ['an empty file', Buffer.alloc(0)],
  ])('refuses %s with the reason and what to do', async (name, bytes) => {
    const path = join(folder, `${name.replaceAll(/\W/g, '_')}.bin`);
    await writeFile(path, bytes);
    const { code, out, err } = await skyaccord('replay', path, '--json');
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(err).toContain(path);
    expect(err).not.toMatch(/\n {4}at /);
  });

  it('places every problem of a memorandum', async () => {
    const path = join(folder, 'bad.yaml');
    await writeFile(path, 'skyaccord: memorandum/1\nid: bad\nversion: 0\n');
    const { code, err } = await skyaccord('replay', join(ROOT, 'scenarios', 'october.yaml'), '--memorandum', path);
    expect(code).toBe(1);
    expect(err).toMatch(/version/);
  });
});

describeRecordings('recorded days through the command', () => {
  it('finds N421CV and N605WM over Monterey Bay, and warns of them 30 s ahead', async () => {
    const out = join(folder, 'monterey');
    const summary = await replay(recording('adsb-monterey-2025-06-01/tracks.jsonl.gz'), '--out', out);
    expect(summary).toMatchObject({ observations: 44_120, aircraft: 521 });
    const [pass] = between(summary, 'a4ff9c', 'a7dbd2').filter((e) => e.t_cpa.startsWith('2025-06-01T21:13:2'));
    expect(pass?.alerted).toBe('breach');
    expect(pass?.h_cpa_m).toBeGreaterThan(300);
    expect(pass?.h_cpa_m).toBeLessThan(330);
    expect((pass?.v_cpa_m ?? 0) / 0.3048).toBeCloseTo(325, -1);
    expect(pass?.closure_mps).toBeCloseTo(97, 0);
    const lines = (await readFile(join(out, 'outcomes.jsonl'), 'utf8')).split('\n');
    const warned = lines
      .filter((line) => line.includes('a4ff9c') && line.includes('a7dbd2') && line.includes('"warning"'))
      .map((line) => JSON.parse(line) as { kind: string; time_ms: number; alert?: { level: string } })
      .find(({ kind, alert }) => kind.startsWith('alert_') && alert?.level === 'warning');
    expect(Date.parse(pass?.t_cpa ?? '') - (warned?.time_ms ?? Number.NaN)).toBeGreaterThan(30_000);
  });

  it('measures no loss of 5 NM and 900 ft over Switzerland', async () => {
    const path = recording('adsb-switzerland-2018-08-01/tracks.json.gz');
    const summary = await replay(path, '--memorandum', memorandum('en-route-5nm-900ft.yaml'));
    expect(summary).toMatchObject({ observations: 139_098, aircraft: 842 });
    expect(summary.encounters.flatMap((e) => e.losses)).toEqual([]);
  });

  it('reads a folder with folders in it, and says what it found of the tracks', async () => {
    // Of all that flew that day, those whose loggers read heights that are off; the whole day is test/fusion.test.ts's.
    const loggers = ['FJ', 'NX', 'TOY', 'WR', 'YY'];
    const day = 'gliders-bayreuth-2018-05-30';
    const path = join(folder, day);
    await mkdir(join(path, 'onboard'), { recursive: true });
    await copyFile(recording(`${day}/ogn-aprs.txt.gz`), join(path, 'ogn-aprs.txt.gz'));
    for (const one of loggers) {
      await copyFile(recording(`${day}/onboard-igc/${one}.igc.gz`), join(path, 'onboard', `${one}.igc.gz`));
    }
    const summary = await replay(path, '--memorandum', memorandum('gliding-day.yaml'));
    expect(summary.observations).toBeGreaterThan(140_000);
    expect(summary.fused.aircraft).toBeGreaterThanOrEqual(loggers.length);
    expect(summary.flagged.height_bias).toBeGreaterThanOrEqual(loggers.length);
  });

  it('warns E1 and IGP over Leverkusen', async () => {
    const path = recording('gliders-leverkusen-2017-07-15/igc');
    const summary = await replay(path, '--memorandum', memorandum('gliding-day.yaml'));
    const passes = between(summary, 'E1', 'IGP');
    const near = passes.find((e) => e.t_cpa.startsWith('2017-07-15T14:14:0'));
    expect(near?.alerted).toMatch(/warning|breach/);
    expect(near?.h_cpa_m).toBeLessThan(20);
  });
});
