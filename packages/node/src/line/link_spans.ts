/** From when until when the link with a party was up; null: it is. */
export type LinkSpan = { readonly party: string; readonly from_ms: number; readonly until_ms: number | null };

const MOST_SPANS = 500;

/** When links were up: evidence of how far the cell is. */
export class LinkSpans {
  #spans: readonly LinkSpan[] = [];

  get all(): readonly LinkSpan[] {
    return this.#spans;
  }

  /** Gives whether that is news. */
  set(party: string, up: boolean, at_ms: number): boolean {
    const open = this.#spans.find((one) => one.party === party && one.until_ms === null);
    if (up === (open !== undefined)) return false;
    const spans = up
      ? [...this.#spans, { party, from_ms: at_ms, until_ms: null }]
      : this.#spans.map((one) => (one === open ? { ...one, until_ms: at_ms } : one));
    this.#spans = spans.slice(-MOST_SPANS);
    return true;
  }

  /** The node stopped: whatever its links did then, it did not see them. */
  endAll(at_ms: number): void {
    this.#spans = this.#spans.map((one) =>
      one.until_ms === null ? { ...one, until_ms: Math.max(one.from_ms, at_ms) } : one,
    );
  }
}
