import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { entryOf, replay, Watch } from '@skyaccord/accord';
import { readRecording } from '@skyaccord/node/recording';
import { loadMemorandum, OCTOBER_MEMORANDUM } from '../memorandum.ts';
import { sayComplaints } from './complaints.ts';
import { aircraftHours } from './hours.ts';
import { Progress } from './progress.ts';
import { encounterJson, Result } from './result.ts';
import { encounterTable } from './table.ts';
import type { Tracking } from './tracking.ts';
import { verdictTable } from './verdicts.ts';

export type ReplayOptions = { memorandum?: string; out?: string; date?: number; json: boolean };

/** Ticks between two looks at the clock for the progress bar. */
const TICKS_A_LOOK = 200;

/** `skyaccord replay`: reads recordings, runs the watch over them, prints and writes what came of it. */
export async function replayFiles(files: readonly string[], options: ReplayOptions): Promise<void> {
  const begun_ms = performance.now();
  const memorandum = await loadMemorandum(options.memorandum ?? OCTOBER_MEMORANDUM);
  const progress = new Progress();
  const recording = await readRecording([...files], {
    onProgress: (fraction) => progress.show('reading', fraction),
    ...(options.date === undefined ? {} : { date_ms: options.date }),
  });
  const { observations } = recording;
  if (options.out) await mkdir(join(options.out, 'cases'), { recursive: true });
  const file = options.out ? createWriteStream(join(options.out, 'outcomes.jsonl')) : null;
  const result = new Result(file ? (line) => file.write(line) : null);
  let ticks = 0;
  const logged = recording.calls.map((call) => entryOf(memorandum, call));
  // What nobody reads is not worked out; nothing else comes of it.
  const watch = new Watch({ memorandum, bands: file !== null });
  for (const step of replay(watch, observations, logged)) {
    result.add(step.outcomes);
    ticks += 1;
    if (ticks % TICKS_A_LOOK !== 0) continue;
    progress.show('replaying', step.used / observations.length);
    // A slow disk must not fill the memory.
    if (file?.writableNeedDrain) await new Promise<void>((resolve) => file.once('drain', () => resolve()));
  }
  progress.done();
  sayComplaints(recording);
  if (file) await finished(file.end());
  if (options.out) await writeCases(options.out, result);
  const aircraft = new Set(observations.map((o) => o.address)).size;
  const summary = { observations: observations.length, aircraft, aircraft_hours: aircraftHours(observations) };
  if (options.json) process.stdout.write(`${JSON.stringify(resultJson(summary, result, memorandum))}\n`);
  else print(summary, result, options.out, performance.now() - begun_ms);
}

/** `aircraft` counts addresses, and so do the hours that they were heard. */
type Summary = { observations: number; aircraft: number; aircraft_hours: number };

function resultJson(
  summary: Summary,
  result: Result,
  memorandum: { id: string; version: number },
): Record<string, unknown> {
  return {
    ...summary,
    memorandum: { id: memorandum.id, version: memorandum.version },
    encounters: result.encounters.map(encounterJson),
    alerts: result.alerts,
    alerts_per_aircraft_hour: perHour(result.alerts.raised, summary),
    fused: result.tracking.fused,
    flagged: result.tracking.flagged,
    verdicts: result.verdicts.tallies,
    questions: result.verdicts.questions,
    cases: result.cases.length,
    case_ids: result.cases.map((one) => one.id),
    outcomes: { count: result.outcomes, sha256: result.digest() },
  };
}

async function writeCases(folder: string, result: Result): Promise<void> {
  await writeFile(
    join(folder, 'encounters.json'),
    `${JSON.stringify(result.encounters.map(encounterJson), null, 1)}\n`,
  );
  for (const one of result.cases) {
    await writeFile(join(folder, 'cases', `${one.id}.json`), `${JSON.stringify(one, null, 1)}\n`);
  }
}

/** Null where nothing was heard for any time. */
function perHour(count: number, { aircraft_hours }: Summary): number | null {
  return aircraft_hours > 0 ? count / aircraft_hours : null;
}

function print(summary: Summary, result: Result, out: string | undefined, took_ms: number): void {
  const losses = result.encounters.filter((one) => one.losses.length > 0).length;
  const breaches = result.encounters.reduce((sum, one) => sum + one.breaches.length, 0);
  process.stdout.write(encounterTable(result.encounters, result.tracking));
  process.stdout.write(
    `\n${summary.observations} observations of ${summary.aircraft} aircraft in ${(took_ms / 1000).toFixed(1)} s: ` +
      `${result.encounters.length} encounters, ${result.alerts.raised} alerts, ${losses} losses of separation, ` +
      `${breaches} breaches, ${result.cases.length} cases\n` +
      `${perHour(result.alerts.raised, summary)?.toFixed(2) ?? 'no'} alerts per aircraft hour ` +
      `(${summary.aircraft_hours.toFixed(1)} hours heard); ${result.outcomes} outcomes\n`,
  );
  process.stdout.write(verdictTable(result.verdicts));
  const { calls, questions } = result.verdicts;
  if (calls > 0) process.stdout.write(`entries of the log of calls: ${calls}\n`);
  if (questions > 0) process.stdout.write(`questions to people: ${questions}\n`);
  printTracking(result.tracking);
  if (out) process.stdout.write(`written to ${out}; outcomes.jsonl has SHA-256 ${result.digest()}\n`);
}

/** What was found of the tracks themselves; nothing where nothing was. */
function printTracking({ fused, flagged }: Tracking): void {
  const parted = fused.parted === 0 ? '' : `; pairs of tracks held to be one and found to be two: ${fused.parted}`;
  if (fused.aircraft > 0 || fused.parted > 0) {
    process.stdout.write(`one aircraft under several addresses: ${fused.aircraft}${parted}\n`);
  }
  const kinds = Object.entries(flagged).map(([kind, count]) => `${kind.replaceAll('_', ' ')} ${count}`);
  if (kinds.length > 0) process.stdout.write(`tracks not to be believed as they stand: ${kinds.join(', ')}\n`);
}
