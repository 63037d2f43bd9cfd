import type { ShowingStep } from '@skyaccord/accord';
import { verifyChain } from '@skyaccord/proof';
import type { CaseRecord } from '../cases/record.ts';
import { NodeError } from '../errors.ts';
import type { LineRecord } from '../line/record.ts';
import type { LinkRecord } from '../link/link_log.ts';
import type { Store, StoreReader } from '../store/store.ts';
import type { Files } from './files.ts';
import { FRAME_HEADER_BYTES } from './frame.ts';
import { observationFolder } from './layout.ts';
import { ObservationLog, type Position, readFrames } from './observation_log.ts';
import type { JournalOpened } from './protocol.ts';
import {
  type FeedsBody,
  type MemorandumBody,
  type MissionBody,
  parseRecord,
  type RunStarted,
  type StoredRecord,
  type TickBody,
} from './record.ts';

export type Progress = (part: string, fraction: number) => void;
/** Told of only when opening takes so long that a person would wonder. */
const PROGRESS_AFTER_MS = 2_000;

/** Opens log and store together: verifies the whole chain, cuts a torn tail, and finds what is to be taken up again. */
export function openJournal(
  data: string,
  store: Store,
  files: Files,
  now: () => number,
  onProgress: Progress,
): { log: ObservationLog; opened: JournalOpened } {
  const rebuilt = store.rebuildIfNeeded();
  const found = survey(store, now, onProgress);
  const folder = observationFolder(data);
  const log = ObservationLog.open(folder, files, found.confirmed);
  const unjournalled = [];
  for (const { tick, place, payload } of readFrames(folder, files, found.confirmed)) {
    unjournalled.push({ tick, place, observations: countLines(payload) });
  }
  const opened: JournalOpened = {
    head: store.head(),
    lastRun: store.lastRun(),
    lastAdvise: lastAdvise(store),
    lastTick: found.lastTick,
    runLog: found.runLog,
    confirmed: found.confirmed,
    unjournalled,
    cut: log.cut,
    feeds: lastFeeds(store),
    steps: store.recordsOf('memorandum').map((record) => parseRecord(record).body as MemorandumBody),
    missions: store.recordsOf('mission').map((record) => parseRecord(record).body as MissionBody),
    cases: store.recordsOf('case').map((record) => parseRecord(record).body as CaseRecord),
    links: store.recordsOf('link').map((record) => parseRecord(record).body as LinkRecord),
    disclosure: store.recordsOf('disclosure').map((record) => parseRecord(record).body as ShowingStep),
    lines: store.recordsOf('line').map((record) => parseRecord(record).body as LineRecord),
    rebuilt,
    verified_at_ms: now(),
  };
  return { log, opened };
}

function lastFeeds(reader: StoreReader): readonly unknown[] | null {
  const record = reader.lastRecord('feeds');
  return record === null ? null : (parseRecord(record).body as FeedsBody).feeds;
}

function lastAdvise(reader: StoreReader): readonly string[] | null {
  const record = reader.lastRecord('run_started');
  return record === null ? null : ((parseRecord(record).body as RunStarted).advise ?? null);
}

type Survey = { runLog: Position | null; confirmed: Position | null; lastTick: number | null };

/** Verifies the chain from its first record and gathers, on the way, where it ends. */
function survey(reader: StoreReader, now: () => number, onProgress: Progress): Survey {
  const total = reader.head().sequence;
  const begun_ms = now();
  let told_ms = begun_ms;
  let runLog: Position | null = null;
  let confirmed: Position | null = null;
  let lastTick: number | null = null;
  function* watched(): Generator<StoredRecord> {
    for (const record of reader.records(1)) {
      // Its hash is checked before anything is read out of it.
      yield record;
      checkColumns(record);
      if (record.kind === 'run_started') {
        runLog = (parseRecord(record).body as RunStarted).log;
        confirmed = runLog;
        lastTick = null;
      }
      if (record.kind === 'tick') {
        lastTick = record.tick;
        if (record.record.startsWith(WITH_LOG)) confirmed = endOfFrame(record);
      }
      const now_ms = now();
      if (now_ms - begun_ms > PROGRESS_AFTER_MS && now_ms - told_ms > 1_000) {
        told_ms = now_ms;
        onProgress('verifying the journal', record.sequence / total);
      }
    }
  }
  const verdict = verifyChain(watched());
  if (!verdict.ok) throw new NodeError('journal_broken', `Sequence ${verdict.at}: ${verdict.reason}.`);
  return { runLog, confirmed, lastTick };
}

/** How the canonical text of a tick that has observations begins. */
const WITH_LOG = '{"body":{"finish":false,"log":{';

function endOfFrame(record: StoredRecord): Position {
  const { log } = parseRecord(record).body as TickBody;
  if (log === null) throw new NodeError('journal_broken', `Sequence ${record.sequence} names no place in the log.`);
  return { segment: log.segment, offset: log.offset + FRAME_HEADER_BYTES + log.length };
}

/** The columns beside a record's text are for finding it; the hash covers the text, so both must say the same. */
export function checkColumns(record: StoredRecord): void {
  const { kind, sequence, tick, time_ms } = record;
  const tail = `,"kind":"${kind}","sequence":${sequence},"tick":${tick},"time_ms":${time_ms}}`;
  if (record.record.endsWith(tail)) return;
  throw new NodeError(
    'journal_broken',
    `Sequence ${sequence}: the columns beside the record say otherwise than it does.`,
  );
}

function countLines(payload: Uint8Array): number {
  let lines = 0;
  for (let at = payload.indexOf(10); at >= 0; at = payload.indexOf(10, at + 1)) lines++;
  return lines;
}
