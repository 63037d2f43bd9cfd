import type { TrackDetail, TrackFlag } from '@skyaccord/accord';
import type { TrackAnswer, TrailPoint } from '../src/api/types.ts';
import { IDENTITIES, START_MS, tracksAt } from './sample.ts';

/** The page of one aircraft of the sample world: ALD14, heard under a second address, with a flag. */
export const FLAG: TrackFlag = {
  flag: 'height_bias',
  since_ms: START_MS - 60_000,
  detail: 'its GNSS height is 155 ft below the other source of the same aircraft',
};

const DETAIL: TrackDetail = {
  first_ms: START_MS - 600_000,
  reports: 1184,
  mode: 'turning',
  climb: 'level',
  turn_rate_degps: 1.4,
  ellipse: { major_m: 84, minor_m: 41, orientation_deg: 65 },
  velocity_accuracy_mps: 3.1,
  pressure_altitude_m: 9144,
  geometric_altitude_m: 9210,
  height_correction_m: 47.2,
  components: [
    {
      track: '4ca001',
      address_kind: 'icao',
      technology: 'adsb',
      sources: ['sample', 'second'],
      callsign: 'ALD14',
      seen_ms: START_MS,
      reports: 1020,
      rate_per_min: 58.2,
      accuracy_m: 90,
      fused_since_ms: null,
      evidence: null,
    },
    {
      track: '~2a2a2a',
      address_kind: 'non_icao',
      technology: 'tisb',
      sources: ['second'],
      callsign: null,
      seen_ms: START_MS - 4000,
      reports: 164,
      rate_per_min: 8.25,
      accuracy_m: 180,
      fused_since_ms: START_MS - 240_000,
      evidence: {
        comparisons: 23,
        over_s: 41,
        distance_m: 60,
        delay_s: 2.1,
        height_m: 30.48,
        relative_speed_mps: 0.3,
      },
    },
  ],
  flags: [FLAG],
};

/** What a node tells of one track at this time; null for one that it does not follow. */
export function trackAnswer(id: string, time_ms: number, others: number): TrackAnswer | null {
  const track = tracksAt(time_ms, others).find((one) => one.track === id);
  const identity = IDENTITIES[id];
  if (track === undefined || identity === undefined) return null;
  const trail: TrailPoint[] = [];
  for (let before_ms = 250_000; before_ms >= 0; before_ms -= 5000) {
    const then = tracksAt(time_ms - before_ms, 0).find((one) => one.track === id);
    if (then === undefined) continue;
    trail.push([time_ms - before_ms, then.latitude_deg, then.longitude_deg, then.altitude_m]);
  }
  const known = id === '4ca001';
  return {
    time_ms,
    track,
    identity,
    trail,
    fused_into: null,
    flags: known ? [FLAG] : [],
    detail: known ? { ...DETAIL, components: DETAIL.components.map((one) => recent(one, time_ms)) } : null,
    events: known
      ? [
          event(-600_000, 'track_started', null, 'first heard: callsign ALD14, party aldren, crew crewed, by adsb'),
          event(-240_000, 'tracks_fused', '~2a2a2a', 'one aircraft: 23 comparisons over 41 s, 60 m apart, 2.1 s later'),
          event(-60_000, 'track_flagged', null, `height bias: ${FLAG.detail}`),
        ]
      : [],
  };
}

function recent(component: TrackDetail['components'][number], time_ms: number): TrackDetail['components'][number] {
  return { ...component, seen_ms: component.seen_ms + (time_ms - START_MS) };
}

function event(after_ms: number, kind: string, other: string | null, says: string): TrackAnswer['events'][number] {
  return { time_ms: START_MS + after_ms, kind, other, says };
}
