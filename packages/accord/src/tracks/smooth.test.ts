import { destination, fromEcef, relative, SITE_SIZE, writeSite } from '@skyaccord/sky';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normals, quantile } from '../../test/noise.ts';
import { every, reportsOf, START_MS } from '../../test/traffic.ts';
import { type KeptReport, keptReport } from './kept.ts';
import { atTime, smoothedState, smoothReports, smoothTrack } from './smooth.ts';
import { TrackTable } from './table.ts';
import { applyObservation } from './update.ts';

const HOME = { latitude_deg: 47, longitude_deg: 8 };
const sites = new Float64Array(2 * SITE_SIZE);
const two = new Float64Array(2);

type Flown = { east_m: number; north_m: number; east_mps: number; north_mps: number };

/** In a circle of this turn rate (to the right), or straight on. */
function flown(speed_mps: number, rate_degps: number, t_s: number): Flown {
  const rate = (rate_degps * Math.PI) / 180;
  const heading = 0.5 + rate * t_s;
  const east_mps = speed_mps * Math.sin(heading);
  const north_mps = speed_mps * Math.cos(heading);
  if (rate === 0) return { east_m: east_mps * t_s, north_m: north_mps * t_s, east_mps, north_mps };
  const radius_m = speed_mps / rate;
  const [sin0, cos0] = [Math.sin(0.5), Math.cos(0.5)];
  const east_m = radius_m * (cos0 - Math.cos(heading));
  return { east_m, north_m: radius_m * (Math.sin(heading) - sin0), east_mps, north_mps };
}

function report(time_s: number, at: Flown, over: Partial<KeptReport> = {}): KeptReport {
  destination(HOME.latitude_deg, HOME.longitude_deg, at.east_m, at.north_m, two);
  writeSite(two[0]!, two[1]!, sites, 0);
  const [x_m, y_m, z_m] = [sites[0]!, sites[1]!, sites[2]!];
  return { ...keptReport(), time_ms: START_MS + time_s * 1000, x_m, y_m, z_m, accuracy_m: 30, ...over };
}

/** How far a place lies from where the aircraft was, east and north. */
function missOf(place: { latitude_deg: number; longitude_deg: number }, at: Flown): [number, number] {
  destination(HOME.latitude_deg, HOME.longitude_deg, at.east_m, at.north_m, two);
  writeSite(two[0]!, two[1]!, sites, 0);
  writeSite(place.latitude_deg, place.longitude_deg, sites, SITE_SIZE);
  relative(sites, 0, SITE_SIZE, two);
  return [two[0]!, two[1]!];
}

function placeOf(one: KeptReport): { latitude_deg: number; longitude_deg: number } {
  fromEcef(one.x_m, one.y_m, one.z_m, two);
  return { latitude_deg: two[0]!, longitude_deg: two[1]! };
}

const distance = ([east, north]: readonly number[]): number => Math.sqrt(east! * east! + north! * north!);
const out = smoothedState();

