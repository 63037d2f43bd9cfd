import type { Chunk } from '../feeds/feed.ts';

/** What waits for the next tick may take this much memory; more is refused and counted. */
const INTAKE_BYTES = 64 * 1024 * 1024;

/** Of it, one feed may take so much: the others still have room when one floods. */
const FEED_SHARE = 0.5;

/** Observations refused while the journal could not write, to be journalled when it can again. */
export type Refusal = {
  readonly feed: string;
  readonly count: number;
  readonly from_ms: number;
  readonly to_ms: number;
};

/**
 * Observations between the feeds and the next tick. While the pipeline is full they wait here and go with a later tick;
 * beyond the bound new ones are refused, which the feed's status and later the journal say.
 */
export class Intake {
  readonly #bound: number;
  readonly #share: number;
  #chunks: Uint8Array<ArrayBuffer>[] = [];
  #bytes = 0;
  #count = 0;
  readonly #bytesOf = new Map<string, number>();
  readonly #refused = new Map<string, { count: number; from_ms: number; to_ms: number }>();

  constructor(bound_bytes: number = INTAKE_BYTES, share: number = FEED_SHARE) {
    this.#bound = bound_bytes;
    this.#share = share * bound_bytes;
  }

  get empty(): boolean {
    return this.#bytes === 0;
  }

  /** Takes a chunk, whole or not at all; false when it was refused. */
  push(feed: string, chunk: Chunk, now_ms: number): boolean {
    if (chunk.count === 0) return true;
    const bytes = (this.#bytesOf.get(feed) ?? 0) + chunk.lines.length;
    if (this.#bytes + chunk.lines.length > this.#bound || bytes > this.#share) {
      const before = this.#refused.get(feed);
      this.#refused.set(feed, {
        count: (before?.count ?? 0) + chunk.count,
        from_ms: before?.from_ms ?? now_ms,
        to_ms: now_ms,
      });
      return false;
    }
    this.#bytesOf.set(feed, bytes);
    this.#chunks.push(chunk.lines);
    this.#bytes += chunk.lines.length;
    this.#count += chunk.count;
    return true;
  }

  /** Takes an entry of the log of calls, encoded: few, and never refused. */
  log(line: Uint8Array<ArrayBuffer>): void {
    this.#chunks.push(line);
    this.#bytes += line.length;
  }

  /** All that waits, as one payload. */
  take(): { payload: Uint8Array | null; observations: number } {
    const observations = this.#count;
    const payload = this.#bytes === 0 ? null : this.#joined();
    this.#chunks = [];
    this.#bytesOf.clear();
    this.#bytes = 0;
    this.#count = 0;
    return { payload, observations };
  }

  /** What was refused since last asked, by feed. */
  takeRefusals(): Refusal[] {
    const refusals = [...this.#refused].map(([feed, refused]) => ({ feed, ...refused }));
    this.#refused.clear();
    return refusals;
  }

  /**
   * In shared memory: the journal and the watch read it there, instead of each being sent a copy ten times a second.
   */
  #joined(): Uint8Array {
    const payload = new Uint8Array(new SharedArrayBuffer(this.#bytes));
    let offset = 0;
    for (const chunk of this.#chunks) {
      payload.set(chunk, offset);
      offset += chunk.length;
    }
    return payload;
  }
}
