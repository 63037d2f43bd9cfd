import { readFileSync, writeFileSync } from 'node:fs';
import { parseRelease, type Release, type ReleaseFile } from '@skyaccord/bulletin';
import { canonicalJson, sha256Hex, sign } from '@skyaccord/proof';
import { openKeyFile } from '../memorandum/key_file.ts';
import { askPassphrase } from '../memorandum/passphrase.ts';
import { Refusal } from '../memorandum/refusal.ts';

/** `skyaccord bulletin sign`: shows all that the public will see, and adds a party's signature to the file. */
export async function signRelease(file: string, options: { key: string; passphraseFile?: string }): Promise<void> {
  const { release, signatures } = read(file);
  const { party, key } = await openKeyFile(options.key, () => askPassphrase(options.passphraseFile));
  if (!release.parties.includes(party)) {
    throw new Refusal(`${party} is none of those who release it`, `they are ${release.parties.join(', ')}`);
  }
  tellRelease(release);
  const signature = sign(release, key, party, Date.now());
  writeFileSync(file, `${JSON.stringify({ release, signatures: [...signatures, signature] }, null, 2)}\n`);
  process.stdout.write(`SHA-256 ${sha256Hex(canonicalJson(release))}\nsigned by ${party}\n`);
}

/** Prints all that the public will see. */
export function tellRelease(release: Release): void {
  const tell = (text: string): void => void process.stdout.write(`${text}\n`);
  for (const [language, words] of Object.entries(release.words)) {
    tell(`[${language}] ${words.title}\n     ${words.summary}`);
    for (const paragraph of words.paragraphs) tell(`     ${paragraph}`);
    for (const { label, value } of words.facts) tell(`     ${label}: ${value}`);
  }
  if (release.plot !== undefined) {
    tell(`plot of the range at ${release.plot.time_s.length} instants, minimum ${release.plot.lateral_minimum_m} m`);
  }
}

function read(file: string): ReleaseFile {
  try {
    return parseRelease(readFileSync(file, 'utf8'));
  } catch (error) {
    if (!(error instanceof RangeError) && (error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new Refusal(
      `${file} is no release: ${(error as Error).message}`,
      'give what `skyaccord bulletin draft` wrote',
    );
  }
}
