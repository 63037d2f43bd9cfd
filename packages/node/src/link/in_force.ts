import type { Life, Memorandum } from '@skyaccord/accord';

/** What it asks of the node. */
type Node = { readonly memorandum: Memorandum; readonly life: { at(now_ms: number): Life } };

/** Steps in the life of a memorandum take effect within this, ms; duties are asked for many times a second. */
const LOOK_MS = 1_000;

/**
 * The clauses that bind a node towards others now: all of them, until the memorandum is suspended, withdrawn or
 * expired; from then on those that survive, for as long as they do. A draft is tried as if it were in force.
 */
export class InForce {
  readonly #node: Node;
  #looked_ms = Number.NEGATIVE_INFINITY;
  #clauses: Memorandum['clauses'] = [];

  constructor(node: Node) {
    this.#node = node;
  }

  at(now_ms: number): Memorandum['clauses'] {
    if (Math.abs(now_ms - this.#looked_ms) < LOOK_MS) return this.#clauses;
    this.#looked_ms = now_ms;
    const { clauses } = this.#node.memorandum;
    const { observed, spans } = this.#node.life.at(now_ms);
    if (observed.state !== 'suspended' && observed.state !== 'withdrawn' && observed.state !== 'expired') {
      this.#clauses = clauses;
      return clauses;
    }
    const span = spans.find(({ from_ms, until_ms }) => from_ms <= now_ms && (until_ms === null || now_ms < until_ms));
    const kept = span?.clauses ?? [];
    this.#clauses = kept === 'all' ? clauses : clauses.filter(({ id }) => kept.includes(id));
    return this.#clauses;
  }
}
