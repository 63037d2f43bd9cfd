import type { LinkedAdvice } from '@skyaccord/accord';
import Type from 'typebox';
import { Compile } from 'typebox/compile';

const kindOf = <Fields extends Type.TProperties>(kind: string, fields: Fields) =>
  Type.Object({ kind: Type.Literal(kind), ...fields }, { additionalProperties: false });
const change = Type.Number({ minimum: -1e5, maximum: 1e5 });

const ADVICE = Compile(
  Type.Object(
    {
      for: Type.String({ minLength: 1, maxLength: 40 }),
      manoeuvres: Type.Array(
        Type.Union([
          kindOf('turn', { by_deg: change, to_track_deg: Type.Number({ minimum: 0, maximum: 360 }) }),
          kindOf('vertical', { by_m: change, to_altitude_m: change, rate_mps: change }),
          kindOf('speed', { by_mps: change, to_mps: Type.Number({ minimum: 0, maximum: 2_000 }) }),
        ]),
        { maxItems: 3 },
      ),
    },
    { additionalProperties: false },
  ),
);

/** Whether what came over a link is advice that another node gives an aircraft, within what any aircraft can do. */
export const isAdvice = (value: unknown): value is LinkedAdvice => ADVICE.Check(value);
