import {
  type Clause,
  type Contact,
  type Definition,
  LIFE_STATES,
  type Life,
  PARSED_SCHEMAS,
  type Period,
  type PublicKey,
  type Reading,
  type Step,
} from '@skyaccord/accord';
import Type from 'typebox';
import type { Comparison } from '../../memorandum/paperwork.ts';
import { CREW, closed, literals, number, text } from './aircraft.ts';
import { nullable, ref, time_ms } from './common.ts';

const words = Type.Record(text, text, { description: 'The same sentence by language' });
/** A part of the memorandum whose schema comes from the tables by which it is read. */
const part = <Value>(schema: object) => Type.Unsafe<Value>(schema);

const BOUNDS = Type.Tuple([number, number, number, number], { description: 'west, south, east, north' });
export const MemorandumSchema = Type.Object(
  {
    id: text,
    version: Type.Integer(),
    title: words,
    languages: Type.Array(text),
    area: nullable(Type.Object({ name: text, bounds_deg: BOUNDS }, closed)),
    period: Type.Optional(part<Period>(PARSED_SCHEMAS.period)),
    definitions: Type.Optional(part<readonly Definition[]>(PARSED_SCHEMAS.definitions)),
    parties: Type.Array(
      Type.Object(
        {
          id: text,
          name: text,
          role: literals('signatory', 'host', 'third_party'),
          aircraft: Type.Array(
            Type.Union([
              Type.Object(
                { by: Type.Literal('address'), address: text, crew: nullable(CREW), name: nullable(text) },
                closed,
              ),
              Type.Object(
                { by: Type.Literal('registration'), registration: text, crew: nullable(CREW), name: nullable(text) },
                closed,
              ),
              Type.Object({ by: Type.Literal('callsign_prefix'), prefix: text, crew: nullable(CREW) }, closed),
              Type.Object({ by: Type.Literal('registration_prefix'), prefix: text, crew: nullable(CREW) }, closed),
            ]),
          ),
          keys: Type.Optional(part<readonly PublicKey[]>(PARSED_SCHEMAS.keys)),
          contacts: Type.Optional(part<readonly Contact[]>(PARSED_SCHEMAS.contacts)),
          units_bound: Type.Optional(part<readonly string[]>(PARSED_SCHEMAS.units_bound)),
        },
        closed,
      ),
    ),
    clauses: Type.Array(part<Clause>(PARSED_SCHEMAS.clause)),
  },
  { $id: 'Memorandum', ...closed },
);

export const StepSchema = Type.Unsafe<Step>(
  Type.Object(
    {
      kind: Type.String({ description: 'signed, or the kind of statement; unreadable where it is none' }),
      statement: Type.Unknown({ description: 'As it was read; null for a signature over the memorandum itself' }),
      party: nullable(text),
      made_ms: nullable(time_ms),
      received_ms: time_ms,
      key_id: nullable(text),
      counts: Type.Boolean(),
      reason: Type.Union([text, Type.Null()], { description: 'Why it does not count' }),
    },
    { $id: 'Step', ...closed },
  ),
);

export const LifeSchema = Type.Unsafe<Life>(
  Type.Object(
    {
      memorandum: Type.Object({ id: text, version: Type.Integer(), sha256: text }, closed),
      observed: Type.Object(
        { state: literals(...LIFE_STATES), since_ms: nullable(time_ms), because: text },
        { description: 'What follows from the signatures', ...closed },
      ),
      declared: Type.Array(Type.Object({ party: text, says: text, made_ms: time_ms, but: nullable(text) }, closed), {
        description: 'What each party said last, and why that has another effect, or none',
      }),
      signatures: Type.Array(
        Type.Object(
          {
            party: text,
            state: literals('valid', 'refused', 'missing'),
            signed_ms: nullable(time_ms),
            key_id: nullable(text),
            reason: nullable(text),
          },
          closed,
        ),
      ),
      spans: Type.Array(
        Type.Object(
          {
            from_ms: time_ms,
            until_ms: nullable(time_ms),
            clauses: Type.Union([Type.Literal('all'), Type.Array(text)]),
          },
          closed,
        ),
        { description: 'Which clauses bind from when until when' },
      ),
      ends_ms: nullable(time_ms),
      keys: Type.Array(
        Type.Object(
          {
            party: text,
            key_id: text,
            key: part<PublicKey>(PARSED_SCHEMAS.key),
            from_ms: nullable(time_ms),
            until_ms: nullable(time_ms),
            ended: nullable(literals('replaced', 'revoked')),
          },
          closed,
        ),
      ),
      steps: Type.Array(ref<Step>('Step')),
    },
    { $id: 'Life', ...closed },
  ),
);

const LINES = Type.Array(
  Type.Object(
    { depth: Type.Integer({ description: 'How deep it stands under the lines above' }), label: text, text },
    closed,
  ),
  { description: 'Parameters in words, as they were written and signed' },
);
export const ReadingSchema = Type.Unsafe<Reading>(
  Type.Object(
    {
      language: text,
      languages: Type.Array(text),
      title: text,
      head: LINES,
      parties: Type.Array(Type.Object({ id: text, name: text, lines: LINES }, closed)),
      clauses: Type.Array(
        Type.Object(
          { id: text, kind: text, label: text, judged: literals('machine', 'people'), words: text, lines: LINES },
          closed,
        ),
      ),
    },
    { $id: 'Reading', ...closed },
  ),
);

export const ComparisonSchema = Type.Unsafe<Comparison>(
  Type.Object(
    {
      other: Type.Object({ id: text, version: Type.Integer(), sha256: text }, closed),
      before: Type.Union([Type.Literal('own'), Type.Literal('other')], {
        description: 'Which of the two is read first',
      }),
      changes: Type.Array(text, { description: 'What the second says otherwise, a sentence each' }),
      more: Type.Integer({ description: 'Further ones, which are not told' }),
    },
    { $id: 'Comparison', ...closed },
  ),
);
