/** Observations of a feed on their way: `encodeObservation` lines, each ended by a line feed, and how many. */
export type Chunk = { readonly lines: Uint8Array<ArrayBuffer>; readonly count: number };

export const FEED_STATES = ['starting', 'live', 'stale', 'stopped', 'finished'] as const;
export type FeedState = (typeof FEED_STATES)[number];

/**
 * How a feed is doing. `refused`: observations that the node could not take in, because the journal was not durable.
 */
export type FeedStatus = {
  readonly name: string;
  readonly state: FeedState;
  readonly last_message_ms: number | null;
  readonly observations: number;
  readonly refused: number;
  readonly complaints: number;
  readonly last_complaint: string | null;
};

/** Where a live feed delivers to. */
export type FeedSink = {
  chunk(chunk: Chunk): void;
  status(status: Omit<FeedStatus, 'refused'>): void;
};

/** A source of observations that goes by the time of day. */
export interface LiveFeed {
  readonly name: string;
  start(sink: FeedSink): void;
  stop(): Promise<void>;
}
