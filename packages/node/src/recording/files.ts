import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fromSystem, RecordingError } from './error.ts';

/** `named` is what the caller named: the file itself, or the folder that holds it. */
export type RecordingFile = { path: string; bytes: number; named: string };

/** Folders within folders: deeper ones are more likely a link that leads back than a recording. */
const MOST_LEVELS = 8;
const MOST_FILES = 10_000;

type Found = { files: RecordingFile[]; errors: RecordingError[] };

/**
 * The files that the paths name: a file itself, or all files in a folder and in the folders within it, by name, without
 * hidden ones. What cannot be had comes back as errors beside the files.
 */
export async function findFiles(paths: readonly string[]): Promise<Found> {
  const found: Found = { files: [], errors: [] };
  for (const path of paths) {
    try {
      await findAt(path, found);
    } catch (error) {
      found.errors.push(fromSystem(error, path));
    }
  }
  return found;
}

async function findAt(path: string, found: Found): Promise<void> {
  const entry = await stat(path);
  if (entry.isFile()) {
    found.files.push({ path, bytes: entry.size, named: path });
    return;
  }
  if (!entry.isDirectory()) {
    const remedy = 'name a file or a folder of files';
    throw new RecordingError('not_a_file', path, 'it is neither a file nor a folder', remedy);
  }
  const before = found.files.length + found.errors.length;
  await findWithin(path, path, 1, found);
  if (found.files.length + found.errors.length > before) return;
  const remedy = 'name the folder that holds the files';
  throw new RecordingError('empty_folder', path, 'there is no file in the folder', remedy);
}

async function findWithin(folder: string, named: string, level: number, found: Found): Promise<void> {
  for (const name of (await readdir(folder)).sort()) {
    const path = join(folder, name);
    const entry = name.startsWith('.') ? null : await stat(path).catch(() => null);
    if (entry?.isFile()) {
      if (found.files.length >= MOST_FILES) {
        const remedy = 'name fewer files, or the folders within it one by one';
        throw new RecordingError('too_many_files', named, `there are more than ${MOST_FILES} files in all`, remedy);
      }
      found.files.push({ path, bytes: entry.size, named });
    } else if (entry?.isDirectory()) {
      await findDeeper(path, named, level + 1, found);
    }
  }
}

/** A folder within that cannot be read is told; what lies beside it is read all the same. */
async function findDeeper(folder: string, named: string, level: number, found: Found): Promise<void> {
  try {
    if (level > MOST_LEVELS) {
      const reason = `it lies more than ${MOST_LEVELS} folders deep`;
      throw new RecordingError('too_deep', folder, reason, 'name it by itself if it holds recordings');
    }
    await findWithin(folder, named, level, found);
  } catch (error) {
    const known = fromSystem(error, folder);
    if (known.problem === 'too_many_files') throw known;
    found.errors.push(known);
  }
}

/** What a schema of observations allows for a source. */
const LONGEST_SOURCE = 64;

/** One source name a file: its base name without `.gz` or the name given, numbered where two would be alike. */
export function sourceNames(files: readonly RecordingFile[], given: string | undefined): string[] {
  const used = new Set<string>();
  return files.map(({ path }) => {
    const plain = (given ?? basename(path).replace(/\.gz$/i, '')).replace(/\p{C}/gu, '_') || 'recording';
    let name = plain.slice(0, LONGEST_SOURCE);
    for (let number = 2; used.has(name); number++) {
      const ending = `#${number}`;
      name = plain.slice(0, LONGEST_SOURCE - ending.length) + ending;
    }
    used.add(name);
    return name;
  });
}
