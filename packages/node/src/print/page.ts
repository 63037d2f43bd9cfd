import { createRequire } from 'node:module';
import { type Font, openSync } from 'fontkit';
import PDFDocument from 'pdfkit';

const require = createRequire(import.meta.url);
/** Named by their files: a font that goes by another name than it was opened with is parsed anew at each use. */
export const FONTS = {
  regular: require.resolve('@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf'),
  bold: require.resolve('@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf'),
} as const;

/** Characters of a text that the fonts of a PDF cannot show, each once. */
export function lettersWithoutGlyph(text: string): string[] {
  const faces = Object.values(FONTS).map((file) => openSync(file) as Font);
  return [...new Set(text)].filter((letter) =>
    faces.some((face) => letter !== '\n' && !face.hasGlyphForCodePoint(letter.codePointAt(0) ?? 0)),
  );
}

/** How large everything is, in points (1/72 inch). */
export type Layout = {
  readonly size: 'A4' | 'A5';
  readonly margin: number;
  readonly text: number;
  readonly title: number;
  readonly heading: number;
  readonly small: number;
};
/** For reading at a table. */
export const DOCUMENT: Layout = { size: 'A4', margin: 54, text: 10, title: 18, heading: 12, small: 7.5 };
/** For a knee in a cockpit: half the paper, and no smaller to read. */
export const KNEEBOARD: Layout = { size: 'A5', margin: 28, text: 10, title: 15, heading: 11.5, small: 7 };

/** A cell of a row, `x` and `width` in points from the left margin; `tag`: what it is to who has it read out. */
export type Cell = {
  readonly text: string;
  readonly x: number;
  readonly width: number;
  readonly bold: boolean;
  readonly grey?: boolean;
  readonly tag: 'TH' | 'TD' | 'Lbl' | 'LBody';
};
/** A part of the document's structure (ISO 32000-1, 14.7 and 14.8) that holds others. */
export type Part = PDFKit.PDFStructureElement;

/**
 * Pages of selectable, tagged text in an embedded font, filled from top to bottom; what does not fit goes on to the
 * next. What is only there to be looked at (rules, frames, the foot) is marked as an artifact.
 */
export class Pages {
  readonly width: number;
  readonly layout: Layout;
  private readonly document: PDFKit.PDFDocument;
  private readonly foot: readonly string[];
  private readonly root: Part;

  /** `date`: when it was made, by the file's own statement. */
  constructor(layout: Layout, foot: readonly string[], about: { title: string; language: string; date: Date }) {
    this.layout = layout;
    this.foot = foot;
    const { title, language, date } = about;
    this.document = new PDFDocument({
      size: layout.size,
      margins: {
        top: layout.margin,
        left: layout.margin,
        right: layout.margin,
        bottom: layout.margin + this.footHeight(),
      },
      bufferPages: true,
      tagged: true,
      lang: language,
      displayTitle: true,
      pdfVersion: '1.7',
      info: { Title: title, Creator: 'skyaccord', Producer: 'skyaccord', CreationDate: date, ModDate: date },
      font: FONTS.regular,
    });
    this.width = this.document.page.width - 2 * layout.margin;
    this.root = this.document.struct('Document');
    this.document.addStructure(this.root);
  }

  private footHeight(): number {
    return this.layout.small * 1.5 * this.foot.length + 8;
  }

  /** What is left of this page, points. */
  private get room(): number {
    return this.document.page.height - this.document.page.margins.bottom - this.document.y;
  }

  /** A new page where less than this is left, points. */
  need(height: number): void {
    if (this.room < height) this.document.addPage();
  }

  gap(height: number): void {
    this.document.y += height;
  }

  /** A part that holds others: a table with its rows, a list with its items. */
  part(type: 'Table' | 'TR' | 'L' | 'LI', within: Part = this.root): Part {
    const part = this.document.struct(type);
    within.add(part);
    return part;
  }

  write(text: string, size: number, tag: 'H1' | 'H2' | 'P' = 'P'): void {
    this.document
      .font(tag === 'P' ? FONTS.regular : FONTS.bold)
      .fontSize(size)
      .fillColor('black');
    this.tagged(text, this.layout.margin, this.document.y, this.width, tag, this.root);
  }

