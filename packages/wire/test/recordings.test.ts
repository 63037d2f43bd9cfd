import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { describeRecordings, recording } from '../../../test/data.ts';
import { createByteReader } from '../src/create_reader.ts';
import { detectFormat } from '../src/detect.ts';
import type { Observation } from '../src/observation.ts';
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
      registration: 'N611TH',
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
      resolution_advisory: null,
      position_accuracy_m: null,
      altitude_accuracy_m: null,
      velocity_accuracy_mps: null,
      party: null,
    });
  });
});

describeRecordings('names in traces of an aggregator', () => {
  it.each([
    // 3,894 changes, and 361, where the registration in `flight` is taken for a callsign.
    ['adsb-monterey-2025-06-01/tracks.jsonl.gz', 37, 477, 482],
    ['adsb-watsonville-2025-12-13/tracks.jsonl.gz', 7, 199, 205],
  ])('%s: a callsign changes only with the flight', (name, changes, called, registered) => {
    const callsigns = new Map<string, string>();
    const registrations = new Map<string, Set<string>>();
    let changed = 0;
    for (const { address, callsign, registration } of read(recording(name)).observations) {
      if (registration !== null) {
        registrations.set(address, (registrations.get(address) ?? new Set()).add(registration));
      }
      if (callsign === null) continue;
      if ((callsigns.get(address) ?? callsign) !== callsign) changed++;
      callsigns.set(address, callsign);
    }
    expect([changed, callsigns.size, registrations.size]).toEqual([changes, called, registered]);
    expect([...registrations.values()].every(({ size }) => size === 1)).toBe(true);
  });
});

