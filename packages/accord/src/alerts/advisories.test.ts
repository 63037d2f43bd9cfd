import { describe, expect, it } from 'vitest';
import {
  every,
  type Flight,
  memorandumWith,
  NEAR,
  ofKind,
  play,
  reportsOf,
  START_MS,
  WIDE,
} from '../../test/traffic.ts';
import { tickOf } from '../ordering.ts';
import type { Advice, Alert, Outcome } from '../outcome.ts';
import { Watch, type WatchState } from '../watch.ts';

const memorandum = memorandumWith(WIDE, NEAR);
const WORDS = 'RA reported: follow it; no advice';
const own: Flight = { address: 'd1a001', east_m: 0, north_m: -25_000, altitude_m: 6000, track_deg: 0, speed_mps: 200 };
const ahead: Flight = { ...own, address: 'd2b001', north_m: 25_000, track_deg: 180 };

/** Both report each second and go straight on; the first has an advisory from and to, s. */
function reports(from_s: number, to_s: number, until_s: number) {
  const said = reportsOf(own, every(0, until_s)).map((one, t) => ({
    ...one,
    resolution_advisory: t >= from_s && t < to_s,
  }));
  return [...said, ...reportsOf(ahead, every(0.5, until_s))];
}

const alertsOf = (outcomes: readonly Outcome[]): { t: number; alert: Alert }[] =>
  outcomes.flatMap((one) =>
    one.kind === 'alert_raised' || one.kind === 'alert_updated'
      ? [{ t: (one.time_ms - START_MS) / 1000, alert: one.alert }]
      : [],
  );
const adviceFor = (alert: Alert, track: string): Advice => alert.advice.find((one) => one.for === track)!;

describe('an aircraft that reports a resolution advisory', () => {
  const watch = new Watch({ memorandum });
  const outcomes = [...play(watch, reports(70, 90, 160)), ...watch.finish()];
  const alerts = alertsOf(outcomes);

  it('is no longer advised within a second, while the alert stands', () => {
    const before = alerts.filter(({ t }) => t < 70);
    expect(before.length).toBeGreaterThan(3);
    for (const { alert } of before) expect(adviceFor(alert, 'd1a001').manoeuvres).not.toEqual([]);
    const withdrawn = alerts.find(({ alert }) => adviceFor(alert, 'd1a001').words === WORDS)!;
    expect(withdrawn.t).toBeGreaterThanOrEqual(70);
    expect(withdrawn.t).toBeLessThan(71);
    expect(adviceFor(withdrawn.alert, 'd1a001')).toMatchObject({
      manoeuvres: [],
      clear: false,
      safe: false,
      resolution_advisory: true,
    });
  });

  it('is not advised again before clear of conflict, though the advisory is over', () => {
    const after = alerts.filter(({ t }) => t >= 71);
    expect(after.some(({ t }) => t > 100)).toBe(true);
    for (const { alert } of after) expect(adviceFor(alert, 'd1a001').words).toBe(WORDS);
  });

  it('leaves the other one advised', () => {
    for (const { alert } of alerts) expect(adviceFor(alert, 'd2b001').resolution_advisory).toBeUndefined();
    expect(alerts.filter(({ t, alert }) => t > 71 && adviceFor(alert, 'd2b001').manoeuvres.length > 0)).not.toEqual([]);
  });

  it('is said so in the case', () => {
    const file = ofKind(outcomes, 'case_closed')[0]!.case;
    expect(file.advisories.some((one) => one.advice.includes(`d1a001: ${WORDS}`))).toBe(true);
  });
});

describe('the end of a resolution advisory', () => {
  const passed = { ...ahead, east_m: 40_000 };

  it('comes 5 s after the last report where nothing is predicted', () => {
    const watch = new Watch({ memorandum });
    const said = (flight: Flight, from_s: number, to_s: number, resolution_advisory: boolean | null) =>
      reportsOf(flight, every(from_s, to_s)).map((one, i) => ({ ...one, sequence: from_s + i, resolution_advisory }));
    play(watch, [...said(own, 0, 20, null), ...said(passed, 0, 20, null), ...said(own, 21, 24, true)]);
    expect(watch.save().advisories).toEqual([['d1a001', START_MS + 24_000]]);
    play(watch, said(own, 25, 29, null));
    expect(watch.save().advisories).toHaveLength(1);
    play(watch, said(own, 30, 31, null));
    expect(watch.save().advisories).toEqual([]);
  });

  it('is the same for a watch that is saved and restored in between', () => {
    const all = reports(70, 90, 140);
    const early = all.filter((one) => one.time_ms <= START_MS + 80_000);
    const late = all.filter((one) => one.time_ms > START_MS + 80_000);
    const whole = new Watch({ memorandum });
    play(whole, early);
    const state = JSON.parse(JSON.stringify(whole.save())) as WatchState;
    const again = Watch.restore({ memorandum }, state);
    expect(JSON.stringify(play(again, late))).toBe(JSON.stringify(play(whole, late)));
    expect(state.advisories).toHaveLength(1);
  });

  it('goes with the track', () => {
    const watch = new Watch({ memorandum });
    play(watch, reports(0, 10, 9));
    expect(watch.save().advisories).toHaveLength(1);
    watch.advance(tickOf(START_MS + 3_600_000), []);
    expect(watch.save().advisories).toEqual([]);
  });
});
