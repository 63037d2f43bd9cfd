import { csvOf } from '../csv.ts';
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

/** The ledger as CSV (RFC 4180), with a header. */
export const ledgerCsv = (entries: readonly LedgerEntry[]): string => csvOf(LEDGER_COLUMNS, ledgerRows(entries));
