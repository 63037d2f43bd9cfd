import { LIMITS } from '../src/link/frames.ts';
import type { LinkIdentity } from '../src/link/identity.ts';
import { Link } from '../src/link/link.ts';
import type { LinkRecord } from '../src/link/link_log.ts';
import type { LinkSocket } from '../src/link/link_options.ts';
import { createLog } from '../src/log.ts';

/** Limits at which a test does not wait. */
const QUICK = { ...LIMITS, window: 8, resend_ms: 40, ping_ms: 25, silent_ms: 90, look_ms: 10 };

/** A node's half, with a disk that takes its time, and loses what it has not written when the node is killed. */
export class Half {
  readonly #own: LinkIdentity;
  readonly #peer: LinkIdentity;
  readonly #chance: () => number;
  readonly #dial: (() => LinkSocket) | null;
  readonly disk: LinkRecord[] = [];
  /** What was handed on, in order. */
  readonly handed: unknown[] = [];
  #waiting: { record: LinkRecord; done: () => void }[] = [];
  #writer: NodeJS.Timeout | null = null;
  link: Link;

  constructor(own: LinkIdentity, peer: LinkIdentity, chance: () => number, dial: (() => LinkSocket) | null) {
    this.#own = own;
    this.#peer = peer;
    this.#chance = chance;
    this.#dial = dial;
    this.link = this.#begin();
  }

  #begin(): Link {
    const link = new Link(
      {
        own: this.#own,
        peer: this.#peer.card,
        dial: this.#dial,
        limits: QUICK,
        records: [...this.disk],
        log: createLog('silent'),
        retry_ms: 5,
        write: (record, done) => this.#waiting.push({ record, done }),
      },
      { kept: (body) => this.handed.push(body), live: () => {}, picture: () => [], changed: () => {} },
    );
    this.#writer = setInterval(() => this.#flush(), 3);
    link.start();
    return link;
  }

  #flush(): void {
    const now = this.#waiting.splice(0, 1 + Math.floor(6 * this.#chance()));
    for (const { record } of now) this.disk.push(record);
    for (const { done } of now) done();
  }

  /** Whatever lies in memory is gone; of what was on its way to the disk a beginning may have reached it. */
  kill(): void {
    if (this.#writer !== null) clearInterval(this.#writer);
    const reached = Math.floor(this.#chance() * (this.#waiting.length + 1));
    for (const { record } of this.#waiting.slice(0, reached)) this.disk.push(record);
    this.#waiting = [];
    this.link.close();
  }

  restart(): void {
    this.link = this.#begin();
  }

  stop(): void {
    this.kill();
  }

  bodies(way: 'sent' | 'received'): unknown[] {
    return this.disk.flatMap((record) =>
      record.way === way && record.sealed.content.frame.kind === 'kept' ? [record.sealed.content.frame.body] : [],
    );
  }
}
