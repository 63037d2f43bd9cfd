import type { ClauseOutcome } from './judged.ts';
import type { AlertLevel, CrewState, EncounterClass } from './memorandum/memorandum.ts';

/**
 * What the watch says. Outcomes are journalled before anyone is told, and come out in the same order, with the same
 * bytes, from the same inputs. Distances in m, speeds in m/s, times in ms UTC; `null` is "not known".
 */
export type Outcome =
  | TrackStarted
  | TrackIdentified
  | TrackDropped
  | TracksFused
  | TracksParted
  | TrackFlagged
  | TrackUnflagged
  | PermissionNotice
  | ClauseNotice
  | ObservationsSetAside
  | AlertRaised
  | AlertUpdated
  | AlertCleared
  | EncounterClosed
  | CaseOpened
  | CaseClosed
  | ClauseOutcome;

type At = { readonly tick: number; readonly time_ms: number };

/** A track exists from its first usable observation. */
export type TrackStarted = At & { readonly kind: 'track_started'; readonly track: string; readonly identity: Identity };
/** The identity of a track changed; what was known before stays in the journal. */
export type TrackIdentified = At & {
  readonly kind: 'track_identified';
  readonly track: string;
  readonly identity: Identity;
};
export type TrackDropped = At & {
  readonly kind: 'track_dropped';
  readonly track: string;
  readonly last_seen_ms: number;
  /** `silent`: no usable observation for 120 s, the stated rule; `run_over`: the recording or run ended. */
  readonly reason: 'silent' | 'run_over';
};
/**
 * Two tracks are one aircraft heard under two addresses: `track` goes on for both, `other` is no aircraft of its own
 * any more. Both keep being followed beneath, and part again the moment they differ.
 */
export type TracksFused = At & {
  readonly kind: 'tracks_fused';
  readonly track: string;
  readonly other: string;
  readonly evidence: FusionEvidence;
};
/** What was held to be one aircraft is two after all: `other` is an aircraft of its own again, warned of at once. */
export type TracksParted = At & {
  readonly kind: 'tracks_parted';
  readonly track: string;
  readonly other: string;
  /**
   * apart: positions differ by more than their errors allow; motion: they move differently; silent: one was dropped.
   */
  readonly reason: 'apart' | 'motion' | 'silent';
  readonly evidence: FusionEvidence;
};
/** Why two tracks are held to be one aircraft (or no longer): what was compared, over how long. */
export type FusionEvidence = {
  readonly comparisons: number;
  readonly over_s: number;
  /** Median distance of `other` from where `track` was at that time, the delay taken out. */
  readonly distance_m: number;
  /** How much later `other` reports; 0 where it cannot be told. */
  readonly delay_s: number;
  /** Median height of `other` above `track`; null where they have no height in common. */
  readonly height_m: number | null;
  /** Relative speed left over, m/s. */
  readonly relative_speed_mps: number;
};

/** Something about a track is not to be believed as it stands. The track is kept, and shown with it. */
export type TrackFlagged = At & { readonly kind: 'track_flagged'; readonly track: string; readonly flag: TrackFlag };
/** The flag has not been seen to hold for a while. */
export type TrackUnflagged = At & {
  readonly kind: 'track_unflagged';
  readonly track: string;
  readonly flag: TrackFlagKind;
};
export type TrackFlag = {
  readonly flag: TrackFlagKind;
  readonly since_ms: number;
  /** In words for a person, with figures and units. */
  readonly detail: string;
};
/**
 * implausible_jump: a position that could not be reached; duplicate_identity: one address, two places at once;
 * spoofing_suspected: position, speed and height contradict one another as under GNSS interference; replayed: reports
 * repeat what was sent before; clock_fault: times contradict the motion; noise: positions scatter far beyond the stated
 * accuracy; frozen: position stands still while the speed says otherwise; poor_accuracy: errors exceed what the source
 * states, found against another source; height_bias: heights differ steadily from another source of the same aircraft.
 */
export type TrackFlagKind =
  | 'implausible_jump'
  | 'duplicate_identity'
  | 'spoofing_suspected'
  | 'replayed'
  | 'clock_fault'
  | 'noise'
  | 'frozen'
  | 'poor_accuracy'
  | 'height_bias';

