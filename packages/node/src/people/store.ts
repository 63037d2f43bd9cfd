import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { NodeError } from '../errors.ts';
import type { CodeSecret } from './codes.ts';
import type { PasswordHash } from './passwords.ts';
import type { Role, Scope } from './person.ts';
import { readSecret, writeSecret } from './secret_file.ts';

const FORM = 'skyaccord-people/1';

/** A passkey as it is kept: the public half, and where it may be used. */
export type Passkey = {
  readonly id: string;
  readonly public_key: string;
  readonly counter: number;
  readonly transports: readonly string[];
  /** The host name that it was made under; no browser offers it under another. */
  readonly rp_id: string;
  readonly name: string;
  readonly created_ms: number;
  readonly used_ms: number | null;
};

/** Somebody of this party, with what they sign in with. Those removed are kept by name: the journal names their ids. */
export type Account = {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly password: PasswordHash | null;
  readonly code: CodeSecret | null;
  /** Hashes of the recovery codes that were not used yet. */
  readonly recovery: readonly string[];
  readonly passkeys: readonly Passkey[];
  readonly created_ms: number;
  readonly removed_ms: number | null;
};

/** A program that signs in by itself, for short-lived tokens. */
export type Machine = {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Scope[];
  readonly secret_sha256: string;
  readonly created_ms: number;
  readonly removed_ms: number | null;
};

type Kept = {
  readonly skyaccord: typeof FORM;
  /** This node's own id: tokens are bound to it. */
  readonly node: string;
  readonly accounts: readonly (Omit<Account, 'recovery'> & Partial<Pick<Account, 'recovery'>>)[];
  readonly machines: readonly Machine[];
};

/** The people of a node, in a file that its owner alone may read. */
export class PeopleStore {
  readonly folder: string;
  readonly node: string;
  readonly #file: string;
  readonly #accounts = new Map<string, Account>();
  readonly #machines = new Map<string, Machine>();

  /** @throws NodeError people_unreadable */
  constructor(folder: string) {
    this.folder = folder;
    this.#file = path.join(folder, 'people.json');
    const kept = this.#read();
    this.node = kept?.node ?? randomBytes(16).toString('hex');
    // A file of before there were recovery codes has none.
    for (const account of kept?.accounts ?? [])
      this.#accounts.set(account.id, { ...account, recovery: account.recovery ?? [] });
    for (const machine of kept?.machines ?? []) this.#machines.set(machine.id, machine);
  }

  /** All there ever were, in the order in which they came. */
  accounts(): Account[] {
    return [...this.#accounts.values()];
  }

  machines(): Machine[] {
    return [...this.#machines.values()];
  }

  /** Somebody who may sign in. */
  account(id: string): Account | null {
    const found = this.#accounts.get(id);
    return found === undefined || found.removed_ms !== null ? null : found;
  }

  byLogin(login: string): Account | null {
    return this.#standing().find((account) => account.login === login) ?? null;
  }

  byPasskey(id: string): Account | null {
    return this.#standing().find(({ passkeys }) => passkeys.some((passkey) => passkey.id === id)) ?? null;
  }

  administrators(): Account[] {
    return this.#standing().filter(({ roles }) => roles.includes('administrator'));
  }

  machine(id: string): Machine | null {
    const found = this.#machines.get(id);
    return found === undefined || found.removed_ms !== null ? null : found;
  }

  put(account: Account): void {
    this.#accounts.set(account.id, account);
    this.save();
  }

  putMachine(machine: Machine): void {
    this.#machines.set(machine.id, machine);
    this.save();
  }

  save(): void {
    const kept: Kept = { skyaccord: FORM, node: this.node, accounts: this.accounts(), machines: this.machines() };
    writeSecret(this.#file, kept);
  }

  #standing(): Account[] {
    return this.accounts().filter(({ removed_ms }) => removed_ms === null);
  }

  #read(): Kept | null {
    let kept: Kept | null;
    try {
      kept = readSecret<Kept>(this.#file);
    } catch (cause) {
      throw new NodeError('people_unreadable', `It is ${this.#file}.`, { field: 'data', value: this.#file, cause });
    }
    if (kept === null || kept.skyaccord === FORM) return kept;
    throw new NodeError('people_unreadable', `It is ${this.#file}, of another version.`, { field: 'data' });
  }
}
