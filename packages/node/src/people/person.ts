/** What people may be on a node; several at once where a party has few people. */
export const ROLES = [
  'liaison_officer',
  'safety_manager',
  'mission_planner',
  'investigator',
  'observer',
  'administrator',
] as const;
export type Role = (typeof ROLES)[number];

/** What a machine may be besides: `sensor` sends observations to the feeds of a party, and reads nothing. */
export const SCOPES = [...ROLES, 'sensor'] as const;
export type Scope = (typeof SCOPES)[number];

/** Who calls, as far as a route needs it: a person, or a machine that a party entrusted with roles. */
export type Person = {
  readonly id: string;
  readonly name: string;
  /** Id of the memorandum's party for which they act. */
  readonly party: string;
  readonly roles: readonly Scope[];
};
