import { createHash } from 'node:crypto';
import { GENESIS, verifyChain } from '@skyaccord/proof';
import { NodeError } from '../errors.ts';
import { openSqliteReader } from '../store/sqlite.ts';
import { diskFiles } from './files.ts';
import { journalFile, observationFolder } from './layout.ts';
import { readFrame } from './observation_log.ts';
import { checkColumns } from './open.ts';
import { parseRecord, type StoredRecord, type TickBody } from './record.ts';

/** What was found: a journal that holds, or the first thing in it that does not. */
export type Verification = {
  readonly ok: boolean;
  readonly records: number;
  readonly outcomes: number;
  readonly observations: number;
  /** Hash of the last sound record: two parties who hold the same head hold the same journal. */
  readonly head: string;
  readonly problem: string | null;
};

/**
 * Verifies all of a journal without owning it: the chain of records, and for every tick that the observations it was
 * computed from are in the log and hash to what the record says. Safe beside a running node.
 *
 * @throws NodeError file_unreadable when there is no journal, data_unknown when it is of another version
 */
export function verifyJournal(data: string): Verification {
  const reader = openSqliteReader(journalFile(data));
  let outcomes = 0;
  let observations = 0;
  let sound = { records: 0, head: GENESIS };
  let problem: string | null = null;
  function* checked(): Generator<StoredRecord> {
    for (const record of reader.records(1)) {
      // Its hash is checked before anything is read out of it: what was altered may be no record at all.
      yield record;
      checkColumns(record);
      if (record.kind === 'tick') {
        const body = parseRecord(record).body as TickBody;
        checkObservations(data, record, body);
        outcomes += body.outcomes.length;
        observations += body.observations;
      }
      sound = { records: record.sequence, head: record.hash };
    }
  }
  try {
    const verdict = verifyChain(checked());
    if (!verdict.ok) problem = verdict.reason;
  } catch (error) {
    if (!(error instanceof NodeError)) throw error;
    problem = error.message;
  } finally {
    reader.close();
  }
  return { ok: problem === null, ...sound, outcomes, observations, problem };
}

function checkObservations(data: string, record: StoredRecord, { log, sha256 }: TickBody): void {
  if (log === null) return;
  const { payload } = readFrame(observationFolder(data), diskFiles, log);
  const found = createHash('sha256').update(payload).digest('hex');
  if (found === sha256) return;
  const place = `segment ${log.segment}, byte ${log.offset}`;
  throw new NodeError('log_damaged', `Record ${record.sequence} names other observations than lie at ${place}.`);
}
