import { type Outcome, Watch, type WatchState } from '@skyaccord/accord';
import type { CaseRecord } from '../cases/record.ts';
import { NodeError } from '../errors.ts';
import { journalFile } from '../journal/layout.ts';
import { parseRecord, type RunStarted, type TickBody } from '../journal/record.ts';
import { JournalTree } from '../journal/tree.ts';
import { openSqliteReader } from '../store/sqlite.ts';
import { decodeInputs } from '../watch/inputs.ts';
import { watchOptionsOf } from '../watch/options.ts';
import { type CaseArchive, digestsOf } from './archive.ts';
import { caseSpan, payloadOf } from './case_span.ts';
import { stepsOf, workDigest } from './case_work.ts';
import { figureDigest, figureOf } from './figure.ts';

/**
 * Takes a closed case out of a journal, with all that it rests on. The watch as it stood before comes from running the
 * run again from its beginning.
 *
 * @param onProgress told how far it is, 0 to 1
 * @throws NodeError case_not_found where no record closes such a case; as `JournalTree` where the journal does not hold
 */
export function exportCase(data: string, id: string, onProgress: (fraction: number) => void = () => {}): CaseArchive {
  const tree = new JournalTree(data);
  const reader = openSqliteReader(journalFile(data));
  try {
    const span = caseSpan(reader, id);
    if (span === null) throw new NodeError('case_not_found', `No record in ${data} closes the case ${id}.`);
    const { run, file, records: within } = span;
    const [from, to] = [within[0]!.sequence, within.at(-1)!.sequence];
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
    const { memorandum } = watchOptionsOf(parseRecord(run).body as RunStarted);
    const work = stepsOf(id, workRecords(reader));
    const reconstruction = figureDigest(figureOf(file, memorandum, texts, observations));
    const manifest = {
      skyaccord: 'case-manifest/1',
      head: tree.head(),
      parts: digestsOf(parts),
      reconstruction,
      work: workDigest(work),
    } as const;
    onProgress(1);
    return { skyaccord: 'case-archive/1', manifest, signatures: [], ...parts, work };
  } finally {
    reader.close();
  }
}

/** What was done with cases and reports, from a whole journal. */
function* workRecords(reader: ReturnType<typeof openSqliteReader>): Generator<CaseRecord> {
  for (const record of reader.records(1)) if (record.kind === 'case') yield parseRecord(record).body as CaseRecord;
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
