import type { View } from '@skyaccord/accord';
import { encodeChunk } from '../feeds/chunk.ts';
import type { FeedSink, LiveFeed } from '../feeds/feed.ts';
import { observationOf } from './flights.ts';

/** What the feed of a party is called. */
export const feedOf = (party: string): string => `link ${party}`;

/** What one other party shows live, as a feed of observations. */
export class PeerFeed implements LiveFeed {
  readonly name: string;
  readonly #party: string;
  #sink: FeedSink | null = null;
  #waiting: ReturnType<typeof observationOf>[] = [];
  #sequence = 0;
  #taken = 0;
  #complaints = 0;
  #last_ms: number | null = null;
  #live = false;

  constructor(party: string) {
    this.#party = party;
    this.name = feedOf(party);
  }

  start(sink: FeedSink): void {
    this.#sink = sink;
    this.#tell();
  }

  async stop(): Promise<void> {
    this.#sink = null;
  }

  setLive(live: boolean): void {
    this.#live = live;
    this.#tell();
  }

  clear(): void {
    this.#waiting = [];
  }

  show(view: View): void {
    const observation = observationOf(view, this.#party, this.name, this.#sequence);
    if (observation === null) return;
    this.#sequence += 1;
    this.#waiting.push(observation);
  }

  complain(): void {
    this.#complaints += 1;
  }

  flush(): void {
    const observations = this.#waiting.filter((one) => one !== null);
    this.#waiting = [];
    if (observations.length === 0) return;
    this.#taken += observations.length;
    this.#last_ms = Date.now();
    this.#sink?.chunk(encodeChunk(observations));
    this.#tell();
  }

  #tell(): void {
    this.#sink?.status({
      name: this.name,
      state: this.#live ? 'live' : 'connecting',
      last_message_ms: this.#last_ms,
      observations: this.#taken,
      complaints: this.#complaints,
      last_complaint:
        this.#complaints === 0 ? null : 'something that is neither a flight nor advice for one of its own',
    });
  }
}
