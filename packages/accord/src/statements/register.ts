import { type Contradiction, contradicts } from './contradiction.ts';
import type { About, Statement, Subject } from './statement.ts';

/** More than these a register does not hold. */
const MOST_STATEMENTS = 50_000;

/** Which statements are meant; a member that is left out narrows nothing. */
export type Question = {
  readonly subject?: Subject;
  readonly party?: string;
  readonly area?: string;
  readonly clause?: string;
  /** As it stood at that instant: what had been said by then. */
  readonly at_ms?: number;
  /** As it was known at that instant: what the register held by then. */
  readonly known_ms?: number;
};

/** A statement as it stands at an instant. */
export type Standing = {
  readonly statement: Statement;
  /** Whether its validity covers the instant. */
  readonly valid: boolean;
  /** A later one of the same speaker on the same matter; it stands beside this one, which is not edited. */
  readonly followed_by: string | null;
  /** Those that say the contrary and stand at the instant too. */
  readonly contradicted_by: readonly string[];
};

/** Every statement that was ever taken in, in order of when it was said. Nothing is edited and nothing removed. */
export class Register {
  readonly #statements: Statement[] = [];
  readonly #ids = new Set<string>();

  /** Why a statement cannot be taken in; null where it can. */
  objection(statement: Statement): string | null {
    if (this.#ids.has(statement.id)) return `a statement ${statement.id} is there already, and none is ever edited`;
    return this.#statements.length >= MOST_STATEMENTS ? `the register holds ${MOST_STATEMENTS} statements` : null;
  }

  /** Takes a statement in. Throws a RangeError where there is an objection; nothing changes then. */
  add(statement: Statement): void {
    const no = this.objection(statement);
    if (no !== null) throw new RangeError(no);
    this.#ids.add(statement.id);
    // Mostly the newest comes last; an old one that is heard of late goes where it belongs.
    let at = this.#statements.length;
    while (at > 0 && order(this.#statements[at - 1] as Statement, statement) > 0) at -= 1;
    this.#statements.splice(at, 0, statement);
  }

  /** In order of when they were said, then of their ids. */
  all(): readonly Statement[] {
    return this.#statements;
  }

  /** What was said on a matter, as it stood and was known at the instants asked for. */
  ask(question: Question): readonly Standing[] {
    const { at_ms = Number.POSITIVE_INFINITY, known_ms = Number.POSITIVE_INFINITY } = question;
    const said = this.#statements.filter(
      (one) => one.as_of_ms <= at_ms && one.recorded_ms <= known_ms && matches(one, question),
    );
    return said.map((statement, index) => {
      const later = said.slice(index + 1).find((one) => sameVoice(statement, one) && sameMatter(statement, one));
      const contrary = said.filter((one) => contradicts(statement, one) !== null);
      return {
        statement,
        valid: holdsAt(statement, at_ms),
        followed_by: later?.id ?? null,
        contradicted_by: contrary.map(({ id }) => id),
      };
    });
  }

  /**
   * All pairs that contradict one another, as it stood and was known at the instants asked for, the older one first.
   */
  contradictions(question: Question = {}): readonly Contradiction[] {
    const said = this.ask(question).map(({ statement }) => statement);
    const found: Contradiction[] = [];
    said.forEach((a, index) => {
      for (const b of said.slice(index + 1)) {
        const why = contradicts(a, b);
        if (why !== null) found.push({ earlier: a, later: b, why });
      }
    });
    return found;
  }
}

const order = (a: Statement, b: Statement): number => a.as_of_ms - b.as_of_ms || (a.id < b.id ? -1 : 1);

/** Whether what a statement says holds at an instant; at the end of time everything without an end does. */
export function holdsAt({ from_ms, until_ms }: Statement, at_ms: number): boolean {
  return (from_ms === null || from_ms <= at_ms) && (until_ms === null || at_ms < until_ms);
}

function matches({ subject, about }: Statement, question: Question): boolean {
  const narrows = (asked: string | undefined, said: string | null): boolean =>
    asked === undefined || said === null || said === asked;
  return (
    (question.subject === undefined || question.subject === subject) &&
    narrows(question.party, about.party) &&
    narrows(question.area, about.area) &&
    narrows(question.clause, about.clause)
  );
}

/** Whether two are said by the same person, or for the same party from the same office. */
function sameVoice(a: Statement, b: Statement): boolean {
  if (a.speaker === b.speaker) return true;
  return a.speaks_for !== null && a.speaks_for === b.speaks_for && a.office !== null && a.office === b.office;
}

function sameMatter(a: Statement, b: Statement): boolean {
  const same = (x: string | null, y: string | null): boolean => x === y;
  const names: readonly (keyof About)[] = ['party', 'area', 'clause', 'thing'];
  return a.subject === b.subject && names.every((name) => same(a.about[name], b.about[name]));
}
