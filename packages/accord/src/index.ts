/** The rules and the watch over them. Pure: no I/O, no clock, no randomness. */
export type * from './memorandum/memorandum.ts';
export { MemorandumError, parseMemorandum } from './memorandum/parse.ts';
export { memorandumSchema, PARSED_SCHEMAS } from './memorandum/schema.ts';
export { TICK_MS, tickOf } from './ordering.ts';
export type * from './outcome.ts';
export { replay } from './replay.ts';
export { type TrialClass, type TrialEncounter, VOLUMES as TRIAL_VOLUMES } from './trials/encounter.ts';
export type { Fleet } from './trials/flight.ts';
export { type FlightOutcome, flyEncounter, type Guidance } from './trials/fly.ts';
export type { Decision } from './trials/guide.ts';
export { type TrailPoint, Watch, type WatchState } from './watch.ts';
