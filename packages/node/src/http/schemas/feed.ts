import Type from 'typebox';
import { FEED_PROBLEMS, FEED_STATES, TRUSTS } from '../../feeds/feed.ts';
import { closed, literals, number, text } from './aircraft.ts';
import { nullable, time_ms } from './common.ts';

export const FeedStatusSchema = Type.Object(
  {
    name: text,
    connection: literals('http', 'tcp', 'ogn', 'file', 'party_feed', 'played', 'built_in'),
    address: nullable(text),
    format: nullable(text),
    party: nullable(text),
    trust: literals(...TRUSTS),
    paused: Type.Boolean(),
    correct_clock: Type.Boolean(),
    max_rate_per_s: nullable(Type.Integer()),
    silence_s: nullable(Type.Integer()),
    state: literals(...FEED_STATES),
    problems: Type.Array(Type.Object({ problem: literals(...FEED_PROBLEMS), since_ms: time_ms, text }, closed)),
    last_message_ms: nullable(time_ms),
    rate_per_s: number,
    bytes_per_s: number,
    aircraft: Type.Integer(),
    clock_offset_ms: nullable(Type.Number({ description: 'Receipt less report, median of the last 30 s' })),
    clock_spread_ms: nullable(number),
    clock_correction_ms: number,
    observations: Type.Integer(),
    refused: Type.Integer(),
    shed: Type.Integer(),
    complaints: Type.Integer(),
    last_complaint: nullable(text),
    samples: Type.Array(Type.Object({ time_ms, text }, closed)),
  },
  { $id: 'FeedStatus', description: 'How a feed is configured and how it is doing', ...closed },
);
