/** Those who want to be told when something of a name ends: a session, or the trust in a machine. */
export class Followers {
  readonly #ends = new Map<string, Set<() => void>>();

  names(): IterableIterator<string> {
    return this.#ends.keys();
  }

  /** @returns stops following */
  follow(name: string, ended: () => void): () => void {
    const ends = this.#ends.get(name) ?? new Set();
    this.#ends.set(name, ends.add(ended));
    return () => {
      ends.delete(ended);
      if (ends.size === 0 && this.#ends.get(name) === ends) this.#ends.delete(name);
    };
  }

  tell(name: string): void {
    for (const ended of this.#ends.get(name) ?? []) ended();
    this.#ends.delete(name);
  }
}
