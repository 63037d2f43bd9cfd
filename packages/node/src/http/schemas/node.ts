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

const clause = { id: text, words };
const BOUNDS = Type.Tuple([number, number, number, number], { description: 'west, south, east, north' });
const ClauseSchema = Type.Union([
  Type.Object(
    {
      ...clause,
      kind: Type.Literal('separation_minimum'),
      classes: Type.Array(literals('crewed/crewed', 'crewed/uncrewed', 'uncrewed/uncrewed')),
      between: literals('different_parties', 'any'),
      lateral_m: number,
      vertical_m: number,
      grace_s: number,
      warn_ahead_s: number,
    },
    closed,
  ),
  Type.Object(
    {
      ...clause,
      kind: Type.Literal('frequency_ladder'),
      rungs: Type.Array(Type.Object({ frequency_mhz: number, call: words, wait_s: number }, closed)),
    },
    closed,
  ),
  Type.Object(
    {
      ...clause,
      kind: Type.Literal('required_calls'),
      at: literals('advisory', 'warning', 'breach'),
      steps: Type.Array(words),
    },
    closed,
  ),
  Type.Object({ ...clause, kind: Type.Literal('qualitative_duty') }, closed),
  Type.Object(
    {
      ...clause,
      kind: Type.Literal('permission_to_operate'),
      area: Type.Object(
        {
          name: text,
          bounds_deg: nullable(BOUNDS),
          polygon_deg: nullable(Type.Array(Type.Tuple([number, number], { description: 'latitude, longitude' }))),
        },
        { description: 'Either a box or a polygon', ...closed },
      ),
      floor_m: nullable(number),
      ceiling_m: nullable(number),
      from_ms: nullable(time_ms),
      until_ms: nullable(time_ms),
      granted: Type.Array(text, { description: 'Ids of parties; no other party may operate there' }),
    },
    closed,
  ),
]);

export const MemorandumSchema = Type.Object(
  {
    id: text,
    version: Type.Integer(),
    title: words,
    languages: Type.Array(text),
    area: nullable(Type.Object({ name: text, bounds_deg: BOUNDS }, closed)),
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
        },
        closed,
      ),
    ),
    clauses: Type.Array(ClauseSchema),
  },
  { $id: 'Memorandum', ...closed },
);
