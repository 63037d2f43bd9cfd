import {
  type Alert,
  type AlertLevel,
  type LifeSafetyWarning,
  lifeSafetyWarning,
  type Relative,
} from '@skyaccord/accord';
import Type from 'typebox';
import { Compile } from 'typebox/compile';

/** A warning for another party's aircraft of one that this party does not show it: bands only, under a clause. */
export type PartyWarning = {
  readonly kind: 'warning';
  /** The aircraft that is warned, as both know it. */
  readonly for: string;
  readonly level: AlertLevel;
  readonly time_ms: number;
  readonly warning: LifeSafetyWarning;
};

const METRES_PER_DEGREE = 111_195.08;
const RADIANS = Math.PI / 180;

/** Where `b` is, seen from `a`. On a sphere and in a plane: it is told in bands of a mile and more. */
function relative(a: Alert['a'], b: Alert['b'], range_m: number): Relative {
  const north = (b.latitude_deg - a.latitude_deg) * METRES_PER_DEGREE;
  const turned = ((b.longitude_deg - a.longitude_deg + 540) % 360) - 180;
  const east = turned * METRES_PER_DEGREE * Math.cos(a.latitude_deg * RADIANS);
  const known = a.altitude_m !== null && b.altitude_m !== null && a.altitude_datum === b.altitude_datum;
  return {
    bearing_deg: Math.atan2(east, north) / RADIANS,
    range_m,
    vertical_m: known ? (b.altitude_m as number) - (a.altitude_m as number) : null,
  };
}

/** The warnings that an alert asks for: for each of its aircraft that is `party`'s, of the other one. */
export function warningsOf(alert: Alert, party: string, clause: string): (PartyWarning & { readonly of: string })[] {
  const { a, b, level, time_ms, range_m } = alert;
  return [
    [a, b],
    [b, a],
  ].flatMap(([own, other]) =>
    own?.party !== party || other === undefined || other.party === party
      ? []
      : [
          {
            kind: 'warning' as const,
            for: own.track,
            level,
            time_ms,
            warning: lifeSafetyWarning(clause, relative(own, other, range_m)),
            of: other.track,
          },
        ],
  );
}

const number = Type.Number();
const band = (to: Type.TSchema) => Type.Object({ from_m: number, to_m: to }, { additionalProperties: false });
const WARNING = Compile(
  Type.Object(
    {
      kind: Type.Literal('warning'),
      for: Type.String({ minLength: 1, maxLength: 40 }),
      level: Type.Union([Type.Literal('advisory'), Type.Literal('warning'), Type.Literal('breach')]),
      time_ms: Type.Integer({ minimum: 0 }),
      warning: Type.Object(
        {
          clause: Type.String({ maxLength: 64 }),
          bearing: Type.Object({ from_deg: number, to_deg: number }, { additionalProperties: false }),
          distance: band(Type.Union([number, Type.Null()])),
          height: Type.Union([band(number), Type.Null()]),
        },
        { additionalProperties: false },
      ),
    },
    { additionalProperties: false },
  ),
);

export const isWarning = (body: unknown): body is PartyWarning => WARNING.Check(body);
