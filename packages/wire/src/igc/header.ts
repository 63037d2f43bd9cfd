import type { ComplaintLog } from '../complaints.ts';
import { shortHash } from '../hash.ts';
import { type Extension, headerText, parseDate, parseExtensions } from './records.ts';

/** What recorders write where nobody entered a type. */
const NO_TYPE = /^(?:default|unknown|none|n\/?a)?$/i;

/** What an IGC file says of its aircraft before and between the fixes. */
export class IgcHeader {
  /**
   * The name under which the log was handed over, without `.igc`: one log is one aircraft. What stands inside cannot
   * serve: registration and competition id are typed by people, and two gliders of one day do carry the same ones; by
   * those they would become one aircraft, and their encounter would vanish.
   */
  readonly address: string;
  readonly #log: ComplaintLog;
  #competition_id: string | null = null;
  registration: string | null = null;
  /** Midnight UTC of the day of the first fix that follows. */
  date_ms: number | null = null;
  extensions: readonly Extension[] = [];
  category: string | null = null;
  datum: 'ellipsoid' | 'geoid' | 'unknown' = 'unknown';

  constructor(name: string, log: ComplaintLog) {
    this.address = shortened(name.replace(/\.igc$/i, '') || name);
    this.#log = log;
  }

  get callsign(): string | null {
    return this.registration ?? this.#competition_id;
  }

  /** Reads one line that is not a fix. `false` if it can be no line of an IGC file. */
  line(line: string, number: number): boolean {
    if (line.startsWith('H')) this.#headerLine(line, number);
    else if (line.startsWith('I')) this.#extensionLine(line, number);
    return /^[A-Z]/.test(line);
  }

  #extensionLine(line: string, number: number): void {
    const extensions = parseExtensions(line);
    if (extensions !== null) this.extensions = extensions;
    else
      this.#complain(number, 'I record', line, 'not a count and that many extensions', 'their accuracy is not known');
  }

  #headerLine(line: string, number: number): void {
    const code = line.slice(2, 5).toUpperCase();
    if (code === 'DTE') {
      const date_ms = parseDate(line);
      if (date_ms !== null) this.date_ms = date_ms;
      else this.#complain(number, 'HFDTE', line, 'not a date as DDMMYY', 'fixes before a date are left out');
    } else if (code === 'GID') this.registration = this.#nameIn(line, number, '-') ?? this.registration;
    else if (code === 'CID') this.#competition_id = this.#nameIn(line, number, ' ') ?? this.#competition_id;
    else if (code === 'GTY') this.category = NO_TYPE.test(headerText(line, ' ')) ? null : 'B1';
    else if (code === 'ALG') this.datum = datumOf(headerText(line, ' '));
  }

  #nameIn(line: string, number: number, underscore: string): string | null {
    const text = headerText(line, underscore);
    if (text === '') return null;
    if (text.length <= 16 && /^[ -~]+$/.test(text)) return text;
    this.#complain(
      number,
      line.slice(0, 5),
      text,
      'no name of at most 16 plain characters',
      'it is taken as not known',
    );
    return null;
  }

  #complain(line: number, field: string, value: string, reason: string, remedy: string): void {
    this.#log.add({ line }, field, value, reason, `${remedy}; check the recorder`);
  }
}

/** `HFALGALTGPS:ELL` or `GEO`: above which surface the GNSS altitudes are. */
function datumOf(text: string): 'ellipsoid' | 'geoid' | 'unknown' {
  if (/^ELL/i.test(text)) return 'ellipsoid';
  return /^GEO/i.test(text) ? 'geoid' : 'unknown';
}

/**
 * At most 32 characters, as an address has. What is longer ends in a hash of the whole, so that two long names
 * that begin alike stay two aircraft.
 */
function shortened(name: string): string {
  if (name.length <= 32) return name;
  return `${name.slice(0, 23).toWellFormed()}~${shortHash(name)}`;
}
