import type { Observation } from '@skyaccord/wire';
import { encodeChunk } from '../src/feeds/chunk.ts';
import type { FeedSink, LiveFeed } from '../src/main.ts';

/**
 * Pairs of aircraft that fly towards each other for ever: a live feed with something to warn of, from the test itself.
 */
export class TestFeed implements LiveFeed {
  readonly name = 'test feed';
  readonly #aircraft: number;
  #sink: FeedSink | null = null;
  #timer: NodeJS.Timeout | null = null;
  #sequence = 0;
  /** Observations handed over so far. */
  sent = 0;

  constructor(aircraft: number) {
    this.#aircraft = aircraft;
  }

  start(sink: FeedSink): void {
    this.#sink = sink;
    this.#report();
    this.#timer = setInterval(() => this.#report(), 200);
  }

  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#tell('stopped');
  }

  #report(): void {
    const now_ms = Date.now();
    const observations = Array.from({ length: this.#aircraft }, (_, index) => this.#observation(index, now_ms));
    this.#sink?.chunk(encodeChunk(observations));
    this.sent += observations.length;
    this.#tell('live');
  }

  #tell(state: 'live' | 'stopped'): void {
    this.#sink?.status({
      name: this.name,
      state,
      last_message_ms: Date.now(),
      observations: this.sent,
      complaints: 0,
      last_complaint: null,
    });
  }

  /** Pairs are 5 degrees of latitude apart; each pair meets once a minute, head on, and begins again far away. */
  #observation(index: number, time_ms: number): Observation {
    const pair = index >> 1;
    const eastward = index % 2 === 0;
    const from_middle_s = ((time_ms + pair * 7_000) % 60_000) / 1_000 - 40;
    const longitude_deg = -20 + (eastward ? 1 : -1) * from_middle_s * 0.003;
    return {
      source: this.name,
      sequence: this.#sequence++,
      time_ms,
      address: (0xa00000 + index).toString(16),
      address_kind: 'icao',
      technology: 'adsb',
      callsign: `TEST${index}`,
      registration: null,
      category: 'A3',
      latitude_deg: -60 + pair * 0.5,
      longitude_deg,
      pressure_altitude_m: 9_000,
      geometric_altitude_m: null,
      geometric_datum: 'unknown',
      on_ground: false,
      ground_speed_mps: 230,
      track_deg: eastward ? 90 : 270,
      vertical_rate_mps: 0,
      resolution_advisory: null,
      position_accuracy_m: 50,
      altitude_accuracy_m: 20,
      velocity_accuracy_mps: 1,
      party: null,
    };
  }
}
