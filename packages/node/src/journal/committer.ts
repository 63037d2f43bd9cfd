import { createHash } from 'node:crypto';
import type { Snapshot, Store } from '../store/store.ts';
import type { ObservationLog, Place, Position } from './observation_log.ts';
import { type Draft, type Head, headAfter, linkRecord, linkTick, type StoredRecord } from './record.ts';
import type { SavedWatch } from './snapshot_file.ts';

/**
 * One tick's observations on their way into the journal. `place`: they already lie in the log, since before a crash.
 */
export type TickInput = {
  readonly tick: number;
  readonly observations: number;
  readonly payload: Uint8Array | null;
  readonly place?: Place;
};
/** What the watch said at one tick: canonical JSON of the array, and how many. */
export type TickOutput = { readonly tick: number; readonly outcomes: string; readonly outcome_count: number };

type TickEntry = {
  readonly kind: 'ticks';
  readonly finish: boolean;
  readonly inputs: readonly { tick: number; observations: number; log: Place | null; sha256: string | null }[];
  outputs: readonly TickOutput[] | null;
  /** Where the log stood after this entry: what a snapshot taken after it has not seen begins here. */
  readonly end: Position;
};
type Entry = TickEntry | { readonly kind: 'record'; readonly draft: Draft; readonly end: Position };

/** The watch as it stood after an entry, on its way. */
export type PendingSnapshot = { readonly after: number; readonly tick: number; readonly saved: SavedWatch };
/** A snapshot that may be written now, since the entry after which it was taken is durable. */
export type ReadySnapshot = Omit<Snapshot, 'file'> & { readonly saved: SavedWatch };
/** What stands between records: the ticks since `from` at which nothing came and nothing was said. */
type Quiet = { readonly from: number; readonly to: number } | null;

/**
 * A quiet run is written down at least this often, so that a crash loses no more than a minute of "nothing happened".
 */
const QUIET_TICKS = 600;
const PAST_ENTRIES = 256;

/**
 * Brings observations and outcomes together and makes them durable, many ticks in one go: first the log is synced, then
 * one transaction takes all records that are complete. Entries are numbered without gaps by whoever sends them, and
 * become durable in that order. When the disk refuses, everything stays here and `commit` is called again.
 */
export class Committer {
  readonly #store: Store;
  readonly #log: ObservationLog;
  readonly #tick_ms: number;
  readonly #entries = new Map<number, Entry>();
  readonly #early = new Map<number, readonly TickOutput[]>();
  readonly #snapshots: PendingSnapshot[] = [];
  /** Where the last durable entries stood: a snapshot may come later than the entry after which it was taken. */
  readonly #past = new Map<number, { run: number; position: Position; sequence: number }>();
  #next = 1;
  #quiet: Quiet = null;
  #run: number;

  constructor(store: Store, log: ObservationLog, tick_ms: number) {
    this.#store = store;
    this.#log = log;
    this.#tick_ms = tick_ms;
    this.#run = store.lastRun()?.run ?? 0;
  }

  get head(): Head {
    return this.#store.head();
  }

  /** Entries that wait, complete or not. */
  get waiting(): number {
    return this.#entries.size;
  }

