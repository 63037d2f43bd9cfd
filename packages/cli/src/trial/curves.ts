import {
  type AlertRecord,
  type Curve,
  curvesOf,
  type Rate,
  type Reliability,
  recordedPairs,
  reliabilityOf,
  type TrialCondition,
  type TrialEncounter,
} from '@skyaccord/accord';
import { readRecording } from '@skyaccord/node/recording';
import { Progress } from '../replay/progress.ts';
import { chunks, runTasks } from './pool.ts';
import { readEncounters, spread } from './read.ts';
import type { CurveTask, PairTask } from './tasks.ts';

export type CurveOptions = {
  readonly sensors: TrialCondition['sensors'];
  readonly json: boolean;
  readonly sample?: number;
  readonly threads?: number;
};

const TASK_SIZE = 8;

/** `skyaccord trial curves`: what alerting costs and misses as its thresholds move, and whether predictions hold. */
export async function trialCurves(path: string, options: CurveOptions): Promise<void> {
  const { encounters } = await readEncounters(path);
  const chosen = spread(encounters, options.sample);
  const { curves, reliability } = await recordCurves(chosen, options.sensors, options.threads);
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ sensors: options.sensors, curves, reliability })}\n`);
    return;
  }
  process.stdout.write(`${chosen.length} encounters by their plans, ${options.sensors} sensors; nobody acts\n`);
  sayCurves(curves, reliability);
}

/** `skyaccord trial recordings`: the same for pairs of aircraft as they were recorded. */
export async function trialRecordings(
  files: readonly string[],
  { json, sample, threads, date }: Omit<CurveOptions, 'sensors'> & { readonly date?: number },
): Promise<void> {
  const progress = new Progress();
  const { observations } = await readRecording([...files], {
    onProgress: (fraction) => progress.show('reading', fraction),
    ...(date === undefined ? {} : { date_ms: date }),
  });
  const pairs = recordedPairs(observations);
  const chosen = spread(pairs, sample);
  const tasks = chunks(chosen, TASK_SIZE).map((some): PairTask => ({ kind: 'pairs', pairs: some }));
  let done = 0;
  const answers = await runTasks<PairTask, AlertRecord[]>(
    tasks,
    () => progress.show('listening', ++done / tasks.length),
    threads,
  );
  progress.done();
  const records = answers.flat();
  const [curves, reliability] = [curvesOf(records), reliabilityOf(records)];
  if (json) {
    process.stdout.write(`${JSON.stringify({ pairs: pairs.length, judged: records.length, curves, reliability })}\n`);
    return;
  }
  process.stdout.write(
    `${chosen.length} of ${pairs.length} recorded pairs within 15 km and 1,500 m; ${records.length} were apart to ` +
      'begin with and are judged; what their crews knew and did is not known\n',
  );
  sayCurves(curves, reliability);
}

function sayCurves(curves: readonly Curve[], reliability: readonly Reliability[]): void {
  for (const curve of curves) process.stdout.write(`\n${curveTable(curve)}`);
  for (const one of reliability) process.stdout.write(`\n${reliabilityTable(one)}`);
}

/** Flies all of them on all processors. */
export async function recordCurves(
  encounters: readonly TrialEncounter[],
  sensors: TrialCondition['sensors'],
  threads?: number,
): Promise<{ readonly curves: Curve[]; readonly reliability: Reliability[] }> {
  const tasks = chunks(encounters, TASK_SIZE).map((some): CurveTask => ({ kind: 'curves', encounters: some, sensors }));
  const progress = new Progress();
  let done = 0;
  const answers = await runTasks<CurveTask, AlertRecord[]>(
    tasks,
    () => progress.show('listening', ++done / tasks.length),
    threads,
  );
  progress.done();
  const records = answers.flat();
  return { curves: curvesOf(records), reliability: reliabilityOf(records) };
}

function curveTable({ label, points, used }: Curve): string {
  const cells = points.map(({ threshold, unnecessary, missed, lead_s }, index) => [
    `${threshold}${index === used ? ' *' : ''}`,
    share(unnecessary),
    share(missed),
    lead_s === null ? '-' : `${lead_s.toFixed(1)} s`,
  ]);
  const star = used === null ? '' : ' (* in use)';
  const head = ['threshold', 'unnecessary alerts', 'late or missing alerts', 'median lead'];
  return `${label}${star}\n${table(head, cells)}`;
}

function reliabilityTable({ label, error, likely_error, bins }: Reliability): string {
  const cells = bins.map(({ n, encounters, predicted, observed, ci95 }) => [
    percent(predicted),
    `${percent(observed)} [${ci95.map(percent).join(' - ')}]`,
    `${n}`,
    `${encounters}`,
  ]);
  return (
    `predicted probability of ${label}: reliability error ${percent(error)}, ` +
    `${percent(likely_error)} where 10 % and more was predicted\n` +
    '(mean distance of predicted from observed shares, weighted by predictions)\n' +
    table(['predicted', 'happened', 'predictions', 'encounters'], cells)
  );
}

const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;

function share({ rate, ci95, events, n }: Rate): string {
  return rate === null || ci95 === null ? '-' : `${percent(rate)} [${ci95.map(percent).join(' - ')}] ${events} of ${n}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd();
  return `${[line(head), ...rows.map(line)].join('\n')}\n`;
}
