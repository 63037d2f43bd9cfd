const DAY_MS = 86_400_000;

/**
 * Joins times of day with a date. Each time is taken to lie within 12 h of those before, which carries a feed past
 * midnight. What it is measured against is the middle one of the last three, so that a single damaged time moves no
 * other report by a day.
 */
export class DayClock {
  readonly #date_ms: number;
  #last: number[] = [];

  /** `date_ms` lies in the day (UTC) of the first time. */
  constructor(date_ms: number) {
    this.#date_ms = Math.floor(date_ms / DAY_MS) * DAY_MS;
  }

  /** Later times are measured against this one, which is known to be right. */
  set(time_ms: number): void {
    this.#last = [time_ms, time_ms, time_ms];
  }

  timeOf(time_of_day_ms: number): number {
    const reference = this.#last.length < 3 ? this.#last[0] : middle(this.#last as [number, number, number]);
    let time_ms = this.#date_ms + time_of_day_ms;
    if (reference !== undefined) time_ms += Math.round((reference - time_ms) / DAY_MS) * DAY_MS;
    this.#last.push(time_ms);
    if (this.#last.length > 3) this.#last.shift();
    return time_ms;
  }
}

function middle([a, b, c]: readonly [number, number, number]): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
