import type { Contact, Definition, Period, PublicKey } from './header.ts';
import type { Clause } from './kinds.ts';
import type { Area, CrewState, Words } from './terms.ts';

export type { Contact, Definition, Period, PublicKey } from './header.ts';
export type { StandoffClause } from './kinds/boundary_standoff.ts';
export type { CivilityClause } from './kinds/civility.ts';
export type { DisclosureClause } from './kinds/disclosure_duty.ts';
export type { DurationClause } from './kinds/duration.ts';
export type { EntryRingsClause } from './kinds/entry_rings.ts';
export type { ExemptionClause } from './kinds/exemption.ts';
export type { FlowDownClause } from './kinds/flow_down.ts';
export type { LadderClause } from './kinds/frequency_ladder.ts';
export type { HazardAreaClause } from './kinds/hazard_area.ts';
export type { HazardNoticeClause } from './kinds/hazard_notice.ts';
export type { IncidentExchangeClause } from './kinds/incident_exchange.ts';
export type { JointReviewClause } from './kinds/joint_review.ts';
export type { LightsClause } from './kinds/lights.ts';
export type { LineClause } from './kinds/line_hours.ts';
export type { NonInterferenceClause } from './kinds/non_interference.ts';
export type { PermissionClause } from './kinds/permission.ts';
export type { ProhibitedConductClause } from './kinds/prohibited_conduct.ts';
export type { DutyClause } from './kinds/qualitative_duty.ts';
export type { CallsClause } from './kinds/required_calls.ts';
export type { RightOfWayClause } from './kinds/right_of_way.ts';
export type { SeparationClause } from './kinds/separation_minimum.ts';
export type { SpecialCautionClause } from './kinds/special_caution.ts';
export type { TransponderClause } from './kinds/transponder.ts';
export type { SignalsClause } from './kinds/visual_signals.ts';
export type { ZoneClause } from './kinds/zone_by_category.ts';
export type { Clause, ClauseKind } from './kinds.ts';
export {
  type AircraftCategory,
  ALERT_LEVELS,
  type AlertLevel,
  type Area,
  type AreaShape,
  type CrewState,
  ENCOUNTER_CLASSES,
  type EncounterClass,
  type PermissionArea,
  type Words,
} from './terms.ts';

/**
 * A memorandum as the watch runs it: parsed, checked, in SI units, frozen. `parseMemorandum` in `parse.ts` makes one
 * from YAML or JSON; the document itself is described in `docs/memorandum.md`. What is optional came to the form later:
 * it is left out where it was not written.
 */
export type Memorandum = {
  readonly id: string;
  readonly version: number;
  readonly title: Words;
  readonly languages: readonly string[];
  readonly area: Area | null;
  readonly period?: Period;
  readonly definitions?: readonly Definition[];
  readonly parties: readonly Party[];
  readonly clauses: readonly Clause[];
};

export type PartyRole = 'signatory' | 'host' | 'third_party';

export type Party = {
  readonly id: string;
  readonly name: string;
  readonly role: PartyRole;
  /** Rules by which a declared aircraft is known; an authenticated feed needs none. */
  readonly aircraft: readonly AircraftRule[];
  /** Keys with which it signs; others take their place by statements that one of them signs. */
  readonly keys?: readonly PublicKey[];
  readonly contacts?: readonly Contact[];
  readonly units_bound?: readonly string[];
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
