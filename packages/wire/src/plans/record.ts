/** One thing read from a file: plain data for whoever checks it, and where in the file it stood. */
export type PlainRecord = { readonly place: string; readonly data: Readonly<Record<string, unknown>> };

/** What was read, and what could not be: `place`, the reason and the remedy. Nothing is left out silently. */
export type PlainRecords = {
  readonly records: readonly PlainRecord[];
  readonly problems: readonly { readonly place: string; readonly reason: string; readonly remedy: string }[];
};

/** Longer files than this are refused, in UTF-16 code units. */
export const MOST_PLAN_LENGTH = 16 * 1024 * 1024;
/** More features or rows than these are refused. */
export const MOST_RECORDS = 100_000;

/** A file that cannot be read at all. */
export function unreadable(reason: string, remedy: string): PlainRecords {
  return { records: [], problems: [{ place: 'the file', reason, remedy }] };
}
