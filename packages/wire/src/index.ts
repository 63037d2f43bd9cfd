/**
 * wire: formats. Bytes in, observations out, and back. `detectFormat` tells what the bytes are, `createReader` gives
 * the reader for it; the reader takes text in pieces and never throws. No I/O, so it runs in browsers too.
 */
export { createReader, type ReaderOptions } from './create_reader.ts';
export { type Detection, detectFormat } from './detect.ts';
export type { Field } from './document/field.ts';
export { openDocument } from './document/open.ts';
export { describeProblem, inDocumentOrder, type Problem } from './document/problem.ts';
export * from './observation.ts';
export { encodeObservation, OBSERVATIONS_HEADER } from './observations/encode.ts';
export * from './reader.ts';
export { scenarioObservations } from './scenario/observe.ts';
export { readScenario, ScenarioError } from './scenario/parse.ts';
export { SCENARIO_START_MS } from './scenario/reader.ts';
