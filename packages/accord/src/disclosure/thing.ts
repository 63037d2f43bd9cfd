import type { Rung } from './ladder.ts';

/** What can be shared; the first five are what a disclosure duty can name. */
export const WHATS = ['crewed_flights', 'uncrewed_flights', 'plans', 'hazards', 'alerts', 'statements'] as const;
export type What = (typeof WHATS)[number];

/** Flights move, and are told of as they do; all else is told of as it stands. */
export const isFlight = (what: What): boolean => what === 'crewed_flights' || what === 'uncrewed_flights';

/**
 * A box of airspace over a time; `floor_m` and `ceiling_m` null: not limited. Where west is beyond east it spans 180°.
 */
export type Volume = {
  readonly west_deg: number;
  readonly south_deg: number;
  readonly east_deg: number;
  readonly north_deg: number;
  readonly floor_m: number | null;
  readonly ceiling_m: number | null;
  readonly from_ms: number;
  readonly until_ms: number;
};

export type Point = {
  readonly time_ms: number;
  readonly latitude_deg: number;
  readonly longitude_deg: number;
  readonly altitude_m: number | null;
};

/** A value of a field: JSON without structure of its own, so that nothing can hide within it. */
export type FieldValue = string | number | boolean | null | readonly string[];

/**
 * Something that one party could show another, whole. `ref` names it for the other party alone: it says nothing of what
 * it names, and is another one for each party. `track`: where a flight was, the route of a plan, the place of an alert;
 * in order of time. `fields` holds only what `FIELDS` lists for its kind.
 */
export type Thing = {
  readonly what: What;
  readonly ref: string;
  readonly volume: Volume | null;
  readonly track: readonly Point[];
  readonly fields: Readonly<Record<string, FieldValue>>;
};

const FLIGHT = {
  altitude_datum: 'delayed_track',
  category: 'live_track',
  on_ground: 'live_track',
  track_deg: 'live_track',
  ground_speed_mps: 'live_track',
  vertical_rate_mps: 'live_track',
  h_uncertainty_m: 'live_track',
  address: 'identity',
  callsign: 'identity',
  registration: 'identity',
  name: 'identity',
  source: 'identity',
} as const;

/**
 * From which rung on each field of each kind is shown. What is not listed here cannot be shown at all. `volume` and
 * `track` are shown from the rungs of these names on, in every kind.
 */
export const FIELDS: Readonly<Record<What, Readonly<Record<string, Rung>>>> = {
  crewed_flights: FLIGHT,
  uncrewed_flights: FLIGHT,
  plans: {
    altitude_datum: 'delayed_track',
    category: 'live_track',
    cruise_mps: 'live_track',
    state: 'live_track',
    mission: 'identity',
    callsign: 'identity',
    aircraft: 'identity',
    contact: 'identity',
  },
  hazards: {
    hazard: 'volume_and_time',
    admitted: 'volume_and_time',
    words: 'live_track',
    owner: 'identity',
    contact: 'identity',
  },
  alerts: {
    level: 'existence',
    clause: 'volume_and_time',
    t_cpa_ms: 'live_track',
    h_cpa_m: 'live_track',
    v_cpa_m: 'live_track',
    tracks: 'identity',
    callsigns: 'identity',
    advice: 'identity',
  },
  statements: {
    as_of_ms: 'volume_and_time',
    from_ms: 'volume_and_time',
    until_ms: 'volume_and_time',
    subject: 'live_track',
    predicate: 'live_track',
    negated: 'live_track',
    party: 'live_track',
    area: 'live_track',
    clause: 'live_track',
    thing: 'live_track',
    conditions: 'live_track',
    words: 'live_track',
    source: 'identity',
    speaks_for: 'identity',
    speaker: 'identity',
    office: 'identity',
    relayed_by: 'identity',
    setting: 'identity',
  },
};
