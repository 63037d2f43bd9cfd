import type { Observation } from '../observation.ts';
import { ALTITUDE_FT, type Row, SPEED_KT, VERTICAL_RATE_FPM } from '../row.ts';

/**
 * For how long a value from another message is still used with a position. A callsign stays; a transponder sends its
 * velocity and height about twice a second (DO-260B 2.2.3.3), so after 5 s they are no longer known.
 */
const CALLSIGN_FRESH_MS = 300_000;
const STATE_FRESH_MS = 5000;

type Said<T> = { value: T; time_ms: number };

/** What the messages of one aircraft last said; each message holds only a part of it. */
export class SaidByAircraft {
  #callsign: Said<string> | null = null;
  #pressure_altitude_m: Said<number> | null = null;
  #ground_speed_mps: Said<number> | null = null;
  #track_deg: Said<number> | null = null;
  #vertical_rate_mps: Said<number> | null = null;

  /** Takes in the fields that the message fills; empty ones leave what was said before. */
  learn(row: Row, time_ms: number): void {
    const learnt = <T>(value: T | null, before: Said<T> | null) => (value === null ? before : { value, time_ms });
    this.#callsign = learnt(callsignOf(row), this.#callsign);
    this.#pressure_altitude_m = learnt(row.number('altitude', ALTITUDE_FT), this.#pressure_altitude_m);
    this.#ground_speed_mps = learnt(row.number('ground_speed', SPEED_KT), this.#ground_speed_mps);
    this.#track_deg = learnt(row.bearing('track'), this.#track_deg);
    this.#vertical_rate_mps = learnt(row.number('vertical_rate', VERTICAL_RATE_FPM), this.#vertical_rate_mps);
  }

  /** What is still fresh at a time, before it or after it. */
  at(
    time_ms: number,
  ): Pick<Observation, 'callsign' | 'pressure_altitude_m' | 'ground_speed_mps' | 'track_deg' | 'vertical_rate_mps'> {
    const fresh = <T>(said: Said<T> | null, limit_ms: number): T | null =>
      said !== null && Math.abs(time_ms - said.time_ms) <= limit_ms ? said.value : null;
    return {
      callsign: fresh(this.#callsign, CALLSIGN_FRESH_MS),
      pressure_altitude_m: fresh(this.#pressure_altitude_m, STATE_FRESH_MS),
      ground_speed_mps: fresh(this.#ground_speed_mps, STATE_FRESH_MS),
      track_deg: fresh(this.#track_deg, STATE_FRESH_MS),
      vertical_rate_mps: fresh(this.#vertical_rate_mps, STATE_FRESH_MS),
    };
  }
}

function callsignOf(row: Row): string | null {
  const callsign = row.text('callsign', 16);
  // What decoders put where characters were not heard.
  return callsign === null || /^[@?]+$/.test(callsign) ? null : callsign;
}
