/** Observations of a feed on their way: `encodeObservation` lines, each ended by a line feed, and how many. */
export type Chunk = { readonly lines: Uint8Array<ArrayBuffer>; readonly count: number };

/**
 * starting: not tried yet; connecting: being tried; live: something new came within the feed's own silence; stale:
 * nothing new did, connected or not; backing_off: the connection was lost, and is tried again after a wait; paused: by
 * the administrator; stopped: with the node, or by its own failure; finished: a recording was played to its end.
 */
export const FEED_STATES = [
  'starting',
  'connecting',
  'live',
  'stale',
  'backing_off',
  'paused',
  'stopped',
  'finished',
] as const;
export type FeedState = (typeof FEED_STATES)[number];

/**
 * stalled: nothing new; flood: more than the feed may bring, the rest is shed; time_jump: its clock leapt, or is in
 * the future or long past; noise: much of it cannot be read; failed: its thread ended by itself, or does not answer.
 */
export const FEED_PROBLEMS = ['stalled', 'flood', 'time_jump', 'noise', 'failed'] as const;
export type FeedProblemKind = (typeof FEED_PROBLEMS)[number];
export type FeedProblem = { readonly problem: FeedProblemKind; readonly since_ms: number; readonly text: string };

/** How far what a feed brings is to be believed to come from its party; see `FeedConfig`. */
export const TRUSTS = ['authenticated', 'declared', 'open'] as const;
export type Trust = (typeof TRUSTS)[number];

/** Something that could not be read, in words that can be printed. */
export type FeedSample = { readonly time_ms: number; readonly text: string };

/** What a feed that is part of a program says of itself. */
export type FeedReport = {
  readonly name: string;
  readonly state: FeedState;
  /** When something new was received, by the node's clock. */
  readonly last_message_ms: number | null;
  readonly observations: number;
  /** Inputs that could not be used. */
  readonly complaints: number;
  readonly last_complaint: string | null;
};

/** What a feed's own thread measures; everything but what it is configured to be, and what the node refused. */
export type FeedHealth = FeedReport & {
  readonly format: string | null;
  readonly problems: readonly FeedProblem[];
  /** Observations passed on, a second, over the last 10 s. */
  readonly rate_per_s: number;
  readonly bytes_per_s: number;
  /** Aircraft heard within the last minute. */
  readonly aircraft: number;
  /**
   * Median of time of receipt less time of report over the last 30 s: the delay of the reports, and how far the
   * source's clock is behind ours. The spread is that between the 10th and the 90th percentile.
   */
  readonly clock_offset_ms: number | null;
  readonly clock_spread_ms: number | null;
  /** Added to the times of its reports now; 0 unless the feed is set to be corrected. */
  readonly clock_correction_ms: number;
  /** Observations left out because the feed brought more than it may. */
  readonly shed: number;
  /** The last inputs that could not be used, oldest first. */
  readonly samples: readonly FeedSample[];
};

/**
 * How a feed is doing. `refused`: observations that the node could not take in, because the journal was not durable.
 */
export type FeedStatus = FeedHealth & {
  readonly connection: 'http' | 'tcp' | 'ogn' | 'file' | 'party_feed' | 'played' | 'built_in';
  readonly address: string | null;
  readonly party: string | null;
  readonly trust: Trust;
  readonly paused: boolean;
  readonly correct_clock: boolean;
  readonly max_rate_per_s: number | null;
  readonly silence_s: number | null;
  readonly refused: number;
};

/** Where a live feed delivers to. */
export type FeedSink = {
  chunk(chunk: Chunk): void;
  status(status: FeedReport): void;
};

/** A source of observations that goes by the time of day, given by the program that starts the node. */
export interface LiveFeed {
  readonly name: string;
  start(sink: FeedSink): void;
  stop(): Promise<void>;
}

/** What has not been measured yet, or is not measured of a feed of this kind. */
export const UNMEASURED = {
  format: null,
  problems: [],
  rate_per_s: 0,
  bytes_per_s: 0,
  aircraft: 0,
  clock_offset_ms: null,
  clock_spread_ms: null,
  clock_correction_ms: 0,
  shed: 0,
  samples: [],
} as const;

/** The whole status of a feed that is played, or is part of a program: nobody configures it. */
export function fixedStatus(report: FeedReport, connection: 'played' | 'built_in', refused: number): FeedStatus {
  return {
    ...UNMEASURED,
    ...report,
    connection,
    address: null,
    party: null,
    trust: 'open',
    paused: false,
    correct_clock: false,
    max_rate_per_s: null,
    silence_s: null,
    refused,
  };
}
