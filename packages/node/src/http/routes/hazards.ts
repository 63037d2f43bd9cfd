import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { type HazardArea, readHazardArea } from '@skyaccord/accord';
import { hazardAreasFromGeoJson, hazardAreasFromKml } from '@skyaccord/wire';
import Type from 'typebox';
import { literals } from '../schemas/aircraft.ts';
import { failures, may, ref, signedIn } from '../schemas/common.ts';
import type { Services } from '../services.ts';
import { invalid, journalled } from './missions.ts';

const BODY_BYTES = 16 * 1024 * 1024;
const closed = { additionalProperties: false };

/** Hazard areas and closures: those in force, new ones, and files of them. */
export const hazardRoutes: FastifyPluginAsyncTypebox<Services> = async (app, { core }) => {
  const { missions: desk } = core;

  app.get(
    '/api/v1/hazards',
    {
      ...signedIn,
      schema: {
        summary: 'The hazard areas that were notified and have not been ended',
        response: { 200: Type.Object({ areas: Type.Array(ref<HazardArea>('HazardArea')) }), ...failures },
      },
    },
    async () => ({ areas: [...desk.book.hazards()] }),
  );

  app.post(
    '/api/v1/hazards/read',
    {
      ...may('mission_planner', 'safety_manager'),
      bodyLimit: BODY_BYTES,
      schema: {
        summary: 'Hazard areas in a file (GeoJSON, ED-318, KML), read and checked for their form; changes nothing',
        body: Type.Object(
          {
            format: literals('geojson', 'kml'),
            text: Type.String(),
            source: Type.String({ minLength: 1, maxLength: 300 }),
          },
          closed,
        ),
        response: {
          200: Type.Object({
            areas: Type.Array(ref<HazardArea>('HazardArea')),
            problems: Type.Array(Type.Object({ place: Type.String(), reason: Type.String(), remedy: Type.String() })),
          }),
          ...failures,
        },
      },
    },
    async (request) => {
      const { format, text, source } = request.body;
      const read = format === 'kml' ? hazardAreasFromKml : hazardAreasFromGeoJson;
      const { records, problems } = read(text, source);
      const all = [...problems];
      const areas = records.flatMap(({ place, data }) => {
        const found = readHazardArea(data);
        if ('area' in found) return [found.area];
        for (const { field, reason, remedy } of found.wrongs) all.push({ place: `${place} ${field}`, reason, remedy });
        return [];
      });
      return { areas, problems: all };
    },
  );

  app.post(
    '/api/v1/hazards',
    {
      ...may('mission_planner', 'safety_manager'),
      bodyLimit: BODY_BYTES,
      schema: {
        summary: 'Notifies a hazard area, new or changed: every mission that it touches is told; answers when durable',
        body: Type.Object({ area: Type.Unknown({ description: 'As docs/missions.md describes it' }) }, closed),
        response: { 201: ref<HazardArea>('HazardArea'), ...failures },
      },
    },
    async (request, reply) => {
      const found = readHazardArea(request.body.area);
      if ('wrongs' in found) throw invalid('hazard_invalid', found.wrongs);
      await journalled(core, { step: 'hazard', at_ms: core.time_ms, area: found.area });
      return reply.code(201).send(found.area);
    },
  );

  app.post(
    '/api/v1/hazards/ended',
    {
      ...may('mission_planner', 'safety_manager'),
      schema: {
        summary: 'Ends a hazard area; answers when that is durable',
        body: Type.Object({ area: Type.String({ minLength: 1, maxLength: 64 }) }, closed),
        response: { 204: Type.Null(), ...failures },
      },
    },
    async (request, reply) => {
      await journalled(core, { step: 'hazard_ended', at_ms: core.time_ms, area: request.body.area });
      return reply.code(204).send(null);
    },
  );
};
