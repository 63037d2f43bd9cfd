import type { Observation } from '@skyaccord/wire';
import { beforeEach, describe, expect, it } from 'vitest';
import { every, type Flight, observation, reportsOf, START_MS } from '../../test/traffic.ts';
import { DROP_S, MAX_TRACKS } from './rules.ts';
import { TrackTable } from './table.ts';
import { type Applied, applyObservation, isStill, trackAngle_deg } from './update.ts';

let table: TrackTable;
beforeEach(() => {
  table = new TrackTable();
});

/** Applies reports, each at the end of its own time. */
function apply(...observations: readonly Observation[]): Applied {
  const applied = observations.map((one) => applyObservation(table, one, one.time_ms));
  return applied.at(-1)!;
}

const later = (s: number, over: Partial<Observation> = {}): Observation =>
  observation({ time_ms: START_MS + s * 1000, ...over });

/** Everything the table says of its first track, to see that nothing changed. */
const stateOf = (): string => JSON.stringify(table.save());

const flight: Flight = { address: 'd1a001', east_m: 0, north_m: 0, altitude_m: 6000, track_deg: 40, speed_mps: 150 };
/** What a source that hears only positions says. */
const BARE = { ground_speed_mps: null, track_deg: null, vertical_rate_mps: null } as const;

describe('what is set aside', () => {
  it('a late report changes nothing, whatever it says', () => {
    apply(later(10));
    const before = stateOf();
    expect(apply(later(9, { callsign: 'NORD1', latitude_deg: 45.305 })).aside).toBe('late');
    expect(stateOf()).toBe(before);
  });

  it('a late report of a much better source is taken in, without going back in time; a later one still is not', () => {
    const bare = { ...BARE, technology: 'mlat', position_accuracy_m: 600 } as const;
    const coarse = reportsOf({ ...flight, over: bare }, every(0, 30, 3)).map((one) => ({
      ...one,
      latitude_deg: one.latitude_deg + 0.003,
    }));
    apply(...coarse);
    const away_deg = (): number => table.latitude_deg[0]! - coarse.at(-1)!.latitude_deg + 0.003;
    const [before_deg, before_m, seen_ms] = [away_deg(), table.accuracy_m[0]!, table.seen_ms[0]];
    for (const [s, aside] of [
      [24.9, 'late'],
      [28, null],
    ] as const) {
      const [late] = reportsOf({ ...flight, over: { source: 'own', position_accuracy_m: 30 } }, [s]);
      expect(applyObservation(table, late!, seen_ms!).aside).toBe(aside);
      expect(table.seen_ms[0]).toBe(seen_ms);
      expect(table.reports.time_ms(0, table.reports.count(0) - 1)).toBe(seen_ms);
      if (aside === 'late') expect(away_deg()).toBe(before_deg);
    }
    expect(Math.abs(away_deg())).toBeLessThan(0.25 * before_deg);
    expect(table.accuracy_m[0]).toBeLessThan(before_m / 2);
  });

  it('a second report of one instant moves nothing, but its words count', () => {
    apply(later(10));
    const [latitude_deg, seen] = [table.latitude_deg[0], table.reports_seen[0]];
    const applied = apply(later(10, { callsign: 'NORD1', latitude_deg: 45.305 }));
    expect(applied).toMatchObject({ aside: 'duplicate', words_changed: true, started: false });
    expect([table.latitude_deg[0], table.reports_seen[0]]).toEqual([latitude_deg, seen]);
    expect(table.words[0]?.callsign).toBe('NORD1');
  });

  it('a position repeated to the last digit at flying speed moves nothing, whatever its time; one that hovers is heard', () => {
    apply(later(10));
    const seen_ms = table.seen_ms[0];
    expect(apply(later(15, { callsign: 'NORD1' })).aside).toBe('duplicate');
    expect(table.seen_ms[0]).toBe(seen_ms);
    expect(table.words[0]?.callsign).toBe('NORD1');
    expect(apply(later(20, { latitude_deg: 45.31 })).aside).toBeNull();
    expect(apply(later(25, { latitude_deg: 45.31, ground_speed_mps: 5 })).aside).toBeNull();
    expect(apply(later(30, { latitude_deg: 45.31, ground_speed_mps: null })).aside).toBeNull();
  });

  it('one message by two ways, a second apart and rounded otherwise, is heard once', () => {
    const reports = reportsOf(flight, every(0, 10, 2));
    apply(...reports);
    const [place, seen_ms] = [table.latitude_deg[0], table.seen_ms[0]];
    const last = reports.at(-1)!;
    const rounded = (value: number): number => Math.round(value * 1e5) / 1e5;
    const again = {
      ...last,
      source: 'other',
      time_ms: last.time_ms + 1300,
      latitude_deg: rounded(last.latitude_deg),
      longitude_deg: rounded(last.longitude_deg),
    };
    expect(apply(again).aside).toBe('duplicate');
    expect(apply({ ...again, ...BARE, velocity_accuracy_mps: null }).aside).toBe('duplicate');
    expect([table.latitude_deg[0], table.seen_ms[0]]).toEqual([place, seen_ms]);
    expect(table.words[0]?.sources).toContain('other');
    // Later than any way takes, it is news: a source that says nothing else may have lost it there.
    expect(apply({ ...again, ...BARE, time_ms: last.time_ms + 9000 }).aside).toBeNull();
  });

  it('0, 0 opens no track and moves none; a place on the equator does', () => {
    expect(apply(later(0, { latitude_deg: 0, longitude_deg: 0 })).aside).toBe('null_island');
    expect(table.size).toBe(0);
    expect(apply(later(0, { latitude_deg: 0, longitude_deg: 10 })).aside).toBeNull();
    expect(apply(later(1, { latitude_deg: 0, longitude_deg: 0 })).aside).toBe('null_island');
    expect(table.longitude_deg[0]).toBe(10);
  });

  it('a report more than 2 s ahead of the watch is not believed', () => {
    expect(applyObservation(table, later(2.001), START_MS).aside).toBe('from_the_future');
    expect(table.size).toBe(0);
    expect(applyObservation(table, later(2), START_MS).aside).toBeNull();
  });

  it('a first report older than a silent track may become is late', () => {
    const now_ms = START_MS + DROP_S * 1000;
    expect(applyObservation(table, later(-0.001), now_ms).aside).toBe('late');
    expect(table.size).toBe(0);
    expect(applyObservation(table, later(0.001), now_ms).started).toBe(true);
  });

  it('a new aircraft beyond the bound finds no room; a known one still moves', () => {
    apply(later(0));
    for (let i = 1; i < MAX_TRACKS; i++) table.slotOf.set(`filler-${i}`, i);
    expect(apply(later(1, { address: 'd1a999' }))).toMatchObject({ aside: 'no_room', slot: -1 });
    expect(table.size).toBe(MAX_TRACKS);
    expect(apply(later(1, { latitude_deg: 45.301 })).aside).toBeNull();
    table.slotOf.delete('filler-1');
    expect(apply(later(2, { address: 'd1a999' })).started).toBe(true);
  });
});

