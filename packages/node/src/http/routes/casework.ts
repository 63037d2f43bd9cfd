import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { CaseAct, CaseDeadline, CaseStep, CaseWork, Figure, VerdictOnWord } from '@skyaccord/accord';
import { entryProblem, MAY_TAKE, verdictsOnWord } from '@skyaccord/accord';
import { canonicalJson } from '@skyaccord/proof';
import Type from 'typebox';
import { takeAct } from '../../cases/acting.ts';
import { Attachments, MEDIA_TYPES, MOST_BYTES, MOST_FILES } from '../../cases/attachments.ts';
import { asked } from '../../cases/desk.ts';
import { PrivateValues } from '../../cases/private_values.ts';
import { checkAnswer } from '../../cases/releasing.ts';
import { PostedAct } from '../../cases/schemas.ts';
import { NodeError } from '../../errors.ts';
import { literals } from '../schemas/aircraft.ts';
import { failures, may, ref, signedIn, time_ms } from '../schemas/common.ts';
import type { Services } from '../services.ts';

const closed = { additionalProperties: false };
const Id = Type.Object({ id: Type.String({ minLength: 1, maxLength: 256 }) }, closed);
const Digest = Type.Object(
  { id: Type.String({ minLength: 1, maxLength: 256 }), sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }) },
  closed,
);
/** Base64 takes four characters for three bytes. */
const BODY_BYTES = Math.ceil(MOST_BYTES / 3) * 4 + 4_096;
const workers = may('safety_manager', 'investigator', 'liaison_officer', 'mission_planner');

const OnWord = Type.Array(
  Type.Object(
    {
      clause: Type.String(),
      subjects: Type.Array(Type.Unknown()),
      recorded: Type.Union([Type.String(), Type.Null()]),
      answer: Type.String(),
      why: Type.String(),
      on_word_of: Type.Array(Type.String()),
    },
    closed,
  ),
  { description: 'What clauses on calls say when what accounts report is taken as said, beside the record alone' },
);
const Files = Type.Record(Type.String(), literals('here', 'on_its_way', 'withheld'), {
  description: 'Of each file, by its SHA-256, whether it can be had here',
});

/** Of the log of calls, the newest; a case is worked on soon after. */
const MOST_CALLS = 1_000;

type Posted = { readonly act: CaseAct; readonly withhold: readonly Figure[] };

