/** How far a log goes: the number of its last entry and that entry's hash; 0 and zeros where it has none. */
export type Place = { readonly sequence: number; readonly hash: string };

/**
 * The first thing either side says on a connection: which versions it speaks, how much it has sent and received, both
 * as its disk has it. From this the kept stream goes on where it broke off.
 */
export type Hello = {
  readonly kind: 'hello';
  readonly versions: readonly number[];
  /** How often the two have begun anew after a halt. */
  readonly epoch: number;
  readonly sent: Place;
  readonly received: Place;
};

/** A receipt: all up to here is durable on the side that says so. */
export type Ack = { readonly kind: 'ack'; readonly received: Place };

/** Asks for a sign of life and for the other side's clock; times by the sender's clock. */
export type Ping = { readonly kind: 'ping'; readonly number: number; readonly time_ms: number };
export type Pong = {
  readonly kind: 'pong';
  readonly number: number;
  /** What the ping said of its time. */
  readonly asked_ms: number;
  /** When the ping came and when this was said, by the clock of the side that answers. */
  readonly received_ms: number;
  readonly time_ms: number;
};

/** Taking leave, with the reason in words. */
export type Bye = { readonly kind: 'bye'; readonly reason: string };

/**
 * One message of the kept stream: every one arrives exactly once, in order. `previous` is the hash of the one before
 * it, so that nothing can be left out, put in or changed without being seen.
 */
export type Kept = {
  readonly kind: 'kept';
  readonly sequence: number;
  readonly previous: string;
  readonly time_ms: number;
  readonly body: unknown;
};

/**
 * A part of the live stream, numbered within its connection. `fresh`: the first of a new picture; what was heard before
 * it is void.
 */
export type Live = {
  readonly kind: 'live';
  readonly number: number;
  readonly fresh: boolean;
  readonly updates: readonly unknown[];
};

export type Frame = Hello | Ack | Ping | Pong | Bye | Kept | Live;

/** Versions of the protocol that this program speaks. */
export const VERSIONS: readonly number[] = [1];

/** Bounds of a link. Beyond `waiting` unacknowledged messages a further one is refused, and none is ever dropped. */
export type Limits = {
  /** Messages of the kept stream on their way at once, and those being made durable on arrival. */
  readonly window: number;
  readonly waiting: number;
  /** Without progress for so long, what is on its way is sent again. */
  readonly resend_ms: number;
  readonly ping_ms: number;
  /** Nothing heard for so long: the connection is given up. */
  readonly silent_ms: number;
  /** So often the clock is looked at. */
  readonly look_ms: number;
};

/** `silent_ms` and one look of the clock after it stay below the 3 s within which a lost link must show. */
export const LIMITS: Limits = {
  window: 64,
  waiting: 8_192,
  resend_ms: 1_000,
  ping_ms: 500,
  silent_ms: 2_000,
  look_ms: 100,
};
