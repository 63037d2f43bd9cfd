import { describe, expect, it } from 'vitest';
import { Sky } from '../../test/sky.ts';
import { every, type Flight, memorandumWith, NM, ofKind, play, reportsOf, START_MS, WIDE } from '../../test/traffic.ts';
import { openPair } from '../encounters/pair.ts';
import type { VerdictGiven } from '../judged.ts';
import type { Encounter, Outcome } from '../outcome.ts';
import { Watch } from '../watch.ts';
import { Passes } from './passes.ts';

const exact = { position_accuracy_m: 1 };
const a: Flight = {
  address: 'd1a001',
  east_m: 0,
  north_m: 0,
  altitude_m: 3000,
  track_deg: 0,
  speed_mps: 100,
  over: exact,
};

/** Overtakes 2 NM abeam, inside 3 NM for this long, from 60 s on. */
function overtaking(inside_s: number): Flight {
  const relative_mps = (2 * Math.sqrt(5) * NM) / inside_s;
  const behind_m = (60 + inside_s / 2) * relative_mps;
  return { ...a, address: 'd2b001', east_m: 2 * NM, north_m: -behind_m, speed_mps: 100 + relative_mps };
}

function fly(
  b: Flight,
  every_s: number,
  memorandum = memorandumWith(WIDE),
  climbs = (_: number): number => 0,
): Outcome[] {
  const watch = new Watch({ memorandum, advise: [] });
  const times = every(0, 400, every_s);
  const other = reportsOf(b, times).map((one, i) => ({
    ...one,
    pressure_altitude_m: (one.pressure_altitude_m ?? 0) + climbs(times[i]!),
  }));
  return [...play(watch, [...reportsOf(a, times), ...other]), ...watch.finish()];
}

const verdictsOf = (outcomes: readonly Outcome[]): VerdictGiven[] => ofKind(outcomes, 'verdict');

describe('the rule of threes, through the whole watch', () => {
  it('has no breach in 179 s inside, and one in 181 s, with the instants between which it began', () => {
    const [short, ...no] = verdictsOf(fly(overtaking(179), 1));
    expect(no).toEqual([]);
    expect(short).toMatchObject({ clause: 'WIDE', memorandum: 'trial', version: 7, answer: 'complied', began: null });
    expect(short!.measured.inside_least_s).toBeCloseTo(179, 0);
    const [long] = verdictsOf(fly(overtaking(181), 1));
    expect(long).toMatchObject({ answer: 'breached', why: 'broken' });
    expect(long!.subjects).toEqual([
      { track: 'd1a001', callsign: null, party: 'nc' },
      { track: 'd2b001', callsign: null, party: 'mu' },
    ]);
    const { earliest_ms, latest_ms } = long!.began!;
    expect(earliest_ms! - START_MS).toBeLessThanOrEqual(240_000);
    expect(latest_ms! - START_MS).toBeGreaterThanOrEqual(240_000);
    expect(latest_ms! - earliest_ms!).toBeLessThan(1000);
  });

  it('is said once, when the pass is over, beside what was measured without these intervals', () => {
    const outcomes = fly(overtaking(181), 1);
    const at = outcomes.findIndex(({ kind }) => kind === 'verdict');
    expect(outcomes.findIndex(({ kind }) => kind === 'encounter_closed')).toBeLessThan(at);
    expect(ofKind(outcomes, 'encounter_closed')[0]!.encounter.breaches).toHaveLength(1);
    expect(verdictsOf(outcomes)).toHaveLength(1);
  });

  it.each([176, 179, 181, 184])(
    'cannot tell of %i s where reports lie 15 s apart, and says between when',
    (inside_s) => {
      const [verdict] = verdictsOf(fly(overtaking(inside_s), 15));
      expect(verdict).toMatchObject({ answer: 'cannot_tell', why: 'uncertainty_decides' });
      expect(verdict!.began!.earliest_ms).toBeLessThanOrEqual(START_MS + 240_000);
      expect(verdict!.began!.latest_ms).toBeGreaterThanOrEqual(START_MS + 60_000 + inside_s * 1000);
    },
  );

  it.each([
    [120, 'complied'],
    [240, 'breached'],
  ])('is sure of %i s also where reports lie 15 s apart', (inside_s, answer) => {
    expect(verdictsOf(fly(overtaking(inside_s), 15)).map((one) => one.answer)).toEqual([answer]);
  });

  it('begins the grace anew after an excursion of 5 s, unless the clause says that so short a one does not', () => {
    // Above the vertical minimum from second 150 to 155, inside for 200 s beside that.
    const climbs = (t: number): number => (t >= 150 && t < 155 ? 1300 : 0);
    const joined = memorandumWith(`${WIDE}\n    grace_resets_after: 10 s`);
    expect(verdictsOf(fly(overtaking(200), 1, memorandumWith(WIDE), climbs))[0]!.answer).toBe('complied');
    const [verdict] = verdictsOf(fly(overtaking(200), 1, joined, climbs));
    expect(verdict!.answer).toBe('breached');
    expect(verdict!.began!.latest_ms! - START_MS).toBeCloseTo(240_000, -3);
  });

  it('cannot tell whether it binds two of whom one is not known', () => {
    const [verdict] = verdictsOf(fly({ ...overtaking(240), address: 'abc123' }, 1));
    expect(verdict).toMatchObject({ answer: 'cannot_tell', why: 'not_known_whether_bound' });
    expect(verdict!.subjects[0]).toEqual({ track: 'abc123', callsign: null, party: null });
  });

  it('does not depend on the order in which observations of one instant came', () => {
    const times = every(0, 400);
    const all = [...reportsOf(a, times), ...reportsOf(overtaking(181), times)];
    const run = (reports: typeof all): unknown => {
      const watch = new Watch({ memorandum: memorandumWith(WIDE), advise: [] });
      return verdictsOf([...play(watch, reports), ...watch.finish()]);
    };
    expect(run([...all].reverse())).toEqual(run(all));
  });
});

