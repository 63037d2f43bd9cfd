import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseMemorandum, replay, Watch } from '@skyaccord/accord';
import type { Observation } from '@skyaccord/wire';
import { aircraftHours } from '../packages/cli/src/replay/hours.ts';
import { RECORDINGS_STAND } from '../test/recordings.ts';
import { CHECKED, observationsOf } from './crosscheck/recordings.ts';
import type { Bar, Table } from './harness.ts';

const MEMORANDA = resolve(import.meta.dirname, '../examples/memoranda');
const OCTOBER = resolve(import.meta.dirname, '../scenarios/october.memorandum.yaml');
/** The busiest recording, under the memorandum with the widest minima. */
const BUSIEST = 'adsb-monterey-2025-06-01';
const WINDOW_MS = 600_000;
const MOST_CALLS = 10;

/** How often a recorded sky would have been alerted for, under the example that suits it. */
export async function run(): Promise<Table> {
  if (!RECORDINGS_STAND) throw new Error('bench alerts needs the recordings: set SKYACCORD_DATA to their folder');
  const rows: (string | number)[][] = [];
  const bars: Bar[] = [];
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
    if (one.name === BUSIEST) bars.push(...callsOf(observations));
  }
  return {
    title: 'alerts per aircraft hour',
    about: 'alerts as first raised, by level and kind; an aircraft hour is one aircraft heard for an hour',
    columns: ['recording', 'memorandum', 'raised as', 'alerts', 'per aircraft hour'],
    rows,
    bars,
  };
}

/** How often a person would have been called: the most in any ten minutes, and by how many alerts that warned. */
function callsOf(observations: readonly Observation[]): Bar[] {
  const watch = new Watch({ memorandum: parseMemorandum(readFileSync(OCTOBER, 'utf8')).memorandum, advise: [] });
  const warned = new Map<string, number>();
  const called = new Map<string, number>();
  for (const { outcomes } of replay(watch, observations)) {
    for (const outcome of outcomes) {
      if (outcome.kind !== 'alert_raised' && outcome.kind !== 'alert_updated') continue;
      const { id, level, alarm } = outcome.alert;
      if (level === 'advisory') continue;
      if (!warned.has(id)) warned.set(id, outcome.time_ms);
      if (alarm !== undefined && !called.has(alarm)) called.set(alarm, outcome.time_ms);
    }
  }
  const most = mostWithin([...called.values()], WINDOW_MS);
  const alerts = mostWithin([...warned.values()], WINDOW_MS);
  return [
    {
      what: `${BUSIEST} under october: calls to a person in any 10 minutes`,
      bar: `at most ${MOST_CALLS}`,
      measured: `${most} (${called.size} in all; alerts that warned: at most ${alerts}, ${warned.size} in all)`,
      met: most <= MOST_CALLS,
    },
  ];
}

function mostWithin(times_ms: number[], window_ms: number): number {
  times_ms.sort((x, y) => x - y);
  let most = 0;
  for (let i = 0, j = 0; i < times_ms.length; i++) {
    while (times_ms[i]! - times_ms[j]! >= window_ms) j++;
    most = Math.max(most, i - j + 1);
  }
  return most;
}

function exampleFor(recording: string): string {
  if (recording.startsWith('gliders')) return 'gliding-day';
  return recording.includes('switzerland') ? 'en-route-5nm-900ft' : 'terminal-3nm-1000ft';
}
