import {
  type ByteReader,
  type Complaint,
  createByteReader,
  detectFormat,
  type Format,
  type Observation,
  type Reading,
} from '@skyaccord/wire';

/** What is looked at to tell a format; beyond it the input is taken for noise, and the next bytes are looked at. */
const HEAD_BYTES = 64 * 1024;
const LEAST_MORE = 64;
const SAME_MS = 150;
const MAX_REMEMBERED = 100_000;
const LF = 10;
/** So many bytes of lines without a line's end count as one input that cannot be read. */
const UNENDED_BYTES = 4_096;
const LINE_FORMATS: ReadonlySet<Format> = new Set<Format>([
  'readsb-json-lines',
  'basestation',
  'ogn-aprs',
  'igc',
  'skyaccord-observations',
]);

export type DecoderOptions = {
  /** Name of the feed: the source of all its observations, whatever they say themselves. */
  readonly name: string;
  readonly format: 'auto' | Format;
  /** Stamped on all its observations, over what they say themselves. */
  readonly party: string | null;
  /** Whether the same reports may come again and again, as in snapshots. */
  readonly repeats: boolean;
};

/** What a piece of input came to. */
export type Decoded = {
  readonly observations: readonly Observation[];
  /** Times at which the source said that it was there. */
  readonly heartbeats_ms: readonly number[];
  readonly inputs: number;
  readonly bad: number;
  readonly complaints: readonly string[];
  /** Whether there was anything new in it: a report, a later time of the source, or a line that could be read. */
  readonly fresh: boolean;
};

const NOTHING: Decoded = { observations: [], heartbeats_ms: [], inputs: 0, bad: 0, complaints: [], fresh: false };

/**
 * From a feed's bytes to its observations: tells the format where it is not given, numbers, names and stamps what is
 * read, and leaves out what only repeats. One decoder serves a feed through all its connections.
 */
export class Decoder {
  readonly #options: DecoderOptions;
  /** What each aircraft said last, so that a snapshot's repetitions are not taken for reports. */
  readonly #last = new Map<string, string>();
  #reader: ByteReader | null = null;
  #head: Uint8Array = new Uint8Array(0);
  #tryAt = 0;
  #sequence = 0;
  #suppressed = 0;
  #format: Format | null;
  #heartbeat_ms = Number.NEGATIVE_INFINITY;
  #unended_bytes = 0;

  constructor(options: DecoderOptions) {
    this.#options = options;
    this.#format = options.format === 'auto' ? null : options.format;
  }

  /** Null until it is known. */
  get format(): Format | null {
    return this.#format;
  }

  /** `wall_ms`: now, which tells the day, or the time, to formats that do not. */
  push(bytes: Uint8Array, wall_ms: number): Decoded {
    const reader = this.#reader ?? this.#begin(bytes, wall_ms);
    if (reader === null) return this.#lost();
    const input = this.#head.length === 0 ? bytes : this.#head;
    this.#head = new Uint8Array(0);
    return this.#use(reader, reader.pushBytes(input, wall_ms), input);
  }

