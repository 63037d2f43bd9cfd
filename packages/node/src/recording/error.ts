/** Why a recording could not be read at all; `problem` is for programs, `message` for people. */
export type RecordingProblem =
  | 'no_such_file'
  | 'unreadable'
  | 'not_a_file'
  | 'empty_file'
  | 'empty_folder'
  | 'too_deep'
  | 'too_many_files'
  | 'unknown_format'
  | 'nothing_readable'
  | 'too_many_observations';

/** The message names the path, what is wrong and what to do. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError';
  readonly problem: RecordingProblem;
  readonly path: string;
  readonly reason: string;
  readonly remedy: string;

  constructor(problem: RecordingProblem, path: string, reason: string, remedy: string) {
    super(`${path}: ${reason}; ${remedy}`);
    this.problem = problem;
    this.path = path;
    this.reason = reason;
    this.remedy = remedy;
  }
}

/** Turns a failure of the file system into words; anything else is a fault of ours and is thrown on. */
export function fromSystem(error: unknown, path: string): RecordingError {
  if (error instanceof RecordingError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : null;
  if (code === 'ENOENT') return new RecordingError('no_such_file', path, 'there is no such file', 'check the path');
  if (code === null || !/^E[A-Z0-9]+$/.test(code) || code.startsWith('ERR_')) throw error;
  const remedy = code === 'EACCES' ? 'allow this user to read it' : 'check the disk and the path';
  return new RecordingError('unreadable', path, `it cannot be read (${code})`, remedy);
}
