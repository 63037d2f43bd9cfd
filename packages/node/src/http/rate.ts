import type { FastifyInstance } from 'fastify';
import { NodeError } from '../errors.ts';

/** Requests a second that are answered, and how many may come at once. All callers are on this machine and share it. */
const PER_SECOND = 200;
const BURST = 400;

/** A bucket of requests that fills again with time. */
class RateLimit {
  readonly #now: () => number;
  #tokens = BURST;
  #last_ms: number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#last_ms = now();
  }

  /** Whether one more may pass now. */
  take(): boolean {
    const now_ms = this.#now();
    this.#tokens = Math.min(BURST, this.#tokens + ((now_ms - this.#last_ms) / 1000) * PER_SECOND);
    this.#last_ms = now_ms;
    if (this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }
}

/** So that a runaway script on the machine cannot keep the node from the sky. */
export function limitRate(app: FastifyInstance): void {
  const limit = new RateLimit();
  app.addHook('onRequest', async (_request, reply) => {
    if (limit.take()) return;
    reply.header('retry-after', '1');
    throw new NodeError('too_many_requests');
  });
}
