import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import {
  changeIn,
  checkDrafts,
  compareMemoranda,
  isDraft,
  type Memorandum,
  MemorandumError,
  parseMemorandum,
  readDraft,
} from '@skyaccord/accord';
import { TrialFileError } from '../read.ts';

/** A document that may be read has a million characters of at most four bytes. */
const MOST_BYTES = 4 * 1_048_576;

/** A memorandum to be tried: its text, whether it stood in one file or came of a draft and another memorandum. */
export type TriedMemorandum = {
  readonly file: string;
  readonly text: string;
  readonly memorandum: Memorandum;
  /** What it says otherwise than the first one, in words. */
  readonly changes: readonly string[];
};

/**
 * Reads what is to be tried: memoranda, drafts, and folders of both, in the order named and within a folder by name.
 *
 * @throws {TrialFileError} naming the file, and what to do about it
 */
export async function readDrafts(paths: readonly string[]): Promise<TriedMemorandum[]> {
  const files = (await Promise.all(paths.map(filesIn))).flat();
  const read = await Promise.all(files.map(readOne));
  checkDrafts(read.map(({ memorandum }) => memorandum));
  const [first] = read;
  return read.map(({ content, ...one }) => ({ ...one, changes: changesFrom(first?.content, content) }));
}

/** That the one has another id than the other is no news. */
function changesFrom(first: unknown, content: unknown): string[] {
  const { id, version } = content as { id: unknown; version: unknown };
  const alike = { ...(first as object), id, version };
  return compareMemoranda(alike, content).map((change) => changeIn(change, 'en'));
}

async function filesIn(path: string): Promise<string[]> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new TrialFileError(
      `${path}: cannot be read (${error.code}).`,
      'Name a memorandum, a draft or a folder of them.',
    );
  });
  if (!found.isDirectory()) return [path];
  const names = (await readdir(path)).filter((name) => /\.(ya?ml|json)$/.test(name)).sort();
  if (names.length > 0) return names.map((name) => join(path, name));
  throw new TrialFileError(`${path}: holds no memorandum.`, 'Name a folder with .yaml or .json files in it.');
}

async function readOne(file: string): Promise<Omit<TriedMemorandum, 'changes'> & { readonly content: unknown }> {
  try {
    const given = await readBounded(file);
    const text = isDraft(given) ? await apply(file, given) : given;
    const { memorandum, content } = parseMemorandum(text);
    return { file, text, memorandum, content };
  } catch (error) {
    if (!(error instanceof MemorandumError)) throw error;
    throw new TrialFileError(`${file}: ${error.message}`, 'Mend it, or leave it out: nothing was tried.');
  }
}

async function apply(file: string, text: string): Promise<string> {
  const draft = readDraft(text);
  return draft.apply(await readBounded(resolve(dirname(file), draft.of), `${file}: of: `));
}

async function readBounded(file: string, said = ''): Promise<string> {
  const { size } = await stat(file).catch((error: NodeJS.ErrnoException) => {
    throw new TrialFileError(`${said}${file} cannot be read (${error.code}).`, 'Name a memorandum that stands there.');
  });
  if (size > MOST_BYTES) throw new TrialFileError(`${said}${file} has ${size} bytes.`, 'Give at most a megabyte.');
  return readFile(file, 'utf8');
}
