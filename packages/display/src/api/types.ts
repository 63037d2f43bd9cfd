import type {
  Alert,
  AlertLevel,
  CallLogged,
  Contradiction,
  Encounter,
  Finding,
  HazardArea,
  Identity,
  LedgerEntry,
  LifeState,
  Memorandum,
  Mission,
  MissionCounts,
  Notice,
  Offer,
  Outcome,
  Question,
  Standing,
  StandingMission,
  Total,
  TrackDetail,
  TrackFlag,
  TrackState,
  TrailPoint,
  VerdictGiven,
} from '@skyaccord/accord';

import type { LineSummary } from '../line/types.ts';

/** Answers and messages of the node, as `docs/api.md` describes them: SI units, ms UTC; `null` is "not known". */
export type Status = {
  name: string;
  mode: 'scenario' | 'replay' | 'live';
  source: string;
  time_ms: number;
  tick: number;
  memorandum: { id: string; version: number; sha256: string; state: LifeState; because: string };
  feeds: FeedStatus[];
  journal: { sequence: number; hash: string; durable: boolean; problem: string | null };
  playback: Playback | null;
  basemap: boolean;
  tracks: number;
  alerts: number;
  open_cases: number;
  /** null before the node has its line. */
  line: LineSummary | null;
};

export type FeedStatus = {
  name: string;
  connection: FeedConnection | 'played' | 'built_in';
  /** Without secrets; null for what is sent to the node, played or built in. */
  address: string | null;
  /** null until it is told from what comes. */
  format: string | null;
  party: string | null;
  trust: FeedTrust;
  paused: boolean;
  correct_clock: boolean;
  max_rate_per_s: number | null;
  silence_s: number | null;
  state: 'starting' | 'connecting' | 'live' | 'stale' | 'backing_off' | 'paused' | 'stopped' | 'finished';
  problems: { problem: 'stalled' | 'flood' | 'time_jump' | 'noise' | 'failed'; since_ms: number; text: string }[];
  /** When something new came, by the node's own clock. */
  last_message_ms: number | null;
  rate_per_s: number;
  bytes_per_s: number;
  /** Heard within the last minute. */
  aircraft: number;
  /** Median of time of receipt less time of report: its delay, and how far its clock is behind. */
  clock_offset_ms: number | null;
  clock_spread_ms: number | null;
  clock_correction_ms: number;
  observations: number;
  /** Observations that could not be taken in while the journal could not be written. */
  refused: number;
  /** Observations left out because it brought more than it may. */
  shed: number;
  complaints: number;
  last_complaint: string | null;
  /** The last inputs that could not be used, oldest first. */
  samples: { time_ms: number; text: string }[];
};

export type FeedConnection = 'http' | 'tcp' | 'ogn' | 'file' | 'party_feed';
export type FeedTrust = 'authenticated' | 'declared' | 'open';

/** What an administrator says of a feed; what is left out is as the node has it. */
export type FeedConfig = {
  name: string;
  connection: FeedConnection;
  address?: string;
  format?: string;
  filter?: string;
  party?: string | null;
  trust?: FeedTrust;
  correct_clock?: boolean;
  max_rate_per_s?: number;
  silence_s?: number;
};

export type Playback = {
  from_ms: number;
  to_ms: number;
  time_ms: number;
  speed: number;
  paused: boolean;
  finished: boolean;
};

export type CaseSummary = {
  id: string;
  state: 'open' | 'closed' | 'interrupted';
  opened_ms: number;
  closed_ms: number | null;
  a: string;
  b: string;
  a_callsign: string | null;
  b_callsign: string | null;
  level: AlertLevel;
  clause: string;
  h_cpa_m: number | null;
  v_cpa_m: number | null;
  t_cpa_ms: number | null;
  breaches: number;
};

export type PictureAnswer = {
  time_ms: number;
  tracks: TrackState[];
  alerts: Alert[];
  trails: Record<string, TrailPoint[]>;
};

/** When an alert was raised, changed its level or cleared. */
export type HistoryMark = { time_ms: number; alert: string; level: AlertLevel | 'cleared' };
/** The times are null before the first report. */
export type History = { from_ms: number | null; to_ms: number | null; marks: HistoryMark[] };

/** One aircraft, with all that the node knows of how well it is tracked. */
export type TrackAnswer = {
  time_ms: number;
  track: TrackState;
  identity: Identity;
  trail: TrailPoint[];
  /** The track that goes on for it, where they are one aircraft. */
  fused_into: string | null;
  flags: TrackFlag[];
  /** null where the watch has nothing to say of it any more. */
  detail: TrackDetail | null;
  /** What the watch said of it, oldest first. */
  events: TrackEvent[];
};

/** `kind` is that of the outcome, `other` the other track that it is about, `says` words with figures and units. */
export type TrackEvent = { time_ms: number; kind: string; other: string | null; says: string };

/** What another version of the memorandum says otherwise, read from `before` on. */
export type Comparison = {
  other: { id: string; version: number; sha256: string };
  before: 'own' | 'other';
  changes: string[];
  /** Further ones, which are counted only. */
  more: number;
};

export type CasesAnswer = { cases: CaseSummary[] };
export type VerdictsAnswer = { verdicts: VerdictGiven[] };
export type CallsAnswer = { calls: CallLogged[] };
export type QuestionsAnswer = { questions: Question[] };
export type MissionsAnswer = {
  time_ms: number;
  missions: StandingMission[];
  /** How those of this party stand with the nodes of others; what no other node is told of is not among them. */
  filings: {
    mission: string;
    state: 'confirmed' | 'provisional' | 'unconfirmed' | 'yields';
    waits_for: string[];
    to: string | null;
    says: string;
  }[];
};
export type MissionNoticesAnswer = {
  notices: { time_ms: number; mission: string | null; party: string | null; clause: string | null; says: string }[];
};
/** Missions under way whose aircraft is seen, and how far each is from its plan. */
export type FlightsAnswer = {
  flights: {
    mission: string;
    time_ms: number;
    deviation: { lateral_m: number; vertical_m: number | null; late_s: number; conforming: boolean };
  }[];
};
export type MissionsRead = { missions: Mission[]; problems: { place: string; reason: string; remedy: string }[] };
export type WaysOutAnswer = { findings: Finding[]; offers: Offer[]; none: string | null };
export type HazardsAnswer = { areas: HazardArea[] };
export type LedgerAnswer = { counts: MissionCounts; all: Total; totals: Total[]; entries: LedgerEntry[] };
export type StatementsAnswer = { statements: Standing[]; contradictions: Contradiction[] };
export type EncountersAnswer = { encounters: Encounter[] };
export type { TrailPoint };

/** Values of one track in the order that `hello.columns` names. */
export type Row = readonly (string | number | boolean | null)[];

export type Hello = {
  type: 'hello';
  status: Status;
  memorandum: Memorandum;
  columns: string[];
  identities: Record<string, Identity>;
  rows: Row[];
  trails: Record<string, TrailPoint[]>;
  alerts: Alert[];
  cases: CaseSummary[];
  /** Of the last minutes, newest first. */
  notices: Notice[];
  /** What is not to be believed, of the tracks that have any such flag. */
  flags: Record<string, TrackFlag[]>;
  /** Tracks that are heard under further addresses, with those addresses' tracks, which have no rows of their own. */
  fused: Record<string, string[]>;
};
export type Tick = { type: 'tick'; tick: number; time_ms: number; rows?: Row[]; outcomes: Outcome[] };
export type StatusMessage = { type: 'status'; status: Status };
export type Reset = { type: 'reset'; reason: string };
export type StreamMessage = Hello | Tick | StatusMessage | Reset;
