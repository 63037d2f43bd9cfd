import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { NodeError } from '../errors.ts';
import type { PeopleBody } from './change.ts';
import { type CodeSecret, codeAddress, newCodeSecret, stepOfCode } from './codes.ts';
import { Followers } from './followers.ts';
import { type Invitation, Invitations } from './invitations.ts';
import { Passkeys, type Site, siteAllows } from './passkeys.ts';
import { checkPassword, hashPassword, isPassword, NO_PASSWORD } from './passwords.ts';
import type { Person, Role, Scope } from './person.ts';
import { newRecoveryCodes, withoutRecoveryCode } from './recovery.ts';
import { hashOfSecret, newId, newSecret } from './secrets.ts';
import { type Session, Sessions } from './sessions.ts';
import { type Account, type Machine, PeopleStore } from './store.ts';
import { TOKEN_S, Tokens } from './tokens.ts';
import { networkOf, Waits } from './waits.ts';

const HOUR_MS = 3_600_000;
const FIRST_MS = HOUR_MS;
const INVITED_MS = 72 * HOUR_MS;
const MOST_PEOPLE = 500;
const MOST_PASSKEYS = 10;
const MOST_OFFERED = 100;
/** Compared with where nobody has that name; it is nobody's. */
const NO_CODE: CodeSecret = { secret: newCodeSecret(), last_step: 0 };

/** Where a request comes from, and what its program calls itself. */
export type From = { readonly address: string; readonly agent: string };

/** Takes a change to the journal; resolved when it is durable. */
type Record = (body: PeopleBody) => Promise<void>;

/** What attempts are counted by. */
type Keys = { readonly name: string; readonly network: string; readonly pair: string };

/** How somebody means to sign in. */
export type Means =
  | { readonly password: string; readonly code: string }
  | { readonly passkey: RegistrationResponseJSON; readonly passkey_name: string };

/** What somebody signs in with from now on, and the recovery codes to tell them. */
type Ways = Partial<Account> & { readonly recovery_codes: readonly string[] };

export type SignedIn = {
  readonly secret: string;
  readonly session: Session;
  readonly account: Account;
  /** Recovery codes that are left; null where none was used to sign in. */
  readonly recovery_left: number | null;
  /** Those that came with a new password: told this once. */
  readonly recovery_codes: readonly string[];
};

/**
 * The people of this party's node: who they are, what they may, how they sign in. A change takes effect at once, for
 * one who is removed must be out at once, and is answered when the journal has it.
 */
export class People {
  readonly sessions: Sessions;
  readonly store: PeopleStore;
  readonly party: string;
  readonly #now: () => number;
  readonly #record: Record;
  readonly #tokens: Tokens;
  readonly #passkeys: Passkeys;
  readonly #invitations: Invitations;
  /** Of one name from one network; of a network; of a name from everywhere, which must not lock its owner out. */
  readonly #waits: { readonly pair: Waits; readonly network: Waits; readonly name: Waits };
  readonly #followers = new Followers();
  /** Second factors that were offered and not yet taken, by invitation or person. */
  readonly #offered = new Map<string, string>();

