import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OBSERVATION } from '../../test/observation.ts';
import { onlyComplaint, readText } from '../../test/read.ts';
import { Observation } from '../observation.ts';
import { decodeObservations } from './decode.ts';
import { encodeObservation, OBSERVATIONS_HEADER } from './encode.ts';
import { ObservationsReader } from './reader.ts';

const read = (...lines: string[]) => readText(new ObservationsReader(), [OBSERVATIONS_HEADER, ...lines, ''].join('\n'));
const changed = (fields: object) => JSON.stringify({ ...OBSERVATION, ...fields });

const finite = (least: number, most: number) =>
  fc.double({ min: least, max: most, noNaN: true }).map((value) => value + 0);
const nullable = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null });
const observations = fc.record({
  source: fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme' }),
  sequence: fc.nat(),
  time_ms: fc.integer({ min: 315_964_800_000, max: 4_102_444_800_000 }),
  address: fc.string({ minLength: 1, maxLength: 16 }),
  address_kind: fc.constantFrom('icao', 'non_icao', 'logger', 'track_number'),
  technology: fc.constantFrom('adsb', 'mlat', 'radar', 'unknown'),
  callsign: nullable(fc.string({ maxLength: 16 })),
  registration: nullable(fc.string({ maxLength: 16 })),
  category: nullable(fc.constantFrom('A1', 'B6')),
  latitude_deg: finite(-90, 90),
  longitude_deg: finite(-180, 180),
  pressure_altitude_m: nullable(finite(-1000, 50_000)),
  geometric_altitude_m: nullable(finite(-1000, 50_000)),
  geometric_datum: fc.constantFrom('ellipsoid', 'geoid', 'unknown'),
  on_ground: nullable(fc.boolean()),
  ground_speed_mps: nullable(finite(0, 1500)),
  track_deg: nullable(finite(0, 359.9)),
  vertical_rate_mps: nullable(finite(-300, 300)),
  resolution_advisory: nullable(fc.boolean()),
  position_accuracy_m: nullable(finite(0, 40_000)),
  altitude_accuracy_m: nullable(finite(0, 40_000)),
  velocity_accuracy_mps: nullable(finite(0, 100)),
  party: nullable(fc.constantFrom('nc', 'mu')),
}) as fc.Arbitrary<Observation>;

describe('encodeObservation', () => {
  it('is this text and no other', () => {
    expect(encodeObservation(OBSERVATION)).toBe(
      '{"source":"sample","sequence":7,"time_ms":1750000000500,"address":"3c0001","address_kind":"icao",' +
        '"technology":"adsb","callsign":"ALPHA1","registration":"XX-ABC","category":"A3",' +
        '"latitude_deg":45.31,"longitude_deg":-5.02,' +
        '"pressure_altitude_m":9448.8,"geometric_altitude_m":9707.88,"geometric_datum":"ellipsoid","on_ground":false,' +
        '"ground_speed_mps":226.9,"track_deg":91.25,"vertical_rate_mps":-0.32,"resolution_advisory":null,' +
        '"position_accuracy_m":30,' +
        '"altitude_accuracy_m":45,"velocity_accuracy_mps":10,"party":"nc"}',
    );
  });

  it('has the keys of the schema in its order, however the object was built', () => {
    const reversed = Object.fromEntries(Object.entries(OBSERVATION).reverse()) as Observation;
    expect(encodeObservation(reversed)).toBe(encodeObservation(OBSERVATION));
    expect(Object.keys(JSON.parse(encodeObservation(reversed)))).toEqual(Object.keys(Observation.properties));
  });

  it('is read as it was written before there were registrations', () => {
    const earlier = encodeObservation(OBSERVATION).replace('"registration":"XX-ABC",', '');
    const expected = [{ ...OBSERVATION, registration: null }];
    expect(read(earlier)).toEqual({ observations: expected, complaints: [], heartbeats_ms: [] });
    expect(decodeObservations(`${earlier}\n`)).toEqual(expected);
  });

  it('loses nothing of any observation', () => {
    fc.assert(
      fc.property(fc.array(observations, { maxLength: 5 }), (some) => {
        const sorted = [...some].sort((a, b) => a.time_ms - b.time_ms);
        const reading = read(...sorted.map(encodeObservation));
        expect(reading.complaints).toEqual([]);
        expect(reading.observations).toEqual(sorted);
        expect(reading.observations.map(encodeObservation)).toEqual(sorted.map(encodeObservation));
      }),
    );
  });
});

describe('ObservationsReader', () => {
  it.each([
    ['latitude_deg', { latitude_deg: 91 }],
    ['longitude_deg', { longitude_deg: '7' }],
    ['track_deg', { track_deg: 360 }],
    ['ground_speed_mps', { ground_speed_mps: -1 }],
    ['sequence', { sequence: 1.5 }],
    ['technology', { technology: 'telepathy' }],
    ['callsign', { callsign: 7 }],
    ['source', { source: '' }],
    ['time_ms', { time_ms: 17 }],
  ])('refuses a line whose %s does not fit the schema, and goes on', (field, fields) => {
    const reading = read(changed(fields), changed({}));
    expect(reading.observations).toHaveLength(1);
    expect(onlyComplaint(reading)).toMatchObject({ place: { line: 2 }, field });
  });

  it('refuses lines with a field too few, one too many, or no object at all', () => {
    const { callsign, ...without } = OBSERVATION;
    expect(callsign).not.toBeNull();
    const reading = read(JSON.stringify(without), changed({ squawk: '7000' }), '[]', 'null', '{"a":', '');
    expect(reading.observations).toEqual([]);
    expect(reading.complaints.map(({ place, field, reason }) => [place.line, field, reason])).toEqual([
      [2, null, 'has no callsign'],
      [3, 'squawk', 'not a field of an observation'],
      [4, null, 'not an object with the fields of an observation'],
      [5, null, 'not an object with the fields of an observation'],
      [6, null, 'not JSON'],
    ]);
  });

  it('refuses text that JSON can write and no journal can hold', () => {
    const { observations, complaints } = read(changed({ callsign: 'A\ud800' }), changed({ callsign: '😀' }));
    expect(observations.map(({ callsign }) => callsign)).toEqual(['😀']);
    expect(complaints).toMatchObject([{ place: { line: 2 }, field: 'callsign', value: null }]);
  });

  it('refuses numbers that are not finite', () => {
    const reading = read(changed({}).replace('9448.8', '1e999'));
    expect(reading.observations).toEqual([]);
    expect(onlyComplaint(reading).field).toBe('pressure_altitude_m');
  });

  it('reads -0 as 0, which is written alike', () => {
    const reading = read(changed({}).replace('"latitude_deg":45.31', '"latitude_deg":-0'));
    expect(Object.is(reading.observations[0]?.latitude_deg, 0)).toBe(true);
  });

  it('keeps a line whose time runs backwards, and names it', () => {
    const reading = read(changed({}), changed({ time_ms: OBSERVATION.time_ms - 250 }));
    expect(reading.observations).toHaveLength(2);
    expect(onlyComplaint(reading)).toMatchObject({ place: { line: 3 }, reason: expect.stringContaining('250 ms') });
  });

  it('asks for the header, and reads on without it', () => {
    const reading = readText(new ObservationsReader(), `${changed({})}\n${changed({})}\n`);
    expect(reading.observations).toHaveLength(2);
    expect(onlyComplaint(reading)).toMatchObject({
      place: { line: 1 },
      remedy: expect.stringContaining('observations/1'),
    });
  });
});
