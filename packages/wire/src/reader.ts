import type { Observation } from './observation.ts';
import type { ScenarioCall } from './scenario/call.ts';

/** Something a reader could not use: where it stands, what was wrong, what to do. Never thrown; the rest goes on. */
export type Complaint = {
  /** Where: `line` counts from 1; `byte` from 0; `record` is an index in an array or table. */
  place: { line?: number; byte?: number; record?: number };
  field: string | null;
  /** The offending value, cut to 80 characters. */
  value: string | null;
  reason: string;
  remedy: string;
};

/** What a reader hands back for one piece of input. All arrays keep the input's order. */
export type Reading = {
  observations: Observation[];
  complaints: Complaint[];
  heartbeats_ms: number[];
  /** Of a scenario: what was said meanwhile. */
  calls?: ScenarioCall[];
};

/**
 * A reader of one format: text in pieces, observations out, no I/O. `push` may be called with any split of the
 * input; `end` reports a piece that was cut short.
 *
 * `received_ms` (UTC, ms since 1970) is for live sources, and given with every piece: a report that carries only its
 * age is that much older, and complaints are bounded by the minute and not for ever.
 */
export type Reader = {
  readonly format: string;
  /** Complaints that were counted but not kept, because there were too many; `end` sums them up in one. */
  readonly suppressed: number;
  push(text: string, received_ms?: number): Reading;
  end(): Reading;
};

/** The same for bytes in pieces: what every format can be read by, and a binary one must be. */
export type ByteReader = Omit<Reader, 'push'> & { pushBytes(bytes: Uint8Array, received_ms?: number): Reading };

const TEXT_FORMATS = [
  'readsb-aircraft-json',
  'readsb-json-lines',
  'track-table-json',
  'igc',
  'basestation',
  'ogn-aprs',
  'skyaccord-observations',
  'skyaccord-scenario',
] as const;
const BINARY_FORMATS = ['remoteid-pcapng'] as const;

/** Formats that `detectFormat` can tell from content alone. */
export const FORMATS = [...TEXT_FORMATS, ...BINARY_FORMATS] as const;
export type TextFormat = (typeof TEXT_FORMATS)[number];
export type Format = (typeof FORMATS)[number];
