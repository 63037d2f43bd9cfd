import { createHash } from 'node:crypto';

const MAGIC = 'skyaccord case 1';
/** So finely is told where bytes were changed. */
const BLOCK = 4096;
const DIGEST = 32;
const LF = 10;

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

/**
 * Puts an envelope around bytes: a line with the magic word, the count of bytes and the SHA-256 of what follows but the
 * bytes; then the SHA-256 of each 4 KiB of them; then they themselves. Every bit is covered, so that any change is
 * found and its place told, whatever the compression within would have overlooked.
 */
export function seal(bytes: Uint8Array): Uint8Array {
  const digests: Buffer[] = [];
  for (let from = 0; from < bytes.length; from += BLOCK) digests.push(sha256(bytes.subarray(from, from + BLOCK)));
  const table = Buffer.concat(digests);
  const line = `${MAGIC} ${bytes.length} ${sha256(table).toString('hex')}\n`;
  return Buffer.concat([Buffer.from(line, 'latin1'), table, bytes]);
}

/**
 * The bytes within an envelope.
 *
 * @throws RangeError when any bit was changed, with the place
 */
export function unseal(file: Uint8Array): Uint8Array {
  const end = file.subarray(0, 200).indexOf(LF);
  const line = Buffer.from(file.subarray(0, Math.max(0, end))).toString('latin1');
  const found = /^skyaccord case 1 (0|[1-9][0-9]{0,11}) ([0-9a-f]{64})$/.exec(line);
  if (found === null)
    throw new RangeError('its first line is not that of a case file: it is none, or byte 0 to 199 was altered');
  const count = Number(found[1]);
  const table_at = end + 1;
  const bytes_at = table_at + Math.ceil(count / BLOCK) * DIGEST;
  if (file.length !== bytes_at + count) {
    throw new RangeError(
      `it has ${file.length} bytes, and its first line says ${bytes_at + count}: it was cut, or that line altered`,
    );
  }
  const table = file.subarray(table_at, bytes_at);
  if (sha256(table).toString('hex') !== found[2]) {
    throw new RangeError(
      `it was altered in its first line or in bytes ${table_at} to ${bytes_at - 1}, its table of digests`,
    );
  }
  for (let block = 0; block * BLOCK < count; block++) {
    const from = bytes_at + block * BLOCK;
    const to = Math.min(from + BLOCK, file.length);
    const digest = table.subarray(block * DIGEST, (block + 1) * DIGEST);
    if (sha256(file.subarray(from, to)).equals(digest)) continue;
    throw new RangeError(`it was altered within bytes ${from} to ${to - 1}`);
  }
  return file.subarray(bytes_at);
}
