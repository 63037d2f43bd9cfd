import type { Alert } from '@skyaccord/accord';
import { expect, test } from 'vitest';
import { isWarning, warningsOf } from './warnings.ts';

const at = (track: string, party: string | null, longitude_deg: number) => ({
  track,
  party,
  callsign: 'CANARY',
  latitude_deg: 45.301_234,
  longitude_deg,
  altitude_m: party === 'mu' ? 9_000 : 9_100,
  altitude_datum: 'pressure',
});
const alert = {
  id: 'a1',
  level: 'warning',
  time_ms: 1_000,
  range_m: 7_840,
  a: at('e0b002', 'mu', -5),
  b: at('e0a001', 'nc', -4.9),
} as unknown as Alert;

test('the other party is told of its own aircraft in bands, and nothing of who the other one is or where exactly', () => {
  const [warning, ...more] = warningsOf(alert, 'mu', 'SHARE-9');
  expect(more).toEqual([]);
  const { of, ...told } = warning!;
  expect(of).toBe('e0a001');
  expect(told).toEqual({
    kind: 'warning',
    for: 'e0b002',
    level: 'warning',
    time_ms: 1_000,
    warning: {
      clause: 'SHARE-9',
      bearing: { from_deg: 90, to_deg: 120 },
      distance: { from_m: 5_556, to_m: 9_260 },
      height: { from_m: 0, to_m: 304.8 },
    },
  });
  expect(JSON.stringify(told)).not.toMatch(/CANARY|e0a001|45\.30|7840/);
  expect(isWarning(told)).toBe(true);
  expect(isWarning({ ...told, extra: 1 })).toBe(false);
});

test('nobody is warned of its own aircraft, nor a party that is not in it', () => {
  expect(warningsOf(alert, 'sm', 'SHARE-9')).toEqual([]);
  const both = { ...alert, b: { ...alert.b, party: 'mu' } } as Alert;
  expect(warningsOf(both, 'mu', 'SHARE-9')).toEqual([]);
});
