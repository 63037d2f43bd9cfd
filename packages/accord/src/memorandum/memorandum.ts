/**
 * A memorandum as the watch runs it: parsed, checked, in SI units, frozen. `parseMemorandum` in `parse.ts` makes one
 * from YAML or JSON; the document itself is described in `docs/memorandum.md`.
 */
export type Memorandum = {
  readonly id: string;
  readonly version: number;
  readonly title: Words;
  readonly languages: readonly string[];
  readonly area: Area | null;
  readonly parties: readonly Party[];
  readonly clauses: readonly Clause[];
};

/** The same sentence in each language of the memorandum, by BCP 47 tag. */
export type Words = Readonly<Record<string, string>>;

export type Area = {
  readonly name: string;
  readonly bounds_deg: readonly [west: number, south: number, east: number, north: number];
};

export type PartyRole = 'signatory' | 'host' | 'third_party';

export type Party = {
  readonly id: string;
  readonly name: string;
  readonly role: PartyRole;
  /** Rules by which a declared aircraft is known; an authenticated feed needs none. */
  readonly aircraft: readonly AircraftRule[];
};

export type AircraftRule =
  | { readonly by: 'address'; readonly address: string; readonly crew: CrewState | null; readonly name: string | null }
  | {
      readonly by: 'registration';
      readonly registration: string;
      readonly crew: CrewState | null;
      readonly name: string | null;
    }
  | { readonly by: 'callsign_prefix'; readonly prefix: string; readonly crew: CrewState | null }
  | { readonly by: 'registration_prefix'; readonly prefix: string; readonly crew: CrewState | null };

/** `unknown` is treated as crewed wherever a rule must choose. */
export type CrewState = 'crewed' | 'uncrewed' | 'unknown';

/** Encounter classes a separation clause can name; an unknown aircraft counts as crewed. */
export const ENCOUNTER_CLASSES = ['crewed/crewed', 'crewed/uncrewed', 'uncrewed/uncrewed'] as const;
export type EncounterClass = (typeof ENCOUNTER_CLASSES)[number];

export type Clause = SeparationClause | LadderClause | CallsClause | DutyClause | PermissionClause;

type ClauseBase = { readonly id: string; readonly words: Words };

/**
 * Separation minimum. Breached when range < lateral_m and vertical distance < vertical_m at once, for longer than
 * grace_s without a pause. Equality is not a breach.
 */
export type SeparationClause = ClauseBase & {
  readonly kind: 'separation_minimum';
  readonly classes: readonly EncounterClass[];
  /** `different_parties`: an unidentified aircraft differs from everyone, also from another unidentified one. */
  readonly between: 'different_parties' | 'any';
  readonly lateral_m: number;
  readonly vertical_m: number;
  readonly grace_s: number;
  /** How far ahead a predicted entry into the minima raises an alert. */
  readonly warn_ahead_s: number;
};

/** Frequency ladder: call on the first frequency, wait, go to the next. */
export type LadderClause = ClauseBase & {
  readonly kind: 'frequency_ladder';
  readonly rungs: readonly { readonly frequency_mhz: number; readonly call: Words; readonly wait_s: number }[];
};

/** Required calls and steps for crews, in order, shown on the alert at the level named and above. */
export type CallsClause = ClauseBase & {
  readonly kind: 'required_calls';
  readonly at: AlertLevel;
  readonly steps: readonly Words[];
};

/** Words only, judged by people; no number is ever forced on it. */
export type DutyClause = ClauseBase & { readonly kind: 'qualitative_duty' };

/**
 * Permission to operate: inside the area, between floor and ceiling, in the period, only aircraft of the parties
 * granted may fly. An aircraft of another party raises a notice; it changes nothing in what is warned of.
 */
export type PermissionClause = ClauseBase & {
  readonly kind: 'permission_to_operate';
  readonly area: PermissionArea;
  /** Levels against 1013.25 hPa; null is unlimited. The clause holds from the floor to the ceiling, both included. */
  readonly floor_m: number | null;
  readonly ceiling_m: number | null;
  /** The clause holds from `from_ms` on and before `until_ms`; null is unlimited. */
  readonly from_ms: number | null;
  readonly until_ms: number | null;
  /** Ids of parties. */
  readonly granted: readonly string[];
};

/** Either a box or a polygon, the other one null. */
export type PermissionArea = {
  readonly name: string;
  readonly bounds_deg: Area['bounds_deg'] | null;
  /** Corners in order; its sides are straight in latitude and longitude. */
  readonly polygon_deg: readonly (readonly [latitude: number, longitude: number])[] | null;
};

/**
 * advisory: the minima will be lost, but the grace time is not predicted to run out;
 * warning: a breach of the clause is predicted; breach: it has happened and lasts.
 */
export const ALERT_LEVELS = ['advisory', 'warning', 'breach'] as const;
export type AlertLevel = (typeof ALERT_LEVELS)[number];
