import { describe, expect, it } from 'vitest';
import { onlyComplaint, readBytes } from '../../test/read.ts';
import { basicId, beacon, capture, location } from '../../test/remoteid.ts';
import type { Reading } from '../reader.ts';
import { RemoteIdReader } from './reader.ts';

const NOON_MS = Date.UTC(2026, 2, 1, 12);
const SERIAL = '1234ABCDEF0001';

type Sent = { at_s?: number; messages?: Uint8Array[]; mac?: string; flags?: number };
const packets = (sent: readonly Sent[]) =>
  sent.map(({ at_s = 0, messages = [basicId(SERIAL), location()], mac, flags }) => ({
    time_ms: NOON_MS + Math.round(at_s * 1000),
    frame: beacon(messages, mac, flags),
  }));
const readAll = (...pieces: Uint8Array[]): Reading => readBytes(new RemoteIdReader({ source: 'mast' }), pieces);
const read = (...sent: Sent[]): Reading => readAll(capture(packets(sent)));
const one = (fields: Parameters<typeof location>[0]) => read({ messages: [basicId(SERIAL), location(fields)] });

describe('RemoteIdReader', () => {
  it('reads a location with all it says', () => {
    const fields = {
      status: 2,
      direction: 12,
      west: true,
      speed: 100,
      vertical: -4,
      accuracies: 0x4b,
      more_accuracies: 0x53,
    };
    const { observations, complaints } = one({ ...fields, pressure_altitude: 2300, altitude: 2401, time_of_hour: 0 });
    expect(complaints).toEqual([]);
    expect(observations).toEqual([
      {
        source: 'mast',
        sequence: 0,
        time_ms: NOON_MS,
        address: SERIAL,
        address_kind: 'serial',
        technology: 'remote_id',
        callsign: null,
        registration: null,
        category: 'B6',
        latitude_deg: 45.1,
        longitude_deg: -5.2,
        pressure_altitude_m: 150,
        geometric_altitude_m: 200.5,
        geometric_datum: 'ellipsoid',
        on_ground: false,
        ground_speed_mps: 25,
        track_deg: 192,
        vertical_rate_mps: -2,
        resolution_advisory: null,
        position_accuracy_m: 3,
        altitude_accuracy_m: 3,
        velocity_accuracy_mps: 1,
        party: null,
      },
    ]);
  });

  it('takes what is marked as unknown as unknown', () => {
    const { observations, complaints } = one({ direction: 181, west: true, speed: 255, fast: true, vertical: 126 });
    expect(complaints).toEqual([]);
    expect(observations[0]).toMatchObject({
      pressure_altitude_m: null,
      geometric_altitude_m: null,
      geometric_datum: 'unknown',
      ground_speed_mps: null,
      track_deg: null,
      vertical_rate_mps: null,
      resolution_advisory: null,
      position_accuracy_m: null,
      time_ms: NOON_MS,
    });
    expect(one({ latitude: 0, longitude: 0 })).toMatchObject({ observations: [], complaints: [] });
  });

  it('reads speeds beyond 63.75 m/s, the lowest heights, and the ground', () => {
    const { observations } = one({ speed: 0, fast: true, altitude: 1, pressure_altitude: 1999, status: 1 });
    expect(observations[0]).toMatchObject({ ground_speed_mps: 63.75, on_ground: true, pressure_altitude_m: -0.5 });
    // A height of -999.5 m is no unknown, and no height of an aircraft either.
    expect(observations[0]?.geometric_altitude_m).toBeNull();
    expect(one({ speed: 254, fast: true }).observations[0]?.ground_speed_mps).toBe(254.25);
    expect(one({ status: 0 }).observations[0]?.on_ground).toBeNull();
  });

  it('refuses an impossible direction and position', () => {
    const turned = one({ direction: 250, west: true });
    expect(turned.observations[0]?.track_deg).toBeNull();
    expect(onlyComplaint(turned).field).toBe('track_deg');
    const beyond = one({ latitude: 901_000_000 });
    expect(beyond.observations).toEqual([]);
    expect(onlyComplaint(beyond).field).toBe('latitude_deg');
  });

  it('gives positions heard before the name the name', () => {
    const { observations } = read(
      { messages: [location()] },
      { at_s: 1, messages: [basicId(SERIAL)] },
      { at_s: 2, messages: [location()] },
      { at_s: 2, messages: [location()], mac: '02000000000b' },
    );
    expect(observations.map(({ address, sequence }) => [address, sequence])).toEqual([
      [SERIAL, 0],
      [SERIAL, 1],
      ['mac-02000000000b', 2],
    ]);
  });

  it('gives an aircraft without name that of its radio after 5 s, for good', () => {
    const reading = read(
      { messages: [location()] },
      { at_s: 4, messages: [location()] },
      { at_s: 5.1, messages: [location()] },
      { at_s: 6 },
    );
    expect(new Set(reading.observations.map(({ address }) => address))).toEqual(new Set(['mac-02000000000a']));
    expect(reading.observations).toHaveLength(4);
    expect(onlyComplaint(reading)).toMatchObject({ field: 'name', value: SERIAL });
  });

  it('keeps two aircraft of one radio apart, and says that one radio has two names', () => {
    const other = [basicId('1234ABCDEF0002'), location()];
    const reading = read({}, { at_s: 1, messages: other }, { at_s: 2 }, { at_s: 3, messages: other });
    expect(reading.observations.map(({ address }) => address.at(-1))).toEqual(['1', '2', '1', '2']);
    expect(onlyComplaint(reading)).toMatchObject({ field: 'name', value: '1234ABCDEF0002' });
  });

  it('takes a registration where there is no serial number, and no name for that of another kind', () => {
    const named = (text: string, kind?: number) =>
      read({ messages: [basicId(text, kind), location()] }).observations[0];
    expect(named('XX-REG-77', 2)).toMatchObject({ address: 'reg-XX-REG-77', callsign: 'XX-REG-77' });
    expect(named('3c0001')).toMatchObject({ address: 'serial-3c0001', address_kind: 'serial' });
    expect(named('mac-02000000000b')?.address).toBe('serial-mac-02000000000b');
    const both = read({ messages: [basicId('XX-REG-77', 2), basicId(SERIAL), location()] }).observations[0];
    expect(both?.address).toBe(SERIAL);
    const garbled = read({ messages: [basicId('\u0001\u0002'), location()] });
    expect(garbled.observations[0]?.address).toBe('mac-02000000000a');
    expect(onlyComplaint(garbled).field).toBe('serial number');
  });

  it('joins the time of the hour with the hour of the receiver, also over the full hour', () => {
    const timed = (at_s: number, time_of_hour: number) =>
      read({ at_s, messages: [basicId(SERIAL), location({ time_of_hour })] });
    const after = (reading: Reading) => (reading.observations[0]?.time_ms ?? 0) - NOON_MS;
    expect(after(timed(0.3, 35_996))).toBe(-400);
    expect(after(timed(-0.2, 35_996))).toBe(-400);
    // Never later than it was heard.
    expect(after(timed(0, 5))).toBe(0);
    const wrong = timed(0, 6000);
    expect(after(wrong)).toBe(0);
    expect(onlyComplaint(wrong)).toMatchObject({ field: 'time', reason: expect.stringContaining('-600000 ms') });
  });

  it('passes over other frames, frames received with errors, and where the pilot stands', () => {
    const system = Uint8Array.of(0x42, ...Array<number>(24).fill(9));
    const reading = read({ flags: 0x50 }, { messages: [basicId(SERIAL), system, location()] });
    expect(reading.observations).toHaveLength(1);
    expect(reading.complaints).toEqual([]);
    const nothing = readAll(capture([{ time_ms: NOON_MS, frame: Uint8Array.of(0, 0, 8, 0, 0, 0, 0, 0, 0x40, 0) }]));
    expect(onlyComplaint(nothing).reason).toContain('no Remote ID beacon');
  });

  it('complains of a pack that is cut or of another size', () => {
    const frame = beacon([basicId(SERIAL), location()]);
    const size = frame.indexOf(0xf2, 60) + 1;
    for (const [at, to] of [
      [size, 24],
      [size + 1, 0],
      [size + 1, 3],
      [size + 1, 10],
    ] as const) {
      const damaged = frame.slice();
      damaged[at] = to;
      const reading = readAll(capture([{ time_ms: NOON_MS, frame: damaged }]));
      expect(reading.observations).toEqual([]);
      expect(onlyComplaint(reading).field).toBe('message pack');
    }
  });

  it('reads captures of either byte order alike', () => {
    const sent = packets([{}, { at_s: 1 }]);
    expect(readAll(capture(sent, { little: false }))).toEqual(readAll(capture(sent)));
  });

  it('uses everything around damage, and finds the byte', () => {
    const bytes = capture(packets([{}, { at_s: 1 }, { at_s: 2 }]));
    const block = (bytes.length - 60) / 3;
    const damaged = bytes.slice();
    damaged.fill(0xff, 60 + block + 4, 60 + block + 8);
    const reading = readAll(damaged);
    expect(reading.observations.map(({ time_ms }) => time_ms - NOON_MS)).toEqual([0, 2000]);
    expect(onlyComplaint(reading).place).toEqual({ byte: 60 + block });
    const short = readAll(bytes.subarray(0, bytes.length - 10));
    expect(short.observations).toHaveLength(2);
    expect(onlyComplaint(short)).toMatchObject({
      place: { byte: 60 + 2 * block },
      reason: expect.stringContaining('ends'),
    });
  });

  it('reads on after bytes that are missing or too many, also where blocks are no longer aligned', () => {
    const bytes = capture(packets([{}, { at_s: 1 }, { at_s: 2 }]));
    const second = 60 + (bytes.length - 60) / 3;
    const within = second + 20;
    const lost = readAll(bytes.subarray(0, within), bytes.subarray(within + 1));
    const added = readAll(bytes.subarray(0, within), Uint8Array.of(6, 0, 0), bytes.subarray(within));
    for (const reading of [lost, added]) {
      expect(reading.observations.map(({ time_ms }) => time_ms - NOON_MS)).toEqual([0, 2000]);
      expect(onlyComplaint(reading).place).toEqual({ byte: second });
    }
  });

  it('holds no more than a block, however much noise there is', () => {
    const reader = new RemoteIdReader({ source: 'mast' });
    reader.pushBytes(capture(packets([{}])));
    let complaints = 0;
    for (let i = 0; i < 400; i++) complaints += reader.pushBytes(new Uint8Array(16_384).fill(7)).complaints.length;
    expect(complaints).toBe(1);
    const again = capture(packets([{ at_s: 9 }]));
    const read_on = [reader.pushBytes(again), reader.end()].flatMap(({ observations }) => observations);
    expect(read_on.map(({ time_ms }) => time_ms - NOON_MS)).toEqual([9000]);
  });
});
