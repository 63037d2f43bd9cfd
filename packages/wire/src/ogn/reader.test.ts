import { describe, expect, it } from 'vitest';
import { onlyComplaint, readPieces, readText } from '../../test/read.ts';
import { SAMPLES } from '../../test/samples.ts';
import type { Reading } from '../reader.ts';
import { OgnReader } from './reader.ts';

const sample = SAMPLES.find(({ format }) => format === 'ogn-aprs')?.text ?? '';
const DAY_MS = Date.UTC(2026, 2, 1);
const reader = (options = {}) => new OgnReader({ source: 'ogn', name: 'ogn.txt', date_ms: DAY_MS, ...options });

/** A report of the glider ~flrdd0001 with parts of it replaced. */
function line(over: { time?: string; at?: string; motion?: string; extra?: string; rest?: string } = {}): string {
  const { time = '120000', at = "4506.12N/00512.34W'", motion = '090/055/A=003281', extra = '!W37!' } = over;
  return `FLRDD0001>OGFLR,qAS,TEST:/${time}h${at}${motion} ${extra} ${over.rest ?? 'id06DD0001 +198fpm +0.5rot'}\n`;
}
const times = ({ observations }: Reading) =>
  observations.map(({ time_ms }) => new Date(time_ms).toISOString().slice(5, 19));

