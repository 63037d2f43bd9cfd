import type { GivenVerdict, Outcome } from '@skyaccord/accord';

/** How often a clause was kept, broken, or could not be told of, by one party. */
export type Tally = {
  readonly clause: string;
  /** null: aircraft of no party that is known. */
  readonly party: string | null;
  complied: number;
  breached: number;
  cannot_tell: number;
};

/** Verdicts by clause and party; one on several aircraft counts once for each party in it. */
export class Verdicts {
  readonly #tallies = new Map<string, Tally>();
  given = 0;
  questions = 0;
  calls = 0;

  add(outcome: Outcome): void {
    if (outcome.kind === 'question_opened') this.questions += 1;
    else if (outcome.kind === 'call_logged') this.calls += 1;
    else if (outcome.kind === 'verdict') this.#count(outcome);
  }

  /** In the order of clause and party, aircraft of no party last. */
  get tallies(): readonly Tally[] {
    return [...this.#tallies].sort(([x], [y]) => (x < y ? -1 : 1)).map(([, tally]) => tally);
  }

  #count({ clause, answer, subjects }: GivenVerdict): void {
    this.given += 1;
    for (const party of new Set(subjects.map((one) => one.party))) {
      const key = `${clause} ${party ?? '~'}`;
      const tally = this.#tallies.get(key) ?? { clause, party, complied: 0, breached: 0, cannot_tell: 0 };
      tally[answer] += 1;
      this.#tallies.set(key, tally);
    }
  }
}

/** The tallies as a table for people; nothing where there is no verdict. */
export function verdictTable({ tallies }: Verdicts): string {
  if (tallies.length === 0) return '';
  const head = ['clause', 'party', 'complied', 'breached', 'cannot tell'];
  const rows = tallies.map(({ clause, party, complied, breached, cannot_tell }) => {
    return [clause, party ?? '(not known)', String(complied), String(breached), String(cannot_tell)];
  });
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]!.length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => (i < 2 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
      .join('  ')
      .trimEnd();
  return `\n${[line(head), ...rows.map(line)].join('\n')}\n`;
}
