import type { Block, Sheet } from '@skyaccord/accord';
import { NodeError } from '../errors.ts';
import { type Cell, DOCUMENT, KNEEBOARD, lettersWithoutGlyph, Pages } from './page.ts';
import { drawPlot } from './plot.ts';

const LAYOUTS = { document: DOCUMENT, kneeboard: KNEEBOARD };
/** A4 for reading at a table; A5 for a knee in a cockpit. */
export type Paper = keyof typeof LAYOUTS;

/**
 * A sheet as a PDF of selectable text, its foot on every page.
 *
 * @throws NodeError not_printable where the font lacks a character of it: a page with a box in place of a letter would
 * say something else than what was signed
 */
export async function sheetPdf(sheet: Sheet, paper: Paper, made: Date): Promise<Uint8Array> {
  const { title, subtitle, foot, blocks, language } = sheet;
  const missing = lettersWithoutGlyph(lettersOf(sheet));
  if (missing.length > 0) {
    const few = missing.slice(0, 8).map((letter) => `${letter} (U+${code(letter)})`);
    const more = missing.length > few.length ? ' and more' : '';
    throw new NodeError('not_printable', `Noto Sans lacks ${few.join(', ')}${more}.`);
  }
  const pages = new Pages(LAYOUTS[paper], foot, { title: `${title}. ${subtitle}`, language, date: made });
  pages.write(title, pages.layout.title, 'H1');
  pages.write(subtitle, pages.layout.text);
  pages.gap(pages.layout.text * 0.6);
  for (const block of blocks) draw(pages, block);
  return pages.bytes();
}

/** All that a sheet says, in any order. */
const lettersOf = (part: unknown): string =>
  typeof part === 'string' ? part : part instanceof Object ? Object.values(part).map(lettersOf).join('') : '';
const code = (letter: string): string => (letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');

function draw(pages: Pages, block: Block): void {
  const { text, heading } = pages.layout;
  switch (block.type) {
    case 'heading':
      // Not alone at the foot of a page.
      pages.need(heading * 2 + text * 4);
      pages.gap(heading * 0.7);
      pages.write(block.text, heading, 'H2');
      pages.gap(text * 0.2);
      return;
    case 'paragraph':
      if (block.strong) pages.frame(block.text, text);
      else pages.write(block.text, text);
      pages.gap(text * 0.4);
      return;
    case 'lines':
      drawLines(pages, linesCells(block.lines, pages.width), text);
      pages.gap(text * 0.3);
      return;
    case 'table':
      drawTable(pages, block);
      return;
    case 'plot':
      drawPlot(pages, block.plot);
  }
}

function drawLines(pages: Pages, lines: readonly (readonly Cell[])[], size: number): void {
  const list = pages.part('L');
  for (const cells of lines) pages.row(cells, size, size * 0.15, pages.part('LI', list));
}

/** Labels left, what they stand for right; numbers of a list need little room. */
function linesCells(lines: Extract<Block, { type: 'lines' }>['lines'], width: number): Cell[][] {
  const numbered = lines.every(({ label }) => /^\d+\.$/.test(label));
  const column = numbered ? 22 : width * 0.36;
  return lines.map(({ depth, label, text }) => {
    const x = Math.min(depth * 10, column * 0.6);
    if (text === '') return [{ text: label, x, width: width - x, bold: false, grey: true, tag: 'Lbl' }];
    return [
      { text: label, x, width: column - x - 6, bold: false, grey: true, tag: 'Lbl' },
      { text, x: column, width: width - column, bold: false, tag: 'LBody' },
    ];
  });
}

function drawTable(pages: Pages, { head, widths, strong, rows }: Extract<Block, { type: 'table' }>): void {
  const { text, small } = pages.layout;
  const sum = widths.reduce((total, one) => total + one, 0);
  const pad = 6;
  const cellsOf = (texts: readonly string[], tag: 'TH' | 'TD', bold: (index: number) => boolean): Cell[] => {
    let x = 0;
    return texts.map((cell, index) => {
      const width = (pages.width * (widths[index] ?? 1)) / sum;
      const placed = { text: cell, x, width: width - pad, bold: bold(index), tag };
      x += width;
      return placed;
    });
  };
  const top = cellsOf(head, 'TH', () => false).map((cell) => ({ ...cell, grey: true }));
  const first = rows[0] === undefined ? [] : cellsOf(rows[0], 'TD', (index) => strong.includes(index));
  pages.need(pages.height(top, small) + pages.height(first, text) + 8);
  const table = pages.part('Table');
  pages.row(top, small, 1, pages.part('TR', table));
  for (const row of rows) {
    const cells = cellsOf(row, 'TD', (index) => strong.includes(index));
    pages.need(pages.height(cells, text) + 4);
    pages.rule();
    pages.gap(2);
    pages.row(cells, text, 2, pages.part('TR', table));
  }
  pages.gap(text * 0.4);
}
