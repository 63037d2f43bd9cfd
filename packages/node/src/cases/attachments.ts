import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { NodeError } from '../errors.ts';

/** Of one file, and of one case. */
export const MOST_BYTES = 10 * 1024 * 1024;
export const MOST_FILES = 20;

/** What may be attached, and how a file of the kind begins: its name alone says nothing. */
const KINDS: Readonly<Record<string, (bytes: Buffer) => boolean>> = {
  'application/pdf': (bytes) => bytes.subarray(0, 5).toString('latin1') === '%PDF-',
  'image/png': (bytes) => bytes.subarray(0, 8).toString('hex') === '89504e470d0a1a0a',
  'image/jpeg': (bytes) => bytes.subarray(0, 3).toString('hex') === 'ffd8ff',
  'text/plain': isText,
  'text/csv': isText,
  'application/x-igc': (bytes) => isText(bytes) && bytes[0] === 0x41,
};
export const MEDIA_TYPES = Object.keys(KINDS);

export type Attachment = {
  readonly name: string;
  readonly media_type: string;
  readonly bytes: number;
  readonly sha256: string;
};

/**
 * Files attached to cases, beside the journal, each under its digest. What they hold is never looked into, and never
 * shown as a page: they are handed out as they came, to be saved.
 */
export class Attachments {
  readonly #folder: string;

  constructor(data: string) {
    this.#folder = path.join(data, 'attachments');
  }

  /**
   * Keeps a file, on the disk before it is journalled.
   *
   * @throws NodeError attachment_refused naming what is wrong
   */
  keep(name: string, media_type: string, data: Buffer): Attachment {
    const refuse = (reason: string, field: string, value: string): NodeError =>
      new NodeError('attachment_refused', reason, { field, value });
    const plain = path.basename(name.replaceAll('\\', '/')).replace(/\p{C}/gu, '').trim();
    if (plain === '' || plain.length > 120) throw refuse('It needs a name of at most 120 letters.', 'name', name);
    if (data.length === 0) throw refuse('It is empty, or not base64.', 'data', '');
    if (data.length > MOST_BYTES) throw refuse(`It has ${data.length} bytes.`, 'data', String(data.length));
    const is = KINDS[media_type];
    if (is === undefined) throw refuse('Files of that type are not taken.', 'media_type', media_type);
    if (!is(data)) throw refuse(`It is no ${media_type}.`, 'media_type', media_type);
    const sha256 = createHash('sha256').update(data).digest('hex');
    const file = this.#file(sha256);
    if (!existsSync(file)) {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      // Whole or not at all, also when the disk fills up half way.
      writeFileSync(`${file}.new`, data, { mode: 0o600, flush: true });
      renameSync(`${file}.new`, file);
    }
    return { name: plain, media_type, bytes: data.length, sha256 };
  }

  /** The file of a digest; null where this node does not have it, or it is not what it was. */
  read(sha256: string): Buffer | null {
    const file = this.#file(sha256);
    if (!existsSync(file)) return null;
    const data = readFileSync(file);
    return createHash('sha256').update(data).digest('hex') === sha256 ? data : null;
  }

  #file(sha256: string): string {
    return path.join(this.#folder, sha256);
  }
}

function isText(bytes: Buffer): boolean {
  if (bytes.includes(0)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
