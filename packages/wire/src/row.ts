import type { ComplaintLog } from './complaints.ts';
import { M_PER_FT, MPS_PER_FPM, MPS_PER_KT } from './observation.ts';
import type { Complaint } from './reader.ts';

/** What a number may be in its source's unit, and the factor that turns it into SI. */
export type Range = { readonly least: number; readonly most: number; readonly unit: string; readonly scale: number };

/** From the Dead Sea shore in high pressure to above any aircraft; the same for both kinds of height. */
export const ALTITUDE_FT: Range = { least: -2000, most: 150_000, unit: 'ft', scale: M_PER_FT };
export const SPEED_KT: Range = { least: 0, most: 3000, unit: 'kt', scale: MPS_PER_KT };
/** Twice what a transponder can encode (32,640 ft/min; DO-260B 2.2.3.2.6.1.15). */
export const VERTICAL_RATE_FPM: Range = { least: -65_280, most: 65_280, unit: 'ft/min', scale: MPS_PER_FPM };
const BEARING_DEG: Range = { least: 0, most: 360, unit: 'deg', scale: 1 };
const LATITUDE_DEG: Range = { least: -90, most: 90, unit: 'deg', scale: 1 };
const LONGITUDE_DEG: Range = { least: -180, most: 180, unit: 'deg', scale: 1 };

/** From the first day of GPS time to the end of the century: outside it, a clock was wrong or a unit was mistaken. */
export const EARLIEST_TIME_MS = 315_964_800_000;
export const LATEST_TIME_MS = 4_102_444_800_000;

const FIELD_LOST = 'the field is taken as not known; check the source of the recording';
const REPORT_LOST = 'the report is left out; check the source of the recording';

/** One report of an outside source, field by field: what is absurd becomes `null` and is complained about. */
export class Row {
  readonly #fields: Readonly<Record<string, unknown>>;
  readonly #place: Complaint['place'];
  readonly #log: ComplaintLog;

  constructor(fields: Readonly<Record<string, unknown>>, place: Complaint['place'], log: ComplaintLog) {
    this.#fields = fields;
    this.#place = place;
    this.#log = log;
  }

  has(field: string): boolean {
    return this.get(field) !== null;
  }

  /** The value as it stands; `null` when absent. Only the row's own fields count, never `Object`'s. */
  get(field: string): unknown {
    return Object.hasOwn(this.#fields, field) ? (this.#fields[field] ?? null) : null;
  }

  /** In SI; `null` when absent, and with a complaint when not a finite number in the range. */
  number(field: string, range: Range): number | null {
    const value = this.#within(field, range, FIELD_LOST);
    // Adding 0 turns -0 into 0: the two compare equal but would not compute alike.
    return value === null ? null : value * range.scale + 0;
  }

  /** A true bearing in [0, 360). */
  bearing(field: string): number | null {
    const value = this.number(field, BEARING_DEG);
    return value === 360 ? 0 : value;
  }

  boolean(field: string): boolean | null {
    const value = this.get(field);
    if (value === null || typeof value === 'boolean') return value;
    this.unknown(field, 'not true or false');
    return null;
  }

  /** Trimmed; `null` when absent or blank, and with a complaint when longer than `most` or no plain text. */
  text(field: string, most: number): string | null {
    const value = this.get(field);
    if (value === null) return null;
    if (typeof value !== 'string') return this.unknown(field, 'not text');
    const trimmed = value.trim();
    if (trimmed === '') return null;
    if (trimmed.length > most) return this.unknown(field, `longer than ${most} characters`);
    if (!/^[ -~]+$/.test(trimmed)) return this.unknown(field, 'characters outside printable ASCII');
    return trimmed;
  }

  /** A report without position gives `null` in silence; an absurd position gives `null` and a complaint. */
  position(latitude: string, longitude: string): { latitude_deg: number; longitude_deg: number } | null {
    if (!this.has(latitude) && !this.has(longitude)) return null;
    const latitude_deg = this.#required(latitude, LATITUDE_DEG);
    const longitude_deg = this.#required(longitude, LONGITUDE_DEG);
    if (latitude_deg === null || longitude_deg === null) return null;
    if (latitude_deg === 0 && longitude_deg === 0) {
      this.reject(latitude, '0, 0: what a receiver sends before it knows its place');
      return null;
    }
    return { latitude_deg: latitude_deg + 0, longitude_deg: longitude_deg + 0 };
  }

  /** A field that the report cannot do without. */
  #required(field: string, range: Range): number | null {
    if (this.has(field)) return this.#within(field, range, REPORT_LOST);
    this.reject(field, 'missing');
    return null;
  }

  #within(field: string, range: Range, remedy: string): number | null {
    const value = this.get(field);
    if (value === null) return null;
    let reason: string;
    if (typeof value !== 'number') reason = 'not a number';
    else if (!Number.isFinite(value)) reason = 'not finite';
    else if (value < range.least) reason = `below ${range.least} ${range.unit}`;
    else if (value > range.most) reason = `above ${range.most} ${range.unit}`;
    else return value;
    this.#log.add(this.#place, field, value, reason, remedy);
    return null;
  }

  /** Complains that a field is taken as not known. */
  unknown(field: string, reason: string): null {
    this.#log.add(this.#place, field, this.get(field), reason, FIELD_LOST);
    return null;
  }

  /** Complains that the whole report is left out. */
  reject(field: string, reason: string): null {
    this.#log.add(this.#place, field, this.get(field), reason, REPORT_LOST);
    return null;
  }
}

/**
 * Seconds or milliseconds since 1970 UTC to whole milliseconds, told apart by size: as milliseconds, 1e11 is 1973.
 * `null` when outside the years in which there is anything to read.
 */
export function timeFromEpoch(value: unknown): number | null {
  if (typeof value !== 'number') return null;
  const time_ms = Math.round(value >= 1e11 ? value : value * 1000);
  return time_ms >= EARLIEST_TIME_MS && time_ms <= LATEST_TIME_MS ? time_ms : null;
}
