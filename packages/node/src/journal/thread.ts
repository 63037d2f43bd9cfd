import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { errorData } from '../errors.ts';
import { openSqliteStore } from '../store/sqlite.ts';
import type { Store } from '../store/store.ts';
import type { WatchToJournal } from '../watch/protocol.ts';
import { Committer, type ReadySnapshot, type TickInput } from './committer.ts';
import { describeDiskError } from './disk_error.ts';
import { diskFiles } from './files.ts';
import { journalFile, observationFolder, snapshotFolder } from './layout.ts';
import { type ObservationLog, readFrame } from './observation_log.ts';
import { openJournal } from './open.ts';
import type { JournalReply, JournalRequest, JournalThreadData } from './protocol.ts';
import { removeSnapshots, snapshotName, writeSnapshot } from './snapshot_file.ts';

/** How long a disk that refused is left alone. */
const RETRY_MS = 1_000;

/**
 * The journal's thread: it alone writes the observation log and the store, and it may block on them. What comes in
 * while a commit is under way waits in the thread's queue and goes with the next one.
 */
class JournalThread {
  readonly #port: MessagePort;
  readonly #watch: MessagePort;
  readonly #data: string;
  readonly #store: Store;
  readonly #log: ObservationLog;
  readonly #committer: Committer;
  #scheduled = false;
  #problem: string | null = null;
  #closing = false;
  #closed = false;
  #saving: Promise<void> = Promise.resolve();

  constructor(port: MessagePort, { data, tick_ms, watch }: JournalThreadData) {
    this.#port = port;
    this.#watch = watch;
    this.#data = data;
    this.#store = openSqliteStore(journalFile(data));
    const { log, opened } = openJournal(data, this.#store, diskFiles, Date.now, (part, fraction) =>
      this.#tell({ type: 'progress', part, fraction }),
    );
    this.#log = log;
    this.#committer = new Committer(this.#store, log, tick_ms);
    watch.on('message', (message: WatchToJournal) => this.#guard(() => this.#fromWatch(message)));
    port.on('message', (message: JournalRequest) => this.#guard(() => this.#fromNode(message)));
    this.#tell({ type: 'opened', opened });
  }

  #fromNode(message: JournalRequest): void {
    switch (message.type) {
      case 'ticks':
        this.#committer.inputs(
          message.entry,
          message.inputs.map((input) => this.#withPayload(input)),
          message.finish,
        );
        break;
      case 'record':
        this.#committer.record(message.entry, message.draft);
        break;
      case 'close':
        this.#closing = true;
        // The watch has ended by now; what it said last may still lie in its line.
        for (
          let last = receiveMessageOnPort(this.#watch);
          last !== undefined;
          last = receiveMessageOnPort(this.#watch)
        ) {
          this.#fromWatch(last.message as WatchToJournal);
        }
    }
    this.#schedule();
  }

  #fromWatch(message: WatchToJournal): void {
    if (message.type === 'outputs') this.#committer.outputs(message.entry, message.outputs);
    else this.#committer.snapshot(message);
    this.#schedule();
  }

  /** Frames that a crash left unjournalled come back by their place. */
  #withPayload(input: TickInput): TickInput {
    if (input.place === undefined) return input;
    const { payload } = readFrame(observationFolder(this.#data), diskFiles, input.place);
    return { ...input, payload };
  }

  /** After the messages that wait now, so that one commit serves them all. */
  #schedule(delay_ms = 0): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    const commit = () => this.#guard(() => this.#commit());
    if (delay_ms === 0) setImmediate(commit);
    else setTimeout(commit, delay_ms);
  }

  #commit(): void {
    this.#scheduled = false;
    const begun_ms = performance.now();
    try {
      const entry = this.#committer.commit();
      if (this.#problem !== null) this.#report(null);
      if (entry !== null) {
        const took_ms = performance.now() - begun_ms;
        this.#tell({ type: 'durable', entry, head: this.#committer.head, took_ms });
      }
    } catch (error) {
      this.#report(describeDiskError(error));
      if (!this.#closing) this.#schedule(RETRY_MS);
    }
    for (const snapshot of this.#committer.takeSnapshots()) {
      this.#saving = this.#saving.then(() => this.#save(snapshot));
    }
    if (this.#closing) void this.#saving.then(() => this.#guard(() => this.#close()));
  }

  /** Beside the commits: a snapshot of 10,000 tracks is 35 MB, and warnings do not wait for it. */
  async #save({ saved, ...row }: ReadySnapshot): Promise<void> {
    const folder = snapshotFolder(this.#data);
    const file = snapshotName(row.run, row.tick);
    try {
      await writeSnapshot(folder, file, saved);
      this.#store.saveSnapshot({ ...row, file });
      await removeSnapshots(
        folder,
        this.#store.snapshots(row.run).map((kept) => kept.file),
      );
    } catch (error) {
      this.#tell({ type: 'warning', warning: `a snapshot was not kept: ${describeDiskError(error)}` });
    } finally {
      // Given back at once: this thread makes so little garbage that it would be minutes until it looked for any.
      for (const { buffer } of [saved.json, saved.numbers]) if (buffer instanceof ArrayBuffer) buffer.transfer(0);
    }
  }

  #close(): void {
    if (this.#closed) return;
    this.#closed = true;
    try {
      this.#committer.settle();
    } catch (error) {
      this.#tell({ type: 'warning', warning: `the last quiet ticks were not journalled: ${describeDiskError(error)}` });
    }
    this.#log.close();
    this.#store.close();
    this.#tell({ type: 'closed' });
    this.#watch.close();
    this.#port.close();
  }

  #report(problem: string | null): void {
    if (problem === this.#problem) return;
    this.#problem = problem;
    this.#tell({ type: 'problem', problem });
  }

  #guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#tell({ type: 'failed', error: errorData(error) });
    }
  }

  #tell(reply: JournalReply): void {
    this.#port.postMessage(reply);
  }
}

const port = parentPort;
if (port === null) throw new Error('journal/thread.ts runs as a worker of the node');
try {
  new JournalThread(port, workerData as JournalThreadData);
} catch (error) {
  port.postMessage({ type: 'failed', error: errorData(error) } satisfies JournalReply);
}
