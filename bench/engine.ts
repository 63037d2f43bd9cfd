import { existsSync } from 'node:fs';
import { loadavg } from 'node:os';
import { resolve } from 'node:path';
import { benchAdvice } from './engine/advice.ts';
import { benchHeap } from './engine/heap.ts';
import { benchPairs } from './engine/pairs.ts';
import { benchPlans } from './engine/plans.ts';
import type { Bar, Options, Table } from './harness.ts';

/** What one part of the engine cost. */
export type Part = { readonly rows: readonly (readonly string[])[]; readonly bars: readonly Bar[] };

/**
 * The engine's speed: all pairs of a sky on one thread and on two, plans, alerts and bands, and what calls leave on
 * the heap. `--vectors DIR` names the reference files; without them the rows that need them are left out and say so.
 */
export async function run(options: Options): Promise<Table> {
  const named = options.vectors ?? process.env.SKYACCORD_VECTORS ?? '../../shared/vectors';
  const folder = resolve(import.meta.dirname, named);
  const vectors = existsSync(folder) ? folder : null;
  const load = loadavg()[0]?.toFixed(1);
  const parts: Part[] = [await benchPairs()];
  parts.push(await benchPlans(vectors));
  parts.push(await benchAdvice(vectors));
  parts.push(benchHeap());
  return {
    title: 'engine',
    about: `median (10th..90th percentile) of the runs; load of the machine before: ${load}`,
    columns: ['what', 'size', 'ms', 'of which'],
    rows: parts.flatMap(({ rows }) => rows),
    bars: parts.flatMap(({ bars }) => bars),
  };
}
