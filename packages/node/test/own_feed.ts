import type { Observation } from '@skyaccord/wire';
import { encodeChunk } from '../src/feeds/chunk.ts';
import type { FeedSink, LiveFeed } from '../src/main.ts';

export type OwnAircraft = {
  readonly address: string;
  readonly callsign: string;
  /** Whose feed it comes from; null: it was heard by its transponder. */
  readonly party: string | null;
  /** Metres east of 5 W on 45.3 N, now and each second. */
  readonly east_m: number;
  readonly east_mps: number;
};

/** One party's own aircraft on the 45.3rd parallel, as its own feed tells of them each 200 ms. */
export class OwnFeed implements LiveFeed {
  readonly name = 'own feed';
  readonly #aircraft: readonly OwnAircraft[];
  readonly #begun_ms = Date.now();
  #timer: NodeJS.Timeout | null = null;
  #sequence = 0;

  constructor(aircraft: readonly OwnAircraft[]) {
    this.#aircraft = aircraft;
  }

  start(sink: FeedSink): void {
    this.#timer = setInterval(() => {
      sink.chunk(encodeChunk(this.#aircraft.map((one) => this.#observation(one))));
      sink.status({
        name: this.name,
        state: 'live',
        last_message_ms: Date.now(),
        observations: this.#sequence,
        complaints: 0,
        last_complaint: null,
      });
    }, 200);
  }

  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
  }

  #observation({ address, callsign, party, east_m, east_mps }: OwnAircraft): Observation {
    const time_ms = Date.now();
    const east = east_m + (east_mps * (time_ms - this.#begun_ms)) / 1000;
    return {
      source: this.name,
      sequence: this.#sequence++,
      time_ms,
      address,
      address_kind: 'icao',
      technology: party === null ? 'adsb' : 'party_feed',
      callsign,
      registration: null,
      category: 'A3',
      latitude_deg: 45.3,
      longitude_deg: -5 + east / 78_400,
      pressure_altitude_m: 9_000,
      geometric_altitude_m: null,
      geometric_datum: 'unknown',
      on_ground: false,
      ground_speed_mps: Math.abs(east_mps),
      track_deg: east_mps > 0 ? 90 : 270,
      vertical_rate_mps: 0,
      resolution_advisory: null,
      position_accuracy_m: 10,
      altitude_accuracy_m: 10,
      velocity_accuracy_mps: 1,
      party,
    };
  }
}
