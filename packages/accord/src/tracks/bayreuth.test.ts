import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { describeRecordings, recording } from '../../../../test/data.ts';
import { normals, quantile } from '../../test/noise.ts';
import { between, flightLogs, heardOverBayreuth, idsOverBayreuth, Truth } from '../../test/soaring.ts';
import { compareObservations } from '../ordering.ts';
import { TrackTable } from './table.ts';
import { applyObservation } from './update.ts';

/** How far a track is from where the glider was, at each report it accepted. */
type Errors = { filtered_m: number[]; reported_m: number[]; inside: number; major_m: number[] };

const none = (): Errors => ({ filtered_m: [], reported_m: [], inside: 0, major_m: [] });

function joined(all: Iterable<Errors>): Errors {
  const sum = none();
  for (const one of all) {
    sum.filtered_m.push(...one.filtered_m);
    sum.reported_m.push(...one.reported_m);
    sum.major_m.push(...one.major_m);
    sum.inside += one.inside;
  }
  return sum;
}

const share = (one: Errors): number => one.inside / one.filtered_m.length;
const length = ([east, north]: readonly [number, number]): number => Math.sqrt(east * east + north * north);

/** Compares a track with the truth of one moment. */
function compare(
  errors: Errors,
  table: TrackTable,
  slot: number,
  truth: { latitude_deg: number; longitude_deg: number },
  reported: { latitude_deg: number; longitude_deg: number },
): void {
  const { latitude_deg, longitude_deg } = truth;
  const [e, n] = between(latitude_deg, longitude_deg, table.latitude_deg[slot]!, table.longitude_deg[slot]!);
  errors.filtered_m.push(length([e, n]));
  errors.reported_m.push(length(between(latitude_deg, longitude_deg, reported.latitude_deg, reported.longitude_deg)));
  const [ee, en, nn] = [table.cov_ee_m2[slot]!, table.cov_en_m2[slot]!, table.cov_nn_m2[slot]!];
  // 5.991 is the 95 % point of chi-squared with two degrees of freedom.
  if ((nn * e * e - 2 * en * e * n + ee * n * n) / (ee * nn - en * en) <= 5.991) errors.inside += 1;
  errors.major_m.push(table.accuracy_m[slot]!);
}

const FLYING_MPS = 10;
/** The recorder of this glider, or its transmitter, is at fault: up to 369 m from where it says it is. */
const FAULTY = 'LY';

describeRecordings('a competition day at Bayreuth, heard from the ground and recorded on board', () => {
  const errors = new Map<string, Errors>();

  beforeAll(() => {
    const folder = recording('gliders-bayreuth-2018-05-30');
    const ids = idsOverBayreuth(folder);
    const truths = new Map([...flightLogs(join(folder, 'onboard-igc'))].map(([id, log]) => [id, new Truth(log, 9000)]));
    const table = new TrackTable();
    for (const o of heardOverBayreuth(folder).sort(compareObservations)) {
      const { slot, aside } = applyObservation(table, o, o.time_ms);
      const id = ids.get(o.address);
      if (aside !== null || id === undefined) continue;
      const truth = truths.get(id)!;
      if (!truth.find(o.time_ms) || truth.speed_mps < FLYING_MPS) continue;
      if (!errors.has(id)) errors.set(id, none());
      compare(errors.get(id)!, table, slot, truth, o);
    }
  });

  it('tracks 19 gliders within 10 m in the median and 25 m in 95 of 100 cases, the faulty one included', () => {
    expect(errors.size).toBe(19);
    const all = joined(errors.values());
    expect(all.filtered_m.length).toBeGreaterThan(75_000);
    expect(quantile(all.filtered_m, 0.5)).toBeLessThanOrEqual(10);
    expect(quantile(all.filtered_m, 0.95)).toBeLessThanOrEqual(25);
  });

  it('holds 93 to 98 of 100 true positions in an ellipse of 95 %, whose half-axis is under 40 m in the median', () => {
    const all = joined(errors.values());
    const good = joined([...errors].filter(([id]) => id !== FAULTY).map(([, one]) => one));
    for (const one of [all, good]) {
      expect(share(one)).toBeGreaterThanOrEqual(0.93);
      expect(share(one)).toBeLessThanOrEqual(0.98);
      expect(quantile(one.major_m, 0.5)).toBeLessThan(40);
    }
    expect(quantile(good.filtered_m, 0.95)).toBeLessThanOrEqual(25);
  });

  it('is about as near as the reports themselves: their errors are common to many, and no filter takes them out', () => {
    const all = joined(errors.values());
    expect(quantile(all.filtered_m, 0.5)).toBeLessThan(quantile(all.reported_m, 0.5) + 1);
    expect(quantile(all.filtered_m, 0.95)).toBeLessThan(quantile(all.reported_m, 0.95) + 2.5);
  });
});

/** Another day, another place: recorders alone, their fixes thinned out and blurred by a known noise. */
describeRecordings('a competition day at Leverkusen, blurred', () => {
  const STATED95 = 2.4477;

  /** Runs all logs, a report every 1 to 17 s, each blurred by `noise_m` per axis and stating that. */
  function run(noise_m: number, technology: 'radar' | 'mlat'): Errors {
    const logs = flightLogs(join(recording('gliders-leverkusen-2017-07-15'), 'igc'));
    const noise = normals(20170715);
    const errors = none();
    for (const [id, log] of logs) {
      const table = new TrackTable();
      let next_ms = 0;
      for (const fix of log) {
        if (fix.time_ms < next_ms) continue;
        next_ms = fix.time_ms + 1000 + Math.min(16_000, 3000 * Math.abs(noise()));
        const o = {
          ...fix,
          address: id,
          technology,
          latitude_deg: fix.latitude_deg + (noise_m * noise()) / 111_195,
          longitude_deg:
            fix.longitude_deg + (noise_m * noise()) / (111_195 * Math.cos((fix.latitude_deg * Math.PI) / 180)),
          position_accuracy_m: noise_m * STATED95,
        };
        const { slot, aside } = applyObservation(table, o, o.time_ms);
        if (aside === null && table.reports_seen[slot]! > 10) compare(errors, table, slot, fix, o);
      }
    }
    return errors;
  }

  it.each([
    ['mlat', 40],
    ['radar', 150],
  ] as const)('calms a %s that scatters by %i m, and says how well', (technology, noise_m) => {
    const errors = run(noise_m, technology);
    expect(errors.filtered_m.length).toBeGreaterThan(30_000);
    expect(quantile(errors.filtered_m, 0.5)).toBeLessThan(0.95 * quantile(errors.reported_m, 0.5));
    expect(quantile(errors.filtered_m, 0.95)).toBeLessThan(quantile(errors.reported_m, 0.95));
    expect(share(errors)).toBeGreaterThan(0.93);
  });
});
