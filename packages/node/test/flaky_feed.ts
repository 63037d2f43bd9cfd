import type { Observation } from '@skyaccord/wire';
import { encodeChunk } from '../src/feeds/chunk.ts';
import type { FeedSink, LiveFeed } from '../src/main.ts';
import { TestFeed } from './live_feed.ts';

/**
 * A feed as it should not be: of what another would bring, some comes late by up to 3 s, some twice, some out of order,
 * some in the future, and some not at all. The same draw each time, but never the same arrival.
 */
export class FlakyFeed implements LiveFeed {
  readonly name = 'flaky feed';
  readonly #feed: TestFeed;
  readonly #held: { due_ms: number; observation: Observation }[] = [];
  #timer: NodeJS.Timeout | null = null;
  #state = 1;

  constructor(aircraft: number) {
    this.#feed = new TestFeed(aircraft);
  }

  start(sink: FeedSink): void {
    const decoder = new TextDecoder();
    this.#feed.start({
      status: (status) => sink.status({ ...status, name: this.name }),
      chunk: ({ lines }) => {
        for (const line of decoder.decode(lines).trimEnd().split('\n')) this.#hold(JSON.parse(line) as Observation);
      },
    });
    this.#timer = setInterval(() => {
      const now_ms = Date.now();
      const due = this.#held.filter(({ due_ms }) => due_ms <= now_ms);
      for (const entry of due) this.#held.splice(this.#held.indexOf(entry), 1);
      if (due.length > 0) sink.chunk(encodeChunk(due.map(({ observation }) => observation).reverse()));
    }, 37);
  }

  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#feed.stop();
  }

  #hold(observation: Observation): void {
    const now_ms = Date.now();
    const draw = this.#draw();
    if (draw < 0.1) return;
    const future_ms = draw > 0.97 ? 10_000 : 0;
    this.#held.push({
      due_ms: now_ms + (draw < 0.5 ? 0 : this.#draw() * 3_000),
      observation: { ...observation, source: this.name, time_ms: observation.time_ms + future_ms },
    });
    if (draw < 0.25) this.#held.push({ due_ms: now_ms + this.#draw() * 1_000, observation });
  }

  /** xorshift32. */
  #draw(): number {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return (this.#state >>> 0) / 2 ** 32;
  }
}
