/** Formats: bytes in, observations out, and back. No I/O, so that it runs in browsers too. */
export { createByteReader, createReader } from './create_reader.ts';
export { dateInName } from './date.ts';
export { detectFormat } from './detect.ts';
export type { Field, Limits } from './document/field.ts';
export { openDocument } from './document/open.ts';
export { describeProblem, inDocumentOrder, type Problem } from './document/problem.ts';
export { type Dimension, parseQuantity } from './document/quantity.ts';
export * from './observation.ts';
export { decodeObservations } from './observations/decode.ts';
export { encodeObservation, OBSERVATIONS_HEADER } from './observations/encode.ts';
export * from './reader.ts';
export { type ScenarioCall, scenarioCalls } from './scenario/call.ts';
export { scenarioObservations } from './scenario/observe.ts';
export { readScenario, ScenarioError } from './scenario/parse.ts';
export { SCENARIO_START_MS } from './scenario/reader.ts';
