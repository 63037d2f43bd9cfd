import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heard, over, Sky } from '../../test/sky.ts';
import { every, type Flight, observation, reportsOf, START_MS } from '../../test/traffic.ts';
import { TrackTable } from '../tracks/table.ts';
import { Integrity, type SavedIntegrity } from './integrity.ts';
import { JUMPS, QUIET_S, TOGETHER } from './rules.ts';

const ADDRESS = 'd1a001';
const flight: Flight = { address: 'd1a001', east_m: 0, north_m: 0, altitude_m: 6000, track_deg: 40, speed_mps: 150 };
const far: Flight = { ...flight, north_m: 400_000 };
const M_PER_DEG = 111_195;

describe('traffic as it should be', () => {
  const honest = fc.record({
    speed_mps: fc.integer({ min: 0, max: 300 }),
    track_deg: fc.integer({ min: 0, max: 359 }),
    turn_degps: fc.constantFrom(-12, -3, -1.5, 0, 0, 1.5, 3, 12),
    climb_mps: fc.integer({ min: -25, max: 25 }),
    spacing_ms: fc.integer({ min: 400, max: 11_000 }),
    scatter: fc.array(
      fc.tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: -1, max: 1, noNaN: true })),
      {
        minLength: 40,
        maxLength: 40,
      },
    ),
    accuracy_m: fc.constantFrom(8, 30, 93, 556),
    jitter_s: fc.constantFrom(0, 0.5),
    said: fc.boolean(),
  });

  it('property: straight or turning, climbing, near or far between, noisy within what it states: no flag at all', () => {
    fc.assert(
      fc.property(honest, (one) => {
        const rad = Math.PI / 180;
        const turn_degps =
          one.speed_mps > 60 ? Math.sign(one.turn_degps) * Math.min(3, Math.abs(one.turn_degps)) : one.turn_degps;
        let [east_m, north_m, track_deg] = [0, 0, one.track_deg];
        const reports = one.scatter.map(([x, y], i) => {
          const dt_s = one.spacing_ms / 1000;
          for (let k = 0; i > 0 && k < 50; k++) {
            track_deg += (turn_degps * dt_s) / 50;
            east_m += (one.speed_mps * Math.sin(track_deg * rad) * dt_s) / 50;
            north_m += (one.speed_mps * Math.cos(track_deg * rad) * dt_s) / 50;
          }
          const latitude_deg = 45.3 + (north_m + (x * one.accuracy_m) / 2) / M_PER_DEG;
          return observation({
            // A time that is off by a little, this way and that, as receivers give it.
            time_ms:
              START_MS +
              i * one.spacing_ms +
              Math.round(i % 2 === 0 ? 0 : one.jitter_s * Math.min(1000, one.spacing_ms / 2)),
            latitude_deg,
            longitude_deg: -5 + (east_m + (y * one.accuracy_m) / 2) / (M_PER_DEG * Math.cos(45.3 * rad)),
            pressure_altitude_m: 3000 + one.climb_mps * i * dt_s * (one.spacing_ms > 3000 ? 0.1 : 1),
            position_accuracy_m: one.accuracy_m,
            ground_speed_mps: one.said ? one.speed_mps : null,
            track_deg: one.said ? ((track_deg % 360) + 360) % 360 : null,
            vertical_rate_mps: null,
          });
        });
        expect(heard(...reports).raised()).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('a helicopter that hovers, an aircraft that is parked, a glider that circles: no flag', () => {
    const hover = every(0, 120).map((s) =>
      observation({ time_ms: START_MS + s * 1000, ground_speed_mps: 0.5, category: 'A7' }),
    );
    expect(heard(...hover).raised()).toEqual([]);
    const parked = hover.map((o) => ({ ...o, ground_speed_mps: 0, on_ground: true, track_deg: null }));
    expect(heard(...parked).raised()).toEqual([]);
    const circle = every(0, 300, 2).map((s) => {
      const turn = (s * 18 * Math.PI) / 180;
      return observation({
        time_ms: START_MS + s * 1000,
        category: 'B1',
        ground_speed_mps: 25,
        track_deg: (s * 18) % 360,
        latitude_deg: 45.3 + (80 * Math.sin(turn)) / M_PER_DEG,
        longitude_deg: -5 - (80 * Math.cos(turn)) / (M_PER_DEG * 0.7034),
      });
    });
    expect(heard(...circle).raised()).toEqual([]);
  });
});

describe('positions out of reach', () => {
  it('one is set aside in silence, the second in a minute is flagged, and the flag ends a minute after the last', () => {
    const good = reportsOf(flight, every(0, 20));
    const sky = heard(...good, ...reportsOf(far, [10.5]));
    expect(sky.raised()).toEqual([]);
    sky.hear(...reportsOf(far, [20.5]), ...reportsOf(flight, every(21, 40)));
    expect(sky.flags()).toEqual(['implausible_jump']);
    expect(sky.detail('implausible_jump')).toMatch(/^said to be 21[0-9]\.\d NM away 0\.5 s after its last position$/);
    expect(sky.integrity.due_ms).toBe(START_MS + 20_500 + QUIET_S * 1000);
    sky.quiet(START_MS + 80_499);
    expect(sky.flags()).toEqual(['implausible_jump']);
    sky.quiet(START_MS + 80_500);
    expect(sky.flags()).toEqual([]);
    expect(sky.changes.map(({ kind }) => kind)).toEqual(['raised', 'ended']);
  });

  it('property: jumps injected anywhere into a flight are flagged, and the track keeps to the flight', () => {
    const wild = fc.array(
      fc.tuple(fc.integer({ min: 5, max: 54 }), fc.integer({ min: -60, max: 60 }), fc.integer({ min: -170, max: 170 })),
      {
        minLength: 2,
        maxLength: 10,
      },
    );
    fc.assert(
      fc.property(wild, (places) => {
        const good = reportsOf(flight, every(0, 60));
        const bad = places
          .filter(
            ([, latitude_deg, longitude_deg]) => Math.abs(latitude_deg - 45) > 3 || Math.abs(longitude_deg + 5) > 5,
          )
          .map(([s, latitude_deg, longitude_deg], i) => ({
            ...good[s]!,
            time_ms: good[s]!.time_ms + 20 * (i + 1),
            latitude_deg,
            longitude_deg,
          }))
          .filter(({ latitude_deg, longitude_deg }) => latitude_deg !== 0 || longitude_deg !== 0);
        fc.pre(bad.length >= JUMPS);
        const sky = heard(...good, ...bad);
        expect(sky.raised()).toContain('implausible_jump');
        const slot = sky.table.slotOf.get(ADDRESS)!;
        expect(sky.table.latitude_deg[slot]).toBeCloseTo(good.at(-1)!.latitude_deg, 3);
        expect(sky.table.longitude_deg[slot]).toBeCloseTo(good.at(-1)!.longitude_deg, 3);
      }),
      { numRuns: 100 },
    );
  });

  it('an aircraft that comes back where it cannot have flown to meanwhile is flagged', () => {
    const sky = heard(...reportsOf(flight, every(0, 60)));
    sky.drop(ADDRESS);
    sky.hear(...reportsOf(far, every(260, 262)));
    expect(sky.detail('implausible_jump')).toMatch(/^back 2\d\d\.\d NM from where it was heard 200 s before$/);
    const other = heard(...reportsOf(flight, every(0, 60)));
    other.drop(ADDRESS);
    expect(other.hear(...reportsOf(flight, every(260, 262))).raised()).toEqual([]);
  });

  it('3 aircraft that jump to one place are suspected to be spoofed, all of them; two are not', () => {
    const group = (n: number): Sky => {
      const sky = new Sky();
      for (let i = 0; i < n; i++) {
        const own: Flight = { ...flight, address: `d1a00${i}`, east_m: i * 30_000, over: { longitude_deg: -5 + i } };
        const there: Flight = { ...own, east_m: 0, north_m: 300_000 - i * 11_000, over: { longitude_deg: -5 } };
        sky.hear(
          ...reportsOf(own, every(i * 100, i * 100 + 20)),
          ...reportsOf(there, every(i * 100 + 21, i * 100 + 24)),
        );
      }
      return sky;
    };
    expect(group(TOGETHER - 1).raised()).not.toContain('spoofing_suspected');
    const sky = group(TOGETHER);
    for (let i = 0; i < TOGETHER; i++) {
      expect(
        sky.changes.some((c) => c.kind === 'raised' && c.flag.flag === 'spoofing_suspected' && c.track === `d1a00${i}`),
      ).toBe(true);
    }
  });
});

describe('one address in two places', () => {
  it('is said of both tracks while both are heard, and ends a minute after one of them is gone', () => {
    const sky = heard(...reportsOf(flight, every(0, 100)), ...reportsOf(far, every(0.5, 100.5)));
    expect(sky.flags(ADDRESS)).toContain('duplicate_identity');
    expect(sky.flags(`${ADDRESS}#2`)).toContain('duplicate_identity');
    expect(sky.detail('duplicate_identity')).toBe('address d1a001 is heard in 2 places at once');
    sky.drop(`${ADDRESS}#2`);
    sky.hear(...reportsOf(flight, every(101, 170)));
    expect(sky.flags(ADDRESS)).toEqual([]);
  });
});

describe('whatever is reported', () => {
  const maybe = (least: number, most: number): fc.Arbitrary<number | null> =>
    fc.option(fc.oneof(fc.double({ min: least, max: most, noNaN: true }), fc.constantFrom(least, most, 0)), {
      freq: 4,
    });
  const any = fc.record({
    gap_ms: fc.integer({ min: -5000, max: 20_000 }),
    address: fc.constantFrom('d1a001', 'd1a002', 'd2b001'),
    latitude_deg: fc.oneof(fc.double({ min: -90, max: 90, noNaN: true }), fc.constantFrom(90, -90, 45, 45.001)),
    longitude_deg: fc.oneof(fc.double({ min: -180, max: 180, noNaN: true }), fc.constantFrom(180, -180, 0)),
    pressure_altitude_m: maybe(-500, 40_000),
    geometric_altitude_m: maybe(-500, 40_000),
    ground_speed_mps: maybe(0, 5000),
    track_deg: maybe(0, 359.999),
    vertical_rate_mps: maybe(-500, 500),
    position_accuracy_m: maybe(0, 1e6),
    on_ground: fc.constantFrom(null, true, false),
  });

  it('property: every flag is said with figures that are numbers, and standing flags are those raised and not ended', () => {
    fc.assert(
      fc.property(fc.array(any, { minLength: 20, maxLength: 120 }), (list) => {
        const sky = new Sky();
        let time_ms = START_MS;
        for (const { gap_ms, ...rest } of list) {
          time_ms += gap_ms;
          sky.hearAt(observation({ ...rest, time_ms }), Math.max(time_ms, START_MS));
        }
        const standing = new Map<string, number>();
        for (const one of sky.changes) {
          const kind = one.kind === 'raised' ? one.flag.flag : one.flag;
          const key = `${one.track} ${kind}`;
          standing.set(key, (standing.get(key) ?? 0) + (one.kind === 'raised' ? 1 : -1));
          expect([0, 1]).toContain(standing.get(key));
          if (one.kind === 'raised') expect(one.flag.detail).not.toMatch(/NaN|Infinity|undefined|null/);
        }
        const stands = [...standing].filter(([, n]) => n === 1).map(([key]) => key);
        const said = [...sky.table.slotOf.keys()].flatMap((id) => sky.flags(id).map((kind) => `${id} ${kind}`));
        expect(said.sort()).toEqual(stands.sort());
      }),
      { numRuns: 200 },
    );
  });
});

describe('flags', () => {
  it('of others stand until they are taken back, and end in silence with their track', () => {
    const sky = heard(...reportsOf(flight, every(0, 5)));
    sky.integrity.flag(0, 'height_bias', '155 ft high', START_MS);
    sky.integrity.flag(0, 'height_bias', 'again', START_MS + 1);
    sky.quiet(START_MS + 86_400_000);
    expect(sky.integrity.flagsOf(0)).toEqual([{ flag: 'height_bias', since_ms: START_MS, detail: '155 ft high' }]);
    sky.integrity.unflag(0, 'height_bias');
    sky.integrity.unflag(0, 'height_bias');
    sky.note(START_MS);
    expect(sky.changes.map(({ kind }) => kind)).toEqual(['raised', 'ended']);
    sky.integrity.flag(0, 'poor_accuracy', 'three times', START_MS);
    sky.integrity.closed(0);
    expect(sky.integrity.take()).toEqual([]);
    expect(sky.integrity.flagsOf(0)).toEqual([]);
  });

  it('a slot used again has none of the track before', () => {
    const sky = heard(...reportsOf(flight, every(0, 20)), ...reportsOf(far, [10.5, 12.5]));
    expect(sky.flags()).toEqual(['implausible_jump']);
    sky.drop(ADDRESS);
    sky.hear(...reportsOf({ ...flight, address: 'd2b001' }, every(30, 60)));
    expect(sky.table.slotOf.get('d2b001')).toBe(0);
    expect(sky.flags('d2b001')).toEqual([]);
  });

  it('go on after save and restore to the bit, wherever it is cut', () => {
    const mess = [
      ...over(reportsOf(flight, every(0, 100)), (_, i) => ({ pressure_altitude_m: i % 7 === 0 ? 7000 : 6000 })),
      ...reportsOf(far, every(20.5, 60.5)),
      ...over(reportsOf({ ...flight, address: 'd2b001', east_m: 9000 }, every(0, 100)), () => ({ track_deg: 250 })),
      ...over(reportsOf(flight, every(0, 40)), (o) => ({ address: 'd2b002', time_ms: o.time_ms + 50_000 })),
    ].sort((x, y) => x.time_ms - y.time_ms);
    const whole = heard(...mess);
    expect(new Set(whole.raised()).size).toBeGreaterThanOrEqual(4);
    fc.assert(
      fc.property(fc.nat(mess.length), (cut) => {
        const before = heard(...mess.slice(0, cut));
        const after = new Sky();
        const slots = [...before.table.slotOf.values()].sort((x, y) => x - y);
        const saved = JSON.stringify(before.integrity.save(slots));
        after.table = TrackTable.restore(JSON.parse(JSON.stringify(before.table.save())));
        after.integrity = Integrity.restore(JSON.parse(saved) as SavedIntegrity);
        expect(JSON.stringify(after.integrity.save(slots))).toBe(saved);
        after.hear(...mess.slice(cut));
        expect([...before.changes, ...after.changes]).toEqual(whole.changes);
        expect(after.integrity.save([0, 1, 2, 3])).toEqual(whole.integrity.save([0, 1, 2, 3]));
      }),
      { numRuns: 12 },
    );
  });
});