  inputs(entry: number, inputs: readonly TickInput[], finish: boolean): void {
    const placed = inputs.map(({ tick, observations, payload, place }) => {
      if (payload === null || payload.length === 0) return { tick, observations, log: null, sha256: null };
      const sha256 = createHash('sha256').update(payload).digest('hex');
      return { tick, observations, log: place ?? this.#log.append(tick, payload), sha256 };
    });
    const outputs = this.#early.get(entry) ?? null;
    this.#early.delete(entry);
    this.#entries.set(entry, { kind: 'ticks', finish, inputs: placed, outputs, end: this.#log.end });
  }

  outputs(entry: number, outputs: readonly TickOutput[]): void {
    const ticks = this.#entries.get(entry);
    if (ticks === undefined) {
      // They come over another line than the inputs and may overtake them.
      this.#early.set(entry, outputs);
      return;
    }
    if (ticks.kind !== 'ticks') throw new Error(`outcomes for entry ${entry}, which holds no ticks`);
    if (outputs.length !== ticks.inputs.length) {
      throw new Error(`entry ${entry} has ${ticks.inputs.length} ticks and outcomes of ${outputs.length}`);
    }
    ticks.outputs = outputs;
  }

  record(entry: number, draft: Draft): void {
    this.#entries.set(entry, { kind: 'record', draft, end: this.#log.end });
  }

  /** The watch as it stood after an entry. */
  snapshot(snapshot: PendingSnapshot): void {
    this.#snapshots.push(snapshot);
  }

  /**
   * Makes durable what can be. Returns the last durable entry, or null when nothing new is.
   *
   * @throws the system's error; nothing is lost, and the next call takes it up again
   */
  commit(): number | null {
    this.#log.flush();
    let head = this.#store.head();
    let quiet = this.#quiet;
    let run = this.#run;
    const records: StoredRecord[] = [];
    const durable: { entry: number; position: Position; sequence: number }[] = [];
    const add = (record: StoredRecord): void => {
      records.push(record);
      head = headAfter(record);
    };
    let entry = this.#next;
    for (; ; entry++) {
      const found = this.#entries.get(entry);
      if (found === undefined || (found.kind === 'ticks' && found.outputs === null)) break;
      if (found.kind === 'record') {
        if (quiet !== null) {
          add(linkTick(head, quietDraft(quiet), this.#tick_ms));
          quiet = null;
        }
        add(linkRecord(head, found.draft, found.end));
        if (found.draft.kind === 'run_started') run = head.sequence;
      } else {
        for (const [index, input] of found.inputs.entries()) {
          const output = found.outputs![index]!;
          const said = output.outcome_count > 0 || found.finish;
          if (input.log === null && !said) {
            quiet = { from: quiet?.from ?? input.tick, to: input.tick };
            if (quiet.to - quiet.from < QUIET_TICKS) continue;
            add(linkTick(head, quietDraft(quiet), this.#tick_ms));
          } else {
            const { log, sha256, observations } = input;
            const quiet_from = quiet?.from ?? null;
            const draft = { ...output, quiet_from, finish: found.finish, log, sha256, observations };
            add(linkTick(head, draft, this.#tick_ms));
          }
          quiet = null;
        }
      }
      durable.push({ entry, position: found.end, sequence: head.sequence });
    }
    if (durable.length === 0) return null;
    if (records.length > 0) this.#store.append(records);
    this.#quiet = quiet;
    this.#run = run;
    for (const { entry: done, position, sequence } of durable) {
      this.#entries.delete(done);
      this.#past.set(done, { run, position, sequence });
      this.#past.delete(done - PAST_ENTRIES);
    }
    this.#next = entry;
    return entry - 1;
  }

  /** Snapshots whose entries are durable, each given out once. */
  takeSnapshots(): ReadySnapshot[] {
    const ready: ReadySnapshot[] = [];
    while (this.#snapshots.length > 0 && this.#snapshots[0]!.after < this.#next) {
      const { after, tick, saved } = this.#snapshots.shift()!;
      const past = this.#past.get(after);
      // One that comes too late is dropped: the only harm is a longer start, and the next comes by itself.
      if (past !== undefined) ready.push({ ...past, tick, saved });
    }
    return ready;
  }

  /** Writes the quiet ticks that wait to be told, for a stop. */
  settle(): void {
    if (this.#quiet === null) return;
    this.#store.append([linkTick(this.#store.head(), quietDraft(this.#quiet), this.#tick_ms)]);
    this.#quiet = null;
  }
}

function quietDraft(quiet: { from: number; to: number }) {
  return {
    tick: quiet.to,
    quiet_from: quiet.from,
    finish: false,
    log: null,
    sha256: null,
    observations: 0,
    outcome_count: 0,
    outcomes: '[]',
  };
}
