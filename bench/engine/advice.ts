import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DetectAndAvoid, type SkyState, standardConfiguration } from '@skyaccord/sky';
import { type Encounter, KINDS, SECTIONS, skyOf } from '../../scripts/vectors/daa_case.ts';
import { lines } from '../../scripts/vectors/read.ts';
import type { Part } from '../engine.ts';
import { keep, spread, time } from '../harness.ts';
import { generator } from './generator.ts';

export const CONFIGURATION = 'DO_365B_no_SUM';
const SET = 'public.jsonl.gz';
const RANDOM = 100;
const BARS_MS = new Map([
  [1, 0.4],
  [5, 1.5],
  [20, 6],
]);

/** Alerts and all four kinds of bands of one ownship, DO-365B without sensor uncertainty; mean over encounters. */
export async function benchAdvice(vectors: string | null): Promise<Part> {
  const rows: string[][] = [];
  const bars: Part['bars'][number][] = [];
  const sets: (readonly [string, number, SkyState[]])[] = [];
  const path = join(vectors ?? '', SET);
  if (vectors !== null && existsSync(path)) {
    const all = lines(path).map((line) => JSON.parse(line) as Encounter);
    for (const intruders of [1, 5]) {
      const chosen = all.filter(({ cfg, traffic }) => cfg === CONFIGURATION && traffic.length === intruders);
      const skies = chosen.map(({ coord, wind_to, own, traffic }) => skyOf(coord, 0, wind_to, own, traffic));
      sets.push(['public set', intruders, skies]);
    }
  } else {
    rows.push(['alerts and bands, public set', '', 'not measured', `needs ${SET}`]);
  }
  for (const intruders of [1, 5, 20]) sets.push(['random', intruders, makeSkies(RANDOM, intruders)]);
  const engine = new DetectAndAvoid(standardConfiguration(CONFIGURATION));
  for (const [set, intruders, skies] of sets) {
    const timing = await time(() => adviseAll(engine, skies), 9, 2);
    const each_ms = timing.median_ms / skies.length;
    const size = intruders === 1 ? '1 intruder' : `${intruders} intruders`;
    rows.push([
      `alerts and four bands, ${set}`,
      size,
      spread(timing, 1 / skies.length, 3),
      `mean of ${skies.length} encounters`,
    ]);
    const bar_ms = BARS_MS.get(intruders) as number;
    bars.push({
      what: `alerts and bands, ${set}, ${size}`,
      bar: `at most ${bar_ms} ms`,
      measured: `${each_ms.toFixed(3)} ms`,
      met: each_ms <= bar_ms,
    });
  }
  return { rows, bars };
}

function adviseAll(engine: DetectAndAvoid, skies: readonly SkyState[]): void {
  for (const sky of skies) {
    engine.forget();
    advise(engine, sky);
  }
}

/** One call as the bar means it. */
export function advise(engine: DetectAndAvoid, sky: SkyState): void {
  engine.update(sky);
  for (let i = 0; i < sky.traffic.length; i += 1) keep(engine.alertLevel(i));
  for (const section of SECTIONS) keep(engine.bands(KINDS[section]).bands.length);
}

/** The same, read where the engine keeps it: nothing is copied. */
export function adviseInPlace(engine: DetectAndAvoid, sky: SkyState): void {
  engine.update(sky);
  for (let i = 0; i < sky.traffic.length; i += 1) keep(engine.alertLevel(i));
  for (const section of SECTIONS) keep(engine.liveBands(KINDS[section]).bands.count);
}

/**
 * Encounters set backwards from their closest point: in 20 to 150 s each intruder passes within 2 NM and 1,500 ft of
 * the ownship, at 50 to 250 m/s, in any direction, half of them level.
 */
export function makeSkies(count: number, intruders: number): SkyState[] {
  const next = generator(3);
  const around = (reach: number): number => reach * (2 * next() - 1);
  const velocity = (): [number, number, number] => {
    const [course, speed_mps] = [2 * Math.PI * next(), 50 + 200 * next()];
    return [speed_mps * Math.sin(course), speed_mps * Math.cos(course), next() < 0.5 ? 0 : around(8)];
  };
  return Array.from({ length: count }, () => {
    const own = velocity();
    return {
      time_s: 0,
      ownship: { id: 'own', place: { east_m: 0, north_m: 0, altitude_m: 3000 }, velocity_mps: own },
      traffic: Array.from({ length: intruders }, (_, k) => {
        const [other, time_s] = [velocity(), 20 + 130 * next()];
        const back = (axis: number): number => ((own[axis] as number) - (other[axis] as number)) * time_s;
        return {
          id: `intruder ${k}`,
          place: {
            east_m: around(2 * 1852) + back(0),
            north_m: around(2 * 1852) + back(1),
            altitude_m: 3000 + around(1500 * 0.3048) + back(2),
          },
          velocity_mps: other,
        };
      }),
    };
  });
}
