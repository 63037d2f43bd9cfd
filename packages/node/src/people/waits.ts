import { isIPv6 } from 'node:net';
import { NodeError } from '../errors.ts';

const FORGET_MS = 24 * 3_600_000;
const MOST_KEYS = 10_000;

type Attempts = { count: number; last_ms: number; until_ms: number };

/** After how many attempts that failed the first wait comes, and how long waits may grow; each is twice the last. */
export type WaitRule = { readonly free: number; readonly most_s: number };

/** Attempts that failed, by a key, with growing waits. Kept in memory: a restart forgets them. */
export class Waits {
  readonly #rule: WaitRule;
  readonly #now: () => number;
  readonly #attempts = new Map<string, Attempts>();

  constructor(rule: WaitRule, now: () => number) {
    this.#rule = rule;
    this.#now = now;
  }

  /**
   * Counts an attempt before anything is known of it, so that many at once count as many.
   *
   * @throws NodeError sign_in_wait; that attempt is neither looked at nor counted
   */
  take(key: string): void {
    const now_ms = this.#now();
    const found = this.#attempts.get(key);
    const before = found !== undefined && now_ms - found.last_ms < FORGET_MS ? found : null;
    if (before !== null && now_ms < before.until_ms) {
      const wait_s = Math.ceil((before.until_ms - now_ms) / 1000);
      throw new NodeError('sign_in_wait', `Wait ${wait_s} s.`, { field: 'retry_after_s', value: String(wait_s) });
    }
    const count = (before?.count ?? 0) + 1;
    this.#attempts.delete(key);
    this.#attempts.set(key, { count, last_ms: now_ms, until_ms: now_ms + this.#wait_ms(count) });
    if (this.#attempts.size > MOST_KEYS) this.#attempts.delete(this.#attempts.keys().next().value as string);
  }

  /** The attempt failed: its wait begins now, however long it was looked at. */
  failed(key: string): void {
    const found = this.#attempts.get(key);
    if (found !== undefined) found.until_ms = this.#now() + this.#wait_ms(found.count);
  }

  /** The attempt succeeded: those before are forgotten. */
  clear(key: string): void {
    this.#attempts.delete(key);
  }

  #wait_ms(count: number): number {
    const over = count - this.#rule.free;
    return over < 0 ? 0 : Math.min(this.#rule.most_s, 2 ** Math.min(over, 30)) * 1000;
  }
}

/**
 * The network that an address counts for: of IPv6 the first 64 bits, since one house has all of them. Whoever has hung
 * up before they were looked at has no address any more; all of them count as one.
 */
export function networkOf(address: string | undefined): string {
  if (address === undefined) return 'gone';
  const plain = address.replace(/^::ffff:(?=[0-9.]+$)/, '');
  if (!isIPv6(plain)) return plain;
  const [head = '', tail = ''] = plain.split('::');
  const front = head.split(':').filter((one) => one !== '');
  const back = tail.split(':').filter((one) => one !== '');
  const groups = plain.includes('::') ? [...front, ...Array(8 - front.length - back.length).fill('0'), ...back] : front;
  return groups.slice(0, 4).join(':');
}
