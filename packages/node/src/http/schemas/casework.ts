import {
  BARRIERS,
  type Candidate,
  type CaseDeadline,
  type CaseStep,
  type CaseWork,
  FIGURES,
  REPORT_CHOICES,
  type Report,
  type StandingReport,
} from '@skyaccord/accord';
import Type, { type TProperties } from 'typebox';
import { CaseReleaseSchema, ReportedCalls, StepSchema } from '../../cases/schemas.ts';
import { closed, literals, number, text } from './aircraft.ts';
import { nullable, ref, time_ms } from './common.ts';

const figures = Type.Object(Object.fromEntries(FIGURES.map((name) => [name, Type.Optional(number)])), closed);
const MADE = {
  id: Type.String({ description: 'Of the step that says so' }),
  party: text,
  made_ms: time_ms,
  by: Type.Union([text, Type.Null()], { description: 'The person; null: the node by itself' }),
};
const made = (fields: TProperties) => Type.Object({ ...MADE, ...fields }, closed);
const SIDE = Type.Object({ track: nullable(text), callsign: nullable(text), party: nullable(text) }, closed);
const barrier = Type.Object({ available: text, effect: text }, closed);

export const CaseStepSchema = Type.Unsafe<CaseStep>({ ...StepSchema, $id: 'CaseStep' });

export const CaseDeadlineSchema = Type.Unsafe<CaseDeadline>(
  Type.Object(
    {
      clause: text,
      party: Type.Union([text, Type.Null()], { description: 'null: of all parties together' }),
      what: literals('first_account', 'full_account', 'review'),
      due_ms: time_ms,
      done_ms: nullable(time_ms),
      state: literals('open', 'overdue', 'met', 'late'),
    },
    { $id: 'CaseDeadline', ...closed },
  ),
);

export const CaseWorkSchema = Type.Unsafe<CaseWork>(
  Type.Object(
    {
      reference: Type.String({ description: 'The name by which all parties can speak of the case' }),
      names: Type.Array(text),
      sides: Type.Tuple([SIDE, SIDE]),
      parties: Type.Array(text),
      time_ms: nullable(time_ms),
      clause: nullable(text),
      state: literals('alleged', 'acknowledged', 'disputed', 'agreed', 'not_determined'),
      withdrawn: nullable(text),
      closed_ms: nullable(time_ms),
      records: Type.Array(
        made({
          case: text,
          basis: literals('watch', 'report'),
          time_ms: nullable(time_ms),
          recorded: figures,
          withheld: Type.Array(text),
        }),
      ),
      stances: Type.Array(made({ stance: text, reason: text })),
      accounts: Type.Array(
        made({
          text,
          full: Type.Boolean(),
          figures,
          contents: Type.Array(text),
          withheld: Type.Record(text, Type.String({ description: 'Commitment to the figure' })),
          calls: Type.Optional(ReportedCalls),
        }),
      ),
      comments: Type.Array(made({ text })),
      differences: Type.Array(
        Type.Object(
          {
            figure: literals(...FIGURES),
            said: Type.Array(
              Type.Object({ party: nullable(text), by: literals('account', 'record'), value: number }, closed),
            ),
            spread: number,
            differs: Type.Boolean({ description: 'By more than what is close enough' }),
          },
          closed,
        ),
      ),
      risks: Type.Array(
        made({
          class: literals('A', 'B', 'C', 'D', 'E'),
          barriers: Type.Object(Object.fromEntries(BARRIERS.map((name) => [name, barrier])), closed),
          reason: text,
        }),
      ),
      risk: nullable(literals('A', 'B', 'C', 'D', 'E')),
      recommendations: Type.Array(
        made({ to: text, text, answer: nullable(made({ accepted: Type.Boolean(), reason: text })) }),
      ),
      reviews: Type.Array(made({ held_ms: time_ms, text })),
      attachments: Type.Array(
        made({
          name: text,
          media_type: text,
          bytes: Type.Integer(),
          sha256: text,
          shared: Type.Optional(Type.Boolean({ description: 'Whether the other parties are given it' })),
        }),
      ),
      sign_offs: Type.Array(made({ sha256: text, but: nullable(text) })),
      releases: Type.Array(
        made({
          release: CaseReleaseSchema,
          sha256: Type.String({ description: 'Of the release as canonical JSON' }),
          signed: Type.Array(made({ signature: text, but: nullable(text) })),
          declined: nullable(made({ reason: text })),
          state: literals('waits', 'released', 'replaced', 'declined', 'superseded', 'void'),
          but: nullable(text),
        }),
      ),
      deadlines: Type.Array(ref<CaseDeadline>('CaseDeadline')),
      without_effect: Type.Array(Type.Object({ id: text, act: text, why: text }, closed)),
    },
    { $id: 'CaseWork', description: 'A case with all the work on it', ...closed },
  ),
);

const choice = (name: keyof typeof REPORT_CHOICES) => nullable(literals(...REPORT_CHOICES[name]));
const AIRCRAFT = Type.Object(
  {
    callsign: nullable(text),
    registration: nullable(text),
    type: nullable(text),
    party: nullable(text),
    crewed: nullable(Type.Boolean()),
    heading_deg: nullable(number),
    route: nullable(text),
    ground_speed_mps: nullable(number),
    altitude_m: nullable(number),
    altimeter: choice('altimeter'),
    flight: choice('flight'),
    lights: choice('lights'),
    transponder: nullable(Type.Boolean()),
    traffic_information: choice('traffic_information'),
    collision_avoidance: choice('collision_avoidance'),
    sighted: choice('sighted'),
    avoiding_action: choice('avoiding_action'),
  },
  closed,
);

export const ReportSchema = Type.Unsafe<Report>(
  Type.Object(
    {
      id: text,
      party: text,
      person: text,
      personal: Type.Union([text, Type.Null()], { description: 'Commitment to who filed it' }),
      filed_ms: time_ms,
      reporter_role: choice('reporter_role'),
      time_ms: nullable(time_ms),
      time_within_s: nullable(number),
      latitude_deg: nullable(number),
      longitude_deg: nullable(number),
      place: nullable(text),
      own: AIRCRAFT,
      other: AIRCRAFT,
      horizontal_m: nullable(number),
      vertical_m: nullable(number),
      visibility_m: nullable(number),
      weather: choice('weather'),
      light: choice('light'),
      risk: choice('risk'),
      what_happened: text,
    },
    { $id: 'Report', description: 'A report of a near miss; null is unknown', ...closed },
  ),
);

export const StandingReportSchema = Type.Unsafe<StandingReport>(
  Type.Object(
    {
      report: ref<Report>('Report'),
      case: nullable(text),
      withdrawn: nullable(Type.Object({ reason: text, made_ms: time_ms }, closed)),
    },
    { $id: 'StandingReport', ...closed },
  ),
);

export const CandidateSchema = Type.Unsafe<Candidate>(
  Type.Object(
    {
      case: text,
      later_ms: Type.Union([number, Type.Null()], { description: 'Closest after the reported time' }),
      away_m: nullable(number),
      callsigns: Type.Integer(),
      parties: Type.Integer(),
    },
    { $id: 'Candidate', description: 'A recorded case that a report may be about', ...closed },
  ),
);