/** An aircraft of a party was seen where that party has no permission in the memorandum to be. */
export type PermissionNotice = At & {
  readonly kind: 'permission_notice';
  readonly track: string;
  readonly identity: Identity;
  readonly clause: string;
  readonly area: string;
  readonly latitude_deg: number;
  readonly longitude_deg: number;
  /** What the memorandum says of it, in words. */
  readonly says: string;
};

/** While it lasts: an aircraft certainly is where a clause asks it not to be. The verdict follows when it is over. */
export type ClauseNotice = Omit<PermissionNotice, 'kind'> & { readonly kind: 'clause_notice' };
export type Notice = PermissionNotice | ClauseNotice;

/** Observations that changed no track: counted by source and reason, never silently lost. */
export type ObservationsSetAside = At & {
  readonly kind: 'observations_set_aside';
  readonly source: string;
  readonly reason: SetAsideReason;
  readonly count: number;
  /** The first of them, as `address at time`. */
  readonly example: { readonly address: string; readonly time_ms: number };
};
export type SetAsideReason = 'late' | 'duplicate' | 'null_island' | 'implausible_jump' | 'from_the_future' | 'no_room';

export type AlertRaised = At & { readonly kind: 'alert_raised'; readonly alert: Alert };
export type AlertUpdated = At & { readonly kind: 'alert_updated'; readonly alert: Alert };
export type AlertCleared = At & {
  readonly kind: 'alert_cleared';
  readonly alert: string;
  /**
   * clear: no clause predicts or measures a loss any more; data_too_old: a track fell silent for longer than prediction
   * can bear; kind_changed: the pair turned out to fly in formation or to be one aircraft; run_over: the run ended.
   */
  readonly reason: 'clear' | 'data_too_old' | 'kind_changed' | 'run_over';
};
/** A pass is over: what it measured at its closest, after the fact. */
export type EncounterClosed = At & { readonly kind: 'encounter_closed'; readonly encounter: Encounter };
export type CaseOpened = At & {
  readonly kind: 'case_opened';
  readonly case: string;
  /** The alert that stood; null when the breach came to light only as the last reports were joined. */
  readonly alert: string | null;
};
export type CaseClosed = At & { readonly kind: 'case_closed'; readonly case: CaseFile };

/**
 * Who an aircraft is, as far as anyone can tell, with the evidence. `party: null` is unidentified: a class of its own.
 */
export type Identity = {
  /** The first name heard that is no registration, else the first one; where there are several, all are evidence. */
  readonly callsign: string | null;
  readonly registration: string | null;
  readonly category: string | null;
  readonly technology: string;
  readonly party: string | null;
  /** How sure the party is; `none` without a party, one step lower than its evidence where it is contested. */
  readonly confidence: 'high' | 'medium' | 'low' | 'none';
  /** The evidence names more than one party. */
  readonly contested: boolean;
  readonly crew: CrewState;
  readonly evidence: readonly Evidence[];
};
/** Of whom nothing has been learnt yet. */
export const unidentified = (technology: string): Identity => ({
  callsign: null,
  registration: null,
  category: null,
  technology,
  party: null,
  confidence: 'none',
  contested: false,
  crew: 'unknown',
  evidence: [],
});
/**
 * One reason to believe something. For a party `says` is its id, for a crew its state, else what was heard or reckoned.
 * An `address_block` is a hint and decides nothing.
 */
export type Evidence = {
  readonly for: 'party' | 'crew' | 'registration' | 'callsign' | 'category';
  readonly by:
    | 'authenticated_feed'
    | 'declared_address'
    | 'declared_registration'
    | 'callsign_prefix'
    | 'registration_prefix'
    | 'address_block'
    | 'address_arithmetic'
    | 'transmitted'
    | 'emitter_category'
    | 'source_technology'
    | 'none';
  readonly says: string;
  readonly confidence: 'high' | 'medium' | 'low';
};

/** One side of a pair, as it stood. */
export type AircraftState = {
  readonly track: string;
  readonly callsign: string | null;
  readonly party: string | null;
  readonly crew: CrewState;
  readonly seen_ms: number;
  readonly latitude_deg: number;
  readonly longitude_deg: number;
  readonly altitude_m: number | null;
  readonly altitude_datum: 'pressure' | 'geometric' | null;
  readonly ground_speed_mps: number;
  readonly track_deg: number;
  readonly vertical_rate_mps: number;
  /** 95 % radius now, after growth with age. */
  readonly accuracy_m: number;
};

