import { type FeedConfig, isFeedUrl } from '../config.ts';
import { type Connection, type ConnectionEvents, describeFailure } from './connection.ts';

/** A receiver that hears a thousand aircraft sends about 0.5 MB; more than this is no aircraft.json. */
const MAX_BYTES = 32 * 1024 * 1024;
const MAX_REDIRECTS = 3;
const TIMEOUT_MS = 5_000;

export type HttpOptions = { readonly max_bytes?: number; readonly timeout_ms?: number };

/** One poll of an http(s) feed: what it answers, whole. */
export function pollHttp(config: FeedConfig, events: ConnectionEvents, options: HttpOptions = {}): Connection {
  const abort = new AbortController();
  const gate = new Gate();
  const timeout_ms = options.timeout_ms ?? TIMEOUT_MS;
  const poll = async (): Promise<void> => {
    const response = await follow(config, AbortSignal.any([abort.signal, AbortSignal.timeout(timeout_ms)]));
    events.opened();
    let bytes = 0;
    const max_bytes = options.max_bytes ?? MAX_BYTES;
    for await (const piece of response.body ?? []) {
      bytes += piece.length;
      if (bytes > max_bytes) throw new Error(`the answer is larger than ${max_bytes} bytes`);
      if (abort.signal.aborted) return;
      events.bytes(piece);
      await gate.open;
    }
  };
  poll().then(
    () => abort.signal.aborted || events.closed(null),
    (error: unknown) => {
      if (abort.signal.aborted) return;
      const timedOut = error instanceof Error && error.name === 'TimeoutError';
      events.closed(timedOut ? `no whole answer within ${timeout_ms / 1000} s` : describeFailure(error));
    },
  );
  return {
    pause: () => gate.shut(),
    resume: () => gate.release(),
    close: () => {
      abort.abort();
      gate.release();
    },
  };
}

/** Follows a few redirects itself, so that none can lead from http(s) to anything else or hide a credential. */
async function follow({ address, trust }: FeedConfig, signal: AbortSignal): Promise<Response> {
  let url = address as string;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const response = await fetch(url, { signal, redirect: 'manual', headers: { accept: 'application/json' } });
    if (response.status < 300 || response.status > 399) {
      if (response.ok) return response;
      await response.body?.cancel();
      throw new Error(`${url} answers ${response.status}`);
    }
    await response.body?.cancel();
    const next = new URL(response.headers.get('location') ?? '', url);
    if (!isFeedUrl(next)) throw new Error(`${url} redirects to ${next.protocol}//, which is not followed`);
    // Whoever vouches for a party does so with its own name and certificate.
    if (trust === 'authenticated' && next.origin !== new URL(url).origin) {
      throw new Error(`${url} redirects to ${next.origin}; an authenticated feed is not followed to another place`);
    }
    url = next.href;
  }
  throw new Error(`${address} redirects more than ${MAX_REDIRECTS} times`);
}

/** Shut, it holds up whoever waits for `open`. */
class Gate {
  open: Promise<void> = Promise.resolve();
  #release: (() => void) | null = null;

  shut(): void {
    if (this.#release !== null) return;
    this.open = new Promise((resolve) => {
      this.#release = resolve;
    });
  }

  release(): void {
    this.#release?.();
    this.#release = null;
    this.open = Promise.resolve();
  }
}
