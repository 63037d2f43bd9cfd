import { access } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Method, TrialCondition, TrialEncounter } from '@skyaccord/accord';
import { Progress } from '../replay/progress.ts';
import { keyOf, pairedIn, type Trial, trialOf } from './compare.ts';
import { recordCurves } from './curves.ts';
import { mayWrite } from './out.ts';
import { agreement, agreementText } from './planned.ts';
import { chunks, runTasks } from './pool.ts';
import { type EncounterFile, readEncounters, readResults, resultsBeside, spread, TrialFileError } from './read.ts';
import { readTemplate, writeReport } from './report.ts';
import { groupTable, type TableRow, TOLD_GROUPS } from './table.ts';
import type { FlownEncounter, FlyTask } from './tasks.ts';

export type TrialOptions = {
  readonly method: Method;
  readonly sensors: TrialCondition['sensors'];
  readonly equipped: TrialCondition['equipped'];
  /** All four conditions in place of one. */
  readonly all: boolean;
  readonly json: boolean;
  readonly report?: string;
  /** Operating curves in the report too. */
  readonly curves: boolean;
  readonly results?: string;
  readonly sample?: number;
  readonly threads?: number;
};

/** Encounters in one task: small enough that threads end together. */
const TASK_SIZE = 16;

const ALL_CONDITIONS: readonly TrialCondition[] = [
  { sensors: 'noisy', equipped: 'own' },
  { sensors: 'perfect', equipped: 'own' },
  { sensors: 'noisy', equipped: 'both' },
  { sensors: 'perfect', equipped: 'both' },
];

/** `skyaccord trial encounters`: flies encounters in closed loop, and says what came of it beside the peers. */
export async function trialEncounters(path: string, options: TrialOptions): Promise<void> {
  const begun_ms = performance.now();
  // What would stop the report is told before the flights, not after.
  if (options.curves && options.report === undefined) {
    throw new TrialFileError('--curves belongs to a report.', 'Add --report FILE, or use trial curves.');
  }
  if (options.report !== undefined) await mayWrite(options.report);
  const template = options.report === undefined ? null : await readTemplate();
  const file = await readEncounters(path);
  const encounters = spread(file.encounters, options.sample);
  const resultsPath = options.results ?? (await standing(resultsBeside(path)));
  const results = resultsPath === null ? null : await readResults(resultsPath);
  const conditions = options.all
    ? ALL_CONDITIONS
    : [{ sensors: options.sensors, equipped: options.equipped } satisfies TrialCondition];
  const flown = await flyAll(encounters, conditions, options);
  const trials = conditions.map((condition, index) => trialOf(condition, index, encounters, flown, results));
  if (options.report !== undefined && template !== null) {
    const { method, report } = options;
    const parts = { path, sha256: file.sha256, method, encounters, flown, trials };
    const listened = options.curves
      ? await recordCurves(encounters, options.sensors, options.threads)
      : { curves: [], reliability: [] };
    await writeReport(report, template, { ...parts, ...listened });
  }
  if (options.json) {
    const metrics = trials.map(({ condition, metrics }) => [keyOf(options.method, condition), metrics]);
    process.stdout.write(`${JSON.stringify(Object.fromEntries(metrics))}\n`);
    return;
  }
  sayEncounters(file, encounters);
  if (results !== null && resultsPath !== null) {
    const compared = agreement(encounters, flown, results);
    if (compared !== null) process.stdout.write(agreementText(compared, basename(resultsPath)));
  }
  for (const trial of trials) sayTrial(trial, options.method);
  const took_s = (performance.now() - begun_ms) / 1000;
  process.stdout.write(`${encounters.length} encounters, ${conditions.length} condition(s): ${took_s.toFixed(1)} s\n`);
  if (options.report !== undefined) process.stdout.write(`report written to ${options.report}\n`);
}

async function standing(path: string): Promise<string | null> {
  return access(path).then(
    () => path,
    () => null,
  );
}

async function flyAll(
  encounters: readonly TrialEncounter[],
  conditions: readonly TrialCondition[],
  { method, report, threads }: TrialOptions,
): Promise<FlownEncounter[]> {
  const briefings = report !== undefined;
  const tasks = chunks(encounters, TASK_SIZE).map(
    (some): FlyTask => ({ kind: 'fly', encounters: some, method, conditions, briefings }),
  );
  const progress = new Progress();
  let done = 0;
  const answers = await runTasks<FlyTask, FlownEncounter[]>(
    tasks,
    () => progress.show('flying', ++done / tasks.length),
    threads,
  );
  progress.done();
  return answers.flat();
}

function sayEncounters({ encounters: all, sha256 }: EncounterFile, encounters: readonly TrialEncounter[]): void {
  const classes = Map.groupBy(encounters, ({ cls }) => cls);
  const counts = [...classes].map(([cls, some]) => `${some.length} ${cls}`).join(', ');
  const part = encounters.length === all.length ? '' : ` of ${all.length}`;
  process.stdout.write(`${encounters.length}${part} encounters (${counts}); SHA-256 ${sha256.slice(0, 16)}\n`);
}

function sayTrial(trial: Trial, method: Method): void {
  const { sensors, equipped } = trial.condition;
  const who = equipped === 'own' ? 'the own ship alone acts' : 'equipped traffic acts too';
  process.stdout.write(`\n${method}: ${sensors} sensors, ${who}\n`);
  for (const [group, title] of TOLD_GROUPS) {
    const metrics = trial.metrics[group];
    if (metrics === undefined) continue;
    const peers = trial.peers.flatMap((peer): TableRow[] => {
      const theirs = peer.metrics[group];
      return theirs === undefined
        ? []
        : [{ method: peer.method, metrics: theirs, paired: pairedIn(group, trial, peer) }];
    });
    const label = peers.some((peer) => peer.method === method) ? `${method}, flown here` : method;
    process.stdout.write(`\n${groupTable(title, [{ method: label, metrics, paired: null }, ...peers])}`);
  }
}
