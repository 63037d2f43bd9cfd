import Type from 'typebox';
import { ROLES, SCOPES } from '../../people/person.ts';
import { nullable, time_ms } from './common.ts';

export const Roles = Type.Array(Type.Union(ROLES.map((role) => Type.Literal(role))), {
  minItems: 1,
  uniqueItems: true,
});
export const Scopes = Type.Array(Type.Union(SCOPES.map((scope) => Type.Literal(scope))), {
  minItems: 1,
  uniqueItems: true,
});
export const Login = Type.String({ minLength: 1, maxLength: 64 });
/** Long enough for whatever is refused with a reason, short enough to be hashed. */
export const Password = Type.String({ minLength: 1, maxLength: 512 });
export const Code = Type.String({ pattern: '^[0-9]{6}$' });
/** What signs in beside the password: of the app, or one of those for when it is lost. */
export const AnyCode = Type.String({
  pattern: '^([0-9]{6}|[0-9A-Za-z -]{24,40})$',
  description: 'The code of the app, or a recovery code',
});
/** Told this once: a node keeps hashes alone. */
export const RecoveryCodes = Type.Array(Type.String(), {
  description: 'Good once each; kept nowhere, shown this once',
});
export const Name = Type.String({ minLength: 1, maxLength: 80, pattern: '^[^\\p{C}]+$' });
export const Secret = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' });

/** A passkey as a browser sends it; the library that checks it reads what is within. */
export const PasskeyResponse = Type.Object(
  {
    id: Type.String({ maxLength: 1_500 }),
    rawId: Type.String({ maxLength: 1_500 }),
    type: Type.Literal('public-key'),
    response: Type.Record(Type.String({ maxLength: 40 }), Type.Unknown()),
  },
  { additionalProperties: true },
);

/** How somebody sets up their sign-in. */
export const Means = Type.Union([
  Type.Object({ password: Password, code: Code }, { additionalProperties: false }),
  Type.Object({ passkey: PasskeyResponse, passkey_name: Name }, { additionalProperties: false }),
]);

export const Person = Type.Object({
  id: Type.String(),
  name: Type.String(),
  party: Type.String(),
  roles: Type.Array(Type.String()),
});

export const SignedIn = Type.Object({
  person: nullable(Person),
  demo: Type.Boolean({ description: 'Whether there is one identity and nobody signs in' }),
  passkeys: Type.Boolean({ description: 'Whether browsers take passkeys at this address' }),
  ends_ms: nullable(time_ms),
  recent_until_ms: nullable(time_ms),
  recovery_left: nullable(Type.Integer({ description: 'How many are left, just after one was used to sign in' })),
  recovery_codes: RecoveryCodes,
});

export const PasskeyShown = Type.Object({
  id: Type.String(),
  name: Type.String(),
  rp_id: Type.String(),
  created_ms: time_ms,
  used_ms: nullable(time_ms),
});

export const PersonShown = Type.Object({
  id: Type.String(),
  name: Type.String(),
  login: Type.String(),
  roles: Type.Array(Type.String()),
  password: Type.Boolean(),
  passkeys: Type.Integer(),
  sessions: Type.Integer(),
  created_ms: time_ms,
  removed_ms: nullable(time_ms),
});

export const MachineShown = Type.Object({
  id: Type.String(),
  name: Type.String(),
  roles: Type.Array(Type.String()),
  created_ms: time_ms,
  removed_ms: nullable(time_ms),
});

export const InvitationShown = Type.Object({
  id: Type.String(),
  kind: Type.Union([Type.Literal('join'), Type.Literal('reset')]),
  person: nullable(Type.String()),
  roles: Type.Array(Type.String()),
  by: Type.String(),
  created_ms: time_ms,
  expires_ms: time_ms,
});

export const LinkMade = Type.Object({
  secret: Type.String({ description: 'Good once; kept nowhere: the page makes a link of it' }),
  invitation: InvitationShown,
});
