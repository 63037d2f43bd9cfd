import type { Identity, Outcome } from '@skyaccord/accord';
import type { Observation } from '@skyaccord/wire';
import { expect, test } from 'vitest';
import { aircraftHours } from './hours.ts';
import { Tracking } from './tracking.ts';

const at = { tick: 1, time_ms: 100 };
const evidence = {} as Extract<Outcome, { kind: 'tracks_fused' }>['evidence'];
const fuse = (track: string, other: string): Outcome => ({ ...at, kind: 'tracks_fused', track, other, evidence });
const part = (track: string, other: string, reason: 'apart' | 'silent'): Outcome => ({
  ...at,
  kind: 'tracks_parted',
  track,
  other,
  reason,
  evidence,
});

function after(...outcomes: Outcome[]): Tracking {
  const tracking = new Tracking();
  for (const outcome of outcomes) tracking.add(outcome);
  return tracking;
}

test('an aircraft under three addresses is one, and tracks that fell silent stay one', () => {
  expect(after(fuse('a', 'b'), fuse('c', 'a'), fuse('x', 'y'), part('x', 'y', 'silent')).fused).toEqual({
    aircraft: 2,
    parted: 0,
  });
});

test('what was found to be two is counted as such, unless it was one after all', () => {
  expect(after(fuse('a', 'b'), part('a', 'b', 'apart')).fused).toEqual({ aircraft: 0, parted: 1 });
  expect(after(fuse('a', 'b'), part('a', 'b', 'apart'), fuse('b', 'a')).fused).toEqual({ aircraft: 1, parted: 0 });
});

test('flags are counted by kind, each track once', () => {
  const flagged = (track: string, flag: 'noise' | 'frozen'): Outcome => ({
    ...at,
    kind: 'track_flagged',
    track,
    flag: { flag, since_ms: 0, detail: '' },
  });
  const { flagged: counts } = after(flagged('a', 'noise'), flagged('a', 'noise'), flagged('b', 'frozen'));
  expect(counts).toEqual({ frozen: 1, noise: 1 });
  expect(Object.entries(after(flagged('a', 'noise'), flagged('b', 'noise'), flagged('b', 'frozen')).flagged)).toEqual([
    ['noise', 2],
    ['frozen', 1],
  ]);
});

test('an aircraft is called by its callsign, else its registration, else its track', () => {
  const identity = { registration: 'XX-ABC' } as Identity;
  const { labelOf } = after({ ...at, kind: 'track_started', track: 'a', identity });
  expect([labelOf('ALD1', 'a'), labelOf(null, 'a'), labelOf(null, 'b')]).toEqual(['ALD1 (a)', 'XX-ABC (a)', 'b']);
});

test('hours are those heard: not the gaps of more than a minute', () => {
  const heard = (address: string, ...times_s: number[]) =>
    times_s.map((time_s) => ({ address, time_ms: time_s * 1000 }) as Observation);
  expect(aircraftHours([...heard('a', 0, 60, 180, 240), ...heard('b', 0, 60)])).toBeCloseTo(180 / 3600, 9);
  expect(aircraftHours([])).toBe(0);
});
