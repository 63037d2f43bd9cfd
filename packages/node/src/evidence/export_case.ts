import { type CaseFile, type Outcome, Watch, type WatchState } from '@skyaccord/accord';
import { NodeError } from '../errors.ts';
import { diskFiles } from '../journal/files.ts';
import { journalFile, observationFolder } from '../journal/layout.ts';
import { readFrame } from '../journal/observation_log.ts';
import { parseRecord, type RunStarted, type StoredRecord, type TickBody } from '../journal/record.ts';
import { JournalTree } from '../journal/tree.ts';
import { openSqliteReader } from '../store/sqlite.ts';
import { decodeInputs } from '../watch/inputs.ts';
import { watchOptionsOf } from '../watch/options.ts';
import { type CaseArchive, digestsOf } from './archive.ts';

/** The archive begins so long before the case was opened: what led to it is to be seen. */
const BEFORE_MS = 60_000;

/** Where a case lies in the journal. */
type Span = { readonly run: StoredRecord; readonly from: number; readonly to: number; readonly file: CaseFile };

/**
 * Takes a closed case out of a journal, with all that it rests on. The watch as it stood before comes from running the
 * run again from its beginning.
 *
 * @param onProgress told how far it is, 0 to 1
 * @throws NodeError case_not_found where no record closes such a case; as `JournalTree` where the journal does not hold
 */
export function exportCase(data: string, id: string, onProgress: (fraction: number) => void = () => {}): CaseArchive {
  const tree = new JournalTree(data);
  const { run, from, to, file } = findCase(data, id);
  const reader = openSqliteReader(journalFile(data));
  try {
    const watch = new Watch(watchOptionsOf(parseRecord(run).body as RunStarted));
    const texts: string[] = [];
    const observations: (string | null)[] = [];
    let before: WatchState | null = null;
    for (const record of reader.records(run.sequence + 1)) {
      if (record.sequence > to) break;
      const payload = payloadOf(data, record);
      if (record.sequence >= from) {
        if (texts.length === 0 && from > run.sequence + 1) before = structuredClone(watch.save());
        texts.push(record.record);
        observations.push(payload === null ? null : new TextDecoder('utf-8', { fatal: true }).decode(payload));
      } else if (record.kind === 'tick') {
        const { observations: reports, logged, heard } = decodeInputs(payload);
        watch.advance(record.tick, reports, heard, logged);
      }
      if (record.sequence % 500 === 0) onProgress((record.sequence - run.sequence) / (to - run.sequence));
    }
    const parts = {
      case: file,
      run: { sequence: run.sequence, record: run.record, path: tree.prove(run.sequence).path },
      before,
      records: { sequence: from, texts, path: tree.rangePath(from, to) },
      observations,
    };
    const manifest = { skyaccord: 'case-manifest/1', head: tree.head(), parts: digestsOf(parts) } as const;
    onProgress(1);
    return { skyaccord: 'case-archive/1', manifest, signatures: [], ...parts };
  } finally {
    reader.close();
  }
}

/** The cases that a journal closed, oldest first. */
export function closedCases(data: string): { id: string; class: string; h_cpa_m: number; breaches: number }[] {
  const reader = openSqliteReader(journalFile(data));
  try {
    const cases = [];
    for (const record of reader.records(1)) {
      if (record.outcomes === 0 || !record.record.includes('"case_closed"')) continue;
      for (const outcome of (parseRecord(record).body as TickBody).outcomes as readonly Outcome[]) {
        if (outcome.kind !== 'case_closed') continue;
        const { id, encounter } = outcome.case;
        cases.push({
          id,
          class: encounter.class,
          h_cpa_m: encounter.h_cpa_m,
          breaches: encounter.breaches.length,
        });
      }
    }
    return cases;
  } finally {
    reader.close();
  }
}

/** @throws NodeError case_not_found */
function findCase(data: string, id: string): Span {
  const reader = openSqliteReader(journalFile(data));
  try {
    let found: Span | null = null;
    let run: StoredRecord | null = null;
    let ticks: { sequence: number; time_ms: number }[] = [];
    for (const record of reader.records(1)) {
      if (record.kind === 'run_started') {
        run = record;
        ticks = [];
      } else if (record.kind === 'tick') ticks.push({ sequence: record.sequence, time_ms: record.time_ms });
      if (run === null || record.outcomes === 0 || !record.record.includes(id)) continue;
      const { outcomes } = parseRecord(record).body as TickBody;
      const file = (outcomes as readonly Outcome[]).flatMap((one) => (one.kind === 'case_closed' ? [one.case] : []));
      const closed = file.find((one) => one.id === id);
      if (closed === undefined) continue;
      const first = ticks.find(({ time_ms }) => time_ms >= closed.opened_ms - BEFORE_MS)!;
      // What the quiet ticks before a record led to belongs to it, so that it is run from its own beginning.
      const from = first.sequence === ticks[0]!.sequence ? run.sequence + 1 : first.sequence;
      found = { run, from, to: record.sequence, file: closed };
    }
    if (found !== null) return found;
  } finally {
    reader.close();
  }
  throw new NodeError('case_not_found', `No record in ${data} closes the case ${id}.`);
}

function payloadOf(data: string, record: StoredRecord): Uint8Array | null {
  if (record.kind !== 'tick') return null;
  const { log } = parseRecord(record).body as TickBody;
  return log === null ? null : readFrame(observationFolder(data), diskFiles, log).payload;
}