describe('jumps', () => {
  const far = (s: number, over: Partial<Observation> = {}): Observation => later(s, { latitude_deg: 50, ...over });

  it('keeps the track where it was, twice, and believes the third that agrees', () => {
    apply(later(0), later(1));
    expect(apply(far(2)).aside).toBe('implausible_jump');
    expect(apply(far(3)).aside).toBe('implausible_jump');
    expect(table.latitude_deg[0]).toBeCloseTo(45.3, 9);
    expect(apply(far(4)).aside).toBeNull();
    expect(table.latitude_deg[0]).toBe(50);
    // Nothing joins the new place to the old one.
    expect(table.reports.count(0)).toBe(1);
  });

  it('starts the velocity afresh at the new place when the source gives none', () => {
    apply(...reportsOf({ ...flight, over: BARE }, every(0, 10)), far(11, BARE), far(12, BARE), far(13, BARE));
    expect([table.east_mps[0], table.north_mps[0]]).toEqual([0, 0]);
  });

  it('does not believe three that disagree', () => {
    apply(later(0));
    for (const [i, latitude_deg] of [50, 55, 40, 50.5, 55.5].entries()) {
      expect(apply(later(i + 1, { latitude_deg })).aside).toBe('implausible_jump');
    }
    expect(table.size).toBe(1);
  });

  it('learns nothing about identity from a place that cannot be', () => {
    apply(later(0));
    expect(apply(far(1, { callsign: 'MERI1' })).words_changed).toBe(false);
    expect(table.words[0]?.callsign).toBeNull();
  });

  it('lets the fastest aircraft fly, and a poor position miss', () => {
    apply(...reportsOf({ ...flight, speed_mps: 890 }, [0, 10, 60, 119]));
    expect(table.reports_seen[0]).toBe(4);
    apply(later(200, { address: 'T1', position_accuracy_m: 8000 }));
    expect(apply(later(201, { address: 'T1', position_accuracy_m: 8000, latitude_deg: 45.45 })).aside).toBeNull();
  });
});

