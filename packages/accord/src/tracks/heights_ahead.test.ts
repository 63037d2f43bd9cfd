import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { createByteReader, type Format } from '@skyaccord/wire';
import { expect, it } from 'vitest';
import { describeRecordings, recording } from '../../../../test/data.ts';
import { compareObservations } from '../ordering.ts';
import { TrackTable } from './table.ts';
import { applyObservation } from './update.ts';

const AHEAD_MS = 60_000;
const SLACK_MS = 4000;
const FLYING_MPS = 25;

type Moment = { time_ms: number; height_m: number; rate_mps: number; level: boolean };

/**
 * Mean error of a height told 60 s ahead, over all reports in flight of a recording: as prediction does it, with level
 * flight told from a climb; as if all flew level; and as if all went on at their present rate.
 */
function ahead(format: Format, path: string): { told_m: number; level_m: number; rate_m: number; of: number } {
  const reader = createByteReader(format, { source: 'recorded', name: path });
  const bytes = gunzipSync(readFileSync(recording(path)));
  const observations = [...reader.pushBytes(bytes).observations, ...reader.end().observations];
  const table = new TrackTable();
  const flights = new Map<number, Moment[]>();
  for (const o of observations.sort(compareObservations)) {
    const { slot, aside } = applyObservation(table, o, o.time_ms);
    if (aside !== null || o.pressure_altitude_m === null || table.on_ground[slot] === 1) continue;
    if (Math.hypot(table.east_mps[slot]!, table.north_mps[slot]!) < FLYING_MPS) continue;
    if (!flights.has(slot)) flights.set(slot, []);
    const [rate_mps, level] = [table.vertical_rate_mps[slot]!, table.level[slot] === 1];
    flights.get(slot)!.push({ time_ms: o.time_ms, height_m: o.pressure_altitude_m, rate_mps, level });
  }
  const sums = { told_m: 0, level_m: 0, rate_m: 0, of: 0 };
  for (const flight of flights.values()) {
    let later = 0;
    for (const now of flight) {
      while (later < flight.length && flight[later]!.time_ms < now.time_ms + AHEAD_MS) later += 1;
      const then = flight[later];
      if (then === undefined) break;
      if (then.time_ms > now.time_ms + AHEAD_MS + SLACK_MS) continue;
      const [gained_m, dt_s] = [then.height_m - now.height_m, (then.time_ms - now.time_ms) / 1000];
      sums.told_m += Math.abs(gained_m - (now.level ? 0 : now.rate_mps * dt_s));
      sums.level_m += Math.abs(gained_m);
      sums.rate_m += Math.abs(gained_m - now.rate_mps * dt_s);
      sums.of += 1;
    }
  }
  const { told_m, level_m, rate_m, of } = sums;
  return { told_m: told_m / of, level_m: level_m / of, rate_m: rate_m / of, of };
}

describeRecordings('heights told 60 s ahead', () => {
  it.each([
    ['over Switzerland', 'track-table-json', 'adsb-switzerland-2018-08-01/tracks.json.gz', 11, 100_000],
    ['at Monterey', 'readsb-json-lines', 'adsb-monterey-2025-06-01/tracks.jsonl.gz', 97, 15_000],
    ['at Watsonville', 'readsb-json-lines', 'adsb-watsonville-2025-12-13/tracks.jsonl.gz', 90, 3000],
  ] as const)(
    '%s are nearer than if all flew level, or all went on at their rate',
    (_, format, path, most_m, least) => {
      const { told_m, level_m, rate_m, of } = ahead(format, path);
      expect(of).toBeGreaterThan(least);
      expect(told_m).toBeLessThan(most_m);
      expect(told_m).toBeLessThan(level_m);
      expect(told_m).toBeLessThan(rate_m);
    },
    60_000,
  );
});
