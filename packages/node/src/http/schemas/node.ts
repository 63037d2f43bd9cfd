import { LIFE_STATES } from '@skyaccord/accord';
import Type from 'typebox';
import type { Playback } from '../../clock/playback.ts';
import type { FeedStatus } from '../../feeds/feed.ts';
import { closed, literals, number, text } from './aircraft.ts';
import { nullable, ref, time_ms } from './common.ts';
import { LINE_SUMMARY } from './line.ts';

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
    memorandum: Type.Object(
      {
        id: text,
        version: Type.Integer(),
        sha256: Type.String({ description: 'Of the canonical content, which is what parties sign' }),
        state: literals(...LIFE_STATES),
        because: text,
      },
      closed,
    ),
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
    line: nullable(LINE_SUMMARY),
  },
  { $id: 'Status', ...closed },
);
