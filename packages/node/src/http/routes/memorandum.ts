import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import {
  documentSheet,
  kneeboardSheet,
  type Life,
  type Memorandum,
  type Reading,
  readingOf,
  type Step,
} from '@skyaccord/accord';
import type { FastifyReply } from 'fastify';
import Type from 'typebox';
import { NodeError } from '../../errors.ts';
import { type Comparison, Paperwork } from '../../memorandum/paperwork.ts';
import type { Paper } from '../../print/pdf.ts';
import { durable } from '../../run/durable.ts';
import { failures, may, ref, signedIn } from '../schemas/common.ts';
import type { Services } from '../services.ts';

const Posted = Type.Object(
  {
    statement: Type.Optional(
      Type.Unknown({ description: 'As it was signed; left out for a signature over the content' }),
    ),
    signature: Type.String({
      minLength: 1,
      maxLength: 4096,
      description: 'Detached JWS (RFC 7515, RFC 7797), Ed25519',
    }),
  },
  { additionalProperties: false },
);

const closed = { additionalProperties: false };
const language = Type.Optional(Type.String({ description: "One of the memorandum's, its first where it is left out" }));
const InLanguage = Type.Object({ language }, closed);
const ForCrews = Type.Object({ language, party: Type.String({ description: 'Whose crews it is for' }) }, closed);
/** A document of a million characters, each of them escaped. */
const DOCUMENT_BYTES = 8 * 1024 * 1024;
const Compared = Type.Object(
  {
    text: Type.String({ minLength: 1, maxLength: 1_048_576, description: 'A memorandum, as YAML or JSON' }),
    language: Type.Optional(Type.String({ description: 'Of the sentences that answer: en, fr' })),
  },
  closed,
);

/** The memorandum, what exactly is signed of it, and where its life stands. */
export const memorandumRoutes: FastifyPluginAsyncTypebox<Services> = async (app, { core }) => {
  const paperwork = new Paperwork();
  const { languages, parties } = core.memorandum;

  const languageOf = (asked = languages[0] ?? 'en'): string => {
    if (languages.includes(asked)) return asked;
    const place = { field: 'querystring.language', value: asked };
    throw new NodeError('language_unknown', `It has ${languages.join(', ')}.`, place);
  };
  const standing = () => ({ life: core.life.at(core.time_ms), at_ms: core.time_ms });
  const print = async (reply: FastifyReply, sheet: ReturnType<typeof documentSheet>, paper: Paper, name: string) => {
    const bytes = await paperwork.print(sheet, paper, Date.now());
    reply.type('application/pdf').header('content-disposition', `inline; filename="${name}.pdf"`);
    return reply.send(Buffer.from(bytes));
  };

  app.get(
    '/api/v1/memorandum',
    {
      ...signedIn,
      schema: {
        summary: 'The memorandum whose rules this node runs',
        response: { 200: ref<Memorandum>('Memorandum'), ...failures },
      },
    },
    async () => core.memorandum,
  );

  app.get(
    '/api/v1/memorandum/content',
    { ...signedIn, schema: { summary: 'The very bytes that parties sign: its canonical JSON', response: failures } },
    async (_request, reply) => {
      reply.type('application/json; charset=utf-8').header('x-content-sha256', core.life.sha256);
      return reply.send(Buffer.from(core.life.canonical, 'utf8'));
    },
  );

  app.get(
    '/api/v1/memorandum/life',
    {
      ...signedIn,
      schema: {
        summary: 'Where it stands: what parties declared, and what follows from what they signed',
        response: { 200: ref<Life>('Life'), ...failures },
      },
    },
    async () => core.life.at(core.time_ms),
  );

  app.get(
    '/api/v1/memorandum/reading',
    {
      ...signedIn,
      schema: {
        summary: 'The document to be read in one of its languages, parameters in words',
        querystring: InLanguage,
        response: { 200: ref<Reading>('Reading'), ...failures },
      },
    },
    async ({ query }) => readingOf(core.life.content, languageOf(query.language)),
  );

  app.get(
    '/api/v1/memorandum/document.pdf',
    {
      ...signedIn,
      schema: {
        summary: 'The document with its signatures and whether they hold, to be printed (PDF)',
        querystring: InLanguage,
        response: failures,
      },
    },
    async ({ query }, reply) => {
      const tag = languageOf(query.language);
      const { id, version } = core.memorandum;
      const sheet = documentSheet(core.life.content, standing(), tag);
      return print(reply, sheet, 'document', `${id}.v${version}.${tag}`);
    },
  );

  app.get(
    '/api/v1/memorandum/kneeboard.pdf',
    {
      ...signedIn,
      schema: {
        summary: 'The card for crews of one party, to be printed (PDF)',
        querystring: ForCrews,
        response: failures,
      },
    },
    async ({ query: { party, language: asked } }, reply) => {
      if (!parties.some(({ id }) => id === party)) {
        const place = { field: 'querystring.party', value: party };
        throw new NodeError('party_unknown', `It has ${parties.map(({ id }) => id).join(', ')}.`, place);
      }
      const tag = languageOf(asked);
      const { id, version } = core.memorandum;
      const sheet = kneeboardSheet(core.life.content, standing(), party, tag);
      return print(reply, sheet, 'kneeboard', `${id}.v${version}.${party}.${tag}`);
    },
  );

  app.post(
    '/api/v1/memorandum/compare',
    {
      ...signedIn,
      bodyLimit: DOCUMENT_BYTES,
      schema: {
        summary: "What another version says otherwise than this node's, in words; nothing is kept of it",
        body: Compared,
        response: { 200: ref<Comparison>('Comparison'), ...failures },
      },
    },
    async ({ body }) => {
      const { version } = core.memorandum;
      const { sha256, content } = core.life;
      return paperwork.compare({ version, sha256, content }, body.text, body.language ?? languages[0] ?? 'en');
    },
  );

  app.post(
    '/api/v1/memorandum/steps',
    {
      ...may('liaison_officer', 'administrator'),
      schema: {
        summary: 'A signature over the memorandum, or a signed statement; answers when that is durable',
        body: Posted,
        response: { 201: ref<Step>('Step'), ...failures },
      },
    },
    async (request, reply) => {
      const { statement = null, signature } = request.body;
      const entry = { statement, signature, received_ms: Date.now() };
      const step = core.life.check(entry);
      await durable(new Promise((resolve) => core.memorandumStep(entry, resolve)));
      return reply.code(201).send(step);
    },
  );
};
