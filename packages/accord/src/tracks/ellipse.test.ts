import { destination } from '@skyaccord/sky';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normals } from '../../test/noise.ts';
import { between } from '../../test/soaring.ts';
import { every, observation, reportsOf, START_MS } from '../../test/traffic.ts';
import { ellipseAt } from './ellipse.ts';
import { TrackTable } from './table.ts';
import { applyObservation } from './update.ts';

const flight = { address: 'd1a001', east_m: 0, north_m: 0, altitude_m: 3000, track_deg: 30, speed_mps: 120 };

function followed(to_s: number): TrackTable {
  const table = new TrackTable();
  for (const one of reportsOf(flight, every(0, to_s))) applyObservation(table, one, one.time_ms);
  return table;
}

describe('ellipseAt', () => {
  it('is the covariance of the last report at its time, and before it', () => {
    const table = followed(30);
    const { major_m, minor_m } = ellipseAt(table, 0, START_MS + 30_000);
    expect(major_m).toBeCloseTo(table.accuracy_m[0]!, 3);
    expect(minor_m).toBeLessThanOrEqual(major_m);
    expect(ellipseAt(table, 0, START_MS + 20_000).major_m).toBe(major_m);
  });

  it('property: never shrinks with age, and lies across no other way than it is long', () => {
    const table = followed(30);
    const age = fc.double({ min: 0, max: 120, noNaN: true });
    fc.assert(
      fc.property(age, age, (a_s, b_s) => {
        const [young, old] = [Math.min(a_s, b_s), Math.max(a_s, b_s)].map((s) =>
          ellipseAt(table, 0, START_MS + 30_000 + s * 1000),
        );
        expect(old!.major_m).toBeGreaterThanOrEqual(young!.major_m * (1 - 1e-9));
        expect(old!.minor_m).toBeGreaterThanOrEqual(young!.minor_m * (1 - 1e-9));
        expect(old!.minor_m).toBeLessThanOrEqual(old!.major_m);
        expect(old!.orientation_deg).toBeGreaterThanOrEqual(0);
        expect(old!.orientation_deg).toBeLessThan(180);
      }),
    );
  });

  /** A flight that turns and goes straight by chance, heard once a second; then where it is some seconds later. */
  function heldAhead(ahead_s: number): number {
    const next = normals(2718);
    let [inside, of] = [0, 0];
    const place = new Float64Array(2);
    for (let run = 0; run < 120; run++) {
      const table = new TrackTable();
      let [latitude_deg, longitude_deg, heading, turn, leg_s] = [47, 8, run, 0, 0];
      const speed_mps = 30 + 2 * run;
      for (let t = 0; t <= 60 + ahead_s; t += 0.25) {
        if (leg_s <= 0) {
          turn = turn === 0 ? (3 * next()) / speed_mps : 0;
          leg_s = 15 + Math.abs(20 * next());
        }
        leg_s -= 0.25;
        heading += 0.25 * turn;
        const gone_m = 0.25 * speed_mps;
        destination(latitude_deg, longitude_deg, gone_m * Math.sin(heading), gone_m * Math.cos(heading), place);
        [latitude_deg, longitude_deg] = [place[0]!, place[1]!];
        if (t > 60 || t % 1 !== 0) continue;
        destination(latitude_deg, longitude_deg, 4 * next(), 4 * next(), place);
        const track_deg = ((((heading * 180) / Math.PI) % 360) + 360) % 360;
        const said = { latitude_deg: place[0]!, longitude_deg: place[1]!, ground_speed_mps: speed_mps, track_deg };
        applyObservation(table, observation({ ...said, time_ms: START_MS + t * 1000 }), START_MS + t * 1000);
      }
      const [east_mps, north_mps] = [table.east_mps[0]!, table.north_mps[0]!];
      destination(table.latitude_deg[0]!, table.longitude_deg[0]!, east_mps * ahead_s, north_mps * ahead_s, place);
      const [e, n] = between(place[0]!, place[1]!, latitude_deg, longitude_deg);
      const ellipse = ellipseAt(table, 0, START_MS + (60 + ahead_s) * 1000);
      const angle = (ellipse.orientation_deg * Math.PI) / 180;
      const along = (e * Math.sin(angle) + n * Math.cos(angle)) / ellipse.major_m;
      const across = (e * Math.cos(angle) - n * Math.sin(angle)) / ellipse.minor_m;
      if (along * along + across * across <= 1) inside += 1;
      of += 1;
    }
    return inside / of;
  }

  // No ellipse has the shape of what may follow 40 s after a turn began: it holds a little less.
  it.each([
    [5, 0.92],
    [10, 0.92],
    [20, 0.9],
    [40, 0.85],
  ])('holds an aircraft that may turn at any time, %i s after its last report', (ahead_s, least) => {
    expect(heldAhead(ahead_s)).toBeGreaterThan(least);
  });
});
