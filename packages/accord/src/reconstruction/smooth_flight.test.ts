import type { Observation } from '@skyaccord/wire';
import { describe, expect, it } from 'vitest';
import { circling, flown, type Path, straight } from '../../test/flown.ts';
import { normals } from '../../test/noise.ts';
import { every, ORIGIN, START_MS } from '../../test/traffic.ts';
import { COVARIANCE, STATE } from '../tracks/motion.ts';
import { smoothFlight } from './smooth_flight.ts';

const origin = [ORIGIN.latitude_deg, ORIGIN.longitude_deg] as const;
const x = new Float64Array(STATE);
const p = new Float64Array(COVARIANCE);

/** Reports blurred by a normal error of this deviation per axis, of a source whose clock is late. */
function blurred(path: Path, times_s: readonly number[], sigma_m: number, over: Partial<Observation>, late_s = 0) {
  const noise = normals(20250101);
  const off: Path = (t_s) => {
    const at = path(t_s - late_s);
    return { ...at, east_m: at.east_m + sigma_m * noise(), north_m: at.north_m + sigma_m * noise() };
  };
  return flown('d1a000', off, times_s, over);
}
const byTime = (all: Observation[]): Observation[] => all.sort((a, b) => a.time_ms - b.time_ms);

describe('a flight smoothed from its reports', () => {
  const path = straight({}, 90, 120);

  it('learns how far reports scatter, whatever their source states', () => {
    for (const sigma_m of [3, 20]) {
      const reports = blurred(path, every(0, 150), sigma_m, { position_accuracy_m: 60 });
      const [source] = smoothFlight(reports, origin).sources;
      expect(source!.scatter_m / 2.4477).toBeGreaterThan(0.7 * sigma_m);
      expect(source!.scatter_m / 2.4477).toBeLessThan(1.3 * sigma_m);
    }
  });

  it('finds by how much a second source is late, and puts its reports where they belong', () => {
    const adsb = blurred(path, every(0, 120), 3, { source: 'adsb', position_accuracy_m: 10 });
    const radar = blurred(path, every(2, 118, 4), 3, { source: 'radar', position_accuracy_m: 10 }, 1.5);
    const { sources, flight } = smoothFlight(byTime([...adsb, ...radar]), origin);
    expect(sources.map(({ source }) => source)).toEqual(['adsb', 'radar']);
    expect(sources[0]!.clock_offset_s).toBe(0);
    expect(sources[1]!.clock_offset_s).toBeCloseTo(1.5, 1);
    expect(flight!.at(START_MS + 60_000, x, p)).toBe(true);
    expect(Math.abs(x[0]! - path(60).east_m)).toBeLessThan(5);
  });

  it('leaves out a report that no flight explains, and says so; a turn is none', () => {
    const reports = flown('d1a000', circling({}, 1500, 120, 0), every(0, 120, 2), { position_accuracy_m: 20 });
    expect(smoothFlight(reports, origin).sources[0]!.left_out).toBe(0);
    const spiked = reports.map((o, k) => (k === 30 ? { ...o, latitude_deg: o.latitude_deg + 0.02 } : o));
    const { sources, flight } = smoothFlight(spiked, origin);
    expect(sources[0]).toMatchObject({ left_out: 1, reports: 60 });
    flight!.at(START_MS + 60_000, x, p);
    const truth = circling({}, 1500, 120, 0)(60);
    expect(Math.hypot(x[0]! - truth.east_m, x[1]! - truth.north_m)).toBeLessThan(25);
  });

  it('knows less between reports that lie apart, and nothing where 45 s are missing', () => {
    const spread = (gap_s: number): number => {
      const times = [...every(0, 60, 2), ...every(60 + gap_s, 120 + gap_s, 2)];
      const { flight } = smoothFlight(flown('d1a000', path, times), origin);
      return flight!.at(START_MS + 1000 * (60 + gap_s / 2), x, p) ? Math.sqrt(p[0]! + p[6]!) : Infinity;
    };
    expect(spread(10)).toBeGreaterThan(spread(2));
    expect(spread(40)).toBeGreaterThan(3 * spread(10));
    expect(spread(46)).toBe(Infinity);
  });

  it('holds the truth in its region of 95 % about so often, straight or turning, reports every second or every eight', () => {
    let [inside, looked] = [0, 0];
    for (const [step_s, radius_m] of [
      [1, 0],
      [1, 900],
      [3, 900],
      [8, 0],
      [8, 2500],
    ] as const) {
      const way = radius_m === 0 ? straight({}, 40, 80) : circling({}, radius_m, 80, 0);
      // All that is stated scatters, so that nothing is common to the reports: the region has to hold by itself.
      const reports = blurred(way, every(0, 240, step_s), 12, { technology: 'radar', position_accuracy_m: 30 });
      const { flight } = smoothFlight(reports, origin);
      for (let t_s = 5; t_s < 235; t_s += 3) {
        flight!.at(START_MS + 1000 * t_s, x, p);
        const [e, n] = [x[0]! - way(t_s).east_m, x[1]! - way(t_s).north_m];
        const [ee, en, nn] = [p[0]!, p[1]!, p[6]!];
        if ((nn * e * e - 2 * en * e * n + ee * n * n) / (ee * nn - en * en) <= 5.991) inside += 1;
        looked += 1;
      }
    }
    expect(inside / looked).toBeGreaterThan(0.93);
  });

  it('needs two reports', () => {
    expect(smoothFlight(flown('d1a000', path, [0]), origin)).toEqual({ flight: null, sources: [] });
  });
});
