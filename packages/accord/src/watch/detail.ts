import { aircraftState } from '../alerts/describe.ts';
import type { Fusion } from '../fusion/fusion.ts';
import type { FusionEvidence, TrackFlag, TrackState } from '../outcome.ts';
import { ellipseAt } from '../tracks/ellipse.ts';
import { trailRow } from '../tracks/kept.ts';
import type { TrackTable } from '../tracks/table.ts';
import type { Stages } from './intake.ts';

/** One address under which an aircraft is heard, and how well. */
export type TrackComponent = {
  readonly track: string;
  readonly address_kind: string;
  readonly technology: string;
  readonly sources: readonly string[];
  readonly callsign: string | null;
  readonly seen_ms: number;
  readonly reports: number;
  /** Reports a minute over the last reports kept; null when fewer than two. */
  readonly rate_per_min: number | null;
  /** 95 % radius that its last report stated or that is assumed for its technology. */
  readonly accuracy_m: number;
  /** Null for the track itself. */
  readonly fused_since_ms: number | null;
  readonly evidence: FusionEvidence | null;
};

/** All that is known of how well one aircraft is tracked, for a person who asks. */
export type TrackDetail = {
  readonly first_ms: number;
  readonly reports: number;
  /** What the filter takes it to be doing. */
  readonly mode: 'straight' | 'turning' | 'unknown';
  readonly climb: 'level' | 'climbing' | 'descending' | 'unknown';
  readonly turn_rate_degps: number | null;
  /** 95 % ellipse of the position now. */
  readonly ellipse: { readonly major_m: number; readonly minor_m: number; readonly orientation_deg: number };
  readonly velocity_accuracy_mps: number;
  readonly pressure_altitude_m: number | null;
  readonly geometric_altitude_m: number | null;
  /** Added to its geometric heights, from another source of the same aircraft; null when nothing was found. */
  readonly height_correction_m: number | null;
  readonly components: readonly TrackComponent[];
  readonly flags: readonly TrackFlag[];
};

export type TrailPoint = readonly [
  time_ms: number,
  latitude_deg: number,
  longitude_deg: number,
  altitude_m: number | null,
];

/** A track as it was last heard. */
export function trackState(table: TrackTable, slot: number): TrackState {
  const { category, technology } = table.words[slot]!;
  const state = aircraftState(table, slot, table.seen_ms[slot]!);
  return { ...state, category, technology, on_ground: table.on_ground[slot] === 1 };
}

/** Beyond this probability it is taken to turn. */
const TURNS = 0.5;

/** How well an aircraft is tracked: its leading track, with all that lies beneath it. */
export function describeTrack(
  { table, integrity, fusion }: Omit<Stages, 'namings'>,
  slot: number,
  now_ms: number,
): TrackDetail {
  const all = [slot, ...fusion.beneath(slot)];
  const turning = table.turning[slot]!;
  const flags: TrackFlag[] = all.flatMap((one) => integrity.flagsOf(one));
  return {
    first_ms: Math.min(...all.map((one) => table.first_ms[one]!)),
    reports: table.reports_seen[slot]!,
    mode: Number.isNaN(turning) ? 'unknown' : turning > TURNS ? 'turning' : 'straight',
    climb: climbOf(table, slot),
    turn_rate_degps: known(table.turn_rate_degps[slot]!),
    ellipse: ellipseAt(table, slot, now_ms),
    velocity_accuracy_mps: table.velocity_accuracy_mps[slot]!,
    pressure_altitude_m: known(table.pressure_altitude_m[slot]!),
    geometric_altitude_m: known(table.geometric_altitude_m[slot]!),
    height_correction_m: heightCorrection(table, fusion, all),
    components: all.map((one) => component(table, fusion, one, one === slot)),
    flags,
  };
}

function climbOf(table: TrackTable, slot: number): TrackDetail['climb'] {
  const has_height =
    !Number.isNaN(table.pressure_altitude_m[slot]!) || !Number.isNaN(table.geometric_altitude_m[slot]!);
  if (!has_height) return 'unknown';
  if (table.level[slot] === 1) return 'level';
  return table.vertical_rate_mps[slot]! >= 0 ? 'climbing' : 'descending';
}

/** The first correction found among what the aircraft is heard by. */
function heightCorrection(table: TrackTable, fusion: Fusion, all: readonly number[]): number | null {
  for (const slot of all) {
    const correction_m = fusion.heightCorrection_m(table.words[slot]!.id);
    if (correction_m !== null) return correction_m;
  }
  return null;
}

function component(table: TrackTable, fusion: Fusion, slot: number, leads: boolean): TrackComponent {
  const words = table.words[slot]!;
  const evidence = leads ? null : fusion.evidence(slot);
  return {
    track: words.id,
    address_kind: words.address_kind,
    technology: words.technology,
    sources: words.sources,
    callsign: words.callsign,
    seen_ms: table.seen_ms[slot]!,
    reports: table.reports_seen[slot]!,
    rate_per_min: rateOf(table, slot),
    accuracy_m: table.accuracy_m[slot]!,
    fused_since_ms: evidence?.since_ms ?? null,
    evidence: evidence?.evidence ?? null,
  };
}

/** Over all it was heard, up to what is kept. */
function rateOf(table: TrackTable, slot: number): number | null {
  const over_ms = table.seen_ms[slot]! - table.first_ms[slot]!;
  return over_ms > 0 ? ((table.reports_seen[slot]! - 1) * 60_000) / over_ms : null;
}

const known = (value: number): number | null => (!Number.isNaN(value) ? value : null);

const row = trailRow();

/** Where a track has been, at least 6.4 s apart, oldest first, at most 48 points. */
export function trailOf({ trail }: TrackTable, slot: number): TrailPoint[] {
  const points: TrailPoint[] = [];
  for (let k = 0; k < trail.count(slot); k++) {
    trail.read(slot, k, row);
    const { time_ms, latitude_deg, longitude_deg, altitude_m } = row;
    points.push([time_ms, latitude_deg, longitude_deg, !Number.isNaN(altitude_m) ? altitude_m : null]);
  }
  return points;
}
