import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { type Cryptography, type Entry, type Life, livesOf, readSteps, stepsFile, writeSteps } from '@skyaccord/accord';
import { checkSignature, keyId } from '@skyaccord/proof';
import type { MemorandumFile } from './read.ts';
import { Refusal } from './refusal.ts';

const CRYPTOGRAPHY: Cryptography = { check: checkSignature, keyId };

/** The steps kept beside a memorandum; none where there is no such file. */
export function stepsBeside(file: string): readonly Entry[] {
  const target = stepsFile(file);
  if (!existsSync(target)) return [];
  const read = readSteps(readFileSync(target, 'utf8'));
  if ('reason' in read) throw new Refusal(`${target} cannot be used: ${read.reason}`, 'move it away to begin anew');
  return read.steps;
}

/** Adds a step to the file beside the memorandum, whole or not at all; answers its name. */
export function addStep({ file }: MemorandumFile, entry: Entry): string {
  const target = stepsFile(file);
  const steps = [...stepsBeside(file), entry];
  const next = `${target}.new`;
  writeFileSync(next, writeSteps(steps));
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
  for (const { file } of files) for (const entry of stepsBeside(file)) seen.set(entry.signature, entry);
  const entries = [...seen.values()].sort((a, b) => a.received_ms - b.received_ms);
  return livesOf(files, [...entries, ...more], CRYPTOGRAPHY)(now_ms);
}
