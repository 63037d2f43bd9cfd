import { describe, expect, it } from 'vitest';
import { every, type Flight, memorandumWith, NEAR, reportsOf, START_MS, WIDE } from '../../test/traffic.ts';
import { tickOf } from '../ordering.ts';
import type { Outcome } from '../outcome.ts';
import { Watch, type WatchState } from '../watch.ts';
import { HeardAlerts, type LinkedAlert } from './heard.ts';

const memorandum = memorandumWith(WIDE, NEAR);
const own: Flight = { address: 'd1a001', east_m: 0, north_m: -21_000, altitude_m: 6000, track_deg: 0, speed_mps: 200 };
const ahead: Flight = { ...own, address: 'd2b001', north_m: 21_000, track_deg: 180 };
const aside: Flight = { ...ahead, east_m: 60_000 };
const ALERT: LinkedAlert = { pair: ['d2b001', 'd1a001'], level: 'advisory' };

/** What is said second by second, and when something is heard; `saved`: when the watch is saved and restored. */
function run(other: Flight, heard: (second: number) => readonly LinkedAlert[], saved = Infinity): Outcome[] {
  const reports = [...reportsOf(own, every(0, 60)), ...reportsOf(other, every(0.5, 60))];
  let watch = new Watch({ memorandum });
  const all: Outcome[] = [];
  for (let second = 0; second <= 60; second++) {
    const came = reports.filter((o) => Math.floor((o.time_ms - START_MS) / 1000) === second);
    all.push(...watch.advance(tickOf(START_MS + second * 1000 + 900), came, [], []));
    all.push(...watch.advance(tickOf(START_MS + second * 1000 + 1000), [], heard(second)));
    if (second !== saved) continue;
    watch = Watch.restore({ memorandum }, JSON.parse(JSON.stringify(watch.save())) as WatchState);
  }
  return all;
}
const raised = (outcomes: readonly Outcome[]) =>
  outcomes.flatMap((one) => (one.kind === 'alert_raised' ? [one.alert] : []));
const first_s = (outcomes: readonly Outcome[]) => (raised(outcomes)[0]!.raised_ms - START_MS) / 1000;

describe('an alert of another node', () => {
  it('confirms what is found here, so that nothing is waited for', () => {
    const alone_s = first_s(run(ahead, () => []));
    const confirmed_s = first_s(run(ahead, () => [ALERT]));
    expect(alone_s).toBeGreaterThan(1);
    expect(confirmed_s).toBeLessThan(alone_s);
  });

  it('raises nothing where nothing is found here', () => {
    expect(raised(run(aside, () => []))).toEqual([]);
    expect(raised(run(aside, () => [{ ...ALERT, level: 'breach' }]))).toEqual([]);
  });

  it('lets two who both find something agree on the level, and never lowers what is found here', () => {
    const alone = run(ahead, () => []);
    const low = run(ahead, () => [ALERT]);
    const firstWarning = (outcomes: readonly Outcome[]): number =>
      outcomes.find((one) => one.kind.startsWith('alert_') && JSON.stringify(one).includes('"level":"warning"'))!
        .time_ms;
    expect(firstWarning(low)).toBeLessThanOrEqual(firstWarning(alone));
    const high = run(ahead, () => [{ ...ALERT, level: 'warning' }]);
    expect(firstWarning(high)).toBeLessThanOrEqual(firstWarning(low));
  });

  it('is the same for a watch that is saved and restored in between', () => {
    const heard = (second: number) => (second === 2 ? [ALERT] : []);
    expect(run(ahead, heard, 3)).toEqual(run(ahead, heard));
  });

  it('counts for 15 s after it was last said, until it is taken back or the pass is over', () => {
    const heard = new HeardAlerts();
    heard.hear('x', 'warning', 1_000);
    expect(heard.levelOf('x', 16_000)).toBe('warning');
    expect(heard.levelOf('x', 16_001)).toBe(null);
    expect([...heard.takeNews()]).toEqual(['x']);
    heard.hear('x', 'warning', 10_000);
    expect([...heard.takeNews()]).toEqual([]);
    heard.hear('x', null, 11_000);
    expect(heard.levelOf('x', 11_000)).toBe(null);
    heard.hear('x', 'advisory', 12_000);
    heard.closed('x');
    expect(heard.levelOf('x', 12_000)).toBe(null);
  });

  it('is remembered for so many pairs and no more: the oldest goes', () => {
    const heard = new HeardAlerts();
    for (let i = 0; i <= 4_096; i++) heard.hear(`pair ${i}`, 'advisory', 0);
    expect(heard.levelOf('pair 0', 0)).toBe(null);
    expect(heard.levelOf('pair 1', 0)).toBe('advisory');
    expect(heard.save()).toHaveLength(4_096);
  });
});
