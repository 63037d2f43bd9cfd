import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type Curve,
  type Reliability,
  type ReportCondition,
  type ReportPaired,
  reportRow,
  summarize,
  type TrialEncounter,
  type TrialReport,
  unmitigatedRow,
} from '@skyaccord/accord';
import { keyOf, type Peer, pairedIn, type Trial } from './compare.ts';
import { TrialFileError } from './read.ts';
import type { FlownEncounter } from './tasks.ts';

/** The page that is filled, as the build puts it beside the others. */
const TEMPLATE = fileURLToPath(new URL('../../../display/dist/trial-report.html', import.meta.url));
/** Where the data goes; it stands there once. */
const MARK = '<script type="application/json" id="trial-report">null</script>';

export type ReportInput = {
  readonly path: string;
  readonly sha256: string;
  readonly method: string;
  readonly encounters: readonly TrialEncounter[];
  readonly flown: readonly FlownEncounter[];
  readonly trials: readonly Trial[];
  readonly curves: readonly Curve[];
  readonly reliability: readonly Reliability[];
};

/** The page without data. @throws {TrialFileError} when the pages are not built */
export async function readTemplate(): Promise<string> {
  const page = await readFile(TEMPLATE, 'utf8').catch(() => '');
  if (page.split(MARK).length === 2) return page;
  throw new TrialFileError(
    `The page for reports does not stand at ${TEMPLATE}.`,
    'Build the pages first: npm start builds them before it serves them.',
  );
}

/** Writes the page with the trial in it. */
export async function writeReport(file: string, template: string, input: ReportInput): Promise<void> {
  await writePage(file, template, reportOf(input));
}

/** Writes the page with a report of any trial in it. */
export async function writePage(file: string, template: string, report: object): Promise<void> {
  const data = JSON.stringify(report).replaceAll('<', '\\u003c');
  await writeFile(
    file,
    template.replace(MARK, () => MARK.replace('null', () => data)),
  );
}

function reportOf(input: ReportInput): TrialReport {
  const { encounters, flown, trials, method } = input;
  const planned = trials[0]?.rows.map((row) => ({ ...row, outcome: { ...UNGUIDED, ...row.unmitigated } })) ?? [];
  return {
    format: 'skyaccord-trial-report',
    version: 1,
    made_ms: Date.now(),
    source: { name: basename(input.path), sha256: input.sha256 },
    encounters,
    unmitigated: {
      metrics: summarize(planned.map((row, i) => ({ ...row, outcome: { ...row.outcome, ...flown[i]?.unmitigated } }))),
      rows: flown.map((one) => unmitigatedRow(one.unmitigated)),
    },
    conditions: [
      ...trials.map((trial) => ours(trial, method, flown)),
      ...trials.flatMap((trial) => trial.peers.map((peer) => theirs(trial, peer))),
    ],
    curves: input.curves,
    reliability: input.reliability,
  };
}

/** What a flight by the plan has of an outcome. */
const UNGUIDED = {
  min_norm_nmac: 0,
  min_norm_dwc: 0,
  t_first_alert_s: null,
  t_first_response_s: null,
  reversals: 0,
  extra_distance_m: 0,
  altitude_deviation_m: 0,
  advisories: 0,
};

function ours(trial: Trial, method: string, flown: readonly FlownEncounter[]): ReportCondition {
  return {
    ...trial.condition,
    key: keyOf(method, trial.condition),
    method,
    flown: true,
    metrics: trial.metrics,
    paired: trial.peers.flatMap((peer) => pairedGroups(trial, peer)),
    rows: trial.rows.map((row) => reportRow(row.outcome)),
    briefings: flown.map((one) => one.briefings?.[trial.index] ?? null),
  };
}

function theirs({ condition }: Trial, peer: Peer): ReportCondition {
  return {
    ...condition,
    key: keyOf(peer.method, condition),
    method: peer.method,
    flown: false,
    metrics: peer.metrics,
    paired: [],
    rows: peer.rows.map((row) => row && reportRow(row.outcome)),
    briefings: null,
  };
}

function pairedGroups(trial: Trial, peer: Peer): ReportPaired[] {
  return Object.keys(trial.metrics).flatMap((group) => {
    if (peer.metrics[group] === undefined) return [];
    const { only_first, only_second, p } = pairedIn(group, trial, peer);
    return [{ peer: peer.method, group, only_ours: only_first, only_peer: only_second, p }];
  });
}
