import { GatheringReader } from '../gathering_reader.ts';
import { M_PER_FT } from '../observation.ts';
import type { ByteReader, Reading } from '../reader.ts';
import { RecentlyHeard } from '../recent.ts';
import { ALTITUDE_FT, EARLIEST_TIME_MS, LATEST_TIME_MS, Row } from '../row.ts';
import { type Beacon, parseBeacon } from './beacon.ts';
import { BlockSplitter, type Packet } from './blocks.ts';
import { BASIC_ID, LOCATION, messageType, parseBasicId, parseLocation } from './messages.ts';
import { type Name, newRadio, type Radio, type Report, radioName, registrationName, serialName } from './radio.ts';

const SERIAL_NUMBER = 1;
const REGISTRATION = 2;
const MOST_RADIOS = 10_000;
/** A name is to be sent every 3 s; after this time without one, reports are no longer held back for it. */
const NAME_WAIT_MS = 5000;
const MOST_HELD = 64;
/** A position is at most a second old when it is sent; beyond this, one of the two clocks is wrong. */
const MOST_AGE_MS = 10_000;
const HOUR_MS = 3_600_000;
const ALTITUDE_M = { least: ALTITUDE_FT.least * M_PER_FT, most: ALTITUDE_FT.most * M_PER_FT, unit: 'm', scale: 1 };
const SPEED_MPS = { least: 0, most: 1500, unit: 'm/s', scale: 1 };
const VERTICAL_MPS = { least: -63, most: 63, unit: 'm/s', scale: 1 };

/**
 * Reads Remote ID (ASTM F3411, ASD-STAN EN 4709-002) that was broadcast in Wi-Fi beacons and captured as pcapng. Only
 * the aircraft is read: the message that tells where its pilot stands is passed over.
 */
export class RemoteIdReader extends GatheringReader implements ByteReader {
  readonly format = 'remoteid-pcapng';
  readonly #blocks = new BlockSplitter(this.log, (packet) => this.#packet(packet));
  readonly #radios = new RecentlyHeard<Radio>(MOST_RADIOS);
  /** Radios of which reports are held, the longest waiting first. */
  readonly #waiting = new Set<Radio>();
  #beacons = 0;

  pushBytes(bytes: Uint8Array, received_ms?: number): Reading {
    this.begin(received_ms);
    this.#blocks.push(bytes);
    return this.reading();
  }

  end(): Reading {
    this.#blocks.end();
    for (const radio of this.#waiting) this.#settleNameless(radio);
    if (this.#beacons === 0) {
      const remedy = 'capture in monitor mode on the channel of the beacons, with radiotap headers';
      this.log.add({}, null, null, 'no Remote ID beacon in the whole capture', remedy);
    }
    return this.lastReading({});
  }

  #packet(packet: Packet): void {
    const beacon = parseBeacon(packet);
    if (beacon === null) return;
    this.#beacons++;
    const place = { byte: packet.byte };
    if (typeof beacon === 'string') {
      this.log.add(place, 'message pack', null, beacon, 'the beacon is left out; check the receiver');
    } else if (packet.time_ms < EARLIEST_TIME_MS || packet.time_ms > LATEST_TIME_MS) {
      const remedy = 'the beacon is left out; check the clock of the receiver';
      this.log.add(place, 'time', packet.time_ms, 'not milliseconds within 1980 to 2099', remedy);
    } else {
      this.#beacon(beacon, packet);
    }
  }

