import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { checkCommitment, commitTo, toBase64Url } from '@skyaccord/proof';
import Type from 'typebox';
import { Compile } from 'typebox/compile';

/** What is published of a withheld value, and what opens it. */
export type Commitment = { readonly ref: string; readonly commitment: string };
export type Commitments = { readonly kind: 'commitments'; readonly commitments: readonly Commitment[] };
export type Revealed = {
  readonly kind: 'revealed';
  readonly ref: string;
  readonly salt: string;
  readonly value: unknown;
};

const ref = Type.String({ pattern: '^[0-9a-f]{16}$' });
const PUBLISHED = Compile(
  Type.Object(
    {
      kind: Type.Literal('commitments'),
      commitments: Type.Array(
        Type.Object({ ref, commitment: Type.String({ pattern: '^[0-9a-f]{64}$' }) }, { additionalProperties: false }),
        { minItems: 1, maxItems: 200 },
      ),
    },
    { additionalProperties: false },
  ),
);
const REVEALED = Compile(
  Type.Object(
    { kind: Type.Literal('revealed'), ref, salt: Type.String({ maxLength: 64 }), value: Type.Unknown() },
    { additionalProperties: false },
  ),
);

export const isCommitments = (body: unknown): body is Commitments => PUBLISHED.Check(body);
export const isRevealed = (body: unknown): body is Revealed => REVEALED.Check(body);

/**
 * What this party is bound to. Commitments go over the link and into both journals; what opens them stays in a file of
 * its own, beside the journal and not in it, so that it can be erased.
 */
export class Openings {
  readonly #file: string;
  #unwritten: string[] = [];

  constructor(data: string) {
    mkdirSync(path.join(data, 'link'), { recursive: true, mode: 0o700 });
    this.#file = path.join(data, 'link', 'openings.jsonl');
  }

  /** Binds to a value under 16 random bytes. */
  commit(ref: string, value: unknown, random: Uint8Array): Commitment {
    const salt = toBase64Url(random);
    this.#unwritten.push(`${JSON.stringify({ kind: 'revealed', ref, salt, value } satisfies Revealed)}\n`);
    return { ref, commitment: commitTo({ salt, value }) };
  }

  /** Writes what was bound to since; before anything of it is published. */
  flush(): void {
    if (this.#unwritten.length === 0) return;
    appendFileSync(this.#file, this.#unwritten.join(''), { mode: 0o600, flush: true });
    this.#unwritten = [];
  }

  /** What opens the commitment of this name; null when there is none, or it was erased. */
  opening(ref: string): Revealed | null {
    if (!existsSync(this.#file)) return null;
    const line = readFileSync(this.#file, 'utf8')
      .split('\n')
      .find((one) => one.includes(`"ref":"${ref}"`));
    if (line === undefined) return null;
    const { salt, value } = JSON.parse(line) as Revealed;
    return { kind: 'revealed', ref, salt, value };
  }
}

/** What another party is bound to under a name, and what it revealed of it since; null: nothing. */
export type ReceivedCommitment = {
  readonly ref: string;
  readonly commitment: string;
  readonly received_ms: number;
  readonly revealed: { readonly at_ms: number; readonly holds: boolean; readonly value: unknown } | null;
};

/** Of one party; of further ones the oldest is forgotten here, and the journal keeps it. */
const MOST_BOUND = 100_000;

/** What another party is bound to, from what its messages said. */
export class Bound {
  readonly #commitments = new Map<string, ReceivedCommitment>();

  /** The first counts: nobody can bind himself anew under the same name. */
  bind({ commitments }: Commitments, received_ms: number): void {
    for (const { ref, commitment } of commitments) {
      if (this.#commitments.has(ref)) continue;
      this.#commitments.set(ref, { ref, commitment, received_ms, revealed: null });
      if (this.#commitments.size > MOST_BOUND) {
        this.#commitments.delete(this.#commitments.keys().next().value as string);
      }
    }
  }

  /**
   * Whether what is revealed is what its party bound itself to under that name. What held once stands, whatever is
   * said of it later.
   */
  reveal({ ref, salt, value }: Revealed, at_ms: number): boolean {
    const known = this.#commitments.get(ref);
    if (known === undefined) return false;
    const holds = checkCommitment(known.commitment, { salt, value });
    if (known.revealed?.holds !== true) this.#commitments.set(ref, { ...known, revealed: { at_ms, holds, value } });
    return holds;
  }

  /** Newest first. */
  list(most: number): ReceivedCommitment[] {
    return [...this.#commitments.values()].slice(-most).reverse();
  }
}
