import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import type { TrackDetail } from '@skyaccord/accord';
import { errorData } from '../errors.ts';
import { diskFiles } from '../journal/files.ts';
import { journalFile, observationFolder } from '../journal/layout.ts';
import { readFrame } from '../journal/observation_log.ts';
import { openSqliteReader } from '../store/sqlite.ts';
import type { WatchReply, WatchRequest, WatchResult, WatchThreadData, WatchToJournal } from './protocol.ts';
import { recover } from './recovery.ts';
import { failedResult, WatchRunner } from './runner.ts';

/**
 * The watch's thread: it computes, and tells the journal and the node at once. It touches no disk, but for reading back
 * after a crash.
 */
class WatchThread {
  readonly #port: MessagePort;
  readonly #journal: MessagePort;
  readonly #data: string;
  #runner: WatchRunner | null = null;

  constructor(port: MessagePort, { data, journal }: WatchThreadData) {
    this.#port = port;
    this.#journal = journal;
    this.#data = data;
    port.on('message', (message: WatchRequest) => {
      try {
        this.#take(message);
      } catch (error) {
        this.#tell({ type: 'failed', error: errorData(error) });
      }
    });
  }

  #take(message: WatchRequest): void {
    switch (message.type) {
      case 'begin':
        this.#runner = new WatchRunner(message.options);
        break;
      case 'recover':
        this.#recover(message);
        break;
      case 'ticks':
        this.#run(message);
        break;
      case 'snapshot': {
        const runner = this.#runner;
        if (runner === null) break;
        const saved = runner.save();
        const snapshot: WatchToJournal = { type: 'snapshot', after: message.after, tick: runner.tick, saved };
        this.#journal.postMessage(snapshot, [saved.json.buffer, saved.numbers.buffer]);
        break;
      }
      case 'detail':
        this.#tell({ type: 'detail', question: message.question, detail: this.#detail(message.track) });
        break;
      case 'close':
        this.#journal.close();
        this.#port.close();
    }
  }

  #run({ entry, inputs, finish }: Extract<WatchRequest, { type: 'ticks' }>): void {
    let result: WatchResult;
    try {
      const ticks = inputs.map(({ tick, payload, place }) => ({
        tick,
        payload: place === undefined ? payload : readFrame(observationFolder(this.#data), diskFiles, place).payload,
      }));
      result = this.#running().run(entry, ticks, finish);
    } catch (error) {
      // A watch that failed in the middle of a tick is in no state to go on.
      this.#runner = null;
      result = failedResult(entry, inputs, describe(error));
    }
    this.#tellJournal({ type: 'outputs', entry, outputs: result.outputs });
    this.#tell({ type: 'result', result }, [result.rows.buffer, result.message.buffer]);
  }

  /** Nobody's question may harm the watch. */
  #detail(track: string): TrackDetail | null {
    try {
      return this.#runner?.detail(track) ?? null;
    } catch {
      return null;
    }
  }

  #recover({ options, recovery }: Extract<WatchRequest, { type: 'recover' }>): void {
    const reader = openSqliteReader(journalFile(this.#data));
    try {
      const { runner, difference } = recover(recovery, options, reader, this.#data, diskFiles);
      this.#runner = runner;
      this.#tell({ type: 'recovered', picture: runner.picture(), difference });
    } catch (error) {
      this.#tell({ type: 'recovery_failed', reason: describe(error) });
    } finally {
      reader.close();
    }
  }

  #running(): WatchRunner {
    if (this.#runner === null) throw new Error('the watch has failed before, or was given no memorandum');
    return this.#runner;
  }

  #tellJournal(message: WatchToJournal): void {
    this.#journal.postMessage(message);
  }

  #tell(reply: WatchReply, transfer: ArrayBuffer[] = []): void {
    this.#port.postMessage(reply, transfer);
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

const port = parentPort;
if (port === null) throw new Error('watch/thread.ts runs as a worker of the node');
new WatchThread(port, workerData as WatchThreadData);
