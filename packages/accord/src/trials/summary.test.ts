import { describe, expect, test } from 'vitest';
import { readPeerResults } from './peers.ts';
import { type Outcome, type Row, summarize, type Unmitigated } from './summary.ts';

const kept: Unmitigated = { nmac: false, lowc: false, near: false, t_first_lowc_s: null };
const lost: Unmitigated = { nmac: true, lowc: true, near: true, t_first_lowc_s: 80 };
const quiet: Outcome = {
  nmac: false,
  lowc: false,
  min_norm_nmac: 9,
  min_norm_dwc: 2,
  t_first_alert_s: null,
  t_first_response_s: null,
  reversals: 0,
  extra_distance_m: 0,
  altitude_deviation_m: 0,
  advisories: 0,
};

const row = (unmitigated: Unmitigated, outcome: Partial<Outcome>, rest: Partial<Row> = {}): Row => ({
  id: 'x',
  cls: 'enroute',
  delay_s: 5,
  intruders: 1,
  weight: 1,
  unmitigated,
  outcome: { ...quiet, ...outcome },
  ...rest,
});

const saved = { t_first_alert_s: 50, t_first_response_s: 55, extra_distance_m: 100, reversals: 1, advisories: 3 };

describe('figures of a group', () => {
  const rows = [
    row(lost, saved),
    row(lost, { ...saved, lowc: true, min_norm_nmac: 2.5, reversals: 0, extra_distance_m: 300 }),
    row(lost, { nmac: true, lowc: true, min_norm_nmac: 0.5, t_first_alert_s: 81 }, { weight: 3 }),
    row(kept, { t_first_alert_s: 40, lowc: true }, { cls: 'smalluas', delay_s: 10 }),
    row(kept, {}, { delay_s: 'never', intruders: 2 }),
  ];
  const all = summarize(rows)['all/any'];

  test('count events, and those that guidance brought about', () => {
    expect(all?.lowc).toMatchObject({ n: 5, events: 3, rate: 0.6 });
    expect(all?.nmac.events).toBe(1);
    expect(all?.within_3_nmac.events).toBe(2);
    expect([all?.induced_nmac, all?.induced_lowc]).toEqual([0, 1]);
    expect(all?.lowc_ratio.value).toBe(1);
    expect(all?.risk_ratio.value).toBeCloseTo(1 / 3, 5);
    expect(all?.weighted).toMatchObject({ lowc_rate: 0.71429, lowc_ratio: 1, risk_ratio: 0.6 });
  });

  test('tell alerts that were not needed from those that came too late', () => {
    expect(all?.alert.events).toBe(4);
    expect(all?.unnecessary_alert).toMatchObject({ n: 2, events: 1 });
    expect(all?.late_or_missing_alert).toMatchObject({ n: 3, events: 1 });
    expect(all?.alert_lead_s.median).toBe(30);
  });

  test('take deviation and reversals where the crew responded', () => {
    expect(all?.responded).toBe(2);
    expect(all?.extra_distance_m).toMatchObject({ mean_responded: 200, median: 200, mean_all: 80 });
    expect(all?.reversals).toMatchObject({ per_responded: 0.5, share_with_any: 0.5 });
    expect(all?.advisories_per_responded).toBe(3);
  });

  test('stand for the groups that have an encounter, with nothing where nothing is below the line', () => {
    const groups = summarize(rows);
    expect(groups['all/never']?.nmac.n).toBe(1);
    expect(groups['terminal/any']).toBeUndefined();
    expect(groups['smalluas/10']?.nmac.n).toBe(1);
    expect(groups['smalluas/10']?.risk_ratio).toEqual({ value: null, ci95: null });
    expect(groups['all/never']?.extra_distance_m).toBeUndefined();
    expect(groups['all/multi/responding']).toBeUndefined();
    expect(groups['manned/any']?.nmac.n).toBe(4);
  });
});

describe('results of peers', () => {
  const file = {
    per_encounter: { 'mvp|noisy|own': { E1: [0, 1, 2.5, 0.8, 40, -1, 0, 0, 0] } },
    unmitigated: { E1: { pairs: [[300, 90, 5, 2, 90, 0.5, 0, 80]] } },
  };

  test('are read by encounter; times below 0 are never', () => {
    const results = readPeerResults(file);
    expect(results.conditions).toEqual(['mvp|noisy|own']);
    expect(results.outcome('mvp|noisy|own', 'E1')).toMatchObject({
      lowc: true,
      t_first_alert_s: 40,
      t_first_response_s: null,
      advisories: null,
    });
    expect(results.outcome('mvp|noisy|own', 'E2')).toBeNull();
    expect(results.unmitigated('E1')).toEqual([{ min_horizontal_m: 300, nmac: false, t_first_lowc_s: 80 }]);
    expect(results.unmitigated('E2')).toBeNull();
  });

  test('that cannot be used are named', () => {
    expect(() => readPeerResults([])).toThrow(/^results: \[\] is not an object/);
    expect(() => readPeerResults({})).toThrow(/^per_encounter: undefined is not an object/);
    const short = readPeerResults({ per_encounter: { a: { E1: [1, 2] } } });
    expect(() => short.outcome('a', 'E1')).toThrow(/^per_encounter.a.E1: \[1,2\] is not a list of 9 numbers/);
  });
});
