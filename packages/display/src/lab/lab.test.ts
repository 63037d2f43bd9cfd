import { STANDARD_CONFIGURATIONS } from '@skyaccord/sky';
import { array, assert, constantFrom, double, integer, property, tuple } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { labPlan } from './plan.ts';
import { type LabAnswer, reckon } from './reckoning.ts';
import {
  changed,
  firstScene,
  type LabScene,
  MOST_AIRCRAFT,
  NAMES,
  ownedBy,
  parseScene,
  REACHES_NM,
  sceneQuery,
  withOneMore,
  without,
} from './scene.ts';
import { volumeAround } from './volume.ts';
import { lastTimeWords, pairAlert, resolutionWords } from './words.ts';

const first = firstScene('DO_365B_no_SUM');

const scenes = tuple(
  constantFrom(...STANDARD_CONFIGURATIONS),
  constantFrom(...REACHES_NM),
  array(
    tuple(
      double({ min: -30, max: 30, noNaN: true }),
      double({ min: -30, max: 30, noNaN: true }),
      double({ min: 0, max: 40_000, noNaN: true }),
      double({ min: -720, max: 720, noNaN: true }),
      double({ min: 0, max: 600, noNaN: true }),
      double({ min: -5000, max: 5000, noNaN: true }),
      integer({ min: 0, max: 2 }),
    ),
    { minLength: 2, maxLength: MOST_AIRCRAFT },
  ),
).map(([configuration, reach_nm, rows]): LabScene => {
  let scene: LabScene = { ...firstScene(configuration), reach_nm };
  scene = {
    ...scene,
    aircraft: rows.map((_, index) => ({ ...(scene.aircraft[0] as LabScene['aircraft'][0]), name: NAMES[index] ?? '' })),
  };
  for (const [index, [east_nm, north_nm, altitude_ft, track_deg, speed_kt, climb_fpm, alerter]] of rows.entries()) {
    scene = changed(scene, index, { east_nm, north_nm, altitude_ft, track_deg, speed_kt, climb_fpm, alerter });
  }
  return scene;
});

/** The alert of a pair in words, by the names of the two. */
function alertOf(scene: LabScene, answer: LabAnswer, a: string, b: string): string | undefined {
  const named = (index: number) => scene.aircraft[index]?.name;
  const pair = answer.pairs.find(({ first: one, second }) => named(one) === a && named(second) === b);
  return pair && pairAlert(answer.configuration, scene, pair);
}

describe('the scene in the address', () => {
  test('comes back as it was, whatever it holds', () => {
    assert(
      property(scenes, (scene) => {
        expect(parseScene(sceneQuery(scene))).toEqual({ scene, problem: null });
      }),
      { numRuns: 200 },
    );
  });

  test('an empty one is the first scene', () => {
    expect(parseScene('')).toEqual({ scene: first, problem: null });
  });

  test.each([
    ['configuration=nonsense', 'nonsense'],
    ['aircraft=ALFA,0,0,10000,0,200,0', '1 aircraft'],
    ['aircraft=A,0,0,1,0,1,0&aircraft=B,0,0,1,0,1', 'aircraft=B'],
    ['aircraft=A,0,0,1,0,1,0&aircraft=B,0,x,1,0,1,0', 'aircraft=B'],
    ['aircraft=A,0,0,1,0,1,0&aircraft=B,0,,1,0,1,0', 'aircraft=B'],
    ['aircraft=A,0,0,1,0,1,0&aircraft=A,0,0,1,0,1,0', 'A is not a name of its own'],
    ['aircraft=A,0,0,1,0,1,0&aircraft=<b>,0,0,1,0,1,0', '<b> is not a name'],
    ['aircraft=A,0,0,1,0,1,0,0&aircraft=B,0,0,1,0,1,0,1', 'aircraft=A'],
  ])('%s shows the first scene and says why', (query, reason) => {
    const { scene, problem } = parseScene(query);
    expect(scene).toEqual(first);
    expect(problem).toContain(reason);
  });

  test('values beyond their limits are brought to them', () => {
    const { scene } = parseScene('aircraft=A,1e9,-1e9,1e9,725,-5,1e9&aircraft=B,0,0,0,-90,1e9,-1e9');
    expect(scene.aircraft[0]).toMatchObject({ east_nm: 100, north_nm: -100, altitude_ft: 60_000, track_deg: 5 });
    expect(scene.aircraft[0]).toMatchObject({ speed_kt: 0, climb_fpm: 10_000 });
    expect(scene.aircraft[1]).toMatchObject({ track_deg: 270, speed_kt: 1000, climb_fpm: -10_000 });
  });
});

