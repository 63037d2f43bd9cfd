import { describe, expect, it } from 'vitest';
import {
  every,
  type Flight,
  memorandumWith,
  NEAR,
  observation,
  reportsOf,
  START_MS,
  WIDE,
} from '../../test/traffic.ts';
import { tickOf } from '../ordering.ts';
import type { Advice, Outcome } from '../outcome.ts';
import { Watch, type WatchState } from '../watch.ts';
import type { LinkedAdvice } from './linked.ts';

const memorandum = memorandumWith(WIDE, NEAR);
const own: Flight = { address: 'd1a001', east_m: 0, north_m: -12_000, altitude_m: 6000, track_deg: 0, speed_mps: 200 };
const ahead: Flight = { ...own, address: 'd2b001', north_m: 12_000, track_deg: 180 };

const given = (outcomes: readonly Outcome[], track: string): Advice | undefined =>
  outcomes
    .flatMap((one) => (one.kind === 'alert_raised' || one.kind === 'alert_updated' ? one.alert.advice : []))
    .findLast((one) => one.for === track);

const turnOf = (advice: LinkedAdvice | undefined): number =>
  advice?.manoeuvres.find((one) => one.kind === 'turn')?.by_deg ?? Number.NaN;

describe('advice heard over a live link', () => {
  const reports = [...reportsOf(own, every(0, 20)), ...reportsOf(ahead, every(0.5, 20))];
  const at = (second: number) => reports.filter((o) => Math.floor((o.time_ms - START_MS) / 1000) === second);
  const left: LinkedAdvice = { for: 'd1a001', manoeuvres: [{ kind: 'turn', by_deg: -40, to_track_deg: 320 }] };

  /** What the second party is told, second by second, when it hears what the first is told. */
  function told(heard: (second: number) => readonly LinkedAdvice[], saved = Infinity): (Advice | undefined)[] {
    let watch = new Watch({ memorandum, advise: ['mu'] });
    const all: (Advice | undefined)[] = [];
    for (let second = 0; second <= 20; second++) {
      const outcomes = watch.advance(tickOf(START_MS + second * 1000 + 900), at(second), heard(second));
      all.push(given(outcomes, 'd2b001') ?? all.at(-1));
      if (second !== saved) continue;
      watch = Watch.restore({ memorandum, advise: ['mu'] }, JSON.parse(JSON.stringify(watch.save())) as WatchState);
    }
    return all;
  }

  it('turns the other side the way that goes with it: both left, where both would have gone right', () => {
    expect(turnOf(told(() => [])[10])).toBeGreaterThan(0);
    expect(turnOf(told(() => [left])[10])).toBeLessThan(0);
  });

  it('is followed also when it comes later, by the one whose name comes later', () => {
    const all = told((second) => (second < 8 ? [] : [left]));
    expect(turnOf(all[6])).toBeGreaterThan(0);
    expect(turnOf(all[10])).toBeLessThan(0);
  });

  it('is the same for a watch that is saved and restored in between', () => {
    const heard = (second: number) => (second === 4 ? [left] : []);
    expect(told(heard, 5)).toEqual(told(heard));
  });

  it('counts for 15 s after it was last said', () => {
    const watch = new Watch({ memorandum, advise: ['mu'] });
    watch.advance(tickOf(START_MS), [observation()], [left]);
    expect(watch.save().linked).toHaveLength(1);
    const early = told((second) => (second === 0 ? [left] : []));
    expect(turnOf(early[10])).toBeLessThan(0);
  });
});
