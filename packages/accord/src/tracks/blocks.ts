/** Bytes of a block: few, so that a short chain holds little that is not used. */
export const BLOCK_BYTES = 64;
/** Blocks are made so many at a time, 64 KiB. */
const SLAB_BITS = 10;
const SLAB_BLOCKS = 1 << SLAB_BITS;
const SLAB_MASK = SLAB_BLOCKS - 1;
const BLOCK_WORDS = BLOCK_BYTES / 4;
/** No block. */
export const NONE = -1;

const SPILLS = 0x80;

type Slab = {
  readonly bytes: Uint8Array;
  /** The same memory. */
  readonly words: Int32Array;
  readonly older: Int32Array;
  readonly marks: Uint8Array;
};

/**
 * Small blocks of bytes in chains, from newer to older, for rows of uneven length of very many owners: what one gives
 * back, any other can have. Memory grows with what is in use at most, never by doubling.
 */
export class Blocks {
  readonly #slabs: Slab[] = [];
  #free = NONE;
  #made = 0;
  #used = 0;

  /** Blocks in chains now. */
  get used(): number {
    return this.#used;
  }

  /** A block at the head of a chain; `older` is the block after it, or `NONE`. */
  take(older: number): number {
    this.#used += 1;
    let block = this.#free;
    if (block === NONE) {
      if ((this.#made & SLAB_MASK) === 0) this.#slabs.push(slab());
      block = this.#made;
      this.#made += 1;
    } else this.#free = this.older(block);
    const { older: links, marks } = this.#slabs[block >>> SLAB_BITS]!;
    links[block & SLAB_MASK] = older;
    marks[block & SLAB_MASK] = 0;
    return block;
  }

  /** Gives back a block and all that are older. */
  giveBack(newest: number): void {
    for (let block = newest; block !== NONE; ) {
      const { older: links } = this.#slabs[block >>> SLAB_BITS]!;
      const next = links[block & SLAB_MASK]!;
      links[block & SLAB_MASK] = this.#free;
      this.#free = block;
      this.#used -= 1;
      block = next;
    }
  }

  older(block: number): number {
    return this.#slabs[block >>> SLAB_BITS]!.older[block & SLAB_MASK]!;
  }

  /** Gives back what is older than a block. */
  endAt(block: number): void {
    const { older: links } = this.#slabs[block >>> SLAB_BITS]!;
    this.giveBack(links[block & SLAB_MASK]!);
    links[block & SLAB_MASK] = NONE;
  }

  /** Writes bytes `from` to `to` of `source` so that they end before `end` in the block. */
  write(block: number, end: number, source: Uint8Array, from: number, to: number): void {
    const { bytes } = this.#slabs[block >>> SLAB_BITS]!;
    const shift = (block & SLAB_MASK) * BLOCK_BYTES + end - to;
    for (let i = from; i < to; i++) bytes[shift + i] = source[i]!;
  }

  /** Notes that a row begins in the block; `spills` when it ends in the next older one. */
  begin(block: number, spills: boolean): void {
    const { marks } = this.#slabs[block >>> SLAB_BITS]!;
    marks[block & SLAB_MASK] = (marks[block & SLAB_MASK]! + 1) | (spills ? SPILLS : 0);
  }

  /** How many rows begin in the block. */
  beginnings(block: number): number {
    return this.#slabs[block >>> SLAB_BITS]!.marks[block & SLAB_MASK]! & (SPILLS - 1);
  }

  /** Whether the oldest row that begins in the block ends in the next older one. */
  spills(block: number): boolean {
    return (this.#slabs[block >>> SLAB_BITS]!.marks[block & SLAB_MASK]! & SPILLS) !== 0;
  }

  /** Copies a chain, block after block, to `words`, as far as there is room for whole blocks. */
  gather(newest: number, words: Int32Array): void {
    let to = 0;
    for (let block = newest; block !== NONE && to + BLOCK_WORDS <= words.length; block = this.older(block)) {
      const from = (block & SLAB_MASK) * BLOCK_WORDS;
      const source = this.#slabs[block >>> SLAB_BITS]!.words;
      for (let i = 0; i < BLOCK_WORDS; i++) words[to + i] = source[from + i]!;
      to += BLOCK_WORDS;
    }
  }
}

function slab(): Slab {
  const memory = new ArrayBuffer(SLAB_BLOCKS * BLOCK_BYTES);
  return {
    bytes: new Uint8Array(memory),
    words: new Int32Array(memory),
    older: new Int32Array(SLAB_BLOCKS),
    marks: new Uint8Array(SLAB_BLOCKS),
  };
}
