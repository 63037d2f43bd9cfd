import { describe, expect, it } from 'vitest';
import { onlyComplaint, readText } from '../../test/read.ts';
import { SAMPLES } from '../../test/samples.ts';
import { TrackTableReader } from './reader.ts';

const [rows, columns] = SAMPLES.filter(({ format }) => format === 'track-table-json').map(({ text }) => text);
const reader = () => new TrackTableReader({ source: 'table' });
const row = (fields: object) => ({
  timestamp: 1_750_000_000_000,
  icao24: '3c0101',
  latitude: 45,
  longitude: -5,
  ...fields,
});
const table = (...fields: object[]) => JSON.stringify(fields.map(row));

describe('TrackTableReader', () => {
  it('reads rows in any order of time, without those that have no position', () => {
    const { observations, complaints } = readText(reader(), rows ?? '');
    expect(complaints).toEqual([]);
    expect(observations.map(({ time_ms, sequence }) => [time_ms, sequence])).toEqual([
      [1_750_000_010_000, 0],
      [1_749_999_997_500, 1],
    ]);
    expect(observations[0]).toMatchObject({
      address: '3c0101',
      address_kind: 'icao',
      technology: 'unknown',
      callsign: 'CHARLY3',
      on_ground: null,
      geometric_altitude_m: null,
      track_deg: 324.26,
    });
    expect(observations[0]?.pressure_altitude_m).toBeCloseTo(34_975 * 0.3048, 9);
    expect(observations[0]?.vertical_rate_mps).toBeCloseTo(4.8768, 9);
    expect(observations[1]).toMatchObject({
      address: '3c0101',
      callsign: null,
      on_ground: false,
      geometric_datum: 'unknown',
    });
    expect(observations[1]?.geometric_altitude_m).toBeCloseTo(10_972.8, 9);
  });

  it('reads a table of columns, whatever the order of its cells', () => {
    const { observations, complaints } = readText(reader(), columns ?? '');
    expect(complaints).toEqual([]);
    expect(observations.map(({ latitude_deg, pressure_altitude_m }) => [latitude_deg, pressure_altitude_m])).toEqual([
      [45.1, expect.closeTo(472.44, 9)],
      [45.2, null],
    ]);
  });

  it('gives a repeated position the time at which it came, not the time of the row', () => {
    const { observations, complaints } = readText(
      reader(),
      table({ last_position: 1_749_999_880_000 }, { last_position: null }, { timestamp: 1_750_000_000 }),
    );
    expect(complaints).toEqual([]);
    expect(observations.map(({ time_ms }) => time_ms)).toEqual([
      1_749_999_880_000, 1_750_000_000_000, 1_750_000_000_000,
    ]);
  });

  it('takes the time of the row where `last_position` is later than that, and complains', () => {
    const reading = readText(reader(), table({ last_position: 1_750_000_001_000 }));
    expect(reading.observations[0]?.time_ms).toBe(1_750_000_000_000);
    expect(onlyComplaint(reading).field).toBe('last_position');
  });

  it.each([
    ['timestamp', 'yesterday'],
    ['timestamp', 17],
    ['timestamp', null],
    ['icao24', '3c01'],
    ['icao24', null],
    ['latitude', 97],
    ['longitude', null],
  ])('leaves out a row with %s = %s, by record, and uses the others', (field, value) => {
    const reading = readText(reader(), table({}, { [field]: value }, {}));
    expect(reading.observations.map(({ sequence }) => sequence)).toEqual([0, 1]);
    expect(onlyComplaint(reading)).toMatchObject({ place: { record: 1 }, field });
  });

  it('leaves out a row at 0, 0', () => {
    const reading = readText(reader(), table({ latitude: 0, longitude: 0 }));
    expect(reading.observations).toEqual([]);
    expect(onlyComplaint(reading).reason).toContain('0, 0');
  });

  it('uses the rows of half an array, and says at which byte and record it ends', () => {
    const text = table({}, {}, {});
    const reading = readText(reader(), text.slice(0, -20));
    expect(reading.observations).toHaveLength(2);
    expect(onlyComplaint(reading).place).toEqual({ record: 2, byte: text.lastIndexOf('{') });
  });

  it('uses the columns of half a table, and takes the rest as not known', () => {
    const text = columns ?? '';
    const reading = readText(reader(), text.slice(0, text.indexOf('"altitude"') + 18));
    expect(reading.observations.map(({ pressure_altitude_m }) => pressure_altitude_m)).toEqual([null, null]);
    expect(onlyComplaint(reading).place.byte).toBeGreaterThan(0);
  });

  it('complains of what is no row', () => {
    const reading = readText(reader(), '[7,{"a":1}]');
    expect(reading.observations).toEqual([]);
    expect(onlyComplaint(reading).place).toEqual({ record: 0 });
  });
});
