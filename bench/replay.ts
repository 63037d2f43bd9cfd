import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { RECORDINGS_STAND, recording } from '../test/recordings.ts';
import { quantile, type Table } from './harness.ts';

const ROOT = resolve(import.meta.dirname, '..');
const MEMORANDUM = 'examples/memoranda/terminal-3nm-1000ft.yaml';
const RUNS = 5;
const BAR_S = 3;
const BAR_MB = 400;

/** A recorded day through `skyaccord replay`, as a person runs it: a process of its own, from its start to its end. */
export async function run(): Promise<Table> {
  if (!RECORDINGS_STAND) throw new Error('bench replay needs the recordings: set SKYACCORD_DATA to their folder');
  const runs = Array.from({ length: RUNS }, () => replay(recording('adsb-monterey-2025-06-01/tracks.jsonl.gz')));
  const times_s = runs.map(({ time_s }) => time_s);
  const processor_s = runs.map((one) => one.processor_s);
  const peaks_MB = runs.map(({ peak_MB }) => peak_MB);
  const [first] = runs;
  if (first === undefined || new Set(runs.map(({ hash }) => hash)).size !== 1) {
    throw new Error('two runs of one recording printed different results');
  }
  const cells = (values: readonly number[], digits: number): string[] =>
    [0.5, 0, 1].map((share) => quantile(values, share).toFixed(digits));
  return {
    title: 'replay of a recorded day',
    about:
      `Monterey, 2025-06-01: ${first.observations} reports of ${first.aircraft} aircraft; ` +
      `${RUNS} runs, identical results`,
    columns: ['', 'median', 'least', 'most'],
    rows: [
      ['time, s', ...cells(times_s, 2)],
      ['processor time of all threads, s', ...cells(processor_s, 2)],
      ['peak memory, MB', ...cells(peaks_MB, 0)],
    ],
    bars: [
      bar('time', quantile(times_s, 0.5), BAR_S, 's', 2),
      bar('peak memory', Math.max(...peaks_MB), BAR_MB, 'MB', 0),
    ],
  };
}

function bar(what: string, value: number, limit: number, unit: string, digits: number) {
  return { what, bar: `at most ${limit} ${unit}`, measured: `${value.toFixed(digits)} ${unit}`, met: value <= limit };
}

type Used = { peak_MB: number; processor_s: number };
type Run = Used & { time_s: number; hash: string; observations: number; aircraft: number };

function replay(file: string): Run {
  const folder = mkdtempSync(join(tmpdir(), 'skyaccord-bench-'));
  try {
    const used = join(folder, 'used');
    const hook = pathToFileURL(join(import.meta.dirname, 'peak.mjs')).href;
    const command = [
      join(ROOT, 'packages/cli/src/main.ts'),
      'replay',
      file,
      '--memorandum',
      join(ROOT, MEMORANDUM),
      '--json',
    ];
    const started = performance.now();
    const output = execFileSync(process.execPath, ['--import', hook, ...command], {
      env: { ...process.env, PEAK_FILE: used },
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 64 * 1024 * 1024,
      timeout: 120_000,
    });
    const time_s = (performance.now() - started) / 1000;
    const { observations, aircraft } = JSON.parse(output.toString('utf8')) as Run;
    const hash = createHash('sha256').update(output).digest('hex');
    return { time_s, ...(JSON.parse(readFileSync(used, 'utf8')) as Used), hash, observations, aircraft };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
