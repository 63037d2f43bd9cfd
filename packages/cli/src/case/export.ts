import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { type CaseArchive, closedCases, exportCase, packArchive, unpackArchive } from '@skyaccord/node';
import { sign } from '@skyaccord/proof';
import { openKeyFile } from '../memorandum/key_file.ts';
import { askPassphrase } from '../memorandum/passphrase.ts';
import { Refusal } from '../memorandum/refusal.ts';
import { Progress } from '../replay/progress.ts';
import { tell } from '../tell.ts';

type KeyOptions = { key?: string; passphraseFile?: string };

/** `skyaccord case list`. */
export async function listCases(folder: string): Promise<void> {
  const cases = closedCases(folder);
  for (const { id, class: encounter_class, h_cpa_m, breaches } of cases) {
    tell(
      `${id}  ${encounter_class}  ${(h_cpa_m / 1852).toFixed(2)} NM  ${breaches === 0 ? '' : `${breaches} breached`}`,
    );
  }
  if (cases.length === 0) tell('No case was closed.');
}

/** `skyaccord case export`. */
export async function exportFile(id: string, folder: string, options: KeyOptions & { out: string }): Promise<void> {
  const progress = new Progress();
  let archive: CaseArchive;
  try {
    archive = exportCase(folder, id, (fraction) => progress.show('exporting', fraction));
  } finally {
    progress.done();
  }
  const signed =
    options.key === undefined ? archive : await withSignature(archive, options.key, options.passphraseFile);
  try {
    writeFileSync(options.out, packArchive(signed), { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new Refusal(`${options.out} is there already`, 'give another name with --out');
  }
  const { records, manifest } = archive;
  tell(
    `${options.out}: ${records.texts.length} records of ${manifest.head.size}, signed by ${signed.signatures.length}`,
  );
}

/** `skyaccord case sign`. */
export async function signFile(file: string, options: KeyOptions & { key: string }): Promise<void> {
  const archive = await withSignature(readArchive(file), options.key, options.passphraseFile);
  // Whole or not at all: a file that lost its second half would be evidence lost.
  writeFileSync(`${file}.new`, packArchive(archive), { flag: 'wx' });
  renameSync(`${file}.new`, file);
  tell(`${file}: signed by ${archive.signatures.length}`);
}

/** @throws Refusal when the file is no case file */
export function readArchive(file: string): CaseArchive {
  try {
    return unpackArchive(readFileSync(file));
  } catch (error) {
    if (!(error instanceof RangeError) && (error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new Refusal(`${file}: ${(error as Error).message}`, 'give a file that `skyaccord case export` wrote');
  }
}

async function withSignature(archive: CaseArchive, keyFile: string, passphraseFile: string | undefined) {
  const { party, key } = await openKeyFile(keyFile, () => askPassphrase(passphraseFile));
  const signature = sign(archive.manifest, key, party, Date.now());
  return { ...archive, signatures: [...archive.signatures, signature] };
}
