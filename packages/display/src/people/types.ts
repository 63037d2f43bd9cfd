/** As the node says them: docs/api.md and docs/people.md. */
export type Role =
  | 'liaison_officer'
  | 'safety_manager'
  | 'mission_planner'
  | 'investigator'
  | 'observer'
  | 'administrator';

export type Person = { id: string; name: string; party: string; roles: string[] };

export type SessionAnswer = {
  person: Person | null;
  demo: boolean;
  passkeys: boolean;
  ends_ms: number | null;
  recent_until_ms: number | null;
  /** Just after one was used to sign in. */
  recovery_left: number | null;
  /** Told this once, with a new password. */
  recovery_codes: string[];
};

export type InvitationLook = {
  kind: 'join' | 'reset';
  party: string;
  roles: string[];
  name: string | null;
  login: string | null;
  expires_ms: number;
  passkeys: boolean;
  code: string;
  code_address: string;
};

export type AccountAnswer = {
  person: Person;
  login: string | null;
  password: boolean;
  recovery_left: number;
  passkeys: { id: string; name: string; rp_id: string; created_ms: number; used_ms: number | null }[];
  sessions: { id: string; created_ms: number; seen_ms: number; address: string; agent: string; current: boolean }[];
};

type Named = { id: string; name: string; roles: string[]; created_ms: number; removed_ms: number | null };
export type PersonShown = Named & { login: string; password: boolean; passkeys: number; sessions: number };
export type PeopleAnswer = {
  people: PersonShown[];
  machines: Named[];
  invitations: {
    id: string;
    kind: 'join' | 'reset';
    person: string | null;
    roles: string[];
    by: string;
    expires_ms: number;
  }[];
};

export type AuditAnswer = {
  lines: {
    n: number;
    time_ms: number;
    kind: string;
    person: string | null;
    name: string | null;
    route: string;
    what: string;
    status: number;
    from: string;
  }[];
};
