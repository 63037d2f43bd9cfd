import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { destination } from '@skyaccord/sky';
import { describe, expect, it } from 'vitest';
import { readDay } from '../../../../scripts/vectors/day.ts';
import { accordWith, missionOf, sampledConflict, skyOf, T0 } from '../../test/missions.ts';
import { delayed, type Mission, type RoutePoint } from './mission.ts';
import { Recheck } from './recheck.ts';
import { waysOut } from './ways_out.ts';

const FOLDER = process.env.SKYACCORD_VECTORS ?? resolve(import.meta.dirname, '../../../../../shared/vectors');
const DAY = join(FOLDER, 'public_day33k.csv.gz');
const place = new Float64Array(2);

/** A flight of the plane of the reference set as a mission about 47 N 8 E. */
function missionFrom(plan: readonly number[], id: string, later_s = 0): Mission {
  const route: RoutePoint[] = [];
  for (let k = 0; k < plan.length; k += 4) {
    destination(47, 8, plan[k] ?? 0, plan[k + 1] ?? 0, place);
    const time_ms = Math.round(T0 + 1000 * ((plan[k + 3] ?? 0) + later_s));
    route.push({ latitude_deg: place[0] ?? 0, longitude_deg: place[1] ?? 0, altitude_m: plan[k + 2] ?? 0, time_ms });
  }
  const flexibility = { latest_delay_s: 3600, lowest_m: 3048, highest_m: 12_500, longest_detour_m: 200_000 };
  return { ...missionOf([], { id, flexibility }), route };
}

describe.skipIf(!existsSync(DAY))('a day of 33,000 missions (needs the reference set)', () => {
  it('has at least three ways out for a new one that conflicts, each free of conflict with every flight of the day', () => {
    const { plans } = readDay(DAY);
    const missions = plans.map((plan, k) => missionFrom(plan, `m${k}`));
    const memorandum = accordWith();
    const sky = skyOf(memorandum, missions);
    const recheck = new Recheck(memorandum, missions);
    const bounds = missions.map((one) => [one.route?.[0]?.time_ms ?? 0, one.route?.at(-1)?.time_ms ?? 0] as const);
    const conflicts = (mission: Mission): string[] => {
      const [from_ms, until_ms] = [mission.route?.[0]?.time_ms ?? 0, mission.route?.at(-1)?.time_ms ?? 0];
      return missions
        .filter((_one, k) => (bounds[k]?.[0] ?? 0) <= until_ms && (bounds[k]?.[1] ?? 0) >= from_ms)
        .filter((one) => sampledConflict(mission, one, 5556, 304.8))
        .map(({ id }) => id);
    };
    let conflicting = 0;
    for (let k = 0; k < 7; k += 1) {
      const mission = missionFrom(plans[k * 4003 + 13] ?? [], 'new', 137 + k);
      const { findings, offers } = waysOut(mission, sky, recheck);
      if (findings.length === 0) continue;
      conflicting += 1;
      const flown = offers.flatMap((offer) => offer.mission ?? []);
      expect([k, flown.length >= 3]).toEqual([k, true]);
      for (const one of flown.slice(0, 3)) expect([k, conflicts(one)]).toEqual([k, []]);
      const delay = offers.find(({ kind }) => kind === 'delay');
      if (delay !== undefined && delay.delay_s > 2) {
        expect(conflicts(delayed(mission, 1000 * Math.floor(delay.delay_s / 2))).length).toBeGreaterThan(0);
      }
    }
    expect(conflicting).toBeGreaterThan(2);
  });
});
