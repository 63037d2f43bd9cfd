import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { type CaseStep, TOLD_FIELDS } from '@skyaccord/accord';
import { canonicalJson, sha256Hex } from '@skyaccord/proof';
import Type from 'typebox';
import { asked } from '../../cases/desk.ts';
import { draftRelease, type ReleaseText, type Releasing, releaseOf } from '../../cases/releasing.ts';
import { CaseReleaseSchema, ReleaseTexts } from '../../cases/schemas.ts';
import { NodeError } from '../../errors.ts';
import { failures, may, nullable, ref, signedIn } from '../schemas/common.ts';
import type { Services } from '../services.ts';

const closed = { additionalProperties: false };
const text = Type.String();
const Id = Type.Object({ id: Type.String({ minLength: 1, maxLength: 256 }) }, closed);
/** Texts of four languages with all they may hold. */
const BODY_BYTES = 512 * 1024;
const Text = Type.Object(
  {
    state: Type.Union([Type.Literal('published'), Type.Literal('withdrawn')]),
    words: ReleaseTexts,
    plotted: Type.Boolean({ description: 'Whether the range against time is told' }),
  },
  closed,
);
const Drafted = Type.Object({
  but: nullable(text),
  release: nullable(CaseReleaseSchema),
  problems: Type.Array(Type.Object({ field: text, reason: text, remedy: text }, closed)),
  languages: Type.Array(text),
  told: Type.Array(Type.Object({ field: text, told: text }, closed)),
});

/** What the public is told of a case: a text of the parties, as it would be read, and as each party signs it. */
export const caseReleaseRoutes: FastifyPluginAsyncTypebox<Services> = async (app, { core, queries }) => {
  const fileOf = (id: string) => queries.ask('caseFile', core.cases.book.matter(id).base?.id ?? id);
  const shown = (one: Releasing) => ({ ...one, languages: core.memorandum.languages, told: TOLD_FIELDS });

  app.get(
    '/api/v1/cases/:id/release',
    {
      ...signedIn,
      schema: {
        summary: 'A text of a case for the public, to be edited; or why nothing may be told of it yet',
        params: Id,
        response: { 200: Drafted, ...failures },
      },
    },
    async ({ params }) => shown(releaseOf(core, params.id, await known(params.id), null)),
  );

  app.post(
    '/api/v1/cases/:id/release/preview',
    {
      ...may('safety_manager', 'investigator'),
      bodyLimit: BODY_BYTES,
      schema: {
        summary: 'What becomes public of a text, and what in it must not; nothing is kept',
        params: Id,
        body: Text,
        response: { 200: Drafted, ...failures },
      },
    },
    async ({ params, body }) => shown(releaseOf(core, params.id, await known(params.id), body as ReleaseText)),
  );

  app.post(
    '/api/v1/cases/:id/releases',
    {
      ...may('safety_manager', 'investigator'),
      bodyLimit: BODY_BYTES,
      schema: {
        summary: 'Drafts a release, a correction or a withdrawal: all parties see it, and each signs it or declines',
        params: Id,
        body: Text,
        response: { 201: ref<CaseStep>('CaseStep'), ...failures },
      },
    },
    async ({ params, body, person }, reply) => {
      const file = await known(params.id);
      return reply.code(201).send(await draftRelease(core, params.id, file, body as ReleaseText, person));
    },
  );

  app.get(
    '/api/v1/cases/:id/releases/:draft/content',
    {
      ...signedIn,
      schema: {
        summary: 'The very bytes of a draft that parties sign: canonical JSON',
        params: Type.Object({ ...Id.properties, draft: Type.String({ minLength: 1, maxLength: 320 }) }, closed),
        response: failures,
      },
    },
    async ({ params }, reply) => {
      const work = asked(() => core.cases.book.work(params.id, core.time_ms));
      const found = work.releases.find(({ id }) => id === params.draft);
      if (found === undefined) {
        throw new NodeError('not_found', 'The case has no such draft.', { field: 'draft', value: params.draft });
      }
      const content = canonicalJson(found.release);
      reply.type('application/json; charset=utf-8').header('x-content-sha256', sha256Hex(content));
      return reply.send(Buffer.from(content, 'utf8'));
    },
  );

  /** The file of a case; null where no watch of this node recorded it. @throws NodeError case_not_found */
  async function known(id: string) {
    asked(() => core.cases.book.matter(id));
    return fileOf(id);
  }
};
