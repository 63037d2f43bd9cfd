import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Observation } from '@skyaccord/wire';
import Type from 'typebox';
import { NodeError } from '../../errors.ts';
import { FeedChangeSchema, FeedInputSchema } from '../../feeds/config.ts';
import type { FeedStatus } from '../../feeds/feed.ts';
import type { LiveFeeds } from '../../run/live_feeds.ts';
import { failures, may, ref, signedIn } from '../schemas/common.ts';
import type { Services } from '../services.ts';

const MAX_POSTED = 1_000;
const POST_BYTES = 1024 * 1024;
const Feeds = Type.Object({ feeds: Type.Array(ref<FeedStatus>('FeedStatus')) });
const Name = Type.Object({ name: Type.String({ minLength: 1, maxLength: 64 }) });
const Posted = Type.Object(
  {
    observations: Type.Array(Type.Object(Observation.properties, { additionalProperties: false }), {
      minItems: 1,
      maxItems: MAX_POSTED,
    }),
  },
  { additionalProperties: false },
);
const Taken = Type.Object({ taken: Type.Integer() });

/** What the node listens to, and changes of it. */
export const feedRoutes: FastifyPluginAsyncTypebox<Services> = async (app, { core, feeds }) => {
  const live = (): LiveFeeds => {
    if (feeds === null) throw new NodeError('feeds_fixed');
    return feeds;
  };

  app.get(
    '/api/v1/feeds',
    { ...signedIn, schema: { summary: 'All feeds and how they are doing', response: { 200: Feeds, ...failures } } },
    async () => ({ feeds: [...core.feeds] }),
  );

  app.post(
    '/api/v1/feeds',
    {
      ...may('administrator'),
      schema: {
        summary: 'Adds a feed; answers when that is durable',
        body: FeedInputSchema,
        response: { 201: ref<FeedStatus>('FeedStatus'), ...failures },
      },
    },
    async (request, reply) => reply.code(201).send(await live().add(request.body)),
  );

  app.patch(
    '/api/v1/feeds/:name',
    {
      ...may('administrator'),
      schema: {
        summary: 'Changes a feed, also pauses it and lets it go on',
        params: Name,
        body: FeedChangeSchema,
        response: { 200: ref<FeedStatus>('FeedStatus'), ...failures },
      },
    },
    async (request) => live().change(request.params.name, request.body),
  );

  app.delete(
    '/api/v1/feeds/:name',
    {
      ...may('administrator'),
      schema: { summary: 'Removes a feed', params: Name, response: { 204: Type.Null(), ...failures } },
    },
    async (request, reply) => {
      await live().remove(request.params.name);
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/api/v1/feeds/:name/observations',
    {
      ...may('sensor', 'administrator'),
      bodyLimit: POST_BYTES,
      schema: {
        summary: 'Observations of a party, for its feed of connection party_feed',
        params: Name,
        body: Posted,
        response: { 202: Taken, ...failures },
      },
    },
    async (request, reply) => {
      const { observations } = request.body;
      live().post(request.params.name, observations);
      return reply.code(202).send({ taken: observations.length });
    },
  );
};
