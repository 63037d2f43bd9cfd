/** What was asked of an aircraft or a mission. */
export const MEASURES = ['delay', 'slower', 'reroute', 'turn', 'level', 'speed', 'mix', 'cancel'] as const;
export type Measure = (typeof MEASURES)[number];

/** yes: minima were lost all the same; no: the two never came near; unknown: they kept apart, maybe for its sake. */
export type Needed = 'yes' | 'no' | 'unknown';

/**
 * One change that was advised or reported, with what it took. It names what it rests on, so that every figure of the
 * ledger opens the advice, offer or report behind it.
 */
export type LedgerEntry = {
  readonly id: string;
  readonly time_ms: number;
  /** advised: by an alert; taken: an offer that a mission took; reported: people say so. */
  readonly basis: 'advised' | 'taken' | 'reported';
  readonly source: string;
  readonly mission: string | null;
  readonly track: string | null;
  readonly party: string | null;
  readonly other_party: string | null;
  readonly clause: string | null;
  readonly measure: Measure;
  readonly delay_s: number;
  readonly extra_m: number;
  readonly height_m: number;
  readonly turn_deg: number;
  readonly speed_mps: number;
  readonly needed: Needed;
  /** How often it was changed while it stood; the last is what counts. */
  readonly revisions: number;
};

/** What people report of a delay, a re-route or a cancellation that no node advised. */
export type Report = Pick<LedgerEntry, 'party' | 'other_party' | 'clause' | 'measure' | 'mission' | 'track'> & {
  readonly source: string;
  readonly time_ms: number;
  readonly delay_s: number;
  readonly extra_m: number;
};

/** What became of a mission that was filed. */
export type MissionEnd = 'planned' | 'flown_as_planned' | 'flown_changed' | 'cancelled';
