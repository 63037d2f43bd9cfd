import type { FeedConfig } from './config.ts';
import type { Chunk, FeedHealth } from './feed.ts';

/**
 * What a feed's thread is given once, at its start. `waiting`: one 32-bit number, the bytes that the thread has sent
 * and the node has not taken.
 */
export type FeedThreadData = { readonly config: FeedConfig; readonly waiting: SharedArrayBuffer };
/** From the node to a feed's thread. */
export type ToFeed = { readonly type: 'post'; readonly bytes: Uint8Array } | { readonly type: 'stop' };
/** From a feed's thread to the node. */
export type FromFeed = { readonly chunk?: Chunk; readonly status?: FeedHealth };
