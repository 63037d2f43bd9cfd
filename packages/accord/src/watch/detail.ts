import { atan2, DEG_PER_RAD, wrap360 } from '@skyaccord/sky';
import type { Fusion } from '../fusion/fusion.ts';
import type { TrackComponent, TrackDetail, TrackFlag } from '../outcome.ts';
import type { TrackTable } from '../tracks/table.ts';
import { grownAccuracy_m } from '../tracks/uncertainty.ts';
import type { Stages } from './intake.ts';

/** Beyond this probability it is taken to turn. */
const TURNS = 0.5;
/** Of a normal error in the plane, 95 % lies within so many standard deviations. */
const SIGMAS_95 = 2.448;

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
    ellipse: ellipseOf(table, slot, now_ms),
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

/** Half-axes from the covariance of the last report, both grown as the radius grows with age. */
function ellipseOf(table: TrackTable, slot: number, now_ms: number): TrackDetail['ellipse'] {
  const ee = table.cov_ee_m2[slot]!;
  const nn = table.cov_nn_m2[slot]!;
  const en = table.cov_en_m2[slot]!;
  const accuracy_m = table.accuracy_m[slot]!;
  const age_s = Math.max(0, now_ms - table.seen_ms[slot]!) / 1000;
  const grown = grownAccuracy_m(accuracy_m, table.velocity_accuracy_mps[slot]!, age_s) / accuracy_m;
  const middle = (ee + nn) / 2;
  const spread = Math.sqrt(((ee - nn) / 2) * ((ee - nn) / 2) + en * en);
  return {
    major_m: SIGMAS_95 * Math.sqrt(middle + spread) * grown,
    minor_m: SIGMAS_95 * Math.sqrt(Math.max(0, middle - spread)) * grown,
    orientation_deg: wrap360((atan2(2 * en, nn - ee) / 2) * DEG_PER_RAD) % 180,
  };
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
