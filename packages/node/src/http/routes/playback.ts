import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { MAX_SPEED, MIN_SPEED, type Playback } from '../../clock/playback.ts';
import { NodeError } from '../../errors.ts';
import { failures, may, ref, signedIn } from '../schemas/common.ts';
import type { Services } from '../services.ts';

const Change = Type.Object(
  {
    paused: Type.Optional(Type.Boolean()),
    speed: Type.Optional(Type.Number({ minimum: MIN_SPEED, maximum: MAX_SPEED })),
  },
  { additionalProperties: false },
);

/** Pause and speed of a recording or scenario. */
export const playbackRoutes: FastifyPluginAsyncTypebox<Services> = async (app, { core, play }) => {
  app.get(
    '/api/v1/playback',
    { ...signedIn, schema: { summary: 'How it is played', response: { 200: ref<Playback>('Playback'), ...failures } } },
    async () => {
      const { playback } = core;
      if (playback === null) throw new NodeError('no_playback');
      return playback;
    },
  );

  app.post(
    '/api/v1/playback',
    {
      ...may('administrator'),
      schema: {
        summary: 'Pauses, goes on, or changes the speed',
        body: Change,
        response: { 200: ref<Playback>('Playback'), ...failures },
      },
    },
    async (request) => {
      if (play === null) throw new NodeError('no_playback');
      return play(request.body);
    },
  );
};
