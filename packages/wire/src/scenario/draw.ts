import { cos, log, sin } from '@skyaccord/sky';

const TWO_PI = 2 * Math.PI;

/**
 * A stream of random numbers that its name determines, the same in every engine. A counter of odd step goes through an
 * the integer mix that ends MurmurHash3 (`fmix32`, A. Appleby).
 */
export class Draw {
  #counter: number;
  #spare: number | null = null;

  constructor(name: string) {
    // FNV-1a (Fowler, Noll, Vo) over the UTF-16 code units.
    let hash = 0x811c9dc5;
    for (let index = 0; index < name.length; index++) hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
    this.#counter = hash | 0;
  }

  /** Uniform in (0, 1), never 0 and never 1. */
  uniform(): number {
    this.#counter = (this.#counter + 0x9e3779b9) | 0;
    let mixed = this.#counter;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return (((mixed ^ (mixed >>> 16)) >>> 0) + 0.5) / 4294967296;
  }

  /** Normal, mean 0 and deviation 1 (Box and Muller, 1958). */
  normal(): number {
    const spare = this.#spare;
    if (spare !== null) {
      this.#spare = null;
      return spare;
    }
    const radius = Math.sqrt(-2 * log(this.uniform()));
    const angle = TWO_PI * this.uniform();
    this.#spare = radius * sin(angle);
    return radius * cos(angle);
  }
}
