import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type CaseFile, type Memorandum, parseMemorandum, reconstruct, replay, Watch } from '@skyaccord/accord';
import type { Observation } from '@skyaccord/wire';
import { RECORDINGS_STAND } from '../test/recordings.ts';
import { exactClosest, type HeightKind, reportsByAddress } from './cases/exact.ts';
import { flownAgain } from './cases/flown.ts';
import { AGREES, judge, judgeFlown, UNEXPLAINED } from './cases/judge.ts';
import { CHECKED, observationsOf } from './crosscheck/recordings.ts';
import { quantile, type Table } from './harness.ts';

const RECORDED = [
  { name: 'adsb-monterey-2025-06-01', memorandum: 'terminal-3nm-1000ft' },
  { name: 'gliders-leverkusen-2017-07-15', memorandum: 'gliding-day' },
] as const;

const RECKONED = 'never heard at once: reckoned, and said to be';
/** A minute before a case is in its evidence. */
const BEFORE_MS = 60_000;

/**
 * Two recorded days under a memorandum each: cases that open by themselves, their closest points against the exact ones
 * by straight lines from report to report, and what the reconstruction, which does not fly straight, makes of them.
 */
export async function run(): Promise<Table> {
  if (!RECORDINGS_STAND) throw new Error('bench cases needs the recordings: set SKYACCORD_DATA to their folder');
  const rows: (string | number)[][] = [];
  let unexplained = 0;
  let measured = 0;
  const flown = { measured: 0, unexplained: 0 };
  for (const { name, memorandum: file } of RECORDED) {
    const one = CHECKED.find((checked) => checked.name === name)!;
    const text = readFileSync(resolve(import.meta.dirname, `../examples/memoranda/${file}.yaml`), 'utf8');
    const { memorandum } = parseMemorandum(text);
    const observations = await observationsOf(one);
    const by = reportsByAddress(observations);
    const steps = [...replay(new Watch({ memorandum, advise: [] }), observations)];
    const cases = steps.flatMap(({ outcomes }) => outcomes.flatMap((o) => (o.kind === 'case_closed' ? [o.case] : [])));
    const counts = new Map<string, number>();
    const count = (what: string) => counts.set(what, (counts.get(what) ?? 0) + 1);
    const off_m: number[] = [];
    for (const each of cases) {
      if (each.encounter.basis === 'reckoned') {
        count(RECKONED);
        continue;
      }
      measured += 1;
      const [a, b] = [by.get(each.a.track) ?? [], by.get(each.b.track) ?? []];
      const why = judge(each, a, b, one.height);
      count(why);
      if (why === UNEXPLAINED) process.stderr.write(`${name}: ${each.id} has another closest point than its reports\n`);
      const exact = exactClosest(a, b, each.opened_ms - BEFORE_MS, each.closed_ms, one.height);
      const smoothed = smoothedOf(each, memorandum, observations);
      if (why === AGREES && exact !== null && smoothed !== null) off_m.push(Math.abs(smoothed.h_cpa_m - exact.h_m));
    }
    unexplained += counts.get(UNEXPLAINED) ?? 0;
    rows.push([name, 'cases opened and closed', cases.length]);
    for (const [what, times] of [...counts].sort((x, y) => y[1] - x[1])) rows.push([name, what, times]);
    rows.push([name, 'reconstructed off the straight lines, median m', quantile(off_m, 0.5).toFixed(1)]);
    rows.push([name, 'the same, 90 % of cases within, m', quantile(off_m, 0.9).toFixed(1)]);
    const again = flownCounts(memorandum, observations, one.height);
    for (const [what, times] of again) rows.push([`${name}, flown again`, what, times]);
    for (const [what, times] of again) if (what !== RECKONED) flown.measured += times;
    flown.unexplained += again.get(UNEXPLAINED) ?? 0;
  }
  return {
    title: 'cases of recorded days',
    about:
      'exact: each aircraft straight and evenly from report to report; agrees: within 5 m, 5 m of height and 0.2 s',
    columns: ['recording', 'what', 'cases'],
    rows,
    bars: [
      {
        what: 'closest points that the reports and the stated rules do not explain',
        bar: 'at most 1 %',
        measured: `${unexplained} of ${measured}`,
        met: unexplained <= 0.01 * measured,
      },
      {
        what: 'of the same traffic flown again: closest points other than flown, by no stated rule',
        bar: 'at most 1 %',
        measured: `${flown.unexplained} of ${flown.measured}`,
        met: flown.unexplained <= 0.01 * flown.measured,
      },
    ],
  };
}

/** The cases of the same traffic flown again, with every flight known: how many agree with the exact closest point. */
function flownCounts(
  memorandum: Memorandum,
  recorded: readonly Observation[],
  height: HeightKind,
): Map<string, number> {
  const { flights, observations } = flownAgain(recorded);
  const counts = new Map<string, number>();
  for (const { outcomes } of replay(new Watch({ memorandum, advise: [] }), observations)) {
    for (const outcome of outcomes) {
      if (outcome.kind !== 'case_closed') continue;
      const { case: file } = outcome;
      const [a, b] = [flights.get(file.a.track), flights.get(file.b.track)];
      const isMeasured = file.encounter.basis === 'measured';
      const what = !isMeasured ? RECKONED : a && b ? judgeFlown(file, a, b, height) : UNEXPLAINED;
      if (what === UNEXPLAINED)
        process.stderr.write(`flown again: ${file.id} has another closest point than was flown\n`);
      counts.set(what, (counts.get(what) ?? 0) + 1);
    }
  }
  return counts;
}

function smoothedOf(file: CaseFile, memorandum: Memorandum, observations: readonly Observation[]) {
  const heard = observations.filter(
    ({ address, time_ms }) =>
      (address === file.a.track || address === file.b.track) &&
      time_ms >= file.opened_ms - BEFORE_MS &&
      time_ms <= file.closed_ms,
  );
  return reconstruct({ case: file, memorandum, observations: heard, outcomes: [] }).closest;
}
