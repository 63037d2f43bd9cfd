import type { Plot } from '@skyaccord/accord';
import { FONTS, type Pages } from './page.ts';

/** Heights of plots on paper, points: a plan needs the room of a square. */
const PLAN = 300;
const TIME = 190;
const TONES = ['#0b5cad', '#b3460f', '#555555'] as const;
/** Around the drawing: for the numbers on the axes, and the label and legend above. */
const EDGE = { left: 44, right: 10, top: 26, bottom: 26 };

/** A plot as vector graphics with selectable text, from its figures. */
export function drawPlot(pages: Pages, plot: Plot): void {
  const height = plot.equal ? PLAN : TIME;
  pages.figure(`${plot.title}. ${plot.description}`, height, (document, x, y) => {
    const left = x + EDGE.left;
    const top = y + EDGE.top;
    const tall = height - EDGE.top - EDGE.bottom;
    const wide = plot.equal ? tall : pages.width - EDGE.left - EDGE.right;
    const across = (at: number) => left + ((at - plot.x.low) / (plot.x.high - plot.x.low)) * wide;
    const up = (at: number) => top + tall - ((at - plot.y.low) / (plot.y.high - plot.y.low)) * tall;

    document.save().rect(left, top, wide, tall).clip();
    for (const { from, to } of plot.bands) {
      document.rect(across(from), top, across(to) - across(from), tall).fill('#e4e4e4');
    }
    for (const { at } of plot.x.ticks) line(document, across(at), top, across(at), top + tall);
    for (const { at } of plot.y.ticks) line(document, left, up(at), left + wide, up(at));
    for (const { points, tone, dashed } of plot.lines) {
      document.lineWidth(tone === 2 ? 0.8 : 1.4);
      if (dashed) document.dash(4, { space: 3 });
      let isBegun = false;
      for (const point of points) {
        if (point === null) isBegun = false;
        else if (isBegun) document.lineTo(across(point[0]), up(point[1]));
        else {
          document.moveTo(across(point[0]), up(point[1]));
          isBegun = true;
        }
      }
      document.stroke(TONES[tone]).undash();
    }
    document.restore();
    document.rect(left, top, wide, tall).lineWidth(0.6).stroke('#444444');

    document.font(FONTS.regular).fontSize(7).fillColor('#222222');
    const text = (words: string, at: number, down: number, width: number, align: 'left' | 'right' | 'center') =>
      document.text(words, at, down, { width, align, lineBreak: false });
    for (const { at, text: words } of plot.x.ticks) text(words, across(at) - 30, top + tall + 3, 60, 'center');
    for (const { at, text: words } of plot.y.ticks) text(words, x, up(at) - 4, EDGE.left - 5, 'right');
    text(plot.x.label, left, top + tall + 13, wide, 'center');
    document.font(FONTS.bold).fontSize(8);
    text(`${plot.title}  (${plot.y.label})`, x, y, pages.width, 'left');
    let legend = left;
    document.font(FONTS.regular).fontSize(7);
    for (const { label, tone, dashed } of plot.lines) {
      document.lineWidth(tone === 2 ? 0.8 : 1.4);
      if (dashed) document.dash(4, { space: 3 });
      document
        .moveTo(legend, y + 17)
        .lineTo(legend + 18, y + 17)
        .stroke(TONES[tone])
        .undash();
      const width = document.widthOfString(label) + 4;
      text(label, legend + 21, y + 12, width, 'left');
      legend += 21 + width + 10;
    }
    for (const { at, text: words } of plot.marks) {
      document.circle(across(at[0]), up(at[1]), 2.2).lineWidth(1).stroke('#a00000');
      document.fillColor('#a00000');
      text(words, across(at[0]) + 5, up(at[1]) - 9, 200, 'left');
      document.fillColor('#222222');
    }
  });
}

function line(document: PDFKit.PDFDocument, x1: number, y1: number, x2: number, y2: number): void {
  document.moveTo(x1, y1).lineTo(x2, y2).lineWidth(0.3).stroke('#bbbbbb');
}