describe('velocity', () => {
  it('is what the source says', () => {
    apply(later(0, { ground_speed_mps: 100, track_deg: 270 }));
    expect(table.east_mps[0]).toBeCloseTo(-100, 9);
    expect(table.north_mps[0]).toBeCloseTo(0, 9);
    expect(trackAngle_deg(table, 0)).toBeCloseTo(270, 9);
  });

  it('comes from positions when the source gives none, or only half of it', () => {
    for (const bare of [BARE, { ...BARE, ground_speed_mps: 5 }, { ...BARE, track_deg: 5 }]) {
      table = new TrackTable();
      apply(...reportsOf({ ...flight, over: bare }, every(0, 20)));
      expect(Math.sqrt(table.east_mps[0]! ** 2 + table.north_mps[0]! ** 2)).toBeCloseTo(150, 1);
      expect(trackAngle_deg(table, 0)).toBeCloseTo(40, 1);
    }
  });

  it('is zero, not a number from nowhere, after one report without it', () => {
    apply(later(0, BARE));
    expect([table.east_mps[0], table.north_mps[0], trackAngle_deg(table, 0)]).toEqual([0, 0, 0]);
  });

  it('follows a turn within a few seconds when taken from positions', () => {
    apply(...reportsOf({ ...flight, over: BARE }, every(0, 20)));
    const turn = { address: 'd1a001', altitude_m: 6000, track_deg: 130, speed_mps: 150, over: BARE };
    const origin = { latitude_deg: table.latitude_deg[0]!, longitude_deg: table.longitude_deg[0]! };
    const after = reportsOf({ ...turn, origin, east_m: 0, north_m: 0 }, every(1, 5));
    apply(...after.map((one) => ({ ...one, time_ms: one.time_ms + 20_000 })));
    expect(Math.abs(trackAngle_deg(table, 0) - 130)).toBeLessThan(2);
  });
});

describe('vertical rate and level flight', () => {
  const climb = (climb_mps: number, over: Partial<Observation> = {}, to_s = 40): void => {
    apply(...reportsOf({ ...flight, climb_mps, over }, every(0, to_s)));
  };

  it('comes from heights when not given, pressure before geometric', () => {
    climb(6, { vertical_rate_mps: null });
    expect(table.vertical_rate_mps[0]).toBeCloseTo(6, 1);
    table = new TrackTable();
    const reports = reportsOf({ ...flight, climb_mps: -4, over: { vertical_rate_mps: null } }, every(0, 40));
    apply(
      ...reports.map((one) => ({ ...one, pressure_altitude_m: null, geometric_altitude_m: one.pressure_altitude_m })),
    );
    expect(table.vertical_rate_mps[0]).toBeCloseTo(-4, 1);
  });

  it('is never taken across two kinds of height', () => {
    apply(later(0, { vertical_rate_mps: null }));
    apply(later(10, { vertical_rate_mps: null, pressure_altitude_m: null, geometric_altitude_m: 6050 }));
    expect(table.vertical_rate_mps[0]).toBe(0);
  });

  it('what the source said stays good until heights say otherwise', () => {
    const silent = { vertical_rate_mps: null };
    apply(later(0, { vertical_rate_mps: 7 }));
    apply(...reportsOf({ ...flight, climb_mps: 7, over: silent }, every(1, 15)));
    expect(table.vertical_rate_mps[0]).toBeCloseTo(7, 0);
    expect(table.level[0]).toBe(0);
    const level = reportsOf({ ...flight, altitude_m: 6105, over: silent }, every(16, 40));
    apply(...level);
    expect(Math.abs(table.vertical_rate_mps[0]!)).toBeLessThan(0.5);
    expect(table.level[0]).toBe(1);
  });

  it('a small rate over a steady height is level, a climb is not', () => {
    climb(0, { vertical_rate_mps: 0.6 });
    expect(table.level[0]).toBe(1);
    table = new TrackTable();
    climb(5);
    expect(table.level[0]).toBe(0);
    table = new TrackTable();
    climb(-5);
    expect(table.level[0]).toBe(0);
  });

  it('a slow climb that is kept up is a climb', () => {
    climb(1.3);
    expect(table.level[0]).toBe(0);
  });

  it('a climb that begins ends level flight with its first report', () => {
    climb(0);
    expect(table.level[0]).toBe(1);
    apply(...reportsOf({ ...flight, over: { vertical_rate_mps: 5 } }, [41]));
    expect(table.level[0]).toBe(0);
  });
});

describe('reports kept for measuring', () => {
  it('leave out the poor one between good ones, and take it again when the good ones are lost', () => {
    const poor = { ...BARE, source: 'other', technology: 'mlat', position_accuracy_m: 700 } as const;
    const good = reportsOf(flight, every(0, 20, 2));
    const between = reportsOf({ ...flight, over: poor }, every(1, 21, 2)).map((one) => ({
      ...one,
      longitude_deg: one.longitude_deg + 0.005,
    }));
    apply(...[...good, ...between].sort((x, y) => x.time_ms - y.time_ms));
    const times = (): number[] =>
      every(0, table.reports.count(0) - 1).map((k) => (table.reports.time_ms(0, k) - START_MS) / 1000);
    expect(times()).toEqual(every(0, 20, 2));
    apply(...reportsOf({ ...flight, over: poor }, every(23, 100, 2)));
    expect(times().at(-1)).toBe(99);
  });

  it('keep every report of a radar that is alone', () => {
    const radar = { ...BARE, technology: 'radar', position_accuracy_m: null } as const;
    apply(...reportsOf({ ...flight, over: radar }, every(0, 200, 5)));
    expect(table.reports.count(0)).toBe(41);
  });
});

