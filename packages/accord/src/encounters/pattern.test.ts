import type { Observation } from '@skyaccord/wire';
import { describe, expect, it } from 'vitest';
import { circling, circuit, flown, type Path, straight } from '../../test/flown.ts';
import { every, START_MS } from '../../test/traffic.ts';
import { TrackTable } from '../tracks/table.ts';
import { applyObservation } from '../tracks/update.ts';
import { converges } from './converging.ts';
import { PairGeometry } from './geometry.ts';
import { type Proximity, startProximity, updateProximity } from './kind.ts';
import { circleOf, circuitBase_m } from './motion.ts';

/** A table that has heard the first path, and the second, at these times. */
function heard(times_s: readonly number[], over: Partial<Observation>, ...paths: readonly Path[]): TrackTable {
  const table = new TrackTable();
  const reports = paths.flatMap((path, i) => flown(`d1a00${i}`, path, times_s, over));
  for (const o of reports.sort((x, y) => x.time_ms - y.time_ms)) applyObservation(table, o, o.time_ms);
  return table;
}

/** What is said of two, second by second, from then on. */
function said(from_s: number, to_s: number, over: Partial<Observation>, a: Path, b: Path): Proximity[] {
  const table = new TrackTable();
  const geometry = new PairGeometry();
  const proximity = startProximity();
  const all: Proximity[] = [];
  for (const t_s of every(0, to_s)) {
    for (const o of [...flown('d1a000', a, [t_s], over), ...flown('d1a001', b, [t_s], over)]) {
      applyObservation(table, o, o.time_ms);
    }
    const now_ms = START_MS + t_s * 1000;
    geometry.set(table, 0, 1, now_ms);
    updateProximity(proximity, geometry, table, 0, 1, now_ms, false);
    if (t_s >= from_s) all.push(structuredClone(proximity));
  }
  return all;
}

const kinds = (all: readonly Proximity[]): string[] => [...new Set(all.map((one) => one.kind))];

describe('circling', () => {
  it.each([1, 2, 4])('is seen with its centre and rate from a report every %i s', (step_s) => {
    const path = circling({ east_m: 500, north_m: -200 }, 120, 26, 30);
    const table = heard(every(0, 60, step_s), {}, path);
    const circle = circleOf(table, 0);
    const at = path(Math.floor(60 / step_s) * step_s);
    expect(circle?.east_m).toBeCloseTo(500 - at.east_m, -1.5);
    expect(circle?.north_m).toBeCloseTo(-200 - at.north_m, -1.5);
    // Clockwise.
    expect(circle?.rate_radps).toBeCloseTo(-26 / 120, 2);
  });

  it('is not a turn at rate one, a straight flight, half a circle, or one that has ended', () => {
    expect(circleOf(heard(every(0, 100), {}, circling({}, 1146, 60, 0)), 0)).toBeNull();
    expect(circleOf(heard(every(0, 100), {}, straight({}, 70, 30)), 0)).toBeNull();
    expect(circleOf(heard(every(0, 12), {}, circling({}, 120, 26, 0)), 0)).toBeNull();
    const round = circling({}, 120, 26, 0);
    const on = straight(round(60), 80, 26);
    const both: Path = (t_s) => (t_s < 60 ? round(t_s) : on(t_s - 60));
    expect(circleOf(heard(every(0, 58), {}, both), 0)).not.toBeNull();
    expect(circleOf(heard(every(0, 74), {}, both), 0)).toBeNull();
  });
});

describe('a thermal', () => {
  const low = circling({}, 120, 26, 0, 1);

  it('is shared by two around nearly one centre, and not by two in thermals side by side', () => {
    expect(kinds(said(45, 80, {}, low, circling({ east_m: 80, up_m: 1040 }, 110, 25, 170, 1)))).toEqual(['thermal']);
    expect(kinds(said(45, 80, {}, low, circling({ east_m: 400 }, 110, 25, 170, 1)))).toEqual(['encounter']);
  });

  it('is not what a rotorcraft circles in', () => {
    const other = circling({ up_m: 1040 }, 120, 26, 170, 1);
    expect(kinds(said(45, 80, { category: 'A7' }, low, other))).toEqual(['encounter']);
    expect(kinds(said(45, 80, { category: 'B1' }, low, other))).toEqual(['thermal']);
  });

  it('lowers nothing while two around different centres cut across each other', () => {
    const other = circling({ east_m: 130, north_m: 40 }, 120, 26, 200, 1);
    const all = said(60, 120, {}, low, other);
    expect(kinds(all)).toEqual(['thermal']);
    expect(all.some((one) => one.converging)).toBe(true);
    // Time in which they converge counts against a grace time.
    expect(all.at(-1)?.spans.some((span) => span.kind === 'thermal' && !span.excused)).toBe(true);
    const opposite = said(60, 120, {}, low, circling({}, 120, 26, 180, 1));
    expect(opposite.some((one) => one.converging)).toBe(false);
  });
});

