import type { LifeState } from '@skyaccord/accord';
import type { Playback } from '../clock/playback.ts';
import type { FeedStatus } from '../feeds/feed.ts';
import type { RunMode } from '../journal/record.ts';
import type { LineSummary } from '../line/view.ts';

/** The node in short: what it plays or watches, how fresh it is and whether its journal holds. */
export type Status = {
  readonly name: string;
  readonly mode: RunMode;
  readonly source: string;
  readonly time_ms: number;
  readonly tick: number;
  readonly memorandum: {
    readonly id: string;
    readonly version: number;
    /** Of the canonical content, which is what parties sign. */
    readonly sha256: string;
    /** What follows from the signatures at the time shown; the watch runs its rules whatever it is. */
    readonly state: LifeState;
    readonly because: string;
  };
  readonly feeds: readonly FeedStatus[];
  readonly journal: {
    readonly sequence: number;
    readonly hash: string;
    readonly durable: boolean;
    readonly problem: string | null;
  };
  readonly playback: Playback | null;
  readonly basemap: boolean;
  readonly tracks: number;
  readonly alerts: number;
  readonly open_cases: number;
  /** Messages without an answer, and lines whose tests are due or were missed; null before the node has started. */
  readonly line: LineSummary | null;
};
