import { readFileSync } from 'node:fs';

/** What a command sends to a node where people sign in; nothing where it was given no file with a token. */
export function tokenHeaders(file: string | undefined): Record<string, string> {
  return file === undefined ? {} : { authorization: `Bearer ${readWord(file)}` };
}

/** A secret in a file of its own: on a command line everybody on the machine could read it. */
export function readWord(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TokenProblem(`${file}: ${reason}.`, 'Name a file that holds it.');
  }
}

/** Why there is no token, and what to do. */
export class TokenProblem extends Error {
  override readonly name = 'TokenProblem';
  readonly remedy: string;

  constructor(message: string, remedy: string) {
    super(message);
    this.remedy = remedy;
  }
}
