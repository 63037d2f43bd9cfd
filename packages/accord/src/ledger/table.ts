import type { LedgerEntry } from './entry.ts';

/** The columns of the ledger as a table, in this order; times as UTC text, all else as it is. */
export const LEDGER_COLUMNS = [
  'id',
  'time',
  'basis',
  'source',
  'mission',
  'track',
  'party',
  'other_party',
  'clause',
  'measure',
  'delay_s',
  'extra_m',
  'height_m',
  'turn_deg',
  'speed_mps',
  'needed',
  'revisions',
] as const;
export type LedgerColumn = (typeof LEDGER_COLUMNS)[number];
export type LedgerRow = Readonly<Record<LedgerColumn, string | number | null>>;

export function ledgerRows(entries: readonly LedgerEntry[]): readonly LedgerRow[] {
  return entries.map(({ time_ms, ...rest }) => ({ ...rest, time: new Date(time_ms).toISOString() }));
}

/**
 * The ledger as CSV (RFC 4180), with a header. A text that a spreadsheet would take for a formula begins with an
 * apostrophe.
 */
export function ledgerCsv(entries: readonly LedgerEntry[]): string {
  const lines = ledgerRows(entries).map((row) => LEDGER_COLUMNS.map((column) => cell(row[column])).join(','));
  return `${[LEDGER_COLUMNS.join(','), ...lines].join('\r\n')}\r\n`;
}

function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
