import { shortHash } from '../hash.ts';
import type { AddressKind } from '../observation.ts';
import { RecentlyHeard } from '../recent.ts';
import type { OgnPosition } from './line.ts';

/** What the flags of the `id` field say. */
export type OgnFlags = {
  /** The pilot asked not to be tracked, or not to be shown: the identity is not kept. */
  private: boolean;
  /** 0 to 15. */
  aircraft_type: number;
  /** 0 random, 1 ICAO, 2 FLARM, 3 OGN tracker; above 3 other makers'. */
  address_type: number;
};

/** Bits of the flags: stealth, no-track, four of aircraft type, two of address type; with ten digits, six of these. */
export function parseFlags(flags: string): OgnFlags {
  const bits = Number.parseInt(flags, 16);
  if (flags.length === 2) {
    return { private: (bits & 0xc0) !== 0, aircraft_type: (bits >> 2) & 0xf, address_type: bits & 3 };
  }
  return { private: (bits & 0xc000) !== 0, aircraft_type: (bits >> 10) & 0xf, address_type: (bits >> 4) & 0x3f };
}

/** FLARM's code for what does not move: a mast, a crane. It is no traffic. */
export const STATIC_OBSTACLE = 15;

/**
 * FLARM's aircraft type as emitter category (DO-260B 2.2.3.2.5.2). `null` where it does not say enough: a jet may be
 * of any weight.
 */
const CATEGORIES: readonly (string | null)[] = [
  null,
  'B1', // glider or motor glider
  'A1', // tow aircraft
  'A7', // helicopter
  'B3', // parachutist
  'A1', // drop aircraft for parachutists
  'B4', // hang glider
  'B4', // paraglider
  'A1', // aircraft with a piston engine
  null, // aircraft with a jet or turboprop engine
  null,
  'B2', // balloon
  'B2', // airship
  'B6', // uncrewed
  'C2', // vehicle on the ground
  null,
];

export function categoryOf(aircraft_type: number): string | null {
  return CATEGORIES[aircraft_type] ?? null;
}

export const GROUND_VEHICLE = 14;

const KINDS = ['rnd', 'icao', 'flr', 'ogn'] as const;
const MOST_PRIVATE = 10_000;

/**
 * Gives aircraft their addresses. An ICAO address stands as it is. Others have their registry before them, since one
 * number may be given out in each of them: `~flrdd0123`, `~ogn0a1b2c`, `~rnd123456`.
 *
 * An aircraft whose pilot asked not to be tracked counts as traffic under a number that says nothing of it and lasts
 * only as long as this object; its own address is held in memory alone, to tell its reports from those of others.
 */
export class Addresses {
  readonly #private = new RecentlyHeard<string>(MOST_PRIVATE);
  readonly #source: string;

  constructor(source: string) {
    this.#source = shortHash(source);
  }

  /** `sequence` is of the observation that is being made: the number of an aircraft heard for the first time. */
  of(id: OgnPosition['id'], flags: OgnFlags, sequence: number): { address: string; address_kind: AddressKind } {
    const kind = KINDS[flags.address_type] ?? `dev${flags.address_type}`;
    if (!flags.private) {
      if (kind === 'icao') return { address: id.address, address_kind: 'icao' };
      return { address: `~${kind}${id.address}`, address_kind: 'non_icao' };
    }
    const key = `${kind}${id.address}`;
    const address = this.#private.get(key) ?? `anon-${sequence}-${this.#source}`;
    this.#private.set(key, address);
    return { address, address_kind: 'track_number' };
  }
}
