import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseMemorandum, replay, Watch } from '@skyaccord/accord';
import type { Observation } from '@skyaccord/wire';
import type { Alert, Encounter } from '../packages/accord/src/outcome.ts';
import { RECORDINGS_STAND } from '../test/recordings.ts';
import { CHECKED, observationsOf } from './crosscheck/recordings.ts';
import { generator } from './engine/generator.ts';
import type { Bar, Table } from './harness.ts';

const OCTOBER = resolve(import.meta.dirname, '../scenarios/october.memorandum.yaml');
/** One look at each alert in so long, ms. */
const LOOK_MS = 9900;
/** Whether a breach came can only be told where both were heard without a longer gap than this, ms. */
const GAP_MS = 25_000;
const BINS = 10;
/** Fewer looks than this say nothing. */
const LEAST_LOOKS = 100;
const BAR = 0.05;
/** Looks at one pair without a longer pause than this are looks at one pass, ms. */
const PASS_MS = 600_000;
/** How often what comes of the passes is drawn. */
const DRAWS = 1000;

type Told = { readonly pair: string; readonly ids: readonly string[]; readonly time_ms: number; readonly p: number };

/**
 * Does the probability of a breach that alerts tell hold? Recordings under the October memorandum, nobody advised: at
 * each alert, once in ten seconds until the first breach, the probability told against whether any of the clauses was
 * breached within its warning time, by what was measured. The reliability error is the mean distance of both over ten
 * bins, weighed by looks.
 */
export async function run(): Promise<Table> {
  if (!RECORDINGS_STAND) throw new Error('bench reliability needs the recordings: set SKYACCORD_DATA to their folder');
  const { memorandum } = parseMemorandum(readFileSync(OCTOBER, 'utf8'));
  const separations = memorandum.clauses.filter((clause) => clause.kind === 'separation_minimum');
  const grace_s = new Map(separations.map((clause) => [clause.id, clause.grace_s]));
  const ahead_ms = 1000 * Math.max(...separations.map((clause) => clause.warn_ahead_s));
  const rows: (string | number)[][] = [];
  const bars: Bar[] = [];
  // Gliders circle together on purpose: what comes of that is no breach of anybody's plan.
  for (const one of CHECKED.filter(({ height }) => height === 'pressure')) {
    const observations = await observationsOf(one);
    const told: Told[] = [];
    const last_ms = new Map<string, number>();
    const breaches = new Map<string, number[]>();
    for (const { outcomes } of replay(new Watch({ memorandum, advise: [] }), observations)) {
      for (const outcome of outcomes) {
        if (outcome.kind === 'encounter_closed') keepBreaches(outcome.encounter, grace_s, breaches);
        if (outcome.kind !== 'alert_raised' && outcome.kind !== 'alert_updated') continue;
        const look = lookOf(outcome.alert);
        if (look === null || look.time_ms - (last_ms.get(look.pair) ?? Number.NEGATIVE_INFINITY) < LOOK_MS) continue;
        last_ms.set(look.pair, look.time_ms);
        told.push(look);
      }
    }
    const heard = timesOf(observations);
    const sure = told.filter(({ ids, time_ms }) => ids.every((id) => isHeard(heard, id, time_ms, time_ms + ahead_ms)));
    if (sure.length < LEAST_LOOKS) continue;
    const came = sure.map(({ pair, time_ms }) =>
      (breaches.get(pair) ?? []).some((at_ms) => at_ms >= time_ms && at_ms <= time_ms + ahead_ms),
    );
    const off = errorOf(sure, came);
    const share = (of: readonly number[]) => (of.reduce((sum, x) => sum + x, 0) / sure.length).toFixed(3);
    const [shareTold, shareCame] = [share(sure.map(({ p }) => p)), share(came.map(Number))];
    const passes = passesOf(sure);
    const chance = errorsByChance(sure, passes);
    const [median, most] = [chance[DRAWS / 2]!, chance[Math.floor(DRAWS * 0.95)]!];
    const counts = [told.length, sure.length, new Set(passes).size];
    rows.push([one.name, ...counts, shareTold, shareCame, percent(off), `${percent(median)}, ${percent(most)}`]);
    bars.push({ what: one.name, bar: `at most ${percent(BAR)}`, measured: percent(off), met: off <= BAR });
  }
  return {
    title: 'does the probability that alerts tell hold?',
    about: `${LOOK_MS / 1000} s apart; in doubt where not heard for ${GAP_MS / 1000} s; by chance: median and 95 %`,
    columns: ['recording', 'looks', 'not in doubt', 'passes', 'told', 'came', 'reliability error', 'by chance'],
    rows,
    bars,
  };
}

