import { describe, expect, it } from 'vitest';
import { every, type Flight, memorandumWith, NM, ofKind, play, reportsOf, START_MS, WIDE } from '../../test/traffic.ts';
import type { Encounter, Outcome } from '../outcome.ts';
import { Watch } from '../watch.ts';

const a: Flight = { address: 'd1a001', east_m: 0, north_m: 0, altitude_m: 3000, track_deg: 0, speed_mps: 100 };

/** Overtakes 2 NM abeam, inside 3 NM for this long, from 60 s on. */
function overtaking(inside_s: number): Flight {
  const relative_mps = (2 * Math.sqrt(5) * NM) / inside_s;
  const behind_m = (60 + inside_s / 2) * relative_mps;
  return { ...a, address: 'd2b001', east_m: 2 * NM, north_m: -behind_m, speed_mps: 100 + relative_mps };
}

function run(b: Flight, to_s = 320): Outcome[] {
  const watch = new Watch({ memorandum: memorandumWith(WIDE) });
  const outcomes = play(watch, [...reportsOf(a, every(0, to_s)), ...reportsOf(b, every(0.5, to_s))]);
  return [...outcomes, ...watch.finish()];
}

const encounterOf = (outcomes: readonly Outcome[]): Encounter => ofKind(outcomes, 'encounter_closed')[0]!.encounter;

describe('the record of a pass', () => {
  it('of 179 s holds a loss and no breach; of 181 s a breach of the clause', () => {
    const short = encounterOf(run(overtaking(179)));
    expect(short.losses.map((one) => [one.clause, one.version])).toEqual([['WIDE', 7]]);
    expect(short.losses[0]!.duration_s).toBeCloseTo(179, 1);
    expect(short.breaches).toEqual([]);
    const long = encounterOf(run(overtaking(181)));
    expect(long.breaches).toMatchObject([{ clause: 'WIDE', version: 7, grace_s: 180 }]);
    expect(long.breaches[0]!.duration_s).toBeCloseTo(181, 1);
    expect(long.losses).toHaveLength(1);
    expect(long.alerted).toBe('breach');
  });

  it('tells the closest as measured, with its time', () => {
    const { basis, h_cpa_m, v_cpa_m, t_cpa_ms, kind, a: first, b: second } = encounterOf(run(overtaking(150)));
    expect([basis, kind, first, second]).toEqual(['measured', 'encounter', 'd1a001', 'd2b001']);
    expect(h_cpa_m).toBeCloseTo(2 * NM, -1);
    expect(v_cpa_m).toBe(0);
    expect((t_cpa_ms - START_MS) / 1000).toBeCloseTo(60 + 75, 0);
  });

  it('is only reckoned when no two reports could be joined', () => {
    const watch = new Watch({ memorandum: memorandumWith(WIDE) });
    const sparse = reportsOf(overtaking(150), every(0, 300, 50));
    const outcomes = [...play(watch, [...reportsOf(a, every(0, 300)), ...sparse]), ...watch.finish()];
    const encounter = encounterOf(outcomes);
    expect(encounter).toMatchObject({ basis: 'reckoned', losses: [], breaches: [] });
    expect(encounter.h_cpa_m).toBeGreaterThan(1.9 * NM);
  });
});

describe('two that join up and fly in formation', () => {
  /** Comes alongside at 5 m/s over `closing_s`, then keeps 2 NM abeam, inside the 3 NM of the clause. */
  function joined(closing_s: number, together_s: number): Outcome[] {
    const near = { ...a, address: 'd2b001', east_m: 0.9 * NM };
    const times = every(0, closing_s + together_s);
    const [before, after] = [times.filter((t) => t < closing_s), times.filter((t) => t >= closing_s)];
    const joining = { ...near, east_m: 0.9 * NM + 20 * closing_s, track_deg: 360 - 11.54, speed_mps: 102.06 };
    const b = [...reportsOf(joining, before), ...reportsOf(near, after)];
    const watch = new Watch({ memorandum: memorandumWith(WIDE) });
    return [...play(watch, [...reportsOf(a, times), ...b]), ...watch.finish()];
  }

  it('breach nothing while they do, and are listed with the loss', () => {
    const outcomes = joined(140, 400);
    expect(ofKind(outcomes, 'alert_raised').length).toBeGreaterThan(0);
    const { breaches, losses, alerted } = encounterOf(outcomes);
    expect(alerted).not.toBeNull();
    expect(losses[0]!.duration_s).toBeGreaterThan(530);
    expect(losses[0]!.excused_s).toBeCloseTo(400, -1);
    expect(breaches).toEqual([]);
    const levels = [...ofKind(outcomes, 'alert_raised'), ...ofKind(outcomes, 'alert_updated')];
    expect(levels.map((one) => one.alert.level)).not.toContain('breach');
  });

  it('breach the clause when they took longer than the grace time to join', () => {
    const { breaches } = encounterOf(joined(190, 400));
    expect(breaches).toHaveLength(1);
    expect(breaches[0]!.duration_s - breaches[0]!.excused_s).toBeGreaterThan(180);
  });
});

describe('a case', () => {
  const outcomes = run(overtaking(181));
  const [opened] = ofKind(outcomes, 'case_opened');
  const [closed] = ofKind(outcomes, 'case_closed');

  it('opens with the alert when a breach is predicted, and closes with the pass', () => {
    const alerts = ofKind(outcomes, 'alert_raised').map((one) => one.alert.id);
    expect(alerts).toContain(opened?.alert);
    expect(closed?.case.id).toBe(opened?.case);
    expect(closed?.case.id).toBe('20250101T120100Z-d1a001-d2b001'.replace('120100', clock(closed!.case.opened_ms)));
    expect(closed?.case.encounter).toEqual(encounterOf(outcomes));
  });

  it('keeps both aircraft, what was said, and samples of the pass', () => {
    const file = closed!.case;
    expect(file).toMatchObject({ memorandum: 'trial', version: 7, area: null });
    expect([file.a.track, file.b.track]).toEqual(['d1a001', 'd2b001']);
    expect(file.a.identity.party).toBe('nc');
    expect(file.b.sources).toEqual(['trial-d2b001']);
    expect(file.b.reports).toBe(Math.floor((closed!.time_ms - START_MS - 500) / 1000) + 1);
    expect(file.advisories.map((one) => one.level)).toEqual(expect.arrayContaining(['warning', 'breach', 'cleared']));
    const times = file.samples.map((one) => one.time_ms);
    expect(times).toEqual([...times].sort((x, y) => x - y));
    expect(Math.min(...file.samples.map((one) => one.range_m))).toBeCloseTo(2 * NM, -1);
    expect(file.samples[0]!.a[0]).toBeCloseTo(45.3, 0);
    expect(file.samples[0]!.b[2]).toBe(3000);
  });

  it('says with what figures an alert was cleared', () => {
    const { advisories } = closed!.case;
    const cleared = advisories.findIndex((one) => one.level === 'cleared');
    const { range_m, h_cpa_m, time_ms } = advisories[cleared]!;
    const alerts = ofKind(outcomes, 'alert_updated').filter((one) => one.time_ms < time_ms);
    // The faster one has drawn ahead: the range grew while nothing was told any more.
    expect(range_m).toBeGreaterThan(alerts.at(-1)!.alert.range_m + 100);
    expect(h_cpa_m).toBeCloseTo(range_m, 0);
  });

  it('does not open for an advisory', () => {
    expect(ofKind(run(overtaking(100)), 'case_opened')).toEqual([]);
  });

  function clock(time_ms: number): string {
    return new Date(time_ms).toISOString().slice(11, 19).replaceAll(':', '');
  }
});
