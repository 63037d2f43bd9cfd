import { LineReader } from '../line_reader.ts';
import { M_PER_FT, type Observation } from '../observation.ts';
import { ALTITUDE_FT } from '../row.ts';
import { IgcHeader } from './header.ts';
import { type Fix, parseFix } from './records.ts';

const DAY_MS = 86_400_000;
/** Fixes held until the first pressure altitude other than zero shows that there is a sensor: two days at 1 Hz. */
const MOST_HELD = 200_000;
const NO_PLACE = '0, 0: what a recorder writes before it knows its place';

/** Fixes in a row that were left out for one reason: one complaint, not thousands. */
type Run = { line: number; reason: string; value: string; count: number };

/**
 * Reads IGC flight logs (IGC GNSS FR specification, appendix A): one aircraft, one flight.
 *
 * The date is in a header only, so times are unwound: each fix is taken to lie within 12 h of the one before, which
 * carries a flight past midnight and keeps one damaged time from moving the rest of the flight by a day.
 */
export class IgcReader extends LineReader {
  readonly format = 'igc';
  readonly #header: IgcHeader;
  #last_ms: number | null = null;
  /** Observations whose pressure altitude of zero may mean that there is no sensor; `null` once there is one. */
  #held: Observation[] | null = [];
  #run: Run | null = null;

  /** `name` is the file's own, from which the aircraft has its address. */
  constructor(options: { source: string; name: string; sequence?: number }) {
    super(options);
    this.#header = new IgcHeader(options.name, this.log);
  }

  protected override finish(): void {
    this.#closeRun();
    if (this.#held !== null) this.#releaseWithoutPressure(this.#held);
    this.#held = [];
  }

  protected line(line: string, number: number): void {
    if (line.startsWith('B')) this.#fix(line, number);
    else if (!this.#header.line(line, number)) this.#passOver(number, line, 'not a record of an IGC file');
  }

  #fix(line: string, number: number): void {
    const fix = parseFix(line, this.#header.extensions);
    const date_ms = this.#header.date_ms;
    if (typeof fix === 'string') this.#passOver(number, line, fix);
    else if (fix.latitude_deg === 0 && fix.longitude_deg === 0) this.#passOver(number, line, NO_PLACE);
    else if (date_ms === null) this.#passOver(number, line, 'no date (HFDTE) before it');
    else this.#use(fix, date_ms, line, number);
  }

  #use(fix: Fix, date_ms: number, line: string, number: number): void {
    this.#closeRun();
    const time_ms = this.#timeOf(fix, date_ms);
    const earlier = this.earlier(time_ms, 0);
    if (earlier !== null) {
      this.log.add({ line: number }, 'time', line.slice(1, 7), earlier, 'the fix is kept; check the recorder');
    }
    this.#last_ms = time_ms;
    this.#emit(this.#observation(fix, time_ms, number));
  }

  #timeOf(fix: Fix, date_ms: number): number {
    const time_ms = date_ms + fix.time_of_day_ms;
    if (this.#last_ms === null) return time_ms;
    return time_ms + Math.round((this.#last_ms - time_ms) / DAY_MS) * DAY_MS;
  }

  #observation(fix: Fix, time_ms: number, number: number): Observation {
    const header = this.#header;
    // A recorder without GNSS height writes zeros, also in some fixes marked A; a true zero is given up for that.
    const has_height = fix.three_dimensional && fix.gnss_altitude_m !== 0;
    const geometric_altitude_m = has_height ? this.#altitude('gnss_altitude', fix.gnss_altitude_m, number) : null;
    return {
      source: this.source,
      sequence: this.sequence++,
      time_ms,
      address: header.address,
      address_kind: 'logger',
      technology: 'logger',
      callsign: header.callsign,
      registration: header.registration,
      category: header.category,
      latitude_deg: fix.latitude_deg,
      longitude_deg: fix.longitude_deg,
      pressure_altitude_m: this.#altitude('pressure_altitude', fix.pressure_altitude_m, number),
      geometric_altitude_m,
      geometric_datum: geometric_altitude_m === null ? 'unknown' : header.datum,
      on_ground: null,
      ground_speed_mps: null,
      track_deg: null,
      vertical_rate_mps: null,
      resolution_advisory: null,
      position_accuracy_m: fix.accuracy_m,
      altitude_accuracy_m: null,
      velocity_accuracy_mps: null,
      party: null,
    };
  }

  #altitude(field: string, altitude_m: number, number: number): number | null {
    if (altitude_m >= ALTITUDE_FT.least * M_PER_FT && altitude_m <= ALTITUDE_FT.most * M_PER_FT) return altitude_m;
    const reason = `outside ${ALTITUDE_FT.least} to ${ALTITUDE_FT.most} ft`;
    this.log.add({ line: number }, field, altitude_m, reason, 'the field is taken as not known; check the recorder');
    return null;
  }

  #emit(observation: Observation): void {
    if (this.#held === null) {
      this.found(observation);
      return;
    }
    this.#held.push(observation);
    if (observation.pressure_altitude_m !== 0 && observation.pressure_altitude_m !== null) {
      for (const earlier of this.#held) this.found(earlier);
      this.#held = null;
    } else if (this.#held.length >= MOST_HELD) {
      this.#releaseWithoutPressure(this.#held);
      this.#held = [];
    }
  }

  /** A column of nothing but zeros is no altitude. */
  #releaseWithoutPressure(held: Observation[]): void {
    for (const observation of held) this.found({ ...observation, pressure_altitude_m: null });
  }

  #passOver(line: number, value: string, reason: string): void {
    if (this.#run !== null && this.#run.reason === reason) {
      this.#run.count++;
      return;
    }
    this.#closeRun();
    this.#run = { line, reason, value, count: 1 };
  }

  #closeRun(): void {
    if (this.#run === null) return;
    const { line, reason, value, count } = this.#run;
    this.#run = null;
    const remedy = count === 1 ? 'the line is left out' : `${count} lines in a row are left out for this`;
    this.log.add({ line }, null, value, reason, `${remedy}; check the recorder`);
  }
}
