import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advisersFor, decide } from './decide.ts';
import { type Episode, Episodes } from './episodes.ts';
import { manoeuvresOf } from './manoeuvres.ts';
import type { Own } from './own.ts';
import { keepingOf } from './targets.ts';
import type { Other } from './traffic.ts';

const FT = 0.3048;
const own: Own = {
  east_mps: 0,
  north_mps: 120,
  up_mps: 0,
  track_deg: 0,
  ground_speed_mps: 120,
  turn_rate_degps: 0,
  altitude_m: 6000,
  crew: 'crewed',
};
const other = (over: Partial<Other> = {}): Other => ({
  slot: 1,
  id: 'd2b001',
  east_m: 0,
  north_m: 24_000,
  up_m: 0,
  east_mps: 0,
  north_mps: -120,
  up_mps: 0,
  turn_rate_degps: 0,
  turning: 0,
  position_sigma_m: 30,
  velocity_sigma_mps: 0.5,
  height_sigma_m: 10,
  climb_sigma_mps: 0.3,
  crew: 'crewed',
  constraints: [{ clause: 'NEAR', lateral_m: 5556, vertical_m: 914.4, leave_by_s: null }],
  ...over,
});
const terms = { own_share: 0.5, answer: null, advised_elsewhere: false, elsewhere: null };
const advisers = advisersFor(120);

function episodeOf(): Episode {
  return new Episodes().open('d1a001', 'd2b001');
}

function asked(episode: Episode, state: Own, others: readonly Other[], now_ms = 0) {
  const keepings = others.map((one) => keepingOf(one, terms, advisers.lookahead_s));
  const { command, aircraft } = decide(advisers, episode, state, keepings, now_ms);
  return { command, aircraft, manoeuvres: manoeuvresOf(command, episode.level_m, state) };
}

describe('what is decided', () => {
  it('turns away from third traffic that the other side would meet', () => {
    const alone = asked(episodeOf(), own, [other({ east_m: 1500 })]);
    const first = alone.manoeuvres.find((one) => one.kind === 'turn')!;
    expect(first.by_deg).toBeLessThan(0);
    // Abreast on the left, as fast, and as high.
    const third = other({ id: 'third', east_m: -7000, north_m: 0, north_mps: 120 });
    const both = asked(episodeOf(), own, [other({ east_m: 1500 }), third]);
    expect(both.manoeuvres.find((one) => one.kind === 'turn')!.by_deg).toBeGreaterThan(0);
  });

  it('is nothing where a number is none, and something again once it is one', () => {
    const episode = episodeOf();
    expect(asked(episode, own, [other({ east_m: Number.NaN })]).manoeuvres).toEqual([]);
    expect(asked(episode, own, [other({ north_m: 23_000 })], 4_000).manoeuvres).not.toEqual([]);
  });

  it('stands while it is flown, though the plan is another way then', () => {
    const episode = episodeOf();
    const first = asked(episode, own, [other()]);
    const track_rad = first.command.track_rad;
    expect(Number.isNaN(track_rad)).toBe(false);
    const [east_mps, north_mps] = [120 * Math.sin(track_rad), 120 * Math.cos(track_rad)];
    const turned: Own = { ...own, east_mps, north_mps, track_deg: (track_rad * 180) / Math.PI };
    const after = asked(episode, turned, [other({ north_m: 19_000, east_m: -800 })], 20_000);
    expect(after.command.track_rad).toBe(track_rad);
    expect(episode.plan.track_deg).toBe(0);
  });

  it('is not worked out anew within three seconds, unless an alert with another aircraft begins', () => {
    const episodes = new Episodes();
    const episode = episodes.open('d1a001', 'd2b001');
    asked(episode, own, [other()], 10_000);
    expect(episode.decided_ms).toBe(10_000);
    asked(episode, own, [other()], 12_000);
    expect(episode.decided_ms).toBe(10_000);
    episodes.open('d1a001', 'd2b002');
    asked(episode, own, [other()], 12_500);
    expect(episode.decided_ms).toBe(12_500);
  });

  it('is held against all else again where nothing was kept: half as often while the harm is what it was', () => {
    const inside = [{ clause: 'NEAR', lateral_m: 40_000, vertical_m: 9000, leave_by_s: 0 }];
    const near = (over: Partial<Other>) => [other({ north_m: 300, north_mps: 120, constraints: inside, ...over })];
    const weighedAt = (later: Partial<Other>): number[] => {
      const episode = episodeOf();
      return [0, 15_000, 30_000, 45_000, 60_000].map((now_ms) => {
        asked(episode, own, near(now_ms === 45_000 ? later : {}), now_ms);
        return episode.weighed_ms;
      });
    };
    expect(weighedAt({})).toEqual([0, 0, 30_000, 30_000, 60_000]);
    expect(weighedAt({ north_m: 30_000 })).toEqual([0, 0, 30_000, 45_000, 60_000]);
    // What keeps everything stands as it is; what does so no more is looked at at once.
    expect(weighedAt({ north_m: 60_000 })).toEqual([0, 0, 30_000, 30_000, 60_000]);
  });

  it('of two alike, leaves the way to the one that has it', () => {
    const costOf = (own_share: number): number => {
      const keepings = [
        keepingOf(other({ north_m: 30_000, east_m: 5000 }), { ...terms, own_share }, advisers.lookahead_s),
      ];
      const episode = episodeOf();
      decide(advisers, episode, own, keepings, 0);
      return Math.abs(episode.cost.turn_deg) + Math.abs(episode.cost.height_m);
    };
    expect(costOf(1)).toBeGreaterThanOrEqual(costOf(0));
  });
});

describe('a level', () => {
  const low = [{ clause: 'NEAR', lateral_m: 5556, vertical_m: 1000 * FT, leave_by_s: null }];

  it('is told in whole hundreds of feet, no further than it takes', () => {
    const { manoeuvres } = asked(episodeOf(), own, [other({ up_m: -100, constraints: low })]);
    const climb = manoeuvres.find((one) => one.kind === 'vertical')!;
    const to_ft = climb.to_altitude_m / FT;
    expect(to_ft).toBeCloseTo(Math.round(to_ft / 100) * 100, 6);
    expect(climb.by_m).toBeGreaterThan(200 * FT);
    expect(climb.by_m).toBeLessThan(1500 * FT);
  });

  it('property: is ahead of a climber, and never one that it could not stop at', () => {
    const rates = fc.record({ up_mps: fc.integer({ min: 4, max: 14 }), up_m: fc.integer({ min: 200, max: 1200 }) });
    let told = 0;
    fc.assert(
      fc.property(rates, ({ up_mps, up_m }) => {
        const climbing = { ...own, up_mps };
        const { manoeuvres, command } = asked(episodeOf(), climbing, [other({ up_m, constraints: low })]);
        const climb = manoeuvres.find((one) => one.kind === 'vertical');
        if (climb === undefined || command.vertical_mps < 0) return;
        told += 1;
        expect(climb.by_m).toBeGreaterThanOrEqual(up_mps * 8 - 1);
      }),
      { numRuns: 40, seed: 7 },
    );
    expect(told).toBeGreaterThan(5);
  });

  it('is none where the altitude is not known', () => {
    const blind = { ...own, altitude_m: Number.NaN };
    const { manoeuvres } = asked(episodeOf(), blind, [other({ up_m: Number.NaN })]);
    expect(manoeuvres.map((one) => one.kind)).toEqual(['turn']);
  });
});
