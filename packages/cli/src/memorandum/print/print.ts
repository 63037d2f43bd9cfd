import { closeSync, existsSync, openSync, readSync, renameSync, writeFileSync } from 'node:fs';
import { documentSheet, kneeboardSheet, type Sheet, sheetText } from '@skyaccord/accord';
import { printSheet } from '@skyaccord/node';
import { type MemorandumFile, partyOf, readMemorandum } from '../read.ts';
import { Refusal } from '../refusal.ts';
import { livesOfFiles } from '../steps.ts';

export type PrintOptions = { language?: string; pdf?: string; at?: number };

/** `skyaccord memorandum render`: the document in one language with its signatures, as text or as a PDF. */
export async function renderMemorandum(file: string, options: PrintOptions): Promise<void> {
  const read = await readMemorandum(file);
  const language = languageOf(read, options);
  await give(documentSheet(read.content, standingOf(read, options), language), 'document', options);
}

/** `skyaccord memorandum kneeboard`: the card for crews of one party, as text or as a PDF. */
export async function printKneeboard(file: string, options: PrintOptions & { party: string }): Promise<void> {
  const read = await readMemorandum(file);
  const { id } = partyOf(read.memorandum, options.party);
  const language = languageOf(read, options);
  await give(kneeboardSheet(read.content, standingOf(read, options), id, language), 'kneeboard', options);
}

function languageOf({ memorandum: { languages } }: MemorandumFile, options: PrintOptions): string {
  const language = options.language ?? languages[0] ?? 'en';
  if (languages.includes(language)) return language;
  throw new Refusal(`the memorandum has no words in ${language}`, `choose one of ${languages.join(', ')}`);
}

function standingOf(read: MemorandumFile, options: PrintOptions) {
  const at_ms = options.at ?? Date.now();
  const [life] = livesOfFiles([read], at_ms);
  if (life === undefined) throw new Error('a version has a life');
  return { life, at_ms };
}

async function give(sheet: Sheet, paper: 'document' | 'kneeboard', { pdf, at }: PrintOptions): Promise<void> {
  if (pdf === undefined) {
    process.stdout.write(`${sheetText(sheet)}\n`);
    return;
  }
  if (existsSync(pdf) && !isPdf(pdf)) throw new Refusal(`${pdf} is there and is no PDF`, 'give another name');
  const bytes = await printSheet(sheet, paper, at ?? Date.now());
  // Whole or not at all.
  writeFileSync(`${pdf}.new`, bytes);
  renameSync(`${pdf}.new`, pdf);
  process.stdout.write(`${pdf}: ${bytes.length} bytes\n${sheet.foot.join('\n')}\n`);
}

function isPdf(file: string): boolean {
  const head = Buffer.alloc(5);
  const handle = openSync(file, 'r');
  try {
    readSync(handle, head, 0, 5, 0);
  } finally {
    closeSync(handle);
  }
  return head.toString('latin1') === '%PDF-';
}