describe('smoothReports', () => {
  it('finds an exact straight flight again, between its reports too', () => {
    const speed_mps = 200;
    const reports = every(0, 60, 4).map((t) => report(t, flown(speed_mps, 0, t)));
    const smoothed = smoothReports(reports)!;
    expect(smoothed.turning).toBe(false);
    for (const t of every(0, 60, 0.5)) {
      expect(atTime(smoothed, START_MS + t * 1000, out)).toBe(true);
      expect(distance(missOf(out, flown(speed_mps, 0, t)))).toBeLessThan(0.2);
      expect(Math.sqrt(out.east_mps ** 2 + out.north_mps ** 2)).toBeCloseTo(speed_mps, 0);
    }
  });

  it('follows a circling glider between reports 4 s apart, where a straight line would be 17 m off', () => {
    const reports = every(0, 60, 4).map((t) => report(t, flown(25, 20, t)));
    const smoothed = smoothReports(reports)!;
    expect(smoothed.turning).toBe(true);
    for (const t of every(12, 52, 0.5)) {
      atTime(smoothed, START_MS + t * 1000, out);
      expect(distance(missOf(out, flown(25, 20, t))), String(t)).toBeLessThan(3);
      expect(out.turn_rate_degps).toBeCloseTo(20, 0);
    }
  });

  it('takes out most of what a radar scatters, and says how much is left', () => {
    const noise = normals(7);
    const [raw, smooth]: number[][] = [[], []];
    let inside = 0;
    for (let run = 0; run < 40; run++) {
      const truth = every(0, 120, 5).map((t) => flown(180, 0, t));
      const reports = truth.map((at, i) => {
        const [east_m, north_m] = [at.east_m + 150 * noise(), at.north_m + 150 * noise()];
        return report(i * 5, { ...at, east_m, north_m }, { accuracy_m: 150 * 2.4477, own_position: false });
      });
      const smoothed = smoothReports(reports)!;
      truth.forEach((at, i) => {
        atTime(smoothed, START_MS + i * 5000, out);
        const miss = missOf(out, at);
        raw!.push(distance(missOf(placeOf(reports[i]!), at)));
        smooth!.push(distance(miss));
        const [ee, en, nn] = [out.cov_ee_m2, out.cov_en_m2, out.cov_nn_m2];
        const [e, n] = miss;
        if ((nn * e * e - 2 * en * e * n + ee * n * n) / (ee * nn - en * en) <= 5.991) inside += 1;
      });
    }
    expect(quantile(smooth!, 0.5)).toBeLessThan(0.6 * quantile(raw!, 0.5));
    expect(quantile(smooth!, 0.95)).toBeLessThan(0.6 * quantile(raw!, 0.95));
    expect(inside / smooth!.length).toBeGreaterThan(0.95);
  });

  it('is not surer in a gap than at its ends', () => {
    const times = [...every(0, 10), ...every(40, 50)];
    const smoothed = smoothReports(times.map((t) => report(t, flown(60, 0, t))))!;
    const at = (t: number): number => {
      atTime(smoothed, START_MS + t * 1000, out);
      return out.accuracy_m;
    };
    expect(at(25)).toBeGreaterThan(1.1 * Math.max(at(10), at(40)));
    expect(at(25)).toBeGreaterThan(at(15));
    expect(at(25)).toBeGreaterThan(at(35));
  });

  it('needs two reports, and tells nothing outside them', () => {
    expect(smoothReports([])).toBeNull();
    expect(smoothReports([report(0, flown(50, 0, 0))])).toBeNull();
    const smoothed = smoothReports([report(0, flown(50, 0, 0)), report(1, flown(50, 0, 1))])!;
    expect(atTime(smoothed, START_MS - 1, out)).toBe(false);
    expect(atTime(smoothed, START_MS + 1001, out)).toBe(false);
    expect(atTime(smoothed, Number.NaN, out)).toBe(false);
  });

  it('property: the covariance stays positive, whatever is reported', () => {
    const one = fc.record({
      gap_s: fc.double({ min: 0.96, max: 60, noNaN: true }),
      east_m: fc.double({ min: -20_000, max: 20_000, noNaN: true }),
      north_m: fc.double({ min: -20_000, max: 20_000, noNaN: true }),
      accuracy_m: fc.double({ min: 0.05, max: 40_000, noNaN: true }),
      speed: fc.option(fc.double({ min: -900, max: 900, noNaN: true }), { nil: Number.NaN }),
      own_position: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(one, { minLength: 2, maxLength: 40 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (rows, f) => {
          let t = 0;
          const reports = rows.map(({ gap_s, speed, east_m, north_m, accuracy_m, own_position }) => {
            t += gap_s;
            const velocity = {
              east_mps: speed,
              north_mps: -speed,
              velocity_accuracy_mps: Number.isNaN(speed) ? speed : 3,
            };
            return report(t, { east_m, north_m, east_mps: 0, north_mps: 0 }, { accuracy_m, own_position, ...velocity });
          });
          const smoothed = smoothReports(reports)!;
          const { from_ms, to_ms } = smoothed;
          expect(atTime(smoothed, from_ms + f * (to_ms - from_ms), out)).toBe(true);
          expect(out.cov_ee_m2).toBeGreaterThan(0);
          expect(out.cov_nn_m2).toBeGreaterThan(0);
          expect(out.cov_ee_m2 * out.cov_nn_m2).toBeGreaterThan(out.cov_en_m2 * out.cov_en_m2);
          for (const value of [out.latitude_deg, out.longitude_deg, out.east_mps, out.north_mps, out.accuracy_m]) {
            expect(Number.isFinite(value)).toBe(true);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('heights', () => {
  it('are smoothed where they are known, and each kind by itself', () => {
    const reports = every(0, 40, 2).map((t) =>
      report(t, flown(60, 0, t), {
        pressure_altitude_m: 1000 + 5 * t,
        geometric_altitude_m: t < 20 ? 1050 + 5 * t : Number.NaN,
      }),
    );
    const smoothed = smoothReports(reports)!;
    atTime(smoothed, START_MS + 9_000, out);
    expect(out.pressure_altitude_m).toBeCloseTo(1045, 0);
    expect(out.geometric_altitude_m).toBeCloseTo(1095, 0);
    expect(out.pressure_accuracy_m).toBeGreaterThan(0);
    atTime(smoothed, START_MS + 31_000, out);
    expect(out.pressure_altitude_m).toBeCloseTo(1155, 0);
    expect(out.geometric_altitude_m).toBeNaN();
    expect(out.geometric_accuracy_m).toBeNaN();
  });

  it('in steps of 100 ft come out steadier than they were, and as uncertain as the steps', () => {
    const reports = every(0, 60, 2).map((t) =>
      report(t, flown(60, 0, t), { pressure_altitude_m: Math.round((1000 + 4 * t) / 30.48) * 30.48 }),
    );
    const smoothed = smoothReports(reports)!;
    let worst = 0;
    for (const t of every(10, 50)) {
      atTime(smoothed, START_MS + t * 1000, out);
      worst = Math.max(worst, Math.abs(out.pressure_altitude_m - (1000 + 4 * t)));
    }
    expect(worst).toBeLessThan(10);
    expect(out.pressure_accuracy_m).toBeGreaterThan(5);
  });
});

describe('smoothTrack', () => {
  it('takes the reports kept of a track, from before the span to after it', () => {
    const table = new TrackTable();
    const flight = { address: 'd1a001', east_m: 0, north_m: 0, altitude_m: 3000, track_deg: 40, speed_mps: 120 };
    for (const one of reportsOf(flight, every(0, 40, 2))) applyObservation(table, one, one.time_ms);
    const smoothed = smoothTrack(table, 0, START_MS + 11_000, START_MS + 21_000)!;
    expect([smoothed.from_ms, smoothed.to_ms]).toEqual([START_MS + 10_000, START_MS + 22_000]);
    atTime(smoothed, START_MS + 22_000, out);
    const [truth] = reportsOf(flight, [22]);
    writeSite(truth!.latitude_deg, truth!.longitude_deg, sites, 0);
    writeSite(out.latitude_deg, out.longitude_deg, sites, SITE_SIZE);
    relative(sites, 0, SITE_SIZE, two);
    expect(distance([two[0]!, two[1]!])).toBeLessThan(1);
    expect(out.pressure_altitude_m).toBeCloseTo(3000, 1);
    expect(smoothTrack(table, 0, START_MS + 40_000, START_MS + 50_000)).toBeNull();
  });
});
