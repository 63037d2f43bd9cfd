import { Compile } from 'typebox/compile';
import { ComplaintLog } from '../complaints.ts';
import { LineSplitter } from '../lines.ts';
import { Observation } from '../observation.ts';
import type { Reader, Reading } from '../reader.ts';
import { EARLIEST_TIME_MS, LATEST_TIME_MS } from '../row.ts';
import { withLaterFields } from './decode.ts';
import { OBSERVATIONS_HEADER } from './encode.ts';

const validator = Compile(Observation);

const LINE_LOST = 'the line is left out; write lines with encodeObservation';

/** Reads our own format: a header line, then one observation a line, each with its own source and sequence. */
export class ObservationsReader implements Reader {
  readonly format = 'skyaccord-observations';
  readonly #log = new ComplaintLog();
  readonly #lines = new LineSplitter(this.#log, (line, number) => this.#line(line, number));
  #observations: Observation[] = [];
  #last_ms = Number.NEGATIVE_INFINITY;
  #ended = false;

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
    const observations = this.#observations;
    this.#observations = [];
    return { observations, complaints: this.#log.take(), heartbeats_ms: [] };
  }

  #line(line: string, number: number): void {
    if (number === 1) {
      if (line.trim() === OBSERVATIONS_HEADER) return;
      this.#log.add(
        { line: number },
        'skyaccord',
        line,
        'not the header',
        `begin the file with ${OBSERVATIONS_HEADER}`,
      );
    }
    if (line === '') return;
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      const cut_short = this.#ended ? 'the line was cut short; ' : '';
      this.#log.add({ line: number }, null, line, 'not JSON', cut_short + LINE_LOST);
      return;
    }
    value = withLaterFields(value);
    if (!validator.Check(value)) {
      this.#refuse(value, number);
      return;
    }
    // The compiled check has just shown that it is one.
    const observation = value as Observation;
    if (observation.time_ms < EARLIEST_TIME_MS || observation.time_ms > LATEST_TIME_MS) {
      this.#log.add({ line: number }, 'time_ms', observation.time_ms, 'not within 1980 to 2099', LINE_LOST);
      return;
    }
    if (observation.time_ms < this.#last_ms) {
      const reason = `${this.#last_ms - observation.time_ms} ms earlier than the line before it`;
      this.#log.add({ line: number }, 'time_ms', observation.time_ms, reason, 'the observation is kept; sort by time');
    }
    this.#last_ms = observation.time_ms;
    this.#observations.push(line.includes('-0') ? withoutNegativeZero(observation) : observation);
  }

  #refuse(value: unknown, number: number): void {
    // Finding out what is wrong takes a hundred times as long as finding out that something is.
    const error = this.#log.full ? undefined : validator.Errors(value)[0];
    const field = error?.instancePath.split('/')[1] ?? null;
    const offending = field === null ? value : (value as Record<string, unknown>)[field];
    this.#log.add({ line: number }, field, offending, error?.message ?? 'not an observation', LINE_LOST);
  }
}

/** -0 and 0 are written alike but do not compute alike. */
function withoutNegativeZero(observation: Observation): Observation {
  const plain: Record<string, unknown> = { ...observation };
  for (const [field, value] of Object.entries(plain)) if (value === 0) plain[field] = 0;
  return plain as Observation;
}
