import type { Plot, Sheet } from '@skyaccord/accord';
import { getDocumentProxy } from 'unpdf';
import { beforeAll, describe, expect, it } from 'vitest';
import { sheetPdf } from './pdf.ts';

const plot: Plot = {
  title: 'Range against time',
  description: 'closest 1.50 NM',
  equal: false,
  x: { label: 'UTC', low: 0, high: 100, ticks: [{ at: 0, text: '06:00:00Z' }] },
  y: { label: 'range, NM', low: 0, high: 5, ticks: [{ at: 3, text: '3.0' }] },
  lines: [
    { label: 'range', tone: 0, dashed: false, points: [[0, 4], [50, 1.5], null, [60, 2], [100, 4]] },
    {
      label: 'minimum',
      tone: 2,
      dashed: true,
      points: [
        [0, 3],
        [100, 3],
      ],
    },
  ],
  marks: [{ at: [50, 1.5], text: '1.50 NM' }],
  bands: [{ from: 40, to: 60 }],
};
const rows = Array.from({ length: 90 }, (_, i) => [`row ${i}`, `${i * 7}`]);
const sheet: Sheet = {
  language: 'fr',
  title: 'Dossier 7',
  subtitle: 'NORD 1 et MERI 2',
  foot: ['Dossier 7'],
  blocks: [
    { type: 'heading', text: 'Résumé' },
    { type: 'paragraph', text: 'À lire d’abord.', strong: true },
    { type: 'paragraph', text: 'Un paragraphe.', strong: false },
    { type: 'lines', lines: [{ depth: 0, label: 'État', text: 'contesté' }] },
    { type: 'plot', plot },
    { type: 'table', head: ['nom', 'valeur'], widths: [1, 1], strong: [], rows },
  ],
};
type Node = {
  readonly role?: string;
  readonly alt?: string;
  readonly id?: string;
  readonly children?: readonly Node[];
};
const flat = (node: Node): Node[] => [node, ...(node.children ?? []).flatMap(flat)];

describe('the PDF of a sheet', () => {
  let proxy: Awaited<ReturnType<typeof getDocumentProxy>>;
  let bytes: Uint8Array;
  beforeAll(async () => {
    bytes = await sheetPdf(sheet, 'document', new Date(Date.UTC(2030, 0, 1)));
    // The reader takes the memory that it is given.
    proxy = await getDocumentProxy(new Uint8Array(bytes));
  });
  const pages = () => Array.from({ length: proxy.numPages }, (_, i) => proxy.getPage(i + 1));

  it('is tagged from the title to the last row, in the order of reading, with its language', async () => {
    expect(Buffer.from(bytes).toString('latin1')).toMatch(/\/Marked true/);
    const roles: string[] = [];
    let cells = 0;
    for await (const page of pages()) {
      const tree = (await page.getStructTree()) as Node | null;
      // A table over several pages is told whole of each; what stands on this one has content.
      const told = flat(tree ?? {}).filter(({ role }) => role === 'TD');
      cells += told.filter(({ children }) => children?.some(({ id }) => id !== undefined)).length;
      roles.push(...flat(tree ?? {}).flatMap(({ role }) => (role === undefined ? [] : [role])));
    }
    const first = [
      'H1',
      'P',
      'H2',
      'P',
      'P',
      'L',
      'LI',
      'Lbl',
      'LBody',
      'Figure',
      'Table',
      'TR',
      'TH',
      'TH',
      'TR',
      'TD',
    ];
    expect(roles.filter((role) => role !== 'Root' && role !== 'Document').slice(0, first.length)).toEqual(first);
    expect(cells).toBe(2 * rows.length);
    expect((await proxy.getMetadata()).info).toMatchObject({ Language: 'fr' });
  });

  it('says in words what a plot shows', async () => {
    const tree = (await (await proxy.getPage(1)).getStructTree()) as Node;
    expect(flat(tree).find(({ role }) => role === 'Figure')?.alt).toBe('Range against time. closest 1.50 NM');
  });

  it('has every piece of text marked: as part of the structure, or as there to be looked at only', async () => {
    for await (const page of pages()) {
      const { items } = await page.getTextContent({ includeMarkedContent: true });
      let depth = 0;
      let loose = 0;
      for (const item of items) {
        if ('type' in item) depth += item.type === 'endMarkedContent' ? -1 : 1;
        else if (depth === 0 && item.str.trim() !== '') loose += 1;
      }
      expect([loose, depth]).toEqual([0, 0]);
    }
  });

  it('has text to be selected, plots among it, and no picture: plots are vectors', async () => {
    const words: string[] = [];
    const operators = new Set<number>();
    for await (const page of pages()) {
      const { items } = await page.getTextContent();
      words.push(...items.map((item) => ('str' in item ? item.str : '')));
      for (const one of (await page.getOperatorList()).fnArray) operators.add(one);
    }
    const text = words.join(' ');
    for (const one of ['Résumé', 'contesté', '06:00:00Z', '1.50 NM', 'minimum', 'row 89', '623'])
      expect(text).toContain(one);
    const { OPS } = await import('unpdf/pdfjs');
    expect(operators.has(OPS.constructPath)).toBe(true);
    for (const one of [OPS.paintImageXObject, OPS.paintInlineImageXObject, OPS.paintImageMaskXObject]) {
      expect(operators.has(one)).toBe(false);
    }
  });
});
