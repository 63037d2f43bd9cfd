import { counted_s, excused_ms, kindAt } from '../encounters/kind.ts';
import { settleBest } from '../encounters/measure.ts';
import type { Pair } from '../encounters/pair.ts';
import type { AlertLevel } from '../memorandum/memorandum.ts';
import type { Breach, Encounter, Loss } from '../outcome.ts';
import type { TrackTable } from '../tracks/table.ts';

/** What a pass measured, or null when it never came to anything: no alert, no loss, or one aircraft heard twice. */
export function encounterOf(
  pair: Pair,
  table: TrackTable,
  version: number,
  alerted: AlertLevel | null,
): Encounter | null {
  const { proximity } = pair;
  const closest = pair.measured.closest ?? pair.reckoned;
  if (closest === null) return null;
  // A pass that was told of is called what it was at its closest; a quiet one what kept it quiet.
  const kind = alerted === null ? proximity.label : kindAt(proximity, closest.time_ms);
  if (alerted === null && (pair.measured.losses.length === 0 || kind === 'same_aircraft')) return null;
  const losses = pair.measured.losses.map((loss): Loss => {
    const clause = pair.clauses[loss.clause]!;
    return {
      clause: clause.id,
      version,
      from_ms: Math.round(loss.from_ms),
      to_ms: Math.round(loss.to_ms),
      duration_s: (loss.to_ms - loss.from_ms) / 1000,
      excused_s: excused_ms(proximity, loss.from_ms, loss.to_ms) / 1000,
      h_min_m: loss.h_min_m,
      v_min_m: loss.v_min_m,
    };
  });
  return {
    basis: pair.measured.closest === null ? 'reckoned' : 'measured',
    a: pair.a,
    b: pair.b,
    a_callsign: table.words[pair.slot_a]!.callsign,
    b_callsign: table.words[pair.slot_b]!.callsign,
    class: pair.encounter_class,
    kind,
    t_cpa_ms: Math.round(closest.time_ms),
    h_cpa_m: closest.h_m,
    v_cpa_m: closest.v_m,
    best: pair.measured.closest === null ? null : settleBest(pair.measured, table, pair.slot_a, pair.slot_b),
    closure_mps: closest.relative_speed_mps,
    alerted,
    breaches: breachesOf(pair, losses),
    losses,
  };
}

/** Losses that outlasted the grace time of their clause, time near on purpose not counted. Equality is not a breach. */
function breachesOf(pair: Pair, losses: readonly Loss[]): Breach[] {
  const breaches: Breach[] = [];
  losses.forEach((loss, i) => {
    const measured = pair.measured.losses[i]!;
    const { grace_s } = pair.clauses[measured.clause]!;
    if (counted_s(pair.proximity, measured.from_ms, measured.to_ms) > grace_s) breaches.push({ ...loss, grace_s });
  });
  return breaches;
}
