/** One thing wrong with a document a person wrote: where it stands, what was found, why it is refused, what to do. */
export type Problem = {
  /** The field, as `clauses[2].lateral`; empty for the document as a whole. */
  readonly path: string;
  /** Both count from 1. */
  readonly line: number;
  readonly column: number;
  /** What stood there, cut to 80 characters; `null` when nothing did. */
  readonly value: string | null;
  readonly reason: string;
  readonly remedy: string;
};

/** `12:5 clauses[2].lateral = 3: a bare number (write the unit: 3 NM)`: one line for people. */
export function describeProblem(problem: Problem): string {
  const field = problem.path === '' ? 'document' : problem.path;
  const value = problem.value === null ? '' : ` = ${problem.value}`;
  return `${problem.line}:${problem.column} ${field}${value}: ${problem.reason}; ${problem.remedy}`;
}

/** The problems in the order in which a reader of the document meets them. */
export function inDocumentOrder(problems: readonly Problem[]): Problem[] {
  return [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
}

/**
 * Cuts what a message repeats of its input, and keeps control characters out of terminals and logs. Half a surrogate
 * pair, left over by a cut, would be no text to a journal.
 */
export function cut(value: string): string {
  const plain = value.replace(/\p{C}+/gu, ' ');
  return plain.length <= 80 ? plain : `${plain.slice(0, 79).toWellFormed()}…`;
}
