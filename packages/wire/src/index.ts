export type { Field } from './document/field.ts';
export { MOST_DOCUMENT_LENGTH, openDocument } from './document/open.ts';
export { describeProblem, inDocumentOrder, type Problem } from './document/problem.ts';
export * from './observation.ts';
export { encodeObservation, OBSERVATIONS_HEADER } from './observations/encode.ts';
export * from './reader.ts';
