import { readFile, stat } from 'node:fs/promises';
import { type Memorandum, parseMemorandum, type SignedContent } from '@skyaccord/accord';
import { canonicalJson, sha256Hex } from '@skyaccord/proof';
import { Refusal } from './refusal.ts';

/** A document that may be read has a million characters of at most four bytes. */
const MOST_BYTES = 4 * 1_048_576;

/** A memorandum as a file holds it, with the canonical text that is signed. */
export type MemorandumFile = SignedContent & {
  readonly file: string;
  readonly canonical: string;
  /** `file:line:column: warning: ...`, one for each doubt. */
  readonly warnings: readonly string[];
};

/**
 * Reads and checks a memorandum for a command. Throws `MemorandumError` with every problem placed, or `Refusal` where
 * there is nothing to read.
 */
export async function readMemorandum(file: string): Promise<MemorandumFile> {
  const { memorandum, content, warnings } = parseMemorandum(await readBounded(file));
  const canonical = canonicalJson(content);
  const told = warnings.map(
    ({ line, column, path, reason, remedy }) => `${file}:${line}:${column}: warning: ${path}: ${reason}; ${remedy}`,
  );
  return { file, memorandum, content, canonical, sha256: sha256Hex(canonical), warnings: told };
}

/** Puts warnings before people, beside what a command prints. */
export function tellWarnings({ warnings }: MemorandumFile): void {
  for (const warning of warnings) process.stderr.write(`${warning}\n`);
}

/** A party that a command names. */
export function partyOf({ parties }: Memorandum, id: string): Memorandum['parties'][number] {
  const party = parties.find((one) => one.id === id);
  if (party !== undefined) return party;
  throw new Refusal(`${id} is no party of this memorandum`, `name one of ${parties.map((one) => one.id).join(', ')}`);
}

async function readBounded(file: string): Promise<string> {
  const { size } = await stat(file).catch((error: NodeJS.ErrnoException) => {
    throw new Refusal(`${file} cannot be read (${error.code})`, 'check the path and the permissions');
  });
  if (size > MOST_BYTES) throw new Refusal(`${file}:1:1: ${size} bytes long`, 'give a document of at most a megabyte');
  return readFile(file, 'utf8');
}
