import type { TrackState } from '@skyaccord/accord';
import { destination, type LngLat } from './geodesy.ts';

/** For this long a track is carried on along its last course and speed; then its age is what matters. */
export const RECKON_LIMIT_MS = 10_000;

export type Reckoned = {
  point: LngLat;
  age_ms: number;
  /** Older than the limit: drawn hollow, where it stood at the limit, with its age beside it. */
  stale: boolean;
};

/**
 * Where an aircraft is drawn: its last report carried on along a straight line for at most ten seconds. A track that
 * is not moving, or one from a picture of the past (`now_ms` before its report), stays at its report. Its altitude is
 * never carried on: the figure on the label is the one reported.
 */
export function reckon(track: TrackState, now_ms: number): Reckoned {
  const age_ms = Math.max(0, now_ms - track.seen_ms);
  const ahead_s = Math.min(age_ms, RECKON_LIMIT_MS) / 1000;
  const moves = ahead_s > 0 && track.ground_speed_mps > 0;
  const point: LngLat = moves
    ? destination(track.latitude_deg, track.longitude_deg, track.track_deg, track.ground_speed_mps * ahead_s)
    : [track.longitude_deg, track.latitude_deg];
  return { point, age_ms, stale: age_ms > RECKON_LIMIT_MS };
}
