import type { Observation } from '@skyaccord/wire';
import { describe, expect, test } from 'vitest';
import { recordedPairs, recordPairAlerts } from './recorded.ts';
import { PREDICTIONS } from './sweep.ts';

const M_PER_DEG = (Math.PI / 180) * 6_371_000;

interface Flight {
  readonly address: string;
  /** Metres east and north of 0, 0 at the first report. */
  readonly from: readonly [number, number];
  readonly track_deg: number;
  readonly speed_mps: number;
  readonly altitude_m: number;
  readonly on_ground?: boolean;
  /** Seconds in which it is heard. */
  readonly heard?: (t_s: number) => boolean;
}

/** Reports of straight flights at the equator, one a second, in the order of time. */
function observe(flights: readonly Flight[], seconds: number): Observation[] {
  return Array.from({ length: seconds }, (_, t_s) =>
    flights.flatMap(({ address, from, track_deg, speed_mps, altitude_m, on_ground = false, heard }, index) => {
      if (heard?.(t_s) === false) return [];
      const track = (track_deg * Math.PI) / 180;
      return [
        {
          source: 'test',
          sequence: t_s * flights.length + index,
          time_ms: 1_000_000 + 1000 * t_s,
          address,
          address_kind: 'icao',
          technology: 'adsb',
          callsign: null,
          registration: null,
          category: null,
          latitude_deg: (from[1] + speed_mps * Math.cos(track) * t_s) / M_PER_DEG,
          longitude_deg: (from[0] + speed_mps * Math.sin(track) * t_s) / M_PER_DEG,
          pressure_altitude_m: altitude_m,
          geometric_altitude_m: null,
          geometric_datum: 'unknown',
          on_ground,
          ground_speed_mps: speed_mps,
          track_deg,
          vertical_rate_mps: 0,
          resolution_advisory: null,
          position_accuracy_m: 10,
          altitude_accuracy_m: null,
          velocity_accuracy_mps: 1,
          party: null,
        } satisfies Observation,
      ];
    }),
  ).flat();
}

const north: Flight = { address: 'a', from: [0, 0], track_deg: 0, speed_mps: 50, altitude_m: 1000 };
/** Meets the first head on after 100 s. */
const south: Flight = { address: 'b', from: [0, 10_000], track_deg: 180, speed_mps: 50, altitude_m: 1000 };
const pairOf = (...flights: Flight[]) => {
  const [pair] = recordedPairs(observe(flights, 150));
  if (pair === undefined) throw new Error('no pair was found');
  return pair;
};

describe('recorded pairs', () => {
  test('are those that come into the same neighbourhood in the air', () => {
    const far = { ...south, address: 'c', from: [40_000, 0] as const };
    const high = { ...south, address: 'd', altitude_m: 9000 };
    const parked = { ...south, address: 'e', on_ground: true };
    const pairs = recordedPairs(observe([north, south, far, high, parked], 150));
    expect(pairs.map(({ id }) => id.split(' ').slice(0, 2))).toEqual([['a', 'b']]);
  });

  test('are over where one is heard no more, and parted where they went apart', () => {
    expect(pairOf(north, { ...south, heard: (t_s) => t_s < 80 })).toMatchObject({ parted: false });
    const away = pairOf(north, { ...south, from: [0, 11_000], track_deg: 0, speed_mps: 120 });
    expect(away.parted).toBe(true);
    expect(away.to_s - away.from_s).toBeLessThan(80);
  });

  test('flights by the same address are never a pair', () => {
    const gap = (t_s: number) => t_s < 50 || t_s > 90;
    expect(recordedPairs(observe([{ ...north, heard: gap }], 150))).toEqual([]);
  });
});

describe('listening to a recorded pair', () => {
  test('tells when well clear was lost, and that everybody alerted before', () => {
    const record = recordPairAlerts(pairOf(north, south));
    // 457.2 m at 100 m/s before the meeting at 100 s; whole seconds.
    expect(record?.t_first_lowc_s).toBe(96);
    const ours = record?.first_s[0] ?? [];
    expect(ours.every((time) => time !== null && time < 96)).toBe(true);
    // The straight-line way alerts when the entry is closer than its lookahead.
    expect(record?.first_s[2]?.[2]).toBe(96 - 30);
    const [soon] = record?.tallies ?? [];
    expect(soon?.predictions.reduce((sum, n) => sum + n, 0)).toBe(96);
  });

  test('stays quiet about those that pass far off', () => {
    const record = recordPairAlerts(pairOf(north, { ...south, from: [6000, 10_000] }));
    expect(record?.t_first_lowc_s).toBeNull();
    expect(record?.first_s.flat().every((time) => time === null)).toBe(true);
  });

  test('predicts nothing that cannot be judged: who is heard no more may have met', () => {
    const record = recordPairAlerts(pairOf(north, { ...south, heard: (t_s) => t_s < 80 }));
    expect(record?.t_first_lowc_s).toBeNull();
    const [soon, late] = record?.tallies ?? [];
    const count = (of: readonly number[] | undefined) => of?.reduce((sum, n) => sum + n, 0);
    expect(count(soon?.predictions)).toBe(79 - (PREDICTIONS[0]?.within_s ?? Number.NaN) + 1);
    expect(count(late?.predictions)).toBe(0);
  });

  test('leaves out who never was apart', () => {
    expect(recordPairAlerts(pairOf(north, { ...north, address: 'b', from: [50, 0] }))).toBeNull();
  });
});
