import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { describeRecordings, recording } from '../../../test/data.ts';
import { createByteReader } from '../src/create_reader.ts';
import { detectFormat } from '../src/detect.ts';
import type { Reading } from '../src/reader.ts';
import { cutAt, readBytes } from './read.ts';

function read(path: string, date_ms?: number): Reading & { format: string } {
  const file = readFileSync(path);
  const bytes = path.endsWith('.gz') ? gunzipSync(file) : file;
  const detection = detectFormat(bytes.subarray(0, 65_536));
  if (!('format' in detection)) throw new Error(`${path}: ${JSON.stringify(detection)}`);
  const pieces = cutAt<Uint8Array>(
    bytes,
    Array.from({ length: Math.ceil(bytes.length / 65_536) }, (_, index) => index * 65_536),
  );
  const options = { source: 'recording', name: basename(path, '.gz'), ...(date_ms === undefined ? {} : { date_ms }) };
  return { ...readBytes(createByteReader(detection.format, options), pieces), format: detection.format };
}

/** How often each field is complained about. */
function complainedOf(reading: Reading): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { field } of reading.complaints) counts[field ?? ''] = (counts[field ?? ''] ?? 0) + 1;
  return counts;
}

function aircraft(reading: Reading): number {
  return new Set(reading.observations.map(({ address }) => address)).size;
}

describeRecordings('recordings of readsb', () => {
  it.each([
    // `nac_v` of 5 to 7 is reserved; "0" as text was "ground" once, of an aircraft at 3,500 ft.
    ['adsb-monterey-2025-06-01/tracks.jsonl.gz', 44_120, 521, 0, { nac_v: 27, alt_baro: 114 }],
    ['adsb-watsonville-2025-12-13/tracks.jsonl.gz', 9614, 218, 0, { alt_baro: 1 }],
    // 5,767 lines, of which 847 say only that the receiver was alive.
    ['adsb-blackrock-2023-08-29/tracks.jsonl.gz', 4920, 59, 847, {}],
    ['formats-toulouse-120s/readsb-jsonport.jsonl.gz', 237, 1, 0, {}],
  ])('%s', (name, observations, addresses, heartbeats, complaints) => {
    const reading = read(recording(name));
    expect(reading.format).toBe('readsb-json-lines');
    expect(reading.observations).toHaveLength(observations);
    expect(aircraft(reading)).toBe(addresses);
    expect(reading.heartbeats_ms).toHaveLength(heartbeats);
    expect(complainedOf(reading)).toEqual(complaints);
  });

  it('one Monterey report, against its line in the file', () => {
    const { observations } = read(recording('adsb-monterey-2025-06-01/tracks.jsonl.gz'));
    expect(observations[2]).toEqual({
      source: 'recording',
      sequence: 2,
      time_ms: 1_748_719_393_000,
      address: 'a7f426',
      address_kind: 'icao',
      technology: 'tisb',
      callsign: 'N611TH',
      category: 'A7',
      latitude_deg: 36.396881,
      longitude_deg: -121.410542,
      pressure_altitude_m: expect.closeTo(426.72, 9),
      geometric_altitude_m: expect.closeTo(426.72, 9),
      geometric_datum: 'ellipsoid',
      on_ground: null,
      ground_speed_mps: expect.closeTo(47.8433, 4),
      track_deg: 281.07,
      vertical_rate_mps: expect.closeTo(-1.30048, 9),
      position_accuracy_m: null,
      altitude_accuracy_m: null,
      velocity_accuracy_mps: null,
      party: null,
    });
  });
});

describeRecordings('recordings as track tables', () => {
  it.each([
    ['adsb-switzerland-2018-08-01/tracks.json.gz', 139_098, 842],
    ['adsb-calfire-2020-09/tracks.json.gz', 9955, 45],
    // 8,681 rows, of which 11 have no position.
    ['adsb-anomalies/gnss-spoofing-2024-09-17.json.gz', 8670, 1],
    ['adsb-anomalies/time-issue-2022-07-13.json.gz', 8294, 1],
    ['adsb-anomalies/noisy-ground.json.gz', 924, 1],
  ])('%s', (name, observations, addresses) => {
    const reading = read(recording(name));
    expect(reading.format).toBe('track-table-json');
    expect(reading.observations).toHaveLength(observations);
    expect(aircraft(reading)).toBe(addresses);
    expect(reading.complaints).toEqual([]);
  });

  it('a spoofed aircraft repeats a position for minutes, and the reports say how old it is', () => {
    const { observations } = read(recording('adsb-anomalies/gnss-spoofing-2024-09-17.json.gz'));
    expect(new Set(observations.map(({ time_ms }) => time_ms)).size).toBe(4684);
  });
});

describeRecordings('recordings of flight loggers', () => {
  function fly(folder: string) {
    return readdirSync(folder)
      .sort()
      .map((name) => ({ name, reading: read(join(folder, name)) }));
  }

  it('Leverkusen: 23 gliders, every fix', () => {
    const flights = fly(recording('gliders-leverkusen-2017-07-15/igc'));
    expect(flights).toHaveLength(23);
    expect(flights.map(({ reading }) => reading.format)).toEqual(flights.map(() => 'igc'));
    expect(flights.reduce((sum, { reading }) => sum + reading.observations.length, 0)).toBe(154_057);
    expect(flights.flatMap(({ reading }) => reading.complaints)).toEqual([]);
    const addresses = flights.map(({ reading }) => reading.observations[0]?.address);
    expect(new Set(addresses).size).toBe(23);
  });

  it('Leverkusen: two gliders whose pilots typed the same names stay two', () => {
    const flights = fly(recording('gliders-leverkusen-2017-07-15/igc'));
    const named = (name: string) => flights.find((flight) => flight.name === name)?.reading.observations[0];
    expect(named('E1.igc.gz')).toMatchObject({ address: 'E1', callsign: 'D-0221' });
    expect(named('IGP.igc.gz')).toMatchObject({ address: 'IGP', callsign: 'D-0221' });
  });

  it('Bayreuth: 27 gliders, every fix but six at 0, 0 before a logger knew its place', () => {
    const flights = fly(recording('gliders-bayreuth-2018-05-30/onboard-igc'));
    expect(flights).toHaveLength(27);
    expect(flights.reduce((sum, { reading }) => sum + reading.observations.length, 0)).toBe(278_706 - 6);
    const complaints = flights.flatMap(({ reading }) => reading.complaints);
    expect(complaints).toHaveLength(1);
    expect(complaints[0]).toMatchObject({ remedy: expect.stringContaining('6 lines in a row') });
    expect(new Set(flights.map(({ reading }) => reading.observations[0]?.address)).size).toBe(27);
  });
});
