import { describe, expect, test } from 'vitest';
import { HAZARD, missionNamed } from '../../test/sampleMissions.ts';
import { entriesOf, minutesWords, shareOf } from '../ledger/figures.ts';
import { claimWords, endOfDay, speakerWords } from '../statements/words.ts';
import { linesOf, outlineOf, postable, skyPlan, spanOfAll, timeTicks } from './plan.ts';

const HOUR_MS = 3_600_000;

describe('missions drawn', () => {
  test('a mission goes back to the node as it takes one in: times without unit, nothing that is not known', () => {
    const posted = postable(missionNamed('m-1', 2));
    expect(posted).not.toHaveProperty('volumes');
    expect(posted).not.toHaveProperty('unit');
    expect(posted).not.toHaveProperty('filed_ms');
    expect(posted.flexibility).toEqual({ latest_delay_s: 3600, highest_m: 6000, longest_detour_m: 50_000 });
    const [first] = posted.route as Record<string, unknown>[];
    expect(Object.keys(first ?? {}).sort()).toEqual(['altitude_m', 'latitude_deg', 'longitude_deg', 'time']);
    const { shape } = HAZARD;
    const volume = { shape, floor_m: 0, ceiling_m: 1000, from_ms: 1, until_ms: 2 };
    expect(postable(missionNamed('m-2', 2, { route: null, volumes: [volume] })).volumes).toEqual([
      { circle: shape.circle, floor_m: 0, ceiling_m: 1000, from: 1, until: 2 },
    ]);
  });

  test('every shape has a closed outline', () => {
    const none = { bounds_deg: null, polygon_deg: null, circle: null };
    const shapes = [
      HAZARD.shape,
      { ...none, bounds_deg: [1, 2, 3, 4] as [number, number, number, number] },
      {
        ...none,
        polygon_deg: [
          [1, 2],
          [3, 4],
          [5, 2],
        ] as [number, number][],
      },
    ];
    for (const shape of shapes) {
      const line = outlineOf(shape);
      expect(line.length).toBeGreaterThan(3);
      expect(line.at(-1)).toEqual(line[0]);
    }
    expect(outlineOf(none)).toEqual([]);
  });

  test('the plan holds all of them within its square, north up, also across the date line', () => {
    const east = linesOf(
      missionNamed('m', 1, {
        route: [
          { latitude_deg: 10, longitude_deg: 179.5, altitude_m: 0, time_ms: 0 },
          { latitude_deg: 11, longitude_deg: -179.5, altitude_m: 0, time_ms: 1 },
        ],
      }),
    );
    const plan = skyPlan(east, 100);
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = [...(plan?.path(east[0] ?? []) ?? '').matchAll(/[\d.-]+/g)].map(Number);
    for (const value of [x1, y1, x2, y2]) {
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThanOrEqual(100);
    }
    expect(x2).toBeGreaterThan(x1);
    expect(y2).toBeLessThan(y1);
    expect(skyPlan([], 100)).toBeNull();
  });

  test('time has few whole ticks, and the span holds now', () => {
    const ticks = timeTicks(90_000, 5 * HOUR_MS);
    expect(ticks.length).toBeLessThanOrEqual(9);
    expect(ticks.every((tick) => tick % HOUR_MS === 0)).toBe(true);
    expect(timeTicks(0, 400 * 24 * HOUR_MS).length).toBeLessThan(40);
    const mission = missionNamed('m', 2);
    const [from_ms, until_ms] = spanOfAll([mission], 0);
    expect(from_ms).toBe(0);
    expect(until_ms).toBe(mission.route?.[1]?.time_ms);
  });
});

describe('figures of the ledger and words of the register', () => {
  test('a total opens exactly the entries it is made of', () => {
    const entries = [3, 1, 2].map((time_ms) => ({ id: `e${time_ms}`, time_ms })) as never[];
    expect(entriesOf({ entries: ['e3', 'e2'] }, entries).map(({ id }) => id)).toEqual(['e2', 'e3']);
    expect(minutesWords(750)).toBe('12.5 min');
    expect([shareOf(5, [10, 5]), shareOf(-1, [10]), shareOf(0, [])]).toEqual([0.5, 0, 0]);
  });

  test('who said what is told with whoever passed it on; a day ends at midnight', () => {
    expect(claimWords({ predicate: 'under_consideration', negated: true })).toBe('not so: under consideration');
    expect(speakerWords({ speaker: 'A', office: 'b', relayed_by: 'C' })).toBe('A, b, as told by C');
    expect(endOfDay('2026-03-01')).toBe(Date.UTC(2026, 2, 2) - 1);
    expect(endOfDay('tomorrow')).toBeNull();
  });
});
