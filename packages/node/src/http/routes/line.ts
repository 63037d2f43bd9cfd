import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { ACKNOWLEDGE_S, type LineEvent, type LineState, messageName, objectionTo, watchOf } from '@skyaccord/accord';
import Type from 'typebox';
import { NodeError } from '../../errors.ts';
import { membersOf, readinessHere, saidOfReadiness } from '../../line/readiness.ts';
import { type LineMessage, type LineView, lineView, messagesOf, messageView } from '../../line/view.ts';
import { durable } from '../../run/durable.ts';
import { failures, may, ref, signedIn } from '../schemas/common.ts';
import {
  AcceptedPosted,
  DeclaredPosted,
  HandoverPosted,
  MessagePosted,
  ReadBackPosted,
  type ReadinessView,
  RefusedPosted,
} from '../schemas/line.ts';
import type { Services } from '../services.ts';

const DEFAULT_LIMIT = 200;
const MOST = 1_000;
const closed = { additionalProperties: false };
const NAMED = Type.Object({ message: Type.String({ minLength: 1, maxLength: 160 }) }, closed);
const writing = may('liaison_officer');
/** What is spoken is logged within a day of being said. */
const LATEST_LOG_MS = 86_400_000;

/** The line between the parties' ground stations: messages, the watch, what is declared; and how ready the cell is. */
export const lineRoutes: FastifyPluginAsyncTypebox<Services> = async (app, { core, line: desk }) => {
  const one = (name: string): LineMessage => {
    const tracked = desk.state.messages.get(name);
    if (tracked === undefined)
      throw new NodeError('line_message_unknown', undefined, { field: 'message', value: name });
    return messageView(tracked);
  };
  /** Of a voice call somebody may say when it was answered; what goes over the link happens when it is said. */
  const answeredAt = (name: string, at_ms: number | undefined, now_ms: number): number => {
    if (at_ms === undefined) return now_ms;
    const spoken = one(name).message.logged_by !== null;
    if (!spoken || at_ms > now_ms) {
      const reason = spoken ? 'It is in the future.' : 'Only of a voice call can it be said when it was answered.';
      throw new NodeError('line_refused', reason, { field: 'at_ms', value: String(at_ms) });
    }
    return at_ms;
  };
  /** Says something, and waits until it is durable. */
  const said = async (make: (state: LineState, now_ms: number) => LineEvent): Promise<LineEvent> => {
    const event = desk.say(make);
    await durable(event.then(() => {}));
    return event;
  };
  const say = async (make: (state: LineState, now_ms: number) => LineEvent): Promise<LineView> => {
    await said(make);
    return lineView(desk);
  };
  const answer = async (
    name: string,
    at_ms: number | undefined,
    make: (at: { at_ms: number; party: string; of: string }) => LineEvent,
  ): Promise<LineMessage> => {
    one(name);
    await said((_state, now_ms) => make({ at_ms: answeredAt(name, at_ms, now_ms), party: desk.party, of: name }));
    return one(name);
  };

  app.get(
    '/api/v1/line',
    {
      ...signedIn,
      schema: {
        summary: 'The line as it stands: tests, what is observed and declared, watches, what people are told of',
        response: { 200: ref<LineView>('LineView'), ...failures },
      },
    },
    async () => lineView(desk),
  );

  app.get(
    '/api/v1/line/messages',
    {
      ...signedIn,
      schema: {
        summary: 'Messages of the line and voice calls logged by hand, newest first, with what came of each',
        querystring: Type.Object(
          {
            limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST, default: DEFAULT_LIMIT })),
            open: Type.Optional(Type.Boolean({ description: 'Only those without an answer' })),
          },
          closed,
        ),
        response: { 200: Type.Object({ messages: Type.Array(ref<LineMessage>('LineMessage')) }), ...failures },
      },
    },
    async (request) => {
      const { limit = DEFAULT_LIMIT, open = false } = request.query;
      return { messages: messagesOf(desk, limit, open) };
    },
  );

  app.post(
    '/api/v1/line/messages',
    {
      ...writing,
      schema: {
        summary: 'Sends a message to the node of another party, or logs a voice call; answers when that is durable',
        body: MessagePosted,
        response: { 201: ref<LineMessage>('LineMessage'), ...failures },
      },
    },
    async (request, reply) => {
      const { to, kind, precedence, fields = {}, words = {}, voice, acknowledge_within_s } = request.body;
      const within_ms = 1000 * (acknowledge_within_s ?? ACKNOWLEDGE_S[precedence]);
      const by = request.person.name;
      const event = await said((state, now_ms) => {
        const from = voice?.from ?? desk.party;
        checkPlaces(from, to, voice !== undefined);
        const sent_ms = voice?.at_ms ?? now_ms;
        if (voice !== undefined && (sent_ms > now_ms || sent_ms < now_ms - LATEST_LOG_MS)) {
          const place = { field: 'voice.at_ms', value: String(sent_ms) };
          throw new NodeError('line_message_invalid', 'A voice call is logged within a day of being said.', place);
        }
        const message = {
          from,
          to,
          serial: 1,
          kind,
          precedence,
          logged_by: voice === undefined ? null : desk.party,
          sent_ms,
          acknowledge_by_ms: sent_ms + within_ms,
          by,
          fields,
          words,
        };
        const wrong = objectionTo(message);
        if (wrong !== null) {
          const field = /^[\w.]+/.exec(wrong)?.[0] ?? 'body';
          throw new NodeError('line_message_invalid', `${wrong}.`, { field, value: '' });
        }
        // Its counter is the one that its name goes by.
        const counter = messageName(message).replace(/ \d+$/, '');
        const serial = (state.last_serial.get(counter) ?? 0) + 1;
        return { kind: 'sent', at_ms: now_ms, party: desk.party, message: { ...message, serial } };
      });
      return reply.code(201).send(one(event.kind === 'sent' ? messageName(event.message) : ''));
    },
  );

  function checkPlaces(from: string, to: string, isVoice: boolean): void {
    for (const [field, party] of [
      ['voice.from', from],
      ['to', to],
    ] as const) {
      if (core.memorandum.parties.some(({ id }) => id === party)) continue;
      const ids = core.memorandum.parties.map(({ id }) => id).join(', ');
      throw new NodeError('line_message_invalid', `It is no party of the memorandum: name one of ${ids}.`, {
        field,
        value: party,
      });
    }
    if (isVoice && from !== desk.party && to !== desk.party) {
      const reason = `One end of a call that is logged here is ${desk.party}.`;
      throw new NodeError('line_message_invalid', reason, { field: 'to', value: to });
    }
    if (isVoice || desk.links?.parties.includes(to) === true) return;
    const reason = `This node has no link with ${to}: say it over the telephone, and log the call with voice.`;
    throw new NodeError('line_message_invalid', reason, { field: 'to', value: to });
  }

  app.post(
    '/api/v1/line/messages/:message/read',
    {
      ...writing,
      schema: {
        summary: 'Says that a person has opened a message',
        params: NAMED,
        response: { 200: ref<LineMessage>('LineMessage'), ...failures },
      },
    },
    async ({ params: { message }, person }) =>
      answer(message, undefined, (at) => ({ kind: 'read', ...at, by: person.name })),
  );

  app.post(
    '/api/v1/line/messages/:message/read-backs',
    {
      ...writing,
      schema: {
        summary: 'Reads a message back; every attempt is kept, and one must match before it is accepted',
        params: NAMED,
        body: ReadBackPosted,
        response: { 200: ref<LineMessage>('LineMessage'), ...failures },
      },
    },
    async ({ params: { message }, body: { text, at_ms }, person }) =>
      answer(message, at_ms, (at) => ({ kind: 'read_back', ...at, by: person.name, text })),
  );

  app.post(
    '/api/v1/line/messages/:message/acceptance',
    {
      ...writing,
      schema: {
        summary: 'Accepts a message, which closes it; refused while it was not read back as it was sent',
        params: NAMED,
        body: AcceptedPosted,
        response: { 200: ref<LineMessage>('LineMessage'), ...failures },
      },
    },
    async ({ params: { message }, body: { at_ms }, person }) =>
      answer(message, at_ms, (at) => ({ kind: 'accepted', ...at, by: person.name })),
  );

  app.post(
    '/api/v1/line/messages/:message/refusal',
    {
      ...writing,
      schema: {
        summary: 'Refuses a message with a reason, which closes it',
        params: NAMED,
        body: RefusedPosted,
        response: { 200: ref<LineMessage>('LineMessage'), ...failures },
      },
    },
    async ({ params: { message }, body: { reason, at_ms }, person }) =>
      answer(message, at_ms, (at) => ({ kind: 'refused', ...at, by: person.name, reason })),
  );

  app.post(
    '/api/v1/line/declarations',
    {
      ...writing,
      schema: {
        summary: 'Declares the line open or cut; it stands beside what is observed and changes nothing of that',
        body: DeclaredPosted,
        response: { 201: ref<LineView>('LineView'), ...failures },
      },
    },
    async ({ body: { state, words }, person }, reply) => {
      const view = await say((_state, at_ms) => ({
        kind: 'declared',
        at_ms,
        party: desk.party,
        by: person.name,
        state,
        words,
      }));
      return reply.code(201).send(view);
    },
  );

  app.post(
    '/api/v1/line/watch',
    {
      ...writing,
      schema: {
        summary: 'Takes the watch, where nobody has it',
        response: { 201: ref<LineView>('LineView'), ...failures },
      },
    },
    async ({ person }, reply) => {
      const view = await say((_state, at_ms) => ({ kind: 'watch_taken', at_ms, party: desk.party, by: person.name }));
      return reply.code(201).send(view);
    },
  );

  app.post(
    '/api/v1/line/watch/handover',
    {
      ...writing,
      schema: {
        summary: 'Hands the watch over; refused while a message that came in is without an answer',
        body: HandoverPosted,
        response: { 201: ref<LineView>('LineView'), ...failures },
      },
    },
    async ({ body: { to, taken_over }, person }, reply) => {
      const view = await say((state, at_ms) => {
        // An officer may have gone home: whoever has signed in enters it, and both names are kept.
        const by = watchOf(state, desk.party)?.officer ?? person.name;
        return { kind: 'handed_over', at_ms, party: desk.party, by, entered_by: person.name, to, taken_over };
      });
      return reply.code(201).send(view);
    },
  );

  app.get(
    '/api/v1/readiness',
    {
      ...signedIn,
      schema: {
        summary: 'How far the cell and each member is, by dated evidence, with what is missing and what was said',
        response: { 200: ref<ReadinessView>('Readiness'), ...failures },
      },
    },
    async () => {
      const now_ms = desk.now_ms();
      const { register } = core.missions.book;
      const members = membersOf(desk, core.memorandum.parties);
      const cell = readinessHere({ desk, register, life: core.life.at(now_ms), members });
      return { time_ms: now_ms, cell, said: [...saidOfReadiness(register, now_ms)] };
    },
  );
};
