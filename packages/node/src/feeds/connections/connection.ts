import type { FeedConfig } from '../config.ts';

/** What a session is told of a connection. After `closed` nothing more is said. */
export type ConnectionEvents = {
  opened(): void;
  /** What came; the array may be used again once the call is over. */
  bytes(bytes: Uint8Array): void;
  /** What had come before the feed was watched: to read on from, but not to pass on. */
  history(bytes: Uint8Array): void;
  /** `reason`: why it is no more, in words; null: it gave all that it had, and is to be asked again. */
  closed(reason: string | null): void;
};

/** One attempt at a feed: a poll, a socket, an open file. */
export type Connection = {
  /** Holds back what comes until `resume`; the sender has to wait. */
  pause(): void;
  resume(): void;
  close(): void;
};

export type Connect = (config: FeedConfig, events: ConnectionEvents) => Connection;

/** What went wrong, without a stack. */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error && cause.message !== '' ? `${error.message}: ${cause.message}` : error.message;
}
