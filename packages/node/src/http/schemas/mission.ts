import {
  type Finding,
  GROUPINGS,
  HAZARD_ENTRIES,
  type HazardArea,
  type LedgerEntry,
  MEASURES,
  MISSION_STATES,
  type Mission,
  type Offer,
  PURPOSES,
  type SaidStatement,
  type StandingMission,
  type Total,
} from '@skyaccord/accord';
import Type from 'typebox';
import { CREW, closed, literals, number, text } from './aircraft.ts';
import { nullable, ref, time_ms } from './common.ts';

const corners = Type.Array(Type.Tuple([number, number]), { description: 'latitude, longitude of each corner' });
const SHAPE = Type.Object(
  {
    bounds_deg: nullable(Type.Tuple([number, number, number, number], { description: 'west, south, east, north' })),
    polygon_deg: nullable(corners),
    circle: nullable(Type.Object({ latitude_deg: number, longitude_deg: number, radius_m: number }, closed)),
  },
  { description: 'One of the three; the others are null', ...closed },
);
const numbers = (...names: readonly string[]) =>
  Type.Object(Object.fromEntries(names.map((name) => [name, number])), closed);

export const MissionSchema = Type.Unsafe<Mission>(
  Type.Object(
    {
      id: text,
      party: text,
      unit: nullable(text),
      callsign: nullable(text),
      aircraft: Type.Object({ category: nullable(text), crew: CREW, address: Type.Optional(text) }, closed),
      purpose: literals(...PURPOSES),
      priority: Type.Integer(),
      filed_ms: time_ms,
      route: nullable(
        Type.Array(Type.Object({ latitude_deg: number, longitude_deg: number, altitude_m: number, time_ms }, closed)),
      ),
      volumes: nullable(
        Type.Array(
          Type.Object(
            { shape: SHAPE, floor_m: number, ceiling_m: number, from_ms: time_ms, until_ms: time_ms },
            closed,
          ),
        ),
      ),
      uncertainty: numbers('lateral_m', 'vertical_m', 'time_s'),
      flexibility: Type.Object(
        {
          latest_delay_s: number,
          lowest_m: nullable(number),
          highest_m: nullable(number),
          longest_detour_m: number,
        },
        closed,
      ),
      costs: numbers('ground_minute', 'air_minute', 'track_mile', 'level', 'fuel_kg', 'burn_kg_per_min', 'cancel'),
      under: Type.Array(text),
    },
    { $id: 'Mission', description: 'A mission as its party filed it; route or volumes', ...closed },
  ),
);

export const StandingMissionSchema = Type.Unsafe<StandingMission>(
  Type.Object(
    {
      mission: ref<Mission>('Mission'),
      state: literals(...MISSION_STATES),
      version: Type.Integer(),
      since_ms: time_ms,
    },
    { $id: 'StandingMission', ...closed },
  ),
);

export const FindingSchema = Type.Unsafe<Finding>(
  Type.Object(
    {
      kind: literals('mission', 'area', 'permission', 'lead_time'),
      severity: literals('refused', 'flagged'),
      clause: nullable(text),
      hazard: nullable(text),
      mission: nullable(text),
      party: nullable(text),
      from_ms: number,
      until_ms: number,
      least_m: nullable(number),
      says: text,
    },
    { $id: 'Finding', description: 'One thing in the way of a mission', ...closed },
  ),
);

export const OfferSchema = Type.Unsafe<Offer>(
  Type.Object(
    {
      id: text,
      kind: literals('as_filed', 'delay', 'slower', 'level', 'reroute', 'mix', 'cancel'),
      mission: Type.Union([ref<Mission>('Mission'), Type.Null()], { description: 'As it would be flown' }),
      delay_s: number,
      level_m: number,
      extra_m: number,
      air_s: number,
      cost: number,
      clauses: Type.Array(text),
      says: text,
      revision: text,
      until_ms: time_ms,
    },
    { $id: 'Offer', description: 'A way out, looked through again by code that did not make it', ...closed },
  ),
);

