import { readFileSync } from 'node:fs';
import { parseMemorandum, readingOf, type Sheet } from '@skyaccord/accord';
import { canonicalJson, sha256Hex } from '@skyaccord/proof';
import { describe, expect, it } from 'vitest';
import { Paperwork, type Version } from './paperwork.ts';

const TEXT = readFileSync(new URL('../../../../scenarios/october.memorandum.yaml', import.meta.url), 'utf8');
const { memorandum, content } = parseMemorandum(TEXT);
const OWN: Version = { version: memorandum.version, sha256: sha256Hex(canonicalJson(content)), content };
const later = (text: string) => text.replace(/^version: \d+$/m, `version: ${memorandum.version + 1}`);

describe('what is done on a thread of its own', () => {
  it('says in words what a later version changes, and reads an earlier one first', async () => {
    const paperwork = new Paperwork();
    const changed = later(TEXT).replace(/lateral: 3 NM/, 'lateral: 5 NM');
    const answer = await paperwork.compare(OWN, changed, 'en');
    expect(answer.other).toMatchObject({ id: memorandum.id, version: memorandum.version + 1 });
    expect(answer.before).toBe('own');
    expect(answer.changes.filter((one) => one.includes('lateral'))).toEqual([
      expect.stringMatching(/^SEP-\d, separation minimum \(.*\): lateral.* rises from 3 NM to 5 NM$/),
    ]);
    const own = parseMemorandum(changed);
    const back = await paperwork.compare({ ...OWN, version: 2, content: own.content }, TEXT, 'fr');
    expect(back.before).toBe('other');
    expect(back.changes.some((one) => /passe de 3 NM à 5 NM$/.test(one))).toBe(true);
    expect(await paperwork.compare(OWN, TEXT, 'en')).toMatchObject({
      other: { sha256: OWN.sha256 },
      changes: [],
      more: 0,
    });
  });

  it('refuses what is no memorandum, with the place; a flood is refused, and what was taken is answered', async () => {
    const paperwork = new Paperwork();
    await expect(paperwork.compare(OWN, 'skyaccord: memorandum/1\nid: 3\n', 'en')).rejects.toMatchObject({
      code: 'memorandum_refused',
      field: 'body.text',
      message: expect.stringMatching(/\d+:\d+ /),
    });
    const tasks = Array.from({ length: 10 }, () => paperwork.compare(OWN, 'skyaccord: memorandum/1\nid: 3\n', 'en'));
    const codes = (await Promise.allSettled(tasks)).map((one) => one.status === 'rejected' && one.reason.code);
    expect(codes.filter((code) => code === 'memorandum_refused')).toHaveLength(8);
    expect(codes.filter((code) => code === 'too_many_requests')).toHaveLength(2);
  });

  it('prints a PDF, and none with a box in place of a letter', async () => {
    const paperwork = new Paperwork();
    const { title, language } = readingOf(content, 'en');
    const sheet: Sheet = { language, title, subtitle: '', foot: ['foot'], blocks: [] };
    const bytes = await paperwork.print(sheet, 'kneeboard', 0);
    expect(Buffer.from(bytes).toString('latin1', 0, 8)).toBe('%PDF-1.7');
    await expect(paperwork.print({ ...sheet, title: '北' }, 'document', 0)).rejects.toMatchObject({
      code: 'not_printable',
      message: expect.stringContaining('北 (U+5317)'),
    });
  });
});
