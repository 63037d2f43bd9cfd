import { RUNGS } from '@skyaccord/accord';
import Type, { type TSchema } from 'typebox';

/** The parts that every view on a link has, whatever it is a view of. */
export const closed = { additionalProperties: false };
export const nullable = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);
export const ref = Type.String({ pattern: '^[0-9a-f]{16}$' });
export const rung = Type.Union(RUNGS.map((one) => Type.Literal(one)));
const latitude_deg = Type.Number({ minimum: -90, maximum: 90 });
const longitude_deg = Type.Number({ minimum: -180, maximum: 180 });

/** A volume, or none; `time` is the schema of an instant. */
export const volumeOf = <Time extends TSchema>(time: Time) =>
  nullable(
    Type.Object(
      {
        west_deg: longitude_deg,
        south_deg: latitude_deg,
        east_deg: longitude_deg,
        north_deg: latitude_deg,
        floor_m: nullable(Type.Number()),
        ceiling_m: nullable(Type.Number()),
        from_ms: time,
        until_ms: time,
      },
      closed,
    ),
  );

/** At most so many positions. */
export const trackOf = <Time extends TSchema>(time: Time, most: number) =>
  Type.Array(
    Type.Object(
      {
        time_ms: time,
        latitude_deg,
        longitude_deg,
        altitude_m: nullable(Type.Number()),
        h_uncertainty_m: Type.Optional(Type.Number({ minimum: 0 })),
      },
      closed,
    ),
    { maxItems: most },
  );
