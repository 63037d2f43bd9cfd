import type { AircraftState, Alert, AlertLevel, CaseFile, Encounter, Identity, Outcome } from '@skyaccord/accord';
import { canonicalJson } from '@skyaccord/proof';
import type { TickOutput } from '../src/journal/committer.ts';

/** Outcomes made by hand, for tests of what happens to outcomes. */
const IDENTITY: Identity = {
  callsign: 'NORD11',
  registration: null,
  category: 'A3',
  technology: 'adsb',
  party: 'nc',
  confidence: 'medium',
  contested: false,
  crew: 'crewed',
  evidence: [],
};

function aircraft(track: string): AircraftState {
  return {
    track,
    callsign: track.toUpperCase(),
    party: 'nc',
    crew: 'crewed',
    seen_ms: 1_000,
    latitude_deg: 45,
    longitude_deg: -5,
    altitude_m: 9_000,
    altitude_datum: 'pressure',
    ground_speed_mps: 230,
    track_deg: 90,
    vertical_rate_mps: 0,
    accuracy_m: 90,
  };
}

export function alert(id: string, level: AlertLevel, time_ms: number, clause = 'SEP-1'): Alert {
  return {
    id,
    level,
    encounter_class: 'crewed/crewed',
    kind: 'encounter',
    raised_ms: time_ms,
    time_ms,
    a: aircraft('aa0001'),
    b: aircraft('bb0002'),
    range_m: 20_000,
    vertical_m: 0,
    closure_mps: 460,
    cpa: {
      t_cpa_ms: time_ms + 40_000,
      h_cpa_m: 300,
      v_cpa_m: 0,
      uncertainty_m: 120,
      a_latitude_deg: 45,
      a_longitude_deg: -4.9,
      b_latitude_deg: 45,
      b_longitude_deg: -4.9,
    },
    findings: [
      {
        clause,
        memorandum: 'october',
        version: 1,
        level,
        lateral_minimum_m: 5_556,
        vertical_minimum_m: 914.4,
        grace_s: 180,
        entry_ms: time_ms + 30_000,
        exit_ms: time_ms + 50_000,
        inside_since_ms: null,
        breach_ms: null,
      },
    ],
    advice: [],
    calls: [],
  };
}

const encounter: Encounter = {
  basis: 'measured',
  a: 'aa0001',
  b: 'bb0002',
  a_callsign: 'AA0001',
  b_callsign: 'BB0002',
  class: 'crewed/crewed',
  kind: 'encounter',
  t_cpa_ms: 41_000,
  h_cpa_m: 310,
  v_cpa_m: 4,
  closure_mps: 460,
  alerted: 'warning',
  breaches: [],
  losses: [],
  best: null,
};

function caseFile(id: string, opened_ms: number, closed_ms: number): CaseFile {
  const side = (track: string) => ({ track, identity: IDENTITY, reports: 60, sources: ['adsb'] });
  const advisory = { range_m: 9_000, vertical_m: 0, h_cpa_m: 300, t_cpa_ms: 41_000, advice: [] };
  return {
    id,
    opened_ms,
    closed_ms,
    memorandum: 'october',
    version: 1,
    encounter,
    a: side('aa0001'),
    b: side('bb0002'),
    advisories: [
      { ...advisory, time_ms: opened_ms, level: 'advisory', clause: 'SEP-1' },
      { ...advisory, time_ms: opened_ms + 1_000, level: 'warning', clause: 'SEP-3' },
      { ...advisory, time_ms: closed_ms, level: 'cleared', clause: 'SEP-1' },
    ],
    samples: [],
    area: null,
  };
}

export const at = (tick: number) => ({ tick, time_ms: tick * 100 });

/** What the watch would hand over for one tick. */
export function output(tick: number, outcomes: readonly Outcome[] = []): TickOutput {
  return { tick, outcomes: canonicalJson(outcomes), outcome_count: outcomes.length };
}

/** A whole pass, tick by tick: alert, case, escalation, end. */
export function pass(from_tick: number, name: string): Map<number, Outcome[]> {
  const id = `alert-${name}`;
  const raised = at(from_tick);
  const warned = at(from_tick + 10);
  const ended = at(from_tick + 30);
  const file = caseFile(`case-${name}`, warned.time_ms, ended.time_ms);
  return new Map([
    [raised.tick, [{ ...raised, kind: 'alert_raised', alert: alert(id, 'advisory', raised.time_ms) }]],
    [
      warned.tick,
      [
        { ...warned, kind: 'alert_updated', alert: alert(id, 'warning', warned.time_ms, 'SEP-3') },
        { ...warned, kind: 'case_opened', case: file.id, alert: id },
      ],
    ],
    [
      ended.tick,
      [
        { ...ended, kind: 'alert_cleared', alert: id, reason: 'clear' },
        { ...ended, kind: 'encounter_closed', encounter },
        { ...ended, kind: 'case_closed', case: file },
      ],
    ],
  ]);
}
