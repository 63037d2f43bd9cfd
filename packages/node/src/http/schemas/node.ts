import {
  type Clause,
  type Contact,
  type Definition,
  PARSED_SCHEMAS,
  type Period,
  type PublicKey,
} from '@skyaccord/accord';
import Type from 'typebox';
import type { Playback } from '../../clock/playback.ts';
import type { FeedStatus } from '../../feeds/feed.ts';
import { CREW, closed, literals, number, text } from './aircraft.ts';
import { nullable, ref, time_ms } from './common.ts';

const words = Type.Record(text, text, { description: 'The same sentence by language' });

export const PlaybackSchema = Type.Object(
  {
    from_ms: time_ms,
    to_ms: time_ms,
    time_ms,
    speed: number,
    paused: Type.Boolean(),
    finished: Type.Boolean(),
  },
  { $id: 'Playback', ...closed },
);

export const StatusSchema = Type.Object(
  {
    name: text,
    mode: literals('scenario', 'replay', 'live'),
    source: text,
    time_ms,
    tick: Type.Integer(),
    memorandum: Type.Object({ id: text, version: Type.Integer() }, closed),
    feeds: Type.Array(ref<FeedStatus>('FeedStatus')),
    journal: Type.Object(
      { sequence: Type.Integer(), hash: text, durable: Type.Boolean(), problem: nullable(text) },
      closed,
    ),
    playback: nullable(ref<Playback>('Playback')),
    basemap: Type.Boolean(),
    tracks: Type.Integer(),
    alerts: Type.Integer(),
    open_cases: Type.Integer(),
  },
  { $id: 'Status', ...closed },
);

const BOUNDS = Type.Tuple([number, number, number, number], { description: 'west, south, east, north' });
/** A part of the memorandum whose schema comes from the tables by which it is read. */
const part = <Value>(schema: object) => Type.Unsafe<Value>(schema);

export const MemorandumSchema = Type.Object(
  {
    id: text,
    version: Type.Integer(),
    title: words,
    languages: Type.Array(text),
    area: nullable(Type.Object({ name: text, bounds_deg: BOUNDS }, closed)),
    period: Type.Optional(part<Period>(PARSED_SCHEMAS.period)),
    definitions: Type.Optional(part<readonly Definition[]>(PARSED_SCHEMAS.definitions)),
    parties: Type.Array(
      Type.Object(
        {
          id: text,
          name: text,
          role: literals('signatory', 'host', 'third_party'),
          aircraft: Type.Array(
            Type.Union([
              Type.Object(
                { by: Type.Literal('address'), address: text, crew: nullable(CREW), name: nullable(text) },
                closed,
              ),
              Type.Object(
                { by: Type.Literal('registration'), registration: text, crew: nullable(CREW), name: nullable(text) },
                closed,
              ),
              Type.Object({ by: Type.Literal('callsign_prefix'), prefix: text, crew: nullable(CREW) }, closed),
              Type.Object({ by: Type.Literal('registration_prefix'), prefix: text, crew: nullable(CREW) }, closed),
            ]),
          ),
          keys: Type.Optional(part<readonly PublicKey[]>(PARSED_SCHEMAS.keys)),
          contacts: Type.Optional(part<readonly Contact[]>(PARSED_SCHEMAS.contacts)),
          units_bound: Type.Optional(part<readonly string[]>(PARSED_SCHEMAS.units_bound)),
        },
        closed,
      ),
    ),
    clauses: Type.Array(part<Clause>(PARSED_SCHEMAS.clause)),
  },
  { $id: 'Memorandum', ...closed },
);
