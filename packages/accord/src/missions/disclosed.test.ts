import { describe, expect, it } from 'vitest';
import { accordWith, flownAt, missionOf, skyOf, T0 } from '../../test/missions.ts';
import { checkMission } from './check.ts';
import { DISCLOSED, disclosedForm, viewOf } from './disclosed.ts';
import type { Mission } from './mission.ts';
import { Recheck } from './recheck.ts';
import { waysOut } from './ways_out.ts';

const memorandum = accordWith();
/** Three secret routes of another party within the same cells, one of them bent. */
const SECRETS: readonly Mission[] = [
  missionOf(
    [
      [47.05, 8.3, 3100, 60],
      [47.2, 8.7, 3100, 560],
    ],
    { id: 'secret', party: 'mu' },
  ),
  missionOf(
    [
      [47.2, 8.3, 3500, 100],
      [47.05, 8.7, 3200, 700],
    ],
    { id: 'secret', party: 'mu' },
  ),
  missionOf(
    [
      [47.1, 8.3, 3200, 30],
      [47.2, 8.5, 3300, 400],
      [47.1, 8.7, 3400, 850],
    ],
    { id: 'secret', party: 'mu' },
  ),
];

describe('what a party discloses', () => {
  it('holds the whole flight, at every instant, and nothing of who flies it and why', () => {
    const places: readonly (readonly [number, number])[] = [
      [47, 8],
      [-3, 179.8],
      [78, -179.9],
      [0, 0],
    ];
    for (const [latitude, longitude] of places) {
      for (const bent of [0.4, -1.2]) {
        const turned = (degrees: number): number => ((degrees + 540) % 360) - 180;
        const mission = missionOf(
          [
            [latitude, longitude, 2900, 0],
            [latitude + bent, turned(longitude + 0.7), 4000, 1500],
            [latitude, turned(longitude + 1.9), 3000, 4000],
          ],
          { unit: 'wing', callsign: 'KITE1', uncertainty: { lateral_m: 500, vertical_m: 50, time_s: 30 } },
        );
        const { volumes, unit, callsign } = disclosedForm(mission);
        expect([unit, callsign]).toEqual([null, null]);
        for (let s = 0; s <= 4000; s += 10) {
          const { at, altitude_m } = flownAt(mission, T0 + 1000 * s) ?? { at: [0, 0, 1], altitude_m: 0 };
          const north = (180 / Math.PI) * Math.asin(at[2] ?? 0);
          const east = (180 / Math.PI) * Math.atan2(at[1] ?? 0, at[0] ?? 0);
          const inside = (volumes ?? []).some(({ shape, floor_m, ceiling_m, from_ms, until_ms }) => {
            const ring = shape.polygon_deg ?? [];
            const [west] = ring[0]?.slice(1) ?? [0];
            const width = Math.max(...ring.map(([, one]) => (one - (west ?? 0) + 360) % 360));
            const souths = ring.map(([one]) => one);
            return (
              T0 + 1000 * s >= from_ms &&
              T0 + 1000 * s < until_ms &&
              altitude_m - 50 >= floor_m &&
              altitude_m + 50 <= ceiling_m &&
              north >= Math.min(...souths) &&
              north <= Math.max(...souths) &&
              (east - (west ?? 0) + 360) % 360 <= width
            );
          });
          expect([latitude, bent, s, inside]).toEqual([latitude, bent, s, true]);
        }
      }
    }
  });

  it('is the same for missions within the same cells, and shows its own missions to a party as they are', () => {
    const [a, b, c] = SECRETS.map(disclosedForm);
    expect([b, c]).toEqual([a, a]);
    const [secret] = SECRETS as [Mission];
    expect(viewOf('mu', [secret])[0]).toBe(secret);
    expect(viewOf('nc', [secret])[0]?.route).toBeNull();
  });
});

describe('a party that probes with 10,000 missions', () => {
  it('gets the very same answers whichever route is flown, and reconstructs the disclosed volume, grown by the minima, no less', () => {
    const skies = SECRETS.map((secret) => skyOf(memorandum, viewOf('nc', [secret])));
    const disclosed = disclosedForm(SECRETS[0] as Mission).volumes?.[0];
    let [south, north, low, high] = [90, -90, 1e9, -1e9];
    let refused = 0;
    for (let k = 0; k < 10_000; k += 1) {
      // A needle across the area: 1 km long, a minute, at each of 100 places, 20 levels and 5 times.
      const [i, j, l] = [k % 50, Math.floor(k / 50) % 10, Math.floor(k / 500)];
      const at = 46.7 + 0.02 * i;
      const level_m = 2000 + 110 * l;
      const probe = missionOf([
        [at, 8.25 + 0.05 * j, level_m, 300],
        [at, 8.26 + 0.05 * j, level_m, 360],
      ]);
      const answers = (k % 10 === 0 ? skies : skies.slice(0, 1)).map((sky) => checkMission(probe, sky));
      for (const answer of answers) expect(answer).toEqual(answers[0]);
      if ((answers[0]?.length ?? 0) === 0) continue;
      refused += 1;
      [south, north] = [Math.min(south, at), Math.max(north, at)];
      [low, high] = [Math.min(low, level_m), Math.max(high, level_m)];
    }
    expect(refused).toBeGreaterThan(1000);
    const souths = disclosed?.shape.polygon_deg?.map(([one]) => one) ?? [];
    // The attacker's box is the disclosed one and the minima: the route, 0.15 degrees and 400 m high, does not show.
    const minimum_deg = 5556 / 111_200;
    expect(south).toBeLessThan(Math.min(...souths) - minimum_deg + 0.025);
    expect(north).toBeGreaterThan(Math.max(...souths) + minimum_deg - 0.025);
    expect(low).toBeLessThan((disclosed?.floor_m ?? 0) - 304.8 + 115);
    expect(high).toBeGreaterThan((disclosed?.ceiling_m ?? 0) + 304.8 - 115);
    expect(high - low).toBeGreaterThan(DISCLOSED.level_m);
  });

  it('learns no more from the ways out', () => {
    const probe = missionOf([
      [46.9, 8.5, 3200, 0],
      [47.4, 8.5, 3200, 500],
    ]);
    const [first, ...others] = SECRETS.map((secret) => {
      const view = viewOf('nc', [secret]);
      return waysOut(probe, skyOf(memorandum, view), new Recheck(memorandum, view));
    });
    expect(first?.findings.length).toBeGreaterThan(0);
    for (const other of others) expect(other).toEqual(first);
  });
});
