import type { Role } from './types.ts';

/** What people may be, and what that is for. */
export const ROLES: readonly { role: Role; words: string; may: string }[] = [
  { role: 'liaison_officer', words: 'Liaison officer', may: 'speaks over the line, takes in statements, logs calls' },
  {
    role: 'safety_manager',
    words: 'Safety manager',
    may: 'answers for safety: statements, hazards, reviews, the audit',
  },
  { role: 'mission_planner', words: 'Mission planner', may: 'files and changes missions, notifies hazard areas' },
  { role: 'investigator', words: 'Investigator', may: 'works on cases' },
  { role: 'observer', words: 'Observer', may: 'reads' },
  { role: 'administrator', words: 'Administrator', may: 'people, feeds and the node itself' },
];

const roleWords = (role: string): string => ROLES.find((one) => one.role === role)?.words ?? role.replaceAll('_', ' ');

export const rolesWords = (roles: readonly string[]): string => roles.map(roleWords).join(', ');

/** A person's link, from its secret: what follows # never reaches the node's log. */
export const joinLink = (origin: string, secret: string): string => `${origin}/#/join/${secret}`;

/** The secret in such a link; null: the address is another. */
export const secretOf = (hash: string): string | null => /^#\/join\/([A-Za-z0-9_-]{43})$/.exec(hash)?.[1] ?? null;
