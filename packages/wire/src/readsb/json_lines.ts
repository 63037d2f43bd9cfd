import { ComplaintLog } from '../complaints.ts';
import { LineSplitter } from '../lines.ts';
import type { Observation } from '../observation.ts';
import type { Reader, Reading } from '../reader.ts';
import { timeFromEpoch } from '../row.ts';
import { observationFromReadsb } from './aircraft.ts';

const LINE_LOST = 'the line is left out; check how the file was written';

/**
 * Reads readsb objects one a line, each with its own `now`: what readsb's JSON port sends, and recordings in which
 * `gscp` is the ground speed and `flightdict` holds further readsb fields. A line with a time but no aircraft is a
 * heartbeat: the source was alive and had nothing to say.
 */
export class ReadsbLinesReader implements Reader {
  readonly format = 'readsb-json-lines';
  readonly #source: string;
  readonly #log = new ComplaintLog();
  readonly #lines = new LineSplitter(this.#log, (line, number) => this.#line(line, number));
  #sequence: number;
  #last_ms = Number.NEGATIVE_INFINITY;
  #ended = false;
  #observations: Observation[] = [];
  #heartbeats_ms: number[] = [];

  constructor(options: { source: string; sequence?: number }) {
    this.#source = options.source;
    this.#sequence = options.sequence ?? 0;
  }

  get suppressed(): number {
    return this.#log.suppressed;
  }

  push(text: string): Reading {
    this.#lines.push(text);
    return this.#reading();
  }

  end(): Reading {
    this.#ended = true;
    this.#lines.end();
    this.#log.sumUp({ line: this.#lines.number });
    return this.#reading();
  }

  #reading(): Reading {
    const reading = {
      observations: this.#observations,
      complaints: this.#log.take(),
      heartbeats_ms: this.#heartbeats_ms,
    };
    this.#observations = [];
    this.#heartbeats_ms = [];
    return reading;
  }

  #line(raw: string, number: number): void {
    const line = raw.trim();
    if (line === '') return;
    const object = parseObject(line);
    if (object === null) {
      const remedy = this.#ended ? `the line was cut short; ${LINE_LOST}` : LINE_LOST;
      this.#log.add({ line: number }, null, line, 'not a JSON object', remedy);
      return;
    }
    const now_ms = timeFromEpoch(object.now);
    if (now_ms === null) {
      this.#log.add({ line: number }, 'now', object.now, 'not seconds since 1970', LINE_LOST);
      return;
    }
    if (now_ms < this.#last_ms) {
      const reason = `${this.#last_ms - now_ms} ms earlier than the line before it`;
      this.#log.add({ line: number }, 'now', object.now, reason, 'the report is kept; check the clock of the feed');
    }
    this.#last_ms = now_ms;
    if (!('hex' in object) && !('lat' in object)) {
      this.#heartbeats_ms.push(now_ms);
      return;
    }
    const context = { source: this.#source, sequence: this.#sequence, now_ms, place: { line: number } };
    const observation = observationFromReadsb(withDetails(object), context, this.#log);
    if (observation === null) return;
    this.#sequence++;
    this.#observations.push(observation);
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

/** Three letters for the operator, then its flight (ICAO Annex 10, Vol II, 5.2.1.7.2.1 c): no registration has that form. */
const OPERATOR_FLIGHT = /^[A-Z]{3}\d[0-9A-Z]{0,4}$/;

/**
 * `flightdict` is of the same message as the line and gives the track to two digits where the line has one.
 *
 * Recordings with it (traces of an aggregator) put the registration from a list of aircraft into `flight`, the same in
 * every line of an address, and the callsign into `flightdict.flight` of every fourth line or so. Taken for one and the
 * same, the two would change the identity thousands of times. Where the list has no registration, a callsign stands in.
 */
function withDetails(object: Record<string, unknown>): Record<string, unknown> {
  if (!Object.hasOwn(object, 'flightdict')) return object;
  const { flight, flightdict: details, ...line } = object;
  const name = typeof flight === 'string' && OPERATOR_FLIGHT.test(flight.trim()) ? 'flight' : 'r';
  return { [name]: flight, ...line, ...(typeof details === 'object' ? details : null) };
}
