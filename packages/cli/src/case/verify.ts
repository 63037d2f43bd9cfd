import { verifyCase } from '@skyaccord/node';
import { Refusal } from '../memorandum/refusal.ts';
import { tell } from '../tell.ts';
import { readArchive } from './export.ts';

const MARKS = { holds: 'holds', fails: 'FAILS', open: 'open ' } as const;

/** `skyaccord case verify`: in words what was checked, and what could not be; exit code 1 when anything fails. */
export async function verifyFile(
  file: string,
  options: { publicKey: readonly string[]; json: boolean },
): Promise<void> {
  const keys = options.publicKey.map((text) => {
    const [party = '', x = '', ...rest] = text.split('=');
    if (party === '' || x === '' || rest.length > 0) {
      throw new Refusal(`--public-key is ${text.slice(0, 80)}`, 'write it as PARTY=X, with x as the memorandum has it');
    }
    return { party, key: { kty: 'OKP', crv: 'Ed25519', x } as const };
  });
  const archive = readArchive(file);
  const findings = verifyCase(archive, keys);
  const ok = findings.every(({ says }) => says !== 'fails');
  if (options.json) process.stdout.write(`${JSON.stringify({ ok, case: archive.case.id, findings }, null, 1)}\n`);
  else for (const { says, words } of findings) tell(`${MARKS[says]}  ${words}`);
  if (!ok) process.exitCode = 1;
}
