import type { Manoeuvre } from '../outcome.ts';
import { sameManoeuvres } from './manoeuvres.ts';

/** What another node advises an aircraft of its own, as it says over a live link; none: to go on as it does. */
export type LinkedAdvice = { readonly for: string; readonly manoeuvres: readonly Manoeuvre[] };

/** What was said longer ago than this is no longer counted on, ms: a live link says it again before. */
const LIVE_MS = 15_000;

/**
 * Advice of other nodes as heard. While it is live, advice for the other side of a pair is chosen to go with it, and
 * need not be safe whatever the other does.
 */
export class Linked {
  readonly #said = new Map<string, { manoeuvres: readonly Manoeuvre[]; time_ms: number }>();
  #news = new Set<string>();

  hear({ for: track, manoeuvres }: LinkedAdvice, now_ms: number): void {
    const before = this.of(track, now_ms);
    if (before === null || !sameManoeuvres(before.manoeuvres, manoeuvres)) this.#news.add(track);
    this.#said.set(track, { manoeuvres, time_ms: now_ms });
  }

  of(track: string, now_ms: number): LinkedAdvice | null {
    const said = this.#said.get(track);
    return said !== undefined && now_ms - said.time_ms <= LIVE_MS ? { for: track, manoeuvres: said.manoeuvres } : null;
  }

  /** Aircraft of which something else was heard since last asked. */
  takeNews(): ReadonlySet<string> {
    const news = this.#news;
    if (news.size > 0) this.#news = new Set();
    return news;
  }

  closed(track: string): void {
    this.#said.delete(track);
  }

  save(): SavedLinked {
    return [...this.#said].map(([track, { manoeuvres, time_ms }]) => [track, manoeuvres, time_ms] as const);
  }

  restore(saved: SavedLinked): void {
    for (const [track, manoeuvres, time_ms] of saved) this.#said.set(track, { manoeuvres, time_ms });
  }
}

export type SavedLinked = readonly (readonly [track: string, manoeuvres: readonly Manoeuvre[], time_ms: number])[];
