import type { Encounter } from '@skyaccord/accord';
import Type from 'typebox';
import { aircraft, closed, literals, number, text, whoever } from './aircraft.ts';
import { nullable, ref, time_ms } from './common.ts';

const LEVEL = literals('advisory', 'warning', 'breach');
const CLASS = literals('crewed/crewed', 'crewed/uncrewed', 'uncrewed/uncrewed');
const KIND = literals('encounter', 'formation', 'tow', 'thermal', 'circuit', 'same_aircraft');
const place = Type.Tuple([number, number, nullable(number)]);

const Finding = Type.Object(
  {
    clause: text,
    memorandum: text,
    version: Type.Integer(),
    level: LEVEL,
    lateral_minimum_m: number,
    vertical_minimum_m: number,
    grace_s: number,
    entry_ms: nullable(number),
    exit_ms: nullable(number),
    inside_since_ms: nullable(number),
    breach_ms: nullable(number),
  },
  { description: 'What a clause says of the pair', ...closed },
);

const ManoeuvreSchema = Type.Union([
  Type.Object({ kind: Type.Literal('turn'), by_deg: number, to_track_deg: number }, closed),
  Type.Object({ kind: Type.Literal('vertical'), by_m: number, to_altitude_m: number, rate_mps: number }, closed),
  Type.Object({ kind: Type.Literal('speed'), by_mps: number, to_mps: number }, closed),
]);

const bands = Type.Array(
  Type.Object({ from: number, to: number, says: literals('free', 'conflict', 'recovery') }, closed),
);

const AdviceSchema = Type.Object(
  {
    for: text,
    party: nullable(text),
    manoeuvres: Type.Array(ManoeuvreSchema, { description: 'To be done together; none: go on as it does' }),
    clear: Type.Boolean(),
    safe: Type.Boolean(),
    keeps: Type.Array(text),
    h_cpa_m: number,
    v_cpa_m: nullable(number),
    words: text,
    cost: Type.Optional(
      Type.Object({ turn_deg: number, height_m: number, speed_mps: number, extra_m: number, delay_s: number }, closed),
    ),
    bands: Type.Optional(
      Type.Object(
        { track_deg: bands, vertical_rate_mps: bands, altitude_m: bands, ground_speed_mps: bands },
        { description: 'Which values keep clear of all known traffic, from low to high', ...closed },
      ),
    ),
    resolution_advisory: Type.Optional(Type.Literal(true)),
  },
  { description: 'For crews and controllers to weigh; not certified', ...closed },
);

export const AlertSchema = Type.Object(
  {
    id: text,
    level: LEVEL,
    encounter_class: CLASS,
    kind: KIND,
    raised_ms: time_ms,
    time_ms,
    a: aircraft,
    b: aircraft,
    range_m: number,
    vertical_m: nullable(number),
    closure_mps: number,
    cpa: Type.Object(
      {
        t_cpa_ms: number,
        h_cpa_m: number,
        v_cpa_m: nullable(number),
        uncertainty_m: number,
        a_latitude_deg: number,
        a_longitude_deg: number,
        b_latitude_deg: number,
        b_longitude_deg: number,
      },
      closed,
    ),
    probability: Type.Optional(number),
    alarm: Type.Optional(text),
    findings: Type.Array(Finding),
    advice: Type.Array(AdviceSchema),
    calls: Type.Array(text),
  },
  { $id: 'Alert', ...closed },
);

const loss = {
  clause: text,
  version: Type.Integer(),
  from_ms: number,
  to_ms: number,
  duration_s: number,
  excused_s: number,
  h_min_m: number,
  v_min_m: number,
};

export const EncounterSchema = Type.Object(
  {
    basis: literals('measured', 'reckoned'),
    a: text,
    b: text,
    a_callsign: nullable(text),
    b_callsign: nullable(text),
    class: CLASS,
    kind: KIND,
    t_cpa_ms: number,
    h_cpa_m: number,
    v_cpa_m: nullable(number),
    best: nullable(
      Type.Object(
        { t_cpa_ms: number, h_cpa_m: number, v_cpa_m: nullable(number), h_uncertainty_m: number },
        { description: 'The closest of the smoothed tracks, with its 95 % radius', ...closed },
      ),
    ),
    closure_mps: number,
    alerted: nullable(LEVEL),
    breaches: Type.Array(Type.Object({ ...loss, grace_s: number }, closed)),
    losses: Type.Array(Type.Object(loss, closed)),
  },
  { $id: 'Encounter', description: 'A pass as measured', ...closed },
);

const CaseAircraftSchema = Type.Object(
  { track: text, identity: whoever, reports: Type.Integer(), sources: Type.Array(text) },
  closed,
);

export const CaseFileSchema = Type.Object(
  {
    id: text,
    opened_ms: time_ms,
    closed_ms: time_ms,
    memorandum: text,
    version: Type.Integer(),
    encounter: ref<Encounter>('Encounter'),
    a: CaseAircraftSchema,
    b: CaseAircraftSchema,
    advisories: Type.Array(
      Type.Object(
        {
          time_ms,
          level: literals('advisory', 'warning', 'breach', 'cleared'),
          clause: text,
          range_m: number,
          vertical_m: nullable(number),
          h_cpa_m: number,
          t_cpa_ms: number,
          advice: Type.Array(text),
        },
        closed,
      ),
    ),
    samples: Type.Array(
      Type.Object({ time_ms: number, range_m: number, vertical_m: nullable(number), a: place, b: place }, closed),
    ),
    area: nullable(text),
  },
  { $id: 'CaseFile', ...closed },
);

export const CaseSummarySchema = Type.Object(
  {
    id: text,
    state: literals('open', 'closed', 'interrupted'),
    opened_ms: time_ms,
    closed_ms: nullable(time_ms),
    a: text,
    b: text,
    a_callsign: nullable(text),
    b_callsign: nullable(text),
    level: LEVEL,
    clause: text,
    h_cpa_m: nullable(number),
    v_cpa_m: nullable(number),
    t_cpa_ms: nullable(number),
    breaches: Type.Integer(),
  },
  { $id: 'CaseSummary', ...closed },
);
