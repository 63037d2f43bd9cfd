import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** People take longer to write a reply, and hardly ever this long. */
const LEAST_MS = 2_000;
const MOST_MS = 24 * 3_600_000;

/**
 * Tokens in reply forms: that this bulletin wrote the form, for which article, and when. Nothing is kept and no cookie
 * is set; the key lives as long as the process.
 */
export class FormTokens {
  readonly #key = randomBytes(32);

  issue(release: string, now_ms: number): string {
    return `${now_ms}.${this.#mac(release, String(now_ms)).toString('base64url')}`;
  }

  check(token: string, release: string, now_ms: number): 'ok' | 'form_old' | 'too_fast' {
    const [time = '', mac = '', ...rest] = token.slice(0, 200).split('.');
    const given = Buffer.from(mac, 'base64url');
    const expected = this.#mac(release, time);
    if (rest.length > 0 || given.length !== expected.length || !timingSafeEqual(given, expected)) return 'form_old';
    const age_ms = now_ms - Number(time);
    if (!(age_ms <= MOST_MS)) return 'form_old';
    return age_ms < LEAST_MS ? 'too_fast' : 'ok';
  }

  #mac(release: string, time: string): Buffer {
    return createHmac('sha256', this.#key).update(`${release}\n${time}`).digest();
  }
}
