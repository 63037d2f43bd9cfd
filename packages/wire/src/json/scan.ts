/** An element that is longer is broken: a quote or a bracket was lost. In UTF-16 units. */
export const MOST_ELEMENT_LENGTH = 65_536;
/** Elements of the formats read here nest three deep at most. */
const MOST_DEPTH = 16;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Finds the end of one JSON value in text that arrives in pieces, without parsing it. */
export class ValueScan {
  #depth = 0;
  #in_string = false;
  #escaped = false;
  /** Just after the character at which the value proved to be none. */
  failed_at = 0;

  /** Begins with a new value. */
  reset(): void {
    this.#depth = 0;
    this.#in_string = false;
    this.#escaped = false;
  }

  /**
   * Scans on from `at`. Answers the index just after the value; -1 when `to` comes first; -2 when this can be no value
   * of ours: nested too deep, or a line end within a string; then `failed_at` tells where.
   */
  run(text: string, at: number, to: number): number {
    for (let i = at; i < to; i++) {
      const unit = text.charCodeAt(i);
      if (this.#in_string) {
        if (this.#escaped) this.#escaped = false;
        else if (unit === BACKSLASH) this.#escaped = true;
        else if (unit === 0x0a) return this.#fail(i);
        else if (unit === QUOTE) {
          this.#in_string = false;
          if (this.#depth === 0) return i + 1;
        }
      } else if (unit === QUOTE) this.#in_string = true;
      else if (unit === 0x7b || unit === 0x5b) {
        if (++this.#depth > MOST_DEPTH) return this.#fail(i);
      } else if (unit === 0x7d || unit === 0x5d) {
        // A number or a word ends where its container closes.
        if (this.#depth === 0) return i;
        if (--this.#depth === 0) return i + 1;
      } else if (unit === 0x2c && this.#depth === 0) return i;
    }
    return -1;
  }

  #fail(at: number): -2 {
    this.failed_at = at + 1;
    return -2;
  }
}

/** Looks for `},{`, where an element ends and the next begins, in text that arrives in pieces. */
export class BoundarySearch {
  #seen = 0;

  /** The index of the `{`, or -1 when the piece has none. */
  run(text: string, at: number): number {
    for (let i = at; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit === 0x7d) this.#seen = 1;
      else if (unit === 0x2c && this.#seen === 1) this.#seen = 2;
      else if (unit === 0x7b && this.#seen === 2) {
        this.#seen = 0;
        return i;
      } else if (unit !== 0x20 && unit !== 0x09 && unit !== 0x0a && unit !== 0x0d) this.#seen = 0;
    }
    return -1;
  }
}
