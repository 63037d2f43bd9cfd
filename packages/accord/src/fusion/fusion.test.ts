import type { Observation } from '@skyaccord/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  every,
  type Flight,
  FT,
  memorandumWith,
  NEAR,
  ofKind,
  play,
  reportsOf,
  START_MS,
  WIDE,
} from '../../test/traffic.ts';
import { tickOf } from '../ordering.ts';
import { Watch, type WatchState } from '../watch.ts';

const memorandum = memorandumWith(WIDE, NEAR);

const own: Flight = { address: 'd1a001', east_m: 0, north_m: 0, altitude_m: 2000, track_deg: 90, speed_mps: 60 };

/** What a ground station repeats of a flight: under its own address, `late_s` behind, off to the side. */
function echoOf(flight: Flight, times_s: readonly number[], address: string, late_s = 2, north_m = 80): Observation[] {
  const reports = reportsOf(
    { ...flight, address, north_m: flight.north_m + north_m },
    times_s.map((t) => t - late_s),
  );
  return reports.map((one, i) => ({
    ...one,
    ...station,
    source: 'station',
    time_ms: START_MS + Math.round(times_s[i]! * 1000),
    pressure_altitude_m: Math.round(one.pressure_altitude_m! / 30.48) * 30.48,
  }));
}

const station = {
  address_kind: 'non_icao',
  technology: 'tisb',
  category: null,
  position_accuracy_m: 556,
  velocity_accuracy_mps: null,
} as const;

describe('one aircraft under two addresses', () => {
  it('is one track once positions agree, is named with the evidence, and raises no alert against itself', () => {
    const watch = new Watch({ memorandum });
    const outcomes = play(watch, [...reportsOf(own, every(0, 60)), ...echoOf(own, every(20.4, 60, 4), '~2b0001')]);
    const [fused] = ofKind(outcomes, 'tracks_fused');
    expect(fused).toMatchObject({ track: 'd1a001', other: '~2b0001' });
    expect(fused!.evidence.comparisons).toBeGreaterThanOrEqual(4);
    expect(fused!.evidence.delay_s).toBeCloseTo(2, 1);
    expect(fused!.evidence.distance_m).toBeCloseTo(80, -1);
    expect(ofKind(outcomes, 'alert_raised')).toEqual([]);
    expect(watch.counts().tracks).toBe(1);
    expect(watch.trackStates().map((one) => one.track)).toEqual(['d1a001']);
    expect(watch.detail('d1a001')!.components.map((one) => one.track)).toEqual(['d1a001', '~2b0001']);
  });

  it('goes on under its own address when only the station still hears it', () => {
    const watch = new Watch({ memorandum });
    const outcomes = play(watch, [...reportsOf(own, every(0, 60)), ...echoOf(own, every(20.4, 300, 4), '~2b0001')]);
    expect(ofKind(outcomes, 'track_dropped')).toEqual([]);
    const [state] = watch.trackStates();
    expect(state).toMatchObject({ track: 'd1a001' });
    expect(state!.seen_ms).toBeGreaterThan(START_MS + 295_000);
    // The station's delay is made up for: the track is where the aircraft is.
    const [truth] = reportsOf(own, [(state!.seen_ms - START_MS) / 1000]);
    expect(Math.abs(state!.longitude_deg - truth!.longitude_deg) * 78_000).toBeLessThan(60);
  });

  it('parts the moment the other flies off, and is warned of then', () => {
    const away: Flight = { ...own, address: '~2b0001', east_m: 60 * 60, track_deg: 60, over: station };
    const back: Flight = { ...own, address: '~2b0001', track_deg: 135, over: station };
    const before = echoOf(own, every(20.4, 59, 3), '~2b0001', 0, 0);
    const turned = reportsOf(away, every(0, 60, 2)).map((one) => ({ ...one, time_ms: one.time_ms + 60_400 }));
    const last = turned.at(-1)!;
    const returning = reportsOf({ ...back, east_m: 0, origin: last }, every(2, 80, 2)).map((one) => ({
      ...one,
      time_ms: one.time_ms + 120_400,
    }));
    const watch = new Watch({ memorandum });
    const outcomes = play(watch, [...reportsOf(own, every(0, 200)), ...before, ...turned, ...returning]);
    expect(ofKind(outcomes, 'tracks_fused')).toHaveLength(1);
    const [parted] = ofKind(outcomes, 'tracks_parted');
    expect(parted).toMatchObject({ track: 'd1a001', other: '~2b0001' });
    expect((parted!.time_ms - START_MS) / 1000 - 60).toBeLessThan(25);
    expect(ofKind(outcomes, 'alert_raised').length).toBeGreaterThan(0);
    expect(watch.counts().tracks).toBe(2);
  });
});

