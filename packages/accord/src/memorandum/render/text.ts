import type { Block, Sheet } from './sheet.ts';

/** A sheet as plain text, for a terminal or a mail: blocks apart, parts indented; its last lines are its foot. */
export function sheetText({ title, subtitle, foot, blocks }: Sheet): string {
  return [`${title}\n${subtitle}`, ...blocks.map(blockText), `\n${foot.join('\n')}`].join('\n');
}

function blockText(block: Block): string {
  switch (block.type) {
    case 'heading':
      return `\n${block.text}`;
    case 'paragraph':
      return `  ${block.text.replaceAll('\n', '\n  ')}`;
    case 'lines':
      return block.lines
        .map(({ depth, label, text }) => `${'  '.repeat(depth + 1)}${label}${text === '' ? '' : `: ${text}`}`)
        .join('\n');
    case 'table':
      return block.rows.map((row) => rowText(block.head, row)).join('\n');
    case 'plot':
      return `  [${block.plot.title}: ${block.plot.description}]`;
  }
}

/** A row on a line, each cell with the head of its column: columns side by side would need a wide terminal. */
function rowText(head: readonly string[], row: readonly string[]): string {
  const cells = row.flatMap((cell, index) =>
    cell === '' ? [] : [head[index] === '' ? cell : `${head[index]}: ${cell}`],
  );
  return `  ${cells.join(' | ')}`;
}
