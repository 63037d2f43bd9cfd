import type { Playback } from '../api/types.ts';

/** The estimate is carried on for this long after the last word from the node, then it stands still. */
const CARRY_LIMIT_MS = 2000;
/** A setback smaller than this (of wall time) is the jitter of messages: the clock waits instead of stepping back. */
const JITTER_MS = 500;

/**
 * The node's time between its messages: the last time it told, carried on at the speed of playback for at most two
 * seconds.
 */
export class NodeClock {
  #told_ms = 0;
  #at_ms = 0;
  #speed = 1;
  #shown_ms = 0;

  /** A new run, whose time may lie before that of the last one. */
  restart(time_ms: number, playback: Playback | null, wall_ms: number): void {
    this.tell(time_ms, wall_ms);
    this.setPlayback(playback);
    this.#shown_ms = time_ms;
  }

  tell(time_ms: number, wall_ms: number): void {
    this.#told_ms = time_ms;
    this.#at_ms = wall_ms;
  }

  setPlayback(playback: Playback | null): void {
    this.#speed = playback === null ? 1 : playback.paused || playback.finished ? 0 : playback.speed;
  }

  now(wall_ms: number): number {
    const carried_ms = Math.min(Math.max(0, wall_ms - this.#at_ms), CARRY_LIMIT_MS) * this.#speed;
    const estimate_ms = this.#told_ms + carried_ms;
    const setback_ms = this.#shown_ms - estimate_ms;
    if (setback_ms < 0 || setback_ms > JITTER_MS * this.#speed) this.#shown_ms = estimate_ms;
    return this.#shown_ms;
  }
}
