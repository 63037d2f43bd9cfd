/** Who was called for an aircraft is not called for it again before this, after the last warning about it. */
const ATTENTIVE_MS = 60_000;

/**
 * Calls to a person. An alert calls when it first becomes a warning, unless somebody looks at one of its aircraft
 * already: then it joins the call that stands, and is shown with it. So four gliders that meet are one call and six
 * warnings, and nobody is called twice for one pass.
 */
export class Alarms {
  /** The call under which an aircraft was last warned of, and when. */
  readonly #called = new Map<string, { alarm: string; time_ms: number }>();

  /** The call that a warning about two aircraft belongs to; the alert's own id where it is a new one. */
  callFor(alert: string, a: string, b: string, now_ms: number): string {
    this.#forget(now_ms);
    const standing = [this.#called.get(a), this.#called.get(b)].filter((one) => one !== undefined);
    const alarm = standing.sort((x, y) => x.time_ms - y.time_ms || (x.alarm < y.alarm ? -1 : 1))[0]?.alarm ?? alert;
    this.keep(alarm, a, b, now_ms);
    return alarm;
  }

  /** The call still stands for the two. */
  keep(alarm: string, a: string, b: string, now_ms: number): void {
    this.#called.set(a, { alarm, time_ms: now_ms });
    this.#called.set(b, { alarm, time_ms: now_ms });
  }

  #forget(now_ms: number): void {
    for (const [track, { time_ms }] of this.#called) if (now_ms - time_ms > ATTENTIVE_MS) this.#called.delete(track);
  }

  save(): SavedAlarms {
    return [...this.#called].map(([track, { alarm, time_ms }]) => [track, alarm, time_ms] as const);
  }

  restore(saved: SavedAlarms): void {
    for (const [track, alarm, time_ms] of saved) this.#called.set(track, { alarm, time_ms });
  }
}

export type SavedAlarms = readonly (readonly [track: string, alarm: string, time_ms: number])[];
