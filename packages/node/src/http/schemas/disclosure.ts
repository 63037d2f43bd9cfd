import { RUNGS, SHARED_LEVELS, SHARED_WHATS, WHATS } from '@skyaccord/accord';
import Type from 'typebox';
import { literals, number, text } from './aircraft.ts';
import { nullable, time_ms } from './common.ts';

const closed = { additionalProperties: false };

export const rung = literals(...RUNGS);
export const what = literals(...WHATS);
const delay_s = nullable(Type.Number({ description: 'How old a position is at least when it is shown' }));
const resolution_m = nullable(Type.Number({ description: 'Sides of the cells that positions are told by' }));
export const ChoiceSchema = Type.Object({ rung, delay_s, resolution_m }, closed);

export const ShowingStepSchema = Type.Object(
  {
    to: text,
    what,
    choice: Type.Union([ChoiceSchema, Type.Null()], { description: 'null: no more than clauses oblige to' }),
    effective_ms: time_ms,
    said_ms: time_ms,
    by: text,
    reason: text,
  },
  { $id: 'ShowingStep', description: 'What a party states that it shows another', ...closed },
);

const Duty = Type.Object(
  {
    what: literals(...SHARED_WHATS),
    level: literals(...SHARED_LEVELS),
    delay_s: Type.Union([Type.Number(), Type.Null()], { description: 'No later than' }),
    resolution_m: Type.Union([Type.Number(), Type.Null()], { description: 'No coarser than' }),
    to: nullable(Type.Array(text)),
    clause: text,
  },
  closed,
);

export const MatrixCellSchema = Type.Object(
  {
    what,
    floor: rung,
    duties: Type.Array(Duty),
    choice: nullable(ChoiceSchema),
    stated: Type.Union([ShowingStepSchema, Type.Null()], { description: 'null: as the node was started' }),
    shown: Type.Object(
      { rung, delay_s: number, resolution_m: nullable(number), step_s: number, clauses: Type.Array(text) },
      closed,
    ),
    coming: Type.Array(ShowingStepSchema),
  },
  { $id: 'MatrixCell', ...closed },
);

const place = { latitude_deg: number, longitude_deg: number, altitude_m: nullable(number) };
export const ViewSchema = Type.Object(
  {
    what,
    ref: text,
    rung,
    commitment: text,
    volume: nullable(
      Type.Object(
        {
          west_deg: number,
          south_deg: number,
          east_deg: number,
          north_deg: number,
          floor_m: nullable(number),
          ceiling_m: nullable(number),
          from_ms: number,
          until_ms: number,
        },
        closed,
      ),
    ),
    track: Type.Array(Type.Object({ time_ms: number, ...place, h_uncertainty_m: Type.Optional(number) }, closed)),
    fields: Type.Record(text, nullable(Type.Union([text, number, Type.Boolean(), Type.Array(text)]))),
    withheld: Type.Array(Type.String({ description: 'By the rung alone, whatever there is' })),
  },
  { $id: 'View', description: 'What another party is shown of a thing', ...closed },
);

export const GivenCommitmentSchema = Type.Object(
  {
    to: text,
    ref: text,
    commitment: Type.String({ description: 'SHA-256, salted' }),
    given_ms: time_ms,
    revealed_ms: nullable(time_ms),
  },
  { $id: 'GivenCommitment', ...closed },
);

export const ReceivedCommitmentSchema = Type.Object(
  {
    ref: text,
    commitment: Type.String({ description: 'SHA-256, salted' }),
    received_ms: time_ms,
    revealed: nullable(
      Type.Object(
        {
          at_ms: time_ms,
          holds: Type.Boolean({ description: 'Whether it is what the party had bound itself to' }),
          value: Type.Unknown(),
        },
        closed,
      ),
    ),
  },
  { $id: 'ReceivedCommitment', ...closed },
);

export const HeardFlightSchema = Type.Object(
  { from: text, heard_ms: time_ms, view: ViewSchema },
  { $id: 'HeardFlight', description: 'A flight of another party as it shows it', ...closed },
);

export const HeardThingSchema = Type.Object(
  { from: text, heard_ms: time_ms, view: ViewSchema },
  { $id: 'HeardThing', description: 'A plan, an area or a statement of another party as it shows it', ...closed },
);

export const HeardAlertSchema = Type.Object(
  { from: text, heard_ms: time_ms, view: ViewSchema },
  { $id: 'HeardAlert', description: 'What another node alerts on, as far as it shows it', ...closed },
);
