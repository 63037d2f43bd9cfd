import { gunzipSync, gzipSync } from 'node:zlib';
import type { CaseFile, CaseStep, WatchState } from '@skyaccord/accord';
import { canonicalJson, sha256Hex, type TreeHead } from '@skyaccord/proof';
import { isCaseStep } from '../cases/schemas.ts';
import { seal, unseal } from './envelope.ts';

/**
 * All that the recorded side of a case rests on, in one file: the journal's records from before the case was opened
 * until it was closed, the observations they were computed from, the watch as it stood before, and where all of it
 * stands in the journal.
 */
export type CaseArchive = {
  readonly skyaccord: 'case-archive/1';
  readonly manifest: Manifest;
  /** Over the manifest, detached; one for each party that signed. */
  readonly signatures: readonly string[];
  readonly case: CaseFile;
  /** The record that began the run, with the memorandum in full. */
  readonly run: { readonly sequence: number; readonly record: string; readonly path: readonly string[] };
  /** The watch just before the first record of `records`; null where that begins with the run. */
  readonly before: WatchState | null;
  readonly records: { readonly sequence: number; readonly texts: readonly string[]; readonly path: readonly string[] };
  /** For each record what came in its tick, as lines of JSON; null where nothing did, or it is no tick. */
  readonly observations: readonly (string | null)[];
  /** What the parties said, found and signed of the case up to then; archives of before have none. */
  readonly work?: readonly CaseStep[];
};

/** What is signed: the journal's head and the digest of each part. */
export type Manifest = {
  readonly skyaccord: 'case-manifest/1';
  readonly head: TreeHead;
  readonly parts: Readonly<Record<Part, string>>;
  /** SHA-256 of the figures that were reconstructed from the parts; archives of before have none. */
  readonly reconstruction?: string;
  /** SHA-256 of the steps of the parties. */
  readonly work?: string;
};
export const PARTS = ['case', 'run', 'before', 'records', 'observations'] as const;
export type Part = (typeof PARTS)[number];

/** A file of a 10-minute encounter has a few megabytes; nothing near this is unpacked from one of a few kilobytes. */
const MOST_BYTES = 512 * 1024 * 1024;

/** The SHA-256 of each part's canonical form. */
export function digestsOf(archive: Pick<CaseArchive, Part>): Manifest['parts'] {
  const digests = PARTS.map((part) => [part, sha256Hex(canonicalJson(archive[part]))]);
  return Object.fromEntries(digests) as Manifest['parts'];
}

/** The bytes of an archive: canonical JSON, gzip, in an envelope that tells where a bit was changed. */
export const packArchive = (archive: CaseArchive): Uint8Array => seal(gzipSync(canonicalJson(archive)));

/**
 * Reads the bytes of an archive.
 *
 * @throws RangeError saying what is wrong, and where it can be told
 */
export function unpackArchive(bytes: Uint8Array): CaseArchive {
  const packed = unseal(bytes);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(gunzipSync(packed, { maxOutputLength: MOST_BYTES }));
  } catch (error) {
    throw new RangeError(`the file cannot be unpacked (${error instanceof Error ? error.message : 'damaged'})`);
  }
  let found: Partial<CaseArchive> | null;
  try {
    found = JSON.parse(text) as Partial<CaseArchive> | null;
  } catch (error) {
    throw new RangeError(`the file is not JSON: ${(error as Error).message}`);
  }
  if (found?.skyaccord !== 'case-archive/1') throw new RangeError('the file is no case-archive/1');
  const wrong = shapeFault(found);
  if (wrong !== null) throw new RangeError(`${wrong} of the archive is missing or of the wrong type`);
  // One text for one content: whatever was altered without altering the content is found here.
  if (canonicalJson(found) !== text) throw new RangeError('the file is not in canonical form: it was altered');
  return found as CaseArchive;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every((one) => typeof one === 'string');

/** The first member that is not as an archive has it; null when all are. */
function shapeFault(found: Partial<CaseArchive>): string | null {
  const { manifest, signatures, run, before, records, observations } = found;
  if (!isObject(manifest) || !isObject(manifest.head) || !isObject(manifest.parts)) return 'manifest';
  const { head } = manifest;
  if (!Number.isSafeInteger(head.size) || typeof head.root !== 'string') return 'manifest.head';
  if (!isTexts(signatures)) return 'signatures';
  if (!isObject(found.case)) return 'case';
  if (!isObject(run) || typeof run.record !== 'string' || !isTexts(run.path)) return 'run';
  if (before !== null && !isObject(before)) return 'before';
  if (!isObject(records) || !isTexts(records.texts) || !isTexts(records.path)) return 'records';
  if (!Number.isSafeInteger(run.sequence) || !Number.isSafeInteger(records.sequence)) return 'records.sequence';
  if (found.work !== undefined && !(Array.isArray(found.work) && found.work.every(isCaseStep))) return 'work';
  if (!Array.isArray(observations) || observations.length !== records.texts!.length) return 'observations';
  return observations.every((one) => one === null || typeof one === 'string') ? null : 'observations';
}
