import type {
  Alert,
  AlertLevel,
  Encounter,
  Identity,
  Memorandum,
  Outcome,
  TrackDetail,
  TrackFlag,
  TrackState,
  TrailPoint,
} from '@skyaccord/accord';

/** Answers and messages of the node, as `docs/api.md` describes them: SI units, ms UTC; `null` is "not known". */
export type Status = {
  name: string;
  mode: 'scenario' | 'replay' | 'live';
  source: string;
  time_ms: number;
  tick: number;
  memorandum: { id: string; version: number };
  feeds: FeedStatus[];
  journal: { sequence: number; hash: string; durable: boolean; problem: string | null };
  playback: Playback | null;
  basemap: boolean;
  tracks: number;
  alerts: number;
  open_cases: number;
};

export type FeedStatus = {
  name: string;
  state: 'starting' | 'live' | 'stale' | 'stopped' | 'finished';
  last_message_ms: number | null;
  observations: number;
  /** Observations that could not be taken in while the journal could not be written. */
  refused: number;
  complaints: number;
  last_complaint: string | null;
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
  /** null where the watch has nothing to say of it any more. */
  detail: TrackDetail | null;
  /** The latest outcomes about this track. */
  events: Outcome[];
};
export type CasesAnswer = { cases: CaseSummary[] };
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
  /** What is not to be believed, of the tracks that have any such flag. */
  flags?: Record<string, TrackFlag[]>;
  /** Tracks that are heard under further addresses, with those addresses' tracks, which have no rows of their own. */
  fused?: Record<string, string[]>;
};
export type Tick = { type: 'tick'; tick: number; time_ms: number; rows?: Row[]; outcomes: Outcome[] };
export type StatusMessage = { type: 'status'; status: Status };
export type Reset = { type: 'reset'; reason: string };
export type StreamMessage = Hello | Tick | StatusMessage | Reset;
