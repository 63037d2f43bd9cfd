import { TALLY_COLUMNS, type TallyCase, tallyRows } from '@skyaccord/accord';
import { parquetWriteBuffer } from 'hyparquet-writer';

const NUMBERS: ReadonlySet<string> = new Set(['h_cpa_m', 'v_cpa_m']);

/** The table of cases as Parquet, the same rows and columns as its CSV; what is not known is null. */
export function tallyParquet(cases: readonly TallyCase[]): Buffer {
  const rows = tallyRows(cases);
  const columnData = TALLY_COLUMNS.map((name) => ({
    name,
    type: NUMBERS.has(name) ? ('DOUBLE' as const) : ('STRING' as const),
    data: rows.map((row) => row[name]),
  }));
  return Buffer.from(parquetWriteBuffer({ columnData }));
}
