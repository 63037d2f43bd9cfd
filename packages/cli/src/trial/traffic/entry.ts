import { ENTRY_MEASURES, type EntryMeasure, type EntryReport, type EntryRow, tryEntry } from '@skyaccord/accord';
import { loadMemorandum, OCTOBER_MEMORANDUM } from '../../memorandum.ts';
import { Progress } from '../../replay/progress.ts';
import { mayWrite } from '../out.ts';
import { readTemplate, writePage } from '../report.ts';
import { readTraffic } from './recording.ts';
import { miles, minutes, partyName, table } from './words.ts';

export type EntryTrialOptions = {
  readonly party: string;
  readonly traffic: readonly string[];
  readonly memorandum?: string;
  /** Minutes. */
  readonly flexibility: number;
  /** Minutes. */
  readonly block: number;
  readonly date?: number;
  readonly json: boolean;
  readonly report?: string;
};

/** Ticks between two looks at the clock for the progress bar. */
const TICKS_A_LOOK = 200;

/** `skyaccord trial entry`: the same traffic with a party and without it. */
export async function trialEntry(options: EntryTrialOptions): Promise<void> {
  if (options.report !== undefined) await mayWrite(options.report);
  const template = options.report === undefined ? null : await readTemplate();
  const memorandum = await loadMemorandum(options.memorandum ?? OCTOBER_MEMORANDUM);
  const progress = new Progress();
  const traffic = await readTraffic(options.traffic, progress, options.date);
  const run = tryEntry(traffic.recording.observations, {
    memorandum,
    party: options.party,
    flexibility_s: options.flexibility * 60,
    block_s: options.block * 60,
  });
  let step = run.next();
  for (let ticks = 0; !step.done; ticks++) {
    if (ticks % TICKS_A_LOOK === 0) progress.show(`${step.value[0]} ${options.party}`, step.value[1]);
    step = run.next();
  }
  progress.done();
  const report: EntryReport = {
    format: 'skyaccord-entry-trial',
    version: 1,
    made_ms: Date.now(),
    traffic: traffic.told,
    memorandum: { id: memorandum.id, version: memorandum.version },
    parties: memorandum.parties.map(({ id, name }) => ({ id, name })),
    trial: step.value,
  };
  if (options.report !== undefined && template !== null) await writePage(options.report, template, report);
  process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : tellEntry(report));
  if (!options.json && options.report !== undefined) process.stdout.write(`report written to ${options.report}\n`);
}

const TITLES: { readonly [measure in EntryMeasure]: string } = {
  alerts: 'alerts',
  conflicts: 'conflicts',
  breaches: 'breaches',
  delay_s: 'delay, min',
  extra_m: 'track miles, NM',
  missions_lost: 'missions lost',
};

function figure(measure: EntryMeasure, value: number): string {
  if (measure === 'delay_s') return minutes(value);
  return measure === 'extra_m' ? miles(value) : `${Math.round(value * 10) / 10}`;
}

function tellEntry({ trial, memorandum }: EntryReport): string {
  const { party, tracks, rows, others, blocks, block_s, flexibility_s } = trial;
  const some = blocks < 10 ? 'too few for intervals' : '95 % intervals over them, where anything differs';
  return [
    `${party} enters under ${memorandum.id} version ${memorandum.version}: ${tracks} tracks of its own, ` +
      `${trial.observations.with - trial.observations.without} of ${trial.observations.with} observations\n`,
    `${blocks} blocks of ${block_s / 60} min, ${some}; a mission is lost beyond ${flexibility_s / 60} min of delay\n\n`,
    rowText('all others', others),
    ...rows.map((row) => rowText(row.party === party ? `${party} itself` : partyName(row.party), row)),
  ].join('');
}

function rowText(name: string, row: EntryRow): string {
  const cells = ENTRY_MEASURES.map((measure) => {
    const { value, ci95 } = row.difference[measure];
    const interval = ci95 === null ? '-' : `${figure(measure, ci95[0])} to ${figure(measure, ci95[1])}`;
    const told = (from: number): string => figure(measure, from);
    return [TITLES[measure], told(row.without[measure]), told(row.with[measure]), told(value), interval];
  });
  return `${table([`${name} (${row.missions} flights)`, 'without', 'with', 'difference', '95 %'], cells)}\n`;
}
