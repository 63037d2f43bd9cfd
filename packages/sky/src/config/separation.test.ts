import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type DrawnEncounter, encounters, flatSky } from '../../test/encounters.ts';
import type { SkyState, TrafficState } from '../bands/aircraft.ts';
import type { BandKind } from '../bands/manoeuvre.ts';
import { SkyStateError } from '../bands/sky_state.ts';
import { DetectAndAvoid } from '../detect_and_avoid.ts';
import type { Minima } from '../detectors/detector.ts';
import { ConfigurationError } from './quantity.ts';
import { type SeparationInput, type SeparationLevel, separationConfiguration } from './separation.ts';

const KINDS: readonly BandKind[] = ['direction', 'horizontal_speed', 'vertical_speed', 'altitude'];
const WIDE: Minima = { lateral_m: 3 * 1852, vertical_m: 150 };
const HIGH: Minima = { lateral_m: 800, vertical_m: 900 };
const LEVELS: readonly SeparationLevel[] = [
  { region: 'MID', alerting_s: 120 },
  { region: 'NEAR', alerting_s: 45 },
];

function engine(minima: readonly Minima[], settings: SeparationInput['settings'] = {}): DetectAndAvoid {
  return new DetectAndAvoid(separationConfiguration({ alerters: [{ name: 'a', minima, levels: LEVELS }], settings }));
}

/** The sky with something else said of each aircraft. */
function saying(drawn: DrawnEncounter, about: Partial<TrafficState>): SkyState {
  const sky = flatSky(drawn);
  return { ...sky, traffic: sky.traffic.map((aircraft) => ({ ...aircraft, ...about })) };
}

function answers(avoid: DetectAndAvoid, sky: SkyState) {
  avoid.update(sky);
  return {
    alerts: sky.traffic.map((_, i) => avoid.alertLevel(i)),
    entries: sky.traffic.map((_, i) => avoid.violation(i, 1)?.entry_s),
    bands: KINDS.map((kind) => avoid.bands(kind)),
    waits: KINDS.map((kind) => sky.traffic.map((_, i) => avoid.lastTimeToManoeuvre_s(kind, i))),
  };
}

test('several minima are lost where one of them is, and each blocks its values', () => {
  const [both, wide, high] = [engine([WIDE, HIGH]), engine([WIDE]), engine([HIGH])];
  fc.assert(
    fc.property(encounters(2), (drawn) => {
      const sky = flatSky(drawn);
      for (const avoid of [both, wide, high]) avoid.update(sky);
      for (const i of drawn.traffic.keys()) {
        const [one, other] = [wide.violation(i, 1), high.violation(i, 1)];
        const entry_s = Math.min(one?.entry_s ?? 0, other?.entry_s ?? 0);
        expect(both.violation(i, 1)?.entry_s).toBe(entry_s);
        expect(both.violation(i, 1)?.exit_s).toBe(Math.max(one?.exit_s ?? 0, other?.exit_s ?? 0));
        expect(both.violation(i, 1)?.norm).toBe(Math.min(one?.norm ?? 0, other?.norm ?? 0));
        expect(both.alertLevel(i)).toBe(Math.max(wide.alertLevel(i), high.alertLevel(i)));
      }
      for (const kind of KINDS) {
        const found = both.bands(kind);
        if (found.recovery !== null) continue;
        for (const alone of [wide.bands(kind), high.bands(kind)]) {
          for (const { low, high, region } of alone.bands) {
            if (region !== 'MID' && region !== 'NEAR') continue;
            for (const share of [0.1, 0.5, 0.9]) {
              const value = low + share * (high - low);
              const at = found.bands.find((band) => band.low <= value && value <= band.high);
              expect(at?.region).toMatch(/MID|NEAR/);
            }
          }
        }
      }
    }),
    { numRuns: 60 },
  );
});

test('minima given with an aircraft answer as those of an alerter', () => {
  fc.assert(
    fc.property(encounters(2), fc.constantFrom([WIDE], [HIGH], [HIGH, WIDE]), (drawn, minima) => {
      const settings = { recovery_distance_m: 500, recovery_height_m: 100 };
      const given = answers(engine([{ lateral_m: 700, vertical_m: 120 }], settings), saying(drawn, { minima }));
      expect(given).toEqual(answers(engine(minima, settings), flatSky(drawn)));
    }),
    { numRuns: 60 },
  );
});

test('minima given with aircraft are those of the present update alone', () => {
  const avoid = engine([HIGH]);
  const drawn: DrawnEncounter = {
    own: { position: [0, 0, 1000], velocity: [100, 0, 0] },
    traffic: [
      { position: [8000, 4000, 1000], velocity: [-100, 0, 0] },
      { position: [8000, 400, 1600], velocity: [-100, 0, 0] },
    ],
  };
  const before = answers(avoid, flatSky(drawn));
  expect(before.alerts).toEqual([0, 2]);
  expect(answers(avoid, saying(drawn, { minima: [WIDE] })).alerts).toEqual([2, 0]);
  expect(answers(avoid, flatSky(drawn))).toEqual(before);
});

