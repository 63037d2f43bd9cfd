import { createHash } from 'node:crypto';
import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { NodeError } from '../errors.ts';

/** Of one file, and of one case. */
export const MOST_BYTES = 10 * 1024 * 1024;
export const MOST_FILES = 20;
/** Of all files together, beyond which none is fetched from another party. */
const MOST_FETCHED_BYTES = 2 * 1024 * 1024 * 1024;

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

  has(sha256: string): boolean {
    return existsSync(this.#file(sha256));
  }

  /** A part of a file from a byte on; null where it is not here, or ends before. */
  part(sha256: string, from: number, most: number): Buffer | null {
    if (!this.has(sha256)) return null;
    const file = openSync(this.#file(sha256), 'r');
    try {
      const bytes = Buffer.alloc(most);
      const read = readSync(file, bytes, 0, most, from);
      return read === 0 ? null : bytes.subarray(0, read);
    } finally {
      closeSync(file);
    }
  }

  /** How many bytes of a file that is being fetched are here. */
  begun(sha256: string): number {
    return statSync(`${this.#file(sha256)}.part`, { throwIfNoEntry: false })?.size ?? 0;
  }

  /**
   * Takes the next part of a file that is being fetched. `whole`: it is here, with the digest, size and type that were
   * told; `wrong`: it has others, and nothing is kept.
   */
  take({ sha256, bytes, media_type }: Omit<Attachment, 'name'>, part: Buffer): 'more' | 'whole' | 'wrong' {
    const file = `${this.#file(sha256)}.part`;
    const size = this.begun(sha256) + part.length;
    if (size <= bytes && bytes <= MOST_BYTES && (size > part.length || this.#hasRoom(bytes))) {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      appendFileSync(file, part, { mode: 0o600, flush: true });
      if (size < bytes) return 'more';
      const data = readFileSync(file);
      const is = KINDS[media_type];
      if (createHash('sha256').update(data).digest('hex') === sha256 && is?.(data) === true) {
        renameSync(file, this.#file(sha256));
        return 'whole';
      }
    }
    rmSync(file, { force: true });
    return 'wrong';
  }

  #hasRoom(bytes: number): boolean {
    if (!existsSync(this.#folder)) return true;
    const sizes = readdirSync(this.#folder).map((name) => statSync(path.join(this.#folder, name)).size);
    return sizes.reduce((sum, size) => sum + size, bytes) <= MOST_FETCHED_BYTES;
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