export const HazardAreaSchema = Type.Unsafe<HazardArea>(
  Type.Object(
    {
      id: text,
      name: text,
      owner: nullable(text),
      shape: SHAPE,
      floor_m: nullable(number),
      ceiling_m: nullable(number),
      from_ms: nullable(time_ms),
      until_ms: nullable(time_ms),
      entry: literals(...HAZARD_ENTRIES),
      admitted: Type.Array(text),
      source: text,
    },
    { $id: 'HazardArea', ...closed },
  ),
);

export const SaidStatementSchema = Type.Unsafe<SaidStatement>(
  Type.Object(
    {
      id: text,
      subject: literals('permission', 'readiness', 'line', 'assurance'),
      predicate: text,
      negated: Type.Boolean(),
      speaker: text,
      office: nullable(text),
      speaks_for: nullable(text),
      relayed_by: nullable(text),
      setting: literals('public', 'closed_door', 'written'),
      about: Type.Object(
        { party: nullable(text), area: nullable(text), clause: nullable(text), thing: nullable(text) },
        closed,
      ),
      as_of_ms: time_ms,
      recorded_ms: time_ms,
      from_ms: nullable(time_ms),
      until_ms: nullable(time_ms),
      words: text,
      source: text,
      conditions: nullable(text),
      clearance: nullable(
        Type.Object(
          {
            reference: text,
            operator: text,
            aircraft_type: text,
            registrations: Type.Array(text),
            callsign: nullable(text),
            purpose: text,
            flight: literals('overflight', 'landing'),
            entry_point: text,
            exit_point: text,
            persons_on_board: nullable(Type.Integer()),
            dangerous_goods: literals('none', 'declared', 'not_stated'),
          },
          closed,
        ),
      ),
    },
    { $id: 'SaidStatement', description: 'What somebody said, as it was said', ...closed },
  ),
);

export const StandingStatement = Type.Object(
  {
    statement: ref<SaidStatement>('SaidStatement'),
    valid: Type.Boolean(),
    followed_by: nullable(text),
    contradicted_by: Type.Array(text),
  },
  closed,
);
export const ContradictionShown = Type.Object(
  { earlier: ref<SaidStatement>('SaidStatement'), later: ref<SaidStatement>('SaidStatement'), why: text },
  closed,
);

export const NoticeShown = Type.Object(
  { time_ms, mission: nullable(text), party: nullable(text), clause: nullable(text), says: text },
  closed,
);

export const LedgerEntrySchema = Type.Unsafe<LedgerEntry>(
  Type.Object(
    {
      id: text,
      time_ms,
      basis: literals('advised', 'taken', 'reported'),
      source: text,
      mission: nullable(text),
      track: nullable(text),
      party: nullable(text),
      other_party: nullable(text),
      clause: nullable(text),
      measure: literals(...MEASURES),
      delay_s: number,
      extra_m: number,
      height_m: number,
      turn_deg: number,
      speed_mps: number,
      needed: literals('yes', 'no', 'unknown'),
      revisions: Type.Integer(),
    },
    { $id: 'LedgerEntry', ...closed },
  ),
);
export const TotalShown = Type.Unsafe<Total>(
  Type.Object(
    {
      of: nullable(text),
      count: Type.Integer(),
      delay_s: number,
      extra_m: number,
      by_measure: Type.Record(text, Type.Integer()),
      needed: Type.Object({ yes: Type.Integer(), no: Type.Integer(), unknown: Type.Integer() }, closed),
      entries: Type.Array(text, { description: 'Ids of the entries behind it' }),
    },
    closed,
  ),
);
export const groupings = literals(...GROUPINGS);

export const FilingShownSchema = Type.Object(
  {
    mission: text,
    state: literals('confirmed', 'provisional', 'unconfirmed', 'yields'),
    waits_for: Type.Array(text, { description: 'Parties whose node has not signed for it' }),
    to: Type.Union([text, Type.Null()], { description: 'What it gives way to' }),
    says: text,
  },
  closed,
);
