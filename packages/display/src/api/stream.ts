import type { StreamMessage } from './types.ts';

/** What the stream client needs of a WebSocket; the browser's own satisfies it. */
export type Socket = {
  addEventListener(type: 'close', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  close(): void;
};

export type StreamHandlers = {
  onMessage: (message: StreamMessage) => void;
  /** The connection ended, or has been silent for too long; another is being made. */
  onLost: () => void;
  /** Something that came could not be read; the stream goes on. */
  onProblem: (problem: string) => void;
};

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8000;
/** Status comes once a second: ten seconds of nothing means a dead connection, whatever the socket believes. */
const SILENCE_LIMIT_MS = 10_000;

/**
 * Keeps one connection to the node's stream, with back-off from 0.5 s to 8 s. A connection that stays silent for 10 s
 * is closed and made anew, for a half-dead connection never says so by itself.
 */
export class StreamClient {
  readonly #open: () => Socket;
  readonly #handlers: StreamHandlers;
  #socket: Socket | null = null;
  #wait_ms = FIRST_WAIT_MS;
  #retry: ReturnType<typeof setTimeout> | null = null;
  #silence: ReturnType<typeof setTimeout> | null = null;
  #stopped = false;

  constructor(open: () => Socket, handlers: StreamHandlers) {
    this.#open = open;
    this.#handlers = handlers;
  }

  start(): void {
    this.#stopped = false;
    this.#connect();
  }

  stop(): void {
    this.#stopped = true;
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#retry = null;
    this.#drop();
  }

  #connect(): void {
    const socket = this.#open();
    this.#socket = socket;
    // A socket that was given up goes on reporting for a while: what it says then is not about the one in use.
    const current = () => this.#socket === socket;
    socket.addEventListener('message', ({ data }) => {
      if (!current()) return;
      this.#watchSilence();
      const message = parse(data);
      if (typeof message === 'string') {
        this.#handlers.onProblem(message);
        return;
      }
      // Only a node that talks proves the connection good: one that opens and closes must not be hammered.
      this.#wait_ms = FIRST_WAIT_MS;
      this.#handlers.onMessage(message);
    });
    socket.addEventListener('close', () => {
      if (current()) this.#lost();
    });
    this.#watchSilence();
  }

  #watchSilence(): void {
    if (this.#silence !== null) clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#lost(), SILENCE_LIMIT_MS);
  }

  #lost(): void {
    this.#drop();
    this.#handlers.onLost();
    if (this.#stopped) return;
    this.#retry = setTimeout(() => this.#connect(), this.#wait_ms);
    this.#wait_ms = Math.min(this.#wait_ms * 2, LONGEST_WAIT_MS);
  }

  #drop(): void {
    if (this.#silence !== null) clearTimeout(this.#silence);
    this.#silence = null;
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }
}

function parse(data: unknown): StreamMessage | string {
  if (typeof data !== 'string') return 'The stream sent binary data; this page reads JSON text only.';
  let message: unknown;
  try {
    message = JSON.parse(data);
  } catch {
    return `The stream sent a message that is not JSON: ${data.slice(0, 80)}`;
  }
  const type = (message as { type?: unknown } | null)?.type;
  if (type === 'hello' || type === 'tick' || type === 'status' || type === 'reset') return message as StreamMessage;
  return `The stream sent a message of unknown type ${JSON.stringify(type)}; this page may be older than the node.`;
}
