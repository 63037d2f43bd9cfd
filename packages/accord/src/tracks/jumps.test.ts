import type { Observation } from '@skyaccord/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  every,
  type Flight,
  memorandumWith,
  NEAR,
  observation,
  ofKind,
  play,
  reportsOf,
  START_MS,
} from '../../test/traffic.ts';
import { Watch } from '../watch.ts';
import { MAX_DOUBLES } from './doubles.ts';
import { TrackTable } from './table.ts';
import { type Applied, applyObservation } from './update.ts';

const ADDRESS = 'd1a001';
const one: Flight = { address: ADDRESS, east_m: 0, north_m: 0, altitude_m: 6000, track_deg: 40, speed_mps: 150 };
const far: Flight = { ...one, north_m: 400_000, altitude_m: 3000, track_deg: 200, speed_mps: 90 };

/** Applies reports in order of time, each at the end of its own tick; what became of each. */
function run(table: TrackTable, reports: readonly Observation[]): { o: Observation; applied: Applied }[] {
  const sorted = [...reports].sort((x, y) => x.time_ms - y.time_ms);
  return sorted.map((o) => ({ o, applied: { ...applyObservation(table, o, o.time_ms) } }));
}

const idsOf = (table: TrackTable): string[] => [...table.slotOf.keys()].sort();
const later = (s: number, over: Partial<Observation> = {}): Observation =>
  observation({ time_ms: START_MS + s * 1000, ...over });

