import type { Sheet } from '@skyaccord/accord';
import type { Paper } from './pdf.ts';

/**
 * A sheet as a PDF. What writes PDFs is loaded with the first one: most nodes and commands print none.
 *
 * @throws NodeError not_printable where the font of PDFs lacks a character of it
 */
export async function printSheet(sheet: Sheet, paper: Paper, made_ms: number): Promise<Uint8Array> {
  const { sheetPdf } = await import('./pdf.ts');
  return sheetPdf(sheet, paper, new Date(made_ms));
}
