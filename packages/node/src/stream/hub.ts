import type { Outcome } from '@skyaccord/accord';
import { NodeError } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { QueryClient } from '../query/client.ts';
import type { Core } from '../run/core.ts';
import { tickMessage } from '../watch/message.ts';
import type { WatchResult } from '../watch/protocol.ts';
import { COLUMNS } from '../watch/rows.ts';

/** The part of a WebSocket that the hub uses. */
export type Socket = {
  readonly bufferedAmount: number;
  readonly readyState: number;
  send(data: string | Uint8Array, options: { binary: boolean }): void;
  close(code: number, reason: string): void;
  terminate(): void;
  ping(): void;
  on(event: 'pong' | 'close' | 'error' | 'message', listener: (detail: unknown) => void): void;
};

const MAX_CLIENTS = 64;
/** Of one person or machine, so that nobody can keep the others from the sky. */
const MAX_OF_ONE = 16;
/** A reader that is further behind than this gets no rows; at the second bound its stream is closed. */
export const SLOW_BYTES = 8 * 1024 * 1024;
export const LOST_BYTES = 32 * 1024 * 1024;
const HELLO_CASES = 200;
const OPEN = 1;
/** Cases may change while the journal is asked for them; then it is asked again, but not for ever. */
const HELLO_TRIES = 3;

type Client = { readonly socket: Socket; readonly owner: string | null; greeted: boolean; alive: boolean };

/** The stream's readers. Every message is made once and sent to all; no reader can hold up another or the node. */
export class StreamHub {
  readonly #core: Core;
  readonly #queries: QueryClient;
  readonly #log: Logger;
  readonly #clients = new Set<Client>();
  readonly #timers: NodeJS.Timeout[];
  #statusDue = false;
  #closed = false;

  constructor(core: Core, queries: QueryClient, log: Logger) {
    this.#core = core;
    this.#queries = queries;
    this.#log = log;
    core.listen({
      tick: (result, outcomes) => this.#tick(result, outcomes),
      reset: (reason) => this.#reset(reason),
      status: () => this.#statusSoon(),
    });
    this.#timers = [setInterval(() => this.#status(), 1_000), setInterval(() => this.#ping(), 15_000)];
    for (const timer of this.#timers) timer.unref();
  }

  get size(): number {
    return this.#clients.size;
  }

  /**
   * @param owner whose stream it is to be; null: one of everybody's
   * @throws NodeError too_many_streams, before the reader is taken in
   */
  admit(owner: string | null = null): void {
    if (this.#closed) throw new NodeError('stopping');
    if (this.#clients.size >= MAX_CLIENTS) throw new NodeError('too_many_streams');
    const own = owner === null ? [] : [...this.#clients].filter((client) => client.owner === owner);
    if (own.length >= MAX_OF_ONE) throw new NodeError('too_many_streams', `${own.length} of them are yours.`);
  }

  add(socket: Socket, owner: string | null = null): void {
    const client: Client = { socket, owner, greeted: false, alive: true };
    this.#clients.add(client);
    socket.on('pong', () => {
      client.alive = true;
    });
    socket.on('close', () => this.#clients.delete(client));
    socket.on('error', () => this.#drop(client));
    // The stream goes one way; what a reader says is not looked at, and the server's bound keeps it short.
    socket.on('message', () => {});
    this.#greet(client);
  }

  close(): void {
    this.#closed = true;
    for (const timer of this.#timers) clearInterval(timer);
    for (const { socket } of this.#clients) socket.close(1001, 'the node is stopping');
  }

  #greet(client: Client): void {
    this.#hello().then(
      (hello) => {
        client.greeted = true;
        this.#send(client, hello);
      },
      (error: unknown) => {
        this.#log.error({ part: 'stream', err: error }, 'a reader could not be given the picture');
        client.socket.close(1011, 'the picture could not be made; connect again');
      },
    );
  }

  /** The whole picture. It is put together after the last wait, so that the next tick follows on it without a gap. */
  async #hello(): Promise<string> {
    const { picture } = this.#core.options;
    let cases: unknown[] = [];
    for (let attempt = 0; attempt < HELLO_TRIES; attempt++) {
      const changes = picture.caseChanges;
      cases = await this.#queries.ask('cases', HELLO_CASES);
      if (picture.caseChanges === changes) break;
    }
    const status = this.#core.status();
    return JSON.stringify({
      type: 'hello',
      status,
      memorandum: this.#core.memorandum,
      columns: COLUMNS,
      identities: picture.identities(),
      flags: picture.flags(),
      fused: picture.fused(),
      rows: picture.rows(),
      trails: picture.trails(),
      alerts: picture.alerts(),
      notices: picture.notices(status.time_ms),
      cases,
    });
  }

  #tick(result: WatchResult, _outcomes: readonly Outcome[]): void {
    let withoutRows: string | null = null;
    for (const client of this.#clients) {
      if (!client.greeted) continue;
      if (client.socket.bufferedAmount <= SLOW_BYTES) {
        this.#send(client, result.message);
        continue;
      }
      withoutRows ??= tickMessage(result.tick, [], result.outputs);
      this.#send(client, withoutRows);
    }
  }

  #reset(reason: string): void {
    const message = JSON.stringify({ type: 'reset', reason });
    for (const client of this.#clients) {
      if (!client.greeted) continue;
      this.#send(client, message);
      client.greeted = false;
      this.#greet(client);
    }
  }

  /** Changes come in bursts; one message tells of all of them. */
  #statusSoon(): void {
    if (this.#statusDue || this.#closed) return;
    this.#statusDue = true;
    setImmediate(() => {
      this.#statusDue = false;
      this.#status();
    });
  }

  #status(): void {
    if (this.#clients.size === 0) return;
    const message = JSON.stringify({ type: 'status', status: this.#core.status() });
    for (const client of this.#clients) if (client.greeted) this.#send(client, message);
  }

  #send(client: Client, message: string | Uint8Array): void {
    const { socket } = client;
    if (socket.readyState !== OPEN) return;
    if (socket.bufferedAmount > LOST_BYTES) {
      socket.close(1013, 'too far behind; connect again');
      // A peer that reads nothing would not read the close either.
      this.#drop(client);
      return;
    }
    socket.send(message, { binary: false });
  }

  #ping(): void {
    for (const client of this.#clients) {
      if (!client.alive) {
        this.#drop(client);
        continue;
      }
      client.alive = false;
      if (client.socket.readyState === OPEN) client.socket.ping();
    }
  }

  #drop(client: Client): void {
    this.#clients.delete(client);
    setTimeout(() => client.socket.terminate(), 1_000).unref();
  }
}
