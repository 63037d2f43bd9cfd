import { readFileSync } from 'node:fs';
import { type Observation, readScenario, SCENARIO_START_MS, scenarioObservations } from '@skyaccord/wire';
import { beforeAll, describe, expect, it } from 'vitest';
import { between } from '../../test/soaring.ts';
import { scaledDistance } from '../encounters/scale.ts';
import { parseMemorandum } from '../memorandum/parse.ts';
import type { CaseFile, Outcome } from '../outcome.ts';
import { replay } from '../replay.ts';
import { Watch } from '../watch.ts';
import type { Reconstruction } from './figure.ts';
import { reconstruct } from './reconstruct.ts';

/** The October scenario, whose flights are known exactly: its cases reconstructed from what was heard of them. */

const read = (name: string): string => readFileSync(new URL(`../../../../scenarios/${name}`, import.meta.url), 'utf8');
const { memorandum } = parseMemorandum(read('october.memorandum.yaml'));
const scenario = readScenario(read('october.yaml'));
const observations = scenarioObservations(scenario, SCENARIO_START_MS);

/** The flights themselves: what a source without any error would report every 100 ms. */
const STEP_MS = 100;
const exact = scenarioObservations(
  {
    ...scenario,
    aircraft: scenario.aircraft.map((one) => ({
      ...one,
      heard_by: one.heard_by.slice(0, 1).map((hearing) => ({
        ...hearing,
        reports: ['altitude' as const],
        interval_ms: STEP_MS,
        offset_ms: 0,
        drop: 0,
        position_error_m: 0,
        clock_offset_ms: 0,
      })),
    })),
  },
  SCENARIO_START_MS,
);

type Truth = { readonly t_cpa_ms: number; readonly h_m: number; readonly v_m: number };

/** The closest by the exact flights: evenly between two instants that lie 100 ms apart. */
function truthOf({ a, b, opened_ms, closed_ms }: CaseFile): Truth {
  const within = ({ time_ms }: Observation) => time_ms >= opened_ms - 60_000 && time_ms <= closed_ms;
  const byTime = (address: string) =>
    new Map(exact.filter((o) => o.address === address && within(o)).map((o) => [o.time_ms, o]));
  const [one, other] = [byTime(a.track), byTime(b.track)];
  const apart = [...one].flatMap(([time_ms, p]) => {
    const q = other.get(time_ms);
    if (q === undefined) return [];
    const [x, y] = between(p.latitude_deg, p.longitude_deg, q.latitude_deg, q.longitude_deg);
    return [{ time_ms, x, y, z: q.pressure_altitude_m! - p.pressure_altitude_m! }];
  });
  let best: Truth = { t_cpa_ms: 0, h_m: Infinity, v_m: 0 };
  for (const [k, from] of apart.slice(0, -1).entries()) {
    const to = apart[k + 1]!;
    for (let f = 0; f < 1; f += 0.1) {
      const h_m = Math.hypot(from.x + f * (to.x - from.x), from.y + f * (to.y - from.y));
      const v_m = Math.abs(from.z + f * (to.z - from.z));
      if (scaledDistance(h_m, v_m) >= scaledDistance(best.h_m, best.v_m)) continue;
      best = { t_cpa_ms: from.time_ms + f * STEP_MS, h_m, v_m };
    }
  }
  return best;
}

