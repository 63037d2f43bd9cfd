import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type CaseFile, parseMemorandum, reconstruct, replay, Watch } from '@skyaccord/accord';
import { readRecording } from '@skyaccord/node';
import type { Observation } from '@skyaccord/wire';
import { expect, it } from 'vitest';
import { type Exact, exactClosest, type HeightKind, reportsByAddress } from '../bench/cases/exact.ts';
import { AGREES, judge } from '../bench/cases/judge.ts';
import { describeRecordings, recording } from './data.ts';

/**
 * Cases of two recorded days open by themselves, with the closest point that their reports give by straight lines: the
 * known encounter of each day, and all others around it. `npm run bench -- cases` does both days whole.
 */

type Opened = { readonly file: CaseFile; readonly exact: Exact; readonly why: string };

async function casesOf(files: string[], name: string, from: string, to: string, height: HeightKind) {
  const path = resolve(import.meta.dirname, `../examples/memoranda/${name}.yaml`);
  const { memorandum } = parseMemorandum(readFileSync(path, 'utf8'));
  const [from_ms, to_ms] = [Date.parse(from), Date.parse(to)];
  const observations = (await readRecording(files)).observations.filter(
    ({ time_ms }) => time_ms >= from_ms && time_ms <= to_ms,
  );
  const by = reportsByAddress(observations);
  const outcomes = [...replay(new Watch({ memorandum, advise: [] }), observations)].flatMap((step) => step.outcomes);
  const opened = outcomes.flatMap((one): Opened[] => {
    if (one.kind !== 'case_closed' || one.case.encounter.basis === 'reckoned') return [];
    const file = one.case;
    const [a, b] = [by.get(file.a.track)!, by.get(file.b.track)!];
    const exact = exactClosest(a, b, file.opened_ms - 60_000, file.closed_ms, height);
    return exact === null ? [] : [{ file, exact, why: judge(file, a, b, height) }];
  });
  const smoothed = ({ file }: Opened) =>
    reconstruct({ case: file, memorandum, observations: around(observations, file), outcomes: [] }).closest!;
  return { opened, smoothed };
}

const around = (observations: readonly Observation[], { opened_ms, closed_ms }: CaseFile): Observation[] =>
  observations.filter(({ time_ms }) => time_ms >= opened_ms - 60_000 && time_ms <= closed_ms);

const pairIn = (opened: readonly Opened[], a: string, b: string, time: string): Opened => {
  const found = opened.filter(
    ({ file, exact }) => file.a.track === a && file.b.track === b && Math.abs(exact.time_ms - Date.parse(time)) < 1000,
  );
  expect(found).toHaveLength(1);
  return found[0]!;
};

describeRecordings('cases of recorded days', () => {
  it('open by themselves over Monterey and have the closest point that the reports give', async () => {
    const { opened, smoothed } = await casesOf(
      [recording('adsb-monterey-2025-06-01/tracks.jsonl.gz')],
      'terminal-3nm-1000ft',
      '2025-06-01T20:40:00Z',
      '2025-06-01T21:50:00Z',
      'pressure',
    );
    expect(opened.length).toBeGreaterThan(10);
    const agreeing = opened.filter(({ why }) => why === AGREES).length;
    expect(agreeing).toBeGreaterThanOrEqual(0.8 * opened.length);
    const known = pairIn(opened, 'a4ff9c', 'a7dbd2', '2025-06-01T21:13:24.09Z');
    expect(known.why).toBe(AGREES);
    expect(known.exact.h_m).toBeCloseTo(320, -1);
    expect(known.exact.v_m! / 0.3048).toBeCloseTo(323, -1);
    const { h_low_m, h_high_m, t_95_s, t_cpa_ms } = smoothed(known);
    expect(h_low_m).toBeLessThan(known.exact.h_m);
    expect(h_high_m).toBeGreaterThan(known.exact.h_m);
    expect(Math.abs(t_cpa_ms - known.exact.time_ms) / 1000).toBeLessThan(t_95_s);
  });

  it('open by themselves over Leverkusen and have the closest point that the reports give', async () => {
    const logs = ['E1', 'IGP', 'FR', 'MI', 'T'].map((id) => `gliders-leverkusen-2017-07-15/igc/${id}.igc.gz`);
    const { opened, smoothed } = await casesOf(
      logs.map(recording),
      'gliding-day',
      '2017-07-15T13:50:00Z',
      '2017-07-15T14:30:00Z',
      'gnss',
    );
    const known = pairIn(opened, 'E1', 'IGP', '2017-07-15T14:14:01.16Z');
    expect(known.why).toBe(AGREES);
    expect(known.exact.h_m).toBeLessThan(1);
    expect(known.exact.v_m).toBeLessThan(0.2);
    // Recorders compare by GNSS height, in the reconstruction as in the watch.
    expect(smoothed(known).v_cpa_m).toBeLessThan(3);
    expect(smoothed(known).h_cpa_m).toBeLessThan(20);
  });
});
