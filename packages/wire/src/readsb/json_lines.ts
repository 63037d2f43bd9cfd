import { LineReader } from '../line_reader.ts';
import { timeFromEpoch } from '../row.ts';
import { observationFromReadsb } from './aircraft.ts';

const LINE_LOST = 'the line is left out; check how it was written';

/**
 * Reads readsb objects one a line: what readsb's JSON port sends (`--net-json-port`), and recordings in which `gscp` is
 * the ground speed and `flightdict` holds further readsb fields. Each has its own `now`; one that has none, and the
 * age of its position, is as old as that when it is received, if the time of that is known. A line with a time but no
 * aircraft is a heartbeat: the source was alive and had nothing to say.
 */
export class ReadsbLinesReader extends LineReader {
  readonly format = 'readsb-json-lines';

  protected line(line: string, number: number): void {
    const object = parseObject(line);
    if (object === null) {
      this.leaveOut(number, line, 'not a JSON object', LINE_LOST);
      return;
    }
    const place = { line: number };
    const now_ms = this.#timeOf(object);
    if (now_ms === null) {
      this.log.add(place, 'now', object.now, 'not seconds since 1970', LINE_LOST);
      return;
    }
    const earlier = this.earlier(now_ms, 0);
    if (earlier !== null) {
      this.log.add(place, 'now', object.now, earlier, 'the report is kept; check the clock of the feed');
    }
    if (!('hex' in object) && !('lat' in object)) {
      this.alive(now_ms);
      return;
    }
    const context = { source: this.source, sequence: this.sequence, now_ms, place };
    const observation = observationFromReadsb(withDetails(object), context, this.log);
    if (observation === null) return;
    this.sequence++;
    this.found(observation);
  }

  #timeOf(object: Record<string, unknown>): number | null {
    const { now, seen_pos, lat } = object;
    return now === undefined && (seen_pos !== undefined || lat === undefined) ? this.received_ms : timeFromEpoch(now);
  }
}

function parseObject(line: string): Record<string, unknown> | null {
  // Refusing noise here costs a hundredth of what the parser's error would.
  if (!line.startsWith('{') || !line.endsWith('}')) return null;
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return null;
  }
}

/** Three letters for the operator, then its flight (ICAO Annex 10, Vol II, 5.2.1.7.2.1 c); no registration is so. */
const OPERATOR_FLIGHT = /^ *[A-Z]{3}\d[0-9A-Z]{0,4} *$/;

/**
 * `flightdict` is of the same message as the line and gives the track to two digits where the line has one.
 *
 * Recordings with it (traces of an aggregator) put the registration from a list of aircraft into `flight`, the same in
 * every line of an address, and the callsign into `flightdict.flight` of every fourth line or so. Taken for one and the
 * same, the two would change the identity thousands of times. Where the list has no registration, a callsign stands in.
 */
function withDetails(object: Record<string, unknown>): Record<string, unknown> {
  const { flight, flightdict: details } = object;
  if (details === undefined) return object;
  if (typeof flight !== 'string' || !OPERATOR_FLIGHT.test(flight)) {
    object.r ??= flight;
    object.flight = undefined;
  }
  return typeof details === 'object' && details !== null ? { ...object, ...details } : object;
}