  constructor(folder: string, party: string, record: Record, now: () => number = Date.now) {
    this.store = new PeopleStore(folder);
    this.party = party;
    this.#record = record;
    this.#now = now;
    this.sessions = new Sessions(folder, now);
    this.#tokens = new Tokens(this.store, party, now);
    this.#passkeys = new Passkeys(now);
    this.#invitations = new Invitations(folder, now);
    this.#waits = {
      pair: new Waits({ free: 5, most_s: 900 }, now),
      network: new Waits({ free: 30, most_s: 900 }, now),
      name: new Waits({ free: 50, most_s: 60 }, now),
    };
    // Its own id must be on the disk before the first token names it.
    this.store.save();
  }

  close(): void {
    this.sessions.close();
  }

  personOf = ({ id, name, roles }: Account): Person => ({ id, name, party: this.party, roles });

  /** Who has signed in with a cookie's value. */
  bySession(secret: string): { readonly person: Person; readonly session: Session } | null {
    const session = this.sessions.find(secret);
    const account = session === null ? null : this.store.account(session.person);
    return session === null || account === null ? null : { person: this.personOf(account), session };
  }

  byToken = (token: string) => this.#tokens.bearer(token);

  /**
   * Signs in with a password and a code of the app, or a recovery code. Whatever is wrong of the three, and also where
   * nobody has that name, the answer and the time that it takes are the same.
   *
   * @throws NodeError sign_in_refused, sign_in_wait
   */
  async signIn(login: string, password: string, code: string, from: From): Promise<SignedIn> {
    const keys = this.#take(login, from);
    const right = await isPassword(password, this.store.byLogin(login)?.password ?? NO_PASSWORD);
    // Read again: it may have changed meanwhile, and two who come with one code must not both pass.
    const account = this.store.byLogin(login);
    const step = stepOfCode(code, account?.code ?? NO_CODE, this.#now());
    const recovery = withoutRecoveryCode(code, account?.recovery ?? []);
    if (!right || account === null || account.code === null || (step === null && recovery === null)) {
      this.#failed(keys);
      throw new NodeError('sign_in_refused');
    }
    this.#clear(keys);
    if (recovery !== null) return this.#recover({ ...account, recovery }, from);
    this.store.put({ ...account, code: { ...account.code, last_step: step ?? account.code.last_step } });
    return this.#begin(account, from);
  }

  /** The code is used up at once; its owner is in when the journal says so, unless they were removed meanwhile. */
  async #recover(account: Account, from: From): Promise<SignedIn> {
    const { id, recovery } = account;
    this.store.put(account);
    await this.#record({ change: 'recovery_code_used', by: id, of: id, roles: [] });
    const standing = this.store.account(id);
    if (standing === null || standing.password?.key !== account.password?.key) throw new NodeError('sign_in_refused');
    return { ...this.#begin(standing, from), recovery_left: recovery.length };
  }

  /** @throws NodeError passkey_refused where the address has no name */
  passkeyRequest(site: Site) {
    checkSite(site);
    return this.#passkeys.request(site);
  }

  /** @throws NodeError sign_in_refused, passkey_refused, sign_in_wait */
  async signInWithPasskey(site: Site, response: AuthenticationResponseJSON, from: From): Promise<SignedIn> {
    checkSite(site);
    const network = networkOf(from.address);
    this.#waits.network.take(network);
    const account = this.store.byPasskey(response.id);
    const passkey = account?.passkeys.find(({ id, rp_id }) => id === response.id && rp_id === site.rp_id);
    if (account === null || passkey === undefined) throw new NodeError('sign_in_refused');
    const used = await this.#passkeys.used(site, response, passkey);
    const standing = this.store.account(account.id);
    if (standing?.passkeys.some(({ id }) => id === used.id) !== true) throw new NodeError('sign_in_refused');
    this.#waits.network.clear(network);
    const passkeys = standing.passkeys.map((one) => (one.id === used.id ? used : one));
    this.store.put({ ...standing, passkeys });
    return this.#begin(standing, from);
  }

  /**
   * The link with which the first administrator sets up their account; null where there is one. Links of before are
   * void.
   */
  firstInvitation(): string | null {
    if (this.store.administrators().length > 0) return null;
    this.#invitations.withdraw(({ kind, by }) => kind === 'join' && by === 'machine');
    return this.#invitations.make({ kind: 'join', person: null, roles: ['administrator'], by: 'machine' }, FIRST_MS)[0];
  }

  openInvitations = (): Invitation[] => this.#invitations.open();

  /** @throws NodeError too_many_people */
  async invite(roles: readonly Role[], by: string): Promise<readonly [string, Invitation]> {
    if (this.store.accounts().length >= MOST_PEOPLE) throw new NodeError('too_many_people');
    const made = this.#invitations.make({ kind: 'join', person: null, roles, by }, INVITED_MS);
    await this.#record({ change: 'invited', by, of: made[1].id, roles });
    return made;
  }

  /** A link with which somebody sets up anew how they sign in. @throws NodeError person_not_found, too_many_people */
  async invitationToReset(id: string, by: string): Promise<readonly [string, Invitation]> {
    const { roles } = this.#standing(id);
    const made = this.#invitations.make({ kind: 'reset', person: id, roles, by }, INVITED_MS);
    await this.#record({ change: 'invited', by, of: id, roles });
    return made;
  }

  async withdrawInvitation(id: string, by: string): Promise<void> {
    const [gone] = this.#invitations.withdraw((one) => one.id === id);
    if (gone === undefined) throw new NodeError('invitation_gone');
    await this.#record({ change: 'invitation_withdrawn', by, of: id, roles: gone.roles });
  }

  /** What an invitation is for, and a second factor to be set up. @throws NodeError invitation_gone, sign_in_wait */
  look(secret: string, login: string, from: From) {
    const invitation = this.#invited(secret, from);
    const account = invitation.person === null ? null : this.#standing(invitation.person);
    const code = this.#offer(invitation.id);
    return { invitation, account, code, code_address: codeAddress(code, account?.login ?? login) };
  }

  /** What a browser needs to make the passkey of whoever was invited. */
  async passkeyOfInvited(site: Site, secret: string, name: string, login: string, from: From) {
    checkSite(site);
    const { id, person } = this.#invited(secret, from);
    const who = person === null ? { id, name, login, passkeys: [] } : this.#standing(person);
    return this.#passkeys.creation(site, who, id);
  }

  /**
   * Takes up an invitation, and signs in. Of a reset, name and login stay, and whatever was signed in with before is
   * void.
   *
   * @throws NodeError invitation_gone, person_invalid, login_taken, sign_in_wait
   */
  async accept(site: Site, secret: string, name: string, login: string, means: Means, from: From): Promise<SignedIn> {
    const invitation = this.#invited(secret, from);
    const before = invitation.person === null ? null : this.#standing(invitation.person);
    const named = before?.login ?? checkLogin(login);
    const { recovery_codes, ...ways } = await this.#means(site, invitation.id, named, means);
    if (before === null && this.store.byLogin(named) !== null) throw taken(named);
    this.#invitations.use(secret);
    this.#offered.delete(invitation.id);
    const standing = invitation.person === null ? null : this.#standing(invitation.person);
    const account: Account = {
      id: standing?.id ?? newId('p'),
      login: named,
      name: standing?.name ?? name,
      roles: standing?.roles ?? invitation.roles,
      password: null,
      code: null,
      recovery: [],
      passkeys: [],
      ...ways,
      created_ms: standing?.created_ms ?? this.#now(),
      removed_ms: null,
    };
    this.sessions.endAllOf(account.id);
    this.store.put(account);
    const change = standing === null ? 'joined' : 'reset';
    await this.#record({ change, by: invitation.by, of: account.id, roles: account.roles });
    return { ...this.#begin(account, from), recovery_codes };
  }

  /** @throws NodeError person_not_found, last_administrator */
  async setRoles(id: string, roles: readonly Role[], by: string): Promise<Account> {
    const account = this.#standing(id);
    if (!roles.includes('administrator')) this.#keepOne(account);
    const changed = { ...account, roles };
    this.store.put(changed);
    await this.#record({ change: 'roles', by, of: id, roles });
    return changed;
  }

  /** Out at once: sessions end, and what they signed in with is thrown away. @throws NodeError as `setRoles` */
  async remove(id: string, by: string): Promise<void> {
    const account = this.#standing(id);
    this.#keepOne(account);
    this.store.put({ ...account, password: null, code: null, recovery: [], passkeys: [], removed_ms: this.#now() });
    this.#invitations.withdraw(({ person }) => person === id);
    this.sessions.endAllOf(id);
    await this.#record({ change: 'removed', by, of: id, roles: account.roles });
  }

  /** @returns the machine with its secret, which is kept nowhere. @throws NodeError too_many_people */
  async addMachine(name: string, roles: readonly Scope[], by: string): Promise<readonly [string, Machine]> {
    if (this.store.machines().length >= MOST_PEOPLE) throw new NodeError('too_many_people');
    const secret = newSecret();
    const secret_sha256 = hashOfSecret(secret);
    const machine = { id: newId('m'), name, roles, secret_sha256, created_ms: this.#now(), removed_ms: null };
    this.store.putMachine(machine);
    await this.#record({ change: 'machine_added', by, of: machine.id, roles });
    return [secret, machine];
  }

  async removeMachine(id: string, by: string): Promise<void> {
    const machine = this.store.machine(id);
    if (machine === null) throw notFound(id);
    this.store.putMachine({ ...machine, removed_ms: this.#now() });
    this.#followers.tell(id);
    await this.#record({ change: 'machine_removed', by, of: id, roles: machine.roles });
  }

  /** Tells when a machine is trusted no more. @returns stops following */
  followMachine = (id: string, ended: () => void) => this.#followers.follow(id, ended);

  /**
   * A token for a machine, for all its roles or those that it asks for (RFC 6749, 4.4).
   *
   * @returns null where machine or secret are wrong. @throws NodeError sign_in_wait
   */
  async tokenFor(id: string, secret: string, wanted: readonly string[] | null, from: From) {
    const keys = this.#take(id, from);
    const machine = this.store.machine(id);
    if (machine === null || hashOfSecret(secret) !== machine.secret_sha256) return null;
    this.#clear(keys);
    const scopes = wanted === null ? machine.roles : machine.roles.filter((role) => wanted.includes(role));
    if (scopes.length === 0 || (wanted !== null && scopes.length < wanted.length)) return { scopes: [], token: '' };
    return { scopes, token: await this.#tokens.issue(id, scopes), expires_s: TOKEN_S };
  }

  /** A second factor to be set up beside a new password. */
  offerCode(id: string): { readonly code: string; readonly code_address: string } {
    const code = this.#offer(id);
    return { code, code_address: codeAddress(code, this.#standing(id).login) };
  }

  /** Sets password, second factor and recovery codes anew; other sessions end. @returns the codes, told this once */
  async setPassword(site: Site, id: string, means: Means, keep: string): Promise<readonly string[]> {
    const { recovery_codes, ...ways } = await this.#means(site, id, this.#standing(id).login, means);
    this.#offered.delete(id);
    this.store.put({ ...this.#standing(id), ...ways });
    this.#endOthers(id, keep);
    await this.#record({ change: 'password_set', by: id, of: id, roles: [] });
    return recovery_codes;
  }

  /** Ten recovery codes in place of those of before. @returns them, told this once. @throws NodeError person_invalid */
  async renewRecoveryCodes(id: string): Promise<readonly string[]> {
    const account = this.#standing(id);
    if (account.password === null) {
      throw new NodeError('person_invalid', 'There is no password for a recovery code to stand beside.');
    }
    const { codes, hashes } = newRecoveryCodes();
    this.store.put({ ...account, recovery: hashes });
    await this.#record({ change: 'recovery_codes_made', by: id, of: id, roles: [] });
    return codes;
  }

  passkeyFor(site: Site, id: string) {
    checkSite(site);
    return this.#passkeys.creation(site, this.#standing(id), id);
  }

  async addPasskey(site: Site, id: string, response: RegistrationResponseJSON, name: string): Promise<void> {
    checkSite(site);
    const passkey = await this.#passkeys.created(site, response, name, id);
    const account = this.#standing(id);
    if (account.passkeys.length >= MOST_PASSKEYS) throw new NodeError('too_many_people', 'Ten passkeys are enough.');
    this.store.put({ ...account, passkeys: [...account.passkeys, passkey] });
    await this.#record({ change: 'passkey_added', by: id, of: id, roles: [] });
  }

  /** Removes a passkey; the sessions of its person but `keep` end. @throws NodeError last_means */
  async removePasskey(id: string, passkey: string, keep: string): Promise<void> {
    const account = this.#standing(id);
    const passkeys = account.passkeys.filter((one) => one.id !== passkey);
    if (passkeys.length === account.passkeys.length) throw notFound(passkey);
    if (passkeys.length === 0 && account.password === null) throw new NodeError('last_means');
    this.store.put({ ...account, passkeys });
    this.#endOthers(id, keep);
    await this.#record({ change: 'passkey_removed', by: id, of: id, roles: [] });
  }

  /** Who signed in with what is no longer good is out; the session in which that was said goes on. */
  #endOthers(id: string, keep: string): void {
    for (const { hash } of this.sessions.of(id)) if (hash !== keep) this.sessions.end(hash);
  }

  async #means(site: Site, purpose: string, login: string, means: Means): Promise<Ways> {
    if ('passkey' in means) {
      checkSite(site);
      const passkey = await this.#passkeys.created(site, means.passkey, means.passkey_name, purpose);
      return { passkeys: [passkey], recovery_codes: [] };
    }
    checkPassword(means.password, login);
    const offered = this.#offered.get(purpose);
    const step = offered === undefined ? null : stepOfCode(means.code, { secret: offered, last_step: 0 }, this.#now());
    if (offered === undefined || step === null) {
      throw new NodeError('person_invalid', 'code is not the one that the app shows now.', { field: 'body.code' });
    }
    const password = await hashPassword(means.password);
    const { codes, hashes } = newRecoveryCodes();
    return { password, code: { secret: offered, last_step: step }, recovery: hashes, recovery_codes: codes };
  }

  #offer(purpose: string): string {
    const code = this.#offered.get(purpose) ?? newCodeSecret();
    this.#offered.set(purpose, code);
    if (this.#offered.size > MOST_OFFERED) this.#offered.delete(this.#offered.keys().next().value as string);
    return code;
  }

  #invited(secret: string, { address }: From): Invitation {
    const network = networkOf(address);
    this.#waits.network.take(network);
    const found = this.#invitations.find(secret);
    this.#waits.network.clear(network);
    return found;
  }

  #take(login: string, { address }: From): Keys {
    const network = networkOf(address);
    const keys = { name: hashOfSecret(login), network, pair: `${hashOfSecret(login)} ${network}` };
    this.#waits.pair.take(keys.pair);
    this.#waits.network.take(keys.network);
    this.#waits.name.take(keys.name);
    return keys;
  }

  #clear(keys: Keys): void {
    this.#waits.pair.clear(keys.pair);
    this.#waits.network.clear(keys.network);
    this.#waits.name.clear(keys.name);
  }

  #failed(keys: Keys): void {
    this.#waits.pair.failed(keys.pair);
    this.#waits.network.failed(keys.network);
    this.#waits.name.failed(keys.name);
  }

  #begin(account: Account, { address, agent }: From): SignedIn {
    const begun = this.sessions.begin(account.id, address, agent);
    return { ...begun, account, recovery_left: null, recovery_codes: [] };
  }

  #standing(id: string): Account {
    const account = this.store.account(id);
    if (account === null) throw notFound(id);
    return account;
  }

  #keepOne({ id }: Account): void {
    if (this.store.administrators().every((one) => one.id === id)) throw new NodeError('last_administrator');
  }
}

function checkLogin(login: string): string {
  if (/^[a-z0-9][a-z0-9._-]{1,63}$/.test(login)) return login;
  const reason = 'login must be 2 to 64 of the letters a to z, digits, dots, hyphens and underscores.';
  throw new NodeError('person_invalid', reason, { field: 'body.login', value: login });
}

function checkSite(site: Site): void {
  if (siteAllows(site)) return;
  throw new NodeError('passkey_refused', 'Browsers take passkeys only under a name: open the node as localhost.');
}

const taken = (login: string) => new NodeError('login_taken', `It is ${login}.`, { field: 'body.login', value: login });
const notFound = (id: string) => new NodeError('person_not_found', undefined, { field: 'params.id', value: id });
