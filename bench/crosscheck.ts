import { RECORDINGS_STAND } from '../test/recordings.ts';
import { crosscheck } from './crosscheck/check.ts';
import { UNEXPLAINED } from './crosscheck/explain.ts';
import { CHECKED } from './crosscheck/recordings.ts';
import type { Table } from './harness.ts';

/** Every pair under 1 km in the lists of closest approaches beside the recordings, against what the watch measured. */
export async function run(): Promise<Table> {
  if (!RECORDINGS_STAND) throw new Error('bench crosscheck needs the recordings: set SKYACCORD_DATA to their folder');
  const rows: (string | number)[][] = [];
  let pairs = 0;
  let unexplained = 0;
  for (const one of CHECKED) {
    const counts = new Map<string, number>();
    for (const { why } of await crosscheck(one)) counts.set(why, (counts.get(why) ?? 0) + 1);
    for (const [why, count] of [...counts].sort((x, y) => y[1] - x[1])) rows.push([one.name, why, count]);
    pairs += [...counts.values()].reduce((sum, count) => sum + count, 0);
    unexplained += counts.get(UNEXPLAINED) ?? 0;
  }
  return {
    title: 'cross-check of closest approaches',
    about:
      `${pairs} pairs within 1 km in lists made by an independent script (linear between reports, each second); ` +
      'a pair agrees within 5 s and 100 m, every other one is explained by rule',
    columns: ['recording', 'list and watch', 'pairs'],
    rows,
    bars: [{ what: 'differences unexplained', bar: 'none', measured: `${unexplained}`, met: unexplained === 0 }],
  };
}
