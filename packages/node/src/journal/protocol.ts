import type { MessagePort } from 'node:worker_threads';
import type { Entry, ShowingStep } from '@skyaccord/accord';
import type { CaseRecord } from '../cases/record.ts';
import type { ErrorData } from '../errors.ts';
import type { LineRecord } from '../line/record.ts';
import type { LinkRecord } from '../link/link_log.ts';
import type { MissionStep } from '../missions/step.ts';
import type { RunRow } from '../store/store.ts';
import type { TickInput } from './committer.ts';
import type { Place, Position } from './observation_log.ts';
import type { Draft, Head } from './record.ts';

/** What the journal's thread is given once, at its start. `watch` is the line from the watch's thread. */
export type JournalThreadData = { readonly data: string; readonly tick_ms: number; readonly watch: MessagePort };

/** From the node to the journal; entries are numbered without gaps and become durable in order. */
export type JournalRequest =
  | { readonly type: 'ticks'; readonly entry: number; readonly inputs: readonly TickInput[]; readonly finish: boolean }
  | { readonly type: 'record'; readonly entry: number; readonly draft: Draft }
  | { readonly type: 'close' };

/** What was found in the data directory. */
export type JournalOpened = {
  readonly head: Head;
  readonly lastRun: RunRow | null;
  /** Whom the watch of that run advised; null: all that can be called. */
  readonly lastAdvise: readonly string[] | null;
  /** The last tick that the journal has of that run; null when it has none yet. */
  readonly lastTick: number | null;
  /** Where that run's observations begin in the log. */
  readonly runLog: Position | null;
  /** Where the journal's own knowledge of the observation log ends. */
  readonly confirmed: Position | null;
  /** Frames of that run that no record speaks of yet: the node went down between the two. */
  readonly unjournalled: readonly { readonly tick: number; readonly place: Place; readonly observations: number }[];
  readonly cut: { readonly position: Position; readonly bytes: number } | null;
  /** The list of feeds in force, as it was journalled; null when there never was one. */
  readonly feeds: readonly unknown[] | null;
  /** Steps in the life of memoranda, in the order received. */
  readonly steps: readonly Entry[];
  /** What was done with missions, hazard areas and statements, in order. */
  readonly missions: readonly MissionStep[];
  /** Work on cases and reports, in order. */
  readonly cases: readonly CaseRecord[];
  /** What went over links with other nodes, in order. */
  readonly links: readonly LinkRecord[];
  /** What this party stated that it shows others, in order. */
  readonly disclosure: readonly ShowingStep[];
  /** What happened on the line, in order. */
  readonly lines: readonly LineRecord[];
  readonly rebuilt: boolean;
  readonly verified_at_ms: number;
};

export type JournalReply =
  | { readonly type: 'opened'; readonly opened: JournalOpened }
  | { readonly type: 'durable'; readonly entry: number; readonly head: Head; readonly took_ms: number }
  /** `problem` in words while nothing becomes durable; null when it works again. */
  | { readonly type: 'problem'; readonly problem: string | null }
  | { readonly type: 'warning'; readonly warning: string }
  | { readonly type: 'progress'; readonly part: string; readonly fraction: number }
  | { readonly type: 'closed' }
  | { readonly type: 'failed'; readonly error: ErrorData };
