/** One address is followed in at most so many places at once. */
export const MAX_DOUBLES = 4;
/** Bounds on what is remembered: addresses, and places an address. */
const MAX_ADDRESSES = 4096;
const MAX_PLACES = 3;
/** A place not heard of for so long gives way to another one. */
const GIVES_WAY_MS = 15_000;

/** A place where an address was reported that none of its tracks could have reached. */
export type Elsewhere = {
  /** Surface ECEF, m. */
  x_m: number;
  y_m: number;
  z_m: number;
  /** The first and the last report that counted. */
  first_ms: number;
  time_ms: number;
  /** Reports that agree with one another; 0 for a place that was left and not heard of since. */
  hits: number;
  /** Where the address was followed before it was believed to be somewhere else. */
  left: boolean;
  /** How long before the track was there itself; null where it was not. */
  delay_ms: number | null;
};

/** Addresses heard in more than one place: their tracks, and the places that are not believed yet. */
export class Doubles {
  /** Slots by address, in the order in which they were opened; only addresses that had more than one track. */
  readonly #tracks = new Map<string, number[]>();
  readonly #addresses = new Map<number, string>();
  readonly #places = new Map<string, Elsewhere[]>();
  /** Times at which a track went back to a place that it had left, by address. */
  readonly #returned_ms = new Map<string, number[]>();

  /** Slots of an address that has or had more than one track; null for all others. */
  tracksOf(address: string): readonly number[] | null {
    return this.#tracks.size === 0 ? null : (this.#tracks.get(address) ?? null);
  }

  /** The address under which a track is heard: its id, but for the second and further tracks of one address. */
  addressOf(slot: number, id: string): string {
    return this.#addresses.get(slot) ?? id;
  }

  /** `slot` is a further track of `address`, beside those in `others`. */
  opened(address: string, others: readonly number[], slot: number): void {
    const slots = this.#tracks.get(address) ?? [...others];
    slots.push(slot);
    this.#tracks.set(address, slots);
    for (const one of slots) this.#addresses.set(one, address);
  }

  closed(slot: number): void {
    const address = this.#addresses.get(slot);
    if (address === undefined) return;
    this.#addresses.delete(slot);
    const slots = this.#tracks.get(address)!.filter((one) => one !== slot);
    if (slots.length > 0) this.#tracks.set(address, slots);
    else this.#tracks.delete(address);
  }

  places(address: string): readonly Elsewhere[] {
    return this.#places.get(address) ?? [];
  }

  /**
   * Remembers a place. Where an address has too many, one unheard for a while gives way, or the new one is passed over;
   * of too many addresses the oldest is forgotten.
   */
  remember(address: string, place: Elsewhere): void {
    const places = this.#places.get(address) ?? [];
    if (places.length >= MAX_PLACES) {
      let oldest = 0;
      places.forEach((one, i) => {
        if (one.time_ms < places[oldest]!.time_ms) oldest = i;
      });
      if (place.time_ms - places[oldest]!.time_ms < GIVES_WAY_MS) return;
      places.splice(oldest, 1);
    }
    places.push(place);
    this.#places.delete(address);
    this.#places.set(address, places);
    forgetOldest(this.#places);
  }

  forget(address: string, place: Elsewhere): void {
    const places = (this.#places.get(address) ?? []).filter((one) => one !== place);
    if (places.length > 0) this.#places.set(address, places);
    else this.#places.delete(address);
  }

  /** Notes that an address is back at a place it had left; returns how often that happened since `since_ms`. */
  returned(address: string, time_ms: number, since_ms: number): number {
    const times = (this.#returned_ms.get(address) ?? []).filter((one) => one >= since_ms);
    times.push(time_ms);
    this.#returned_ms.delete(address);
    this.#returned_ms.set(address, times.slice(-MAX_DOUBLES));
    forgetOldest(this.#returned_ms);
    return times.length;
  }

  save(): SavedDoubles {
    return {
      tracks: [...this.#tracks].map(([address, slots]) => [address, [...slots]]),
      places: [...this.#places].map(([address, places]) => [address, places.map((one) => ({ ...one }))]),
      returned_ms: [...this.#returned_ms].map(([address, times]) => [address, [...times]]),
    };
  }

  static restore(saved: SavedDoubles): Doubles {
    const doubles = new Doubles();
    for (const [address, slots] of saved.tracks) {
      doubles.#tracks.set(address, [...slots]);
      for (const slot of slots) doubles.#addresses.set(slot, address);
    }
    for (const [address, places] of saved.places) {
      doubles.#places.set(
        address,
        places.map((one) => ({ ...one })),
      );
    }
    for (const [address, times] of saved.returned_ms) doubles.#returned_ms.set(address, [...times]);
    return doubles;
  }
}

function forgetOldest(map: Map<string, unknown>): void {
  if (map.size <= MAX_ADDRESSES) return;
  for (const oldest of map.keys()) {
    map.delete(oldest);
    return;
  }
}

export type SavedDoubles = {
  readonly tracks: readonly (readonly [address: string, slots: readonly number[]])[];
  readonly places: readonly (readonly [address: string, places: readonly Elsewhere[]])[];
  readonly returned_ms: readonly (readonly [address: string, times_ms: readonly number[]])[];
};
