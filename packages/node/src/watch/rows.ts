import type { TrackState } from '@skyaccord/accord';

/** Columns of a `Row` on the stream, in order. */
export const COLUMNS = [
  'track',
  'latitude_deg',
  'longitude_deg',
  'altitude_m',
  'altitude_datum',
  'ground_speed_mps',
  'track_deg',
  'vertical_rate_mps',
  'accuracy_m',
  'seen_ms',
  'on_ground',
] as const;

export type Row = [
  track: string,
  latitude_deg: number,
  longitude_deg: number,
  altitude_m: number | null,
  altitude_datum: 'pressure' | 'geometric' | null,
  ground_speed_mps: number,
  track_deg: number,
  vertical_rate_mps: number,
  accuracy_m: number,
  seen_ms: number,
  on_ground: boolean,
];

/** The moving part of a track's state, as rows carry it; who it is comes with its identity. */
export type Motion = Omit<TrackState, 'track' | 'callsign' | 'party' | 'crew' | 'category' | 'technology'>;

/** Numbers a packed row has. Packed rows cross threads without being copied or parsed. */
export const PACKED_WIDTH = 12;
const DATUMS = [null, 'pressure', 'geometric'] as const;

/** Packs a state at `offset`: the track's number, the tick's time, then the motion. Unknown altitude is NaN. */
export function packRow(into: Float64Array, offset: number, index: number, time_ms: number, state: TrackState): void {
  into[offset] = index;
  into[offset + 1] = time_ms;
  into[offset + 2] = state.latitude_deg;
  into[offset + 3] = state.longitude_deg;
  into[offset + 4] = state.altitude_m ?? Number.NaN;
  into[offset + 5] = DATUMS.indexOf(state.altitude_datum);
  into[offset + 6] = state.ground_speed_mps;
  into[offset + 7] = state.track_deg;
  into[offset + 8] = state.vertical_rate_mps;
  into[offset + 9] = state.accuracy_m;
  into[offset + 10] = state.seen_ms;
  into[offset + 11] = state.on_ground ? 1 : 0;
}

export function unpackMotion(from: Float64Array, offset: number): Motion {
  const altitude_m = from[offset + 4]!;
  return {
    latitude_deg: from[offset + 2]!,
    longitude_deg: from[offset + 3]!,
    altitude_m: Number.isNaN(altitude_m) ? null : altitude_m,
    altitude_datum: DATUMS[from[offset + 5]!] ?? null,
    ground_speed_mps: from[offset + 6]!,
    track_deg: from[offset + 7]!,
    vertical_rate_mps: from[offset + 8]!,
    accuracy_m: from[offset + 9]!,
    seen_ms: from[offset + 10]!,
    on_ground: from[offset + 11] === 1,
  };
}

/** Rounded for the picture only: 1e-6 degrees is 0.1 m; outcomes carry full precision. */
export function rowOf(track: string, motion: Motion): Row {
  return [
    track,
    rounded(motion.latitude_deg, 1e6),
    rounded(motion.longitude_deg, 1e6),
    motion.altitude_m === null ? null : rounded(motion.altitude_m, 10),
    motion.altitude_datum,
    rounded(motion.ground_speed_mps, 100),
    rounded(motion.track_deg, 100),
    rounded(motion.vertical_rate_mps, 100),
    rounded(motion.accuracy_m, 10),
    motion.seen_ms,
    motion.on_ground,
  ];
}

/** Zero has no sign in JSON, and none here: a reader of the stream and one of the picture have the same row. */
function rounded(value: number, parts: number): number {
  return Math.round(value * parts) / parts + 0;
}
