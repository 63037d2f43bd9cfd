import type { Field } from '@skyaccord/wire';

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?Z$/;

/** An instant in UTC, ms; NaN after a report. Any other zone is refused: in a letter it is misread. */
export function parseInstant(field: Field): number {
  const remedy = 'write a UTC time such as 2030-10-15T06:00:00Z';
  const text = field.token(INSTANT, 'not a time in UTC', remedy);
  if (text === '') return Number.NaN;
  const time_ms = Date.parse(text);
  // 30 February is either refused or moved on to March, depending on the engine.
  const exact = !Number.isNaN(time_ms) && new Date(time_ms).toISOString().startsWith(text.slice(0, 16));
  if (!exact) field.problem('no such day or time', remedy);
  return exact ? time_ms : Number.NaN;
}

/** Reports a period that ends before it begins, or that says nothing. */
export function checkPeriod(
  { from_ms, until_ms }: { readonly from_ms: number | null; readonly until_ms: number | null },
  fields: Readonly<Record<'from' | 'until', Field>>,
  whole: Field,
): void {
  if (from_ms === null && until_ms === null) {
    whole.problem('a period without a beginning or an end', 'give from, until or both, or leave the period out', null);
  }
  if (from_ms !== null && until_ms !== null && from_ms >= until_ms) {
    fields.until.problem('the period ends before it begins', 'exchange from and until');
  }
}
