import type { MemorandumCost } from './cost.ts';
import type { EntryTrial } from './entry.ts';

/** What a report page of a trial on traffic holds of where its figures come from. */
type Made = {
  readonly version: 1;
  readonly made_ms: number;
  /** Recordings by name; how much was in them. */
  readonly traffic: {
    readonly files: readonly string[];
    readonly observations: number;
    readonly aircraft: number;
    readonly from_ms: number;
    readonly until_ms: number;
  };
};

/** One draft, and what it came to. `took_ms` is the time of its own work, apart from the tracks that all share. */
export type DraftCost = MemorandumCost & {
  readonly id: string;
  readonly version: number;
  /** What tells it from the others: the id, with the version where two have that, or the file where both are alike. */
  readonly name: string;
  readonly file: string;
  readonly title: string;
  /** What it says otherwise than the first one, in words. */
  readonly changes: readonly string[];
  readonly parties: readonly { readonly id: string; readonly name: string }[];
  readonly took_ms: number;
};

/** A trial of memoranda as its report page holds it: one JSON object. */
export type MemorandaReport = Made & {
  readonly format: 'skyaccord-memoranda-trial';
  /** In the order in which they were named; differences are from the first. */
  readonly drafts: readonly DraftCost[];
  readonly tracking_ms: number;
};

/** A trial of entry as its report page holds it. */
export type EntryReport = Made & {
  readonly format: 'skyaccord-entry-trial';
  readonly memorandum: { readonly id: string; readonly version: number };
  readonly parties: readonly { readonly id: string; readonly name: string }[];
  readonly trial: EntryTrial;
};
