import { ApiError, getJson } from '../api/http.ts';

/** One answer of the node on its way to a page: loading, there, or refused with words. */
export class Fetched<Answer> {
  value = $state.raw<Answer | null>(null);
  error = $state<string | null>(null);
  status = $state<number | null>(null);
  loading = $state(false);
  #abort: AbortController | null = null;

  /** Asks anew; what was shown stays until the answer is there. A later call makes an earlier one void. */
  async load(path: string): Promise<void> {
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    this.loading = true;
    try {
      this.value = await getJson<Answer>(path, abort.signal);
      this.error = null;
      this.status = 200;
    } catch (error) {
      if (abort.signal.aborted) return;
      this.error = error instanceof Error ? error.message : String(error);
      this.status = error instanceof ApiError ? error.status : null;
    } finally {
      if (this.#abort === abort) this.loading = false;
    }
  }
}
