import { SITE_SIZE, writeSite } from '@skyaccord/sky';
import type { AddressKind, Technology } from '@skyaccord/wire';
import type { Evidence, Identity } from '../outcome.ts';
import { fromBase64, type Pack, toBase64, type Unpack } from '../saved.ts';
import { Blocks } from './blocks.ts';
import { CLIMB_BLOCK } from './climb.ts';
import { Doubles, type SavedDoubles } from './doubles.ts';
import { BLOCK } from './horizontal.ts';
import { KeptReports, Trail } from './kept.ts';
import { MAX_TRACKS } from './rules.ts';
import { SharedLists } from './shared_lists.ts';

/** What is said about a track in words, beside its numbers. */
export type TrackWords = {
  readonly id: string;
  address_kind: AddressKind;
  technology: Technology;
  callsign: string | null;
  category: string | null;
  /** Parties that vouched for it over an authenticated feed, in the order of their first report. */
  vouched: readonly string[];
  sources: readonly string[];
  identity: Identity;
};

/**
 * Last known state of every live track, a slot each; SI units, angles in degrees, NaN for unknown. Columns are of 64
 * bits but for flags, counts, and what the filters keep in 32 bits themselves.
 */
export class TrackTable {
  readonly words: (TrackWords | null)[] = [];
  readonly slotOf = new Map<string, number>();
  /** Time of the last usable position, ms. */
  seen_ms = new Float64Array(0);
  first_ms = new Float64Array(0);
  latitude_deg = new Float64Array(0);
  longitude_deg = new Float64Array(0);
  pressure_altitude_m = new Float64Array(0);
  geometric_altitude_m = new Float64Array(0);
  /** When a report last gave a height, ms. */
  height_said_ms = new Float64Array(0);
  east_mps = new Float64Array(0);
  north_mps = new Float64Array(0);
  vertical_rate_mps = new Float64Array(0);
  /** 95 % half-widths of height and vertical rate. */
  vertical_accuracy_m = new Float64Array(0);
  vertical_rate_accuracy_mps = new Float64Array(0);
  /** Probability that it climbs or descends, 0 to 1. */
  climbing = new Float32Array(0);
  /** When the vertical filter last took anything in, and last a height, ms; 1 when that was pressure altitude. */
  climb_ms = new Float64Array(0);
  climb_height_ms = new Float64Array(0);
  climb_pressure = new Uint8Array(0);
  accuracy_m = new Float64Array(0);
  velocity_accuracy_mps = new Float64Array(0);
  /** Covariance of the position at `seen_ms`, east and north. */
  cov_ee_m2 = new Float64Array(0);
  cov_en_m2 = new Float64Array(0);
  cov_nn_m2 = new Float64Array(0);
  /** To the right is positive. */
  turn_rate_degps = new Float64Array(0);
  /** Probability that it turns, 0 to 1. */
  turning = new Float64Array(0);
  /**
   * How far its reports lie from where it was expected: squared, over what both errors allow, a mean over about ten
   * reports. Near 1 or below where what the sources state is true.
   */
  nis = new Float64Array(0);
  /** What positions measured from outside were seen to scatter, variance per axis; and by whom, a number for each. */
  scatter_m2 = new Float64Array(0);
  scatter_by = new Float32Array(0);
  /** 1 when level flight is established: prediction then ignores the residual vertical rate. */
  level = new Uint8Array(0);
  /** 1 when its GNSS height is better than its pressure height: flight recorders. */
  gnss_height = new Uint8Array(0);
  /** 1 when it says it is, or behaves as if, on the ground. */
  on_ground = new Uint8Array(0);
  /** Since when it has not moved, ms; NaN when moving. */
  still_since_ms = new Float64Array(0);
  still_latitude_deg = new Float64Array(0);
  still_longitude_deg = new Float64Array(0);
  /** The last position as it was reported. */
  said_latitude_deg = new Float64Array(0);
  said_longitude_deg = new Float64Array(0);
  reports_seen = new Uint32Array(0);
  sites = new Float64Array(0);
  /** The state of the horizontal filter, `BLOCK` numbers a slot, of 32 bits: far finer than any measurement. */
  filter = new Float32Array(0);
  /** The state of the vertical filter, `CLIMB_BLOCK` numbers a slot. */
  climb = new Float32Array(0);
  readonly #blocks = new Blocks();
  readonly reports = new KeptReports(this.#blocks);
  readonly trail = new Trail(this.#blocks);
  /** Names of sources and parties, as `words` holds them. */
  readonly lists = new SharedLists();
  /** Addresses that are heard in more than one place. */
  doubles = new Doubles();
  #free: number[] = [];
  #capacity = 0;

  get size(): number {
    return this.slotOf.size;
  }

  /** A free slot for a new track, every number unknown. */
  open(words: TrackWords): number {
    const slot = this.#free.pop() ?? this.words.length;
    if (slot >= this.#capacity) this.#grow(Math.max(64, Math.min(MAX_TRACKS, this.#capacity * 2), slot + 1));
    this.words[slot] = words;
    this.slotOf.set(words.id, slot);
    // Counts and flags become 0 by that.
    for (const name of COLUMNS) this[name][slot] = Number.NaN;
    return slot;
  }

  close(slot: number): void {
    const words = this.words[slot];
    if (!words) return;
    this.slotOf.delete(words.id);
    this.doubles.closed(slot);
    this.words[slot] = null;
    this.reports.clear(slot);
    this.trail.clear(slot);
    this.#free.push(slot);
  }

  place(slot: number, latitude_deg: number, longitude_deg: number): void {
    this.latitude_deg[slot] = latitude_deg;
    this.longitude_deg[slot] = longitude_deg;
    writeSite(latitude_deg, longitude_deg, this.sites, slot * SITE_SIZE);
  }

  /** Live slots in the order of their ids. */
  slotsInOrder(): number[] {
    return [...this.slotOf.keys()].sort().map((id) => this.slotOf.get(id)!);
  }

  save(pack: Pack = toBase64): SavedTable {
    const columns = COLUMNS.map((name) => this[name]);
    const numbers = new Float64Array(columns.length);
    const filter = new Float64Array(BLOCK);
    const climb = new Float64Array(CLIMB_BLOCK);
    const gather = (slot: number): string => {
      for (let i = 0; i < columns.length; i++) numbers[i] = columns[i]![slot]!;
      return pack(numbers);
    };
    const block = (from: Float32Array, slot: number, into: Float64Array): string => {
      for (let i = 0, at = slot * into.length; i < into.length; i++, at++) into[i] = from[at]!;
      return pack(into);
    };
    return {
      free: [...this.#free],
      capacity_used: this.words.length,
      doubles: this.doubles.save(),
      tracks: [...this.slotOf.values()]
        .sort((x, y) => x - y)
        .map((slot) => ({
          slot,
          words: this.words[slot]!,
          filter: block(this.filter, slot, filter),
          climb: block(this.climb, slot, climb),
          numbers: gather(slot),
          reports: this.reports.save(slot, pack),
          trail: this.trail.save(slot, pack),
        })),
    };
  }

  static restore(saved: SavedTable, unpack: Unpack = fromBase64): TrackTable {
    const table = new TrackTable();
    table.#grow(Math.max(64, saved.capacity_used));
    table.words.length = 0;
    for (let slot = 0; slot < saved.capacity_used; slot++) table.words.push(null);
    const share = sharing();
    for (const track of saved.tracks) {
      const { words } = track;
      table.words[track.slot] = {
        ...words,
        vouched: table.lists.of(words.vouched),
        sources: table.lists.of(words.sources),
        identity: { ...words.identity, evidence: words.identity.evidence.map(share) },
      };
      table.slotOf.set(track.words.id, track.slot);
      const numbers = unpack(track.numbers);
      COLUMNS.forEach((name, i) => {
        table[name][track.slot] = numbers[i]!;
      });
      table.climb.set(unpack(track.climb), track.slot * CLIMB_BLOCK);
      table.filter.set(unpack(track.filter), track.slot * BLOCK);
      table.place(track.slot, table.latitude_deg[track.slot]!, table.longitude_deg[track.slot]!);
      table.reports.restore(track.slot, track.reports, unpack);
      table.trail.restore(track.slot, track.trail, unpack);
    }
    table.#free = [...saved.free];
    table.doubles = Doubles.restore(saved.doubles);
    return table;
  }

  #grow(capacity: number): void {
    for (const name of COLUMNS) grow(this, name, capacity);
    const sites = new Float64Array(capacity * SITE_SIZE);
    sites.set(this.sites);
    this.sites = sites;
    const filter = new Float32Array(capacity * BLOCK);
    filter.set(this.filter);
    this.filter = filter;
    const climb = new Float32Array(capacity * CLIMB_BLOCK);
    climb.set(this.climb);
    this.climb = climb;
    this.reports.grow(capacity);
    this.trail.grow(capacity);
    this.#capacity = capacity;
  }
}

const COLUMNS = [
  'seen_ms',
  'first_ms',
  'latitude_deg',
  'longitude_deg',
  'pressure_altitude_m',
  'geometric_altitude_m',
  'height_said_ms',
  'east_mps',
  'north_mps',
  'vertical_rate_mps',
  'vertical_accuracy_m',
  'vertical_rate_accuracy_mps',
  'climbing',
  'climb_ms',
  'climb_height_ms',
  'climb_pressure',
  'accuracy_m',
  'velocity_accuracy_mps',
  'cov_ee_m2',
  'cov_en_m2',
  'cov_nn_m2',
  'turn_rate_degps',
  'turning',
  'nis',
  'scatter_m2',
  'scatter_by',
  'level',
  'gnss_height',
  'on_ground',
  'still_since_ms',
  'still_latitude_deg',
  'still_longitude_deg',
  'said_latitude_deg',
  'said_longitude_deg',
  'reports_seen',
] as const;

/** Pieces of evidence that many tracks have alike come back as one again. */
function sharing(): (piece: Evidence) => Evidence {
  const known = new Map<string, Evidence>();
  return (piece) => {
    const key = `${piece.for} ${piece.by} ${piece.confidence} ${piece.says}`;
    const shared = known.get(key) ?? Object.freeze({ ...piece });
    known.set(key, shared);
    return shared;
  };
}

/** The same column, longer; its numbers keep their width. */
function grow(table: TrackTable, name: (typeof COLUMNS)[number], capacity: number): void {
  const before = table[name];
  const after = new (before.constructor as Float64ArrayConstructor)(capacity);
  after.set(before);
  (table as unknown as Record<string, typeof after>)[name] = after;
}

export type SavedTable = {
  readonly free: readonly number[];
  readonly capacity_used: number;
  readonly doubles: SavedDoubles;
  readonly tracks: readonly {
    readonly slot: number;
    readonly words: TrackWords;
    readonly numbers: string;
    readonly filter: string;
    readonly climb: string;
    readonly reports: string;
    readonly trail: string;
  }[];
};
