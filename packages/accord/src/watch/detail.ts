import type { Fusion } from '../fusion/fusion.ts';
import type { TrackComponent, TrackDetail, TrackFlag } from '../outcome.ts';
import { ellipseAt } from '../tracks/ellipse.ts';
import type { TrackTable } from '../tracks/table.ts';
import type { Stages } from './intake.ts';

/** Beyond this probability it is taken to turn. */
const TURNS = 0.5;

/** How well an aircraft is tracked: its leading track, with all that lies beneath it. */
export function describeTrack({ table, integrity, fusion }: Stages, slot: number, now_ms: number): TrackDetail {
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
