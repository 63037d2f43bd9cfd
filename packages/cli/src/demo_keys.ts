import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeKeyFile, readPublicKey } from './memorandum/key_file.ts';

const OCTOBER = fileURLToPath(new URL('../../../scenarios/october.memorandum.yaml', import.meta.url));
const PARTIES = ['nc', 'mu'] as const;

/** What the demonstration of two nodes signs with. */
export type Demo = {
  /** October's memorandum, in which both parties have a key. */
  readonly memorandum: string;
  /** Files of private keys, unsealed: good for nothing but the demonstration. */
  readonly keys: readonly string[];
};

/**
 * October's memorandum names no keys, so that nobody could sign a finding or a release under it. For the demonstration
 * of two nodes each party gets a key of its own, made at the first start and kept in `folder`, beside a copy of the
 * memorandum that names it.
 *
 * @throws Refusal where a key file was damaged
 */
export function demoOf(folder: string): Demo {
  mkdirSync(folder, { recursive: true });
  let text = readFileSync(OCTOBER, 'utf8');
  const keys = PARTIES.map((party) => {
    const file = path.join(folder, `${party}.demo-key.json`);
    const { x } = existsSync(file) ? readPublicKey(file).key : makeKeyFile(file, party, null, Date.now());
    const line = `  - id: ${party}\n`;
    if (text.split(line).length !== 2) throw new Error(`${OCTOBER} does not name the party ${party} once`);
    text = text.replace(line, `${line}    keys: [{kty: OKP, crv: Ed25519, x: ${x}}]\n`);
    return file;
  });
  const memorandum = path.join(folder, 'october.memorandum.yaml');
  writeFileSync(memorandum, `# A copy with keys of the demonstration: they prove nothing about anybody.\n${text}`);
  return { memorandum, keys };
}
