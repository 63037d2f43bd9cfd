import { cut } from './document/problem.ts';
import type { Complaint } from './reader.ts';

/** Complaints a reader keeps in full; those beyond are counted, and the count is told at the end. */
export const MOST_COMPLAINTS = 1000;
const MINUTE_MS = 60_000;

/** Collects a reader's complaints within a bound, so that a file of noise cannot fill the memory with them. */
export class ComplaintLog {
  #waiting: Complaint[] = [];
  #kept = 0;
  #suppressed = 0;
  #told = 0;
  #renewed_ms: number | null = null;

  /** Complaints counted but not kept. */
  get suppressed(): number {
    return this.#suppressed;
  }

  /** Whether further complaints are only counted, so that it is no use to work out what to say. */
  get full(): boolean {
    return this.#kept >= MOST_COMPLAINTS;
  }

  /** `value` is what stood in the input; it is cut to 80 characters and freed of control characters. */
  add(place: Complaint['place'], field: string | null, value: unknown, reason: string, remedy: string): void {
    if (this.full) {
      this.#suppressed++;
      return;
    }
    this.#kept++;
    this.#waiting.push({ place, field, value: shown(value), reason, remedy });
  }

  /** For a live source, with its time: each minute may have as many complaints as a file. */
  renew(now_ms: number): void {
    if (this.#renewed_ms !== null && now_ms - this.#renewed_ms < MINUTE_MS && now_ms >= this.#renewed_ms) return;
    if (this.#renewed_ms !== null) this.sumUp({});
    this.#renewed_ms = now_ms;
    this.#kept = 0;
  }

  /** What was added since the last call, in order. */
  take(): Complaint[] {
    const taken = this.#waiting;
    this.#waiting = [];
    return taken;
  }

  /** Adds the one complaint that counts those not kept since it was last called, if there are any. */
  sumUp(place: Complaint['place']): void {
    const count = this.#suppressed - this.#told;
    if (count === 0) return;
    this.#told = this.#suppressed;
    this.#waiting.push({
      place,
      field: null,
      value: null,
      reason: `${count} further complaints were counted but not kept`,
      remedy: `put right the first ${MOST_COMPLAINTS} and read the input again`,
    });
  }
}

function shown(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return cut(value.slice(0, 200));
  return cut(brief(value, 3));
}

/** The beginning of a value as JSON. The engine's own would write a megabyte first, and cannot nest without end. */
function brief(value: unknown, depth: number): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 100));
  if (typeof value !== 'object' || value === null) return String(value);
  const array = Array.isArray(value);
  if (depth === 0) return array ? '[…]' : '{…}';
  const parts: string[] = [];
  let length = 0;
  for (const [key, item] of Object.entries(array ? value.slice(0, 100) : value)) {
    const part = brief(item, depth - 1);
    parts.push(array ? part : `${JSON.stringify(key.slice(0, 100))}:${part}`);
    length += part.length;
    if (length > 100) break;
  }
  return array ? `[${parts.join(',')}]` : `{${parts.join(',')}}`;
}
