import { describe, expect, it } from 'vitest';
import { every, type Flight, memorandumWith, NEAR, ofKind, play, reportsOf, START_MS } from '../../test/traffic.ts';
import { tickOf } from '../ordering.ts';
import type { Alert } from '../outcome.ts';
import { Watch, type WatchState } from '../watch.ts';

const own: Flight = { address: 'd1a001', east_m: 0, north_m: -25_000, altitude_m: 6000, track_deg: 0, speed_mps: 200 };
const ahead: Flight = { ...own, address: 'd2b001', north_m: 25_000, track_deg: 180 };

function told(clause: string, to_s: number): Alert[] {
  const watch = new Watch({ memorandum: memorandumWith(clause), advise: [] });
  const outcomes = play(watch, [...reportsOf(own, every(0, to_s)), ...reportsOf(ahead, every(0.5, to_s))]);
  return outcomes.flatMap((one) => (one.kind === 'alert_raised' || one.kind === 'alert_updated' ? [one.alert] : []));
}

describe('a breach that is predicted', () => {
  it('advises at first and warns once it is likely, well before it', () => {
    const alerts = told(NEAR, 124);
    expect(alerts[0]!.level).toBe('advisory');
    const warned = alerts.find((one) => one.level === 'warning')!;
    expect(warned.probability).toBeGreaterThanOrEqual(0.7);
    expect(warned.findings[0]!.breach_ms! - warned.time_ms).toBeGreaterThan(40_000);
    for (const one of alerts) if (one.time_ms < warned.time_ms) expect(one.probability).toBeLessThan(0.7);
    expect(alerts.find((one) => one.level === 'breach')?.probability).toBe(1);
  });

  it('warns at once where the clause asks for its predictions', () => {
    const [first] = told(`${NEAR}\n    warn_when: predicted`, 60);
    expect(first!.level).toBe('warning');
    expect(first!.probability).toBeLessThan(0.7);
  });
});

describe('futures', () => {
  /** When they were flown, s from the start, while `ahead` turns by 5° at `turn_s`. */
  function flownAt(turn_s: number): number[] {
    const watch = new Watch({ memorandum: memorandumWith(NEAR), advise: [] });
    const turned = { ...ahead, north_m: ahead.north_m - 200 * turn_s, track_deg: 185 };
    const after = reportsOf(turned, every(0.5, 110 - turn_s)).map((one) => ({
      ...one,
      time_ms: one.time_ms + turn_s * 1000,
    }));
    const reports = [...reportsOf(own, every(0, 110)), ...reportsOf(ahead, every(0.5, turn_s)), ...after];
    const flown = new Set<number>();
    for (const one of reports.sort((x, y) => x.time_ms - y.time_ms)) {
      watch.advance(tickOf(one.time_ms), [one]);
      for (const { alert } of watch.save().pairs) if (alert.weighed_ms > 0) flown.add(alert.weighed_ms - START_MS);
    }
    return [...flown].map((at_ms) => at_ms / 1000);
  }
  const gaps = (at_s: readonly number[], from_s: number, to_s: number): number[] =>
    at_s.flatMap((one, i) => (i > 0 && one > from_s && one <= to_s ? [one - at_s[i - 1]!] : []));

  it('are flown less often while nothing changes, and as often as ever when somebody turns or a breach is near', () => {
    const steady = flownAt(110);
    expect(Math.min(...gaps(steady, 60, 105))).toBeGreaterThanOrEqual(4.9);
    expect(Math.max(...gaps(steady, 106, 110))).toBeLessThan(3);
    expect(Math.min(...gaps(flownAt(86), 86, 96))).toBeLessThan(3);
  });
});

describe('the call to a person', () => {
  const third: Flight = { ...ahead, address: 'd2b002', east_m: 400, altitude_m: 6100 };
  const far = { latitude_deg: 47, longitude_deg: -5 };
  const memorandum = memorandumWith(NEAR);

  it('is one for aircraft that meet together, and another one for a pair elsewhere', () => {
    const elsewhere = [own, ahead].map((one, i) => ({ ...one, address: `d${i + 1}c009`, origin: far }));
    const flights = [own, ahead, third, ...elsewhere];
    const outcomes = play(
      new Watch({ memorandum, advise: [] }),
      flights.flatMap((one, i) => reportsOf(one, every(i / 10, 110))),
    );
    const warned = new Map<string, string | undefined>();
    for (const one of outcomes) {
      if (one.kind !== 'alert_raised' && one.kind !== 'alert_updated') continue;
      if (one.alert.level !== 'advisory') warned.set(one.alert.id, one.alert.alarm);
      else if (!warned.has(one.alert.id)) expect(one.alert.alarm).toBeUndefined();
    }
    expect(warned.size).toBe(3);
    expect(new Set(warned.values()).size).toBe(2);
    for (const alarm of warned.values()) expect(warned.has(alarm!)).toBe(true);
  });

  it('is the same for a watch that is saved and restored in between', () => {
    const all = [own, ahead, third].flatMap((one, i) => reportsOf(one, every(i / 10, 118)));
    const [early, late] = [true, false].map((before) => all.filter((o) => o.time_ms < START_MS + 95_000 === before));
    const whole = new Watch({ memorandum, advise: [] });
    const first = play(whole, early!);
    expect(ofKind(first, 'alert_raised').length + ofKind(first, 'alert_updated').length).toBeGreaterThan(0);
    const state = JSON.parse(JSON.stringify(whole.save())) as WatchState;
    expect(state.alarms.length).toBeGreaterThan(0);
    const again = Watch.restore({ memorandum, advise: [] }, state);
    expect(JSON.stringify(play(again, late!))).toBe(JSON.stringify(play(whole, late!)));
  });
});
