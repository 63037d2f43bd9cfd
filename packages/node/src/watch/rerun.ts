import { createHash } from 'node:crypto';
import { type Outcome, Watch } from '@skyaccord/accord';
import { canonicalJson } from '@skyaccord/proof';
import { diskFiles } from '../journal/files.ts';
import { journalFile, observationFolder } from '../journal/layout.ts';
import { readFrame } from '../journal/observation_log.ts';
import { parseRecord, type RunEnded, type RunStarted, type StoredRecord, type TickBody } from '../journal/record.ts';
import { openSqliteReader } from '../store/sqlite.ts';
import { decodeInputs } from './inputs.ts';
import { watchOptionsOf } from './options.ts';

/** What came of running a journal's observations again. */
export type Rerun = {
  /** Whether everything was said again as the journal has it, to the last byte. */
  readonly ok: boolean;
  readonly runs: number;
  /** Runs that the journal says the watch failed in: compared up to there. */
  readonly failed_runs: number;
  readonly ticks: number;
  readonly observations: number;
  readonly outcomes: number;
  /** SHA-256 over the outcomes as lines of canonical JSON. */
  readonly sha256: string;
  /** The first difference, in words. */
  readonly difference: string | null;
};

export type RerunOptions = {
  readonly onProgress?: (fraction: number) => void;
  /** Told of each outcome as it is said again: one line of canonical JSON. */
  readonly onOutcome?: (line: string) => void;
};

/**
 * Runs every run of a journal again, from the observations in its log, at the ticks at which they were taken in and
 * under the memorandum of that run, and compares what the watch says with what the journal has. A report that came
 * late, twice or out of order belongs to the tick at which it came, so that this holds for live feeds as for
 * recordings. Verify the journal first: this reads what it says, not whether it was changed.
 *
 * @throws NodeError file_unreadable when there is no journal, log_damaged when an observation cannot be read
 */
export function rerunJournal(data: string, options: RerunOptions = {}): Rerun {
  const reader = openSqliteReader(journalFile(data));
  const rerun = new Rerunner(data, options.onOutcome ?? (() => {}));
  try {
    const total = Math.max(1, reader.head().sequence);
    for (const record of reader.records(1)) {
      rerun.take(record);
      if (rerun.over) break;
      if (record.sequence % 1_000 === 0) options.onProgress?.(record.sequence / total);
    }
    options.onProgress?.(1);
    return rerun.result();
  } finally {
    reader.close();
  }
}

class Rerunner {
  readonly #data: string;
  readonly #onOutcome: (line: string) => void;
  readonly #hash = createHash('sha256');
  #watch: Watch | null = null;
  /** A difference since which the journal is silent: it is none when the journal says that the watch failed there. */
  #suspected: string | null = null;
  /** Whether the watch fails now, too: a run may have been cut off before the journal could say so. */
  #fails = false;
  #difference: string | null = null;
  #runs = 0;
  #failed_runs = 0;
  #ticks = 0;
  #observations = 0;
  #outcomes = 0;

  constructor(data: string, onOutcome: (line: string) => void) {
    this.#data = data;
    this.#onOutcome = onOutcome;
  }

  get over(): boolean {
    return this.#difference !== null;
  }

  take(record: StoredRecord): void {
    if (record.kind === 'run_started') {
      this.#endRun();
      this.#watch = new Watch(watchOptionsOf(parseRecord(record).body as RunStarted));
      this.#runs++;
    } else if (record.kind === 'run_ended') {
      const { reason } = parseRecord(record).body as RunEnded;
      this.#endRun(reason === 'watch_failed');
    } else if (record.kind === 'tick') this.#tick(record, parseRecord(record).body as TickBody);
  }

  result(): Rerun {
    this.#endRun();
    return {
      ok: this.#difference === null,
      runs: this.#runs,
      failed_runs: this.#failed_runs,
      ticks: this.#ticks,
      observations: this.#observations,
      outcomes: this.#outcomes,
      sha256: this.#hash.digest('hex'),
      difference: this.#difference,
    };
  }

  #endRun(failed = false): void {
    if (failed || this.#fails) this.#failed_runs++;
    else this.#difference ??= this.#suspected;
    this.#suspected = null;
    this.#fails = false;
    this.#watch = null;
  }

  #tick(record: StoredRecord, body: TickBody): void {
    this.#ticks++;
    this.#observations += body.observations;
    const place = `record ${record.sequence}, tick ${record.tick}`;
    if (this.#suspected !== null) {
      if (body.outcomes.length > 0) this.#difference = this.#suspected;
      return;
    }
    const said = this.#say(record.tick, body);
    this.#fails = typeof said === 'string';
    const difference = typeof said === 'string' ? `the watch fails now: ${said}` : compare(body.outcomes, said);
    if (difference === null) {
      this.#keep(body.outcomes);
      return;
    }
    this.#suspected = `${place}: ${difference}`;
    if (body.outcomes.length > 0) this.#difference = this.#suspected;
  }

  /** What the watch says at a tick now, or why it cannot. */
  #say(tick: number, { log, finish }: TickBody): readonly Outcome[] | string {
    if (this.#watch === null) return 'the journal has a tick outside of any run';
    const payload = log === null ? null : readFrame(observationFolder(this.#data), diskFiles, log).payload;
    try {
      if (finish) return this.#watch.finish();
      const { observations, logged, heard } = decodeInputs(payload);
      return this.#watch.advance(tick, observations, heard, logged);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  #keep(outcomes: readonly unknown[]): void {
    for (const outcome of outcomes) {
      const line = canonicalJson(outcome);
      this.#hash.update(`${line}\n`);
      this.#onOutcome(line);
    }
    this.#outcomes += outcomes.length;
  }
}

/** The first thing that is said otherwise; null when all is the same. */
function compare(journalled: readonly unknown[], said: readonly Outcome[]): string | null {
  for (let at = 0; at < Math.max(journalled.length, said.length); at++) {
    const [then, now] = [journalled[at] as Outcome | undefined, said[at]];
    if (then === undefined) return `the watch says ${now?.kind} now, which the journal does not have`;
    if (now === undefined) return `the journal has ${then.kind}, which the watch does not say now`;
    if (canonicalJson(then) === canonicalJson(now)) continue;
    return `outcome ${at + 1}, ${then.kind}: the watch says it otherwise now, or says ${now.kind}`;
  }
  return null;
}
