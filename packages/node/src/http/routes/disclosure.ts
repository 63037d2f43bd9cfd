import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { FIELDS, type MatrixCell, RUNGS, type Rung, type ShowingStep, type View } from '@skyaccord/accord';
import Type from 'typebox';
import { NodeError } from '../../errors.ts';
import type { GivenCommitment } from '../../link/binding.ts';
import type { Cell } from '../../link/cell.ts';
import type { ReceivedCommitment } from '../../link/commitments.ts';
import type { HeardAlert } from '../../link/heard_alerts.ts';
import type { HeardFlight } from '../../link/heard_flights.ts';
import type { HeardThing } from '../../link/things.ts';
import { durable } from '../../run/durable.ts';
import { failures, may, nullable, ref, signedIn } from '../schemas/common.ts';
import { ChoiceSchema, rung, what } from '../schemas/disclosure.ts';
import type { Services } from '../services.ts';

const closed = { additionalProperties: false };
const party = Type.String({ minLength: 1, maxLength: 32 });
const DEFAULT_LIMIT = 100;
const limit = Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000 }));
/** Statements of the history in one answer. */
const MOST_HISTORY = 500;

/** What this party shows each other party, what it would show, and what it bound itself to. */
export const disclosureRoutes: FastifyPluginAsyncTypebox<Services> = async (app, { core, cell, things }) => {
  const others = (own: Cell) => core.memorandum.parties.filter(({ id }) => id !== own.own);
  /** A party of the memorandum that is not this one. */
  const known = (id: string): Cell => {
    if (cell !== null && others(cell).some((one) => one.id === id)) return cell;
    const ids =
      cell === null
        ? 'this node has no links'
        : `others are ${others(cell)
            .map((one) => one.id)
            .join(', ')}`;
    throw new NodeError('link_unknown', `It is ${id}; ${ids}.`, { field: 'party', value: id });
  };

  app.get(
    '/api/v1/disclosure',
    {
      ...signedIn,
      schema: {
        summary: 'What this party shows each other party, kind by kind: the duty, the choice, and what comes of both',
        response: {
          200: Type.Object({
            party: nullable(Type.String()),
            rungs: Type.Array(rung),
            fields: Type.Record(Type.String(), Type.Record(Type.String(), rung), {
              description: 'From which rung on each field of each kind is shown',
            }),
            parties: Type.Array(
              Type.Object({
                party: Type.String(),
                linked: Type.Boolean(),
                cells: Type.Array(ref<MatrixCell>('MatrixCell')),
              }),
            ),
            history: Type.Array(ref<ShowingStep>('ShowingStep')),
          }),
          ...failures,
        },
      },
    },
    async () => {
      const rungs = [...RUNGS];
      if (cell === null) return { party: null, rungs, fields: FIELDS, parties: [], history: [] };
      const now_ms = Date.now();
      return {
        party: cell.own,
        rungs,
        fields: FIELDS,
        parties: others(cell).map(({ id }) => ({
          party: id,
          linked: cell.peers.includes(id),
          cells: cell.disclosure.row(id, now_ms),
        })),
        history: cell.disclosure.matrix.history.slice(0, MOST_HISTORY),
      };
    },
  );

  app.post(
    '/api/v1/disclosure',
    {
      ...may('liaison_officer', 'administrator'),
      schema: {
        summary: 'States what is shown to a party from an instant on, never less than a duty; answers when durable',
        body: Type.Object(
          {
            to: party,
            what,
            choice: Type.Union([ChoiceSchema, Type.Null()], { description: 'null: no more than clauses oblige to' }),
            effective_ms: Type.Optional(
              Type.Integer({ minimum: 0, maximum: 4e12, description: 'Without it: from now on' }),
            ),
            reason: Type.String({ minLength: 1, maxLength: 400 }),
          },
          closed,
        ),
        response: { 201: ref<ShowingStep>('ShowingStep'), ...failures },
      },
    },
    async (request, reply) => {
      const { to, effective_ms, ...asked } = request.body;
      const { disclosure } = known(to);
      const step = await disclosure.state({ to, ...asked, effective_ms: effective_ms ?? null }, request.person.name);
      return reply.code(201).send(step);
    },
  );

  app.get(
    '/api/v1/disclosure/preview',
    {
      ...signedIn,
      schema: {
        summary: 'As another party sees what this one has now of a kind; with a rung, as it would under that choice',
        querystring: Type.Object(
          {
            party,
            what,
            rung: Type.Optional(rung),
            delay_s: Type.Optional(Type.Number({ minimum: 0, maximum: 31 * 86_400 })),
            resolution_m: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 370_400 })),
          },
          closed,
        ),
        response: {
          200: Type.Object({
            things: Type.Array(Type.Object({ name: Type.String(), view: nullable(ref<View>('View')) })),
          }),
          ...failures,
        },
      },
    },
    async (request) => {
      const { party: to, what: kind, rung: wanted, delay_s = null, resolution_m = null } = request.query;
      if (cell === null) return { things: [] };
      const own = known(to);
      const choice = wanted === undefined ? undefined : { rung: wanted as Rung, delay_s, resolution_m };
      return { things: own.preview(to, kind, choice) };
    },
  );

  app.get(
    '/api/v1/disclosure/received',
    {
      ...signedIn,
      schema: {
        summary: 'What linked parties show, at whatever rung, as it was last said',
        querystring: Type.Object({ party: Type.Optional(party) }, closed),
        response: {
          200: Type.Object({
            flights: Type.Array(ref<HeardFlight>('HeardFlight')),
            alerts: Type.Array(ref<HeardAlert>('HeardAlert')),
            things: Type.Array(ref<HeardThing>('HeardThing')),
          }),
          ...failures,
        },
      },
    },
    async (request) => {
      const { party: from } = request.query;
      const of = <One extends { readonly from: string }>(some: readonly One[]): One[] =>
        some.filter((one) => from === undefined || one.from === from);
      return { flights: of(cell?.flights ?? []), alerts: of(cell?.alerts ?? []), things: of(things?.views ?? []) };
    },
  );

  app.get(
    '/api/v1/commitments',
    {
      ...signedIn,
      schema: {
        summary: 'Commitments given to a linked party and received from it, with what was revealed; newest first',
        querystring: Type.Object({ party, limit }, closed),
        response: {
          200: Type.Object({
            given: Type.Array(ref<GivenCommitment>('GivenCommitment')),
            received: Type.Array(ref<ReceivedCommitment>('ReceivedCommitment')),
          }),
          ...failures,
        },
      },
    },
    async (request) => {
      const { party: with_, limit: most = DEFAULT_LIMIT } = request.query;
      if (cell === null) return { given: [], received: [] };
      const { binding } = known(with_);
      return { given: binding.given(with_, most), received: binding.received(with_, most) };
    },
  );

  app.post(
    '/api/v1/commitments/reveal',
    {
      ...may('investigator', 'liaison_officer'),
      schema: {
        summary: 'Sends a linked party what opens a commitment that it was given; answers when that is durable here',
        body: Type.Object({ party, ref: Type.String({ pattern: '^[0-9a-f]{16}$' }) }, closed),
        response: { 200: ref<GivenCommitment>('GivenCommitment'), ...failures },
      },
    },
    async (request) => {
      const { party: to, ref: name } = request.body;
      const own = known(to);
      const opening = own.binding.opening(to, name);
      core.note('reveals', { to, ref: name, by: request.person.name });
      await durable(new Promise((resolve) => own.submit(to, opening, resolve)));
      return own.binding.givenOf(name);
    },
  );
};
