/**
 * The readers of all formats, to be run in Node and in a browser. Bundled by readers.browser.test.ts: no Node modules.
 */
import { canonicalJson, sha256Hex } from '@skyaccord/proof';
import { createByteReader, detectFormat, encodeObservation, type Reading } from '@skyaccord/wire';
import { drawsOf } from '../../packages/wire/test/fuzz/mutate.ts';
import { TARGETS } from '../../packages/wire/test/fuzz/targets.ts';

const PIECE_BYTES = 65_536;

/** What was made of an input: how much, and the SHA-256 of every line of it. */
export type ReadHash = { readonly format: string; readonly observations: number; readonly hash: string };

/** Tells the format and reads, as `skyaccord decode` does. */
export function readHash(base64: string, name: string): ReadHash {
  const bytes = Uint8Array.from(atob(base64), (unit) => unit.charCodeAt(0));
  const detection = detectFormat(bytes.subarray(0, PIECE_BYTES));
  if (!('format' in detection)) return { format: JSON.stringify(detection), observations: 0, hash: '' };
  const reader = createByteReader(detection.format, { source: name, name });
  const readings: Reading[] = [];
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    readings.push(reader.pushBytes(bytes.subarray(at, at + PIECE_BYTES)));
  }
  readings.push(reader.end());
  return { format: detection.format, ...hashOf(readings) };
}

/** The same of damaged inputs of one reader, one after another. */
export function damagedHash(target_name: string, seed: number, inputs: number): ReadHash {
  const target = TARGETS.find(({ name }) => name === target_name);
  if (target === undefined) throw new Error(`no reader ${target_name}`);
  const readings: Reading[] = [];
  for (let index = 0; index < inputs; index++) {
    const reader = createByteReader(target.format, { source: 's', name: '2026-03-01' });
    readings.push(reader.pushBytes(target.mutant(drawsOf(seed, index))), reader.end());
  }
  return { format: target.format, ...hashOf(readings) };
}

function hashOf(readings: readonly Reading[]): { observations: number; hash: string } {
  const lines: string[] = [];
  let observations = 0;
  for (const reading of readings) {
    observations += reading.observations.length;
    for (const observation of reading.observations) lines.push(encodeObservation(observation));
    lines.push(canonicalJson([reading.complaints, reading.heartbeats_ms]));
  }
  return { observations, hash: sha256Hex(lines.join('\n')) };
}
