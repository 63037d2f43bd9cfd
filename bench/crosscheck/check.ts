import { explain, type Verdict } from './explain.ts';
import { Path } from './path.ts';
import { type Checked, observationsOf, rowsOf } from './recordings.ts';
import { watchRows } from './watched.ts';

/** Rows further apart than this are not compared: nobody would call them close. */
const CLOSE_M = 1000;

/** A part of a day that is read alone, ms; of its rows only those are compared that begin and end well inside it. */
export type Part = { readonly from_ms: number; readonly to_ms: number };
/** Passes, and what is found out of sources, take so long before a row and after it. */
const BEFORE_MS = 20 * 60_000;
const AFTER_MS = 5 * 60_000;

/**
 * Compares every close row of a recording's list with what the watch measured of the same pair.
 *
 * @param part null: the whole recording
 */
export async function crosscheck(one: Checked, part: Part | null = null): Promise<Verdict[]> {
  const { from_ms, to_ms } = part ?? { from_ms: -Infinity, to_ms: Infinity };
  const observations = (await observationsOf(one)).filter(({ time_ms }) => time_ms >= from_ms && time_ms <= to_ms);
  const rows = rowsOf(one).filter(
    ({ h_m, time_ms }) => h_m < CLOSE_M && time_ms >= from_ms + BEFORE_MS && time_ms <= to_ms - AFTER_MS,
  );
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
