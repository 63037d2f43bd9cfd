import { filterMOfN, startMOfN } from './m_of_n.ts';

/** How alerts of one aircraft follow each other in time; the settings are those of the configuration, s. */
export interface AlertTiming {
  readonly alertingM: number;
  readonly alertingN: number;
  readonly hysteresis_s: number;
  readonly persistence_s: number;
}

/** Where the time is read from, s: an argument of its own would cost garbage at each call. */
export interface Clock {
  readonly time_s: number;
}

export type SavedAlertMemory = readonly (number | null)[];

const known = (x: number): number | null => (!Number.isNaN(x) ? x : null);

/** What is remembered of one aircraft's alerts (RTCA DO-365: M of N, hysteresis, persistence). */
export class AlertMemory {
  /** The alert that stands; -1 before the first. */
  value = -1;
  private since_s = Number.NaN;
  private last_s = Number.NaN;
  private readonly timing: AlertTiming;
  private readonly queue: Int8Array;

  constructor(timing: AlertTiming) {
    this.timing = timing;
    this.queue = new Int8Array(timing.alertingN + 1);
  }

  /** All that is remembered, as numbers that JSON can say; times that are not known are null. */
  save(): SavedAlertMemory {
    return [this.value, known(this.since_s), known(this.last_s), ...this.queue];
  }

  /** Goes on from what was saved of a memory of the same timing; from nothing with none. */
  restore(saved: SavedAlertMemory): void {
    const [value, since_s, last_s, ...queue] = saved;
    this.value = value ?? -1;
    this.since_s = since_s ?? Number.NaN;
    this.last_s = last_s ?? Number.NaN;
    for (let i = 0; i < this.queue.length; i++) this.queue[i] = queue[i] ?? 0;
  }

  /** Whether a level stood before this time: its early alerting time holds then. */
  heldBefore(level: number, { time_s }: Clock): boolean {
    return this.value === level && this.since_s < time_s;
  }

  /** Whether nothing of it can count any more at a time. */
  isPast({ time_s }: Clock): boolean {
    return !(time_s - this.last_s <= this.timing.hysteresis_s);
  }

  /** Forgets what is too old, or not older, to follow on. */
  refresh({ time_s }: Clock): void {
    if (time_s > this.last_s && time_s - this.last_s <= this.timing.hysteresis_s) return;
    this.value = -1;
    this.since_s = Number.NaN;
    this.last_s = Number.NaN;
  }

  /** Takes the level that geometry gives at a time and returns the alert that stands. Call `refresh` first. */
  update({ time_s }: Clock, raw: number): number {
    const { alertingM, alertingN, persistence_s } = this.timing;
    let level = raw;
    if (alertingM > 0 && alertingN >= alertingM) {
      if (Number.isNaN(this.last_s)) startMOfN(this.queue, 0, alertingM, alertingN, raw);
      level = filterMOfN(this.queue, 0, alertingM, alertingN, raw);
    }
    const kept =
      this.value > 0 && level < this.value && time_s >= this.since_s && time_s - this.since_s < persistence_s;
    if (!kept) {
      if (level > 0 && level > this.value) this.since_s = time_s;
      this.value = Math.max(0, level);
    }
    this.last_s = time_s;
    return this.value;
  }
}
