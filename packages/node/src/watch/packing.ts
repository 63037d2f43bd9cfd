/** Gathers the numbers of a saved watch in one array, beside its JSON: 10,000 tracks have 28 MB of them. */
export class NumberPacker {
  #numbers: Float64Array<ArrayBuffer>;
  #length = 0;

  /** `expected`: about how many there will be, so that the array need not grow. */
  constructor(expected: number) {
    this.#numbers = new Float64Array(Math.max(1_024, expected));
  }

  readonly pack = (numbers: Float64Array): string => {
    const from = this.#length;
    const needed = from + numbers.length;
    if (needed > this.#numbers.length) {
      const grown = new Float64Array(Math.max(needed, this.#numbers.length * 2));
      grown.set(this.#numbers.subarray(0, from));
      this.#numbers = grown;
    }
    this.#numbers.set(numbers, from);
    this.#length = needed;
    return `${from}:${numbers.length}`;
  };

  /** All of them; a view of an array that may be larger. */
  take(): Float64Array<ArrayBuffer> {
    return this.#numbers.subarray(0, this.#length);
  }
}

/** Finds packed numbers again. @throws RangeError for a text that refers to none */
export function unpackFrom(numbers: Float64Array): (packed: string) => Float64Array {
  return (packed) => {
    const [from, length] = packed.split(':').map(Number);
    if (!(Number.isInteger(from) && Number.isInteger(length) && from! >= 0 && from! + length! <= numbers.length)) {
      throw new RangeError(`a saved watch refers to numbers at ${packed.slice(0, 40)}, which it does not have`);
    }
    return numbers.subarray(from, from! + length!);
  };
}
