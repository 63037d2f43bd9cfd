import { type LineEvent, LONGEST_FIELD, LONGEST_TEXT, MESSAGE_KINDS, PRECEDENCES } from '@skyaccord/accord';
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { LineBody } from './record.ts';

const closed = { additionalProperties: false };
const instant = Type.Integer({ minimum: 0, maximum: 4e12 });
const party = Type.String({ minLength: 1, maxLength: 64 });
const person = Type.String({ minLength: 1, maxLength: 128 });
const name = Type.String({ minLength: 1, maxLength: 160 });
const oneOf = (values: readonly string[]) => Type.Union(values.map((value) => Type.Literal(value)));

/** The longest read-back that is looked at, characters. */
export const LONGEST_READ_BACK = 1_000;

/** Fields and words of a message, as a request or another node gives them. */
export const FIELDS = Type.Record(
  Type.String({ pattern: '^[a-z_]{1,32}$' }),
  Type.Union([Type.String({ maxLength: LONGEST_FIELD }), Type.Number()]),
  { maxProperties: 8 },
);
export const WORDS = Type.Record(Type.String({ pattern: '^[a-z]{2,3}$' }), Type.String({ maxLength: LONGEST_TEXT }), {
  maxProperties: 8,
});

const MESSAGE = Type.Object(
  {
    from: party,
    to: party,
    serial: Type.Integer({ minimum: 1 }),
    kind: oneOf(Object.keys(MESSAGE_KINDS)),
    precedence: oneOf(PRECEDENCES),
    logged_by: Type.Null(),
    sent_ms: instant,
    acknowledge_by_ms: instant,
    by: person,
    fields: FIELDS,
    words: WORDS,
  },
  closed,
);
const event = (kind: string, fields: Type.TProperties) =>
  Type.Object({ at_ms: instant, party, kind: Type.Literal(kind), ...fields }, closed);
const of = name;
const by = person;
const BODY = Compile(
  Type.Object(
    {
      kind: Type.Literal('line'),
      event: Type.Union([
        event('sent', { message: MESSAGE }),
        event('delivered', { of }),
        event('read', { of, by }),
        event('read_back', { of, by, text: Type.String({ maxLength: LONGEST_READ_BACK }) }),
        event('accepted', { of, by }),
        event('refused', { of, by, reason: Type.String({ minLength: 1, maxLength: LONGEST_TEXT }) }),
        event('declared', { by, state: oneOf(['open', 'cut']), words: Type.String({ maxLength: LONGEST_TEXT }) }),
        event('watch_taken', { by }),
        event('handed_over', {
          by,
          entered_by: person,
          to: Type.Union([person, Type.Null()]),
          taken_over: Type.Array(name, { maxItems: 0 }),
        }),
        event('feeds', { live: Type.Integer({ minimum: 0, maximum: 10_000 }) }),
      ]),
    },
    closed,
  ),
);

/** Whether what came over a link is an event of the line, in every field; a node says nothing of its open messages. */
export const isLineBody = (body: unknown): body is LineBody => BODY.Check(body);

/** Whom an event concerns beside whoever says it: null: all that are linked; what was spoken, nobody. */
export function recipientsOf(
  event: LineEvent,
  about: { from: string; logged_by: string | null } | null,
): string[] | null {
  if (event.kind === 'sent') return event.message.logged_by === null ? [event.message.to] : [];
  if (!('of' in event)) return null;
  return about === null || about.logged_by !== null ? [] : [about.from];
}
