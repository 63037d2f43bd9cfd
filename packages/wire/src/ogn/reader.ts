import { dateInName, midnight } from '../date.ts';
import { LineReader } from '../line_reader.ts';
import type { Technology } from '../observation.ts';
import { ALTITUDE_FT, Row, SPEED_KT, VERTICAL_RATE_FPM } from '../row.ts';
import { DayClock } from './clock.ts';
import { Addresses, categoryOf, GROUND_VEHICLE, parseFlags, STATIC_OBSTACLE } from './identity.ts';
import { type OgnPosition, parseLine, serverTime } from './line.ts';

/** Receivers send what they hear with delays of their own; beyond this a line is late enough to tell. */
const LATE_MS = 300_000;
/** Of a whole second; 97 % of the positions of a competition day at Bayreuth then lie inside (18 good recorders). */
const TIME_ERROR_S = 0.7;
/** A thousandth of a minute in each direction, and the rounding of the aircraft's own report. */
const RESOLUTION_M = 5;
const LINE_LOST = 'the line is left out; check how it was received';
const NO_DATE =
  'give the day of its first report: --date YYYY-MM-DD (`date_ms` of the reader), or write it into the name of the ' +
  'file or of its folder; until then positions are left out';

/** Destinations of devices that send what FLARM or an OGN tracker measured. `APRS` stood for all of them until 2017. */
const DIRECT = new Set(['APRS', 'OGFLR', 'OGNTRK', 'OGTRK']);

/**
 * Reads aircraft positions of the Open Glider Network, one APRS packet a line, as its servers send them and as they are
 * kept. A line gives the time of day alone: the date comes from the caller, from the file's name, or from what the
 * server says of itself in lines that begin with `#`.
 */
export class OgnReader extends LineReader {
  readonly format = 'ogn-aprs';
  readonly #addresses: Addresses;
  #clock: DayClock | null;
  #told_no_date = false;

  constructor(options: { source: string; name: string; sequence?: number; date_ms?: number }) {
    super(options);
    this.#addresses = new Addresses(options.source);
    const date_ms = options.date_ms ?? dateInName(options.name);
    this.#clock = date_ms === null ? null : new DayClock(date_ms);
  }

  protected line(line: string, number: number): void {
    if (line.startsWith('#')) {
      this.#serverLine(line);
      return;
    }
    const position = parseLine(line);
    if (typeof position !== 'string') {
      if (position !== null) this.#position(position, number);
      return;
    }
    this.leaveOut(number, withoutIdentity(line), position, LINE_LOST);
  }

  #serverLine(line: string): void {
    const said = serverTime(line);
    const date_ms = said === null ? null : midnight(said.year, said.month, said.day);
    if (said === null || date_ms === null) return;
    this.#clock ??= new DayClock(date_ms);
    this.#clock.set(date_ms + said.time_of_day_ms);
    this.alive(date_ms + said.time_of_day_ms);
  }

  #position(said: OgnPosition, number: number): void {
    if (this.#clock === null) {
      if (!this.#told_no_date) this.log.add({ line: number }, 'date', null, 'only the time of day is given', NO_DATE);
      this.#told_no_date = true;
      return;
    }
    const flags = parseFlags(said.id.flags);
    if (flags.aircraft_type === STATIC_OBSTACLE) return;
    const row = new Row(said, { line: number }, this.log);
    const position = row.position('latitude_deg', 'longitude_deg');
    if (position === null) return;
    const time_ms = this.#clock.timeOf(said.time_of_day_ms);
    const earlier = this.earlier(time_ms, LATE_MS);
    if (earlier !== null) {
      const time = new Date(time_ms).toISOString();
      this.log.add({ line: number }, 'time', time, earlier, 'the report is kept; check the clock of the receiver');
    }
    const technology = technologyOf(said.tocall);
    const geometric_altitude_m = row.number('altitude_ft', ALTITUDE_FT);
    const ground_speed_mps = row.number('speed_kt', SPEED_KT);
    const sequence = this.sequence++;
    const { address, address_kind } = this.#addresses.of(said.id, flags, sequence);
    this.found({
      source: this.source,
      sequence,
      time_ms,
      address,
      address_kind,
      technology,
      callsign: null,
      registration: null,
      category: categoryOf(flags.aircraft_type),
      latitude_deg: position.latitude_deg,
      longitude_deg: position.longitude_deg,
      pressure_altitude_m: row.number('flight_level_ft', ALTITUDE_FT),
      geometric_altitude_m,
      // FLARM gives its height above mean sea level; what a gateway of other traffic took it from is not said.
      geometric_datum: geometric_altitude_m !== null && technology === 'flarm' ? 'geoid' : 'unknown',
      on_ground: flags.aircraft_type === GROUND_VEHICLE ? true : null,
      ground_speed_mps,
      track_deg: row.bearing('course_deg'),
      vertical_rate_mps: row.number('climb_fpm', VERTICAL_RATE_FPM),
      resolution_advisory: null,
      position_accuracy_m: accuracyOf(said, ground_speed_mps),
      altitude_accuracy_m: null,
      velocity_accuracy_mps: null,
      party: null,
    });
  }
}

/** What a complaint may show: the flags that forbid to keep an identity may be the very part that is damaged. */
function withoutIdentity(line: string): string {
  return line
    .slice(0, 300)
    .replace(/^[^>]*>/, '..>')
    .replace(/ id\S*/gi, ' id..');
}

/**
 * 95 % radius: twice what the GNSS receiver estimates (a standard deviation), the last digit of the position, and what
 * is flown in the uncertain part of a second, since times are whole seconds; independent, so root sum of squares.
 */
function accuracyOf(said: OgnPosition, ground_speed_mps: number | null): number | null {
  if (said.gnss_horizontal_m === null || ground_speed_mps === null) return null;
  const gnss_m = 2 * said.gnss_horizontal_m;
  const flown_m = TIME_ERROR_S * ground_speed_mps;
  return Math.sqrt(gnss_m * gnss_m + flown_m * flown_m + RESOLUTION_M * RESOLUTION_M);
}

function technologyOf(tocall: string): Technology {
  if (tocall === 'OGADSB') return 'adsb';
  return DIRECT.has(tocall) ? 'flarm' : 'unknown';
}
