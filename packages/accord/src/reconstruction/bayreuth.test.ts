import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Observation } from '@skyaccord/wire';
import { expect, it } from 'vitest';
import { describeRecordings, recording } from '../../../../test/data.ts';
import { quantile } from '../../test/noise.ts';
import { between, flightLogs, heardOverBayreuth, idsOverBayreuth, Truth } from '../../test/soaring.ts';
import { closestApproach } from './closest.ts';
import { smoothFlight } from './smooth_flight.ts';

/** Encounters of a competition day from what receivers on the ground heard, against the recorders on board. */

const AROUND_MS = 45_000;
const SEARCHED_MS = 20_000;
/** Recorders write a fix every 1 to 4 s, one every 9 s at worst. */
const TRUTH_GAP_MS = 9000;

type Listed = { readonly a: string; readonly b: string; readonly time_ms: number };

function listed(folder: string): Listed[] {
  const [, ...lines] = readFileSync(join(folder, 'encounters.csv'), 'utf8').trim().split('\n');
  return lines.map((line) => {
    const [a, b, , time] = line.split(',') as [string, string, string, string];
    return { a, b, time_ms: Date.parse(time) };
  });
}

function byGlider(folder: string): Map<string, Observation[]> {
  const ids = idsOverBayreuth(folder);
  const heard = new Map<string, Observation[]>();
  for (const o of heardOverBayreuth(folder)) {
    const id = ids.get(o.address);
    if (id === undefined) continue;
    if (!heard.has(id)) heard.set(id, []);
    heard.get(id)!.push(o);
  }
  for (const all of heard.values()) all.sort((one, other) => one.time_ms - other.time_ms);
  return heard;
}

describeRecordings('closest points over Bayreuth from the ground alone', () => {
  it('hold what recorders on board have in 93 to 98 of 100 regions of 95 %, under 60 m in the median', () => {
    const folder = recording('gliders-bayreuth-2018-05-30');
    const logs = flightLogs(join(folder, 'onboard-igc'));
    const heard = byGlider(folder);
    const major_m: number[] = [];
    let inside = 0;
    for (const { a, b, time_ms } of listed(folder)) {
      const around = (id: string, most_ms: number): Observation[] =>
        (heard.get(id) ?? []).filter((o) => Math.abs(o.time_ms - time_ms) <= most_ms);
      const [one, other] = [around(a, AROUND_MS), around(b, AROUND_MS)];
      if (Math.min(around(a, SEARCHED_MS).length, around(b, SEARCHED_MS).length) < 1) continue;
      const origin = [one[0]!.latitude_deg, one[0]!.longitude_deg] as const;
      const [flightA, flightB] = [smoothFlight(one, origin).flight, smoothFlight(other, origin).flight];
      if (flightA === null || flightB === null) continue;
      const closest = closestApproach({ flight: flightA, heights: null }, { flight: flightB, heights: null });
      const truth = closest === null ? null : trueBetween(logs.get(a)!, logs.get(b)!, closest.t_cpa_ms);
      if (closest === null || truth === null) continue;
      const { east_m, north_m, ellipse } = closest;
      const turn = (ellipse.orientation_deg * Math.PI) / 180;
      const [e, n] = [truth[0] - east_m, truth[1] - north_m];
      const along = (e * Math.sin(turn) + n * Math.cos(turn)) / ellipse.major_m;
      const across = (e * Math.cos(turn) - n * Math.sin(turn)) / ellipse.minor_m;
      if (along * along + across * across <= 1) inside += 1;
      major_m.push(ellipse.major_m);
    }
    expect(major_m.length).toBeGreaterThan(120);
    expect(inside / major_m.length).toBeGreaterThanOrEqual(0.93);
    expect(inside / major_m.length).toBeLessThanOrEqual(0.98);
    expect(quantile(major_m, 0.5)).toBeLessThan(60);
  });
});

function trueBetween(a: Observation[], b: Observation[], time_ms: number): [number, number] | null {
  const [one, other] = [new Truth(a, TRUTH_GAP_MS), new Truth(b, TRUTH_GAP_MS)];
  if (!one.find(time_ms) || !other.find(time_ms)) return null;
  return between(one.latitude_deg, one.longitude_deg, other.latitude_deg, other.longitude_deg);
}
