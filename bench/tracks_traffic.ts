import type { Observation } from '@skyaccord/wire';

/**
 * Traffic for measuring tracks: airliners, light aircraft and gliders, most of them straight on and a fifth in a turn,
 * evenly over 600 by 600 km, or over as much as is said.
 */
export class Traffic {
  readonly addresses: readonly string[];
  readonly #north_m: Float64Array;
  readonly #east_m: Float64Array;
  readonly #speed_mps: Float64Array;
  readonly #heading: Float64Array;
  readonly #turn: Float64Array;
  readonly #height_m: Float64Array;
  readonly #climb_mps: Float64Array;
  readonly #next = generator(1);

  constructor(count: number, across_m = 600_000) {
    const next = this.#next;
    const value = (low: number, high: number): Float64Array =>
      Float64Array.from({ length: count }, () => low + (high - low) * next());
    this.addresses = Array.from({ length: count }, (_, i) => (0x400000 + i * 7).toString(16));
    this.#north_m = value(-across_m / 2, across_m / 2);
    this.#east_m = value(-across_m / 2, across_m / 2);
    this.#speed_mps = value(25, 250);
    this.#heading = value(0, 2 * Math.PI);
    this.#turn = value(-1, 1).map((x, i) => (Math.abs(x) < 0.8 ? 0 : (x * 4) / (this.#speed_mps[i] as number)));
    this.#height_m = value(300, 12_000);
    this.#climb_mps = value(-1, 1).map((x) => (Math.abs(x) < 0.6 ? 0 : x * 8));
  }

  get count(): number {
    return this.addresses.length;
  }

  /** Everybody flies on for a second. */
  step(): void {
    for (let i = 0; i < this.count; i++) {
      const heading = (this.#heading[i] as number) + (this.#turn[i] as number);
      this.#heading[i] = heading;
      this.#east_m[i] = (this.#east_m[i] as number) + (this.#speed_mps[i] as number) * Math.sin(heading);
      this.#north_m[i] = (this.#north_m[i] as number) + (this.#speed_mps[i] as number) * Math.cos(heading);
      this.#height_m[i] = (this.#height_m[i] as number) + (this.#climb_mps[i] as number);
    }
  }

  /** Where aircraft i is, blurred by this much. */
  place(i: number, blur_m: number): { latitude_deg: number; longitude_deg: number } {
    const latitude_deg = 45 + ((this.#north_m[i] as number) + blur_m * (this.#next() - 0.5)) / 111_195;
    const east_m = (this.#east_m[i] as number) + blur_m * (this.#next() - 0.5);
    return { latitude_deg, longitude_deg: east_m / (111_195 * Math.cos((latitude_deg * Math.PI) / 180)) };
  }

  motion(i: number): { speed_mps: number; track_deg: number; climb_mps: number; height_m: number } {
    const turns = ((this.#heading[i] as number) / (2 * Math.PI)) % 1;
    return {
      speed_mps: this.#speed_mps[i] as number,
      track_deg: (turns < 0 ? turns + 1 : turns) * 360,
      climb_mps: this.#climb_mps[i] as number,
      height_m: this.#height_m[i] as number,
    };
  }

  /** Its own report by ADS-B, or what multilateration makes of it: a worse position and nothing else. */
  report(i: number, time_ms: number, sequence: number, by: 'adsb' | 'mlat'): Observation {
    const { speed_mps, track_deg, climb_mps, height_m } = this.motion(i);
    const own = by === 'adsb';
    return {
      source: own ? 'receivers' : 'network',
      sequence,
      time_ms,
      address: this.addresses[i] as string,
      address_kind: 'icao',
      technology: by,
      callsign: null,
      registration: null,
      category: 'A3',
      ...this.place(i, own ? 10 : 300),
      pressure_altitude_m: Math.round(height_m / 7.62) * 7.62,
      geometric_altitude_m: null,
      geometric_datum: 'unknown',
      on_ground: false,
      ground_speed_mps: own ? speed_mps : null,
      track_deg: own ? track_deg : null,
      vertical_rate_mps: own ? climb_mps : null,
      resolution_advisory: null,
      position_accuracy_m: own ? 92.6 : null,
      altitude_accuracy_m: null,
      velocity_accuracy_mps: own ? 10 : null,
      party: null,
    };
  }
}

/** A linear congruential generator, in [0, 1). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
