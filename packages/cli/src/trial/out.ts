import { access, constants, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { TrialFileError } from './read.ts';

/** Says beforehand what would keep a file from being written in the end. @throws {TrialFileError} */
export async function mayWrite(file: string): Promise<void> {
  const there = await stat(file).catch(() => null);
  if (there?.isDirectory()) throw new TrialFileError(`${file} is a folder.`, 'Name a file in it.');
  const target = there === null ? dirname(resolve(file)) : file;
  await access(target, constants.W_OK).catch((error: NodeJS.ErrnoException) => {
    const why = `${file}: cannot be written (${error.code ?? error.message}).`;
    throw new TrialFileError(why, 'Name a file in a folder that stands there and that you may write to.');
  });
}
