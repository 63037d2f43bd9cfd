import { existsSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { type Mission, MissionTraffic, parseMemorandum, Recheck, Register, waysOut } from '@skyaccord/accord';
import { destination } from '@skyaccord/sky';
import { readDay } from '../scripts/vectors/day.ts';
import type { Options, Table } from './harness.ts';
import { quantile } from './harness.ts';

const ASKED = 120;
const WARM_UPS = 30;
const BAR_MS = 50;
const T0 = Date.parse('2030-10-15T00:00:00Z');
const ACCORD = `
skyaccord: memorandum/1
id: day
version: 1
languages: [en]
title: {en: A day}
parties: [{id: nc, name: Compact, role: signatory}]
clauses:
  - id: SEP
    kind: separation_minimum
    words: {en: Stay apart.}
    applies: {classes: [crewed/crewed], between: any}
    lateral: 5 NM
    vertical: 1000 ft
    grace: 0 s
    warn_ahead: 2 min
`;
const place = new Float64Array(2);

/** Ways out for one mission more against the reference day of 33,000, whose plane is laid about 47 N 8 E. */
export async function run(options: Options): Promise<Table> {
  const named = options.vectors ?? process.env.SKYACCORD_VECTORS ?? '../../shared/vectors';
  const file = join(resolve(import.meta.dirname, named), 'public_day33k.csv.gz');
  const load = loadavg()[0]?.toFixed(1);
  const table = {
    title: 'missions',
    about: `5 NM and 1,000 ft; load of the machine before: ${load}`,
    columns: ['what', 'size', 'ms', 'of which'],
  };
  if (!existsSync(file)) return { ...table, rows: [['ways out', '', 'not measured', `needs ${file}`]], bars: [] };
  const { plans } = readDay(file);
  const { memorandum } = parseMemorandum(ACCORD);
  const missions = plans.map((plan, k) => missionFrom(plan, `m${k}`));
  const begun_ms = performance.now();
  const traffic = new MissionTraffic(memorandum, missions);
  const recheck = new Recheck(memorandum, missions);
  const built_ms = performance.now() - begun_ms;
  const sky = { memorandum, traffic, hazards: [], register: new Register(), now_ms: T0, revision: 'bench' };
  const took_ms: number[] = [];
  let three = 0;
  for (let k = 0; k < ASKED + WARM_UPS; k += 1) {
    const mission = missionFrom(plans[(k * 547 + 13) % plans.length] ?? [], 'new', 137 + k);
    const started_ms = performance.now();
    const { findings, offers } = waysOut(mission, sky, recheck);
    const lasted_ms = performance.now() - started_ms;
    if (k < WARM_UPS || findings.length === 0) continue;
    took_ms.push(lasted_ms);
    if (offers.length > 3) three += 1;
  }
  const median_ms = quantile(took_ms, 0.5);
  const spread = `${median_ms.toFixed(1)} (${quantile(took_ms, 0.1).toFixed(1)}..${quantile(took_ms, 0.9).toFixed(1)})`;
  return {
    ...table,
    rows: [
      ['the day, made ready', missions.length.toLocaleString('en'), built_ms.toFixed(0), 'index and recheck'],
      ['ways out for one more', String(took_ms.length), spread, `${three} with three or more beside cancelling`],
    ],
    bars: [
      {
        what: 'ways out for a mission in conflict, median',
        bar: `at most ${BAR_MS} ms`,
        measured: `${median_ms.toFixed(1)} ms`,
        met: median_ms <= BAR_MS,
      },
      {
        what: 'missions in conflict with three ways out or more',
        bar: 'all',
        measured: `${three} of ${took_ms.length}`,
        met: three === took_ms.length,
      },
    ],
  };
}

function missionFrom(plan: readonly number[], id: string, later_s = 0): Mission {
  const route = Array.from({ length: plan.length / 4 }, (_, n) => {
    const k = 4 * n;
    destination(47, 8, plan[k] ?? 0, plan[k + 1] ?? 0, place);
    const time_ms = Math.round(T0 + 1000 * ((plan[k + 3] ?? 0) + later_s));
    return { latitude_deg: place[0] ?? 0, longitude_deg: place[1] ?? 0, altitude_m: plan[k + 2] ?? 0, time_ms };
  });
  return {
    id,
    party: 'nc',
    unit: null,
    callsign: null,
    aircraft: { category: 'fixed_wing', crew: 'crewed' },
    purpose: 'transport',
    priority: 0,
    filed_ms: T0,
    route,
    volumes: null,
    uncertainty: { lateral_m: 0, vertical_m: 0, time_s: 0 },
    flexibility: { latest_delay_s: 3600, lowest_m: 3048, highest_m: 12_500, longest_detour_m: 200_000 },
    costs: {
      ground_minute: 1,
      air_minute: 2,
      track_mile: 0.25,
      level: 1,
      fuel_kg: 0,
      burn_kg_per_min: 0,
      cancel: 600,
    },
    under: [],
  };
}