  #beacon({ mac, messages }: Beacon, { time_ms, byte }: Packet): void {
    for (const radio of this.#waiting) {
      if (Math.abs(time_ms - radio.held_since_ms) <= NAME_WAIT_MS) break;
      this.#settleNameless(radio);
    }
    const radio = this.#radios.get(mac) ?? newRadio(mac);
    const forgotten = this.#radios.set(mac, radio);
    if (forgotten !== null) this.#settleNameless(forgotten);
    const name = this.#nameIn(messages, radio, byte);
    if (name !== null) this.#learnName(radio, name, byte);
    for (const message of messages) {
      if (messageType(message) !== LOCATION) continue;
      const report = { location: parseLocation(message), received_ms: time_ms, byte };
      if (radio.name !== null) this.#emit(report, radio, radio.name);
      else this.#hold(report, radio);
    }
  }

  /** A serial number before a registration, since it stays with the aircraft. */
  #nameIn(messages: readonly Uint8Array[], radio: Radio, byte: number): Name | null {
    let registration: string | null = null;
    for (const message of messages) {
      if (messageType(message) !== BASIC_ID) continue;
      const { kind, text } = parseBasicId(message);
      if (text === null) {
        if (kind === SERIAL_NUMBER) this.#tellOnce(radio, byte, 'serial number', null, 'empty, or not printable ASCII');
      } else if (kind === SERIAL_NUMBER) return serialName(text);
      else if (kind === REGISTRATION) registration = text;
    }
    return registration === null ? null : registrationName(registration);
  }

  #learnName(radio: Radio, name: Name, byte: number): void {
    if (radio.nameless) {
      const reason = `heard only after ${NAME_WAIT_MS / 1000} s; the aircraft keeps the address mac-${radio.mac}`;
      this.#tellOnce(radio, byte, 'name', name.address, reason);
      return;
    }
    if (radio.name !== null && radio.name.address !== name.address) {
      this.#tellOnce(radio, byte, 'name', name.address, `one radio gives more than one: ${radio.name.address} before`);
    }
    radio.name = name;
    this.#release(radio, name);
  }

  #tellOnce(radio: Radio, byte: number, field: string, value: string | null, reason: string): void {
    if (radio.told.has(field)) return;
    radio.told.add(field);
    this.log.add({ byte }, field, value, reason, 'the reports are kept; check the transmitter');
  }

  #hold(report: Report, radio: Radio): void {
    if (radio.held.length === 0) radio.held_since_ms = report.received_ms;
    radio.held.push(report);
    this.#waiting.add(radio);
    if (radio.held.length >= MOST_HELD) this.#settleNameless(radio);
  }

  #settleNameless(radio: Radio): void {
    if (radio.name === null) {
      radio.nameless = true;
      radio.name = radioName(radio.mac);
    }
    this.#release(radio, radio.name);
  }

  #release(radio: Radio, name: Name): void {
    this.#waiting.delete(radio);
    for (const report of radio.held) this.#emit(report, radio, name);
    radio.held = [];
  }

  #emit(report: Report, radio: Radio, name: Name): void {
    const { location, byte } = report;
    const row = new Row(location, { byte }, this.log);
    const position = row.position('latitude_deg', 'longitude_deg');
    if (position === null) return;
    const pressure_altitude_m = row.number('pressure_altitude_m', ALTITUDE_M);
    const geometric_altitude_m = row.number('geodetic_altitude_m', ALTITUDE_M);
    this.found({
      source: this.source,
      sequence: this.sequence++,
      time_ms: this.#timeOf(report, radio),
      address: name.address,
      address_kind: 'serial',
      technology: 'remote_id',
      callsign: name.callsign,
      registration: name.registration,
      // Only uncrewed aircraft have to broadcast Remote ID.
      category: 'B6',
      latitude_deg: position.latitude_deg,
      longitude_deg: position.longitude_deg,
      pressure_altitude_m,
      geometric_altitude_m,
      geometric_datum: geometric_altitude_m === null ? 'unknown' : 'ellipsoid',
      on_ground: location.status === 1 ? true : location.status === 2 ? false : null,
      ground_speed_mps: row.number('ground_speed_mps', SPEED_MPS),
      track_deg: row.bearing('track_deg'),
      vertical_rate_mps: row.number('vertical_rate_mps', VERTICAL_MPS),
      resolution_advisory: null,
      position_accuracy_m: location.position_accuracy_m,
      altitude_accuracy_m: pressure_altitude_m === null ? location.geodetic_accuracy_m : location.pressure_accuracy_m,
      velocity_accuracy_mps: location.velocity_accuracy_mps,
      party: null,
    });
  }

  /** The transmitter says when within the hour the position was valid; the receiver's clock gives the hour. */
  #timeOf({ location, received_ms, byte }: Report, radio: Radio): number {
    const said_ms = location.time_of_hour_ms;
    if (said_ms === null) return received_ms;
    const in_hour_ms = Math.floor(received_ms / HOUR_MS) * HOUR_MS + said_ms;
    const time_ms = in_hour_ms + Math.round((received_ms - in_hour_ms) / HOUR_MS) * HOUR_MS;
    if (said_ms <= HOUR_MS && Math.abs(received_ms - time_ms) <= MOST_AGE_MS) return Math.min(time_ms, received_ms);
    const reason = `${received_ms - time_ms} ms before the time of the receiver, which is used in place of it`;
    this.#tellOnce(radio, byte, 'time', `${said_ms / 1000} s of the hour`, reason);
    return received_ms;
  }
}
