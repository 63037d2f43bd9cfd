import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { type PeerResults, readPeerResults, readTrialEncounter, type TrialEncounter } from '@skyaccord/accord';

/** A file grows to at most this when unpacked, and holds at most so many encounters. */
const LARGEST_BYTES = 512 * 1024 * 1024;
const MOST_ENCOUNTERS = 100_000;

const unpack = promisify(gunzip);

/** An input that cannot be used, with its file and line. */
export class TrialFileError extends Error {
  readonly remedy: string;

  constructor(message: string, remedy: string) {
    super(message);
    this.name = 'TrialFileError';
    this.remedy = remedy;
  }
}

/** The bytes of a file, unpacked where it is packed with gzip. */
async function readBytes(path: string): Promise<Buffer> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    const remedy = error.code === 'EISDIR' ? 'It is a folder: name a file in it.' : 'Name a file that stands there.';
    throw new TrialFileError(`${path}: cannot be read (${error.code ?? error.message}).`, remedy);
  });
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  return unpack(bytes, { maxOutputLength: LARGEST_BYTES }).catch((error: NodeJS.ErrnoException) => {
    throw new TrialFileError(
      `${path}: cannot be unpacked (${error.code ?? error.message}).`,
      `Give a whole gzip file that grows to at most ${LARGEST_BYTES / 1024 / 1024} MiB, or plain lines.`,
    );
  });
}

export type EncounterFile = { readonly encounters: readonly TrialEncounter[]; readonly sha256: string };

/** Reads encounters, one JSON object a line. @throws {TrialFileError} naming the first line that cannot be used */
export async function readEncounters(path: string): Promise<EncounterFile> {
  const bytes = await readBytes(path);
  const encounters: TrialEncounter[] = [];
  const lines = new Map<string, number>();
  for (const [index, line] of bytes.toString('utf8').split('\n').entries()) {
    if (line.trim() === '') continue;
    const at = `${path}, line ${index + 1}`;
    const encounter = readLine(line, at);
    const before = lines.get(encounter.id);
    if (before !== undefined) {
      throw new TrialFileError(`${at}: id ${encounter.id} stands on line ${before} already.`, 'Give each its own id.');
    }
    lines.set(encounter.id, index + 1);
    encounters.push(encounter);
    if (encounters.length > MOST_ENCOUNTERS) {
      throw new TrialFileError(`${at}: more than ${MOST_ENCOUNTERS} encounters.`, 'Split the file.');
    }
  }
  if (encounters.length === 0) throw new TrialFileError(`${path}: no encounters.`, 'Give one JSON object a line.');
  return { encounters, sha256: createHash('sha256').update(bytes).digest('hex') };
}

function readLine(line: string, at: string): TrialEncounter {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw new TrialFileError(`${at}: no JSON (${(error as Error).message}).`, 'Give one JSON object a line.');
  }
  try {
    return readTrialEncounter(value);
  } catch (error) {
    throw told(error, at);
  }
}

/** Puts the place in front of what an error says. */
function told(error: unknown, at: string): unknown {
  if (!(error instanceof Error) || !('remedy' in error)) return error;
  return new TrialFileError(`${at}: ${error.message}`, String(error.remedy));
}

/** Where the results of peers stand when nobody says: beside the encounters, by their name. */
export function resultsBeside(path: string): string {
  return `${path.replace(/\.gz$/, '').replace(/\.jsonl?$/, '')}_results.json`;
}

/** Reads the results of peers. @throws {TrialFileError} */
export async function readResults(path: string): Promise<PeerResults> {
  const text = (await readBytes(path)).toString('utf8');
  try {
    return readPeerResults(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) throw new TrialFileError(`${path}: no JSON (${error.message}).`, 'Give JSON.');
    throw told(error, path);
  }
}

/** Every so many-th encounter, so that a sample has its share of everything wherever it stands in the file. */
export function spread<T>(list: readonly T[], sample: number | undefined): readonly T[] {
  if (sample === undefined || sample >= list.length) return list;
  return Array.from({ length: sample }, (_, index) => list[Math.floor((index * list.length) / sample)] as T);
}