describe('on the ground', () => {
  const stand = (category: string | null, over: Partial<Observation> = {}, to_s = 60): void => {
    apply(...every(0, to_s, 5).map((s) => later(s, { category, on_ground: null, ground_speed_mps: 0, ...over })));
  };

  it('believes what it is told', () => {
    apply(later(0, { on_ground: true }));
    expect(table.on_ground[0]).toBe(1);
    apply(later(1, { on_ground: false, latitude_deg: 45.301 }));
    expect(table.on_ground[0]).toBe(0);
    stand('A3', { on_ground: false });
    expect(table.on_ground[0]).toBe(0);
  });

  it('takes a fixed-wing aircraft that has not moved for 45 s for parked', () => {
    apply(later(-5, { category: 'A3', on_ground: null, latitude_deg: 45.31 }));
    stand('A3', {}, 40);
    expect(table.on_ground[0]).toBe(0);
    apply(later(45, { category: 'A3', on_ground: null, ground_speed_mps: 0 }));
    expect(table.on_ground[0]).toBe(1);
    expect(isStill(table, 0)).toBe(true);
  });

  it('takes one that stands where it was first seen for parked at once, and one that flies there for flying', () => {
    stand('B1', {}, 0);
    expect(table.on_ground[0]).toBe(1);
    table = new TrackTable();
    apply(later(0, { category: 'B1', on_ground: null, ground_speed_mps: 30 }));
    expect(table.on_ground[0]).toBe(0);
  });

  it('leaves in the air what may hover, and what does not say what it is', () => {
    for (const category of ['A7', 'B2', 'B6', 'A0', null]) {
      table = new TrackTable();
      stand(category);
      expect(isStill(table, 0), String(category)).toBe(true);
      expect(table.on_ground[0], String(category)).toBe(0);
    }
  });

  it('a slow mover is not still, and one that moves off is airborne again', () => {
    apply(...reportsOf({ ...flight, speed_mps: 2, over: { on_ground: null } }, every(0, 110, 5)));
    expect(isStill(table, 0)).toBe(false);
    table = new TrackTable();
    stand('A3');
    apply(later(62, { on_ground: null, latitude_deg: 45.302 }));
    expect(table.on_ground[0]).toBe(0);
  });
});

describe('slots', () => {
  it('a slot used again knows nothing of the track before', () => {
    apply(...reportsOf(flight, every(0, 30)));
    table.close(0);
    apply(later(40, { address: 'T7', ...BARE, pressure_altitude_m: null, on_ground: null, category: null }));
    expect(table.slotOf.get('T7')).toBe(0);
    expect(table.reports.count(0)).toBe(1);
    expect(table.trail.count(0)).toBe(1);
    expect([table.east_mps[0], table.vertical_rate_mps[0], table.reports_seen[0]]).toEqual([0, 0, 1]);
    expect(table.pressure_altitude_m[0]).toBeNaN();
  });

  it('comes back from a saved table with every number, the unknown ones too', () => {
    apply(...reportsOf({ ...flight, climb_mps: 3 }, every(0, 70)));
    apply(later(71, { latitude_deg: 50 }), later(71, { address: 'T7', ...BARE, pressure_altitude_m: null }));
    table.close(table.slotOf.get('d1a001')!);
    apply(...reportsOf({ ...flight, climb_mps: -2 }, every(80, 100)), later(101, { latitude_deg: 50 }));
    const after = TrackTable.restore(JSON.parse(JSON.stringify(table.save())));
    const columns = Object.entries(table).filter(([, column]) => column instanceof Float64Array);
    expect(columns.length).toBeGreaterThan(20);
    for (const [name, column] of columns) {
      const restored = after[name as 'seen_ms'];
      for (const slot of [0, 1]) expect(restored[slot], name).toBe((column as Float64Array)[slot]);
    }
    expect(after.save()).toEqual(table.save());
  });

  it('keeps every track when it grows', () => {
    for (let i = 0; i < 300; i++) apply(later(0, { address: `a${i}`, longitude_deg: i / 10 }));
    for (let i = 0; i < 300; i++) expect(table.longitude_deg[table.slotOf.get(`a${i}`)!]).toBe(i / 10);
  });
});
