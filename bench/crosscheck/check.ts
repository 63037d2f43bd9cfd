import { explain, type Verdict } from './explain.ts';
import { Path } from './path.ts';
import { type Checked, observationsOf, rowsOf } from './recordings.ts';
import { watchRows } from './watched.ts';

/** Rows further apart than this are not compared: nobody would call them close. */
const CLOSE_M = 1000;

/** Compares every close row of a recording's list with what the watch measured of the same pair. */
export async function crosscheck(one: Checked): Promise<Verdict[]> {
  const observations = await observationsOf(one);
  const rows = rowsOf(one).filter((row) => row.h_m < CLOSE_M);
  const paths = new Map<string, Path>();
  for (const o of observations) {
    const path = paths.get(o.address) ?? new Path();
    path.add(o);
    paths.set(o.address, path);
  }
  const said = watchRows(one, observations, rows);
  return rows.map((row) => {
    const [a, b] = [paths.get(row.a), paths.get(row.b)];
    if (a === undefined || b === undefined) throw new Error(`${one.name}: no reports of ${row.a} or ${row.b}`);
    return explain(one, row, said.get(row)!, a, b);
  });
}
