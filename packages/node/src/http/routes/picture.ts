import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { Alert, Identity, TrackDetail, TrackFlag, TrackState } from '@skyaccord/accord';
import Type from 'typebox';
import { NodeError } from '../../errors.ts';
import type { TrackEvent } from '../../picture/events.ts';
import type { TrailPoint } from '../../picture/history.ts';
import { failures, nullable, ref, signedIn, time_ms } from '../schemas/common.ts';
import type { Services } from '../services.ts';

const MAX_MARKS = 5_000;
const trail = Type.Array(ref<TrailPoint>('TrailPoint'));
const Tracks = Type.Object({ time_ms, tracks: Type.Array(ref<TrackState>('TrackState')) });
const Track = Type.Object({
  time_ms,
  track: ref<TrackState>('TrackState'),
  identity: ref<Identity>('Identity'),
  trail,
  fused_into: nullable(Type.String({ description: 'The track that goes on for it, where they are one aircraft' })),
  flags: Type.Array(ref<TrackFlag>('TrackFlag')),
  detail: nullable(ref<TrackDetail>('TrackDetail')),
  events: Type.Array(ref<TrackEvent>('TrackEvent'), { description: 'The last 50, oldest first' }),
});
const Alerts = Type.Object({ time_ms, alerts: Type.Array(ref<Alert>('Alert')) });
const PictureThen = Type.Object({
  time_ms,
  tracks: Type.Array(ref<TrackState>('TrackState')),
  alerts: Type.Array(ref<Alert>('Alert')),
  trails: Type.Record(Type.String(), trail),
});
const History = Type.Object({
  from_ms: nullable(time_ms),
  to_ms: nullable(time_ms),
  marks: Type.Array(Type.Object({ time_ms, alert: Type.String(), level: Type.String() })),
});

/** The sky, now and a while ago, as far as it is durable. */
export const pictureRoutes: FastifyPluginAsyncTypebox<Services> = async (app, { core, queries }) => {
  const { picture } = core.options;

  app.get(
    '/api/v1/tracks',
    { ...signedIn, schema: { summary: 'All tracks', response: { 200: Tracks, ...failures } } },
    async () => ({ time_ms: core.time_ms, tracks: picture.tracks() }),
  );

  app.get(
    '/api/v1/tracks/:track',
    {
      ...signedIn,
      schema: {
        summary: 'One track: who it is, where it has been, how well it is known and what was said of it',
        params: Type.Object({ track: Type.String({ minLength: 1, maxLength: 128 }) }),
        response: { 200: Track, ...failures },
      },
    },
    async (request) => {
      const found = picture.track(request.params.track);
      if (found === null)
        throw new NodeError('track_not_found', undefined, { field: 'track', value: request.params.track });
      const { flags, events, ...rest } = found;
      const detail = await core.pipeline.detail(request.params.track);
      return { time_ms: core.time_ms, ...rest, flags: [...flags], detail, events: [...events] };
    },
  );

  app.get(
    '/api/v1/alerts',
    { ...signedIn, schema: { summary: 'Standing alerts, most urgent first', response: { 200: Alerts, ...failures } } },
    async () => ({ time_ms: core.time_ms, alerts: picture.alerts() }),
  );

  app.get(
    '/api/v1/picture',
    {
      ...signedIn,
      schema: {
        summary: 'The sky as it stood at a time',
        querystring: Type.Object({ at_ms: time_ms }, { additionalProperties: false }),
        response: { 200: PictureThen, ...failures },
      },
    },
    async (request) => {
      const { at_ms } = request.query;
      const reach = picture.reach();
      if (reach === null || at_ms < reach.from_ms || at_ms > core.time_ms) {
        throw new NodeError('out_of_reach', undefined, { field: 'at_ms', value: String(at_ms) });
      }
      const alerts = await queries.ask('alertsAt', at_ms);
      return { time_ms: at_ms, ...picture.at(at_ms), alerts };
    },
  );

  app.get(
    '/api/v1/history',
    {
      ...signedIn,
      schema: {
        summary: 'The span that can be looked back on, and its alerts',
        response: { 200: History, ...failures },
      },
    },
    async () => {
      const reach = picture.reach();
      const marks = await queries.ask('marks', MAX_MARKS);
      if (reach === null) return { from_ms: null, to_ms: null, marks: [] };
      return {
        from_ms: reach.from_ms,
        to_ms: core.time_ms,
        marks: marks.filter((mark) => mark.time_ms >= reach.from_ms),
      };
    },
  );
};
