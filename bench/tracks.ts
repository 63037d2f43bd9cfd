import { type Memorandum, parseMemorandum, tickOf, Watch } from '@skyaccord/accord';
import { createByteReader, type Observation } from '@skyaccord/wire';
import { TrackTable } from '../packages/accord/src/tracks/table.ts';
import { applyObservation } from '../packages/accord/src/tracks/update.ts';
import { keep, quantile, type Table, time } from './harness.ts';
import { type Sample, samples } from './tracks_lines.ts';
import { weighTracks } from './tracks_memory.ts';
import { Traffic } from './tracks_traffic.ts';

const START_MS = Date.UTC(2026, 2, 1, 12);
const AIRCRAFT = 4000;
const SECONDS = 30;
const LIVE = 100_000;
const UPDATES_BAR = 200_000;
const MEMORY_BAR_MB = 300;
const PIECE = 65_536;
const WARM_UPS = 2;
const RUNS = 7;

/** Reports into tracks on one core, what a hundred thousand tracks weigh, and how fast each format is read. */
export async function run(): Promise<Table> {
  const rows: (string | number)[][] = [];
  const observations = traffic(AIRCRAFT, SECONDS);
  const rates = (body: () => void): number[] => {
    for (let i = 0; i < WARM_UPS; i++) body();
    return Array.from({ length: RUNS }, () => observations.length / processorSeconds(body));
  };
  const updates = rates(() => applyAll(observations));
  rows.push(['reports into tracks, a second', ...quantiles(updates)]);
  rows.push(['the same with fusion and identity', ...quantiles(rates(() => watchAll(observations)))]);
  const { whole_MB, parts } = weighTracks(SEARCHED, LIVE);
  rows.push([`memory of ${LIVE.toLocaleString('en')} live tracks, MB`, whole_MB.toFixed(0), '', '']);
  for (const [part, MB] of parts) rows.push([`  ${part}`, MB.toFixed(0), '', '']);
  for (const sample of samples(new Traffic(1000), 20)) {
    const read = await time(() => readAll(sample), 5, 1);
    const lines = [read.median_ms, read.p90_ms, read.p10_ms].map((ms) => thousands((sample.lines / ms) * 1000));
    rows.push([`${sample.format}, lines a second`, ...lines]);
  }
  return {
    title: 'tracks',
    about:
      `${AIRCRAFT.toLocaleString('en')} aircraft for ${SECONDS} s, each heard by ADS-B every second, half of them ` +
      `twice, and located by multilateration every 3 s: ${observations.length.toLocaleString('en')} reports; ` +
      `a second is one of processor time, ${RUNS} runs; memory of a whole watch when every aircraft has reported for ` +
      '5 min and then every second for 60 s, and its parts, weighed one by one; ' +
      'formats by the clock, 5 runs, a line being a report of one aircraft, in BaseStation half of one',
    columns: ['', 'median', '10th percentile', '90th percentile'],
    rows,
    bars: [
      {
        what: 'reports into tracks',
        bar: `at least ${UPDATES_BAR.toLocaleString('en')} a second`,
        measured: `${thousands(quantile(updates, 0.5))} a second`,
        met: quantile(updates, 0.5) >= UPDATES_BAR,
      },
      {
        what: `memory of ${LIVE.toLocaleString('en')} live tracks`,
        bar: `at most ${MEMORY_BAR_MB} MB`,
        measured: `${whole_MB.toFixed(0)} MB`,
        met: whole_MB <= MEMORY_BAR_MB,
      },
    ],
  };
}

const quantiles = (values: readonly number[]): string[] =>
  [0.5, 0.1, 0.9].map((share) => thousands(quantile(values, share)));

/** Processor time of all threads of this process: what else the machine does counts for nothing. */
function processorSeconds(body: () => void): number {
  const before = process.cpuUsage();
  body();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

const thousands = (value: number): string => Math.round(value).toLocaleString('en');

/** In the order in which a watch takes them: by time. */
function traffic(count: number, seconds: number): Observation[] {
  const sky = new Traffic(count);
  const all: Observation[] = [];
  for (let s = 0; s < seconds; s++) {
    sky.step();
    for (let i = 0; i < count; i++) {
      const time_ms = START_MS + s * 1000 + (i % 10) * 100;
      const own = sky.report(i, time_ms, all.length, 'adsb');
      all.push(own);
      if (i % 2 === 0) all.push({ ...own, source: 'second receiver', time_ms: time_ms + 30 });
      if ((s + i) % 3 === 0) all.push(sky.report(i, time_ms + 50, all.length, 'mlat'));
    }
  }
  return all.sort((x, y) => x.time_ms - y.time_ms);
}

function applyAll(observations: readonly Observation[]): void {
  const table = new TrackTable();
  for (const o of observations) keep(applyObservation(table, o, o.time_ms).slot);
}

/** No minima: nobody is near anybody, and what is measured is who is where. */
const UNBOUND = bench('');
/** Minima that bind nobody who flies here: no pair is watched, but all are searched for. */
const SEARCHED = bench(`
  - id: SEP
    kind: separation_minimum
    words: {en: Uncrewed aircraft keep apart.}
    applies: {classes: [uncrewed/uncrewed], between: different_parties}
    lateral: 5 NM
    vertical: 1000 ft
    grace: 0 s
    warn_ahead: 3 min`);

function bench(clauses: string): Memorandum {
  return parseMemorandum(`
skyaccord: memorandum/1
id: bench
version: 1
languages: [en]
title: {en: Bench}
parties: [{id: anyone, name: Anyone, role: third_party, aircraft: [{callsign_prefix: BENCH}]}]
clauses:${clauses}
  - {id: CALL, kind: required_calls, words: {en: Call.}, at: advisory, steps: [{en: Look out.}]}
`).memorandum;
}

function watchAll(observations: readonly Observation[]): void {
  const watch = new Watch({ memorandum: UNBOUND });
  for (let i = 0; i < observations.length; ) {
    const tick = tickOf(observations[i]!.time_ms);
    const from = i;
    while (i < observations.length && tickOf(observations[i]!.time_ms) === tick) i += 1;
    keep(watch.advance(tick, observations.slice(from, i)).length);
  }
}

function readAll(sample: Sample): void {
  const reader = createByteReader(sample.format, { source: 'bench', name: 'bench', date_ms: START_MS - 43_200_000 });
  let observations = 0;
  for (let at = 0; at < sample.bytes.length; at += PIECE) {
    observations += reader.pushBytes(sample.bytes.subarray(at, at + PIECE)).observations.length;
  }
  const { observations: rest, complaints } = reader.end();
  observations += rest.length;
  const whole = sample.format === 'basestation' ? sample.lines / 2 : sample.lines;
  if (observations < whole || complaints.length > 0) {
    throw new Error(`${sample.format}: ${observations} of ${whole} reports read, ${JSON.stringify(complaints[0])}`);
  }
  keep(observations);
}
