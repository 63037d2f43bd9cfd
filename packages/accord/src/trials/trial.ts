import { type Briefing, recorded } from './briefing.ts';
import type { TrialEncounter } from './encounter.ts';
import { type Condition, type FlightOutcome, flyEncounter, type Guidance } from './fly.ts';
import { NEAR_NORM, type Outcome, type Row, type Unmitigated } from './summary.ts';

const PLANNED: Condition = { sensors: 'perfect', equipped: 'own' };

/** What becomes of an encounter in which nobody acts. */
export function flyUnmitigated(encounter: TrialEncounter): FlightOutcome {
  return flyEncounter(encounter, PLANNED, null);
}

/** The part of such a flight that guided flights are held against. */
export function unmitigatedOf(flight: FlightOutcome): Unmitigated {
  const lost = flight.pairs.flatMap(({ t_first_lowc_s }) => (t_first_lowc_s === null ? [] : [t_first_lowc_s]));
  return {
    nmac: flight.nmac,
    lowc: flight.lowc,
    near: flight.min_norm_nmac < NEAR_NORM,
    t_first_lowc_s: lost.length === 0 ? null : Math.min(...lost),
  };
}

/** One encounter flown in one condition. Deviation counts only where the crew responded. */
export function flyGuided(
  encounter: TrialEncounter,
  condition: Condition,
  guidance: Guidance | null,
): { readonly outcome: Outcome; readonly briefings: readonly Briefing[] } {
  const briefings: Briefing[] = [];
  const flight = flyEncounter(encounter, condition, guidance === null ? null : recorded(guidance, briefings));
  const responded = flight.t_first_response_s !== null;
  return {
    outcome: {
      nmac: flight.nmac,
      lowc: flight.lowc,
      min_norm_nmac: flight.min_norm_nmac,
      min_norm_dwc: flight.min_norm_dwc,
      t_first_alert_s: flight.t_first_alert_s,
      t_first_response_s: flight.t_first_response_s,
      reversals: flight.reversals,
      extra_distance_m: responded ? flight.extra_distance_m : 0,
      altitude_deviation_m: responded ? flight.altitude_deviation_m : 0,
      advisories: flight.advisories,
    },
    briefings,
  };
}

/** An encounter's row in a summary. */
export function rowOf(encounter: TrialEncounter, unmitigated: Unmitigated, outcome: Outcome): Row {
  const { id, cls, delay_s, traffic, weight } = encounter;
  return { id, cls, delay_s, intruders: traffic.length, weight, unmitigated, outcome };
}
