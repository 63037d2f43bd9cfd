import { Compile } from 'typebox/compile';
import { LineReader } from '../line_reader.ts';
import { Observation } from '../observation.ts';
import { EARLIEST_TIME_MS, LATEST_TIME_MS } from '../row.ts';
import { withLaterFields } from './decode.ts';
import { OBSERVATIONS_HEADER } from './encode.ts';
import { faultOf } from './fault.ts';

const validator = Compile(Observation);

const LINE_LOST = 'the line is left out; write lines with encodeObservation';

/** Reads our own format: a header line, then one observation a line, each with its own source and sequence. */
export class ObservationsReader extends LineReader {
  readonly format = 'skyaccord-observations';
  #begun = false;

  constructor() {
    super({ source: '' });
  }

  protected line(line: string, number: number): void {
    if (!this.#begun) {
      this.#begun = true;
      if (line === OBSERVATIONS_HEADER) return;
      const remedy = `begin the file with ${OBSERVATIONS_HEADER}`;
      this.log.add({ line: number }, 'skyaccord', line, 'not the header', remedy);
    }
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      this.leaveOut(number, line, 'not JSON', LINE_LOST);
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
      this.log.add({ line: number }, 'time_ms', observation.time_ms, 'not within 1980 to 2099', LINE_LOST);
      return;
    }
    const unwritable = line.includes('\\u') ? textWithHalfPair(observation) : null;
    if (unwritable !== null) {
      this.log.add({ line: number }, unwritable, null, 'half a surrogate pair, which is no text', LINE_LOST);
      return;
    }
    const earlier = this.earlier(observation.time_ms, 0);
    if (earlier !== null) {
      this.log.add({ line: number }, 'time_ms', observation.time_ms, earlier, 'the observation is kept; sort by time');
    }
    this.found(line.includes('-0') ? withoutNegativeZero(observation) : observation);
  }

  #refuse(value: unknown, number: number): void {
    // No use to find out what nobody will be told.
    const { field, reason } = this.log.full ? { field: null, reason: '' } : faultOf(value);
    const offending = field === null ? value : (value as Record<string, unknown>)[field];
    this.log.add({ line: number }, field, offending, reason, LINE_LOST);
  }
}

/** The field that no journal could hold, if there is one: JSON can escape what UTF-8 cannot carry. */
function textWithHalfPair(observation: Observation): string | null {
  const found = Object.entries(observation).find(([, value]) => typeof value === 'string' && !value.isWellFormed());
  return found?.[0] ?? null;
}

/** -0 and 0 are written alike but do not compute alike. */
function withoutNegativeZero(observation: Observation): Observation {
  const plain: Record<string, unknown> = { ...observation };
  for (const [field, value] of Object.entries(plain)) if (value === 0) plain[field] = 0;
  return plain as Observation;
}
