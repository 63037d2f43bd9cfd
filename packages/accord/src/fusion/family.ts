import type { TrackWords } from '../tracks/table.ts';

/**
 * What kind of device an address belongs to: 0 where a ground station gave it and it says nothing of who flies there.
 * An aircraft carries at most one device of a kind, so two addresses of one kind are two aircraft.
 */
export type Family = 0 | 1 | 2 | 3 | 4 | 5;
export const ANONYMOUS = 0;
const TRANSPONDER = 1;
const FLARM = 2;
const REMOTE_ID = 3;
const LOGGER = 4;
const PARTY_FEED = 5;

export function familyOf(words: Pick<TrackWords, 'address_kind' | 'technology'>): Family {
  switch (words.technology) {
    case 'flarm':
      return FLARM;
    case 'remote_id':
      return REMOTE_ID;
    case 'logger':
      return LOGGER;
    case 'party_feed':
      return PARTY_FEED;
    case 'adsb':
    case 'uat':
      return TRANSPONDER;
    default:
      return words.address_kind === 'icao' ? TRANSPONDER : ANONYMOUS;
  }
}

/** Which of two addresses of one aircraft names it: what is proper to the aircraft before what a person chose. */
const RANK: readonly number[] = [0, 5, 4, 3, 1, 2];

export function rankOf(family: Family): number {
  return RANK[family]!;
}

/** Can two addresses be one aircraft's at all? */
export function mayBeOne(x: TrackWords, x_family: Family, y: TrackWords, y_family: Family): boolean {
  if (x.address_kind === 'icao' && y.address_kind === 'icao') return false;
  return x_family !== y_family || x_family === ANONYMOUS;
}

/** Whether both addresses are an aircraft's own: two devices, and neither a ground station's double. */
export const isDevicePair = (x: Family, y: Family): boolean => x !== ANONYMOUS && y !== ANONYMOUS;
