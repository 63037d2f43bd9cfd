import Type from 'typebox';

/** How a report reached us. `visual` is a person's sighting; `simulated` is a scenario's own traffic. */
export const TECHNOLOGIES = [
  'adsb',
  'adsr',
  'tisb',
  'mlat',
  'modes',
  'uat',
  'flarm',
  'remote_id',
  'logger',
  'radar',
  'party_feed',
  'visual',
  'unknown',
] as const;

const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/**
 * One report of one aircraft by one source, in SI units; angles in degrees.
 *
 * `null` means the source did not say: it is never zero, and never a sentinel such as -1000 m.
 * Two heights are kept apart because they differ by hundreds of feet: pressure altitude (1013.25 hPa)
 * and geometric height (GNSS), whose datum is named beside it.
 */
export const Observation = Type.Object(
  {
    source: Type.String({ minLength: 1, maxLength: 64, description: 'Name of the feed or recording' }),
    sequence: Type.Integer({ minimum: 0, description: 'Rises by one with each observation of the source' }),
    time_ms: Type.Integer({ description: 'UTC, ms since 1970, at which the position was valid' }),
    address: Type.String({
      minLength: 1,
      maxLength: 32,
      description: "Lower-case hex ICAO 24-bit address; `~` before one that is not ICAO; otherwise the source's own id",
    }),
    address_kind: Type.Union([
      Type.Literal('icao'),
      Type.Literal('non_icao'),
      Type.Literal('logger'),
      Type.Literal('serial'),
      Type.Literal('track_number'),
    ]),
    technology: Type.Union(TECHNOLOGIES.map((name) => Type.Literal(name))),
    callsign: nullable(Type.String({ maxLength: 16, description: 'What the aircraft is called on the radio' })),
    registration: nullable(
      Type.String({
        maxLength: 16,
        description: 'Marks of the airframe, as the source or its list of aircraft has them',
      }),
    ),
    category: nullable(Type.String({ maxLength: 4, description: 'Emitter category, A0..D7 (DO-260B 2.2.3.2.5.2)' })),
    latitude_deg: Type.Number({ minimum: -90, maximum: 90 }),
    longitude_deg: Type.Number({ minimum: -180, maximum: 180 }),
    pressure_altitude_m: nullable(Type.Number({ description: 'Against 1013.25 hPa' })),
    geometric_altitude_m: nullable(Type.Number({ description: 'GNSS height, datum in geometric_datum' })),
    geometric_datum: Type.Union([Type.Literal('ellipsoid'), Type.Literal('geoid'), Type.Literal('unknown')]),
    on_ground: nullable(Type.Boolean()),
    ground_speed_mps: nullable(Type.Number({ minimum: 0 })),
    track_deg: nullable(Type.Number({ minimum: 0, exclusiveMaximum: 360, description: 'True track' })),
    vertical_rate_mps: nullable(Type.Number({ description: 'Up is positive' })),
    resolution_advisory: nullable(
      Type.Boolean({ description: 'Its crew has a resolution advisory (RA) of its collision avoidance system (ACAS)' }),
    ),
    position_accuracy_m: nullable(Type.Number({ minimum: 0, description: '95 % radius (EPU)' })),
    altitude_accuracy_m: nullable(Type.Number({ minimum: 0, description: '95 % half-width' })),
    velocity_accuracy_mps: nullable(Type.Number({ minimum: 0, description: '95 % radius' })),
    party: nullable(
      Type.String({ maxLength: 32, description: 'Party that vouches for the report over an authenticated feed' }),
    ),
  },
  { $id: 'Observation', additionalProperties: false },
);
export type Observation = {
  source: string;
  sequence: number;
  time_ms: number;
  address: string;
  address_kind: AddressKind;
  technology: Technology;
  callsign: string | null;
  registration: string | null;
  category: string | null;
  latitude_deg: number;
  longitude_deg: number;
  pressure_altitude_m: number | null;
  geometric_altitude_m: number | null;
  geometric_datum: 'ellipsoid' | 'geoid' | 'unknown';
  on_ground: boolean | null;
  ground_speed_mps: number | null;
  track_deg: number | null;
  vertical_rate_mps: number | null;
  resolution_advisory: boolean | null;
  position_accuracy_m: number | null;
  altitude_accuracy_m: number | null;
  velocity_accuracy_mps: number | null;
  party: string | null;
};

export type Technology = (typeof TECHNOLOGIES)[number];
/** `serial` is what an uncrewed aircraft says of itself over Remote ID; `track_number` says nothing of who it is. */
export type AddressKind = 'icao' | 'non_icao' | 'logger' | 'serial' | 'track_number';

/** Feet and knots are what people and transponders speak; inside, all is metres and seconds. */
export const M_PER_FT = 0.3048;
export const M_PER_NM = 1852;
export const MPS_PER_KT = 1852 / 3600;
export const MPS_PER_FPM = 0.3048 / 60;
