import { ApiError, getJson } from '../api/http.ts';
import type { History, PictureAnswer } from '../api/types.ts';
import { Picture } from './picture.ts';

/**
 * Looking back: a picture of the past in place of the live one, which goes on arriving behind it. While the handle is
 * dragged one request is under way at a time, and only the latest wish is asked next.
 */
class Lookback {
  history = $state.raw<History | null>(null);
  /** The time asked for; null is now. */
  at_ms = $state<number | null>(null);
  picture = $state.raw<Picture | null>(null);
  error = $state<string | null>(null);
  /** Rises whenever `picture` is another one. */
  revision = $state(0);
  #asking = false;
  #asked_ms: number | null = null;

  get active(): boolean {
    return this.at_ms !== null;
  }

  seek(at_ms: number): void {
    this.at_ms = Math.round(at_ms);
    if (!this.#asking) void this.#ask();
  }

  back(): void {
    this.at_ms = null;
    this.picture = null;
    this.revision += 1;
    this.error = null;
    this.#asked_ms = null;
  }

  async refresh(): Promise<void> {
    try {
      this.history = await getJson<History>('history');
    } catch {
      // The scrubber keeps what it had; the banner already tells when the node does not answer.
    }
  }

  async #ask(): Promise<void> {
    this.#asking = true;
    try {
      while (this.at_ms !== null && this.at_ms !== this.#asked_ms) {
        const at_ms = this.at_ms;
        this.#asked_ms = at_ms;
        const answer = await getJson<PictureAnswer>(`picture?at_ms=${at_ms}`);
        if (this.at_ms === null) break;
        this.picture = Picture.fromAnswer(answer);
        this.revision += 1;
        this.error = null;
      }
    } catch (error) {
      this.error = error instanceof ApiError ? error.message : String(error);
    } finally {
      this.#asking = false;
    }
  }
}

export const lookback = new Lookback();
