import { describe, expect, it } from 'vitest';
import { onlyComplaint, readPieces, readText } from '../../test/read.ts';
import { SAMPLES } from '../../test/samples.ts';
import { BaseStationReader } from './reader.ts';

const sample = SAMPLES.find(({ format }) => format === 'basestation')?.text ?? '';
const reader = () => new BaseStationReader({ source: 'north' });

/** A message of type 3 at a second past noon, with fields put in at their places (from 1). */
function message(second: number, fields: Record<number, string> = {}): string {
  const time = `12:${`${Math.floor(second / 60)}`.padStart(2, '0')}:${`${second % 60}`.padStart(2, '0')}.000`;
  const cells = ['MSG', '3', '1', '1', '3C0001', '1', '2026/03/01', time, '2026/03/01', time, ...Array(12).fill('')];
  const position = { 15: '45.1', 16: '-5.2' };
  for (const [place, text] of Object.entries({ ...position, ...fields })) cells[Number(place) - 1] = text;
  return `${cells.join(',')}\r\n`;
}
const state = (second: number, fields: Record<number, string>) =>
  message(second, { 2: '4', 15: '', 16: '', ...fields });

describe('BaseStationReader', () => {
  it('joins what the messages of an aircraft say, over midnight', () => {
    const { observations, complaints } = readText(reader(), sample);
    expect(complaints).toEqual([]);
    expect(observations.map(({ address, time_ms }) => [address, new Date(time_ms).toISOString()])).toEqual([
      ['3c0401', '2026-03-01T23:59:58.000Z'],
      ['3c0401', '2026-03-02T00:00:02.000Z'],
      ['3c0402', '2026-03-02T00:00:03.000Z'],
      ['3c0403', '2026-03-02T00:00:02.250Z'],
      ['~2b0404', '2026-03-02T00:00:05.000Z'],
    ]);
    const [first, second, taxiing, located, relayed] = observations;
    expect(first).toEqual({
      source: 'north',
      sequence: 0,
      time_ms: Date.UTC(2026, 2, 1, 23, 59, 58),
      address: '3c0401',
      address_kind: 'icao',
      technology: 'unknown',
      callsign: 'DELTA4',
      registration: null,
      category: null,
      latitude_deg: 45.1,
      longitude_deg: -5.2,
      pressure_altitude_m: expect.closeTo(3657.6, 9),
      geometric_altitude_m: null,
      geometric_datum: 'unknown',
      on_ground: false,
      ground_speed_mps: expect.closeTo((250.5 * 1852) / 3600, 9),
      track_deg: 90,
      vertical_rate_mps: expect.closeTo(-3.2512, 9),
      resolution_advisory: null,
      position_accuracy_m: null,
      altitude_accuracy_m: null,
      velocity_accuracy_mps: null,
      party: null,
    });
    expect(second?.pressure_altitude_m).toBeCloseTo(11_975 * 0.3048, 9);
    expect(taxiing).toMatchObject({ on_ground: true, pressure_altitude_m: null, track_deg: 181 });
    expect(located).toMatchObject({ technology: 'mlat', track_deg: 0 });
    expect(relayed).toMatchObject({ address_kind: 'non_icao', callsign: null, on_ground: false });
  });

  it('uses velocity and height for 5 s and a callsign for 5 min, and of each aircraft its own', () => {
    const said = state(0, { 11: 'ECHO5', 12: '9000', 13: '200', 14: '45', 17: '64' });
    const { observations } = readText(
      reader(),
      said + message(5) + message(6) + message(6, { 5: '3C0002' }) + message(300) + message(301),
    );
    const known = observations.map((o) => [o.callsign, o.pressure_altitude_m, o.ground_speed_mps, o.track_deg]);
    expect(known).toEqual([
      ['ECHO5', expect.closeTo(2743.2, 9), expect.closeTo(102.889, 3), 45],
      ['ECHO5', null, null, null],
      [null, null, null, null],
      ['ECHO5', null, null, null],
      [null, null, null, null],
    ]);
    expect(observations.map(({ vertical_rate_mps }) => vertical_rate_mps !== null)).toEqual([
      true,
      ...Array(4).fill(false),
    ]);
  });

  it('takes no position from a message of another type, and half a position from none', () => {
    expect(readText(reader(), message(0, { 2: '5' })).observations).toEqual([]);
    const reading = readText(reader(), message(0, { 16: '' }));
    expect(reading.observations).toEqual([]);
    expect(onlyComplaint(reading)).toMatchObject({ field: 'longitude', reason: 'missing' });
  });

  it('forgets the height of an aircraft that is on the ground', () => {
    const { observations } = readText(reader(), message(0, { 12: '300' }) + message(1, { 2: '2', 22: '' }));
    expect(observations[1]).toMatchObject({ on_ground: true, pressure_altitude_m: null });
  });

  it.each([
    [5, '3C00', 'hex_ident'],
    [7, '2026/02/30', 'generated'],
    [8, '25:00:00.000', 'generated'],
    [8, '', 'generated'],
    [15, '95', 'latitude'],
    [1, 'XYZ', null],
    [2, '9', null],
  ])('leaves out a line with field %i = %s', (place, text, field) => {
    const reading = readText(reader(), message(0) + message(1, { [place]: text }) + message(2));
    expect(reading.observations.map(({ sequence }) => sequence)).toEqual([0, 1]);
    expect(onlyComplaint(reading)).toMatchObject({ place: { line: 2 }, field });
  });

  it('takes an absurd field as not known, and keeps the rest', () => {
    const reading = readText(reader(), message(0, { 12: '999999', 13: '300' }) + message(1, { 17: 'x' }));
    expect(reading.observations[0]?.ground_speed_mps).toBeGreaterThan(150);
    expect(reading.observations.map((o) => [o.pressure_altitude_m, o.vertical_rate_mps])).toEqual([
      [null, null],
      [null, null],
    ]);
    expect(reading.complaints.map(({ field }) => field)).toEqual(['altitude', 'vertical_rate']);
  });

  it('leaves out 0, 0', () => {
    expect(onlyComplaint(readText(reader(), message(0, { 15: '0', 16: '0.0' }))).reason).toContain('0, 0');
  });

  it('keeps what is late, and complains where it is by more than multilateration is', () => {
    const reading = readText(reader(), message(60) + message(51) + message(70) + message(59));
    expect(reading.observations).toHaveLength(4);
    expect(onlyComplaint(reading)).toMatchObject({ place: { line: 4 }, reason: expect.stringContaining('11000 ms') });
  });

  it('says of a last line without end that it was cut short', () => {
    const reading = readPieces(reader(), [message(0), message(1).slice(0, 60)]);
    expect(reading.observations).toHaveLength(1);
    expect(onlyComplaint(reading).remedy).toContain('cut short');
  });
});
