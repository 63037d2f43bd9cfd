import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import {
  type Finding,
  MISSION_STATES,
  type Mission,
  type Offer,
  readMission,
  type StandingMission,
} from '@skyaccord/accord';
import { missionsFromCsv, missionsFromGeoJson } from '@skyaccord/wire';
import Type from 'typebox';
import { type ErrorCode, NodeError } from '../../errors.ts';
import { filingObjection } from '../../link/filings.ts';
import { asked, type DeskNotice } from '../../missions/desk.ts';
import type { FilingShown } from '../../missions/filed.ts';
import type { MissionStep } from '../../missions/step.ts';
import type { Core } from '../../run/core.ts';
import { durable } from '../../run/durable.ts';
import { actFor } from '../access.ts';
import { literals } from '../schemas/aircraft.ts';
import { failures, may, ref, signedIn } from '../schemas/common.ts';
import { FilingShownSchema, NoticeShown } from '../schemas/mission.ts';
import type { Services } from '../services.ts';

/** A mission of 10,000 points is half a megabyte; files of many are larger. */
const BODY_BYTES = 16 * 1024 * 1024;
const closed = { additionalProperties: false };
const id = Type.String({ minLength: 1, maxLength: 80 });
const posted = Type.Unknown({ description: 'A mission as docs/missions.md describes it' });
const findings = Type.Array(ref<Finding>('Finding'));

const Ways = Type.Object({
  findings,
  offers: Type.Array(ref<Offer>('Offer')),
  none: Type.Union([Type.String(), Type.Null()], { description: 'Why nothing but cancelling is offered' }),
});

/**
 * Journals a step and waits until it is durable.
 *
 * @throws NodeError what refused it then
 */
export async function journalled(core: Core, step: MissionStep): Promise<void> {
  let refused: NodeError | null = null;
  await durable(
    new Promise((resolve) => {
      core.missionStep(step, (error) => {
        refused = error;
        resolve();
      });
    }),
  );
  if (refused !== null) throw refused as NodeError;
}

/** What is wrong with a posted document, as an error of the API: the first fault, and how many there are. */
export function invalid(
  code: ErrorCode,
  wrongs: readonly { field: string; value: string | null; reason: string; remedy: string }[],
): NodeError {
  const [{ field, value, reason, remedy } = { field: '', value: null, reason: 'it is empty', remedy: 'fill it' }] =
    wrongs;
  const more = wrongs.length > 1 ? ` ${wrongs.length - 1} more.` : '';
  return new NodeError(code, `${field === '' ? 'It' : field}: ${reason}; ${remedy}.${more}`, {
    ...(field === '' ? {} : { field }),
    ...(value === null ? {} : { value }),
  });
}

function read(core: Core, value: unknown): Mission {
  const found = readMission(value, { now_ms: core.time_ms, area: core.memorandum.area });
  if ('wrongs' in found) throw invalid('mission_invalid', found.wrongs);
  return found.mission;
}

