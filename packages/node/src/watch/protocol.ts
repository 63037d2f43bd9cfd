import type { MessagePort } from 'node:worker_threads';
import type { Alert, Identity, TrackDetail, TrackFlag, TrackState, WatchOptions } from '@skyaccord/accord';
import type { ErrorData } from '../errors.ts';
import type { TickInput, TickOutput } from '../journal/committer.ts';
import type { Position } from '../journal/observation_log.ts';
import type { SavedWatch } from '../journal/snapshot_file.ts';

/** What the watch's thread is given once, at its start. */
export type WatchThreadData = { readonly data: string; readonly journal: MessagePort };

/** From the node to the watch; taken in order. */
export type WatchRequest =
  | { readonly type: 'begin'; readonly options: WatchOptions }
  | { readonly type: 'recover'; readonly options: WatchOptions; readonly recovery: RecoveryPlan }
  | { readonly type: 'ticks'; readonly entry: number; readonly inputs: readonly TickInput[]; readonly finish: boolean }
  | { readonly type: 'snapshot'; readonly after: number }
  | { readonly type: 'detail'; readonly question: number; readonly track: string }
  | { readonly type: 'close' };

/** From where to rebuild the watch of a live run, and how far the journal vouches for what it said. */
export type RecoveryPlan = {
  readonly run: number;
  /** Where the run's observations begin in the log. */
  readonly from: Position | null;
  /** Where the journal's own knowledge of the log ends. */
  readonly confirmed: Position | null;
  readonly last_tick: number;
};

/** Tracks, identities and alerts as they stand: what a reader of the picture begins with. */
export type WatchPicture = {
  readonly tick: number;
  readonly tracks: readonly PictureTrack[];
  readonly alerts: readonly Alert[];
  readonly counts: WatchCounts;
};

/** `index` is -1 and `state` null for a track that has had no row, since it has been part of another all along. */
export type PictureTrack = {
  readonly index: number;
  readonly track: string;
  readonly state: TrackState | null;
  readonly identity: Identity;
  readonly flags: readonly TrackFlag[];
  readonly fused_into: string | null;
  readonly fused_since_ms: number | null;
};

export type WatchCounts = {
  readonly tracks: number;
  readonly alerts: number;
  readonly encounters: number;
  readonly observations: number;
};

/** What one entry of ticks led to. Nothing of it may leave the node before the entry is durable. */
export type WatchResult = {
  readonly entry: number;
  readonly tick: number;
  readonly outputs: readonly TickOutput[];
  /** Rows of every tick in order, packed as `rows.ts` says, for the picture and its history. */
  readonly rows: Float64Array<ArrayBuffer>;
  /** Tracks seen for the first time: the number that stands for each in `rows`. */
  readonly started: readonly { readonly index: number; readonly track: string }[];
  /** The stream's `tick` message, whole, as UTF-8: made once, sent to all. */
  readonly message: Uint8Array<ArrayBuffer>;
  /** Ids of the standing alerts, most urgent first, when that changed. */
  readonly order: readonly string[] | null;
  readonly counts: WatchCounts;
  /** How long the watch took, ms. */
  readonly took_ms: number;
  /** Why the watch could not do it; the entry is then journalled without outcomes, and the run cannot go on. */
  readonly failed: string | null;
};

/** From the watch to the node. */
export type WatchReply =
  | { readonly type: 'result'; readonly result: WatchResult }
  | { readonly type: 'detail'; readonly question: number; readonly detail: TrackDetail | null }
  | { readonly type: 'recovered'; readonly picture: WatchPicture; readonly difference: string | null }
  | { readonly type: 'recovery_failed'; readonly reason: string }
  | { readonly type: 'failed'; readonly error: ErrorData };

/** From the watch straight to the journal's thread. */
export type WatchToJournal =
  | { readonly type: 'outputs'; readonly entry: number; readonly outputs: readonly TickOutput[] }
  | { readonly type: 'snapshot'; readonly after: number; readonly tick: number; readonly saved: SavedWatch };
