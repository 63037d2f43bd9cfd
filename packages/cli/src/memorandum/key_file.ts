import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { KeyError, keyFromSeed, keyId, type PrivateJwk, type PublicJwk, publicHalf, seedOf } from '@skyaccord/proof';
import { Refusal } from './refusal.ts';

// A guess at a passphrase costs 128 MiB and about half a second (RFC 7914; OWASP's parameters of 2023).
const SCRYPT = { N: 131_072, r: 8, p: 1, maxmem: 256 * 1024 * 1024 } as const;
const OWNER_ONLY = 0o600;
const OTHERS = 0o077;

type KeyFile = {
  readonly skyaccord: 'key/1';
  readonly party: string;
  readonly key_id: string;
  readonly made: string;
  readonly public: PublicJwk;
  readonly secret: { readonly d: string } | Sealed;
};
type Sealed = {
  readonly kdf: 'scrypt';
  readonly N: number;
  readonly r: number;
  readonly p: number;
  readonly salt: string;
  readonly cipher: 'aes-256-gcm';
  readonly nonce: string;
  readonly sealed: string;
};

/**
 * Makes a key pair and keeps it in a new file that only its owner can read; sealed where a passphrase is given. Answers
 * the public half. The secret goes nowhere else.
 */
export function makeKeyFile(file: string, party: string, passphrase: string | null, now_ms: number): PublicJwk {
  const key = keyFromSeed(randomBytes(32));
  const content: KeyFile = {
    skyaccord: 'key/1',
    party,
    key_id: keyId(key),
    made: new Date(now_ms).toISOString(),
    public: publicHalf(key),
    secret: passphrase === null ? { d: key.d } : seal(key, passphrase),
  };
  try {
    writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`, { mode: OWNER_ONLY, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new Refusal(`${file} is there already, and a key is never overwritten`, 'give another name with --out');
  }
  return publicHalf(key);
}

/** The public half, and whose key it is, without any passphrase. */
export function readPublicKey(file: string): { party: string; key: PublicJwk; sealed: boolean } {
  const { party, public: key, secret } = readKeyFile(file);
  return { party, key: publicHalf(key), sealed: !('d' in secret) };
}

/** The private key of a file; `ask` is asked for the passphrase where it is sealed. */
export async function openKeyFile(
  file: string,
  ask: () => Promise<string>,
): Promise<{ party: string; key: PrivateJwk }> {
  const mode = statSync(file, { throwIfNoEntry: false })?.mode ?? 0;
  if (process.platform !== 'win32' && (mode & OTHERS) !== 0) {
    throw new Refusal(`others can read the key in ${file}`, `take it from them with: chmod 600 ${file}`);
  }
  const { party, public: publicKey, secret } = readKeyFile(file);
  const d = 'd' in secret ? secret.d : unseal(publicKey, secret, await ask(), file);
  const key = { ...publicHalf(publicKey), d };
  try {
    seedOf(key);
  } catch (error) {
    if (error instanceof KeyError) throw damaged(file, error.message);
    throw error;
  }
  return { party, key };
}

function readKeyFile(file: string): KeyFile {
  let found: Partial<KeyFile>;
  try {
    found = (JSON.parse(readFileSync(file, 'utf8')) ?? {}) as Partial<KeyFile>;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== undefined) throw new Refusal(`${file} cannot be read (${code})`, 'check the path and the permissions');
    throw damaged(file, 'it is not JSON');
  }
  const { skyaccord, party, public: key, secret } = found;
  if (skyaccord !== 'key/1') throw damaged(file, 'it is not a key/1 file');
  if (typeof party !== 'string' || typeof key?.x !== 'string' || typeof secret !== 'object' || secret === null) {
    throw damaged(file, 'party, public or secret is missing');
  }
  return found as KeyFile;
}

const damaged = (file: string, reason: string): Refusal =>
  new Refusal(`${file} holds no usable key: ${reason}`, 'give a file that `skyaccord memorandum keys` made');

/** The public key is bound into the seal, so that a secret cannot be moved to another one. */
function seal(key: PrivateJwk, passphrase: string): Sealed {
  const [salt, nonce] = [randomBytes(16), randomBytes(12)];
  const cipher = createCipheriv('aes-256-gcm', scryptSync(passphrase.normalize('NFC'), salt, 32, SCRYPT), nonce);
  cipher.setAAD(Buffer.from(key.x));
  const sealed = Buffer.concat([cipher.update(seedOf(key)), cipher.final(), cipher.getAuthTag()]);
  const { N, r, p } = SCRYPT;
  const text = (bytes: Buffer): string => bytes.toString('base64url');
  return {
    kdf: 'scrypt',
    N,
    r,
    p,
    salt: text(salt),
    cipher: 'aes-256-gcm',
    nonce: text(nonce),
    sealed: text(sealed),
  };
}

function unseal({ x }: PublicJwk, secret: Sealed, passphrase: string, file: string): string {
  // Only our own parameters: others could be made to take all memory.
  const { kdf, N, r, p, cipher } = secret;
  if (kdf !== 'scrypt' || N !== SCRYPT.N || r !== SCRYPT.r || p !== SCRYPT.p || cipher !== 'aes-256-gcm') {
    throw damaged(file, 'it is sealed in a way that this program does not use');
  }
  const bytes = (text: unknown): Buffer => Buffer.from(String(text), 'base64url');
  const [salt, nonce, sealed] = [bytes(secret.salt), bytes(secret.nonce), bytes(secret.sealed)];
  if (salt.length !== 16 || nonce.length !== 12 || sealed.length !== 48) throw damaged(file, 'its seal is cut off');
  const decipher = createDecipheriv('aes-256-gcm', scryptSync(passphrase.normalize('NFC'), salt, 32, SCRYPT), nonce);
  decipher.setAAD(Buffer.from(x));
  decipher.setAuthTag(sealed.subarray(32));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, 32)), decipher.final()]).toString('base64url');
  } catch {
    throw new Refusal(`the passphrase does not open ${file}`, 'try again, or give another key');
  }
}