test('an aircraft of unknown height is at every height: only the course counts, and no level is clear of it', () => {
  const avoid = engine([WIDE]);
  let blocked = 0;
  fc.assert(
    fc.property(encounters(1), fc.constantFrom(Number.NaN, 0, 12_000), (drawn, altitude_m) => {
      const sky = saying(drawn, { heightUnknown: true });
      const [other] = sky.traffic as [TrafficState];
      const [east, north] = other.velocity_mps;
      const unknown = answers(avoid, {
        ...sky,
        traffic: [{ ...other, place: { ...other.place, altitude_m }, velocity_mps: [east, north, altitude_m] }],
      });
      const { horizontal_m, vertical_m, coaltitude_s } = avoid.closestApproach(0, 1000);
      expect([horizontal_m > 0, vertical_m, coaltitude_s]).toEqual([true, Number.NaN, Number.NaN]);
      const level = { ...other, heightUnknown: false, velocity_mps: [east, north, drawn.own.velocity[2]] as const };
      const beside = { ...level, place: { ...level.place, altitude_m: drawn.own.position[2] } };
      const known = answers(avoid, { ...sky, traffic: [beside] });
      // Turns and changes of speed keep the vertical motion, so an aircraft beside the own one answers alike.
      expect(unknown.alerts).toEqual(known.alerts);
      expect(unknown.entries).toEqual(known.entries);
      expect(unknown.bands.slice(0, 2)).toEqual(known.bands.slice(0, 2));
      const [, , climb, altitude] = unknown.bands;
      if ((unknown.alerts[0] as number) === 0) return;
      blocked += 1;
      for (const bands of [climb, altitude]) expect(bands?.bands.map(({ region }) => region)).not.toContain('NONE');
    }),
    { numRuns: 100 },
  );
  expect(blocked).toBeGreaterThan(30);
});

test('an ownship of unknown height has no altitude to choose, and everybody is at its height', () => {
  const drawn: DrawnEncounter = {
    own: { position: [0, 0, Number.NaN], velocity: [100, 0, Number.NaN] },
    traffic: [{ position: [12_000, 0, 9000], velocity: [-100, 0, 0] }],
  };
  const avoid = engine([HIGH]);
  const sky = flatSky(drawn);
  expect(() => avoid.update(sky)).toThrow(SkyStateError);
  const { alerts, bands } = answers(avoid, { ...sky, ownship: { ...sky.ownship, heightUnknown: true } });
  expect(alerts).toEqual([1]);
  expect(bands.map(({ region }) => region)).toEqual(['MID', 'MID', 'MID', 'UNKNOWN']);
  expect(bands[3]?.bands).toEqual([]);
});

test('unless set, nothing is larger or shorter than the minima and times ask for', () => {
  const small = separationConfiguration({
    alerters: [
      {
        name: 'small',
        minima: [{ lateral_m: 90, vertical_m: 25 }],
        levels: [
          { region: 'NONE', alerting_s: 300 },
          { region: 'FAR', alerting_s: 60, earlyAlerting_s: 400 },
        ],
      },
    ],
    settings: { turn_rate_radps: '6 deg/s' },
  });
  expect(small).toMatchObject({
    lookahead_s: 400,
    correctiveRegion: 'FAR',
    recovery_distance_m: 90,
    recovery_height_m: 25,
    nmac_distance_m: 90,
    nmac_height_m: 25,
    turn_rate_radps: 6 * (Math.PI / 180),
    hysteresis_s: 0,
  });
});

const INPUT: SeparationInput = { alerters: [{ name: 'a', minima: [WIDE], levels: LEVELS }] };

test.each([
  ['alerters', { alerters: [] }],
  ['alerters[0].minima', { alerters: [{ name: 'a', minima: [], levels: LEVELS }] }],
  ['alerters[0].levels', { alerters: [{ name: 'a', minima: [WIDE], levels: [] }] }],
  [
    'alerters[0].levels[0].volume.height_m',
    { alerters: [{ name: 'a', minima: [{ lateral_m: 900, vertical_m: Number.NaN }], levels: LEVELS }] },
  ],
  [
    'alerters[0].levels[1].alerting_s',
    { alerters: [{ name: 'a', minima: [WIDE], levels: [LEVELS[0], { region: 'NEAR', alerting_s: -1 }] }] },
  ],
  ['alerters[0].levels', { ...INPUT, settings: { correctiveRegion: 'FAR' } }],
  ['correctiveRegion', { alerters: [{ name: 'a', minima: [WIDE], levels: [{ region: 'NONE', alerting_s: 9 }] }] }],
] as const)('a bad %s is refused by name', (field, change) => {
  const make = () => separationConfiguration({ ...INPUT, ...change } as SeparationInput);
  expect(make).toThrow(ConfigurationError);
  expect(make).toThrow(`${field}: `);
});

test.each([[[]], [[{ lateral_m: 0, vertical_m: 100 }]], [[WIDE, { lateral_m: 100, vertical_m: Number.NaN }]]])(
  'bad minima of an aircraft are refused',
  (minima) => {
    const drawn = { own: { position: [0, 0, 1000], velocity: [100, 0, 0] } } as const;
    const traffic = [{ position: [9000, 0, 1000], velocity: [-100, 0, 0] }] as const;
    expect(() => engine([WIDE]).update(saying({ ...drawn, traffic }, { minima }))).toThrow('traffic[0].minima');
  },
);
