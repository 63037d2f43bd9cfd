import { BOUNDARY_STANDOFF, type StandoffClause } from './kinds/boundary_standoff.ts';
import { CIVILITY, type CivilityClause } from './kinds/civility.ts';
import { DISCLOSURE_DUTY, type DisclosureClause } from './kinds/disclosure_duty.ts';
import { DURATION, type DurationClause } from './kinds/duration.ts';
import { ENTRY_RINGS, type EntryRingsClause } from './kinds/entry_rings.ts';
import { EXEMPTION, type ExemptionClause } from './kinds/exemption.ts';
import { FLOW_DOWN, type FlowDownClause } from './kinds/flow_down.ts';
import { FREQUENCY_LADDER, type LadderClause } from './kinds/frequency_ladder.ts';
import { HAZARD_AREA, type HazardAreaClause } from './kinds/hazard_area.ts';
import { HAZARD_NOTICE, type HazardNoticeClause } from './kinds/hazard_notice.ts';
import { INCIDENT_EXCHANGE, type IncidentExchangeClause } from './kinds/incident_exchange.ts';
import { JOINT_REVIEW, type JointReviewClause } from './kinds/joint_review.ts';
import { LIGHTS, type LightsClause } from './kinds/lights.ts';
import { LINE_HOURS, type LineClause } from './kinds/line_hours.ts';
import { NON_INTERFERENCE, type NonInterferenceClause } from './kinds/non_interference.ts';
import { PERMISSION, type PermissionClause } from './kinds/permission.ts';
import { PROHIBITED_CONDUCT, type ProhibitedConductClause } from './kinds/prohibited_conduct.ts';
import { type DutyClause, QUALITATIVE_DUTY } from './kinds/qualitative_duty.ts';
import { type CallsClause, REQUIRED_CALLS } from './kinds/required_calls.ts';
import { RIGHT_OF_WAY, type RightOfWayClause } from './kinds/right_of_way.ts';
import { SEPARATION_MINIMUM, type SeparationClause } from './kinds/separation_minimum.ts';
import { SPECIAL_CAUTION, type SpecialCautionClause } from './kinds/special_caution.ts';
import { TRANSPONDER, type TransponderClause } from './kinds/transponder.ts';
import { type SignalsClause, VISUAL_SIGNALS } from './kinds/visual_signals.ts';
import { ZONE_BY_CATEGORY, type ZoneClause } from './kinds/zone_by_category.ts';

/** Every kind of clause that a memorandum may hold, in the order in which the manual describes them. */
export const KINDS = [
  SEPARATION_MINIMUM,
  BOUNDARY_STANDOFF,
  ZONE_BY_CATEGORY,
  EXEMPTION,
  PROHIBITED_CONDUCT,
  QUALITATIVE_DUTY,
  LIGHTS,
  FREQUENCY_LADDER,
  REQUIRED_CALLS,
  VISUAL_SIGNALS,
  TRANSPONDER,
  HAZARD_NOTICE,
  HAZARD_AREA,
  ENTRY_RINGS,
  SPECIAL_CAUTION,
  NON_INTERFERENCE,
  LINE_HOURS,
  INCIDENT_EXCHANGE,
  JOINT_REVIEW,
  DURATION,
  CIVILITY,
  FLOW_DOWN,
  RIGHT_OF_WAY,
  DISCLOSURE_DUTY,
  PERMISSION,
] as const;

export type Clause =
  | SeparationClause
  | StandoffClause
  | ZoneClause
  | ExemptionClause
  | ProhibitedConductClause
  | DutyClause
  | LightsClause
  | LadderClause
  | CallsClause
  | SignalsClause
  | TransponderClause
  | HazardNoticeClause
  | HazardAreaClause
  | EntryRingsClause
  | SpecialCautionClause
  | NonInterferenceClause
  | LineClause
  | IncidentExchangeClause
  | JointReviewClause
  | DurationClause
  | CivilityClause
  | FlowDownClause
  | RightOfWayClause
  | DisclosureClause
  | PermissionClause;

const BY_NAME: ReadonlyMap<string, (typeof KINDS)[number]> = new Map(KINDS.map((kind) => [kind.kind, kind]));

/** The kind of that name; `undefined` where there is none. */
export function kindNamed(name: string): (typeof KINDS)[number] | undefined {
  return BY_NAME.get(name);
}
