import { LEDGER_COLUMNS, type LedgerEntry, ledgerRows } from '@skyaccord/accord';
import { parquetWriteBuffer } from 'hyparquet-writer';

/** Columns that hold numbers; all others are text. */
const NUMBERS: ReadonlySet<string> = new Set(['delay_s', 'extra_m', 'height_m', 'turn_deg', 'speed_mps', 'revisions']);

/** The ledger as Parquet, the same rows and columns as its CSV; what is not known is null. */
export function ledgerParquet(entries: readonly LedgerEntry[]): Buffer {
  const rows = ledgerRows(entries);
  const columnData = LEDGER_COLUMNS.map((name) => ({
    name,
    type: NUMBERS.has(name) ? ('DOUBLE' as const) : ('STRING' as const),
    data: rows.map((row) => row[name]),
  }));
  return Buffer.from(parquetWriteBuffer({ columnData }));
}
