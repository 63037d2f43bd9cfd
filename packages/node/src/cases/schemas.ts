import {
  AVAILABILITIES,
  BARRIERS,
  type CaseAct,
  type CaseStep,
  CONTENTS,
  EFFECTS,
  FIGURES,
  RELEASABLE,
  RELEASE_LIMITS,
  REPORTED_SAYINGS,
  RISK_CLASSES,
  STANCES,
} from '@skyaccord/accord';
import Type, { type TProperties, type TSchema } from 'typebox';
import { Compile } from 'typebox/compile';

const closed = { additionalProperties: false };
const literals = (values: readonly string[]) => Type.Union(values.map((value) => Type.Literal(value)));
const nullable = (schema: TSchema) => Type.Union([schema, Type.Null()]);
const instant = Type.Integer({ minimum: 0, maximum: 4e12 });
const id = Type.String({ minLength: 1, maxLength: 256 });
const party = Type.String({ pattern: '^[a-z][a-z0-9-]{0,31}$' });
const words = (most: number, least = 1) => Type.String({ minLength: least, maxLength: most });
const digest = Type.String({ pattern: '^[0-9a-f]{64}$' });
/** Text of an account, or a comment. */
const TEXT = 8_000;
const REASON = 2_000;

const figures = Type.Object(
  Object.fromEntries(
    FIGURES.map((name) => [
      name,
      Type.Optional(Type.Number({ minimum: -1e5, maximum: name.endsWith('_ms') ? 4e12 : 1e6 })),
    ]),
  ),
  closed,
);
const side = Type.Object({ track: nullable(words(64)), callsign: nullable(words(32)), party: nullable(party) }, closed);
const barriers = Type.Object(
  Object.fromEntries(
    BARRIERS.map((barrier) => [
      barrier,
      Type.Object({ available: literals(AVAILABILITIES), effect: literals(EFFECTS) }, closed),
    ]),
  ),
  closed,
);

/** Text for the public: without control characters, of which a message would have many more. */
const line = (most: number) => Type.String({ minLength: 1, maxLength: most, pattern: '^[^\\u0000-\\u001f\\u007f]*$' });
/** What the public reads of a case in one language. */
const ReleaseWordsSchema = Type.Object(
  {
    title: line(RELEASE_LIMITS.title),
    summary: line(RELEASE_LIMITS.summary),
    paragraphs: Type.Array(line(RELEASE_LIMITS.paragraph), { maxItems: RELEASE_LIMITS.paragraphs }),
    facts: Type.Array(Type.Object({ label: line(RELEASE_LIMITS.label), value: line(RELEASE_LIMITS.value) }, closed), {
      maxItems: RELEASE_LIMITS.facts,
    }),
  },
  closed,
);
export const ReleaseTexts = Type.Record(Type.String({ pattern: '^[a-z]{2}$' }), ReleaseWordsSchema, {
  minProperties: 1,
  maxProperties: RELEASE_LIMITS.languages,
});
const series = Type.Array(nullable(Type.Number({ minimum: -1e7, maximum: 1e7 })), { minItems: 2, maxItems: 240 });
/** A release of a case as the bulletin takes it. */
export const CaseReleaseSchema = Type.Object(
  {
    skyaccord: Type.Literal('release/1'),
    id: Type.String({ pattern: '^[a-z0-9](?:[a-z0-9-]{1,78})[a-z0-9]$' }),
    version: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
    kind: Type.Literal('case'),
    state: literals(['published', 'withdrawn']),
    released_ms: instant,
    parties: Type.Array(party, { minItems: 1, maxItems: 8, uniqueItems: true }),
    basis: Type.Object({ standing: literals(RELEASABLE), findings_sha256: digest }, closed),
    words: ReleaseTexts,
    plot: Type.Optional(
      Type.Object(
        { time_s: series, range_m: series, lateral_minimum_m: Type.Number({ exclusiveMinimum: 0, maximum: 1e7 }) },
        closed,
      ),
    ),
  },
  closed,
);
const draft = Type.String({ minLength: 1, maxLength: 320, description: 'The id of the step that drafted it' });

