import { basename } from 'node:path';
import type { Cost, DraftCost, MemorandaReport } from '@skyaccord/accord';
import { Progress } from '../../replay/progress.ts';
import { mayWrite } from '../out.ts';
import { readTemplate, writePage } from '../report.ts';
import { readDrafts, type TriedMemorandum } from './drafts.ts';
import { runPasses } from './pass.ts';
import { callsUnder, readTraffic } from './recording.ts';
import { miles, minutes, partyName, table } from './words.ts';

export type MemorandumTrialOptions = {
  readonly traffic: readonly string[];
  readonly date?: number;
  readonly threads?: number;
  readonly json: boolean;
  readonly report?: string;
};

/** `skyaccord trial memorandum`: the same traffic under several memoranda in one pass, side by side. */
export async function trialMemorandum(paths: readonly string[], options: MemorandumTrialOptions): Promise<void> {
  const begun_ms = performance.now();
  // What would stop the report is told before the work, not after.
  if (options.report !== undefined) await mayWrite(options.report);
  const template = options.report === undefined ? null : await readTemplate();
  const tried = await readDrafts(paths);
  const progress = new Progress();
  const traffic = await readTraffic(options.traffic, progress, options.date);
  const memoranda = tried.map(({ memorandum }) => memorandum);
  const { observations } = traffic.recording;
  const logged = callsUnder(memoranda, traffic);
  const task = { texts: tried.map(({ text }) => text), observations, logged };
  const result = await runPasses(task, (fraction) => progress.show('judging', fraction), options.threads);
  progress.done();
  const names = namesOf(tried);
  const drafts = tried.map(({ file, memorandum, changes }, i): DraftCost => {
    const { id, version, title, parties } = memorandum;
    return {
      ...(result.costs[i] as DraftCost),
      id,
      version,
      name: names[i] ?? id,
      file: basename(file),
      title: title.en ?? Object.values(title)[0] ?? id,
      changes,
      parties: parties.map((party) => ({ id: party.id, name: party.name })),
      took_ms: Math.round(result.took_ms[i] ?? 0),
    };
  });
  const report: MemorandaReport = {
    format: 'skyaccord-memoranda-trial',
    version: 1,
    made_ms: Date.now(),
    traffic: traffic.told,
    drafts,
    tracking_ms: Math.round(result.tracking_ms),
  };
  if (options.report !== undefined && template !== null) await writePage(options.report, template, report);
  if (options.json) {
    process.stdout.write(`${JSON.stringify(report)}\n`);
    return;
  }
  process.stdout.write(tablesOf(report));
  const { tracking_ms, traffic: told } = report;
  const count = drafts.length === 1 ? 'one memorandum' : `${drafts.length} memoranda`;
  const own = drafts.map(({ took_ms }) => (took_ms / 1000).toFixed(1)).join(', ');
  process.stdout.write(
    `\n${told.observations} observations of ${told.aircraft} aircraft under ${count} in ` +
      `${((performance.now() - begun_ms) / 1000).toFixed(1)} s: following the tracks ` +
      `${(tracking_ms / 1000).toFixed(1)} s, judging ${own} s\n`,
  );
  if (options.report !== undefined) process.stdout.write(`report written to ${options.report}\n`);
}

/** A draft that says more than this otherwise is another memorandum: `memorandum diff` tells it all. */
const MOST_CHANGES = 6;

/** What people read, side by side, in this order. */
const FIGURES: readonly (readonly [title: string, of: (cost: Cost) => string])[] = [
  ['alerts', ({ alerts }) => `${alerts}`],
  ['warnings', ({ warnings }) => `${warnings}`],
  ['calls to a person', ({ calls }) => `${calls}`],
  ['breaches measured', ({ breaches }) => `${breaches}`],
  ['verdicts: breached', ({ breached }) => `${breached}`],
  ['verdicts: cannot tell', ({ cannot_tell }) => `${cannot_tell}`],
  ['notices', ({ notices }) => `${notices}`],
  ['crews advised', ({ asked }) => `${asked}`],
  ['of them not safe', ({ unsafe }) => `${unsafe}`],
  ['delay, min', ({ delay_s }) => minutes(delay_s)],
  ['track miles, NM', ({ extra_m }) => miles(extra_m)],
];

/** Of these, what is told by clause and by party. */
const DETAIL = FIGURES.filter(([title]) => title !== 'calls to a person' && title !== 'of them not safe');

function tablesOf({ drafts }: MemorandaReport): string {
  const names = drafts.map(({ name }) => name);
  const said = drafts.map(({ file, changes }, i) => {
    const more = changes.length > MOST_CHANGES ? `; and ${changes.length - MOST_CHANGES} more` : '';
    const what = changes.length === 0 ? '' : `: ${changes.slice(0, MOST_CHANGES).join('; ')}${more}`;
    return `${i + 1}. ${names[i]} (${file})${what}\n`;
  });
  const totals = FIGURES.map(([title, of]) => [title, ...drafts.map(({ total }) => of(total))]);
  const clauses = drafts.map(({ by_clause }) => new Map(by_clause.map((row) => [row.clause, row])));
  const parties = drafts.map(({ by_party }) => new Map(by_party.map((row) => [partyName(row.party), row])));
  return [
    `${said.join('')}\n`,
    table(['', ...names], totals),
    `\n${table(['by clause', ...names], detailOf(clauses))}`,
    `\n${table(['by party', ...names], detailOf(parties))}`,
  ].join('');
}

/** For each figure a line by clause or party; where all drafts say none, none. `-`: a draft has no such row. */
function detailOf(drafts: readonly ReadonlyMap<string, Cost>[]): string[][] {
  const keys = [...new Set(drafts.flatMap((rows) => [...rows.keys()]))];
  return DETAIL.flatMap(([title, of]) => {
    const lines = keys.map((key) => [`  ${key}`, ...drafts.map((rows) => told(rows.get(key), of))]);
    const some = lines.filter(([, ...cells]) => cells.some((cell) => cell !== '-' && Number(cell) !== 0));
    return some.length === 0 ? [] : [[title], ...some];
  });
}

const told = (cost: Cost | undefined, of: (cost: Cost) => string): string => (cost === undefined ? '-' : of(cost));

/** The id where that tells them apart, else with the version, else the file. */
function namesOf(tried: readonly TriedMemorandum[]): string[] {
  const ids = tried.map(({ memorandum }) => memorandum.id);
  const versions = tried.map(({ memorandum }) => `${memorandum.id} v${memorandum.version}`);
  for (const names of [ids, versions]) if (new Set(names).size === names.length) return names;
  const files = tried.map(({ file }) => basename(file));
  return new Set(files).size === files.length ? files : tried.map(({ file }) => file);
}
