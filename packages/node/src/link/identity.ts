import { randomBytes, X509Certificate } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { canonicalJson, keyFromSeed, type PrivateJwk, type PublicJwk, publicHalf, sha256Hex } from '@skyaccord/proof';
import { NodeError } from '../errors.ts';
import { makeSelfSigned } from '../self_signed.ts';

const FORM = 'skyaccord-link-card/1';
/** A certificate is pinned by its fingerprint, so that its end only bounds how long a lost key can be used. */
const YEARS = 10;

/**
 * What a node shows others to be linked with: whose it is, the key that signs, the certificate that it connects with.
 */
export type LinkCard = {
  readonly skyaccord: typeof FORM;
  readonly party: string;
  readonly key: PublicJwk;
  /** In PEM. */
  readonly certificate: string;
};

/** A node's own half, with what must never leave its disk. */
export type LinkIdentity = {
  readonly card: LinkCard;
  readonly key: PrivateJwk;
  readonly tls_key: string;
};

/** The identity in a data directory; made there at the first start, readable by its owner alone. */
export function openIdentity(data: string, party: string): LinkIdentity {
  const folder = path.join(data, 'link');
  const file = path.join(folder, 'identity.json');
  if (existsSync(file)) {
    const identity = JSON.parse(readFileSync(file, 'utf8')) as LinkIdentity;
    if (identity.card.party === party) return identity;
    const reason = `It is of ${identity.card.party}, this node is of ${party}.`;
    throw new NodeError('link_identity', reason, { field: 'party', value: party });
  }
  const identity = newIdentity(party);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // Whole or not at all: a crash must not leave half a key.
  writeFileSync(`${file}.new`, `${JSON.stringify(identity, null, 2)}\n`, { mode: 0o600, flush: true });
  chmodSync(`${file}.new`, 0o600);
  renameSync(`${file}.new`, file);
  return identity;
}

/** What people read to each other before they link: SHA-256 over the card, in groups of four. */
export const fingerprintOf = (card: LinkCard): string =>
  sha256Hex(canonicalJson(card))
    .toUpperCase()
    .replace(/(.{4})(?!$)/g, '$1 ');

/** The fingerprint by which TLS names the certificate of a card. */
export const certificateOf = (card: LinkCard): string => new X509Certificate(card.certificate).fingerprint256;

function newIdentity(party: string): LinkIdentity {
  const key = keyFromSeed(randomBytes(32));
  const made = makeSelfSigned({ name: `skyaccord ${party}`, days: YEARS * 365, client: true });
  const card = {
    skyaccord: FORM,
    party,
    key: publicHalf(key),
    certificate: made.certificate,
  } as const;
  return { card, key, tls_key: made.key };
}
