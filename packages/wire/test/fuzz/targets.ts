import type { Format } from '../../src/reader.ts';
import { BINARY_SAMPLES, SAMPLES } from '../samples.ts';
import { type Draw, mutateBytes, mutateText } from './mutate.ts';

/** A reader to be fuzzed, and how its inputs are made from the samples. */
export type Target = {
  readonly name: string;
  readonly format: Format;
  /** Bytes that a report takes at least: no input gives more reports than its length allows. */
  readonly least_bytes: number;
  /** Whether an input is a document of its own, after which the reader is told of an end. */
  readonly document: boolean;
  mutant(draw: Draw): Uint8Array;
};

const DOCUMENTS = new Set<Format>(['readsb-aircraft-json', 'track-table-json']);
const TEXTS = SAMPLES.map(({ text }) => text);

/** Scenarios are documents that people write, no traffic from outside; they have tests of their own. */
const TRAFFIC = SAMPLES.filter(({ format }) => format !== 'skyaccord-scenario');

export const TARGETS: readonly Target[] = [
  ...TRAFFIC.map(({ name, format, text }) => ({
    name,
    format,
    least_bytes: 30,
    document: DOCUMENTS.has(format),
    mutant: (draw: Draw) => mutateText(text, TEXTS, draw),
  })),
  ...BINARY_SAMPLES.map(({ name, format, bytes }) => ({
    name,
    format,
    least_bytes: 100,
    document: false,
    mutant: (draw: Draw) => mutateBytes(bytes, draw),
  })),
];
