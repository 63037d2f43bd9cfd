import { csvOf } from '../csv.ts';
import type { TallyCase } from './tally.ts';

/** The columns of the table of cases, in this order; times as UTC text, all else as it is. */
export const TALLY_COLUMNS = [
  'id',
  'time',
  'class',
  'clause',
  'parties',
  'breached',
  'h_cpa_m',
  'v_cpa_m',
  'state',
  'risk',
  'closed',
] as const;
type TallyRow = Readonly<Record<(typeof TALLY_COLUMNS)[number], string | number | null>>;

export function tallyRows(cases: readonly TallyCase[]): readonly TallyRow[] {
  return cases.map(({ time_ms, parties, breached, closed, ...rest }) => ({
    ...rest,
    time: time_ms === null ? null : new Date(time_ms).toISOString(),
    parties: parties.join(' '),
    breached: breached ? 'yes' : 'no',
    closed: closed ? 'yes' : 'no',
  }));
}

/** The cases as CSV (RFC 4180), with a header. */
export const tallyCsv = (cases: readonly TallyCase[]): string => csvOf(TALLY_COLUMNS, tallyRows(cases));