describeRecordings('recordings in formats that are not read', () => {
  it.each([
    ['formats-toulouse-120s/beast.bin', 'Beast binary'],
    ['formats-toulouse-120s/cat021.ast', 'ASTERIX of category 21'],
    ['asterix-samples/cat048.raw', 'ASTERIX of category 48'],
    ['asterix-samples/cat062cat065.raw', 'ASTERIX of category 62 and 65'],
    ['asterix-samples/cat21_re.ast', 'ASTERIX of category 21'],
    ['asterix-samples/asterix.pcap', 'a pcap capture of link type 1'],
    ['modes-raw-toulouse-2024-06-06/frames.jsonl.gz', 'raw Mode S frames'],
    ['uat-tisb-pennsylvania-2015-09-07/stratux-uat.log.gz', 'raw UAT frames'],
  ])('%s is %s', (name, what) => {
    const file = readFileSync(recording(name));
    const bytes = name.endsWith('.gz') ? gunzipSync(file) : file;
    expect(detectFormat(bytes.subarray(0, 65_536))).toEqual({
      unknown: expect.stringMatching(new RegExp(`^it is ${what}.*Known formats: `)),
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

describeRecordings('one scene as BaseStation and as readsb JSON', () => {
  it('is the same aircraft at the same times and places', () => {
    const basestation = read(recording('formats-toulouse-120s/basestation.sbs'));
    const json = read(recording('formats-toulouse-120s/readsb-jsonport.jsonl.gz'));
    expect(basestation.format).toBe('basestation');
    expect(basestation.complaints).toEqual([]);
    expect(basestation.observations).toHaveLength(257);
    const at = new Map(basestation.observations.map((observation) => [observation.time_ms, observation]));
    // The JSON port leaves out positions that come too soon after one another.
    expect(json.observations).toHaveLength(237);
    let callsigns = 0;
    for (const heard of json.observations) {
      const same = at.get(heard.time_ms);
      expect(same).toMatchObject({ address: heard.address, address_kind: 'icao' });
      expect(same?.latitude_deg).toBeCloseTo(heard.latitude_deg, 6);
      expect(same?.longitude_deg).toBeCloseTo(heard.longitude_deg, 6);
      expect(same?.pressure_altitude_m).toBe(heard.pressure_altitude_m);
      // Whole knots and degrees, and at most one message older.
      expect(Math.abs((same?.ground_speed_mps ?? 999) - (heard.ground_speed_mps ?? 0))).toBeLessThan(1);
      expect(Math.abs((same?.track_deg ?? 999) - (heard.track_deg ?? 0))).toBeLessThan(1.5);
      if (same?.callsign === heard.callsign) callsigns++;
    }
    expect(callsigns).toBe(237);
  });
});

describeRecordings('a day of gliders as OGN heard it', () => {
  const folder = 'gliders-bayreuth-2018-05-30';
  const ogn = () => read(recording(`${folder}/ogn-aprs.txt.gz`), Date.UTC(2018, 4, 30));

  it('every line, 20 gliders', () => {
    const reading = ogn();
    expect(reading.format).toBe('ogn-aprs');
    expect(reading.observations).toHaveLength(110_590);
    expect(reading.complaints).toEqual([]);
    expect(aircraft(reading)).toBe(20);
    expect(new Date(reading.observations[0]?.time_ms ?? 0).toISOString()).toBe('2018-05-30T07:00:17.000Z');
    expect(new Set(reading.observations.map(({ category }) => category))).toEqual(new Set(['B1']));
  });

  it('the same positions as recorders on board, and the accuracy that it claims', () => {
    const { observations } = ogn();
    const ids = readFileSync(recording(`${folder}/ids.csv`), 'utf8')
      .trim()
      .split('\n')
      .slice(1);
    const errors = new Map<string, number[]>();
    let inside = 0;
    let outside = 0;
    const claimed: number[] = [];
    for (const [name = '', id = ''] of ids.map((line) => line.split(','))) {
      // LY's recorder is the faulty one.
      if (name === '' || name === 'LY') continue;
      const address = id.startsWith('ICA') ? id.slice(3).toLowerCase() : `~${id.toLowerCase()}`;
      const heard = observations.filter((observation) => observation.address === address);
      const log = read(recording(`${folder}/onboard-igc/${name}.igc.gz`)).observations;
      const found = errorsAgainst(log, heard);
      errors.set(
        name,
        found.map(({ error_m }) => error_m),
      );
      for (const { error_m, accuracy_m } of found) {
        claimed.push(accuracy_m);
        if (error_m <= accuracy_m) inside++;
        else outside++;
      }
    }
    expect(errors.size).toBe(18);
    for (const [name, most] of [
      ['TOY', [4, 10]],
      ['HS', [4, 10]],
      ['RB', [9, 20]],
    ] as const) {
      const found = errors.get(name) ?? [];
      expect(found.length).toBeGreaterThan(5000);
      expect(quantile(found, 0.5)).toBeLessThan(most[0]);
      expect(quantile(found, 0.95)).toBeLessThan(most[1]);
    }
    for (const found of errors.values()) {
      expect(quantile(found, 0.5)).toBeLessThan(15);
      expect(quantile(found, 0.95)).toBeLessThan(32);
    }
    expect(inside / (inside + outside)).toBeGreaterThan(0.93);
    expect(quantile(claimed, 0.5)).toBeLessThan(40);
  });
});

/** How far each report lies from where the recorder was at that second, m, between fixes at most 12 s apart. */
function errorsAgainst(log: readonly Observation[], heard: readonly Observation[]) {
  const found: { error_m: number; accuracy_m: number }[] = [];
  let at = 0;
  for (const { time_ms, latitude_deg, longitude_deg, position_accuracy_m } of heard) {
    while ((log[at + 1]?.time_ms ?? Number.POSITIVE_INFINITY) <= time_ms) at++;
    const [before, after] = [log[at], log[at + 1]];
    if (before === undefined || after === undefined || before.time_ms > time_ms) continue;
    const gap_ms = after.time_ms - before.time_ms;
    if (gap_ms > 12_000) continue;
    const part = (time_ms - before.time_ms) / gap_ms;
    const between = (from: number, to: number) => from + part * (to - from);
    const north_deg = latitude_deg - between(before.latitude_deg, after.latitude_deg);
    const east_deg = longitude_deg - between(before.longitude_deg, after.longitude_deg);
    const east_scale = Math.cos((latitude_deg * Math.PI) / 180);
    const error_m = 111_195 * Math.hypot(north_deg, east_deg * east_scale);
    found.push({ error_m, accuracy_m: position_accuracy_m ?? 0 });
  }
  return found;
}

function quantile(values: readonly number[], part: number): number {
  return [...values].sort((a, b) => a - b)[Math.floor(part * values.length)] ?? Number.NaN;
}

describeRecordings('Remote ID of a drone, captured from Wi-Fi', () => {
  it('1,140 beacons, one serial number, no height that is not known', () => {
    const reading = read(recording('remoteid-parrot-anafi/real.pcapng.gz'));
    expect(reading.format).toBe('remoteid-pcapng');
    expect(reading.complaints).toEqual([]);
    expect(reading.observations).toHaveLength(1140);
    expect(aircraft(reading)).toBe(1);
    for (const {
      address_kind,
      category,
      pressure_altitude_m,
      geometric_altitude_m,
      technology,
    } of reading.observations) {
      expect([address_kind, category, technology]).toEqual(['serial', 'B6', 'remote_id']);
      expect([pressure_altitude_m, geometric_altitude_m]).toEqual([null, null]);
    }
    const [first, last] = [reading.observations[0], reading.observations.at(-1)];
    expect(first?.latitude_deg).toBeCloseTo(47.1987, 4);
    expect(first?.longitude_deg).toBeCloseTo(8.7302, 4);
    expect(new Date(first?.time_ms ?? 0).toISOString()).toBe('2023-04-01T16:15:29.100Z');
    expect((last?.time_ms ?? 0) - (first?.time_ms ?? 0)).toBe(123_000);
    expect(reading.observations.map(({ on_ground }) => on_ground)).toContain(false);
  });
});
