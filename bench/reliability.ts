import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseMemorandum, replay, Watch } from '@skyaccord/accord';
import type { Observation } from '@skyaccord/wire';
import type { Alert, Encounter } from '../packages/accord/src/outcome.ts';
import { RECORDINGS_STAND } from '../test/recordings.ts';
import { CHECKED, observationsOf } from './crosscheck/recordings.ts';
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
    const bins = Array.from({ length: BINS }, () => ({ looks: 0, told: 0, came: 0 }));
    for (const { pair, time_ms, p } of sure) {
      const bin = bins[Math.min(BINS - 1, Math.floor(p * BINS))]!;
      const came = (breaches.get(pair) ?? []).some((at_ms) => at_ms >= time_ms && at_ms <= time_ms + ahead_ms);
      bin.looks += 1;
      bin.told += p;
      bin.came += came ? 1 : 0;
    }
    if (sure.length < LEAST_LOOKS) continue;
    const off = bins.reduce((sum, bin) => sum + Math.abs(bin.told - bin.came), 0) / sure.length;
    const share = (of: 'told' | 'came') => (bins.reduce((sum, bin) => sum + bin[of], 0) / sure.length).toFixed(3);
    const passes = new Set(sure.map(({ pair }) => pair)).size;
    rows.push([one.name, told.length, sure.length, passes, share('told'), share('came'), percent(off)]);
    bars.push({ what: one.name, bar: `at most ${percent(BAR)}`, measured: percent(off), met: off <= BAR });
  }
  return {
    title: 'does the probability that alerts tell hold?',
    about: `looks ${LOOK_MS / 1000} s apart; in doubt where an aircraft is not heard for ${GAP_MS / 1000} s`,
    columns: ['recording', 'looks', 'not in doubt', 'pairs', 'told', 'came', 'reliability error'],
    rows,
    bars,
  };
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
