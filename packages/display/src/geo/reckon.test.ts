import { expect, test } from 'vitest';
import { START_MS, tracksAt } from '../../test/sample.ts';
import { greatCircle_m, type LngLat } from './geodesy.ts';
import { reckon } from './reckon.ts';

const [track] = tracksAt(START_MS, 0);
if (track === undefined) throw new Error('the sample world has no aircraft');
const from: LngLat = [track.longitude_deg, track.latitude_deg];

test('between reports an aircraft is carried on along its course', () => {
  const { point, age_ms, stale } = reckon(track, START_MS + 4000);
  expect(greatCircle_m(from, point)).toBeCloseTo(4 * 220, 3);
  expect(point[0]).toBeGreaterThan(from[0]);
  expect({ age_ms, stale }).toEqual({ age_ms: 4000, stale: false });
});

test('for ten seconds and no longer: then it stands still and is stale', () => {
  expect(reckon(track, START_MS + 10_000).stale).toBe(false);
  const later = reckon(track, START_MS + 10_001);
  expect(later.stale).toBe(true);
  expect(greatCircle_m(from, later.point)).toBeCloseTo(2200, 2);
  expect(greatCircle_m(from, reckon(track, START_MS + 600_000).point)).toBeCloseTo(2200, 2);
});

test('a picture of the past, or one that stands, is not carried on', () => {
  expect(reckon(track, START_MS - 5000).point).toEqual(from);
  expect(reckon({ ...track, ground_speed_mps: 0 }, START_MS + 5000).point).toEqual(from);
});