/** Why two aircraft are near each other. A label can lower a level; it never outlives the pass. */
export type EncounterKind = 'encounter' | 'formation' | 'tow' | 'thermal' | 'circuit' | 'same_aircraft';

/** What a clause says of a pair at one instant: id, version, minima and values, so that a reader can check it. */
export type ClauseFinding = {
  readonly clause: string;
  readonly memorandum: string;
  readonly version: number;
  readonly level: AlertLevel;
  readonly lateral_minimum_m: number;
  readonly vertical_minimum_m: number;
  readonly grace_s: number;
  /** Predicted entry into the minima; equal to `time_ms` or before when already inside; null when not predicted. */
  readonly entry_ms: number | null;
  readonly exit_ms: number | null;
  /** Inside the minima without a pause since, measured where reports allow it, else reckoned; null when outside. */
  readonly inside_since_ms: number | null;
  /** When the grace time runs out, if the pair stays inside. */
  readonly breach_ms: number | null;
};

export type Alert = {
  readonly id: string;
  readonly level: AlertLevel;
  readonly encounter_class: EncounterClass;
  readonly kind: EncounterKind;
  readonly raised_ms: number;
  readonly time_ms: number;
  readonly a: AircraftState;
  readonly b: AircraftState;
  readonly range_m: number;
  readonly vertical_m: number | null;
  /** Rate at which the range shrinks now; negative when it opens. */
  readonly closure_mps: number;
  readonly cpa: Cpa;
  /**
   * 0 to 1: that a clause is breached within its warning time if nobody advises the two; absent in records of before it
   * was worked out.
   */
  readonly probability?: number;
  /**
   * Present once the alert is or was a warning or a breach: the id of the alert that called a person for these
   * aircraft, its own where it did.
   */
  readonly alarm?: string;
  /** Most urgent first; the first one is what the alert cites. Never empty. */
  readonly findings: readonly ClauseFinding[];
  readonly advice: readonly Advice[];
  /** Clauses of the memorandum that hold the calls and steps for crews at this level. */
  readonly calls: readonly string[];
};
/** Predicted closest point of approach, with the 95 % uncertainty of the horizontal miss. */
export type Cpa = {
  readonly t_cpa_ms: number;
  readonly h_cpa_m: number;
  readonly v_cpa_m: number | null;
  readonly uncertainty_m: number;
  readonly a_latitude_deg: number;
  readonly a_longitude_deg: number;
  readonly b_latitude_deg: number;
  readonly b_longitude_deg: number;
};

export type Manoeuvre =
  | { readonly kind: 'turn'; readonly by_deg: number; readonly to_track_deg: number }
  | { readonly kind: 'vertical'; readonly by_m: number; readonly to_altitude_m: number; readonly rate_mps: number }
  | { readonly kind: 'speed'; readonly by_mps: number; readonly to_mps: number };

/** The cheapest change for one aircraft that keeps clear of all known traffic, or the best there is. */
export type Advice = {
  readonly for: string;
  readonly party: string | null;
  /** To be done together, at most one of each kind, in the order turn, height, speed; none: go on as it does. */
  readonly manoeuvres: readonly Manoeuvre[];
  /**
   * No clause's minima are lost between the two, and a loss of any against any known traffic, whatever that does, is
   * less probable than 0.05.
   */
  readonly clear: boolean;
  /** At least of each aircraft's narrowest minima; false: nothing tried keeps these, and this is the best there is. */
  readonly safe: boolean;
  /** Clauses of the alert whose minima it keeps so, of those not lost already. */
  readonly keeps: readonly string[];
  /** Predicted closest while flying it, against the other aircraft of the alert, should that fly on as it does. */
  readonly h_cpa_m: number;
  readonly v_cpa_m: number | null;
  readonly words: string;
  /** Absent where nothing is asked of the aircraft. */
  readonly cost?: AdviceCost;
  /** What the aircraft could do, along each axis by itself; absent below a warning, and where it was not worked out. */
  readonly bands?: AdviceBands;
  /** Present where there is no advice because the crew has a resolution advisory of its own (ACAS) to follow. */
  readonly resolution_advisory?: true;
};

/**
 * What it takes from the aircraft, flown until the other is past and then undone. Right, up and faster are positive;
 * `delay_s` is negative where it arrives sooner.
 */
