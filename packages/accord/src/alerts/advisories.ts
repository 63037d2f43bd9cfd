/** A resolution advisory is over when none was reported for this long and no clause predicts a loss. */
const OVER_MS = 5000;

/**
 * Aircraft whose crews have a resolution advisory of their collision avoidance system, and until clear of conflict: it
 * outranks all other advice (ICAO Doc 8168, operation of ACAS).
 */
export class Advisories {
  /** When each was last reported, ms. */
  readonly #reported_ms = new Map<string, number>();
  #news = new Set<string>();

  get size(): number {
    return this.#reported_ms.size;
  }

  /** A report of `track` said that it has one. */
  note(track: string, time_ms: number): void {
    const before_ms = this.#reported_ms.get(track);
    if (before_ms === undefined) this.#news.add(track);
    this.#reported_ms.set(track, Math.max(time_ms, before_ms ?? time_ms));
  }

  has(track: string): boolean {
    return this.#reported_ms.has(track);
  }

  /** Those that began since last asked. */
  takeNews(): ReadonlySet<string> {
    const news = this.#news;
    if (news.size > 0) this.#news = new Set();
    return news;
  }

  /** @param inConflict does any clause predict a loss for this track? */
  settle(now_ms: number, inConflict: (track: string) => boolean): void {
    for (const [track, reported_ms] of this.#reported_ms) {
      if (now_ms - reported_ms > OVER_MS && !inConflict(track)) this.#reported_ms.delete(track);
    }
  }

  closed(track: string): void {
    this.#reported_ms.delete(track);
  }

  save(): SavedAdvisories {
    return [...this.#reported_ms].sort(([x], [y]) => (x < y ? -1 : 1));
  }

  restore(saved: SavedAdvisories): void {
    for (const [track, reported_ms] of saved) this.#reported_ms.set(track, reported_ms);
  }
}

export type SavedAdvisories = readonly (readonly [track: string, reported_ms: number])[];
