import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Options, quantile, type Table } from './harness.ts';

const ROOT = resolve(import.meta.dirname, '..');
const MEMORANDUM = join(ROOT, 'examples', 'memoranda', 'en-route-5nm-900ft.yaml');
/** Per 10,000 NM². */
const DENSITY = 50;
const BAR_MS = 250;
const BAR_GROWTH = 0.05;
const WARM_UP_MS = 30_000;
/**
 * Memory is read around minute 2 and in the last half minute; the medians are compared. Each reading has the garbage of
 * all threads of the node collected, which holds each up for 0.1 s and more: often, and it would be what is measured;
 * left out, a reading would say how long ago a thread last collected its own.
 */
const MEMORY_FROM_MS = 120_000;
const MEMORY_SPAN_MS = 30_000;
const MEMORY_EVERY_MS = 10_000;

type Report = {
  reports: number;
  p50_ms: number;
  p95_ms: number;
  p99_ms: number;
  most_ms: number;
  ticks: number;
  bytes: number;
  outcomes: number;
};

/**
 * A live node under full load: simulated aircraft at 1 Hz through intake, watch, durable journal and stream, read by
 * another process. `--aircraft N` and `--minutes N` change the setting.
 */
export async function run(options: Options): Promise<Table> {
  const aircraft = Number(options.aircraft ?? 10_000);
  const minutes = Number(options.minutes ?? 10);
  const folder = mkdtempSync(join(tmpdir(), 'skyaccord-live-'));
  const node = fork(join(import.meta.dirname, 'live_node.ts'), [folder, MEMORANDUM, `${aircraft}`, `${DENSITY}`], {
    execArgv: ['--expose-gc', '--import', join(import.meta.dirname, 'live_collect.ts')],
  });
  let client: ChildProcess | null = null;
  try {
    const { url } = await answer<{ url: string }>(node);
    client = fork(join(import.meta.dirname, 'live_client.ts'), [url, `${Math.min(WARM_UP_MS, minutes * 20_000)}`]);
    const memory = await watchMemory(node, minutes * 60_000);
    const report = await ask<Report>(client, 'report');
    const health = await fetch(`${url}/health`).then((response) => response.json() as Promise<{ reasons: string[] }>);
    return table(aircraft, minutes, report, memory, health.reasons);
  } finally {
    client?.kill('SIGKILL');
    if (node.connected) node.send('stop');
    await Promise.race([new Promise((done) => node.once('exit', done)), pause(10_000)]);
    node.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}

type Memory = { early_MB: number; late_MB: number; most_MB: number; measured: boolean };

async function watchMemory(node: ChildProcess, length_ms: number): Promise<Memory> {
  const started_ms = performance.now();
  const early: number[] = [];
  const late: number[] = [];
  let most = 0;
  for (;;) {
    const elapsed_ms = performance.now() - started_ms;
    if (elapsed_ms >= length_ms) break;
    const isEarly = Math.abs(elapsed_ms - MEMORY_FROM_MS) < MEMORY_SPAN_MS / 2;
    const isLate = elapsed_ms > length_ms - MEMORY_SPAN_MS;
    if (isEarly || isLate) {
      const { memory } = await ask<{ memory: number }>(node, 'memory');
      (isEarly ? early : late).push(memory / 1e6);
      most = Math.max(most, memory / 1e6);
    }
    await pause(MEMORY_EVERY_MS);
  }
  const middle = (values: number[]) => (values.length === 0 ? Number.NaN : quantile(values, 0.5));
  return { early_MB: middle(early), late_MB: middle(late), most_MB: most, measured: early.length > 0 };
}

function table(aircraft: number, minutes: number, report: Report, memory: Memory, reasons: string[]): Table {
  const growth = memory.late_MB / memory.early_MB - 1;
  const seconds = minutes * 60 - Math.min(WARM_UP_MS, minutes * 20_000) / 1000;
  const bars = [
    {
      what: 'observation to message, 99th percentile',
      bar: `at most ${BAR_MS} ms`,
      measured: `${report.p99_ms} ms`,
      met: report.p99_ms <= BAR_MS,
    },
    {
      what: 'health at the end',
      bar: 'ok',
      measured: reasons.length === 0 ? 'ok' : reasons.join('; '),
      met: reasons.length === 0,
    },
  ];
  if (memory.measured) {
    bars.push({
      what: 'memory from minute 2 to the end',
      bar: `grows less than ${BAR_GROWTH * 100} %`,
      measured: `${(growth * 100).toFixed(1)} %`,
      met: growth < BAR_GROWTH,
    });
  }
  return {
    title: 'a live node under load',
    about:
      `${aircraft} simulated aircraft at 1 Hz, ${DENSITY} per 10,000 NM², ${minutes} minutes, ` +
      'journal synced to disk',
    columns: ['', 'value'],
    rows: [
      ['reports measured', report.reports],
      ['reports a second', Math.round(report.reports / seconds)],
      ['observation to message p50, ms', report.p50_ms],
      ['p95, ms', report.p95_ms],
      ['p99, ms', report.p99_ms],
      ['most, ms', report.most_ms],
      ['outcomes a second', Math.round(report.outcomes / seconds)],
      ['stream, MB a second', (report.bytes / 1e6 / seconds).toFixed(2)],
      ['memory at minute 2, MB', memory.measured ? memory.early_MB.toFixed(0) : 'not that long'],
      ['memory at the end, MB', memory.late_MB.toFixed(0)],
    ],
    bars,
  };
}

function answer<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null) => reject(new Error(`${child.spawnargs.join(' ')} ended with code ${code}`));
    child.once('exit', onExit);
    child.once('message', (message) => {
      child.off('exit', onExit);
      resolve(message as T);
    });
  });
}

function ask<T>(child: ChildProcess, question: string): Promise<T> {
  const reply = answer<T>(child);
  child.send(question);
  return reply;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
