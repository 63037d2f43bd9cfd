/** More different lists than this are not worth looking up. */
const MOST = 4096;
const EMPTY: readonly string[] = Object.freeze([]);

/**
 * Lists of a few names that many tracks have alike: the sources of a hundred thousand tracks are one list, or a few.
 * None is ever changed.
 */
export class SharedLists {
  readonly #known = new Map<string, readonly string[]>();

  /** The list of these names. */
  of(names: readonly string[]): readonly string[] {
    if (names.length === 0) return EMPTY;
    const key = JSON.stringify(names);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (this.#known.size >= MOST) this.#known.clear();
    const list = Object.freeze(names.slice());
    this.#known.set(key, list);
    return list;
  }

  /** A list and one name more. */
  with(names: readonly string[], more: string): readonly string[] {
    return this.of([...names, more]);
  }
}