/** The work of people on cases: what each party says and finds, answers, signs and attaches. */
export const caseworkRoutes: FastifyPluginAsyncTypebox<Services> = async (app, { core, queries }) => {
  const { cases } = core;
  const attachments = new Attachments(core.options.data);
  const withheld = new PrivateValues(core.options.data, 'withheld');

  app.get(
    '/api/v1/cases/:id/work',
    {
      ...signedIn,
      schema: {
        summary: 'How a case stands between the parties, what each said, and what whoever asks may do',
        params: Id,
        response: {
          200: Type.Object({
            work: ref<CaseWork>('CaseWork'),
            party: Type.String(),
            may: Type.Array(Type.String()),
            files: Files,
            on_word: OnWord,
          }),
          ...failures,
        },
      },
    },
    async (request) => {
      const { party, roles } = request.person;
      const acts = Object.entries(MAY_TAKE).filter(([, may]) => roles.some((role) => may.includes(role as never)));
      const work = asked(() => cases.book.work(request.params.id, core.time_ms));
      const files = Object.fromEntries(work.attachments.map((one) => [one.sha256, stateOf(one)]));
      const on_word = await onWord(request.params.id, work);
      return { work: opened(work, party, withheld), party, may: acts.map(([act]) => act), files, on_word };
    },
  );

  app.post(
    '/api/v1/cases/:id/steps',
    {
      ...workers,
      schema: {
        summary: 'Takes a step in the work on a case for the party of who sends it; answers when that is durable',
        params: Id,
        body: Type.Object({ step: PostedAct }, closed),
        response: { 201: ref<CaseStep>('CaseStep'), ...failures },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const { act, withhold } = posted(request.body.step);
      const { party } = request.person;
      if (act.act === 'joined' && cases.book.apart(id, act.with)) {
        throw new NodeError('case_step_refused', 'Both were recorded here, as two passes.', {
          field: 'with',
          value: act.with,
        });
      }
      if (act.act === 'account') checkCalls(act);
      if (act.act === 'signed_off') checkSignOff(id, party, act);
      if (act.act === 'release_signed' || act.act === 'release_declined') checkAnswer(core, id, party, act);
      const taken = act.act === 'account' ? keptBack(act, withhold, withheld) : act;
      return reply.code(201).send(await takeAct(core, id, party, request.person, taken));
    },
  );

  app.get(
    '/api/v1/cases/:id/findings',
    {
      ...signedIn,
      schema: {
        summary: 'What a sign-off made now would be over, and its SHA-256',
        params: Id,
        response: {
          200: Type.Object({
            heads: Type.Record(Type.String(), Type.Integer()),
            sha256: Type.String(),
            findings: Type.Unknown(),
          }),
          ...failures,
        },
      },
    },
    async (request) => asked(() => cases.book.findings(request.params.id)),
  );

  app.get(
    '/api/v1/cases/:id/findings/content',
    {
      ...signedIn,
      schema: { summary: 'The very bytes to sign: the findings as canonical JSON', params: Id, response: failures },
    },
    async (request, reply) => {
      const { findings, sha256 } = asked(() => cases.book.findings(request.params.id));
      reply.type('application/json; charset=utf-8').header('x-content-sha256', sha256);
      return reply.send(Buffer.from(canonicalJson(findings), 'utf8'));
    },
  );

  app.post(
    '/api/v1/cases/:id/attachments',
    {
      ...may('safety_manager', 'investigator', 'liaison_officer'),
      bodyLimit: BODY_BYTES,
      schema: {
        summary: 'Attaches a file of at most 10 MB; it is kept under its digest, which is journalled',
        params: Id,
        body: Type.Object(
          {
            name: Type.String({ minLength: 1, maxLength: 255 }),
            media_type: Type.String({ maxLength: 80, description: MEDIA_TYPES.join(', ') }),
            data: Type.String({ contentEncoding: 'base64', maxLength: BODY_BYTES }),
            shared: Type.Optional(
              Type.Boolean({ description: 'Whether the other parties are given it; not unless so' }),
            ),
          },
          closed,
        ),
        response: { 201: ref<CaseStep>('CaseStep'), ...failures },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const { name, media_type, data, shared = false } = request.body;
      const work = asked(() => cases.book.work(id, core.time_ms));
      if (work.attachments.length >= MOST_FILES) {
        throw new NodeError('attachment_refused', `The case has ${MOST_FILES} files.`);
      }
      const kept = attachments.keep(name, media_type, Buffer.from(data, 'base64'));
      return reply
        .code(201)
        .send(await takeAct(core, id, request.person.party, request.person, { act: 'attached', ...kept, shared }));
    },
  );

  app.get(
    '/api/v1/cases/:id/attachments/:sha256',
    { ...signedIn, schema: { summary: 'A file of a case, to be saved', params: Digest, response: failures } },
    async (request, reply) => {
      const { id, sha256 } = request.params;
      const work = asked(() => cases.book.work(id, core.time_ms));
      const found = work.attachments.find((one) => one.sha256 === sha256);
      const data = found === undefined ? null : attachments.read(sha256);
      if (found === undefined || data === null) {
        const why = {
          here: 'is not what it was',
          on_its_way: 'has not come yet',
          withheld: 'is withheld by its party',
        };
        const reason = found === undefined ? 'The case has no such file.' : `The file ${why[stateOf(found)]}.`;
        throw new NodeError('not_found', reason, { field: 'sha256', value: sha256 });
      }
      // Never as what it says it is: a browser must not show it under this origin.
      reply
        .type('application/octet-stream')
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(found.name)}`);
      return reply.send(data);
    },
  );

  app.get(
    '/api/v1/deadlines',
    {
      ...signedIn,
      schema: {
        summary: 'What the memorandum asks for after incidents and is not done yet, the soonest first; at most 1,000',
        response: {
          200: Type.Object({
            deadlines: Type.Array(
              Type.Object({ case: Type.String(), deadline: ref<CaseDeadline>('CaseDeadline'), left_ms: time_ms }),
            ),
          }),
          ...failures,
        },
      },
    },
    async () => {
      const deadlines = [...cases.book.all()].flatMap(({ names, base }) => {
        const [first] = names;
        const id = base?.id ?? first ?? '';
        const work = cases.book.work(id, core.time_ms);
        if (work.closed_ms !== null || work.withdrawn !== null) return [];
        return work.deadlines
          .filter(({ state }) => state === 'open' || state === 'overdue')
          .map((deadline) => ({ case: id, deadline, left_ms: deadline.due_ms - core.time_ms }));
      });
      return { deadlines: deadlines.sort((a, b) => a.left_ms - b.left_ms).slice(0, 1_000) };
    },
  );

  /** What clauses say on the word of the parties; nothing where no account tells of calls, or no watch recorded it. */
  async function onWord(id: string, work: CaseWork): Promise<VerdictOnWord[]> {
    const own = cases.book.matter(id).base?.id;
    if (own === undefined || !work.accounts.some(({ calls = [] }) => calls.length > 0)) return [];
    const [file, calls] = await Promise.all([queries.ask('caseFile', own), queries.ask('calls', MOST_CALLS)]);
    if (file === null) return [];
    const recorded = calls.map(({ entry }) => entry);
    return verdictsOnWord(core.memorandum, file, recorded, work.accounts);
  }

  /** What cannot be judged under the memorandum is not taken as said. @throws NodeError call_invalid */
  function checkCalls({ calls = [] }: Account): void {
    for (const [i, call] of calls.entries()) {
      const problem = entryProblem(core.memorandum, call);
      if (problem === null) continue;
      const { field, value, reason, remedy } = problem;
      throw new NodeError('call_invalid', `Call ${i + 1}, ${field}: ${reason}; ${remedy}.`, { field, value });
    }
  }

  /** Whether a file of a case can be had here. */
  function stateOf({ sha256, shared }: CaseWork['attachments'][number]): 'here' | 'on_its_way' | 'withheld' {
    if (attachments.has(sha256)) return 'here';
    return shared === true ? 'on_its_way' : 'withheld';
  }

  /** A signature that counts for nothing is not taken: it would stand on the case for ever. */
  function checkSignOff(id: string, party: string, act: Extract<CaseAct, { act: 'signed_off' }>): void {
    const { findings, sha256, heads } = asked(() => cases.book.findings(id));
    const place = { field: 'signature', value: act.signature };
    if (act.sha256 !== sha256 || canonicalJson(act.heads) !== canonicalJson(heads)) {
      throw new NodeError('case_step_refused', `The case has gone on: its findings are SHA-256 ${sha256} now.`, place);
    }
    const no = cases.objection(party, act.signature, findings);
    if (no !== null) throw new NodeError('case_step_refused', `${no}.`, place);
  }
};

/** An act as it was posted, with what is to be held back taken out. */
function posted(step: unknown): Posted {
  const { withhold = [], ...act } = step as CaseAct & { readonly withhold?: readonly Figure[] };
  return { act: act as CaseAct, withhold };
}

type Account = Extract<CaseAct, { act: 'account' }>;

/** Figures that are held back leave the account, and a commitment to each takes their place. */
function keptBack(act: Account, names: readonly Figure[], values: PrivateValues): Account {
  const figures: Record<string, number> = { ...act.figures };
  const withheld: Record<string, string> = {};
  for (const name of names) {
    const value = figures[name];
    if (value === undefined) continue;
    delete figures[name];
    withheld[name] = values.keep({ figure: name, value });
  }
  return { ...act, figures, withheld };
}

/** The work as its own party reads it: what it held back stands in its own accounts. */
function opened(work: CaseWork, party: string, values: PrivateValues): CaseWork {
  const accounts = work.accounts.map((account) => {
    if (account.party !== party) return account;
    const own = Object.entries(account.withheld).flatMap(([name, commitment]) => {
      const found = values.open(commitment) as { readonly value: number } | null;
      return found === null ? [] : [[name, found.value] as const];
    });
    return { ...account, figures: { ...account.figures, ...Object.fromEntries(own) } };
  });
  return { ...work, accounts };
}
