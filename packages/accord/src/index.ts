/** The rules and the watch over them. Pure: no I/O, no clock, no randomness. */
export type * from './memorandum/memorandum.ts';
export { MemorandumError, parseMemorandum } from './memorandum/parse.ts';
export { TICK_MS, tickOf } from './ordering.ts';
export type * from './outcome.ts';
export { replay } from './replay.ts';
export { type TrailPoint, Watch, type WatchState } from './watch.ts';