describe('OgnReader', () => {
  it('reads a feed over midnight, without receivers and status lines', () => {
    const reading = readText(reader({ date_ms: undefined }), sample);
    expect(reading.complaints).toEqual([]);
    expect(reading.heartbeats_ms).toEqual([Date.UTC(2026, 2, 1, 23, 59, 40)]);
    expect(times(reading)).toEqual([
      '03-01T23:59:50',
      '03-01T23:59:55',
      '03-02T00:00:01',
      '03-02T00:00:02',
      '03-02T00:00:03',
      '03-02T00:00:04',
    ]);
    expect(reading.observations[0]).toEqual({
      source: 'ogn',
      sequence: 0,
      time_ms: Date.UTC(2026, 2, 1, 23, 59, 50),
      address: '~flrdd0001',
      address_kind: 'non_icao',
      technology: 'flarm',
      callsign: null,
      registration: null,
      category: 'B1',
      latitude_deg: expect.closeTo(45 + 6.123 / 60, 12),
      longitude_deg: expect.closeTo(-5 - 12.347 / 60, 12),
      pressure_altitude_m: null,
      geometric_altitude_m: expect.closeTo(3281 * 0.3048, 9),
      geometric_datum: 'geoid',
      on_ground: null,
      ground_speed_mps: expect.closeTo((55 * 1852) / 3600, 9),
      track_deg: 90,
      vertical_rate_mps: expect.closeTo(198 * 0.00508, 9),
      resolution_advisory: null,
      position_accuracy_m: expect.closeTo(Math.hypot(4, 5, (0.7 * 55 * 1852) / 3600), 9),
      altitude_accuracy_m: null,
      velocity_accuracy_mps: null,
      party: null,
    });
  });

  it('knows ICAO, FLARM and OGN addresses, aircraft types, north, and what a gateway passes on', () => {
    const { observations } = readText(reader(), sample);
    const [, icao, tracker, , , adsb] = observations;
    expect(icao).toMatchObject({ address: '3c0501', address_kind: 'icao', track_deg: 0, category: 'B1' });
    expect(icao?.pressure_altitude_m).toBeCloseTo(4050 * 0.3048, 9);
    expect(tracker).toMatchObject({ address: '~ogn0a0b0c', category: 'B4', track_deg: null, ground_speed_mps: 0 });
    expect(tracker?.position_accuracy_m).toBeNull();
    expect(adsb).toMatchObject({ technology: 'adsb', category: 'A1', geometric_datum: 'unknown' });
  });

  it('keeps nothing of who a pilot is that asked not to be tracked, and counts the aircraft as one', () => {
    const text = sample.replaceAll('id46', 'idC6');
    for (const reading of [readText(reader(), sample), readText(reader(), text)]) {
      const [first, second] = reading.observations.slice(3, 5);
      expect(first).toMatchObject({
        address_kind: 'track_number',
        technology: 'flarm',
        callsign: null,
        category: 'B1',
      });
      expect(second?.address).toBe(first?.address);
      expect(JSON.stringify(reading).toLowerCase()).not.toMatch(/dd0002|123456|123457/);
    }
    const other = readText(new OgnReader({ source: 'south', name: 'n', date_ms: DAY_MS }), sample).observations[3];
    expect(other?.address).not.toBe(readText(reader(), sample).observations[3]?.address);
    const damaged = line({ rest: 'id46DD000 +' }).replace('FLRDD0001', 'FLRDD0002');
    expect(JSON.stringify(readText(reader(), damaged))).not.toMatch(/DD000/);
  });

  it('leaves out masts and cranes in silence', () => {
    const reading = readText(reader(), line({ rest: 'id3EDD0009 +000fpm' }));
    expect(reading).toEqual({ observations: [], complaints: [], heartbeats_ms: [] });
  });

  it('reads the ten digits of other makers', () => {
    const { observations } = readText(reader(), line({ rest: 'id1C50DD0003 +000fpm' }));
    expect(observations[0]).toMatchObject({ address: '~dev5dd0003', category: 'B4' });
    const hidden = readText(reader(), line({ rest: 'id5C50DD0003 +000fpm' })).observations[0];
    expect(hidden?.address_kind).toBe('track_number');
  });

  it('takes the date from the name where the caller gives none, and asks for it once where neither does', () => {
    const named = new OgnReader({ source: 's', name: 'ogn-2026-03-05.txt' });
    expect(times(readText(named, line()))).toEqual(['03-05T12:00:00']);
    const reading = readText(new OgnReader({ source: 's', name: 'ogn.txt' }), line() + line() + line());
    expect(reading.observations).toEqual([]);
    expect(onlyComplaint(reading)).toMatchObject({ place: { line: 1 }, field: 'date' });
    expect(onlyComplaint(reading).remedy).toContain('--date');
  });

  it('goes back over midnight for what is late, and lets one damaged time move no other by a day', () => {
    const night = ['235958', '235959', '000001', '235957', '000003'].map((time) => line({ time })).join('');
    expect(times(readText(reader(), night)).map((time) => time.slice(3, 5))).toEqual(['01', '01', '02', '01', '02']);
    const damaged = ['070000', '070001', '070002', '235959', '070004', '070005'].map((time) => line({ time })).join('');
    const reading = readText(reader(), damaged);
    expect(times(reading).filter((time) => time.startsWith('03-01T07'))).toHaveLength(5);
  });

  it('keeps what is late by minutes, and complains', () => {
    const reading = readText(reader(), line({ time: '121000' }) + line({ time: '120501' }) + line({ time: '120000' }));
    expect(reading.observations).toHaveLength(3);
    expect(onlyComplaint(reading)).toMatchObject({ place: { line: 3 }, reason: expect.stringContaining('301000 ms') });
  });

  it.each([
    ['no such hour', { time: '240000' }, 'no time of day'],
    ['60 minutes', { at: "4560.00N/00512.34W'" }, '60 minutes of arc'],
    ['beyond the pole', { at: "9506.12N/00512.34W'" }, 'above 90'],
    ['0, 0', { at: "0000.00N/00000.00W'", extra: '' }, '0, 0'],
    ['no id', { rest: '+198fpm' }, 'no id field'],
    ['another form of time', { at: "z4506.12N/00512.34W'" }, 'not a position'],
  ])('refuses %s', (_, over, reason) => {
    const reading = readText(reader(), line() + line(over) + line());
    expect(reading.observations).toHaveLength(2);
    expect(onlyComplaint(reading).place).toEqual({ line: 2 });
    expect(onlyComplaint(reading).reason).toContain(reason);
  });

  it('reads southern and eastern positions, and those without more digits, height or motion', () => {
    const { observations, complaints } = readText(
      reader(),
      line({ at: "4506.12S/00512.34E'", motion: '', extra: '' }) + line({ motion: '090/055/A=-00123' }),
    );
    expect(complaints).toEqual([]);
    expect(observations[0]).toMatchObject({
      latitude_deg: expect.closeTo(-45 - 6.12 / 60, 12),
      longitude_deg: expect.closeTo(5 + 12.34 / 60, 12),
      geometric_altitude_m: null,
      geometric_datum: 'unknown',
      ground_speed_mps: null,
      resolution_advisory: null,
      position_accuracy_m: null,
    });
    expect(observations[1]?.geometric_altitude_m).toBeCloseTo(-37.4904, 9);
  });

  it('says of a last line without end that it was cut short', () => {
    const reading = readPieces(reader(), [line(), line().slice(0, 50)]);
    expect(reading.observations).toHaveLength(1);
    expect(onlyComplaint(reading).remedy).toContain('cut short');
  });
});
