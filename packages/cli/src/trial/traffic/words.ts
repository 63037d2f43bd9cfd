/** Figures of trials on traffic as people read them, and tables of them. */

const M_PER_NM = 1852;

/** `12.3`, from seconds. */
export const minutes = (seconds: number): string => (seconds / 60).toFixed(1);

/** `4.56`, from metres. */
export const miles = (metres: number): string => (metres / M_PER_NM).toFixed(2);

export const partyName = (party: string | null): string => party ?? 'not known whose';

/** Columns as wide as they need to be; the first one stands left, figures right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  return `${[head, ...rows].map(line).join('\n')}\n`;
}
