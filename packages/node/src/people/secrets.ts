import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits as text: nothing that can be guessed, so that its plain hash is enough to keep. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

export const isSecret = (text: string): boolean => /^[A-Za-z0-9_-]{43}$/.test(text);

/** What is kept of a secret. Only of those that `newSecret` made: a password needs a slow hash. */
export const hashOfSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** An id that says nothing and is met only once. */
export const newId = (kind: 'p' | 'm' | 'i'): string => `${kind}-${randomBytes(8).toString('hex')}`;
