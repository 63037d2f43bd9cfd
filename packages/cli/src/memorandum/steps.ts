import { renameSync, writeFileSync } from 'node:fs';
import { type Cryptography, type Entry, type Life, livesOf } from '@skyaccord/accord';
import { readSteps, stepsFile } from '@skyaccord/node';
import { checkSignature, keyId } from '@skyaccord/proof';
import type { MemorandumFile } from './read.ts';

const CRYPTOGRAPHY: Cryptography = { check: checkSignature, keyId };

/** Adds a step to the file beside the memorandum, whole or not at all; answers its name. */
export function addStep({ file }: MemorandumFile, entry: Entry): string {
  const target = stepsFile(file);
  const steps = [...readSteps(file), entry];
  const next = `${target}.new`;
  writeFileSync(next, `${JSON.stringify({ skyaccord: 'steps/1', steps }, null, 1)}\n`, { flag: 'w' });
  renameSync(next, target);
  return target;
}

/** Where versions of a memorandum stand, by the steps beside their files and those that are yet to be added. */
export function livesOfFiles(
  files: readonly MemorandumFile[],
  now_ms: number,
  more: readonly Entry[] = [],
): readonly Life[] {
  const seen = new Map<string, Entry>();
  for (const { file } of files) for (const entry of readSteps(file)) seen.set(entry.signature, entry);
  const entries = [...seen.values()].sort((a, b) => a.received_ms - b.received_ms);
  return livesOf(files, [...entries, ...more], CRYPTOGRAPHY)(now_ms);
}
