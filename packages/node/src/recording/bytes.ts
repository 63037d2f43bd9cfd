import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { detectFormat } from '@skyaccord/wire';

/** Compressed bytes given to zlib at once: what it had decoded of a piece is lost when the piece turns out damaged. */
const PIECE_BYTES = 16_384;

/** Why decompression stopped, and at which byte of the compressed file. */
export type Damage = { byte: number; reason: string };

/**
 * The bytes of a file, unpacked if its first bytes are gzip's. A damaged or truncated archive yields everything that
 * was decoded before, and then tells `onDamage`. `onRead` is told how much of the file has been read.
 */
export async function* readBytes(
  path: string,
  onRead: (bytes: number) => void,
  onDamage: (damage: Damage) => void,
): AsyncGenerator<Uint8Array> {
  const stream = createReadStream(path, { highWaterMark: PIECE_BYTES });
  let read = 0;
  let unpack: Unpacker | null = null;
  for await (const piece of stream as AsyncIterable<Uint8Array>) {
    if (read === 0 && 'compressed' in detectFormat(piece)) unpack = new Unpacker();
    read += piece.length;
    onRead(read);
    if (unpack === null) {
      yield piece;
      continue;
    }
    yield* await unpack.push(piece);
    if (unpack.damage !== null) break;
  }
  if (unpack === null) return;
  yield* await unpack.end();
  if (unpack.damage !== null) onDamage(unpack.damage);
}

/** zlib's stream, piece by piece: an error must not throw away what was decoded before it. */
class Unpacker {
  readonly #gunzip = createGunzip();
  #decoded: Uint8Array[] = [];
  #given = 0;
  #wake: () => void = () => {};
  damage: Damage | null = null;

  constructor() {
    this.#gunzip.on('data', (bytes: Uint8Array) => this.#decoded.push(bytes));
    this.#gunzip.on('end', () => this.#wake());
    this.#gunzip.on('error', (error: NodeJS.ErrnoException) => {
      const truncated = error.code === 'Z_BUF_ERROR';
      this.damage = truncated
        ? { byte: this.#given, reason: 'the gzip file ends too early' }
        : { byte: this.#gunzip.bytesWritten, reason: `the gzip file is damaged (${error.message})` };
      this.#wake();
    });
  }

  async push(piece: Uint8Array): Promise<Uint8Array[]> {
    this.#given += piece.length;
    await this.#until((done) => this.#gunzip.write(piece, () => done()));
    return this.#take();
  }

  async end(): Promise<Uint8Array[]> {
    if (this.damage === null) await this.#until(() => this.#gunzip.end());
    this.#gunzip.destroy();
    return this.#take();
  }

  #until(start: (done: () => void) => void): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
      start(resolve);
    });
  }

  #take(): Uint8Array[] {
    const decoded = this.#decoded;
    this.#decoded = [];
    return decoded;
  }
}
