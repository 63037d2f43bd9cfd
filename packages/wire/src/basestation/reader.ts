import type { ComplaintLog } from '../complaints.ts';
import { midnight } from '../date.ts';
import { LineReader } from '../line_reader.ts';
import { RecentlyHeard } from '../recent.ts';
import { Row } from '../row.ts';
import { SaidByAircraft } from './aircraft.ts';

const FIELDS = 22;
/** Other records of the format: selections, new aircraft and callsigns, status, clock. They hold no position. */
const OTHER_RECORD = /^(?:SEL|ID|AIR|STA|CLK),/;
/** Multilateration is seconds behind what was heard directly; beyond this a line is late enough to tell. */
const LATE_MS = 10_000;
const MOST_AIRCRAFT = 20_000;
const LINE_LOST = 'the line is left out; check how it was sent';

/**
 * Reads BaseStation (SBS-1) lines: `MSG`, the message type 1 to 8, and 20 fields more, most of them empty. Positions
 * come with types 2 (on the ground) and 3; callsign, velocity and height also with others, and are joined to the
 * position while they are fresh. The format names neither the zone of its times, taken as UTC, nor how a position was
 * found, except that some receivers write `MLAT` in place of `MSG`.
 */
export class BaseStationReader extends LineReader {
  readonly format = 'basestation';
  readonly #aircraft = new RecentlyHeard<SaidByAircraft>(MOST_AIRCRAFT);
  readonly #days = new Days();

  protected line(line: string, number: number): void {
    if (OTHER_RECORD.test(line)) return;
    const fields = line.split(',', FIELDS + 1);
    if (fields.length !== FIELDS || !/^(?:MSG|MLAT)$/.test(fields[0] ?? '') || !/^[1-8]$/.test(fields[1] ?? '')) {
      this.leaveOut(number, line, `not MSG, a type from 1 to 8, and ${FIELDS} fields in all`, LINE_LOST);
      return;
    }
    this.#message(fields, number);
  }

  #message(fields: readonly string[], line: number): void {
    const place = { line };
    const address = addressOf(fields[4] ?? '');
    if (address === null) {
      this.log.add(place, 'hex_ident', fields[4], 'not six hexadecimal digits, with ~ before them or not', LINE_LOST);
      return;
    }
    const time_ms = generatedTime(this.#days.midnight(fields[6] ?? ''), fields[7] ?? '');
    if (time_ms === null) {
      const generated = `${fields[6]},${fields[7]}`;
      this.log.add(place, 'generated', generated, 'not YYYY/MM/DD,HH:MM:SS.mmm in 1980 to 2099', LINE_LOST);
      return;
    }
    const earlier = this.earlier(time_ms, LATE_MS);
    if (earlier !== null) {
      const generated = `${fields[6]},${fields[7]}`;
      this.log.add(place, 'generated', generated, earlier, 'the message is kept; check the clock of the feed');
    }
    const row = rowOf(fields, line, this.log);
    const said = this.#aircraft.get(address) ?? new SaidByAircraft();
    this.#aircraft.set(address, said);
    said.learn(row, time_ms);
    const type = fields[1];
    if (type !== '2' && type !== '3') return;
    const position = row.position('latitude', 'longitude');
    if (position === null) return;
    const on_ground = onGround(fields[21] ?? '', type);
    const { callsign, pressure_altitude_m, ground_speed_mps, track_deg, vertical_rate_mps } = said.at(time_ms);
    this.found({
      source: this.source,
      sequence: this.sequence++,
      time_ms,
      address,
      address_kind: address.startsWith('~') ? 'non_icao' : 'icao',
      technology: fields[0] === 'MLAT' ? 'mlat' : 'unknown',
      callsign,
      registration: null,
      category: null,
      latitude_deg: position.latitude_deg,
      longitude_deg: position.longitude_deg,
      // A height of before the landing is none of an aircraft on the ground.
      pressure_altitude_m: on_ground === true ? null : pressure_altitude_m,
      geometric_altitude_m: null,
      geometric_datum: 'unknown',
      on_ground,
      ground_speed_mps,
      track_deg,
      vertical_rate_mps: on_ground === true ? null : vertical_rate_mps,
      resolution_advisory: null,
      position_accuracy_m: null,
      altitude_accuracy_m: null,
      velocity_accuracy_mps: null,
      party: null,
    });
  }
}

function rowOf(fields: readonly string[], line: number, log: ComplaintLog): Row {
  const names = { callsign: fields[10], altitude: number(fields[11]), ground_speed: number(fields[12]) };
  const more = { track: number(fields[13]), latitude: number(fields[14]), longitude: number(fields[15]) };
  return new Row({ ...names, ...more, vertical_rate: number(fields[16]) }, { line }, log);
}

/** A number where it is one, `null` where the field is empty, and otherwise the text, for the row to refuse. */
function number(field: string | undefined): number | string | null {
  const text = field?.trim() ?? '';
  if (text === '') return null;
  return /^[+-]?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text;
}

function addressOf(field: string): string | null {
  const text = field.trim().toLowerCase();
  return /^~?[0-9a-f]{6}$/.test(text) ? text : null;
}

/** Nearly all lines of a feed are of one day. */
class Days {
  #date = '';
  #midnight_ms: number | null = null;

  /** Of `2026/03/02` or `2026-03-02`; `null` where that is no day. */
  midnight(date: string): number | null {
    if (date === this.#date) return this.#midnight_ms;
    const day = /^(\d{4})[/-](\d\d)[/-](\d\d)$/.exec(date.trim());
    this.#date = date;
    this.#midnight_ms = day === null ? null : midnight(Number(day[1]), Number(day[2]), Number(day[3]));
    return this.#midnight_ms;
  }
}

function generatedTime(midnight_ms: number | null, time: string): number | null {
  const of_day = /^(\d\d):(\d\d):(\d\d)(?:\.(\d{1,3})\d*)?$/.exec(time.trim());
  if (midnight_ms === null || of_day === null) return null;
  const [h, m, s] = [Number(of_day[1]), Number(of_day[2]), Number(of_day[3])];
  if (h > 23 || m > 59 || s > 60) return null;
  return midnight_ms + ((h * 60 + m) * 60 + s) * 1000 + Number((of_day[4] ?? '').padEnd(3, '0'));
}

/** -1 or 1 is true, 0 is false. A type 2 is a surface position even where the flag is left empty. */
function onGround(flag: string, type: string): boolean | null {
  const text = flag.trim();
  if (text === '-1' || text === '1' || type === '2') return true;
  return text === '0' ? false : null;
}
