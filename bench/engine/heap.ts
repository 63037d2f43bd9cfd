import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  cylinderInterval,
  DetectAndAvoid,
  PairList,
  PairSweep,
  type SkyState,
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
const WARM_UP = 10_000;
/** Calls between two looks at the heap: so few that a collection seldom comes between. */
const BATCH = 100;

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
  const onEarth = fuller.map((sky) => placed(sky, toEarth));
  const doubted = skies.map((sky) => placed(sky, (place) => place, ERRORS));
  const uncertain = new DetectAndAvoid(standardConfiguration('DO_365B_SUM'));
  const tabled = new DetectAndAvoid(standardConfiguration('TCAS3D'));
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
    ['the same on the Earth, 5 intruders', (i) => adviseInPlace(engine, skyOf(onEarth, i)), FEWER_CALLS],
    ['the same with errors of sensors, 1 intruder', (i) => adviseInPlace(uncertain, skyOf(doubted, i)), FEWER_CALLS],
    ['the same by the tables of TCAS II, 1 intruder', (i) => adviseInPlace(tabled, skyOf(skies, i)), FEWER_CALLS],
    ['alerts and four bands copied, 1 intruder', (i) => advise(engine, skyOf(skies, i)), FEWER_CALLS],
  ];
  const looking_B = takenBy(() => {}, CALLS);
  const rows: string[][] = [];
  for (const [name, call, count = CALLS] of calls) {
    for (let i = 0; i < Math.min(WARM_UP, count); i += 1) call(i);
    const before = used(true);
    const each_B = Math.max(0, takenBy(call, count) - looking_B);
    const growth = used(true) - before;
    rows.push([
      `heap, ${name}`,
      `${count.toLocaleString('en')} calls`,
      '',
      `grows ${(growth / 1024).toFixed(1)} KiB; a call takes ${each_B.toFixed(0)} B`,
    ]);
  }
  return { rows, bars: [] };
}

type Aircraft = SkyState['ownship'];

const ERRORS: NonNullable<Aircraft['errors']> = {
  east_m: 40,
  north_m: 30,
  eastNorth_m: 10,
  altitude_m: 15,
  east_mps: 2,
  north_mps: 3,
  eastNorth_mps: 1,
  climb_mps: 0.5,
};

/** A sky with its aircraft placed otherwise. */
function placed(
  sky: SkyState,
  place: (old: Aircraft['place']) => Aircraft['place'],
  errors?: NonNullable<Aircraft['errors']>,
): SkyState {
  const move = (aircraft: Aircraft): Aircraft => {
    const moved = { ...aircraft, place: place(aircraft.place) };
    return errors === undefined ? moved : { ...moved, errors };
  };
  return { ...sky, ownship: move(sky.ownship), traffic: sky.traffic.map(move) };
}

/** A place of a flat frame, laid on the Earth about 47 N 8 E. */
function toEarth(place: Aircraft['place']): Aircraft['place'] {
  if (!('east_m' in place)) return place;
  const { east_m, north_m, altitude_m } = place;
  return { latitude_deg: 47 + north_m / 111_120, longitude_deg: 8 + east_m / 75_780, altitude_m };
}

/** Bytes that a call takes from the heap, the mean over the batches in which nothing was collected. */
function takenBy(call: (i: number) => void, count: number): number {
  let taken = 0;
  let calls = 0;
  for (let first = 0; first < count; first += BATCH) {
    const start = used(false);
    for (let i = first; i < first + BATCH; i += 1) call(i);
    const grown = used(false) - start;
    if (grown < 0) continue;
    taken += grown;
    calls += BATCH;
  }
  return taken / calls;
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
