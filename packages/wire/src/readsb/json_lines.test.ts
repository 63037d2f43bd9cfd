import { describe, expect, it } from 'vitest';
import { onlyComplaint, readPieces, readText } from '../../test/read.ts';
import { SAMPLES } from '../../test/samples.ts';
import { MOST_LINE_LENGTH } from '../lines.ts';
import type { Observation } from '../observation.ts';
import { ReadsbLinesReader } from './json_lines.ts';

const sample = SAMPLES.find(({ format }) => format === 'readsb-json-lines')?.text ?? '';
const reader = () => new ReadsbLinesReader({ source: 'north' });
const line = (now: number, hex = '3c0001') => `{"now":${now},"hex":"${hex}","lat":45,"lon":-5}\n`;

describe('ReadsbLinesReader', () => {
  it('reads recordings and JSON port lines, with the details of `flightdict`', () => {
    const { observations, complaints, heartbeats_ms } = readText(reader(), sample);
    expect(complaints).toEqual([]);
    expect(heartbeats_ms).toEqual([1_750_000_001_000]);
    expect(observations.map(({ time_ms, technology, track_deg }) => [time_ms, technology, track_deg])).toEqual([
      [1_750_000_000_000, 'unknown', 280.8],
      [1_750_000_002_000, 'tisb', 281.07],
      [1_750_000_003_349, 'adsb', 328.48],
    ]);
    expect(observations[1]).toMatchObject({
      callsign: 'BRAVO2',
      category: 'A7',
      position_accuracy_m: null,
      velocity_accuracy_mps: 3,
    });
    expect(observations[0]?.ground_speed_mps).toBeCloseTo(46.3, 9);
  });

  it('takes `flight` for the registration where there is a `flightdict`, since that has the callsign', () => {
    const names = (fields: object) => {
      const text = JSON.stringify({ now: 1_750_000_000, hex: '3c0001', lat: 45, lon: -5, ...fields });
      const { callsign, registration } = readText(reader(), text).observations[0] as Observation;
      return [callsign, registration];
    };
    expect(names({ flight: 'XX-ABC', flightdict: { flight: 'ALPHA1  ' } })).toEqual(['ALPHA1', 'XX-ABC']);
    expect(names({ flight: 'XX-ABC', flightdict: { squawk: '7000' } })).toEqual([null, 'XX-ABC']);
    expect(names({ flight: 'XX-ABC', flightdict: null })).toEqual([null, 'XX-ABC']);
    expect(names({ flight: '', flightdict: null })).toEqual([null, null]);
    // No list had the registration.
    expect(names({ flight: 'ALF12B', flightdict: null })).toEqual(['ALF12B', null]);
    expect(names({ flight: 'ALPHA1  ', r: 'XX-ABC' })).toEqual(['ALPHA1', 'XX-ABC']);
  });

  it('dates a live report that carries only its age by when it was received', () => {
    const aged = '{"hex":"3c0001","lat":45,"lon":-5,"seen_pos":1.5}\n';
    const live = reader();
    expect(live.push(aged, 1_750_000_010_000).observations[0]?.time_ms).toBe(1_750_000_008_500);
    expect(live.push(line(1_750_000_011), 1_750_000_099_000).observations[0]?.time_ms).toBe(1_750_000_011_000);
    expect(live.push('{"hex":"3c0001","seen":9}\n', 1_750_000_012_000)).toMatchObject({
      observations: [],
      complaints: [],
    });
    // Without an age, nothing says how old it is.
    const ageless = live.push('{"hex":"3c0001","lat":45,"lon":-5}\n', 1_750_000_013_000);
    expect(ageless.observations).toEqual([]);
    expect(onlyComplaint(ageless).field).toBe('now');
    expect(onlyComplaint(readText(reader(), aged)).field).toBe('now');
  });

  it('keeps a report whose time runs backwards, and names the line', () => {
    const reading = readText(reader(), line(1_750_000_010) + line(1_750_000_004) + line(1_750_000_005));
    expect(reading.observations.map(({ time_ms }) => time_ms % 100_000)).toEqual([10_000, 4000, 5000]);
    const complaint = onlyComplaint(reading);
    expect(complaint.place).toEqual({ line: 2 });
    expect(complaint.reason).toBe('6000 ms earlier than the one before it');
  });

  it('keeps duplicated lines', () => {
    const twice = readText(reader(), line(1_750_000_010) + line(1_750_000_010));
    expect(twice.complaints).toEqual([]);
    expect(twice.observations.map(({ sequence }) => sequence)).toEqual([0, 1]);
  });

  it('uses everything around half a line, binary noise and a line of a million characters', () => {
    const text =
      line(1_750_000_000) +
      '{"now":1750000001,"hex":"3c0\n' +
      '\u0000\u0001\ufffd\u001b[2J\n' +
      `{"flight":"${'x'.repeat(MOST_LINE_LENGTH)}"}\n` +
      line(1_750_000_002) +
      '{"now":1750000003,"hex":"3c00';
    const { observations, complaints } = readPieces(reader(), [text]);
    expect(observations).toHaveLength(2);
    expect(complaints.map(({ place }) => place.line)).toEqual([2, 3, 4, 6]);
    expect(complaints[2]?.place.byte).toBe(text.indexOf('{"flight') + 2);
    expect(complaints[3]?.remedy).toContain('cut short');
    expect(JSON.stringify(complaints)).not.toContain('\\u001b');
  });

  it.each([
    'null',
    '[]',
    '7',
    '"now"',
    '{"hex":"3c0001","lat":45,"lon":-5}',
    '{"now":"x","hex":"3c0001"}',
    '{"now":17}',
  ])('leaves out the line %s', (text) => {
    const reading = readText(reader(), `${text}\n`);
    expect(reading.observations).toEqual([]);
    expect(reading.heartbeats_ms).toEqual([]);
    expect(onlyComplaint(reading).place).toEqual({ line: 1 });
  });

  it('bounds its complaints about noise and counts the rest', () => {
    const noisy = reader();
    const { complaints } = readText(noisy, 'noise\n'.repeat(2500));
    expect(complaints).toHaveLength(1001);
    expect(noisy.suppressed).toBe(1500);
    expect(complaints.at(-1)?.reason).toContain('1500');
  });
});
