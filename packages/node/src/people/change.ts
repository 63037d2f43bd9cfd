import type { Scope } from './person.ts';

/** A change of people as the journal holds it: ids and roles, never a name or a secret. */
export type PeopleBody = {
  readonly change:
    | 'invited'
    | 'invitation_withdrawn'
    | 'joined'
    | 'reset'
    | 'roles'
    | 'removed'
    | 'password_set'
    | 'recovery_codes_made'
    | 'recovery_code_used'
    | 'passkey_added'
    | 'passkey_removed'
    | 'machine_added'
    | 'machine_removed';
  /** A person's id, or `machine` for somebody at the machine itself. */
  readonly by: string;
  /** Whom it is about: of an invitation to join, the invitation. */
  readonly of: string;
  readonly roles: readonly Scope[];
};
