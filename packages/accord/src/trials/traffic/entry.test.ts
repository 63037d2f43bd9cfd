import type { Observation } from '@skyaccord/wire';
import { describe, expect, it } from 'vitest';
import { every, type Flight, memorandumWith, NEAR, reportsOf, WIDE } from '../../../test/traffic.ts';
import { ENTRY_MEASURES, type EntryOptions, type EntryTrial, tryEntry } from './entry.ts';

const memorandum = memorandumWith(WIDE, NEAR);
const options: EntryOptions = { memorandum, party: 'mu', flexibility_s: 600, block_s: 20 };

/** Two of one party and one of the other, that the second meets head on; the third has the sky to itself. */
const level = { altitude_m: 6000, speed_mps: 200, north_m: 0 };
const meets: Flight = { ...level, address: 'd1a001', east_m: 0, track_deg: 90 };
const alone: Flight = { ...level, address: 'd1a002', east_m: 0, track_deg: 90, north_m: 90_000 };
const newcomer: Flight = { ...level, address: 'd2b003', east_m: 60_000, track_deg: 270 };
/** What a ground station repeats of the newcomer under another address: it is the newcomer's too. */
const echo: Flight = {
  ...newcomer,
  address: '~2b0009',
  north_m: 40,
  over: { address_kind: 'non_icao', technology: 'tisb', category: null, position_accuracy_m: 556 },
};

function traffic(...flights: readonly (readonly [Flight, number])[]): Observation[] {
  return flights
    .flatMap(([flight, step_s]) => reportsOf(flight, every(step_s === 2 ? 20 : 0, 200, step_s)))
    .sort((x, y) => x.time_ms - y.time_ms);
}

function run(observations: readonly Observation[], over: Partial<EntryOptions> = {}): EntryTrial {
  const trial = tryEntry(observations, { ...options, ...over });
  let before = 0;
  let runs = '';
  for (;;) {
    const step = trial.next();
    if (step.done) return step.value;
    const [name, fraction] = step.value;
    if (name !== runs) before = 0;
    runs = name;
    expect(fraction).toBeGreaterThanOrEqual(before);
    before = fraction;
  }
}

const sky = traffic([meets, 1], [alone, 1], [newcomer, 1], [echo, 2]);
const trial = run(sky);

describe('a trial of entry', () => {
  it('takes the party out with all that was heard of its aircraft, and nobody else', () => {
    expect(trial.tracks).toBe(2);
    expect(trial.observations).toEqual({
      with: sky.length,
      without: sky.filter((one) => one.address.startsWith('d1a')).length,
    });
  });

  it('counts what its flights cost the others, and what they bear themselves', () => {
    const [nc, mu] = trial.rows;
    expect(trial.rows.map((row) => [row.party, row.missions])).toEqual([
      ['nc', 2],
      ['mu', 1],
      [null, 0],
    ]);
    expect(nc!.without).toEqual({ alerts: 0, conflicts: 0, breaches: 0, delay_s: 0, extra_m: 0, missions_lost: 0 });
    expect(nc!.with.conflicts).toBe(1);
    expect(nc!.with.breaches).toBeGreaterThan(0);
    expect(nc!.with.extra_m + nc!.with.delay_s + mu!.with.extra_m + mu!.with.delay_s).toBeGreaterThan(0);
    expect(mu!.with.conflicts).toBe(1);
    expect(mu!.without.alerts).toBe(0);
    expect(trial.others.with.conflicts).toBeGreaterThanOrEqual(1);
    expect(trial.others.without).toEqual(nc!.without);
  });

  it('differs by what each party has with and without it', () => {
    for (const row of [trial.others, ...trial.rows]) {
      for (const measure of ENTRY_MEASURES) {
        const { value, ci95 } = row.difference[measure];
        expect(value).toBeCloseTo(row.with[measure] - row.without[measure], 9);
        if (value === 0) expect(ci95).toBeNull();
        else expect(ci95![0] <= value && value <= ci95![1]).toBe(true);
      }
    }
    expect(trial.blocks).toBe(10);
  });

  it('calls a mission lost when its delay passes what it bears', () => {
    const bears = (flexibility_s: number): number => {
      const { rows } = run(sky, { flexibility_s });
      return rows[0]!.with.missions_lost + rows[1]!.with.missions_lost;
    };
    const delayed = trial.rows.filter((row) => row.with.delay_s > 0).length;
    expect(bears(0)).toBeGreaterThanOrEqual(delayed);
    expect(bears(100_000)).toBe(trial.rows.reduce((all, row) => all + row.with.missions_lost, 0));
  });

  it('tells no interval of a run that is too short for one', () => {
    const { others, blocks } = run(sky, { block_s: 60 });
    expect(blocks).toBe(4);
    expect(others.difference.alerts.ci95).toBeNull();
  });

  it('is refused for a party that nobody knows, one that does not fly, and an empty sky', () => {
    expect(() => run(sky, { party: 'xx' })).toThrow(/party: "xx" is none of trial; name one of nc, mu/);
    const without = traffic([meets, 1], [alone, 1]);
    expect(() => run(without)).toThrow(/party: "mu" has no aircraft in this traffic; give traffic in which it flies/);
    expect(() => run([])).toThrow(/traffic: 0/);
  });
});