  /** One answer, file or connection is over; what comes next begins anew. */
  end(): Decoded {
    const reader = this.#reader;
    if (reader === null) {
      const head = this.#head;
      this.#head = new Uint8Array(0);
      this.#tryAt = 0;
      if (head.length === 0) return NOTHING;
      return { ...NOTHING, inputs: 1, bad: 1, complaints: [unknownWords(head)] };
    }
    const decoded = this.#use(reader, reader.end(), new Uint8Array(0));
    // A snapshot's reader knows the time of the last one, by which the next must be later.
    if (this.#format !== 'readsb-aircraft-json') this.#reader = null;
    if (this.#options.format === 'auto' && this.#reader === null) this.#format = null;
    return decoded;
  }

  #begin(bytes: Uint8Array, wall_ms: number): ByteReader | null {
    if (this.#format === null) {
      this.#head = joined(this.#head, bytes);
      if (this.#head.length < this.#tryAt) return null;
      const detection = detectFormat(this.#head.subarray(0, HEAD_BYTES));
      if (!('format' in detection) || !isFeedFormat(detection.format)) {
        // Looked at again at growing lengths only: a byte at a time must not cost a look each.
        this.#tryAt = this.#head.length + Math.max(LEAST_MORE, this.#head.length >> 1);
        return null;
      }
      this.#format = detection.format;
    }
    this.#tryAt = 0;
    this.#reader = this.#newReader(wall_ms);
    return this.#reader;
  }

  /** Input whose format cannot be told: kept a while, then given up. */
  #lost(): Decoded {
    if (this.#head.length < HEAD_BYTES) return NOTHING;
    const complaint = unknownWords(this.#head);
    this.#head = new Uint8Array(0);
    this.#tryAt = 0;
    return { ...NOTHING, inputs: 16, bad: 16, complaints: [complaint] };
  }

  #newReader(wall_ms: number): ByteReader {
    const { name } = this.#options;
    this.#suppressed = 0;
    const options = { source: name, name, sequence: this.#sequence, date_ms: wall_ms };
    return createByteReader(this.#format as Format, options);
  }

  #use(reader: ByteReader, reading: Reading, input: Uint8Array): Decoded {
    const suppressed = reader.suppressed - this.#suppressed;
    this.#suppressed = reader.suppressed;
    const lines = LINE_FORMATS.has(this.#format as Format) ? this.#countLines(input) : { ended: 0, unended: 0 };
    const bad = reading.complaints.length + suppressed + lines.unended;
    const { heartbeats_ms } = reading;
    const later = heartbeats_ms.some((heartbeat_ms) => heartbeat_ms > this.#heartbeat_ms);
    if (later) this.#heartbeat_ms = heartbeats_ms.reduce((latest, one) => Math.max(latest, one), this.#heartbeat_ms);
    const { repeats, name, party } = this.#options;
    const observations: Observation[] = [];
    for (const observation of reading.observations) {
      if (repeats && !this.#isNew(observation)) continue;
      observation.source = name;
      observation.sequence = this.#sequence++;
      observation.party = party;
      observations.push(observation);
    }
    const isSnapshot = this.#format === 'readsb-aircraft-json';
    return {
      observations,
      heartbeats_ms,
      inputs: Math.max(lines.ended + lines.unended, reading.observations.length + heartbeats_ms.length + bad),
      bad,
      complaints: reading.complaints.map(describeComplaint),
      // A snapshot that is served again and again with the same time is old, whatever is in it.
      fresh: later || (!isSnapshot && observations.length > 0) || (!repeats && lines.ended > bad),
    };
  }

  #countLines(input: Uint8Array): { ended: number; unended: number } {
    let ended = 0;
    let last = -1;
    for (let at = input.indexOf(LF); at >= 0; at = input.indexOf(LF, at + 1)) {
      ended++;
      last = at;
    }
    this.#unended_bytes = (last < 0 ? this.#unended_bytes : 0) + input.length - last - 1;
    const unended = Math.floor(this.#unended_bytes / UNENDED_BYTES);
    this.#unended_bytes %= UNENDED_BYTES;
    return { ended, unended };
  }

  #isNew(observation: Observation): boolean {
    const { address, technology, time_ms, latitude_deg, longitude_deg } = observation;
    const key = `${address} ${technology}`;
    const position = `${latitude_deg} ${longitude_deg}`;
    const said = `${time_ms} ${position}`;
    const before = this.#last.get(key);
    if (before === said) return false;
    // The time is reckoned from an age that is rounded: the same report may seem to move by a tenth of a second.
    if (before?.endsWith(` ${position}`) && Math.abs(Number(before.split(' ')[0]) - time_ms) <= SAME_MS) return false;
    this.#last.delete(key);
    this.#last.set(key, said);
    if (this.#last.size > MAX_REMEMBERED) this.#last.delete(this.#last.keys().next().value as string);
    return true;
  }
}

function isFeedFormat(format: Format): boolean {
  return format !== 'skyaccord-scenario' && format !== 'track-table-json';
}

function describeComplaint({ field, value, reason, remedy }: Complaint): string {
  const what = field === null ? (value ?? '') : `${field}${value === null ? '' : ` ${value}`}`;
  return `${what}${what === '' ? '' : ': '}${reason}; ${remedy}`;
}

function unknownWords(head: Uint8Array): string {
  const detection = detectFormat(head.subarray(0, HEAD_BYTES));
  if ('unknown' in detection) return `the format is not known: ${detection.unknown}`;
  if ('compressed' in detection) return `it is compressed (${detection.compressed}); a feed is plain`;
  return `${detection.format} comes whole and is no feed; play it with --replay or --scenario`;
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  if (one.length === 0) return other.slice();
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}
