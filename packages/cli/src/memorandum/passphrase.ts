import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { Refusal } from './refusal.ts';

const VARIABLE = 'SKYACCORD_PASSPHRASE';

/** A passphrase from a file (its first line), or from the environment; null where neither is given. */
export function givenPassphrase(file: string | undefined): string | null {
  if (file === undefined) return process.env[VARIABLE] || null;
  const [line = ''] = readFileSync(file, 'utf8').split(/\r?\n/);
  if (line === '') throw new Refusal(`${file} holds no passphrase`, 'write it in its first line');
  return line;
}

/** The given passphrase, or one typed at the terminal without being shown. */
export async function askPassphrase(file: string | undefined): Promise<string> {
  const given = givenPassphrase(file);
  if (given !== null) return given;
  if (!process.stdin.isTTY) {
    throw new Refusal('the key is sealed with a passphrase', `give --passphrase-file, or set ${VARIABLE}`);
  }
  process.stderr.write('Passphrase of the key: ');
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    return await new Promise((resolve) => reader.question('', resolve));
  } finally {
    reader.close();
    process.stderr.write('\n');
  }
}
