import {
  type Choice,
  DisclosureMatrix,
  type MatrixCell,
  type Rung,
  type Setting,
  type ShowingStep,
  WHATS,
  type What,
} from '@skyaccord/accord';
import { NodeError } from '../errors.ts';
import { durable } from '../run/durable.ts';

/** What the desk needs of the node. */
type Node = {
  readonly memorandum: { readonly clauses: readonly { readonly kind: string }[] };
  /** Journals a statement; `done` is told when it is durable. */
  disclosureStated(step: ShowingStep, done: () => void): void;
};

/** What somebody asks to be shown from now or a later instant on. */
export type Asked = {
  readonly to: string;
  readonly what: What;
  readonly choice: Choice | null;
  readonly effective_ms: number | null;
  readonly reason: string;
};

/**
 * What this party shows others: the file of links says what at first, and statements that are journalled say it from
 * then on.
 */
export class DisclosureDesk {
  readonly own: string;
  readonly matrix: DisclosureMatrix;
  readonly #node: Node;

  constructor(node: Node, own: string, initial: (to: string, what: What) => Choice | null) {
    this.own = own;
    this.#node = node;
    this.matrix = new DisclosureMatrix(own, initial);
  }

  /** Takes up what the journal holds. */
  restore(steps: readonly ShowingStep[]): void {
    for (const step of steps) this.matrix.take(step);
  }

  /** @param most the choice goes no higher than this; duties do */
  setting(to: string, what: What, now_ms: number = Date.now(), most?: Rung): Setting {
    return this.matrix.setting(this.#node.memorandum.clauses, to, what, now_ms, most);
  }

  /** What would be shown by another choice. */
  would(to: string, what: What, choice: Choice | null, most?: Rung): Setting {
    return this.matrix.would(this.#node.memorandum.clauses, to, what, choice, most);
  }

  /** What another party is shown, kind by kind. */
  row(to: string, now_ms: number): MatrixCell[] {
    return WHATS.map((what) => this.matrix.cell(this.#node.memorandum.clauses, to, what, now_ms));
  }

  /**
   * Takes a statement once it is durable.
   *
   * @param by the name of who states it
   * @throws NodeError disclosure_refused, naming the field, the clause and what to do
   */
  async state({ to, what, choice, effective_ms, reason }: Asked, by: string): Promise<ShowingStep> {
    const now_ms = Date.now();
    const step = { to, what, choice, effective_ms: effective_ms ?? now_ms, said_ms: now_ms, by, reason };
    const no = this.matrix.objection(this.#node.memorandum.clauses, step, now_ms);
    if (no !== null) {
      const { field, value } = no;
      throw new NodeError('disclosure_refused', `${field} is ${value}: ${no.reason}; ${no.remedy}.`, { field, value });
    }
    await durable(
      new Promise((resolve) => {
        this.#node.disclosureStated(step, () => {
          this.matrix.take(step);
          resolve();
        });
      }),
    );
    return step;
  }
}
