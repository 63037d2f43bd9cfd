import type { WebSocket } from 'ws';
import type { Logger } from '../log.ts';
import type { ClockSample } from './clock_sample.ts';
import type { Limits, Live } from './frames.ts';
import type { LinkCard, LinkIdentity } from './identity.ts';
import type { Before, LinkRecord } from './link_log.ts';
import type { Halt, LinkState } from './session.ts';

/** What a link needs of a WebSocket. */
export type LinkSocket = Pick<
  WebSocket,
  'on' | 'once' | 'send' | 'close' | 'terminate' | 'readyState' | 'OPEN' | 'bufferedAmount'
>;

export type LinkHandlers = {
  /** A message of the kept stream, durable here: in order, each once. */
  kept(body: unknown, at_ms: number): void;
  /** One that was submitted is durable here. */
  sent?(body: unknown, at_ms: number): void;
  /** The other side has it; after a restart it may be told of again. */
  arrived?(body: unknown): void;
  live(frame: Live, fresh: boolean): void;
  /** What is to be told first on a new connection. */
  picture(): Iterable<readonly [string, unknown]>;
  changed(): void;
};

export type LinkOptions = {
  readonly own: LinkIdentity;
  readonly peer: LinkCard;
  /** Opens a connection; null: the other side does. */
  readonly dial: (() => LinkSocket) | null;
  readonly limits: Limits;
  /** Writes to the journal; `done` once it is durable. */
  readonly write: (record: LinkRecord, done: () => void) => void;
  /** What the journal holds of this link. */
  readonly records: readonly LinkRecord[];
  readonly log: Logger;
  readonly retry_ms?: number;
};

/** How a link is. `offset_ms`: by how much the other clock is ahead. */
export type LinkStatus = {
  readonly party: string;
  readonly phase: LinkState['phase'];
  readonly since_ms: number;
  readonly reason: string | null;
  readonly halted: Halt | null;
  /** How often the two have begun anew, as this side has agreed to, and as the other side said last. */
  readonly epoch: number;
  readonly peer_epoch: number | null;
  readonly clock: ClockSample | null;
  readonly sent: number;
  readonly unacknowledged: number;
  readonly received: number;
  readonly refused: number;
  readonly live: { readonly waiting: number; readonly shed: number; readonly missed: number };
};

/** The first message of a new epoch: how far the streams had come before, and why one goes on, for both journals. */
export type Beginning = {
  readonly kind: 'beginning';
  readonly epoch: number;
  readonly reason: string;
  readonly before: Before;
};
