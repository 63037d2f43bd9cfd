/** What is remembered of each aircraft, of a bounded number of them: those not heard for longest are forgotten. */
export class RecentlyHeard<T> {
  readonly #most: number;
  readonly #items = new Map<string, T>();

  constructor(most: number) {
    this.#most = most;
  }

  get(key: string): T | undefined {
    return this.#items.get(key);
  }

  /** Also makes it the one heard last. Answers the one that was forgotten for it. */
  set(key: string, item: T): T | null {
    this.#items.delete(key);
    this.#items.set(key, item);
    if (this.#items.size <= this.#most) return null;
    const [oldest, forgotten] = this.#items.entries().next().value as [string, T];
    this.#items.delete(oldest);
    return forgotten;
  }
}