describe('one address in two places', () => {
  const flight = fc.record({
    bearing: fc.integer({ min: 0, max: 359 }),
    away_m: fc.integer({ min: 10_000, max: 2_000_000 }),
    track_deg: fc.integer({ min: 0, max: 359 }),
    speed_mps: fc.integer({ min: 5, max: 280 }),
    altitude_m: fc.integer({ min: 100, max: 12_000 }),
  });

  it('is two tracks from the third report of the second place on, both exact', () => {
    const table = new TrackTable();
    const [a, b] = [reportsOf(one, every(0, 60)), reportsOf(far, every(0.4, 60.4))];
    const seen = run(table, [...a, ...b]);
    expect(idsOf(table)).toEqual([ADDRESS, `${ADDRESS}#2`]);
    const ofB = seen.filter(({ o }) => b.includes(o)).map(({ applied }) => applied);
    expect(ofB.slice(0, 3).map(({ aside, started }) => [aside, started])).toEqual([
      ['implausible_jump', false],
      ['implausible_jump', false],
      [null, true],
    ]);
    expect(ofB.slice(2).every(({ aside, slot }) => aside === null && table.words[slot]!.id === `${ADDRESS}#2`)).toBe(
      true,
    );
    const ofA = seen.filter(({ o }) => a.includes(o)).map(({ applied }) => applied);
    expect(ofA.every(({ aside, slot }) => aside === null && table.words[slot]!.id === ADDRESS)).toBe(true);
  });

  it('is told apart also when every pair of reports gives the same time', () => {
    const table = new TrackTable();
    run(table, [...reportsOf(one, every(0, 9)), ...reportsOf(far, every(0, 9))]);
    expect(idsOf(table)).toEqual([ADDRESS, `${ADDRESS}#2`]);
  });

  it('is told apart when it speaks by turns, five reports here, five there', () => {
    const table = new TrackTable();
    const turns = every(0, 99).map((s) => reportsOf(Math.floor(s / 5) % 2 === 0 ? one : far, [s])[0]!);
    const seen = run(table, turns);
    expect(table.size).toBe(2);
    expect(seen.slice(30).every(({ applied }) => applied.aside === null)).toBe(true);
  });

  const gaps = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 250, max: 12_000 })), {
    minLength: 70,
    maxLength: 90,
  });

  let judged = 0;
  it('property: anywhere 10 km and more apart, in any interleaving, both are followed within 12 reports of each', () => {
    fc.assert(
      fc.property(flight, flight, gaps, fc.boolean(), (x, y, order, bare) => {
        const over = bare ? { ground_speed_mps: null, track_deg: null, vertical_rate_mps: null } : {};
        const rad = Math.PI / 180;
        const here: Flight = { ...one, ...x, over };
        const there: Flight = {
          ...one,
          ...y,
          over,
          east_m: y.away_m * Math.sin(y.bearing * rad),
          north_m: y.away_m * Math.cos(y.bearing * rad),
        };
        const table = new TrackTable();
        let s = 0;
        const counts = [0, 0];
        const tracks: [Set<string>, Set<string>] = [new Set(), new Set()];
        for (const [second, gap_ms] of order) {
          s += (bare ? Math.min(gap_ms, 5000) : gap_ms) / 1000;
          // They may come together later: then which is which is not the question here.
          const [p, q] = [reportsOf(here, [s])[0]!, reportsOf(there, [s])[0]!];
          const dlat = (p.latitude_deg - q.latitude_deg) * 111_000;
          const dlon = (p.longitude_deg - q.longitude_deg) * 111_000 * Math.cos(p.latitude_deg * rad);
          if (dlat * dlat + dlon * dlon < 10_000 * 10_000) return;
          const o = second ? q : p;
          const applied = applyObservation(table, o, o.time_ms);
          const k = second ? 1 : 0;
          counts[k]! += 1;
          if (counts[0]! <= 12 || counts[1]! <= 12) continue;
          expect(applied.aside).toBeNull();
          tracks[k].add(table.words[applied.slot]!.id);
        }
        if (counts[0]! <= 12 || counts[1]! <= 12) return;
        judged += 1;
        expect([...tracks[0], ...tracks[1]].sort()).toEqual([ADDRESS, `${ADDRESS}#2`]);
      }),
      { numRuns: 300 },
    );
    expect(judged).toBeGreaterThan(150);
  });

  it('either one that converges with a third aircraft is alerted for', () => {
    const case_ = fc.record({
      other: flight,
      phase_s: fc.integer({ min: 0, max: 9 }),
      which: fc.boolean(),
      step_s: fc.constantFrom(1, 2, 4),
    });
    fc.assert(
      fc.property(case_, ({ other, phase_s, which, step_s }) => {
        const rad = Math.PI / 180;
        // Nearer than 200 km, where the plane in which the flights are drawn is the earth's still.
        const away_m = Math.min(other.away_m, 10_000 + (other.away_m % 190_000));
        const [east_m, north_m] = [away_m * Math.sin(other.bearing * rad), away_m * Math.cos(other.bearing * rad)];
        // Both fly the same way, so that they stay apart.
        const two: Flight = { ...one, east_m, north_m, altitude_m: other.altitude_m };
        const own = which ? one : two;
        // Head on: where its own would be at 100 s, at the same height, 100 s before.
        const [there, at_s] = [reportsOf(own, [200])[0]!, every(0, 80, step_s)];
        const origin = { latitude_deg: there.latitude_deg, longitude_deg: there.longitude_deg };
        const third: Flight = {
          ...own,
          address: 'd2b001',
          track_deg: own.track_deg + 180,
          east_m: 0,
          north_m: 0,
          origin,
        };
        const outcomes = play(new Watch({ memorandum: memorandumWith(NEAR) }), [
          ...reportsOf(one, at_s),
          ...reportsOf(
            two,
            at_s.map((s) => s + (step_s * phase_s) / 10),
          ),
          ...reportsOf(third, at_s),
        ]);
        const raised = ofKind(outcomes, 'alert_raised').map(({ alert }) =>
          [alert.a.track, alert.b.track].sort().join(' '),
        );
        expect(
          raised.some((pair) => new RegExp(`^${ADDRESS}(#2)? d2b001$`).test(pair)),
          raised.join(),
        ).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  it('each takes only its own words', () => {
    const table = new TrackTable();
    run(table, [
      ...reportsOf({ ...one, over: { callsign: 'NORD1' } }, every(0, 20)),
      ...reportsOf({ ...far, over: { callsign: 'MERI1' } }, every(0.5, 20.5)),
    ]);
    expect(idsOf(table).map((id) => table.words[table.slotOf.get(id)!]!.callsign)).toEqual(['NORD1', 'MERI1']);
  });

  it('is one track again when both lead to one place: the second falls silent', () => {
    const table = new TrackTable();
    // Old positions between the true ones make a second track; then they stop.
    const old = reportsOf({ ...one, north_m: -60_000 }, every(20.5, 30.5));
    run(table, [...reportsOf(one, every(0, 20)), ...reportsOf(one, every(21, 60)), ...old]);
    expect(idsOf(table)).toEqual([ADDRESS, `${ADDRESS}#2`]);
    const [slot, second] = [table.slotOf.get(ADDRESS)!, table.slotOf.get(`${ADDRESS}#2`)!];
    const heard_ms = table.seen_ms[second]!;
    expect(heard_ms).toBe(old.at(-1)!.time_ms);
    // The same aircraft where both would be: the second, a ghost, is put beside the first.
    table.place(second, table.latitude_deg[slot]!, table.longitude_deg[slot]!);
    table.seen_ms[second] = table.seen_ms[slot]!;
    run(table, reportsOf(one, every(61, 120)));
    expect(table.seen_ms[second]).toBe(START_MS + 60_000);
    expect(table.seen_ms[slot]).toBe(START_MS + 120_000);
  });

  it('goes on under its own track when the other one is gone, and takes the name back when that is free', () => {
    const table = new TrackTable();
    run(table, [...reportsOf(one, every(0, 20)), ...reportsOf(far, every(0.5, 60.5))]);
    table.close(table.slotOf.get(ADDRESS)!);
    const [more] = run(table, reportsOf(far, [61.5]));
    expect(table.words[more!.applied.slot]!.id).toBe(`${ADDRESS}#2`);
    const back = run(table, [...reportsOf(one, every(62, 70)), ...reportsOf(far, every(62.5, 70.5))]);
    expect(idsOf(table)).toEqual([ADDRESS, `${ADDRESS}#2`]);
    expect(back.filter(({ applied }) => applied.aside !== null)).toHaveLength(2);
  });

  it('is followed in so many places and no more; the rest is set aside', () => {
    const table = new TrackTable();
    const places = Array.from({ length: 6 }, (_, i) =>
      reportsOf({ ...one, east_m: i * 200_000 }, every(i / 10, 60 + i / 10)),
    );
    const seen = run(table, places.flat());
    expect(table.size).toBe(MAX_DOUBLES);
    expect(seen.slice(-60).some(({ applied }) => applied.aside === 'implausible_jump')).toBe(true);
  });
});

describe('one aircraft stays one track', () => {
  it('where it went, when nothing is heard at the old place', () => {
    const table = new TrackTable();
    run(table, [...reportsOf(one, every(0, 20)), ...reportsOf(far, every(21, 40))]);
    expect(idsOf(table)).toEqual([ADDRESS]);
    expect(table.latitude_deg[0]).toBeGreaterThan(48);
  });

  it('also when it comes back', () => {
    const table = new TrackTable();
    run(table, [...reportsOf(one, every(0, 20)), ...reportsOf(far, every(21, 40)), ...reportsOf(one, every(41, 60))]);
    expect(idsOf(table)).toEqual([ADDRESS]);
    expect(table.latitude_deg[0]).toBeLessThan(46);
  });

  it('when several sources repeat one wrong report', () => {
    const table = new TrackTable();
    run(table, reportsOf(one, every(0, 20)));
    const wrong = ['w1', 'w2', 'w3', 'w4'].map((source, i) => later(20.1 + i / 10, { source, latitude_deg: 50 }));
    expect(run(table, wrong).every(({ applied }) => applied.aside === 'implausible_jump')).toBe(true);
    expect(table.size).toBe(1);
  });

  it('when a second source gives its path anew, half a minute late: all but the first are late', () => {
    const table = new TrackTable();
    const fast: Flight = { ...one, speed_mps: 230 };
    const lagging = reportsOf(fast, every(0, 90)).map((o) => ({ ...o, source: 'lag', time_ms: o.time_ms + 30_500 }));
    const seen = run(table, [...reportsOf(fast, every(0, 120)), ...lagging]);
    expect(table.size).toBe(1);
    const asides = seen.filter(({ o }) => o.source === 'lag').map(({ applied }) => applied.aside);
    expect(asides[0]).toBe('implausible_jump');
    expect(new Set(asides.slice(1))).toEqual(new Set(['late']));
  });

  it('when it turns as hard as it can, between reports 15 s apart', () => {
    const table = new TrackTable();
    const [before] = reportsOf({ ...one, speed_mps: 250 }, [0]);
    const after = reportsOf({ ...one, speed_mps: 250, track_deg: 220, east_m: 500, north_m: -500 }, [15]);
    run(table, [before!]);
    expect(run(table, after)[0]!.applied.aside).toBeNull();
  });
});

describe('what is remembered of jumps', () => {
  it('comes back from a saved table, wherever it is cut', () => {
    const reports = [...reportsOf(one, every(0, 40)), ...reportsOf(far, every(0.5, 40.5))].sort(
      (x, y) => x.time_ms - y.time_ms,
    );
    const whole = new TrackTable();
    run(whole, reports);
    fc.assert(
      fc.property(fc.nat(reports.length), (cut) => {
        const before = new TrackTable();
        run(before, reports.slice(0, cut));
        const after = TrackTable.restore(JSON.parse(JSON.stringify(before.save())));
        run(after, reports.slice(cut));
        expect(after.save()).toEqual(whole.save());
      }),
      { numRuns: 20 },
    );
  });
});