/** Calls that an account reports; how far a clock may be off is part of when. */
export const ReportedCalls = Type.Array(
  Type.Object(
    {
      at: Type.Object({ earliest_ms: instant, latest_ms: instant }, closed),
      says: literals(REPORTED_SAYINGS),
      by: party,
      clause: words(128),
      step: Type.Optional(Type.Integer({ minimum: 1, maximum: 64 })),
      track: Type.Optional(words(64)),
      frequency_mhz: Type.Optional(Type.Number({ minimum: 0.1, maximum: 1_000 })),
      words: Type.Optional(words(500)),
    },
    closed,
  ),
  { maxItems: 40 },
);

/** Acts that people take, by name: what they fill in. */
const PEOPLES_ACTS = {
  account: {
    full: Type.Boolean({ description: 'The final account, not the first one' }),
    text: words(TEXT),
    figures,
    contents: Type.Array(literals(CONTENTS), { maxItems: CONTENTS.length, uniqueItems: true }),
    calls: Type.Optional(ReportedCalls),
  },
  commented: { text: words(TEXT) },
  stance: { stance: literals(STANCES), reason: words(REASON, 0) },
  risk: { class: literals(RISK_CLASSES), barriers, reason: words(REASON, 0) },
  recommended: { to: party, text: words(REASON) },
  answered: {
    recommendation: Type.String({ minLength: 1, maxLength: 320 }),
    accepted: Type.Boolean(),
    reason: words(REASON),
  },
  reviewed: { held_ms: instant, text: words(TEXT) },
  joined: { with: id },
  signed_off: {
    heads: Type.Record(Type.String({ maxLength: 300 }), Type.Integer({ minimum: 1, maximum: 1_000 }), {
      maxProperties: 16,
    }),
    sha256: digest,
    signature: words(4_096),
  },
  release_signed: { draft, sha256: digest, signature: words(4_096) },
  release_declined: { draft, reason: words(REASON) },
} as const satisfies Readonly<Record<string, TProperties>>;

/** What only nodes do, and what goes on with a withheld figure: the rest of what a step can hold. */
const NODES_ACTS = {
  ...PEOPLES_ACTS,
  account: {
    ...PEOPLES_ACTS.account,
    withheld: Type.Object(Object.fromEntries(FIGURES.map((name) => [name, Type.Optional(digest)])), closed),
  },
  opened: {
    basis: literals(['watch', 'report']),
    time_ms: nullable(instant),
    sides: Type.Tuple([side, side]),
    parties: Type.Array(party, { maxItems: 8, uniqueItems: true }),
    class: nullable(words(32)),
    clause: nullable(words(64)),
    recorded: figures,
    withheld: Type.Array(words(32), { maxItems: 32 }),
  },
  attached: {
    name: words(120),
    media_type: words(80),
    bytes: Type.Integer({ minimum: 1, maximum: 10 * 1024 * 1024 }),
    sha256: digest,
    shared: Type.Optional(Type.Boolean()),
  },
  release_drafted: { release: CaseReleaseSchema },
  report_withdrawn: { report: id, reason: words(REASON) },
} as const satisfies Readonly<Record<CaseAct['act'], TProperties>>;

const act = (name: string, fields: TProperties, common: TProperties = {}) =>
  Type.Object({ ...common, act: Type.Literal(name), ...fields }, closed);

/** What is posted: an act of a person. `withhold` names figures of an account that are kept back. */
export const PostedAct = Type.Union(
  Object.entries(PEOPLES_ACTS).map(([name, fields]) =>
    act(
      name,
      name === 'account'
        ? {
            ...fields,
            withhold: Type.Optional(Type.Array(literals(FIGURES), { maxItems: FIGURES.length, uniqueItems: true })),
          }
        : fields,
    ),
  ),
);

const COMMON = {
  case: id,
  party,
  n: Type.Integer({ minimum: 1, maximum: 1_000 }),
  made_ms: instant,
  by: nullable(Type.Object({ id: words(128), name: words(200) }, closed)),
};
/** A step as the journals hold it. */
export const StepSchema = Type.Union(Object.entries(NODES_ACTS).map(([name, fields]) => act(name, fields, COMMON)));
const STEP = Compile(StepSchema);

/** Whether it is a step in every field: it comes from a node that is not trusted. */
export const isCaseStep = (value: unknown): value is CaseStep => STEP.Check(value);
