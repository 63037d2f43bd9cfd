import type { Entry, QuestionEvent, ShowingStep } from '@skyaccord/accord';
import { canonicalJson, GENESIS, linkHash } from '@skyaccord/proof';
import type { CaseRecord } from '../cases/record.ts';
import type { LineRecord } from '../line/record.ts';
import type { LinkRecord } from '../link/link_log.ts';
import type { MissionStep } from '../missions/step.ts';
import type { PeopleBody } from '../people/change.ts';
import type { Place, Position } from './observation_log.ts';

/**
 * What the journal says. `config` covers changes of the node itself: resumed, clock jumped, observations refused;
 * `feed` what a feed went through, `feeds` what an administrator changed of them; `memorandum` what parties signed;
 * `question` an answer to a question that the watch put to people; `mission` what was done with missions, hazard areas
 * and statements; `link` what went over a link with another node, with its signature; `line` what happened on the line;
 * `people` changes of who may sign in, by id; `disclosure` what this party states that it shows others; `case` work on
 * cases, and reports.
 */
export const RECORD_KINDS = [
  'run_started',
  'tick',
  'feed',
  'feeds',
  'run_ended',
  'config',
  'memorandum',
  'question',
  'mission',
  'link',
  'line',
  'people',
  'case',
  'disclosure',
] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

/** A record as it stands in the journal. `record` is its canonical JSON; the hash binds it to all before it. */
export type StoredRecord = {
  readonly sequence: number;
  readonly kind: RecordKind;
  readonly tick: number;
  readonly time_ms: number;
  /** Outcomes within, and the number of the first: outcomes are counted from 1 over the whole journal. */
  readonly outcomes: number;
  readonly first_outcome: number;
  readonly previous: string;
  readonly record: string;
  readonly hash: string;
};

export type RunMode = 'scenario' | 'replay' | 'live';

export type RunStarted = {
  readonly run: number;
  /** Where the observation log stood: frames from here on are of this run, those before are not. */
  readonly log: Position;
  readonly mode: RunMode;
  readonly source: string;
  readonly node: string;
  readonly memorandum: {
    readonly id: string;
    readonly version: number;
    /** Of the text, to the last comment. */
    readonly sha256: string;
    /** Of the canonical content, which is what parties sign; records of before have none. */
    readonly content_sha256?: string;
    readonly text: string;
  };
  readonly config: Readonly<Record<string, unknown>>;
  /** Parties whose aircraft the watch advised: of a linked node its own; without it, all that can be called. */
  readonly advise?: readonly string[];
  readonly started_ms: number;
};

/**
 * One tick: where its observations lie in the log, their SHA-256, and what the watch said. Ticks at which nothing came
 * and nothing was said are covered by the next record's `quiet_from`. `finish` marks what was closed at the end of a
 * run.
 */
export type TickBody = {
  readonly finish: boolean;
  readonly log: Place | null;
  readonly observations: number;
  readonly outcomes: readonly unknown[];
  readonly quiet_from: number | null;
  readonly sha256: string | null;
};

export type FeedBody = { readonly feed: string; readonly event: string; readonly detail: string };
/** A change of the list of feeds, with the whole list that is in force from then on. */
export type FeedsBody = { readonly change: string; readonly feed: string; readonly feeds: readonly unknown[] };
export type RunEnded = { readonly reason: RunEndReason; readonly detail: string };
export type RunEndReason = 'finished' | 'stopped' | 'interrupted' | 'config_changed' | 'clock_jumped' | 'watch_failed';
/** A step in the life of a memorandum, as it was received: a signature over the statement, or over the content. */
export type MemorandumBody = Entry;
/** An answer, attributed and dated: `question_answered` without its kind. */
export type QuestionBody = Omit<Extract<QuestionEvent, { kind: 'question_answered' }>, 'kind'>;
/** What was done with missions, hazard areas and statements. */
export type MissionBody = MissionStep;
export type ConfigBody = { readonly event: string; readonly detail: Readonly<Record<string, unknown>> };

