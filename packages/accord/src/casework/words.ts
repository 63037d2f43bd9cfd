/** What a party says of an alleged event; the standing of the case follows from what all of them say. */
export const STANCES = ['acknowledged', 'disputed', 'agreed', 'not_determined'] as const;
export type Stance = (typeof STANCES)[number];
/** Where a case stands between the parties. */
export type CaseStanding = 'alleged' | Stance;

/**
 * Risk of collision as it was, not as it might have been (UK Airprox Board): A risk of collision, B safety not assured,
 * C no risk of collision, D not determined, E normal standards pertained.
 */
export const RISK_CLASSES = ['A', 'B', 'C', 'D', 'E'] as const;
export type RiskClass = (typeof RISK_CLASSES)[number];

/** What stands between two aircraft and a collision: on the ground, between the parties, in the air. */
export const BARRIERS = [
  'ground_rules',
  'ground_staffing',
  'ground_awareness',
  'ground_warning',
  'line',
  'air_rules',
  'air_planning',
  'air_awareness',
  'air_warning',
  'see_and_avoid',
] as const;
export type Barrier = (typeof BARRIERS)[number];
/** Whether a barrier was there, and what it did. */
export const AVAILABILITIES = ['full', 'partial', 'none', 'not_assessed'] as const;
export type Availability = (typeof AVAILABILITIES)[number];
export const EFFECTS = ['effective', 'partial', 'ineffective', 'not_used', 'not_assessed'] as const;
export type Effect = (typeof EFFECTS)[number];
export type BarrierTable = Readonly<Record<Barrier, { readonly available: Availability; readonly effect: Effect }>>;

/** What an account can hold beside its words; the names are those of the memorandum's clause on exchanges. */
export const CONTENTS = ['account', 'tracks', 'recordings', 'line_calls', 'weather'] as const;
export type Content = (typeof CONTENTS)[number];

/** Those who may take part in the work on cases, by what they are to their party. */
export type CaseRole =
  | 'liaison_officer'
  | 'safety_manager'
  | 'mission_planner'
  | 'investigator'
  | 'observer'
  | 'administrator';

/** Who may take which step on behalf of the party. What a node does by itself stands here too: for nobody. */
export const MAY_TAKE = {
  opened: ['safety_manager', 'investigator', 'liaison_officer'],
  joined: ['safety_manager', 'investigator'],
  account: ['safety_manager', 'investigator', 'liaison_officer'],
  commented: ['safety_manager', 'investigator', 'liaison_officer', 'mission_planner'],
  stance: ['safety_manager', 'investigator'],
  risk: ['safety_manager', 'investigator'],
  recommended: ['safety_manager', 'investigator'],
  answered: ['safety_manager'],
  reviewed: ['safety_manager', 'liaison_officer'],
  attached: ['safety_manager', 'investigator', 'liaison_officer'],
  report_withdrawn: [],
  signed_off: ['safety_manager'],
  release_drafted: ['safety_manager', 'investigator'],
  release_signed: ['safety_manager'],
  release_declined: ['safety_manager'],
} as const satisfies Readonly<Record<string, readonly CaseRole[]>>;
