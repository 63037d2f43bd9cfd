import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { extractText, getDocumentProxy, getMeta } from 'unpdf';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readMemorandum } from '../read.ts';
import { printKneeboard, renderMemorandum } from './print.ts';

const EXAMPLES = fileURLToPath(new URL('../../../../../examples/memoranda/', import.meta.url));
const bilingual = readdirSync(EXAMPLES)
  .map((name) => join(EXAMPLES, name))
  .filter((file) => readFileSync(file, 'utf8').includes('languages: [en, fr]'));

let folder: string;
const at = (name: string): string => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'skyaccord-print-'));
  vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
});
afterAll(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

/** What a reader can select on each page, by another library than the one that wrote it; blanks do not count. */
async function pagesOf(file: string): Promise<string[]> {
  const proxy = await getDocumentProxy(new Uint8Array(readFileSync(file)));
  const { text } = await extractText(proxy, { mergePages: false });
  return text.map(bare);
}
const bare = (text: string): string => text.replaceAll(/\s+/g, '');

describe('the PDF of a memorandum', () => {
  it.each(bilingual.flatMap((file) => ['en', 'fr'].map((language) => [file.split('/').at(-1), file, language])))(
    'of %s, %s in %s: selectable words of every clause and party, and the digest on each page',
    async (_name, file, language) => {
      const { memorandum, sha256 } = await readMemorandum(file ?? '');
      await renderMemorandum(file ?? '', { language: language ?? '', pdf: at('m.pdf') });
      const pages = await pagesOf(at('m.pdf'));
      for (const page of pages) expect(page).toContain(sha256);
      // The foot of a page comes after its words: a clause over two pages is read without it.
      const whole = pages.map((page) => page.slice(0, page.lastIndexOf(`${memorandum.id},version`))).join('');
      for (const { id, words } of memorandum.clauses) {
        expect(whole, id).toContain(bare(words[language ?? ''] ?? '?'));
      }
      for (const { name } of memorandum.parties) expect(whole).toContain(bare(name));
      for (const [number] of readFileSync(file ?? '', 'utf8').matchAll(/(?<=: )\d[\d.]* (?:NM|ft|MHz|kt|min)\b/g)) {
        expect(whole).toContain(bare(number));
      }
    },
  );

  it('states its title, its language and when it was made', async () => {
    const made_ms = Date.parse('2030-02-03T04:05:06Z');
    await renderMemorandum(bilingual[0] ?? '', { language: 'fr', pdf: at('m.pdf'), at: made_ms });
    const proxy = await getDocumentProxy(new Uint8Array(readFileSync(at('m.pdf'))));
    const { memorandum } = await readMemorandum(bilingual[0] ?? '');
    const { info } = await getMeta(proxy);
    expect(info.Title).toContain(memorandum.title.fr);
    expect(info.Language).toBe('fr');
    expect(info.CreationDate).toContain('20300203040506');
  });

  it('holds words longer than a page, to the last', async () => {
    const words = Array.from({ length: 660 }, (_, index) => `w${100 + index}`).join(' ');
    const text = readFileSync(bilingual[0] ?? '', 'utf8').replace(
      /^clauses:\n/m,
      `clauses:
  - id: LONG-1
    kind: prohibited_conduct
    words: {en: Long., fr: Long.}
    conducts: [{en: ${words}, fr: Court.}]
`,
    );
    writeFileSync(at('long.yaml'), text);
    await renderMemorandum(at('long.yaml'), { language: 'en', pdf: at('long.pdf') });
    const whole = (await pagesOf(at('long.pdf'))).join('');
    for (let index = 0; index < 660; index += 1) expect(whole).toContain(`w${100 + index}`);
  });

  it('is refused where its font lacks a letter: a box is not what was signed', async () => {
    const file = bilingual[0] ?? '';
    const { memorandum } = await readMemorandum(file);
    writeFileSync(at('han.yaml'), readFileSync(file, 'utf8').replace(memorandum.parties[0]?.name ?? '?', '北の党'));
    await expect(renderMemorandum(at('han.yaml'), { pdf: at('han.pdf') })).rejects.toThrow('北 (U+5317)');
    expect(readdirSync(folder)).not.toContain('han.pdf');
  });

  it('never takes the place of a file that is no PDF', async () => {
    writeFileSync(at('m.yaml'), readFileSync(bilingual[0] ?? '', 'utf8'));
    await expect(renderMemorandum(at('m.yaml'), { pdf: at('m.yaml') })).rejects.toThrow('is there and is no PDF');
  });
});

describe('the kneeboard card', () => {
  it.each(bilingual.map((file) => [file.split('/').at(-1), file]))(
    'of %s for each party in each language: on one or two pages of A5, with the digest',
    async (_name, file = '') => {
      const { memorandum, sha256 } = await readMemorandum(file);
      for (const { id, name } of memorandum.parties) {
        for (const language of memorandum.languages) {
          await printKneeboard(file, { party: id, language, pdf: at('k.pdf') });
          const pages = await pagesOf(at('k.pdf'));
          expect(pages.length).toBeLessThanOrEqual(2);
          for (const page of pages) expect(page).toContain(sha256);
          expect(pages[0]).toContain(bare(name));
          expect(pages[0]).toMatch(language === 'fr' ? /PASENVIGUEUR/ : /NOTINFORCE/);
        }
      }
    },
  );

  it('is refused for who is no party, and in a language that the memorandum has not', async () => {
    const file = bilingual[0] ?? '';
    await expect(printKneeboard(file, { party: 'zz' })).rejects.toThrow('zz is no party');
    const { memorandum } = await readMemorandum(file);
    const party = memorandum.parties[0]?.id ?? '';
    await expect(printKneeboard(file, { party, language: 'de' })).rejects.toThrow('has no words in de');
  });
});
