import { BaseStationReader } from './basestation/reader.ts';
import { IgcReader } from './igc/reader.ts';
import { ObservationsReader } from './observations/reader.ts';
import { OgnReader } from './ogn/reader.ts';
import type { ByteReader, Format, Reader, Reading, TextFormat } from './reader.ts';
import { ReadsbLinesReader } from './readsb/json_lines.ts';
import { ReadsbSnapshotReader } from './readsb/snapshot.ts';
import { RemoteIdReader } from './remoteid/reader.ts';
import { createScenarioReader } from './scenario/reader.ts';
import { TrackTableReader } from './tracktable/reader.ts';

export type ReaderOptions = {
  /** Written into each observation, except where the format itself names sources. */
  source: string;
  /** The file's or feed's own name: the address of the aircraft in a format that gives it none. */
  name: string;
  /** Of the first observation; 0 unless given. A feed that makes a new reader goes on counting with it. */
  sequence?: number;
  /** Midnight UTC of the first report's day, for a format that gives only the time of day. Else `name` may hold it. */
  date_ms?: number;
};

/** A reader of a text format that `detectFormat` found. */
export function createReader(format: TextFormat, options: ReaderOptions): Reader {
  switch (format) {
    case 'readsb-aircraft-json':
      return new ReadsbSnapshotReader(options);
    case 'readsb-json-lines':
      return new ReadsbLinesReader(options);
    case 'track-table-json':
      return new TrackTableReader(options);
    case 'igc':
      return new IgcReader(options);
    case 'basestation':
      return new BaseStationReader(options);
    case 'ogn-aprs':
      return new OgnReader(options);
    case 'skyaccord-observations':
      return new ObservationsReader();
    case 'skyaccord-scenario':
      return createScenarioReader();
  }
}

/** A reader of any format that `detectFormat` found, text as bytes of UTF-8. */
export function createByteReader(format: Format, options: ReaderOptions): ByteReader {
  return format === 'remoteid-pcapng' ? new RemoteIdReader(options) : new DecodingReader(createReader(format, options));
}

/** Bytes that are no UTF-8 become U+FFFD and are complained about where they stand; a byte order mark is dropped. */
class DecodingReader implements ByteReader {
  readonly #reader: Reader;
  readonly #decoder = new TextDecoder('utf-8');

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  get format(): string {
    return this.#reader.format;
  }

  get suppressed(): number {
    return this.#reader.suppressed;
  }

  pushBytes(bytes: Uint8Array, received_ms?: number): Reading {
    return this.#reader.push(this.#decoder.decode(bytes, { stream: true }), received_ms);
  }

  end(): Reading {
    const rest = this.#reader.push(this.#decoder.decode());
    const end = this.#reader.end();
    return {
      observations: [...rest.observations, ...end.observations],
      complaints: [...rest.complaints, ...end.complaints],
      heartbeats_ms: [...rest.heartbeats_ms, ...end.heartbeats_ms],
      ...(end.calls === undefined ? {} : { calls: end.calls }),
    };
  }
}
