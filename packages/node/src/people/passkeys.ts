import { isIP } from 'node:net';
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { NodeError } from '../errors.ts';
import type { Account, Passkey } from './store.ts';

const CHALLENGE_MS = 5 * 60_000;
const MOST_CHALLENGES = 1_000;
/** Ed25519, ES256 and RS256, as COSE numbers them: what authenticators have. */
const ALGORITHMS = [-8, -7, -257];

/** The address under which a page asks: what a passkey is bound to. */
export type Site = { readonly origin: string; readonly rp_id: string };

/** Browsers bind passkeys to names, never to numeric addresses. */
export const siteAllows = ({ rp_id }: Site): boolean => rp_id !== '' && isIP(rp_id.replace(/^\[|\]$/g, '')) === 0;

/** Passkeys (WebAuthn). The browser must check who holds it, so that one is both something had and something known. */
export class Passkeys {
  readonly #now: () => number;
  /** Challenges that were given out: for what, and until when. Each is good once. */
  readonly #challenges = new Map<string, { readonly purpose: string; readonly until_ms: number }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** What a browser needs to make a passkey. @param purpose who may bring it back */
  async creation(site: Site, who: Pick<Account, 'id' | 'login' | 'name' | 'passkeys'>, purpose: string) {
    const options = await generateRegistrationOptions({
      rpName: 'Skyaccord',
      rpID: site.rp_id,
      userID: new TextEncoder().encode(who.id),
      userName: who.login,
      userDisplayName: who.name,
      attestationType: 'none',
      supportedAlgorithmIDs: ALGORITHMS,
      excludeCredentials: who.passkeys.map(({ id }) => ({ id })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
    this.#keep(options.challenge, purpose);
    return options;
  }

  /** @throws NodeError passkey_refused */
  async created(site: Site, response: RegistrationResponseJSON, name: string, purpose: string): Promise<Passkey> {
    const found = await verifyRegistrationResponse({
      response,
      expectedChallenge: (challenge) => this.#take(challenge, purpose),
      expectedOrigin: site.origin,
      expectedRPID: site.rp_id,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    }).catch(refuse);
    if (!found.verified) throw new NodeError('passkey_refused');
    const { credential } = found.registrationInfo;
    return {
      id: credential.id,
      public_key: Buffer.from(credential.publicKey).toString('base64url'),
      counter: credential.counter,
      transports: credential.transports ?? [],
      rp_id: site.rp_id,
      name,
      created_ms: this.#now(),
      used_ms: null,
    };
  }

  /** What a browser needs to sign in. It names nobody: the browser offers what it has for this site. */
  async request(site: Site) {
    const options = await generateAuthenticationOptions({ rpID: site.rp_id, userVerification: 'required' });
    this.#keep(options.challenge, 'sign_in');
    return options;
  }

  /** The passkey with its counter as it is then. @throws NodeError passkey_refused */
  async used(site: Site, response: AuthenticationResponseJSON, passkey: Passkey): Promise<Passkey> {
    const found = await verifyAuthenticationResponse({
      response,
      expectedChallenge: (challenge) => this.#take(challenge, 'sign_in'),
      expectedOrigin: site.origin,
      expectedRPID: site.rp_id,
      requireUserVerification: true,
      credential: {
        id: passkey.id,
        publicKey: new Uint8Array(Buffer.from(passkey.public_key, 'base64url')),
        counter: passkey.counter,
        transports: [...passkey.transports],
      },
    }).catch(refuse);
    if (!found.verified) throw new NodeError('passkey_refused');
    return { ...passkey, counter: found.authenticationInfo.newCounter, used_ms: this.#now() };
  }

  #keep(challenge: string, purpose: string): void {
    this.#challenges.set(challenge, { purpose, until_ms: this.#now() + CHALLENGE_MS });
    if (this.#challenges.size > MOST_CHALLENGES) {
      this.#challenges.delete(this.#challenges.keys().next().value as string);
    }
  }

  #take(challenge: string, purpose: string): boolean {
    const found = this.#challenges.get(challenge);
    this.#challenges.delete(challenge);
    return found !== undefined && found.purpose === purpose && this.#now() < found.until_ms;
  }
}

/** Whatever the library says of it helps those who try; the page asks again. */
function refuse(cause: unknown): never {
  throw new NodeError('passkey_refused', undefined, { cause });
}
