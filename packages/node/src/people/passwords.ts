import { type BinaryLike, randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { NodeError } from '../errors.ts';

const derive = promisify<BinaryLike, BinaryLike, number, ScryptOptions, Buffer>(scrypt);

/** Cost, block size and parallelism: 64 MiB and two passes, the OWASP Password Storage Cheat Sheet's second choice. */
const COST = { N: 65_536, r: 8, p: 2 } as const;
const KEY_BYTES = 32;
/** Each takes 64 MiB while it runs; more wait, and beyond that they are told to come again. */
const AT_ONCE = 2;
const MOST_WAITING = 16;

const LEAST_LETTERS = 12;
const MOST_LETTERS = 128;
const LEAST_DIFFERENT = 6;

/** A password as it is kept, with the parameters that it was made with. */
export type PasswordHash = {
  readonly kind: 'scrypt';
  readonly N: number;
  readonly r: number;
  readonly p: number;
  readonly salt: string;
  readonly key: string;
};

/** What a name that nobody has is compared with, so that the answer takes as long. No password has this key. */
export const NO_PASSWORD: PasswordHash = { kind: 'scrypt', ...COST, salt: 'AAAAAAAAAAAAAAAAAAAAAA', key: '' };

/**
 * Length is what counts (NIST SP 800-63B, 5.1.1): nothing is asked of its letters but that there are several.
 *
 * @throws NodeError person_invalid
 */
export function checkPassword(password: string, login: string): void {
  const letters = [...normal(password)];
  const refuse = (reason: string) => new NodeError('person_invalid', `password ${reason}.`, { field: 'body.password' });
  if (letters.length < LEAST_LETTERS) throw refuse(`has ${letters.length} letters; it needs ${LEAST_LETTERS}`);
  if (letters.length > MOST_LETTERS) throw refuse(`has more than ${MOST_LETTERS} letters`);
  if (new Set(letters).size < LEAST_DIFFERENT) throw refuse(`has fewer than ${LEAST_DIFFERENT} different letters`);
  const lower = normal(password).toLowerCase();
  if (lower.includes(login) || lower.includes('skyaccord')) throw refuse('holds the name or that of this program');
}

export async function hashPassword(password: string): Promise<PasswordHash> {
  const salt = randomBytes(16);
  const key = await slowly(password, salt, COST);
  return { kind: 'scrypt', ...COST, salt: salt.toString('base64url'), key: key.toString('base64url') };
}

export async function isPassword(password: string, { N, r, p, salt, key }: PasswordHash): Promise<boolean> {
  const found = await slowly(password, Buffer.from(salt, 'base64url'), { N, r, p });
  const kept = Buffer.from(key, 'base64url');
  // Compared in any case: whether there is a key must not show in the time.
  const same = timingSafeEqual(found, kept.length === KEY_BYTES ? kept : randomBytes(KEY_BYTES));
  return same && kept.length === KEY_BYTES;
}

/** The same letters, however a keyboard composes them. */
const normal = (password: string): string => password.normalize('NFKC');

let running = 0;
const waiting: (() => void)[] = [];

async function slowly(password: string, salt: Buffer, { N, r, p }: { N: number; r: number; p: number }) {
  if (running >= AT_ONCE) {
    if (waiting.length >= MOST_WAITING) throw new NodeError('too_many_requests');
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else running++;
  try {
    return await derive(normal(password), salt, KEY_BYTES, { N, r, p, maxmem: 160 * N * r });
  } finally {
    const next = waiting.shift();
    if (next === undefined) running--;
    else next();
  }
}
