import path from 'node:path';
import { NodeError } from '../errors.ts';
import { type Invitation, Invitations } from './invitations.ts';
import { ROLES, type Role } from './person.ts';
import { type Account, PeopleStore } from './store.ts';

const LAST_MS = 3_600_000;

/** Who may sign in on the node of a data folder, as somebody at its machine sees them; the node may run meanwhile. */
export const peopleOf = (data: string): Account[] =>
  new PeopleStore(folderOf(data)).accounts().filter(({ removed_ms }) => removed_ms === null);

/** Invites somebody to a node. @returns the secret of a link, good once and for an hour. @throws NodeError */
export function inviteAt(data: string, roles: readonly string[]): readonly [string, Invitation] {
  const known = roles.filter((role): role is Role => (ROLES as readonly string[]).includes(role));
  if (known.length === 0 || known.length < roles.length) {
    throw new NodeError('person_invalid', `roles are some of ${ROLES.join(', ')}.`, { field: 'roles' });
  }
  return make(data, { kind: 'join', person: null, roles: known });
}

/** Lets somebody set up anew how they sign in. @throws NodeError person_not_found */
export function resetAt(data: string, login: string): readonly [string, Invitation] {
  const account = peopleOf(data).find((one) => one.login === login || one.id === login);
  if (account === undefined) throw new NodeError('person_not_found', undefined, { field: 'login', value: login });
  return make(data, { kind: 'reset', person: account.id, roles: account.roles });
}

const folderOf = (data: string): string => path.join(path.resolve(data), 'people');

const make = (data: string, wanted: Pick<Invitation, 'kind' | 'person' | 'roles'>) =>
  new Invitations(folderOf(data), Date.now).make({ ...wanted, by: 'machine' }, LAST_MS);