describe('cases of the October scenario, reconstructed', () => {
  let outcomes: Outcome[];
  let cases: { file: CaseFile; truth: Truth; figure: Reconstruction }[];

  beforeAll(() => {
    outcomes = [...replay(new Watch({ memorandum }), observations)].flatMap((step) => step.outcomes);
    cases = outcomes.flatMap((one) => {
      if (one.kind !== 'case_closed') return [];
      const { opened_ms, closed_ms } = one.case;
      const heard = observations.filter((o) => o.time_ms >= opened_ms - 60_000 && o.time_ms <= closed_ms);
      const figure = reconstruct({ case: one.case, memorandum, observations: heard, outcomes });
      return [{ file: one.case, truth: truthOf(one.case), figure }];
    });
  });

  it('come within 5 m of the closest as flown, and within 0.2 s where the two do not fly side by side', () => {
    expect(cases).toHaveLength(6);
    let sharp = 0;
    for (const { file, truth, figure } of cases) {
      const { h_cpa_m, v_cpa_m, t_cpa_ms, t_95_s } = figure.closest!;
      expect(Math.abs(h_cpa_m - truth.h_m), file.id).toBeLessThan(5);
      expect(Math.abs(v_cpa_m! - truth.v_m), file.id).toBeLessThan(5);
      const late_s = Math.abs(t_cpa_ms - truth.t_cpa_ms) / 1000;
      expect(late_s, file.id).toBeLessThanOrEqual(t_95_s);
      // One pair shadows the other for minutes at one distance: its instant is not sharp, and the figure says so.
      if (t_95_s > 60) continue;
      sharp += 1;
      expect(late_s, file.id).toBeLessThan(0.2);
    }
    expect(sharp).toBe(5);
  });

  it('hold the true distance in the stated span, and know how the reports scatter', () => {
    for (const { truth, figure } of cases) {
      const { h_low_m, h_high_m, h_cpa_m } = figure.closest!;
      expect(h_low_m).toBeLessThan(truth.h_m);
      expect(h_high_m).toBeGreaterThan(truth.h_m);
      expect(h_high_m - h_low_m).toBeLessThan(90);
      expect(h_cpa_m).toBeGreaterThan(h_low_m);
      // The scenario blurs these by 12 m (95 %), and says nothing of that: 30 m is what it states.
      const adsb = figure.a.sources.find(({ source }) => source === 'saltmere-adsb');
      if (figure.a.track === 'd1a031') continue;
      expect(adsb?.scatter_m).toBeGreaterThan(9);
      expect(adsb?.scatter_m).toBeLessThan(15);
    }
  });

  it('draw a line from the same figures as the table', () => {
    for (const { figure } of cases) {
      const { t_cpa_ms, h_cpa_m, v_cpa_m } = figure.closest!;
      expect(figure.range.find(({ time_ms }) => time_ms === t_cpa_ms)).toMatchObject({ h_m: h_cpa_m, v_m: v_cpa_m });
      const least = Math.min(...figure.range.map(({ h_m, v_m }) => scaledDistance(h_m, v_m)));
      expect(least).toBeCloseTo(scaledDistance(h_cpa_m, v_cpa_m), 4);
      expect(figure.what_ifs[0]).toMatchObject({ flown_by: 'none', t_cpa_ms, h_cpa_m, v_cpa_m });
    }
  });

  it('would have kept more than was kept, had the advice been flown: sooner better than later', () => {
    for (const { file, figure } of cases) {
      const lost_s = (by: string, delay_s: number | null): number =>
        figure.what_ifs
          .find((one) => one.flown_by === by && one.delay_s === delay_s)!
          .lost.reduce((sum, { duration_s }) => sum + duration_s, 0);
      expect(figure.minima.length, file.id).toBeGreaterThan(0);
      expect(lost_s('both', 0), file.id).toBeLessThan(lost_s('none', null));
      expect(lost_s('both', 0), file.id).toBeLessThanOrEqual(lost_s('both', 10));
      expect(lost_s('both', 0), file.id).toBeLessThanOrEqual(Math.min(lost_s('a', 0), lost_s('b', 0)));
    }
  });

  it('say what cannot be told', () => {
    const { file } = cases[0]!;
    const alone = observations.filter(({ address }) => address === file.a.track);
    const figure = reconstruct({ case: file, memorandum, observations: alone, outcomes });
    expect(figure).toMatchObject({ closest: null, range: [], what_ifs: [], b: { points: [] } });
    expect(figure.open.join(' ')).toContain(`Of ${file.b.track} fewer than two reports came`);
    const apart = observations.filter(
      ({ address, time_ms }) => (address === file.a.track) === time_ms < file.encounter.t_cpa_ms,
    );
    const never = reconstruct({ case: file, memorandum, observations: apart, outcomes });
    expect(never.open.join(' ')).toContain('no instant at which both were heard');
  });
});
