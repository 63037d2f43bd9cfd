import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readScenarioFile, roughOctober } from '../../test/october.ts';
import { every, memorandumWith, NEAR, observation, play, reportsOf, START_MS, WIDE } from '../../test/traffic.ts';
import { parseMemorandum } from '../memorandum/parse.ts';
import type { Outcome } from '../outcome.ts';
import { Watch, type WatchState } from '../watch.ts';

const { memorandum } = parseMemorandum(readScenarioFile('october.memorandum.yaml'));
const batches = roughOctober();

/** All outcomes as JSON; at the ticks in `cuts` the watch is saved as text and another one goes on from there. */
function run(cuts: ReadonlySet<number>): string {
  const texts: string[] = [];
  let watch = new Watch({ memorandum });
  batches.forEach(([tick, batch], i) => {
    for (const one of watch.advance(tick, batch)) texts.push(JSON.stringify(one));
    if (!cuts.has(i)) return;
    const state = JSON.stringify(watch.save());
    watch = Watch.restore({ memorandum }, JSON.parse(state) as WatchState);
    expect(JSON.stringify(watch.save()), 'saved again').toBe(state);
  });
  for (const one of watch.finish()) texts.push(JSON.stringify(one));
  return texts.join('\n');
}

const uninterrupted = run(new Set());

describe('a watch that is saved and restored', () => {
  it('goes on to the byte, wherever it is cut', () => {
    const cuts = fc.uniqueArray(fc.nat(batches.length - 1), { minLength: 40, maxLength: 40 });
    fc.assert(
      fc.property(cuts, (at) => {
        expect(run(new Set(at)) === uninterrupted).toBe(true);
      }),
      { numRuns: 1 },
    );
  });

  it('looks the same from outside', () => {
    const watch = new Watch({ memorandum });
    for (const [tick, batch] of batches.slice(0, 2500)) watch.advance(tick, batch);
    const other = Watch.restore({ memorandum }, JSON.parse(JSON.stringify(watch.save())) as WatchState);
    const picture = (one: Watch): string =>
      JSON.stringify([
        one.tick,
        one.nextDue(),
        one.counts(),
        one.alerts(),
        one.trackStates(),
        one.trackStates().map(({ track }) => [one.identity(track), one.trail(track)]),
      ]);
    expect(watch.counts().alerts).toBeGreaterThan(0);
    expect(picture(other)).toBe(picture(watch));
  });

  it('is not touched by the watch that was restored from it', () => {
    const watch = new Watch({ memorandum });
    for (const [tick, batch] of batches.slice(0, 2000)) watch.advance(tick, batch);
    const text = JSON.stringify(watch.save());
    const state = JSON.parse(text) as WatchState;
    const other = Watch.restore({ memorandum }, state);
    for (const [tick, batch] of batches.slice(2000, 2600)) {
      watch.advance(tick, batch);
      other.advance(tick, batch);
    }
    expect(JSON.stringify(state)).toBe(text);
  });

  it('is refused under another memorandum, another version or another form', () => {
    const state = new Watch({ memorandum }).save();
    expect(() => Watch.restore({ memorandum: memorandumWith(WIDE) }, state)).toThrow(RangeError);
    expect(() => Watch.restore({ memorandum: { ...memorandum, version: 2 } }, state)).toThrow(/version 1/);
    expect(() => Watch.restore({ memorandum }, { ...state, skyaccord: 'watch/0' })).toThrow(RangeError);
  });
});

/** Paths of values that JSON would lose or change. */
function unsayable(value: unknown, path = ''): string[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [`${path}: ${value}`];
  if (value === undefined || typeof value === 'bigint' || typeof value === 'function')
    return [`${path}: ${typeof value}`];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, one]) => unsayable(one, `${path}.${key}`));
}

describe('outcomes', () => {
  it('hold nothing that JSON cannot say, over the whole scenario', () => {
    const watch = new Watch({ memorandum });
    const outcomes: Outcome[] = batches.flatMap(([tick, batch]) => watch.advance(tick, batch));
    outcomes.push(...watch.finish());
    expect(new Set(outcomes.map((one) => one.kind)).size).toBeGreaterThanOrEqual(9);
    expect(outcomes.flatMap((one) => unsayable(one, one.kind))).toEqual([]);
  });

  it('nor of the scantiest traffic: no height, no velocity, one report, one place, a pole', () => {
    const bare = { pressure_altitude_m: null, ground_speed_mps: null, track_deg: null, vertical_rate_mps: null };
    const still = { ...bare, category: null, on_ground: null, position_accuracy_m: null, velocity_accuracy_mps: null };
    const watch = new Watch({ memorandum: memorandumWith(WIDE, NEAR) });
    const pole = { latitude_deg: 90, longitude_deg: 0 };
    const at = { altitude_m: 0, track_deg: 0, speed_mps: 0, east_m: 0, north_m: 0 };
    const outcomes = play(watch, [
      ...reportsOf({ ...at, address: 'd1a001', over: still }, every(0, 80, 4)),
      ...reportsOf({ ...at, address: 'd2b001', over: still }, every(0, 80, 5)),
      ...reportsOf({ ...at, address: 'd2b003', speed_mps: 120, over: { ...still, ...pole } }, every(0, 20)),
      ...reportsOf({ ...at, address: 'd1a002', speed_mps: 120, over: { ...bare, ...pole } }, every(0, 20)),
      observation({ time_ms: START_MS + 9000, address: 'once', ...bare }),
      ...reportsOf({ ...at, address: 'd1a003', north_m: -9000, speed_mps: 120, over: bare }, every(0, 60)),
      ...reportsOf(
        { ...at, address: 'd2b004', north_m: 9000, track_deg: 180, speed_mps: 120, over: bare },
        every(0, 60),
      ),
    ]);
    outcomes.push(...watch.finish());
    expect(outcomes.some((one) => one.kind === 'alert_raised')).toBe(true);
    expect(outcomes.flatMap((one) => unsayable(one, one.kind))).toEqual([]);
    expect(outcomes.flatMap((one) => unsayable(JSON.parse(JSON.stringify(one)), one.kind))).toEqual([]);
  });
});