describe('a circuit', () => {
  const adsb = { technology: 'adsb', category: 'A1' } as const;

  it('is seen in legs, turns and heights, with the height of the runway', () => {
    expect(circuitBase_m(heard(every(0, 300, 5), adsb, circuit(0)), 0)).toBeCloseTo(50, -1.5);
    expect(circuitBase_m(heard(every(0, 300, 5), adsb, straight({}, 90, 45)), 0)).toBeNaN();
    const level: Path = (t_s) => ({ ...circuit(0)(t_s), up_m: 600 });
    expect(circuitBase_m(heard(every(0, 300, 5), adsb, level), 0)).toBeNaN();
  });

  it('is of two in it, and never of gliders', () => {
    expect(kinds(said(240, 300, adsb, circuit(0), circuit(0.5)))).toEqual(['circuit']);
    expect(kinds(said(240, 300, { ...adsb, category: 'B1' }, circuit(0), circuit(0.5)))).toEqual(['encounter']);
  });

  it('is not flown by two whose runways lie at different heights', () => {
    const hill: Path = (t_s) => ({ ...circuit(0.5)(t_s), up_m: circuit(0.5)(t_s).up_m + 120 });
    expect(kinds(said(240, 300, adsb, circuit(0), hill))).toEqual(['encounter']);
  });

  it('counts against a grace time: it is no place to be close on purpose', () => {
    const all = said(240, 300, adsb, circuit(0), circuit(0.5));
    expect(all.at(-1)?.spans.every((span) => !span.excused)).toBe(true);
  });
});

describe('a tow', () => {
  const tug = straight({ north_m: 60 }, 0, 32, 2);
  const glider = straight({}, 0, 32, 2);

  it('is one behind the other at the length of a rope for 30 s', () => {
    expect(kinds(said(0, 29, {}, tug, glider))).toEqual(['encounter']);
    expect(kinds(said(32, 60, {}, tug, glider))).toEqual(['tow']);
  });

  it('is a formation where they fly abeam, further apart, faster, or without a glider', () => {
    const faster =
      (path: Path): Path =>
      (t_s) =>
        path(2.5 * t_s);
    expect(kinds(said(30, 60, {}, tug, straight({ east_m: 60, north_m: 60 }, 0, 32, 2)))).toEqual(['formation']);
    expect(kinds(said(30, 60, {}, straight({ north_m: 200 }, 0, 32, 2), glider))).toEqual(['formation']);
    expect(kinds(said(30, 60, {}, faster(tug), faster(straight({ north_m: -30 }, 0, 32, 2))))).toEqual(['formation']);
    expect(kinds(said(30, 60, { category: 'A1' }, tug, glider))).toEqual(['formation']);
  });
});

describe('converging', () => {
  const geometry = new PairGeometry();
  const after = (a: Path, b: Path): boolean => {
    const table = heard(every(0, 20), {}, a, b);
    geometry.set(table, 0, 1, START_MS + 20_000);
    return converges(geometry, table, 0, 1, false);
  };

  it('takes speed, and a pass within a near miss', () => {
    const still = straight({}, 0, 20);
    expect(after(still, straight({ north_m: 900 }, 180, 20))).toBe(true);
    expect(after(still, straight({ north_m: 900, east_m: 400 }, 180, 20))).toBe(false);
    expect(after(still, straight({ north_m: 900, up_m: 1060 }, 180, 20))).toBe(false);
    expect(after(still, straight({ north_m: 300 }, 0, 12))).toBe(false);
    expect(after(still, straight({ north_m: -900 }, 180, 20))).toBe(false);
  });

  it('is in height, too, for whoever is right below', () => {
    const above = straight({}, 0, 30);
    expect(after(above, straight({ north_m: 50, up_m: 820 }, 0, 30, 7))).toBe(true);
    expect(after(above, straight({ north_m: 50, up_m: 820 }, 0, 30, 2))).toBe(false);
  });
});
