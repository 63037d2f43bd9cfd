import { randomBytes } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { checkCommitment, commitTo, toBase64Url } from '@skyaccord/proof';

/** `kept_ms`: when it was kept, by the machine's clock; its time to be erased counts from then. */
type Kept = {
  readonly commitment: string;
  readonly salt: string;
  readonly value: unknown;
  readonly kept_ms: number;
};

/**
 * Values that this party keeps to itself: figures held back from an account, and who filed a report. The journal holds
 * a salted commitment to each; the value lies in a file of its own beside it, so that it can be erased while the chain
 * still verifies.
 */
export class PrivateValues {
  readonly #file: string;

  constructor(data: string, name: string) {
    const folder = path.join(data, 'personal');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#file = path.join(folder, `${name}.jsonl`);
  }

  /** Keeps a value, on the disk before anything of it is told. Gives the commitment to it. */
  keep(value: unknown): string {
    const salt = toBase64Url(randomBytes(16));
    const kept: Kept = { commitment: commitTo({ salt, value }), salt, value, kept_ms: Date.now() };
    appendFileSync(this.#file, `${JSON.stringify(kept)}\n`, { mode: 0o600, flush: true });
    return kept.commitment;
  }

  /** The value behind a commitment; null where it was erased, or does not fit it. */
  open(commitment: string): unknown {
    if (!existsSync(this.#file)) return null;
    const line = readFileSync(this.#file, 'utf8')
      .split('\n')
      .find((one) => one.includes(`"commitment":"${commitment}"`));
    if (line === undefined) return null;
    const { salt, value } = JSON.parse(line) as Kept;
    return checkCommitment(commitment, { salt, value }) ? value : null;
  }
}
