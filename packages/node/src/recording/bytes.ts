import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { detectFormat } from '@skyaccord/wire';

const PIECE_BYTES = 16_384;

/** Why unpacking stopped, and at which byte of the packed file. */
export type Damage = { byte: number; reason: string };

/**
 * The bytes of a file, unpacked if its first bytes are gzip's. A damaged or truncated archive yields everything that
 * can be unpacked before the damage, and then tells `onDamage`. `onRead` is told how much of the file has been read.
 */
export async function* readBytes(
  path: string,
  onRead: (bytes: number) => void,
  onDamage: (damage: Damage) => void,
): AsyncGenerator<Uint8Array> {
  let unpack: Unpacker | null = null;
  let read = 0;
  let unpacked = 0;
  for await (const piece of piecesOf(path)) {
    if (read === 0 && 'compressed' in detectFormat(piece)) unpack = new Unpacker();
    const decoded = unpack === null ? [piece] : await unpack.push(piece);
    for (const bytes of decoded) {
      unpacked += bytes.length;
      yield bytes;
    }
    if (unpack !== null && unpack.damage !== null) {
      yield* upToDamage(path, read, unpacked, onDamage);
      return;
    }
    read += piece.length;
    onRead(read);
  }
  if (unpack === null) return;
  yield* await unpack.end();
  if (unpack.damage !== null) onDamage(unpack.damage);
}

/**
 * zlib drops what it has decoded in the very call that fails, up to 16 KiB. So the file is unpacked a second time, and
 * byte by byte from where the failing piece began: that loses nothing and finds the place of the damage.
 */
async function* upToDamage(
  path: string,
  from: number,
  unpacked: number,
  onDamage: (damage: Damage) => void,
): AsyncGenerator<Uint8Array> {
  const unpack = new Unpacker();
  let known = unpacked;
  let read = 0;
  for await (const piece of piecesOf(path)) {
    const steps = read < from ? [piece] : Array.from(piece, (byte) => Uint8Array.of(byte));
    for (const step of steps) {
      for (const bytes of await unpack.push(step)) {
        if (bytes.length > known) yield bytes.subarray(known);
        known = Math.max(0, known - bytes.length);
      }
      if (unpack.damage !== null) {
        onDamage(unpack.damage);
        return;
      }
    }
    read += piece.length;
  }
}

function piecesOf(path: string): AsyncIterable<Uint8Array> {
  return createReadStream(path, { highWaterMark: PIECE_BYTES }) as AsyncIterable<Uint8Array>;
}

/** zlib's stream, piece by piece, so that an error does not throw away what was decoded before it. */
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
      const reason = error.code === 'Z_BUF_ERROR' ? 'ends too early' : `is damaged (${error.message})`;
      this.damage = { byte: this.#given, reason: `the gzip file ${reason}` };
      this.#wake();
    });
  }

  async push(piece: Uint8Array): Promise<Uint8Array[]> {
    this.#given += piece.length;
    await this.#until((done) => this.#gunzip.write(piece, () => done()));
    return this.#take();
  }

  async end(): Promise<Uint8Array[]> {
    await this.#until(() => this.#gunzip.end());
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
