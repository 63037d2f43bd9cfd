import type { CaseFile, Outcome } from '@skyaccord/accord';
import { diskFiles } from '../journal/files.ts';
import { observationFolder } from '../journal/layout.ts';
import { readFrame } from '../journal/observation_log.ts';
import { parseRecord, type StoredRecord, type TickBody } from '../journal/record.ts';
import type { StoreReader } from '../store/store.ts';

/** What led to a case is to be seen: so long before it was opened, or before its alert was raised. */
const BEFORE_MS = 60_000;
/** No alert is followed back further from the opening than this. */
const MOST_BEFORE_MS = 300_000;

/** Where a case lies in a journal: what began the run, and the records from what led to it until it was closed. */
export type CaseSpan = {
  readonly run: StoredRecord;
  readonly records: readonly StoredRecord[];
  readonly file: CaseFile;
};

/** Null where no record closes such a case. */
export function caseSpan(reader: StoreReader, id: string): CaseSpan | null {
  const closing = reader.closing(id);
  const file =
    closing === null
      ? undefined
      : outcomesIn(closing)
          .flatMap(closedIn)
          .find((one) => one.id === id);
  if (closing === null || file === undefined) return null;
  const run = reader.recordsOf('run_started').findLast(({ sequence }) => sequence < closing.sequence);
  if (run === undefined) return null;
  const records: StoredRecord[] = [];
  let raised_ms = file.opened_ms;
  for (const record of reader.recordsBack(closing.sequence)) {
    if (record.sequence <= run.sequence || record.time_ms < file.opened_ms - MOST_BEFORE_MS) break;
    raised_ms = Math.min(raised_ms, raisedIn(record, file));
    records.push(record);
  }
  records.reverse();
  const from_ms = raised_ms - BEFORE_MS;
  const first = records.findIndex(({ kind, time_ms }) => kind === 'tick' && time_ms >= from_ms);
  // What the quiet ticks before a record led to belongs to it, so that it is run from its own beginning.
  const isFirst =
    records.findIndex(({ kind }) => kind === 'tick') === first && records[0]!.sequence === run.sequence + 1;
  return { run, records: isFirst ? records : records.slice(first), file };
}

const closedIn = (one: Outcome): CaseFile[] => (one.kind === 'case_closed' ? [one.case] : []);

function outcomesIn(record: StoredRecord): readonly Outcome[] {
  return record.outcomes === 0 ? [] : ((parseRecord(record).body as TickBody).outcomes as readonly Outcome[]);
}

/** When the alert about the pair of a case was raised, as far as a record tells. */
function raisedIn(record: StoredRecord, { a, b }: CaseFile): number {
  if (record.outcomes === 0 || !record.record.includes('"alert_')) return Infinity;
  const raised = outcomesIn(record).flatMap((one) => {
    if (one.kind !== 'alert_raised' && one.kind !== 'alert_updated') return [];
    const { alert } = one;
    return alert.a.track === a.track && alert.b.track === b.track ? [alert.raised_ms] : [];
  });
  return Math.min(Infinity, ...raised);
}

/** What came in a tick, as it was taken in; null where nothing did. */
export function payloadOf(data: string, record: StoredRecord): Uint8Array | null {
  if (record.kind !== 'tick') return null;
  const { log } = parseRecord(record).body as TickBody;
  return log === null ? null : readFrame(observationFolder(data), diskFiles, log).payload;
}
