import type { VerdictGiven } from '@skyaccord/accord';
import { seconds } from '../format/time.ts';
import { direction, distance, height, speed, UNKNOWN, type UnitSystem } from '../format/units.ts';

type Answer = VerdictGiven['answer'];

/** Each answer has a word and a shape, so that colour is never the only sign. */
export const ANSWERS: Readonly<Record<Answer, { word: string; symbol: string }>> = {
  breached: { word: 'breached', symbol: '◆' },
  cannot_tell: { word: 'cannot tell', symbol: '?' },
  complied: { word: 'complied', symbol: '✓' },
};

export type Tally = { readonly clause: string } & { readonly [answer in Answer]: number };

/** How often each clause was breached, kept, or neither for certain; by the id of the clause. */
export function tallyByClause(verdicts: readonly VerdictGiven[]): Tally[] {
  const found = new Map<string, { clause: string } & { [answer in Answer]: number }>();
  for (const { clause, answer } of verdicts) {
    const tally = found.get(clause) ?? { clause, breached: 0, cannot_tell: 0, complied: 0 };
    tally[answer] += 1;
    found.set(clause, tally);
  }
  return [...found.values()].sort((one, other) => (one.clause < other.clause ? -1 : 1));
}

const UNITS: readonly (readonly [ending: string, say: (value: number, name: string, units: UnitSystem) => string])[] = [
  ['_mps', (value, _name, units) => speed(value, units)],
  ['_mhz', (value) => `${value} MHz`],
  ['_deg', (value) => direction(value)],
  ['_ms', (value) => `${Math.round(value)} ms`],
  [
    '_m',
    (value, name, units) =>
      /vertical|height|level|altitude/.test(name) ? height(value, units) : distance(value, units),
  ],
  ['_s', (value) => seconds(Math.round(value))],
];

/** The figures of a verdict as people say them: `lateral 1.20 NM`. Names come with their unit last. */
export function measuredWords(measured: VerdictGiven['measured'], units: UnitSystem): string[] {
  return Object.entries(measured).map(([key, value]) => {
    const unit = UNITS.find(([ending]) => key.endsWith(ending));
    const name = (unit === undefined ? key : key.slice(0, -unit[0].length)).replaceAll('_', ' ');
    if (value === null) return `${name} ${UNKNOWN}`;
    return `${name} ${unit === undefined ? String(value) : unit[1](value, name, units)}`;
  });
}
