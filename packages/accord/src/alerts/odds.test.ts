import { describe, expect, it } from 'vitest';
import { every, type Flight, memorandumWith, NEAR, ofKind, play, reportsOf, START_MS } from '../../test/traffic.ts';
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
