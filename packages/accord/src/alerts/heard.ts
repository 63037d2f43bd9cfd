import type { AlertLevel } from '../memorandum/memorandum.ts';

/** That another node alerts on two aircraft, as it says over a live link, by their tracks; null: no longer. */
export type LinkedAlert = { readonly pair: readonly [a: string, b: string]; readonly level: AlertLevel | null };

/** What was said longer ago than this is no longer counted on, ms: a live link says it again before. */
const LIVE_MS = 15_000;
/** Alerts of others that are remembered at once; of further ones the oldest is forgotten. */
const MOST = 4_096;

/**
 * Alerts of other nodes as heard. They confirm what this watch itself finds, so that two nodes that see the same two
 * aircraft warn together; where this watch finds nothing, another's word alone raises nothing.
 */
export class HeardAlerts {
  readonly #said = new Map<string, { level: AlertLevel; time_ms: number }>();
  #news = new Set<string>();

  /** @param key of the pair, the same whichever is named first */
  hear(key: string, level: AlertLevel | null, now_ms: number): void {
    const before = this.levelOf(key, now_ms);
    this.#said.delete(key);
    if (level === null) return;
    if (before !== level) this.#news.add(key);
    this.#said.set(key, { level, time_ms: now_ms });
    if (this.#said.size > MOST) this.#said.delete(this.#said.keys().next().value as string);
  }

  /** Nothing was heard: nobody need make a key. */
  get isEmpty(): boolean {
    return this.#said.size === 0;
  }

  /** The level at which another node alerts on a pair; null where none is known to. */
  levelOf(key: string, now_ms: number): AlertLevel | null {
    const said = this.#said.get(key);
    return said !== undefined && now_ms - said.time_ms <= LIVE_MS ? said.level : null;
  }

  /** Pairs of which another level was heard since last asked. */
  takeNews(): ReadonlySet<string> {
    const news = this.#news;
    if (news.size > 0) this.#news = new Set();
    return news;
  }

  /** A pass of the pair is over; what was heard of it says nothing of the next one. */
  closed(key: string): void {
    this.#said.delete(key);
  }

  save(): SavedHeardAlerts {
    return [...this.#said].map(([key, { level, time_ms }]) => [key, level, time_ms] as const);
  }

  restore(saved: SavedHeardAlerts): void {
    for (const [key, level, time_ms] of saved) this.#said.set(key, { level, time_ms });
  }
}

export type SavedHeardAlerts = readonly (readonly [pair: string, level: AlertLevel, time_ms: number])[];
