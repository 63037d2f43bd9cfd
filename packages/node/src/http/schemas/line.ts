import {
  type CellReadiness,
  EVIDENCE_KINDS,
  type LineClause,
  MESSAGE_KINDS,
  PARSED_SCHEMAS,
  PRECEDENCES,
  READINESS_STEPS,
  type SaidStatement,
} from '@skyaccord/accord';
import Type from 'typebox';
import { FIELDS, LONGEST_READ_BACK, WORDS } from '../../line/check.ts';
import type { LineMessage, LineView } from '../../line/view.ts';
import { closed, literals, text } from './aircraft.ts';
import { nullable, ref, time_ms } from './common.ts';

const count = Type.Integer({ minimum: 0 });
const words = Type.Record(Type.String(), Type.String());
const late = nullable(time_ms);
const kinds = Object.keys(MESSAGE_KINDS) as (keyof typeof MESSAGE_KINDS)[];

const MESSAGE = Type.Object(
  {
    from: text,
    to: text,
    serial: Type.Integer({ minimum: 1, description: 'Of what the one sent the other, without a gap' }),
    kind: literals(...kinds),
    precedence: literals(...PRECEDENCES),
    logged_by: Type.Union([text, Type.Null()], { description: 'It was spoken, and this party wrote it down' }),
    sent_ms: Type.Integer({ description: "By its sender's clock" }),
    acknowledge_by_ms: time_ms,
    by: text,
    fields: Type.Record(text, Type.Union([Type.String(), Type.Number()])),
    words,
  },
  closed,
);

export const LineMessageSchema = Type.Unsafe<LineMessage>(
  Type.Object(
    {
      name: Type.String({ description: 'Who sent it to whom, and its serial' }),
      message: MESSAGE,
      sent_ms: Type.Integer({ description: "This and all below by this node's clock" }),
      due_ms: Type.Integer({ description: 'When it is to be acknowledged' }),
      delivered_ms: late,
      read_ms: late,
      read_by: nullable(text),
      read_backs: Type.Array(Type.Object({ at_ms: time_ms, by: text, text, ok: Type.Boolean() }, closed)),
      closed: nullable(
        Type.Union([
          Type.Object({ as: Type.Literal('accepted'), at_ms: time_ms, by: text }, closed),
          Type.Object({ as: Type.Literal('refused'), at_ms: time_ms, by: text, reason: text }, closed),
        ]),
      ),
      read_back: Type.Union([text, Type.Null()], { description: 'What is to be read back; null: nothing' }),
      text: Type.Object({ en: text, fr: text }, closed),
    },
    { $id: 'LineMessage', description: 'A message of the line, with what came of it', ...closed },
  ),
);

const DECLARED = Type.Object(
  { at_ms: time_ms, party: text, by: text, state: literals('open', 'cut'), words: text },
  closed,
);
const ALARM = {
  key: text,
  kind: literals('overdue', 'test_due', 'test_missed', 'line_dead', 'not_taken'),
  since_ms: Type.Integer({ description: 'The instant by the clause, whenever somebody looked' }),
  clause: nullable(text),
  message: nullable(text),
  step: Type.Integer({ minimum: 1, description: 'How often it was escalated' }),
  words: Type.Union([words, Type.Null()], { description: 'What the memorandum says is done' }),
};

export const LineViewSchema = Type.Unsafe<LineView>(
  Type.Object(
    {
      party: text,
      time_ms,
      linked: Type.Array(Type.Object({ party: text, up: Type.Boolean() }, closed)),
      lines: Type.Array(
        Type.Object(
          {
            clause: Type.Unsafe<LineClause>(PARSED_SCHEMAS.clause),
            observed: Type.Object(
              {
                state: literals('untested', 'working', 'missed', 'dead'),
                answered_ms: late,
                missed_in_a_row: count,
                missed_ms: late,
                alarm_ms: late,
                next_test_ms: time_ms,
                declared: nullable(DECLARED),
              },
              closed,
            ),
          },
          closed,
        ),
      ),
      declared: Type.Array(DECLARED, { description: 'What each party declared last' }),
      watches: Type.Array(Type.Object({ party: text, officer: text, from_ms: time_ms, until_ms: late }, closed)),
      standing: Type.Array(Type.Object(ALARM, closed), { description: 'What stands now, most urgent first' }),
      told: Type.Array(Type.Object({ ...ALARM, told_ms: time_ms }, closed), { description: 'Newest first' }),
    },
    { $id: 'LineView', description: 'The line as it stands: observed beside declared', ...closed },
  ),
);