export type AdviceCost = {
  readonly turn_deg: number;
  readonly height_m: number;
  readonly speed_mps: number;
  /** More way over ground. */
  readonly extra_m: number;
  readonly delay_s: number;
};

/**
 * From low to high and without a gap, which values keep clear of all known traffic (free), which do not (conflict), and
 * which, where none does, are the soonest way out (recovery). Tracks go clockwise from 0 to 360.
 */
export type AdviceBands = {
  readonly track_deg: readonly AdviceBand[];
  readonly vertical_rate_mps: readonly AdviceBand[];
  /** Against the datum of the aircraft's own altitude. */
  readonly altitude_m: readonly AdviceBand[];
  readonly ground_speed_mps: readonly AdviceBand[];
};
export type AdviceBand = {
  readonly from: number;
  readonly to: number;
  readonly says: 'free' | 'conflict' | 'recovery';
};

/**
 * A pass as measured, by interpolating between reports. `basis` is `reckoned` only where no two reports could be joined
 * (gaps over 45 s): the closest is then the nearest that dead reckoning saw, and no loss is claimed.
 */
export type Encounter = {
  readonly basis: 'measured' | 'reckoned';
  readonly a: string;
  readonly b: string;
  readonly a_callsign: string | null;
  readonly b_callsign: string | null;
  readonly class: EncounterClass;
  readonly kind: EncounterKind;
  readonly t_cpa_ms: number;
  readonly h_cpa_m: number;
  readonly v_cpa_m: number | null;
  /** Where the two most likely were, from all reports around the closest instant; null where nothing was measured. */
  readonly best: BestEstimate | null;
  /** Horizontal relative speed at the closest instant. */
  readonly closure_mps: number;
  readonly alerted: AlertLevel | null;
  readonly breaches: readonly Breach[];
  readonly losses: readonly Loss[];
};
/**
 * The closest point of approach of both tracks as smoothed after the fact: reports scatter, and between two of them an
 * aircraft may turn. What a clause says rests on the measured values beside it, never on these.
 */
export type BestEstimate = {
  readonly t_cpa_ms: number;
  readonly h_cpa_m: number;
  readonly v_cpa_m: number | null;
  /** 95 % radius of the relative position. */
  readonly h_uncertainty_m: number;
};
/** Both minima lost at once, for how long, whether or not the grace time ran out. */
export type Loss = {
  readonly clause: string;
  readonly version: number;
  readonly from_ms: number;
  readonly to_ms: number;
  readonly duration_s: number;
  /**
   * Of this, flown near on purpose (formation, tow, thermal, one aircraft heard twice): not counted against the grace.
   */
  readonly excused_s: number;
  /** At the closest instant of the loss. */
  readonly h_min_m: number;
  readonly v_min_m: number;
};
export type Breach = Loss & { readonly grace_s: number };

/** One pass, kept: both aircraft, what was predicted, advised and measured. */
export type CaseFile = {
  readonly id: string;
  readonly opened_ms: number;
  readonly closed_ms: number;
  readonly memorandum: string;
  readonly version: number;
  readonly encounter: Encounter;
  readonly a: CaseAircraft;
  readonly b: CaseAircraft;
  /** What was said and when: raised, changed, cleared. */
  readonly advisories: readonly CaseAdvisory[];
  /** Range and height difference over time, at most 240 points. */
  readonly samples: readonly CaseSample[];
  readonly area: string | null;
};
export type CaseAircraft = {
  readonly track: string;
  readonly identity: Identity;
  readonly reports: number;
  readonly sources: readonly string[];
};
export type CaseAdvisory = {
  readonly time_ms: number;
  readonly level: AlertLevel | 'cleared';
  readonly clause: string;
  readonly range_m: number;
  readonly vertical_m: number | null;
  readonly h_cpa_m: number;
  readonly t_cpa_ms: number;
  readonly advice: readonly string[];
};
export type CaseSample = {
  readonly time_ms: number;
  readonly range_m: number;
  readonly vertical_m: number | null;
  readonly a: readonly [latitude_deg: number, longitude_deg: number, altitude_m: number | null];
  readonly b: readonly [latitude_deg: number, longitude_deg: number, altitude_m: number | null];
};

/** A track as a picture shows it: dead-reckoned by the reader of the picture from `seen_ms`, never by us. */
export type TrackState = AircraftState & {
  readonly category: string | null;
  readonly technology: string;
  readonly on_ground: boolean;
};