describe('a pass for whose reports there is no room', () => {
  it('cannot be told of, whatever its last reports show', () => {
    const memorandum = memorandumWith(WIDE);
    const sky = new Sky();
    const passes = new Passes(memorandum, 0);
    sky.hear(...reportsOf(a, every(0, 60)), ...reportsOf({ ...a, address: 'd2b001', east_m: 40_000 }, every(0, 60)));
    const [x, y] = ['d1a001', 'd2b001'].map((id) => sky.table.slotOf.get(id)!);
    for (const [slot, party] of [
      [x!, 'nc'],
      [y!, 'mu'],
    ] as const) {
      sky.table.words[slot]!.identity = { ...sky.table.words[slot]!.identity, party, crew: 'crewed' };
    }
    const pair = openPair(memorandum, sky.table, x!, y!, START_MS + 60_000);
    passes.looked(pair, true, sky.table, START_MS + 60_000);
    const encounter = { kind: 'encounter' } as Encounter;
    expect(passes.over(pair, encounter, null, sky.table).map(({ verdict }) => [verdict.answer, verdict.why])).toEqual([
      ['cannot_tell', 'records_have_gaps'],
    ]);
    const others = new Passes(memorandum);
    others.looked(pair, true, sky.table, START_MS + 60_000);
    expect(others.over(pair, encounter, null, sky.table).map(({ verdict }) => verdict.answer)).toEqual(['complied']);
  });
});

const WAY = `
  - id: WAY
    kind: right_of_way
    words: {en: The one that has the other on its right gives way.}
    order: [emergency, fixed_wing, uncrewed]
    converging: to_the_right_has_way
    head_on: turn_right
    overtaking: pass_right
    lateral: 3 NM
    vertical: 1000 ft`;

describe('a right of way', () => {
  const memorandum = memorandumWith(WIDE, WAY);
  const from_left: Flight = { ...a, east_m: -12_000, track_deg: 90 };
  const from_south: Flight = { ...a, address: 'd2b001', north_m: -12_000, track_deg: 0 };
  /** The first goes its way; the second turns by so much, from this second on. */
  function meet(giver: Flight, other: Flight, turn_deg: number): VerdictGiven[] {
    const times = every(0, 240);
    const before = reportsOf(giver, every(0, 70));
    const last = before.at(-1)!;
    const after = reportsOf(
      {
        ...giver,
        origin: { latitude_deg: last.latitude_deg, longitude_deg: last.longitude_deg },
        east_m: 0,
        north_m: 0,
        track_deg: (giver.track_deg + turn_deg + 360) % 360,
      },
      every(1, 170),
    ).map((one, i) => ({ ...one, time_ms: last.time_ms + (i + 1) * 1000, sequence: last.sequence + 1 + i }));
    const watch = new Watch({ memorandum, advise: [] });
    const outcomes = [...play(watch, [...before, ...after, ...reportsOf(other, times)]), ...watch.finish()];
    return verdictsOf(outcomes).filter(({ clause }) => clause === 'WAY');
  }

  it('is breached by whoever has the other on its right and goes straight on', () => {
    // The one that flies north sees the other on its left; the one that flies east sees it on its right.
    const [verdict] = meet(from_left, from_south, 0);
    expect(verdict).toMatchObject({ answer: 'breached', why: 'broken' });
  });

  it('is kept where that one turns away', () => {
    expect(meet(from_left, from_south, 60).map(({ answer }) => answer)).toEqual(['complied']);
  });

  it('asks nothing of those that stay apart', () => {
    expect(meet(from_left, { ...from_south, north_m: -26_000 }, 0)).toEqual([]);
  });
});
