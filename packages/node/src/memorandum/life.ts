import { type Cryptography, type Entry, type Life, livesOf, type Memorandum, type Step } from '@skyaccord/accord';
import { canonicalJson, checkSignature, keyId, sha256Hex } from '@skyaccord/proof';
import { NodeError } from '../errors.ts';

/** More steps than this no memorandum of people has. */
const MOST_STEPS = 200;

/** A memorandum with the plain data from which it was read. */
export type MemorandumSource = { readonly memorandum: Memorandum; readonly text: string; readonly content: unknown };

/**
 * The memorandum of a node and the signed steps of its life. Only steps that count are taken in, and they are
 * journalled before they have any effect.
 */
export class MemorandumLife {
  /** The very bytes that parties sign, as text. */
  readonly canonical: string;
  readonly sha256: string;
  readonly #source: MemorandumSource;
  #entries: readonly Entry[] = [];
  readonly #cryptography = rememberingChecks();
  #lives: (now_ms: number) => readonly Life[];

  constructor(source: MemorandumSource) {
    this.#source = source;
    this.canonical = canonicalJson(source.content);
    this.sha256 = sha256Hex(this.canonical);
    this.#lives = this.#fold([]);
  }

  /** The plain data of the document, as it was written. */
  get content(): unknown {
    return this.#source.content;
  }

  at(now_ms: number): Life {
    return this.#lives(now_ms)[0] as Life;
  }

  /** Takes up what the journal holds: of other memoranda too, for a node may have run another one before. */
  restore(entries: readonly Entry[]): void {
    this.#entries = entries.filter((entry) => this.#isAboutThis(entry));
    this.#lives = this.#fold(this.#entries);
  }

  /** Whether a step with this signature was taken in. */
  knows(signature: string): boolean {
    return this.#entries.some((entry) => entry.signature === signature);
  }

  /**
   * What would come of a step; it changes nothing.
   *
   * @throws NodeError step_known, too_many_steps, or step_refused with the reason
   */
  check(entry: Entry): Step {
    const place = { field: 'signature', value: entry.signature };
    if (this.knows(entry.signature)) throw new NodeError('step_known', undefined, place);
    if (this.#entries.length >= MOST_STEPS) throw new NodeError('too_many_steps');
    const step = this.#fold([...this.#entries, entry])(0)[0]?.steps.at(-1) as Step;
    if (!step.counts) throw new NodeError('step_refused', `${step.reason}.`, place);
    return step;
  }

  /** Adds a step that was checked and is durable. */
  add(entry: Entry): void {
    this.#entries = [...this.#entries, entry];
    this.#lives = this.#fold(this.#entries);
  }

  #isAboutThis({ statement, signature }: Entry): boolean {
    if (statement === null) return checkSignature(signature, this.#source.content, []).signer?.sha256 === this.sha256;
    return (statement as { memorandum?: { sha256?: unknown } }).memorandum?.sha256 === this.sha256;
  }

  #fold(entries: readonly Entry[]): (now_ms: number) => readonly Life[] {
    const { memorandum, content } = this.#source;
    return livesOf([{ memorandum, content, sha256: this.sha256 }], entries, this.#cryptography);
  }
}

type Verdict = ReturnType<typeof checkSignature>;

/** A check costs milliseconds, and each new step makes all be looked at again: what was found once is kept. */
function rememberingChecks(): Cryptography {
  const found = new WeakMap<object, Map<string, Verdict>>();
  return {
    keyId,
    check: (signature, content, keys) => {
      if (typeof content !== 'object' || content === null) return checkSignature(signature, content, keys);
      const known = found.get(content) ?? new Map<string, Verdict>();
      found.set(content, known);
      const name = [signature, ...keys.map(({ x }) => x)].join(' ');
      const verdict = known.get(name) ?? checkSignature(signature, content, keys);
      // Of what is refused nothing is kept: there is no end to it.
      if (verdict.ok) known.set(name, verdict);
      return verdict;
    },
  };
}
