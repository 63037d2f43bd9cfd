import Type from 'typebox';
import { closed, literals, number, text } from './aircraft.ts';
import { nullable, time_ms } from './common.ts';

const Ellipse = Type.Object({ major_m: number, minor_m: number, orientation_deg: number }, closed);

const FlightSchema = Type.Object(
  {
    track: text,
    callsign: nullable(text),
    party: nullable(text),
    altitude_datum: nullable(literals('pressure', 'geometric')),
    sources: Type.Array(
      Type.Object(
        {
          source: text,
          technology: text,
          reports: Type.Integer(),
          left_out: Type.Integer(),
          clock_offset_s: nullable(number),
          scatter_m: number,
          common_m: number,
        },
        { description: 'What was learnt of a source from how its reports fit the smoothed track', ...closed },
      ),
    ),
    points: Type.Array(
      Type.Object(
        {
          time_ms,
          latitude_deg: number,
          longitude_deg: number,
          altitude_m: nullable(number),
          altitude_95_m: nullable(number),
          ellipse: Ellipse,
        },
        closed,
      ),
    ),
  },
  closed,
);

const flown = Type.Array(
  Type.Object({ time_ms, latitude_deg: number, longitude_deg: number, altitude_m: nullable(number) }, closed),
);

export const ReconstructionSchema = Type.Object(
  {
    case: text,
    from_ms: time_ms,
    to_ms: time_ms,
    a: FlightSchema,
    b: FlightSchema,
    closest: nullable(
      Type.Object(
        {
          t_cpa_ms: time_ms,
          t_95_s: number,
          h_cpa_m: number,
          h_low_m: number,
          h_high_m: number,
          v_cpa_m: nullable(number),
          v_95_m: nullable(number),
          slant_m: nullable(number),
          east_m: number,
          north_m: number,
          ellipse: Ellipse,
        },
        { description: 'b as seen from a, with the region of 95 % about that place', ...closed },
      ),
    ),
    range: Type.Array(Type.Object({ time_ms, h_m: number, v_m: nullable(number) }, closed)),
    minima: Type.Array(
      Type.Object(
        { clause: text, version: Type.Integer(), lateral_m: number, vertical_m: number, grace_s: number },
        closed,
      ),
    ),
    advice: Type.Array(
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
    what_ifs: Type.Array(
      Type.Object(
        {
          flown_by: literals('none', 'a', 'b', 'both'),
          delay_s: nullable(number),
          t_cpa_ms: time_ms,
          h_cpa_m: number,
          v_cpa_m: nullable(number),
          kept: Type.Array(text),
          lost: Type.Array(Type.Object({ clause: text, duration_s: number }, closed)),
          a: flown,
          b: flown,
        },
        closed,
      ),
    ),
    open: Type.Array(text),
  },
  {
    $id: 'Reconstruction',
    description: 'A case as best it can be told after the fact; uncertainties of 95 %',
    ...closed,
  },
);
