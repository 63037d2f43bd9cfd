import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Memorandum, tickOf, Watch } from '@skyaccord/accord';
import { SweptGrid } from '@skyaccord/sky';
import type { Observation } from '@skyaccord/wire';
import { Fusion } from '../packages/accord/src/fusion/fusion.ts';
import { Identifier } from '../packages/accord/src/identity/identify.ts';
import { Integrity } from '../packages/accord/src/integrity/integrity.ts';
import { TrackTable } from '../packages/accord/src/tracks/table.ts';
import { type Applied, applyObservation } from '../packages/accord/src/tracks/update.ts';
import { Identities } from '../packages/accord/src/watch/identities.ts';
import { placeTrack, reachOf } from '../packages/accord/src/watch/search.ts';
import { Traffic } from './tracks_traffic.ts';

const START_MS = Date.UTC(2026, 2, 1, 12);
const ACROSS_M = 5_000_000;
/** Five minutes in which a trail fills, then a minute at 1 Hz, in which the kept reports do. */
const SPARSE_S = 6.5;
const SPARSE = 40;
const DENSE = 60;

/** What a hundred thousand live tracks hold once nothing of theirs grows any more, MB, and by part. */
export type Weight = { readonly whole_MB: number; readonly parts: readonly (readonly [part: string, MB: number])[] };

/** Seconds after the start at which every aircraft reports. */
const times = [
  ...Array.from({ length: SPARSE }, (_, i) => i * SPARSE_S),
  ...Array.from({ length: DENSE }, (_, i) => SPARSE * SPARSE_S + i),
];

export function weighTracks(memorandum: Memorandum, live: number): Weight {
  const parts = weighParts(memorandum, live);
  const watch = new Watch({ memorandum });
  const before_MB = held_MB();
  let sky: Traffic | null = new Traffic(live, ACROSS_M);
  let last_s = 0;
  for (const second of times) {
    for (; last_s + 1 <= second; last_s++) sky.step();
    for (let tenth = 0; tenth < 10; tenth++) {
      const observations: Observation[] = [];
      for (let i = tenth; i < live; i += 10) observations.push(report(sky, i, second + tenth / 10));
      watch.advance(tickOf(START_MS + (second + tenth / 10) * 1000), observations);
      watch.takeChanged();
    }
  }
  sky = null;
  const whole_MB = held_MB() - before_MB;
  const { tracks } = watch.counts();
  if (tracks !== live) throw new Error(`${tracks} tracks live, not ${live}`);
  return { whole_MB, parts };
}

/** The stages one after the other, each with all aircraft, so that each can be weighed. */
function weighParts(memorandum: Memorandum, live: number): [string, number][] {
  const parts: [string, number][] = [];
  const sky = new Traffic(live, ACROSS_M);
  let before_MB = held_MB();
  const weigh = (part: string, body: () => void): void => {
    body();
    const now_MB = held_MB();
    parts.push([part, now_MB - before_MB]);
    before_MB = now_MB;
  };
  const table = new TrackTable();
  const started = (slot: number): Applied => ({ slot, started: true, aside: null, words_changed: true });
  const all = (body: (i: number, o: Observation) => void, second = 0): void => {
    for (let i = 0; i < live; i++) body(i, report(sky, i, second));
  };
  weigh('state and filters', () => all((_, o) => applyObservation(table, o, o.time_ms)));
  const identities = new Identities(new Identifier(memorandum));
  const fusion = new Fusion();
  weigh('identity with its evidence', () => all((i) => identities.learn(table, fusion, i)));
  weigh('fusion', () => all((i, o) => fusion.observe(table, i, o, true, o.time_ms)));
  const integrity = new Integrity();
  weigh('integrity', () => all((i, o) => integrity.inspect(table, i, o, started(i), o.time_ms)));
  const grid = new SweptGrid(1024);
  const reach = reachOf(memorandum);
  weigh('search for pairs', () => all((i) => placeTrack(grid, table, i, reach)));
  weigh('reports and trails kept', () => {
    let last_s = 0;
    for (const second of times.slice(1)) {
      for (; last_s + 1 <= second; last_s++) sky.step();
      all((_, o) => applyObservation(table, o, o.time_ms), second);
    }
  });
  if (table.size !== live || grid.candidates(0, new Int32Array(live)) > live) throw new Error('not all tracks live');
  return parts;
}

/** As ADS-B has them; name and address are strings of their own each time, as a reader makes them. */
function report(sky: Traffic, i: number, second: number): Observation {
  const o = sky.report(i, START_MS + Math.round(second * 1000), i, 'adsb');
  return {
    ...o,
    address: (0x400000 + i * 7).toString(16),
    callsign: `TEST${i.toString(36)}`,
    geometric_altitude_m: (o.pressure_altitude_m ?? 0) + 45.72,
    geometric_datum: 'ellipsoid',
  };
}

let collect: (() => void) | null = null;

/** MB in use when everything that nothing refers to has been collected. */
function held_MB(): number {
  if (collect === null) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1e6;
}
