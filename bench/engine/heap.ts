import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  cylinderInterval,
  DetectAndAvoid,
  PairList,
  PairSweep,
  SweptGrid,
  standardConfiguration,
} from '@skyaccord/sky';
import type { Part } from '../engine.ts';
import { keep } from '../harness.ts';
import { advise, adviseInPlace, CONFIGURATION, makeSkies } from './advice.ts';
import { makeTraffic, QUERY } from './pairs.ts';

const CALLS = 100_000;
/** Of calls that take long. */
const FEWER_CALLS = 20_000;
const WARM_UP = 2_000;
/** So few calls that no collection comes between. */
const COUNTED = 20;

/** What calls leave on the heap when they are over, and what one call takes from it meanwhile. */
export function benchHeap(): Part {
  const sweep = new PairSweep();
  const pairs = new PairList();
  const allPairs = (size: number): (() => void) => {
    const traffic = makeTraffic(size);
    return () => {
      pairs.clear();
      sweep.detect(traffic, size, QUERY, pairs);
    };
  };
  const grid = new SweptGrid(64);
  const near = new Int32Array(64);
  const interval = new Float64Array(2);
  const engine = new DetectAndAvoid(standardConfiguration(CONFIGURATION));
  const skies = makeSkies(20, 1);
  const fuller = makeSkies(20, 5);
  const skyOf = (all: typeof skies, i: number) => all[i % all.length] as (typeof skies)[number];
  const calls: readonly (readonly [what: string, call: (i: number) => void, count?: number])[] = [
    ['cylinder detection', (i) => keep(cylinderInterval(9e3 + i, 90, 9, -90, 9, 1, 9260, 300, 300, interval) ? 1 : 0)],
    ['all pairs of 50', allPairs(50)],
    ['all pairs of 1,000', allPairs(1_000), 10_000],
    ['all pairs of 20,000', allPairs(20_000), 500],
    [
      'live update',
      (i) => {
        grid.place(i & 63, 47 + (i % 97) / 100, 8 + (i % 89) / 100, 90, -90, 120, 5000);
        keep(grid.candidates(i & 63, near));
      },
    ],
    ['alerts and four bands in place, 1 intruder', (i) => adviseInPlace(engine, skyOf(skies, i))],
    ['alerts and four bands in place, 5 intruders', (i) => adviseInPlace(engine, skyOf(fuller, i)), FEWER_CALLS],
    ['alerts and four bands copied, 1 intruder', (i) => advise(engine, skyOf(skies, i)), FEWER_CALLS],
  ];
  const rows: string[][] = [];
  for (const [name, call, count = CALLS] of calls) {
    for (let i = 0; i < WARM_UP; i += 1) call(i);
    const before = used(true);
    for (let i = 0; i < count; i += 1) call(i);
    const growth = used(true) - before;
    const start = used(false);
    for (let i = 0; i < COUNTED; i += 1) call(i);
    const each = (used(false) - start) / COUNTED;
    rows.push([
      `heap, ${name}`,
      `${count.toLocaleString('en')} calls`,
      '',
      `grows ${kibi(growth)}; a call takes ${kibi(each)}`,
    ]);
  }
  return { rows, bars: [] };
}

function kibi(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KiB`;
}

/** Bytes on the heap, after all that can go has gone where asked. */
function used(collected: boolean): number {
  if (collected) {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    for (let i = 0; i < 3; i += 1) collect();
  }
  return process.memoryUsage().heapUsed;
}
