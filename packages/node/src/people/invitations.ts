import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { NodeError } from '../errors.ts';
import type { Role } from './person.ts';
import { readSecret, writeSecret } from './secret_file.ts';
import { hashOfSecret, isSecret, newSecret } from './secrets.ts';

const MOST = 50;

/**
 * A link that lets somebody in once: to join, or to set up anew how they sign in. Each is a file of its own that is
 * named by the hash of its secret, so that a command can make one beside a node that runs.
 */
export type Invitation = {
  readonly id: string;
  readonly kind: 'join' | 'reset';
  /** Of a reset: whose. */
  readonly person: string | null;
  readonly roles: readonly Role[];
  /** Who made it: a person's id, or `machine` for somebody at the machine itself. */
  readonly by: string;
  readonly created_ms: number;
  readonly expires_ms: number;
};

export class Invitations {
  readonly #folder: string;
  readonly #now: () => number;

  /** @param folder that of the people */
  constructor(folder: string, now: () => number) {
    this.#folder = path.join(folder, 'invitations');
    this.#now = now;
  }

  /** @returns its secret, which is kept nowhere. @throws NodeError too_many_people */
  make(wanted: Pick<Invitation, 'kind' | 'person' | 'roles' | 'by'>, last_ms: number): readonly [string, Invitation] {
    if (this.open().length >= MOST) throw new NodeError('too_many_people', `There are ${MOST} open invitations.`);
    const secret = newSecret();
    const hash = hashOfSecret(secret);
    const created_ms = this.#now();
    const { kind, person, roles, by } = wanted;
    const id = `i-${hash.slice(0, 16)}`;
    const invitation = { id, kind, person, roles, by, created_ms, expires_ms: created_ms + last_ms };
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    writeSecret(this.#fileOf(hash), invitation);
    return [secret, invitation];
  }

  /** Those that can still be used; what has expired is thrown away. */
  open(): Invitation[] {
    let names: string[];
    try {
      names = readdirSync(this.#folder);
    } catch {
      return [];
    }
    return names
      .filter((name) => /^[0-9a-f]{64}\.json$/.test(name))
      .flatMap((name) => this.#read(path.join(this.#folder, name)) ?? [])
      .sort((a, b) => a.created_ms - b.created_ms);
  }

  /** @throws NodeError invitation_gone: unknown, used and expired look the same */
  find(secret: string): Invitation {
    const found = isSecret(secret) ? this.#read(this.#fileOf(hashOfSecret(secret))) : null;
    if (found === null) throw new NodeError('invitation_gone');
    return found;
  }

  /** Uses it up: of two who come at once, one is refused. @throws NodeError invitation_gone */
  use(secret: string): void {
    this.find(secret);
    try {
      rmSync(this.#fileOf(hashOfSecret(secret)));
    } catch {
      throw new NodeError('invitation_gone');
    }
  }

  /** Takes back all that fit. */
  withdraw(which: (invitation: Invitation) => boolean): Invitation[] {
    const gone = this.open().filter(which);
    for (const { id } of gone) {
      const name = readdirSync(this.#folder).find((one) => one.startsWith(id.slice(2)));
      if (name !== undefined) rmSync(path.join(this.#folder, name), { force: true });
    }
    return gone;
  }

  #fileOf(hash: string): string {
    return path.join(this.#folder, `${hash}.json`);
  }

  #read(file: string): Invitation | null {
    const found = readSecret<Invitation>(file);
    if (found === null || this.#now() < found.expires_ms) return found;
    rmSync(file, { force: true });
    return null;
  }
}
