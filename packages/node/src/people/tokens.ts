import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { errors, exportJWK, generateKeyPair, importJWK, type JWK, jwtVerify, SignJWT } from 'jose';
import type { Person, Scope } from './person.ts';
import { readSecret, writeSecret } from './secret_file.ts';
import { hashOfSecret } from './secrets.ts';
import type { PeopleStore } from './store.ts';

export const TOKEN_S = 600;
const ALGORITHM = 'EdDSA';
/** RFC 9068. */
const TYPE = 'at+jwt';
const MOST_KNOWN = 1_000;

type Keys = { readonly private: CryptoKey; readonly public: CryptoKey };
type Known = { readonly machine: string; readonly scopes: readonly string[]; readonly ends_ms: number };

/** Who holds a token, and until when. */
export type Bearer = { readonly person: Person; readonly ends_ms: number };

/** Tokens of machines: signed by this node, for this node, for ten minutes. */
export class Tokens {
  readonly #store: PeopleStore;
  readonly #party: string;
  readonly #now: () => number;
  readonly #keys: Promise<Keys>;
  /** Signatures that were checked, by the hash of the token. */
  readonly #known = new Map<string, Known>();

  constructor(store: PeopleStore, party: string, now: () => number) {
    this.#store = store;
    this.#party = party;
    this.#now = now;
    this.#keys = keysIn(path.join(store.folder, 'token_key.json'));
    // Whoever uses them is told; until then nobody listens.
    this.#keys.catch(() => {});
  }

  async issue(machine: string, scopes: readonly Scope[]): Promise<string> {
    const { node } = this.#store;
    const issued_s = Math.floor(this.#now() / 1000);
    return new SignJWT({ scope: scopes.join(' '), client_id: machine })
      .setProtectedHeader({ alg: ALGORITHM, typ: TYPE })
      .setIssuer(nameOf(node))
      .setAudience(nameOf(node))
      .setSubject(machine)
      .setJti(randomUUID())
      .setIssuedAt(issued_s)
      .setExpirationTime(issued_s + TOKEN_S)
      .sign((await this.#keys).private);
  }

  /** Who sends a token; null: it is not of this node, has expired, or its machine is no longer trusted. */
  async bearer(token: string): Promise<Bearer | null> {
    if (token.length > 2_000) return null;
    const known = await this.#check(token);
    if (known === null || this.#now() >= known.ends_ms) return null;
    const machine = this.#store.machine(known.machine);
    if (machine === null) return null;
    // What was taken from the machine since is not in its tokens any more.
    const roles = machine.roles.filter((role) => known.scopes.includes(role));
    return { person: { id: machine.id, name: machine.name, party: this.#party, roles }, ends_ms: known.ends_ms };
  }

  async #check(token: string): Promise<Known | null> {
    const hash = hashOfSecret(token);
    const before = this.#known.get(hash);
    if (before !== undefined) return before;
    const name = nameOf(this.#store.node);
    try {
      const { payload } = await jwtVerify(token, (await this.#keys).public, {
        algorithms: [ALGORITHM],
        typ: TYPE,
        issuer: name,
        audience: name,
        requiredClaims: ['sub', 'exp', 'iat', 'jti', 'scope'],
        currentDate: new Date(this.#now()),
      });
      const scopes = String(payload.scope).split(' ');
      const known = { machine: payload.sub as string, scopes, ends_ms: (payload.exp as number) * 1000 };
      this.#known.set(hash, known);
      if (this.#known.size > MOST_KNOWN) this.#known.delete(this.#known.keys().next().value as string);
      return known;
    } catch (error) {
      if (error instanceof errors.JOSEError) return null;
      throw error;
    }
  }
}

const nameOf = (node: string): string => `urn:skyaccord:node:${node}`;

async function keysIn(file: string): Promise<Keys> {
  let jwk = readSecret<JWK>(file);
  if (jwk === null) {
    const made = await generateKeyPair(ALGORITHM, { crv: 'Ed25519', extractable: true });
    jwk = await exportJWK(made.privateKey);
    writeSecret(file, jwk);
  }
  const { d: _secret, ...shown } = jwk;
  const [own, others] = await Promise.all([importJWK(jwk, ALGORITHM), importJWK(shown, ALGORITHM)]);
  return { private: own as CryptoKey, public: others as CryptoKey };
}
