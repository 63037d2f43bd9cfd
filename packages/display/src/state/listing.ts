import type { TrackState } from '@skyaccord/accord';
import { LEVELS } from '../format/words.ts';
import type { Standing } from '../map/aircraft.ts';

/** Whether every word of the filter occurs in something that an aircraft is called by. */
export function matches(track: TrackState, name: string, party: string, filter: string): boolean {
  const names = [track.track, name, party, track.crew, track.category ?? ''].join(' ').toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => names.includes(word));
}

/** Those in an alert first, the most urgent at the top; then by name. */
export function sorted(
  tracks: readonly TrackState[],
  alerting: ReadonlyMap<string, Standing>,
  nameOf: (track: TrackState) => string,
): TrackState[] {
  const rank = (track: TrackState) => {
    const standing = alerting.get(track.track);
    return standing === undefined ? 9 : LEVELS[standing.level].rank;
  };
  return tracks.toSorted((one, other) => {
    if (rank(one) !== rank(other)) return rank(one) - rank(other);
    const [first, second] = [nameOf(one), nameOf(other)];
    return first < second ? -1 : first > second ? 1 : one.track < other.track ? -1 : 1;
  });
}
