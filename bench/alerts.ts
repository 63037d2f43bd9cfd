import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseMemorandum, replay, Watch } from '@skyaccord/accord';
import { aircraftHours } from '../packages/cli/src/replay/hours.ts';
import { RECORDINGS_STAND } from '../test/recordings.ts';
import { CHECKED, observationsOf } from './crosscheck/recordings.ts';
import type { Table } from './harness.ts';

const MEMORANDA = resolve(import.meta.dirname, '../examples/memoranda');

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