/** A record's content before it has a place in the chain. */
export type Draft =
  | {
      readonly kind: 'run_started';
      readonly tick: number;
      readonly time_ms: number;
      readonly body: Omit<RunStarted, 'run' | 'log'>;
    }
  | { readonly kind: 'feed'; readonly tick: number; readonly time_ms: number; readonly body: FeedBody }
  | { readonly kind: 'feeds'; readonly tick: number; readonly time_ms: number; readonly body: FeedsBody }
  | { readonly kind: 'run_ended'; readonly tick: number; readonly time_ms: number; readonly body: RunEnded }
  | { readonly kind: 'memorandum'; readonly tick: number; readonly time_ms: number; readonly body: MemorandumBody }
  | { readonly kind: 'question'; readonly tick: number; readonly time_ms: number; readonly body: QuestionBody }
  | { readonly kind: 'mission'; readonly tick: number; readonly time_ms: number; readonly body: MissionBody }
  | { readonly kind: 'link'; readonly tick: number; readonly time_ms: number; readonly body: LinkRecord }
  | { readonly kind: 'line'; readonly tick: number; readonly time_ms: number; readonly body: LineRecord }
  | { readonly kind: 'people'; readonly tick: number; readonly time_ms: number; readonly body: PeopleBody }
  | { readonly kind: 'case'; readonly tick: number; readonly time_ms: number; readonly body: CaseRecord }
  | { readonly kind: 'disclosure'; readonly tick: number; readonly time_ms: number; readonly body: ShowingStep }
  | { readonly kind: 'config'; readonly tick: number; readonly time_ms: number; readonly body: ConfigBody };

export type TickDraft = {
  readonly tick: number;
  readonly quiet_from: number | null;
  readonly finish: boolean;
  readonly log: Place | null;
  readonly sha256: string | null;
  readonly observations: number;
  readonly outcome_count: number;
  /** Canonical JSON of the array of outcomes, made once where they arose. */
  readonly outcomes: string;
};

/** Where the chain stands. */
export type Head = { readonly sequence: number; readonly hash: string; readonly outcomes: number };

/** The head of a journal with no record. */
export const EMPTY_HEAD: Head = { sequence: 0, hash: GENESIS, outcomes: 0 };

/** The parsed form of `StoredRecord.record`. */
export type ParsedRecord = {
  readonly sequence: number;
  readonly kind: RecordKind;
  readonly tick: number;
  readonly time_ms: number;
  readonly body: unknown;
};

/** `log`: where the observation log stands, for the start of a run. */
export function linkRecord(head: Head, draft: Draft, log: Position): StoredRecord {
  const sequence = head.sequence + 1;
  const body = draft.kind === 'run_started' ? { ...draft.body, run: sequence, log } : draft.body;
  const { kind, tick, time_ms } = draft;
  return link(head, kind, tick, time_ms, 0, canonicalJson({ sequence, kind, tick, time_ms, body }));
}

/**
 * A tick's record. Canonical form of a whole is made of the canonical forms of its parts with members in order, so the
 * outcomes' text is set in as it is: the same bytes go to the journal, to the hash and to every reader of the stream.
 */
export function linkTick(head: Head, draft: TickDraft, tick_ms: number): StoredRecord {
  const sequence = head.sequence + 1;
  const time_ms = draft.tick * tick_ms;
  const body =
    `{"finish":${draft.finish},"log":${canonicalJson(draft.log)},"observations":${draft.observations},` +
    `"outcomes":${draft.outcomes},"quiet_from":${canonicalJson(draft.quiet_from)},` +
    `"sha256":${canonicalJson(draft.sha256)}}`;
  const record = `{"body":${body},"kind":"tick","sequence":${sequence},"tick":${draft.tick},"time_ms":${time_ms}}`;
  return link(head, 'tick', draft.tick, time_ms, draft.outcome_count, record);
}

function link(
  head: Head,
  kind: RecordKind,
  tick: number,
  time_ms: number,
  outcomes: number,
  record: string,
): StoredRecord {
  return {
    sequence: head.sequence + 1,
    kind,
    tick,
    time_ms,
    outcomes,
    first_outcome: head.outcomes + 1,
    previous: head.hash,
    record,
    hash: linkHash(head.hash, record),
  };
}

export function headAfter(record: StoredRecord): Head {
  return {
    sequence: record.sequence,
    hash: record.hash,
    outcomes: record.first_outcome + record.outcomes - 1,
  };
}

export function parseRecord(record: StoredRecord): ParsedRecord {
  return JSON.parse(record.record) as ParsedRecord;
}

/** The outcomes within a record, with their numbers. */
export function outcomesOf(record: StoredRecord): { sequence: number; outcome: unknown }[] {
  if (record.outcomes === 0) return [];
  const body = parseRecord(record).body as TickBody;
  return body.outcomes.map((outcome, index) => ({ sequence: record.first_outcome + index, outcome }));
}
