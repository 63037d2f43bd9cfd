import { readFileSync, writeFileSync } from 'node:fs';
import type { CaseFile } from '@skyaccord/accord';
import { readMemorandum } from '../memorandum/read.ts';
import { Refusal } from '../memorandum/refusal.ts';
import { noticeOf } from './notice.ts';

/** `skyaccord bulletin draft`: a release of a notice, with as little as says what it is. Cases have a page for it. */
export async function draftRelease(file: string, options: { memorandum: string; out: string }): Promise<void> {
  const { memorandum } = await readMemorandum(options.memorandum);
  const found = readJson(file);
  const release = noticeOf(found, memorandum, Date.now());
  if (release === null) throw noNotice(found, file);
  const text = `${JSON.stringify({ release, signatures: [] }, null, 2)}\n`;
  try {
    writeFileSync(options.out, text, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new Refusal(`${options.out} is there already`, 'give another name with --out');
  }
  process.stdout.write(
    `${options.out} is a draft. Edit its words, then each party signs it:\n` +
      `skyaccord bulletin sign ${options.out} --key KEY\n`,
  );
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'it is not JSON';
    throw new Refusal(`${file} cannot be read (${reason})`, 'give a case file, or a notice as the API gives it');
  }
}

function noNotice(found: unknown, file: string): Refusal {
  const { id, encounter } = (found ?? {}) as Partial<CaseFile>;
  if (typeof id === 'string' && encounter !== undefined) {
    return new Refusal(
      `${file} holds a case, of which nothing is told before every party signed its findings`,
      'write the text on the page of the case, under "To the public", and sign it with `skyaccord case release`',
    );
  }
  return new Refusal(`${file} holds no notice`, 'give a hazard area, an assurance or readiness as the API gives it');
}
