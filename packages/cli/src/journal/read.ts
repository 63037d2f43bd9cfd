import { readFileSync } from 'node:fs';
import type { GrowthProof, RecordProof } from '@skyaccord/node';
import type { TreeHead } from '@skyaccord/proof';
import { Refusal } from '../memorandum/refusal.ts';

/** A head as `skyaccord journal head` prints it. */
export type HeadFile = { readonly head: TreeHead; readonly signature: string | null };

const HASH = /^[0-9a-f]{64}$/;
/** A proof has at most 53 hashes a way, and its record is one tick's. */
const MOST_HASHES = 128;

/** @throws Refusal when the file cannot be read or is no head */
export function readHead(file: string): HeadFile {
  const { head, signature } = readObject(file) as Partial<HeadFile>;
  if (!isHead(head)) throw notThat(file, 'a head', 'skyaccord journal head');
  if (signature !== null && typeof signature !== 'string') throw notThat(file, 'a head', 'skyaccord journal head');
  return { head, signature };
}

type Proof = Partial<Omit<RecordProof, 'skyaccord'> & Omit<GrowthProof, 'skyaccord'>> & {
  readonly skyaccord?: unknown;
};

/** @throws Refusal when the file cannot be read or is no proof */
export function readProof(file: string): RecordProof | GrowthProof {
  const found = readObject(file) as Proof;
  const wrong = notThat(file, 'a proof', 'skyaccord journal prove');
  const { path, skyaccord } = found;
  if (!Array.isArray(path) || path.length > MOST_HASHES || !path.every((one) => HASH.test(String(one)))) throw wrong;
  if (skyaccord === 'journal-growth/1') {
    if (!isHead(found.earlier) || !isHead(found.later)) throw wrong;
    return { skyaccord, earlier: found.earlier, later: found.later, path };
  }
  const { head, sequence, record } = found;
  if (skyaccord !== 'journal-record/1' || !isHead(head) || typeof record !== 'string') throw wrong;
  if (sequence === undefined || !Number.isSafeInteger(sequence)) throw wrong;
  return { skyaccord, head, sequence, record, path };
}

function readObject(file: string): object {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Refusal(`${file} cannot be read (${code ?? 'unknown'})`, 'check the path and the permissions');
  }
  try {
    const found: unknown = JSON.parse(text);
    if (typeof found === 'object' && found !== null) return found;
  } catch {
    // Said below, as of anything else that is no object.
  }
  throw new Refusal(`${file} is not a JSON object`, 'give a file that `skyaccord journal` printed');
}

function isHead(value: TreeHead | undefined): value is TreeHead {
  if (value?.skyaccord !== 'tree-head/1') return false;
  const { log, root, size, time_ms } = value;
  return HASH.test(String(log)) && HASH.test(String(root)) && isCount(size) && Number.isSafeInteger(time_ms);
}

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;

const notThat = (file: string, what: string, made: string): Refusal =>
  new Refusal(`${file} does not hold ${what}`, `give a file that \`${made}\` printed`);
