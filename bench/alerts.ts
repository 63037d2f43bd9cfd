import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseMemorandum, replay, Watch } from '@skyaccord/accord';
import type { Observation } from '@skyaccord/wire';
import { RECORDINGS_STAND } from '../test/recordings.ts';
import { CHECKED, observationsOf } from './crosscheck/recordings.ts';
import type { Table } from './harness.ts';

const MEMORANDA = resolve(import.meta.dirname, '../examples/memoranda');
/** An aircraft counts as flying between two of its reports when they are no further apart than this. */
const HEARD_MS = 60_000;

/** How often a recorded sky would have been alerted for, under the example that suits it. */
export async function run(): Promise<Table> {
  if (!RECORDINGS_STAND) throw new Error('bench alerts needs the recordings: set SKYACCORD_DATA to their folder');
  const rows: (string | number)[][] = [];
  for (const one of CHECKED) {
    const name = exampleFor(one.name);
    const text = readFileSync(join(MEMORANDA, `${name}.yaml`), 'utf8');
    const watch = new Watch({ memorandum: parseMemorandum(text).memorandum, advise: [] });
    const observations = await observationsOf(one);
    const hours = aircraftHours(observations);
    const counts = new Map<string, number>();
    for (const { outcomes } of replay(watch, observations)) {
      for (const outcome of outcomes) {
        if (outcome.kind !== 'alert_raised') continue;
        const what = `${outcome.alert.level} ${outcome.alert.kind}`;
        counts.set(what, (counts.get(what) ?? 0) + 1);
      }
    }
    const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
    const row = (what: string, count: number) => [one.name, name, what, count, (count / hours).toFixed(2)];
    rows.push(row(`all, ${hours.toFixed(1)} aircraft hours`, all));
    for (const [what, count] of [...counts].sort((x, y) => y[1] - x[1])) rows.push(row(what, count));
  }
  return {
    title: 'alerts per aircraft hour',
    about: 'alerts as first raised, by level and kind; an aircraft hour is one aircraft heard for an hour',
    columns: ['recording', 'memorandum', 'raised as', 'alerts', 'per aircraft hour'],
    rows,
  };
}

function exampleFor(recording: string): string {
  if (recording.startsWith('gliders')) return 'gliding-day';
  return recording.includes('switzerland') ? 'en-route-5nm-900ft' : 'terminal-3nm-1000ft';
}

function aircraftHours(observations: readonly Observation[]): number {
  const heard = new Map<string, number>();
  let sum_ms = 0;
  for (const { address, time_ms } of observations) {
    const before_ms = heard.get(address) ?? -Infinity;
    if (time_ms - before_ms <= HEARD_MS) sum_ms += Math.max(0, time_ms - before_ms);
    heard.set(address, time_ms);
  }
  return sum_ms / 3_600_000;
}