/** Missions: checked, ways out of what is in their way, filed, changed, and what people must be told of them. */
export const missionRoutes: FastifyPluginAsyncTypebox<Services> = async (app, { core, cell }) => {
  const { missions: desk } = core;
  const isDown = (party: string): boolean => cell === null || !cell.peers.includes(party) || !cell.isUp(party);
  /** What other nodes hold is theirs to change, and what is filed here must be such that they can be told of it. */
  const ours = (mission: Pick<Mission, 'id' | 'party'>): void => {
    if (cell === null || !cell.peers.includes(mission.party)) return;
    const reason = `${mission.party} files and changes its missions at its own node.`;
    throw new NodeError('mission_refused', reason, { field: 'mission', value: mission.id });
  };
  const partyOf = (mission: string): string | null => desk.book.get(mission)?.mission.party ?? null;

  app.get(
    '/api/v1/missions',
    {
      ...signedIn,
      schema: {
        summary: 'Every mission that was filed, with its state',
        response: {
          200: Type.Object({
            time_ms: Type.Integer(),
            missions: Type.Array(ref<StandingMission>('StandingMission')),
            filings: Type.Array(FilingShownSchema, { description: 'How those of this node stand with other nodes' }),
          }),
          ...failures,
        },
      },
    },
    async () => ({
      time_ms: core.time_ms,
      missions: [...desk.book.all()],
      filings: [...desk.filed.states(isDown)] as FilingShown[],
    }),
  );

  app.get(
    '/api/v1/missions/notices',
    {
      ...signedIn,
      schema: {
        summary: 'What those who fly missions must be told, newest first, at most 1,000',
        response: { 200: Type.Object({ notices: Type.Array(NoticeShown) }), ...failures },
      },
    },
    async () => ({ notices: [...desk.notices] as DeskNotice[] }),
  );

  app.get(
    '/api/v1/missions/flights',
    {
      ...signedIn,
      schema: {
        summary: 'Missions under way whose aircraft is seen: how far each is from its plan',
        response: {
          200: Type.Object({
            flights: Type.Array(
              Type.Object({
                mission: Type.String(),
                time_ms: Type.Integer(),
                deviation: Type.Object({
                  lateral_m: Type.Number(),
                  vertical_m: Type.Union([Type.Number(), Type.Null()]),
                  late_s: Type.Number(),
                  conforming: Type.Boolean(),
                }),
              }),
            ),
          }),
          ...failures,
        },
      },
    },
    async () => ({ flights: [...core.flights.followed()] }),
  );

  app.post(
    '/api/v1/missions/flights/options',
    {
      ...may('mission_planner', 'liaison_officer', 'safety_manager'),
      schema: {
        summary: 'Ways out for a mission under way, from where its aircraft is, with all traffic drawn ahead',
        body: Type.Object({ mission: id, wanted: Type.Optional(Type.Integer({ minimum: 1, maximum: 20 })) }, closed),
        response: { 200: Ways, ...failures },
      },
    },
    async (request) => {
      const ways = core.flights.waysOut(request.body.mission, core.time_ms, request.body.wanted);
      return { ...ways, findings: [...ways.findings], offers: [...ways.offers] };
    },
  );

  app.post(
    '/api/v1/missions/read',
    {
      ...may('mission_planner', 'liaison_officer', 'safety_manager'),
      bodyLimit: BODY_BYTES,
      schema: {
        summary: 'Missions in a file, read and checked for their form; changes nothing',
        body: Type.Object({ format: literals('geojson', 'csv'), text: Type.String() }, closed),
        response: {
          200: Type.Object({
            missions: Type.Array(ref<Mission>('Mission')),
            problems: Type.Array(Type.Object({ place: Type.String(), reason: Type.String(), remedy: Type.String() })),
          }),
          ...failures,
        },
      },
    },
    async (request) => {
      const { format, text } = request.body;
      const { records, problems } = format === 'csv' ? missionsFromCsv(text) : missionsFromGeoJson(text);
      const all = [...problems];
      const missions = records.flatMap(({ place, data }) => {
        const found = readMission(data, { now_ms: core.time_ms, area: core.memorandum.area });
        if ('mission' in found) return [found.mission];
        for (const { field, reason, remedy } of found.wrongs) all.push({ place: `${place} ${field}`, reason, remedy });
        return [];
      });
      return { missions, problems: all };
    },
  );

  app.post(
    '/api/v1/missions/check',
    {
      ...may('mission_planner', 'liaison_officer', 'safety_manager'),
      bodyLimit: BODY_BYTES,
      schema: {
        summary: 'What is in the way of a mission: other missions, areas, permissions, notice; changes nothing',
        body: Type.Object({ mission: posted }, closed),
        response: { 200: Type.Object({ findings }), ...failures },
      },
    },
    async (request) => ({ findings: [...desk.book.check(read(core, request.body.mission), core.time_ms)] }),
  );

  app.post(
    '/api/v1/missions/options',
    {
      ...may('mission_planner', 'liaison_officer', 'safety_manager'),
      bodyLimit: BODY_BYTES,
      schema: {
        summary: 'Ways out for a mission, cheapest first; each stands for 10 minutes or until the sky changes',
        body: Type.Object(
          { mission: posted, wanted: Type.Optional(Type.Integer({ minimum: 1, maximum: 20 })) },
          closed,
        ),
        response: {
          200: Ways,
          ...failures,
        },
      },
    },
    async (request) => {
      const { offers, ...rest } = desk.waysOut(read(core, request.body.mission), core.time_ms, request.body.wanted);
      return { ...rest, findings: [...rest.findings], offers: [...offers] };
    },
  );

  app.post(
    '/api/v1/missions',
    {
      ...may('mission_planner'),
      bodyLimit: BODY_BYTES,
      schema: {
        summary: 'Files a mission; 409 where something is in its way; answers when that is durable',
        body: Type.Object({ mission: posted }, closed),
        response: { 201: ref<StandingMission>('StandingMission'), ...failures },
      },
    },
    async (request, reply) => {
      const mission = read(core, request.body.mission);
      actFor(request, mission.party);
      ours(mission);
      const no = cell === null ? null : filingObjection({ mission });
      if (no !== null) throw new NodeError('mission_invalid', `${no}.`, { field: 'mission', value: mission.id });
      const now_ms = core.time_ms;
      const refused = desk.book.check(mission, now_ms).find(({ severity }) => severity === 'refused');
      if (refused !== undefined)
        throw new NodeError('mission_refused', refused.says, { field: 'mission', value: mission.id });
      await journalled(core, { step: 'filed', at_ms: now_ms, mission });
      return reply.code(201).send(desk.book.get(mission.id) as StandingMission);
    },
  );

  app.post(
    '/api/v1/missions/offers',
    {
      ...may('mission_planner'),
      schema: {
        summary: 'Takes an offer up for a mission that was filed; answers when that is durable',
        body: Type.Object({ mission: id, offer: id }, closed),
        response: { 200: ref<StandingMission>('StandingMission'), ...failures },
      },
    },
    async (request) => {
      const { mission, offer } = request.body;
      actFor(request, partyOf(mission));
      ours({ id: mission, party: partyOf(mission) ?? '' });
      await journalled(core, { step: 'taken', at_ms: core.time_ms, mission, offer: desk.offer(offer) });
      return desk.book.get(mission) as StandingMission;
    },
  );

  app.post(
    '/api/v1/missions/state',
    {
      ...may('mission_planner'),
      schema: {
        summary: 'Moves a mission to another state (ASTM F3548-21); answers when that is durable',
        body: Type.Object({ mission: id, to: literals(...MISSION_STATES) }, closed),
        response: { 200: ref<StandingMission>('StandingMission'), ...failures },
      },
    },
    async (request) => {
      const { mission, to } = request.body;
      actFor(request, partyOf(mission));
      ours({ id: mission, party: partyOf(mission) ?? '' });
      if (desk.book.get(mission) === null) asked(() => desk.book.move(mission, to, core.time_ms));
      await journalled(core, { step: 'moved', at_ms: core.time_ms, mission, to });
      return desk.book.get(mission) as StandingMission;
    },
  );
};
