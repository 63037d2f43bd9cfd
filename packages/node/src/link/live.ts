import type { Live } from './frames.ts';

/** Tracks that may wait at once; what is told of a further one is refused and counted. */
const MOST_TRACKS = 20_000;
/** Updates of one frame: a flight by name takes 700 bytes at most, so that they stay within what a frame may have. */
const MOST_UPDATES = 200;

/**
 * What is to be told of live tracks: of each only the newest, those that waited longest first. Nothing of it is sent
 * again after a break; a fresh picture is.
 */
export class LiveOut<Update> {
  readonly #waiting = new Map<string, Update>();
  readonly #most: number;
  #number = 0;
  #fresh = true;
  /** Updates refused for want of room since the last fresh picture. */
  shed = 0;

  constructor(most: number = MOST_TRACKS) {
    this.#most = most;
  }

  /** Begins a fresh picture with what is known now. */
  begin(picture: Iterable<readonly [track: string, update: Update]>): void {
    this.#waiting.clear();
    this.#number = 0;
    this.#fresh = true;
    this.shed = 0;
    for (const [track, update] of picture) this.tell(track, update);
  }

  /** A track that waits already keeps its place, with the newer update. False: there was no room. */
  tell(track: string, update: Update): boolean {
    if (!this.#waiting.has(track) && this.#waiting.size >= this.#most) {
      this.shed += 1;
      return false;
    }
    this.#waiting.set(track, update);
    return true;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /** The next frame; null when nothing waits, but for the first of a picture, which says that it is empty. */
  take(): Live | null {
    if (this.#waiting.size === 0 && !this.#fresh) return null;
    const updates: Update[] = [];
    for (const [track, update] of this.#waiting) {
      if (updates.length === MOST_UPDATES) break;
      updates.push(update);
      this.#waiting.delete(track);
    }
    this.#number += 1;
    const frame: Live = { kind: 'live', number: this.#number, fresh: this.#fresh, updates };
    this.#fresh = false;
    return frame;
  }
}

/** Whether a live frame that came is to be taken. `missed`: frames of this connection that never came. */
export class LiveIn {
  #last: number | null = null;
  missed = 0;

  /** A connection began or broke: what comes next must be a fresh picture. */
  clear(): void {
    this.#last = null;
    this.missed = 0;
  }

  /** `fresh`: it begins a picture, what was known is void; `old`: it has no effect. */
  take({ number, fresh }: Live): 'fresh' | 'more' | 'old' {
    if (fresh) {
      if (this.#last !== null) return 'old';
      this.#last = number;
      return 'fresh';
    }
    if (this.#last === null || number <= this.#last) return 'old';
    this.missed += number - this.#last - 1;
    this.#last = number;
    return 'more';
  }
}
