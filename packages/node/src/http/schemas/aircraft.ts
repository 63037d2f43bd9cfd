import type { AircraftState, Identity } from '@skyaccord/accord';
import Type from 'typebox';
import { nullable, ref, time_ms } from './common.ts';

const closed = { additionalProperties: false } as const;
const text = Type.String();
const number = Type.Number();
/** One of a few words. */
const literals = <const Names extends readonly string[]>(...names: Names) =>
  Type.Unsafe<Names[number]>({ type: 'string', enum: [...names] });

export const CREW = literals('crewed', 'uncrewed', 'unknown');
const DATUM = nullable(literals('pressure', 'geometric'));

const identity = {
  callsign: nullable(text),
  party: nullable(Type.String({ description: 'null: unidentified, a class of its own' })),
  crew: CREW,
};
const motion = {
  seen_ms: Type.Integer({ description: 'Time of the report that this is; readers reckon on from it' }),
  latitude_deg: number,
  longitude_deg: number,
  altitude_m: nullable(number),
  altitude_datum: DATUM,
  ground_speed_mps: number,
  track_deg: number,
  vertical_rate_mps: number,
  accuracy_m: Type.Number({ description: '95 % radius' }),
};

export const AircraftStateSchema = Type.Object(
  { track: text, ...identity, ...motion },
  { $id: 'AircraftState', ...closed },
);

export const TrackStateSchema = Type.Object(
  {
    track: text,
    ...identity,
    ...motion,
    category: nullable(text),
    technology: text,
    on_ground: Type.Boolean(),
  },
  { $id: 'TrackState', description: 'A track as it was last reported', ...closed },
);

export const IdentitySchema = Type.Object(
  {
    ...identity,
    registration: nullable(text),
    category: nullable(text),
    technology: text,
    confidence: literals('high', 'medium', 'low', 'none'),
    contested: Type.Boolean({ description: 'The evidence names more than one party' }),
    evidence: Type.Array(
      Type.Object(
        {
          for: literals('party', 'crew', 'registration', 'callsign', 'category'),
          by: literals(
            'authenticated_feed',
            'declared_address',
            'declared_registration',
            'callsign_prefix',
            'registration_prefix',
            'address_block',
            'address_arithmetic',
            'transmitted',
            'emitter_category',
            'source_technology',
            'none',
          ),
          says: text,
          confidence: literals('high', 'medium', 'low'),
        },
        closed,
      ),
    ),
  },
  { $id: 'Identity', description: 'Who an aircraft is, with the evidence', ...closed },
);

export const TrailPointSchema = Type.Tuple([time_ms, number, number, nullable(number)], {
  $id: 'TrailPoint',
  description: 'time_ms, latitude_deg, longitude_deg, altitude_m',
});

export const aircraft = ref<AircraftState>('AircraftState');
export const whoever = ref<Identity>('Identity');
export { closed, literals, number, text };