describe('the number of aircraft', () => {
  test('stays from two to five, each with a name of its own', () => {
    let scene = first;
    for (let i = 0; i < 9; i += 1) scene = withOneMore(scene);
    expect(scene.aircraft.map(({ name }) => name)).toEqual([...NAMES]);
    const places = scene.aircraft.map(({ east_nm, north_nm }) => [east_nm, north_nm] as const);
    for (const [i, one] of places.entries()) {
      for (const two of places.slice(i + 1)) {
        expect(Math.hypot(one[0] - two[0], one[1] - two[1])).toBeGreaterThan(scene.reach_nm / 10);
      }
    }
    for (let i = 0; i < 9; i += 1) scene = without(scene, 1);
    expect(scene.aircraft.map(({ name }) => name)).toEqual(['ALFA', 'ECHO']);
  });

  test('another can be the own one', () => {
    expect(ownedBy(first, 2).aircraft.map(({ name }) => name)).toEqual(['CHARLIE', 'ALFA', 'BRAVO']);
  });
});

describe('what follows from a scene', () => {
  test('head-on is alerted, and 3,000 ft apart is not', () => {
    const near = changed(first, 1, { north_nm: 5 });
    expect(alertOf(near, reckon(near), 'ALFA', 'BRAVO')).toBe('corrective');
    const nearer = changed(first, 1, { north_nm: 3 });
    expect(alertOf(nearer, reckon(nearer), 'ALFA', 'BRAVO')).toBe('warning');
    const apart = changed(near, 1, { altitude_ft: 13_000 });
    expect(alertOf(apart, reckon(apart), 'ALFA', 'BRAVO')).toBe('none');
  });

  test('the same scene gives the same answer, whatever was asked before', () => {
    const before = reckon(first);
    reckon(changed(first, 1, { east_nm: 0, north_nm: -3.9 }));
    expect(reckon(first)).toEqual(before);
  });

  test('every scene has an answer without a value that is no number', () => {
    assert(
      property(scenes, (scene) => {
        const answer = reckon(scene);
        const count = scene.aircraft.length;
        expect(answer.pairs).toHaveLength((count * (count - 1)) / 2);
        const values = [
          ...answer.pairs.flatMap((pair) => [pair.cpa_m, pair.cpa_s, pair.cpaVertical_m, pair.entry_s]),
          ...answer.bands.flatMap(({ bands, lastTime_s }) => [
            lastTime_s,
            ...bands.flatMap(({ low, high }) => [low, high]),
          ]),
          ...labPlan(scene, answer, 560).aircraft.flatMap(({ at, ahead, volume }) => [
            ...[at.x, at.y, ahead.x, ahead.y],
            ...(volume?.points.flatMap(({ x, y }) => [x, y]) ?? []),
          ]),
        ];
        expect(values.some(Number.isNaN)).toBe(false);
        for (const bands of answer.bands) {
          const words = [resolutionWords(bands, 'aviation'), lastTimeWords(bands)].join(' ');
          expect(words).not.toMatch(/NaN|undefined|Infinity/);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('the drawn outline is the volume: just inside it well clear is lost now, just outside it is not', () => {
    assert(
      property(
        constantFrom('DO_365B_no_SUM', 'Buffered_DWC_SC_228_nom_b', 'CD3D', 'SUAS_2000_250', 'TCAS3D'),
        integer({ min: 0, max: 49 }),
        double({ min: 0, max: 359, noNaN: true }),
        double({ min: 30, max: 500, noNaN: true }),
        (configuration, corner, track_deg, speed_kt) => {
          const own = { ...first.aircraft[0], name: 'ALFA', altitude_ft: 10_000, track_deg: 0, speed_kt: 120 };
          const other = { ...own, name: 'BRAVO', east_nm: 0, north_nm: 0, track_deg, speed_kt };
          const scene = { configuration, reach_nm: 10, aircraft: [own, other] } as LabScene;
          const answer = reckon(scene);
          const [flight, traffic] = answer.flights as [LabAnswer['flights'][0], LabAnswer['flights'][0]];
          const outline = volumeAround(answer.configuration, 0, flight, traffic);
          expect(outline?.level).toBe(true);
          const [east_m, north_m] = outline?.points[corner] ?? [0, 0];
          const lostAt = (share: number) => {
            const [x, y] = [(east_m * share) / 1852, (north_m * share) / 1852];
            const placed = { ...scene, aircraft: [{ ...own, east_nm: x, north_nm: y }, other] } as LabScene;
            return reckon(placed).pairs[0]?.entry_s === 0;
          };
          expect(lostAt(0.99)).toBe(true);
          expect(lostAt(1.01)).toBe(false);
        },
      ),
      { numRuns: 100 },
    );
  });
});
