import type { Identity, Memorandum, TrackFlag, TrackState } from '@skyaccord/accord';
import { LEVELS, nameOf, partyName } from '../format/words.ts';
import { RECKON_LIMIT_MS } from '../geo/reckon.ts';
import type { Standing } from '../map/aircraft.ts';
import { type SortKey, type TrafficFilter, UNIDENTIFIED } from './filter.ts';

/** One aircraft as the list shows it. */
export type Entry = {
  track: TrackState;
  name: string;
  registration: string | null;
  party: string;
  age_ms: number;
  stale: boolean;
  flags: readonly TrackFlag[];
  /** Further tracks that are the same aircraft. */
  others: readonly string[];
  standing: Standing | null;
};

/** What the list is made from: a picture, at a time. */
export type Traffic = {
  tracks: ReadonlyMap<string, TrackState>;
  identities: ReadonlyMap<string, Identity>;
  flags: ReadonlyMap<string, readonly TrackFlag[]>;
  fusedWith: (track: string) => string[];
  alerting: ReadonlyMap<string, Standing>;
  memorandum: Memorandum | null;
  now_ms: number;
};

/** The aircraft that a filter lets through, in its order. Ten thousand are looked through once a second. */
export function selectTraffic(traffic: Traffic, filter: TrafficFilter): Entry[] {
  const found: Entry[] = [];
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const parties = new Map<string | null, string>();
  for (const track of traffic.tracks.values()) {
    const age_ms = Math.max(0, traffic.now_ms - track.seen_ms);
    const stale = age_ms > RECKON_LIMIT_MS;
    if (!letsThrough(filter, track, stale)) continue;
    const flags = traffic.flags.get(track.track) ?? NONE;
    if (filter.flagged && flags.length === 0) continue;
    const registration = traffic.identities.get(track.track)?.registration ?? null;
    const others = traffic.fusedWith(track.track);
    let party = parties.get(track.party);
    if (party === undefined) {
      party = partyName(track.party, traffic.memorandum);
      parties.set(track.party, party);
    }
    if (words.length > 0) {
      const said = [track.track, track.callsign, registration, party, track.category, ...others]
        .join(' ')
        .toLowerCase();
      if (!words.every((word) => said.includes(word))) continue;
    }
    const standing = traffic.alerting.get(track.track) ?? null;
    found.push({
      track,
      name: nameOf({ ...track, registration }),
      registration,
      party,
      age_ms,
      stale,
      flags,
      others,
      standing,
    });
  }
  return inOrder(found, filter.sort, filter.descending);
}

const NONE: readonly TrackFlag[] = [];

function letsThrough(filter: TrafficFilter, track: TrackState, stale: boolean): boolean {
  if (filter.party !== null && filter.party !== (track.party ?? UNIDENTIFIED)) return false;
  if (filter.crew !== null && filter.crew !== track.crew) return false;
  if (filter.technology !== null && filter.technology !== track.technology) return false;
  if (filter.ground !== null && (filter.ground === 'ground') !== track.on_ground) return false;
  if (filter.age !== null && (filter.age === 'stale') !== stale) return false;
  // An aircraft whose height is not known may be in any band: leaving it out would say that it is not.
  if (track.altitude_m === null) return true;
  return (filter.from_m ?? -Infinity) <= track.altitude_m && track.altitude_m <= (filter.to_m ?? Infinity);
}

/** What an entry is put in order by; null, for what is not known, comes last in either direction. */
const BY: Readonly<Record<SortKey, (entry: Entry) => number | string | null>> = {
  urgency: ({ standing }) => (standing === null ? 9 : LEVELS[standing.level].rank),
  name: ({ name }) => name,
  registration: ({ registration }) => registration,
  address: ({ track }) => track.track,
  party: ({ track, party }) => (track.party === null ? null : party),
  crew: ({ track }) => track.crew,
  height: ({ track }) => track.altitude_m,
  climb: ({ track }) => track.vertical_rate_mps,
  speed: ({ track }) => track.ground_speed_mps,
  technology: ({ track }) => track.technology,
  accuracy: ({ track }) => track.accuracy_m,
  age: ({ age_ms }) => age_ms,
};

function inOrder(entries: Entry[], key: SortKey, descending: boolean): Entry[] {
  const value = BY[key];
  const sign = descending ? -1 : 1;
  return entries
    .map((entry) => ({ entry, by: value(entry) }))
    .sort((one, other) => {
      if (one.by !== other.by) {
        if (one.by === null) return 1;
        if (other.by === null) return -1;
        return one.by < other.by ? -sign : sign;
      }
      return before(one.entry.name, other.entry.name) || before(one.entry.track.track, other.entry.track.track);
    })
    .map(({ entry }) => entry);
}

function before(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
