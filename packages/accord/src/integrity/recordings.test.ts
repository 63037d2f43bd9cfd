import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { createReader, type Observation } from '@skyaccord/wire';
import { expect, it } from 'vitest';
import { describeRecordings, recording } from '../../../../test/data.ts';
import type { TrackFlagKind } from '../outcome.ts';
import { DROP_S } from '../tracks/rules.ts';
import { TrackTable } from '../tracks/table.ts';
import { applyObservation } from '../tracks/update.ts';
import { Integrity } from './integrity.ts';

function observationsOf(path: string): Observation[] {
  const bytes = gunzipSync(readFileSync(recording(path)));
  const format = path.includes('.jsonl') ? 'readsb-json-lines' : 'track-table-json';
  const reader = createReader(format, { source: 'recording', name: path });
  const text = bytes.toString('utf8');
  const observations = [...reader.push(text).observations, ...reader.end().observations];
  return observations.sort((x, y) => x.time_ms - y.time_ms);
}

type Found = {
  readonly flag: TrackFlagKind;
  readonly address: string;
  readonly time_ms: number;
  readonly detail: string;
};

/** The flags that a recording raises, and for how many hours its aircraft were followed. */
function flagsIn(observations: readonly Observation[]): { found: Found[]; hours: number } {
  const table = new TrackTable();
  const integrity = new Integrity();
  const found: Found[] = [];
  let hours = 0;
  let swept_ms = 0;
  for (const o of observations) {
    if (o.time_ms - swept_ms > 10_000) {
      swept_ms = o.time_ms;
      for (const slot of table.slotsInOrder()) {
        if (table.seen_ms[slot]! + DROP_S * 1000 > o.time_ms) continue;
        hours += (table.seen_ms[slot]! - table.first_ms[slot]!) / 3_600_000;
        integrity.closed(slot);
        table.close(slot);
      }
    }
    integrity.expire(o.time_ms);
    const applied = applyObservation(table, o, o.time_ms);
    integrity.inspect(table, applied.slot, o, applied, o.time_ms);
    for (const change of integrity.take()) {
      if (change.kind === 'ended') continue;
      const { flag, detail } = change.flag;
      found.push({ flag, address: table.words[change.slot]!.id, time_ms: o.time_ms, detail });
    }
  }
  for (const slot of table.slotsInOrder()) hours += (table.seen_ms[slot]! - table.first_ms[slot]!) / 3_600_000;
  return { found, hours };
}

const kinds = (found: readonly Found[]): Set<TrackFlagKind> => new Set(found.map(({ flag }) => flag));
const at = (iso: string): number => Date.parse(iso);

describeRecordings('recordings of bad data', () => {
  it('the spoofed flight is suspected to be spoofed while it is, and not in the hour before nor when it is itself again', () => {
    const { found } = flagsIn(observationsOf('adsb-anomalies/gnss-spoofing-2024-09-17.json.gz'));
    const spoofed = found.filter(({ flag }) => flag === 'spoofing_suspected');
    // Heard again at 09:24 after a silence, it creeps at 51 kt; at 09:58 it is back on its way.
    expect(spoofed[0]!.time_ms).toBeGreaterThan(at('2024-09-17T09:24:00Z'));
    expect(spoofed[0]!.time_ms).toBeLessThan(at('2024-09-17T09:25:00Z'));
    expect(spoofed.every(({ time_ms }) => time_ms < at('2024-09-17T09:58:00Z'))).toBe(true);
    expect(found.filter(({ flag }) => flag === 'implausible_jump').length).toBeGreaterThan(0);
    expect(
      found.every(({ time_ms }) => time_ms > at('2024-09-17T09:24:00Z') && time_ms < at('2024-09-17T09:59:00Z')),
    ).toBe(true);
  });

  it('the flight with wrong times has a clock fault, positions that stand still and others out of reach', () => {
    const { found } = flagsIn(observationsOf('adsb-anomalies/time-issue-2022-07-13.json.gz'));
    expect([...kinds(found)]).toEqual(expect.arrayContaining(['clock_fault', 'frozen', 'implausible_jump']));
  });

  it('the flight that is noisy on the ground is flagged as noise, on the ground', () => {
    const { found } = flagsIn(observationsOf('adsb-anomalies/noisy-ground.json.gz'));
    expect([...kinds(found)]).toEqual(['noise']);
    // It takes off at 14:20.
    expect(found[0]!.time_ms).toBeLessThan(at('2019-11-11T14:20:00Z'));
  });
});

describeRecordings('recordings of ordinary traffic', () => {
  it.each([
    ['adsb-monterey-2025-06-01/tracks.jsonl.gz', 0.05],
    ['adsb-watsonville-2025-12-13/tracks.jsonl.gz', 0.05],
    ['adsb-switzerland-2018-08-01/tracks.json.gz', 0.05],
    ['adsb-calfire-2020-09/tracks.json.gz', 0.05],
    // Where its height is not known this one gives 0 ft, which leaps.
    ['adsb-blackrock-2023-08-29/tracks.jsonl.gz', 0.5],
  ])(
    'ordinary traffic raises hardly a flag: %s',
    (path, most) => {
      const { found, hours } = flagsIn(observationsOf(path));
      expect(hours).toBeGreaterThan(5);
      expect(found.length / hours, JSON.stringify(found)).toBeLessThanOrEqual(most);
    },
    120_000,
  );
});
