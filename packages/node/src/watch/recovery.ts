import type { Outcome, WatchOptions } from '@skyaccord/accord';
import { canonicalJson } from '@skyaccord/proof';
import type { Files } from '../journal/files.ts';
import { observationFolder, snapshotFolder } from '../journal/layout.ts';
import { type Position, readFrames } from '../journal/observation_log.ts';
import { outcomesOf } from '../journal/record.ts';
import { readSnapshot } from '../journal/snapshot_file.ts';
import type { StoreReader } from '../store/store.ts';
import type { RecoveryPlan } from './protocol.ts';
import { WatchRunner } from './runner.ts';

export type Recovered = {
  readonly runner: WatchRunner;
  /** The first thing that the watch now says otherwise than the journal has it; null when they agree. */
  readonly difference: string | null;
};

/**
 * Rebuilds the watch of a live run that was cut off: from the newest snapshot that can be used, and the observations
 * logged since. What it says again on the way is compared with what the journal has; where they differ, the journal
 * stands and the difference is reported.
 */
export function recover(
  plan: RecoveryPlan,
  options: WatchOptions,
  reader: StoreReader,
  data: string,
  files: Files,
): Recovered {
  let runner: WatchRunner | null = null;
  let position: Position | null = plan.from;
  let sequence = plan.run;
  for (const snapshot of reader.snapshots(plan.run)) {
    try {
      runner = new WatchRunner(options, readSnapshot(snapshotFolder(data), snapshot.file));
      position = snapshot.position;
      sequence = snapshot.sequence;
      break;
    } catch {
      // Damaged, or of another version: the older one, or the whole run, serves as well.
      runner = null;
    }
  }
  runner ??= new WatchRunner(options);
  const comparison = new Comparison(journalled(reader, sequence + 1));
  if (plan.confirmed !== null) {
    for (const frame of readFrames(observationFolder(data), files, position, plan.confirmed)) {
      comparison.compare(runner.replay(frame.tick, frame.payload));
    }
  }
  if (plan.last_tick > runner.tick) comparison.compare(runner.replay(plan.last_tick, null));
  return { runner, difference: comparison.end() };
}

function* journalled(reader: StoreReader, from: number): Generator<Outcome> {
  for (const record of reader.records(from)) {
    if (record.kind !== 'tick') continue;
    for (const { outcome } of outcomesOf(record)) yield outcome as Outcome;
  }
}

/** Holds what is said again against what was journalled, one by one; remembers the first difference. */
class Comparison {
  readonly #expected: Iterator<Outcome>;
  #difference: string | null = null;

  constructor(expected: Iterable<Outcome>) {
    this.#expected = expected[Symbol.iterator]();
  }

  compare(outcomes: readonly Outcome[]): void {
    for (const outcome of outcomes) {
      if (this.#difference !== null) return;
      const next = this.#expected.next();
      if (next.done === true) {
        this.#difference = `tick ${outcome.tick}: the watch now says ${outcome.kind}, which the journal does not have`;
      } else if (canonicalJson(next.value) !== canonicalJson(outcome)) {
        this.#difference =
          `tick ${next.value.tick}: the journal has ${next.value.kind}; ` +
          `the watch now says ${outcome.kind} at tick ${outcome.tick}, or says it otherwise`;
      }
    }
  }

  end(): string | null {
    if (this.#difference !== null) return this.#difference;
    const next = this.#expected.next();
    if (next.done === true) return null;
    return `tick ${next.value.tick}: the journal has ${next.value.kind}, which the watch does not say again`;
  }
}