  /** A text in a frame across the page. */
  frame(text: string, size: number): void {
    const pad = 5;
    const options = { width: this.width - 2 * pad };
    this.document.font(FONTS.bold).fontSize(size).fillColor('black');
    const height = this.document.heightOfString(text, options) + 2 * pad;
    this.need(height);
    const top = this.document.y;
    this.artifact(() => this.document.rect(this.layout.margin, top, this.width, height).lineWidth(1.2).stroke('black'));
    this.tagged(text, this.layout.margin + pad, top + pad, options.width, 'P', this.root);
    this.document.y = top + height;
  }

  /** How high a row of cells is, points. */
  height(cells: readonly Cell[], size: number): number {
    this.document.fontSize(size);
    const heights = cells.map(({ text, width, bold }) =>
      this.document.font(bold ? FONTS.bold : FONTS.regular).heightOfString(text, { width }),
    );
    return Math.max(0, ...heights);
  }

  /** Cells side by side, whole on one page; a row that no page holds is written cell below cell, over several. */
  row(cells: readonly Cell[], size: number, after: number, within: Part): void {
    const { margin } = this.layout;
    const height = this.height(cells, size);
    const isWhole = height <= this.document.page.height - margin - this.document.page.margins.bottom;
    if (isWhole) this.need(height);
    const top = this.document.y;
    for (const { text, x, width, bold, tag, grey = false } of cells) {
      this.document
        .font(bold ? FONTS.bold : FONTS.regular)
        .fontSize(size)
        .fillColor(grey ? '#444444' : 'black');
      if (isWhole) this.tagged(text, margin + x, top, width, tag, within);
      else this.tagged(text, margin, this.document.y, this.width, tag, within);
    }
    if (isWhole) this.document.y = top + height + after;
  }

  rule(): void {
    const { x, y } = { x: this.layout.margin, y: this.document.y };
    this.artifact(() =>
      this.document
        .moveTo(x, y)
        .lineTo(x + this.width, y)
        .lineWidth(0.5)
        .stroke('#888888'),
    );
  }

  /** A drawing of this height across the page, said in words to who cannot see it; `draw` has its top left corner. */
  figure(
    description: string,
    height: number,
    draw: (document: PDFKit.PDFDocument, x: number, y: number) => void,
  ): void {
    this.need(height);
    const { document, layout } = this;
    const top = document.y;
    const bbox: [number, number, number, number] = [layout.margin, top, layout.margin + this.width, top + height];
    const about = { alt: description, bbox };
    this.root.add(document.struct('Figure', about, [document.markStructureContent('Figure')]));
    draw(document, layout.margin, top);
    document.endMarkedContent();
    document.x = layout.margin;
    document.y = top + height;
  }

  private tagged(text: string, x: number, y: number, width: number, tag: string, within: Part): void {
    const { document } = this;
    // pdfkit reads the scope of a heading; its types do not know of it.
    const about: { title?: string } = tag === 'TH' ? ({ scope: 'Column' } as object) : {};
    within.add(document.struct(tag, about, [document.markStructureContent(tag)]));
    document.text(text, x, y, { width });
    document.endMarkedContent();
  }

  private artifact(draw: () => void, type: 'Layout' | 'Pagination' = 'Layout'): void {
    this.document.markContent('Artifact', { type });
    draw();
    this.document.endMarkedContent();
  }

  /** The foot on every page, and the file. */
  async bytes(): Promise<Uint8Array> {
    const { document, layout } = this;
    const { count } = document.bufferedPageRange();
    for (let index = 0; index < count; index += 1) {
      document.switchToPage(index);
      // Text below the margin would begin a page of its own.
      document.page.margins.bottom = 0;
      const lines = this.foot.map((line, at) => (at === 0 ? `${line} | ${index + 1} / ${count}` : line));
      let y = document.page.height - layout.margin - layout.small * 1.5 * lines.length;
      document.font(FONTS.regular).fontSize(layout.small).fillColor('#444444');
      this.artifact(() => {
        for (const line of lines) {
          document.text(line, layout.margin, y, { width: this.width, lineBreak: false });
          y += layout.small * 1.5;
        }
      }, 'Pagination');
    }
    const chunks: Buffer[] = [];
    const done = new Promise<void>((resolved, rejected) => {
      document.on('data', (chunk: Buffer) => chunks.push(chunk));
      document.on('end', resolved);
      document.on('error', rejected);
    });
    document.end();
    await done;
    return Buffer.concat(chunks);
  }
}
