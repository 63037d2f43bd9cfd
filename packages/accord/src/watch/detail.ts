import type { Fusion } from '../fusion/fusion.ts';
import type { TrackComponent, TrackDetail } from '../outcome.ts';
import type { TrackTable } from '../tracks/table.ts';
import { grownAccuracy_m } from '../tracks/uncertainty.ts';

/** How well an aircraft is tracked: its leading track, with all that lies beneath it. */
export function describeTrack(table: TrackTable, fusion: Fusion, slot: number, now_ms: number): TrackDetail {
  const beneath = fusion.beneath(slot);
  const age_s = Math.max(0, now_ms - table.seen_ms[slot]!) / 1000;
  const radius_m = grownAccuracy_m(table.accuracy_m[slot]!, table.velocity_accuracy_mps[slot]!, age_s);
  const rate_mps = table.vertical_rate_mps[slot]!;
  return {
    first_ms: table.first_ms[slot]!,
    reports: table.reports_seen[slot]!,
    mode: 'unknown',
    climb: table.level[slot] === 1 ? 'level' : rate_mps > 0 ? 'climbing' : 'descending',
    turn_rate_degps: null,
    ellipse: { major_m: radius_m, minor_m: radius_m, orientation_deg: 0 },
    velocity_accuracy_mps: table.velocity_accuracy_mps[slot]!,
    pressure_altitude_m: known(table.pressure_altitude_m[slot]!),
    geometric_altitude_m: known(table.geometric_altitude_m[slot]!),
    height_correction_m: fusion.heightCorrection_m(table.words[slot]!.id),
    components: [slot, ...beneath].map((one) => component(table, fusion, one, one === slot)),
    flags: [],
  };
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
