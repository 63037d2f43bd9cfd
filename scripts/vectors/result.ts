/** What came of one reference file. */
export type Result = {
  cases: number;
  equal: number;
  different: number;
  /** Cases left out because the reference itself calls them fragile. */
  skipped: number;
  /** Largest difference of a number, in the number's own unit, among cases that are equal in structure. */
  worst: number;
  /** What differs, in words, case by case. */
  readonly notes: string[];
};

export function emptyResult(): Result {
  return { cases: 0, equal: 0, different: 0, skipped: 0, worst: 0, notes: [] };
}

/** Counts one case: equal when nothing is said against it. */
export function count(result: Result, name: string, problem: string | null): void {
  result.cases += 1;
  if (problem === null) {
    result.equal += 1;
  } else {
    result.different += 1;
    result.notes.push(`${name}: ${problem}`);
  }
}
