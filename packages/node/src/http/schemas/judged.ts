import { type LogEntry, SAYINGS, SHARED_LEVELS, SHARED_WHATS, WHYS } from '@skyaccord/accord';
import Type from 'typebox';
import { closed, literals, number, text } from './aircraft.ts';
import { nullable, ref, time_ms } from './common.ts';

const Interval = nullable(
  Type.Object(
    { earliest_ms: nullable(time_ms), latest_ms: nullable(time_ms) },
    { description: 'No sooner and no later than this; null where the facts do not bound it', ...closed },
  ),
);

/** What a clause says of one event, beside the tick and time of saying it. */
const VERDICT = {
  clause: text,
  memorandum: text,
  version: Type.Integer(),
  subjects: Type.Array(
    Type.Object({ track: nullable(text), callsign: nullable(text), party: nullable(text) }, closed),
    { description: 'The aircraft that it is about, or a party without one' },
  ),
  about: Type.Union([text, Type.Null()], { description: 'The alert, case, line or notice that it is about' }),
  answer: literals('complied', 'breached', 'cannot_tell'),
  why: literals(...WHYS),
  measured: Type.Record(text, nullable(number), { description: 'Figures by name, units last' }),
  began: Interval,
  ended: Interval,
};

const short = Type.String({ minLength: 1, maxLength: 128 });
const entry = {
  at: Type.Object(
    { earliest_ms: time_ms, latest_ms: time_ms },
    { description: 'When it was said, with what the clock may be off by', ...closed },
  ),
  says: literals(...SAYINGS),
  by: Type.String({ minLength: 1, maxLength: 64, description: 'The party whose people said it' }),
  to: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'Left out: to all that listen' })),
  clause: Type.Optional(short),
  step: Type.Optional(Type.Integer({ minimum: 1, maximum: 64, description: 'Ring, rung or call of the clause' })),
  track: Type.Optional(short),
  frequency_mhz: Type.Optional(Type.Number({ minimum: 0.1, maximum: 1_000 })),
  about: Type.Optional(
    Type.String({ minLength: 1, maxLength: 256, description: 'An alert, a case, or the name of what is announced' }),
  ),
  from_ms: Type.Optional(Type.Integer({ description: 'Of what was announced, failed or allowed: from when on' })),
  until_ms: Type.Optional(Type.Integer({ description: 'And until when' })),
  contents: Type.Optional(Type.Array(short, { maxItems: 64 })),
  emergency: Type.Optional(Type.Boolean()),
  purpose_named: Type.Optional(Type.Boolean()),
  what: Type.Optional(literals(...SHARED_WHATS)),
  level: Type.Optional(literals(...SHARED_LEVELS)),
  resolution_m: Type.Optional(Type.Number({ minimum: 0, maximum: 400_000, description: '0: exact' })),
  words: Type.Optional(Type.String({ maxLength: 500 })),
};
export const LogEntrySchema = Type.Unsafe<LogEntry>(
  Type.Object(entry, { $id: 'LogEntry', description: 'One entry of the log of calls', ...closed }),
);

/** The same as the body of a request, which is checked without names. */
export const EntryPosted = Type.Unsafe<LogEntry>(Type.Object(entry, closed));

/** Roles that are asked. */
const ASKED = Type.Object({ party: text, role: text }, closed);
export const QUESTION = {
  question: text,
  clause: text,
  about: text,
  asked: Type.Array(ASKED),
  opened_ms: time_ms,
  due_ms: nullable(time_ms),
};

const said = { tick: Type.Integer(), time_ms };
export const VerdictSchema = Type.Object(
  { kind: Type.Literal('verdict'), ...said, ...VERDICT },
  { $id: 'Verdict', description: 'What a clause says of one event', ...closed },
);
export const CallLoggedSchema = Type.Object(
  { kind: Type.Literal('call_logged'), ...said, entry: ref<LogEntry>('LogEntry') },
  { $id: 'CallLogged', ...closed },
);

const ANSWER = literals('complied', 'breached', 'not_applicable', 'cannot_tell');
export const QuestionSchema = Type.Object(
  {
    ...QUESTION,
    answers: Type.Array(
      Type.Object({ by: ASKED, speaker: text, answer: ANSWER, because: text, answered_ms: time_ms }, closed),
      { description: 'In the order given: a later one of the same role stands beside the earlier' },
    ),
    awaited: Type.Array(ASKED, { description: 'Asked, and yet to answer' }),
    state: literals('open', 'answered', 'overdue'),
    agreed: Type.Union([ANSWER, Type.Null()], { description: 'What everyone asked says, where all say the same' }),
  },
  { $id: 'Question', ...closed },
);

export const AnswerPosted = Type.Object(
  {
    question: Type.String({ minLength: 1, maxLength: 256 }),
    by: Type.Object({ party: short, role: short }, closed),
    speaker: Type.String({ minLength: 1, maxLength: 128, description: 'Who speaks for the role' }),
    answer: ANSWER,
    because: Type.String({ minLength: 1, maxLength: 2_000 }),
  },
  closed,
);