/** Of the line, in the status of a node. */
export const LINE_SUMMARY = Type.Object(
  { received: count, sent: count, overdue: count, dead: Type.Array(text), due: Type.Array(text), revision: count },
  { description: 'Messages without an answer; lines whose test calls were missed or are due', ...closed },
);

const instant = Type.Integer({ minimum: 0, maximum: 4e12 });
const party = Type.String({ minLength: 1, maxLength: 64 });
const person = Type.String({ minLength: 1, maxLength: 128 });
const said = Type.Optional(
  Type.Integer({ minimum: 0, maximum: 4e12, description: 'Of a voice call: when it was said; now where left out' }),
);

export const MessagePosted = Type.Object(
  {
    to: party,
    kind: literals(...kinds),
    precedence: literals(...PRECEDENCES),
    acknowledge_within_s: Type.Optional(Type.Integer({ minimum: 10, maximum: 7 * 86_400 })),
    fields: Type.Optional(FIELDS),
    words: Type.Optional(WORDS),
    voice: Type.Optional(
      Type.Object(
        { from: party, at_ms: instant },
        { description: 'It was spoken: who called, and when; it is logged here and goes over no link', ...closed },
      ),
    ),
  },
  closed,
);
export const ReadBackPosted = Type.Object(
  { text: Type.String({ minLength: 1, maxLength: LONGEST_READ_BACK }), at_ms: said },
  closed,
);
export const AcceptedPosted = Type.Object({ at_ms: said }, closed);
export const RefusedPosted = Type.Object(
  { reason: Type.String({ minLength: 1, maxLength: 2_000 }), at_ms: said },
  closed,
);
export const DeclaredPosted = Type.Object(
  { state: literals('open', 'cut'), words: Type.String({ maxLength: 2_000 }) },
  closed,
);
export const HandoverPosted = Type.Object(
  {
    to: Type.Union([person, Type.Null()], { description: 'Who follows; null: nobody, the desk closes' }),
    taken_over: Type.Array(Type.String({ maxLength: 160 }), {
      maxItems: 1_000,
      description: 'Own messages without an answer that the next watch knows of, by name',
    }),
  },
  closed,
);

const EVIDENCE = Type.Object(
  {
    kind: literals(...EVIDENCE_KINDS),
    member: text,
    other: nullable(text),
    from_ms: time_ms,
    until_ms: late,
    source: text,
  },
  closed,
);
const state = literals(...READINESS_STEPS, 'degraded', 'suspended');

/** How far the cell and each member is, by evidence; and what people have said about it. */
export type ReadinessView = {
  readonly time_ms: number;
  readonly cell: CellReadiness;
  readonly said: readonly SaidStatement[];
};
export const ReadinessSchema = Type.Unsafe<ReadinessView>(
  Type.Object(
    {
      time_ms,
      cell: Type.Object(
        {
          state,
          stood_up: Type.Boolean({ description: 'Every member is at least initial' }),
          members: Type.Array(
            Type.Object(
              {
                member: text,
                state,
                step: literals(...READINESS_STEPS),
                rests_on: Type.Array(EVIDENCE),
                missing: Type.Array(
                  Type.Object(
                    {
                      step: literals(...READINESS_STEPS),
                      kind: literals(...EVIDENCE_KINDS),
                      member: text,
                      other: nullable(text),
                      last_ms: late,
                      words: text,
                    },
                    closed,
                  ),
                ),
              },
              closed,
            ),
          ),
        },
        closed,
      ),
      said: Type.Array(ref<SaidStatement>('SaidStatement'), { description: 'What people said of it, oldest first' }),
    },
    { $id: 'Readiness', description: 'Computed from dated evidence; what was said stands beside it', ...closed },
  ),
);
