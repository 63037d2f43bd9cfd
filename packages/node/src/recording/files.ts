import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fromSystem, RecordingError } from './error.ts';

export type RecordingFile = { path: string; bytes: number };

/**
 * The files that the paths name: a file itself, or all files directly in a folder, by name, without hidden ones.
 * What cannot be had comes back as errors beside the files.
 */
export async function findFiles(
  paths: readonly string[],
): Promise<{ files: RecordingFile[]; errors: RecordingError[] }> {
  const files: RecordingFile[] = [];
  const errors: RecordingError[] = [];
  for (const path of paths) {
    try {
      files.push(...(await filesAt(path)));
    } catch (error) {
      errors.push(fromSystem(error, path));
    }
  }
  return { files, errors };
}

async function filesAt(path: string): Promise<RecordingFile[]> {
  const found = await stat(path);
  if (found.isFile()) return [{ path, bytes: found.size }];
  if (!found.isDirectory()) {
    throw new RecordingError(
      'not_a_file',
      path,
      'it is neither a file nor a folder',
      'name a file or a folder of files',
    );
  }
  const files: RecordingFile[] = [];
  for (const name of (await readdir(path)).sort()) {
    const inside = join(path, name);
    const entry = name.startsWith('.') ? null : await stat(inside).catch(() => null);
    if (entry?.isFile()) files.push({ path: inside, bytes: entry.size });
  }
  if (files.length > 0) return files;
  throw new RecordingError(
    'empty_folder',
    path,
    'there is no file in the folder',
    'name the folder that holds the files',
  );
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
