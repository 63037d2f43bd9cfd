import { Secret, TOTP } from 'otpauth';

/** A second factor as it is kept: the secret, and the last time step of which a code was used. */
export type CodeSecret = { readonly secret: string; readonly last_step: number };

const PERIOD_S = 30;
/** Steps to either side that count, for clocks that differ (RFC 6238, 5.2). */
const WINDOW = 1;

const totp = (secret: string, login: string): TOTP =>
  new TOTP({ issuer: 'Skyaccord', label: login, secret: Secret.fromBase32(secret), digits: 6, period: PERIOD_S });

export const newCodeSecret = (): string => new Secret({ size: 20 }).base32;

/** What an authenticator app reads, as a QR code or by hand. */
export const codeAddress = (secret: string, login: string): string => totp(secret, login).toString();

/** The time step that a code is of; null: it is wrong, or of a step that was used or passed over already. */
export function stepOfCode(code: string, { secret, last_step }: CodeSecret, now_ms: number): number | null {
  if (!/^[0-9]{6}$/.test(code)) return null;
  const delta = totp(secret, '').validate({ token: code, timestamp: now_ms, window: WINDOW });
  if (delta === null) return null;
  const step = Math.floor(now_ms / 1000 / PERIOD_S) + delta;
  return step > last_step ? step : null;
}
