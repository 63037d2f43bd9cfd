import { readFileSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { crc32 } from 'node:zlib';

/** A watch at rest: its state as JSON, and the numbers that the state's text refers to. */
export type SavedWatch = { readonly json: Uint8Array; readonly numbers: Float64Array };

/**
 * Layout, little-endian: magic `SKYSNAPS`, version u32, bytes of JSON u32, count of numbers u32, CRC-32 u32 of all
 * after this header; then the JSON, then the numbers as IEEE 754 doubles. The file is only ever read back by a node of
 * the same version: where it cannot be, the log serves as well.
 */
const HEADER_BYTES = 24;
const MAGIC = 'SKYSNAPS';
const VERSION = 1;

export function snapshotName(run: number, tick: number): string {
  return `${run}-${tick}.snapshot`;
}

/**
 * Writes and syncs a snapshot without keeping the thread from anything else; under its name it is whole or not there.
 *
 * @throws the system's error
 */
export async function writeSnapshot(folder: string, name: string, saved: SavedWatch): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { json, numbers } = saved;
  const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  const header = Buffer.alloc(HEADER_BYTES);
  header.write(MAGIC, 'latin1');
  header.writeUInt32LE(VERSION, 8);
  header.writeUInt32LE(json.length, 12);
  header.writeUInt32LE(numbers.length, 16);
  header.writeUInt32LE(crc32(bytes, crc32(json)), 20);
  const unfinished = path.join(folder, `${name}.new`);
  const file = await open(unfinished, 'w');
  try {
    await file.writev([header, json, bytes]);
    await file.datasync();
  } finally {
    await file.close();
  }
  await rename(unfinished, path.join(folder, name));
}

/** Removes all snapshots but those named, and what a crash left half-written. */
export async function removeSnapshots(folder: string, kept: readonly string[]): Promise<void> {
  for (const name of await readdir(folder)) if (!kept.includes(name)) await rm(path.join(folder, name));
}

/** @throws Error when the file is missing, cut short, damaged or of another version */
export function readSnapshot(folder: string, name: string): SavedWatch {
  const bytes = readFileSync(path.join(folder, name));
  if (bytes.length < HEADER_BYTES || bytes.toString('latin1', 0, 8) !== MAGIC || bytes.readUInt32LE(8) !== VERSION) {
    throw new Error(`${name} is no snapshot of version ${VERSION}`);
  }
  const json_bytes = bytes.readUInt32LE(12);
  const count = bytes.readUInt32LE(16);
  const numbers_at = HEADER_BYTES + json_bytes;
  if (bytes.length !== numbers_at + count * 8) throw new Error(`${name} is cut short`);
  const json = bytes.subarray(HEADER_BYTES, numbers_at);
  if (crc32(bytes.subarray(HEADER_BYTES)) !== bytes.readUInt32LE(20)) throw new Error(`${name} is damaged`);
  // Doubles want an offset that 8 divides, which the text before them does not keep.
  const numbers = new Float64Array(count);
  new Uint8Array(numbers.buffer).set(bytes.subarray(numbers_at));
  return { json, numbers };
}
