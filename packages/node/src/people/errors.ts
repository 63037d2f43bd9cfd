/** Errors of who may call, of signing in and of people: a part of the table in `errors.ts`. */
export const PEOPLE_ERRORS = {
  sign_in_needed: {
    status: 401,
    meaning: 'Nobody has signed in, or the session has ended.',
    remedy: 'Sign in on the page of the node; a program asks for a token first (docs/people.md).',
  },
  role_needed: {
    status: 403,
    meaning: 'Whoever has signed in does not have a role that this is for.',
    remedy: 'Ask somebody who has it, or an administrator for the role; docs/people.md lists who may do what.',
  },
  sign_in_refused: {
    status: 401,
    meaning: 'Name, password and code do not go together, or the passkey is not known here.',
    remedy:
      'Try again with the code that the app shows now, or a recovery code; an administrator can let you set up anew.',
  },
  sign_in_wait: {
    status: 429,
    meaning: 'There were too many attempts.',
    remedy: 'Wait as long as the message says; what is tried before that is not looked at.',
  },
  sign_in_again: {
    status: 403,
    meaning: 'This asks for a person who signed in within the last ten minutes.',
    remedy: 'Sign in again, then repeat it.',
  },
  page_needed: {
    status: 403,
    meaning: 'A change that rests on a session must be sent by a page of the node itself.',
    remedy: 'Use the pages; a program asks for a token instead (docs/people.md).',
  },
  invitation_gone: {
    status: 404,
    meaning: 'The invitation is not known, was used, or has expired.',
    remedy: 'Ask an administrator for a new link; `skyaccord people invite` makes one on the machine itself.',
  },
  person_invalid: {
    status: 400,
    meaning: 'The account cannot be as it is described.',
    remedy: 'Correct the field that the message names; docs/people.md describes each.',
  },
  person_not_found: {
    status: 404,
    meaning: 'No person, machine, session or passkey has that id.',
    remedy: 'Ask /api/v1/people or /api/v1/account for the ids.',
  },
  login_taken: {
    status: 409,
    meaning: 'Somebody signs in under that name already.',
    remedy: 'Choose another.',
  },
  last_administrator: {
    status: 409,
    meaning: 'Nobody would be left who may change people.',
    remedy: 'Make somebody else an administrator first.',
  },
  last_means: {
    status: 409,
    meaning: 'Nothing would be left to sign in with.',
    remedy: 'Add another passkey or a password first.',
  },
  too_many_people: {
    status: 409,
    meaning: 'There are as many people, machines, invitations or passkeys as a node takes.',
    remedy: 'Remove what is not needed.',
  },
  passkey_refused: {
    status: 400,
    meaning: 'The passkey cannot be taken.',
    remedy: 'Open the node under the name at which the passkey was made, and try again; or use a password and a code.',
  },
  people_fixed: {
    status: 409,
    meaning: 'There is no account to change: a demonstration has one identity, and machines are changed by people.',
    remedy: 'Start a node with --live to have people sign in; a machine is changed under the people of the node.',
  },
  party_refused: {
    status: 403,
    meaning: 'Whoever has signed in acts for another party.',
    remedy: 'Leave it to the people of that party, on their own node.',
  },
  people_unreadable: {
    status: null,
    meaning: 'The file of the people of this node cannot be read.',
    remedy: 'Put back a copy of it; without the file, everybody must be invited anew.',
  },
  tls_unreadable: {
    status: null,
    meaning: 'The certificate and its key cannot be used.',
    remedy: 'Give both in PEM, of the same pair, with --tls-cert and --tls-key; or leave both out.',
  },
} as const;