/** The mean distance, over bins of what was told, between that and the share that came, weighed by looks. */
function errorOf(looks: readonly Told[], came: readonly boolean[]): number {
  const apart = new Float64Array(BINS);
  for (const [i, { p }] of looks.entries()) apart[Math.min(BINS - 1, Math.floor(p * BINS))]! += p - Number(came[i]);
  return apart.reduce((sum, one) => sum + Math.abs(one), 0) / looks.length;
}

/** The number of the pass that each look belongs to. */
function passesOf(looks: readonly Told[]): number[] {
  const last = new Map<string, { pass: number; time_ms: number }>();
  let count = 0;
  return looks.map(({ pair, time_ms }) => {
    const before = last.get(pair);
    const pass = before !== undefined && time_ms - before.time_ms <= PASS_MS ? before.pass : count++;
    last.set(pair, { pass, time_ms });
    return pass;
  });
}

/**
 * What the error would be by chance if every probability held, in rising order: one number is drawn for each pass, and
 * a breach comes of each of its looks that told more than that, as looks at one pass are looks at one event.
 */
function errorsByChance(looks: readonly Told[], passes: readonly number[]): number[] {
  const next = generator(1);
  const errors = Array.from({ length: DRAWS }, () => {
    const drawn = new Map<number, number>();
    for (const pass of passes) if (!drawn.has(pass)) drawn.set(pass, next());
    return errorOf(
      looks,
      looks.map(({ p }, i) => p > drawn.get(passes[i]!)!),
    );
  });
  return errors.sort((x, y) => x - y);
}

/** What an alert tells before a breach of it; null once there was one, also one that is over or nobody measured. */
function lookOf({ a, b, time_ms, findings, probability }: Alert): Told | null {
  if (findings.length === 0 || probability === undefined) return null;
  if (findings.some((one) => one.level === 'breach' || (one.breach_ms ?? time_ms) < time_ms - 1000)) return null;
  const ids = [a.track, b.track];
  return { pair: ids.join(' '), ids, time_ms, p: probability };
}

/** When grace times ran out, by pair. */
function keepBreaches({ a, b, losses }: Encounter, grace_s: ReadonlyMap<string, number>, into: Map<string, number[]>) {
  const pair = `${a} ${b}`;
  for (const { clause, from_ms, duration_s, excused_s } of losses) {
    const counted_s = (grace_s.get(clause) ?? Number.POSITIVE_INFINITY) + excused_s;
    if (duration_s > counted_s) into.set(pair, [...(into.get(pair) ?? []), from_ms + 1000 * counted_s]);
  }
}

/** When each track was heard; tracks of recordings bear their addresses. */
function timesOf(observations: readonly Observation[]): Map<string, number[]> {
  const heard = new Map<string, number[]>();
  for (const { address, time_ms } of observations) {
    const times = heard.get(address);
    if (times === undefined) heard.set(address, [time_ms]);
    else times.push(time_ms);
  }
  for (const times of heard.values()) times.sort((x, y) => x - y);
  return heard;
}

function isHeard(heard: ReadonlyMap<string, readonly number[]>, id: string, from_ms: number, to_ms: number): boolean {
  let before_ms = Number.NEGATIVE_INFINITY;
  for (const time_ms of heard.get(id.replace('~', '')) ?? []) {
    if (time_ms > from_ms && Math.min(time_ms, to_ms) - Math.max(before_ms, from_ms - GAP_MS) > GAP_MS) return false;
    if (time_ms >= to_ms) return true;
    before_ms = time_ms;
  }
  return false;
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
