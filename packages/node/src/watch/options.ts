import { parseMemorandum, type WatchOptions } from '@skyaccord/accord';
import type { RunStarted } from '../journal/record.ts';

/** With what the watch of a journalled run was made: the same again says the same. */
export const watchOptionsOf = ({ memorandum, advise }: RunStarted): WatchOptions => ({
  memorandum: parseMemorandum(memorandum.text).memorandum,
  advise: advise ?? null,
});
