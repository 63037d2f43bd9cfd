import type { FastifyInstance } from 'fastify';
import { NodeError } from '../errors.ts';
import { networkOf } from '../people/waits.ts';

/** Requests a second that are answered to one network, and how many may come at once. */
const PER_SECOND = 200;
const BURST = 400;
const MOST_NETWORKS = 1_000;

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

/** So that a runaway script cannot keep the node from the sky, nor others from the node. */
export function limitRate(app: FastifyInstance): void {
  const limits = new Map<string, RateLimit>();
  app.addHook('onRequest', async (request, reply) => {
    const network = networkOf(request.ip);
    const limit = limits.get(network) ?? new RateLimit();
    // Whoever came last is forgotten last.
    limits.delete(network);
    limits.set(network, limit);
    if (limits.size > MOST_NETWORKS) limits.delete(limits.keys().next().value as string);
    if (limit.take()) return;
    reply.header('retry-after', '1');
    throw new NodeError('too_many_requests');
  });
}