describe('two aircraft', () => {
  it('stay two when they were seen apart, however alike they fly afterwards', () => {
    // It closes in from 4 km behind, then flies 60 m beside for two minutes.
    const joining = reportsOf(
      { ...own, address: '~2b0001', east_m: -4000, north_m: 60, speed_mps: 100, over: station },
      every(0, 100, 2),
    );
    const beside = reportsOf({ ...own, address: '~2b0001', north_m: 60, over: station }, every(102, 240, 2));
    const watch = new Watch({ memorandum });
    const outcomes = play(watch, [...reportsOf(own, every(0.3, 240)), ...joining, ...beside]);
    expect(ofKind(outcomes, 'tracks_fused')).toEqual([]);
    expect(ofKind(outcomes, 'alert_raised').length).toBeGreaterThan(0);
    expect(watch.counts().tracks).toBe(2);
  });

  it.each([
    ['two transponders', { address: 'd2b001' }, {}],
    [
      'two FLARMs',
      { address: '~flr2', address_kind: 'non_icao', technology: 'flarm' },
      { address_kind: 'non_icao', technology: 'flarm' },
    ],
    [
      'two loggers',
      { address: 'BB', address_kind: 'logger', technology: 'logger' },
      { address_kind: 'logger', technology: 'logger' },
    ],
  ] as const)('with %s are two even side by side from the start', (_, other, mine) => {
    const flight = reportsOf({ ...own, over: mine }, every(0, 120));
    const twin = reportsOf({ ...own, north_m: 30, address: other.address, over: other }, every(0.4, 120));
    const watch = new Watch({ memorandum });
    expect(ofKind(play(watch, [...flight, ...twin]), 'tracks_fused')).toEqual([]);
    expect(watch.counts().tracks).toBe(2);
  });

  it('warn when one of them, under a station address, passes at 20 m/s or more', () => {
    fc.assert(
      fc.property(
        fc.record({
          relative_mps: fc.double({ min: 20, max: 120, noNaN: true }),
          bearing_deg: fc.integer({ min: 0, max: 359 }),
          miss_m: fc.integer({ min: -150, max: 150 }),
          lead_s: fc.integer({ min: 45, max: 120 }),
          step_s: fc.double({ min: 1, max: 6, noNaN: true }),
        }),
        ({ relative_mps, bearing_deg, miss_m, lead_s, step_s }) => {
          const bearing = (bearing_deg * Math.PI) / 180;
          const east_mps = 60 + relative_mps * Math.sin(bearing);
          const north_mps = relative_mps * Math.cos(bearing);
          const intruder: Flight = {
            ...own,
            address: '~2b0001',
            east_m: 60 * lead_s + miss_m * Math.cos(bearing) - east_mps * lead_s,
            north_m: -miss_m * Math.sin(bearing) - north_mps * lead_s,
            track_deg: ((Math.atan2(east_mps, north_mps) * 180) / Math.PI + 360) % 360,
            speed_mps: Math.sqrt(east_mps * east_mps + north_mps * north_mps),
            over: station,
          };
          const times = every(0, lead_s + 30, step_s);
          const outcomes = play(new Watch({ memorandum }), [
            ...reportsOf(own, every(0.3, lead_s + 30)),
            ...reportsOf(intruder, times),
          ]);
          const [raised] = ofKind(outcomes, 'alert_raised');
          expect(raised).toBeDefined();
          expect(raised!.time_ms).toBeLessThan(START_MS + lead_s * 1000);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('what the addresses of one aircraft say', () => {
  const feed = { address_kind: 'track_number', technology: 'party_feed', party: 'mu', category: null } as const;

  it('is put together while they are one, contradictions side by side, and stays known when one falls silent', () => {
    const beside = reportsOf({ ...own, address: '417', north_m: 20, over: feed }, every(20.4, 60, 2));
    const watch = new Watch({ memorandum });
    play(watch, [...reportsOf({ ...own, address: 'd9f001' }, every(0, 60)), ...beside]);
    expect(watch.identity('d9f001')).toMatchObject({ party: 'mu', contested: false });
    const contested = new Watch({ memorandum });
    play(contested, [...reportsOf(own, every(0, 60)), ...beside]);
    const identity = contested.identity('d1a001')!;
    expect(identity).toMatchObject({ party: 'nc', contested: true });
    expect(new Set(identity.evidence.filter((one) => one.for === 'party').map((one) => one.says))).toEqual(
      new Set(['nc', 'mu']),
    );
    play(contested, reportsOf(own, every(61, 200)));
    expect(contested.trackStates()).toHaveLength(1);
    expect(contested.identity('d1a001')).toMatchObject({ party: 'nc', contested: true });
  });

  it('is taken apart again when they part', () => {
    const beside = reportsOf({ ...own, address: '417', north_m: 20, over: feed }, every(20.4, 60, 2));
    const off = reportsOf(
      { ...own, address: '417', east_m: 60 * 60, north_m: 20, track_deg: 30, over: feed },
      every(2, 90, 2),
    );
    const watch = new Watch({ memorandum });
    const outcomes = play(watch, [
      ...reportsOf({ ...own, address: 'd9f001' }, every(0, 150)),
      ...beside,
      ...off.map((one) => ({ ...one, time_ms: one.time_ms + 60_400 })),
    ]);
    expect(ofKind(outcomes, 'tracks_parted')).toHaveLength(1);
    expect(watch.identity('d9f001')).toMatchObject({ party: null });
    expect(watch.identity('417')).toMatchObject({ party: 'mu' });
  });

  it('finds a steady height difference, says so, and corrects it', () => {
    const logger = { address_kind: 'logger', technology: 'logger', pressure_altitude_m: null, category: null } as const;
    const flarm = { address_kind: 'non_icao', technology: 'flarm', pressure_altitude_m: null } as const;
    const flight: Flight = { ...own, speed_mps: 30 };
    const heard = reportsOf(
      { ...flight, address: '~flr1', over: { ...flarm, geometric_altitude_m: 1500 } },
      every(0, 1300, 3),
    );
    const recorded = reportsOf(
      { ...flight, address: 'AA', over: { ...logger, geometric_altitude_m: 1500 + 155 * FT } },
      every(0.5, 1300, 4),
    );
    const watch = new Watch({ memorandum });
    const outcomes = play(watch, [...heard, ...recorded]);
    const [flagged] = ofKind(outcomes, 'track_flagged');
    expect(flagged).toMatchObject({ track: 'AA', flag: { flag: 'height_bias' } });
    expect(flagged!.flag.detail).toMatch(/^GNSS heights of AA lie 15[3-7] ft above those of ~flr1/);
    expect(watch.detail('~flr1')!.height_correction_m).toBeCloseTo(-155 * FT, -1);
    expect(watch.detail('AA')!.geometric_altitude_m).toBeCloseTo(1500, -1);
  });
});

describe('a watch saved while tracks are fused', () => {
  it('goes on to the last bit', () => {
    const all = [...reportsOf(own, every(0, 90)), ...echoOf(own, every(20.4, 90, 3), '~2b0001')].sort(
      (x, y) => x.time_ms - y.time_ms,
    );
    const whole = new Watch({ memorandum });
    const expected = play(whole, all);
    for (const cut_s of [21, 25, 40, 70]) {
      const first = new Watch({ memorandum });
      const begun = play(
        first,
        all.filter((one) => one.time_ms < START_MS + cut_s * 1000),
      );
      const again = Watch.restore({ memorandum }, JSON.parse(JSON.stringify(first.save())) as WatchState);
      const ended = play(
        again,
        all.filter((one) => one.time_ms >= START_MS + cut_s * 1000),
      );
      expect(JSON.stringify([...begun, ...ended])).toBe(JSON.stringify(expected));
      expect(JSON.stringify(again.save())).toBe(JSON.stringify(whole.save()));
      expect(again.tick).toBe(tickOf(all.at(-1)!.time_ms));
    }
  });
});
