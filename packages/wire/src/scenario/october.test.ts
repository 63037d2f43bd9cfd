import { readFileSync } from 'node:fs';
import geodesic from 'geographiclib-geodesic';
import { Compile } from 'typebox/compile';
import { describe, expect, it } from 'vitest';
import { Observation } from '../observation.ts';
import { Flight, type FlightState } from './flight.ts';
import { Globe } from './globe.ts';
import { scenarioObservations } from './observe.ts';
import { readScenario } from './parse.ts';
import { SCENARIO_START_MS } from './reader.ts';

const NM = 1852;
const FT = 0.3048;
const wgs84 = geodesic.Geodesic.WGS84;
const scenario = readScenario(readFileSync(new URL('../../../../scenarios/october.yaml', import.meta.url), 'utf8'));
const observations = scenarioObservations(scenario, SCENARIO_START_MS);
const globe = new Globe(scenario.origin_latitude_deg, scenario.origin_longitude_deg);
const flights = new Map(scenario.aircraft.map((aircraft) => [aircraft.callsign ?? aircraft.id, new Flight(aircraft)]));
const names = [...flights.keys()];
const SECONDS = scenario.duration_ms / 1000;

const at = (name: string, time_s: number): FlightState => flights.get(name)!.at(time_s);

/** The true distance on the ellipsoid, m. */
function range(a: FlightState, b: FlightState): number {
  const [from, to] = [globe.place(a.east_m, a.north_m), globe.place(b.east_m, b.north_m)];
  return wgs84.Inverse(from[0], from[1], to[0], to[1]).s12!;
}

function inside(a: string, b: string, time_s: number, lateral_m: number): boolean {
  const [one, other] = [at(a, time_s), at(b, time_s)];
  return range(one, other) < lateral_m && Math.abs(one.altitude_m - other.altitude_m) < 3000 * FT;
}

/** The instant between two at which being inside changes, to a millisecond. */
function crossing(a: string, b: string, from_s: number, to_s: number, lateral_m: number): number {
  const before = inside(a, b, from_s, lateral_m);
  let [low, high] = [from_s, to_s];
  while (high - low > 0.001) {
    const middle = (low + high) / 2;
    if (inside(a, b, middle, lateral_m) === before) low = middle;
    else high = middle;
  }
  return high;
}

/** What october.yaml says will happen, in the words of its opening remarks. */
const PLANNED = [
  { pair: ['NORD11', 'MERI12'], lateral: 3, from: 132, to: 156, closest: 0.4, at: 144 },
  { pair: ['MERI52', 'NORD51'], lateral: 3, from: 254, to: 300, closest: 0.32, at: 277 },
  { pair: ['NORD61', 'PLX610'], lateral: 3, from: 359, to: 396, closest: 0.32, at: 377 },
  { pair: ['MERI42', 'NORD41'], lateral: 3, from: 548, to: 692, closest: 0.3, at: 620 },
  { pair: ['MERI22', 'NORD21'], lateral: 3, from: 300, to: 479, closest: 2, at: 389.5 },
  { pair: ['NORD31', 'MERI32'], lateral: 3, from: 420, to: 601, closest: 2, at: 510.5 },
  { pair: ['MERI72', 'NORD71'], lateral: 5, from: 230, to: 599, closest: 4.05, at: 560 },
] as const;
const FORMATION = ['NORD91', 'SALT92'] as const;

const met = [...PLANNED.map(({ pair }) => pair), FORMATION].map((pair) => [...pair].sort().join('/'));
const pairs = names.flatMap((a, index) => names.slice(index + 1).map((b) => [a, b] as const));
const others = pairs.filter((pair) => !met.includes([...pair].sort().join('/')));

describe('the October scenario', () => {
  it('lasts fourteen minutes, and every report of it is valid and numbered', () => {
    const check = Compile(Observation);
    expect(SECONDS).toBe(840);
    expect(names.length).toBe(25);
    expect(observations.length).toBeGreaterThan(20_000);
    for (const observation of observations) expect(check.Check(observation)).toBe(true);
    expect(new Set(observations.map((one) => `${one.source}/${one.sequence}`)).size).toBe(observations.length);
    expect(observations[0]!.time_ms - SCENARIO_START_MS).toBeLessThan(1000);
    expect(SCENARIO_START_MS + scenario.duration_ms - observations.at(-1)!.time_ms).toBeLessThan(1000);
  });

  it('says in its remarks what the tests measure', () => {
    const text = readFileSync(new URL('../../../../scenarios/october.yaml', import.meta.url), 'utf8');
    for (const { pair, from, to } of PLANNED) {
      expect(text).toMatch(new RegExp(`${pair[0]} and ${pair[1]} +inside ${from} to ${to} `));
    }
  });

  it.each(PLANNED)(
    'has $pair.0 and $pair.1 meet as planned',
    ({ pair: [a, b], lateral, from, to, closest, at: when }) => {
      expect(Math.abs(crossing(a, b, 0, when, lateral * NM) - from)).toBeLessThan(0.7);
      expect(Math.abs(crossing(a, b, when, SECONDS, lateral * NM) - to)).toBeLessThan(0.7);
      let least = Number.POSITIVE_INFINITY;
      let leastAt = 0;
      for (let time_s = 0; time_s <= SECONDS; time_s += 0.1) {
        const [one, other] = [at(a, time_s), at(b, time_s)];
        if (Math.abs(one.east_m - other.east_m) + Math.abs(one.north_m - other.north_m) > 8 * NM) continue;
        const distance = range(one, other);
        if (distance < least - 0.5) [least, leastAt] = [distance, time_s];
      }
      expect(Math.abs(least / NM - closest)).toBeLessThan(0.01);
      // Beside the drone the distance hardly changes, so that its least hardly has a time.
      if (a !== 'MERI72') expect(Math.abs(leastAt - when)).toBeLessThan(1);
    },
  );

  it.each([
    ['MERI22', 'NORD21', 179],
    ['NORD31', 'MERI32', 181],
  ] as const)('keeps %s and %s inside 3 NM for %d s, to a fifth of a second', (a, b, duration_s) => {
    const middle = a === 'MERI22' ? 389.5 : 510.5;
    const entry = crossing(a, b, middle - 120, middle, 3 * NM);
    const exit = crossing(a, b, middle, middle + 120, 3 * NM);
    expect(Math.abs(exit - entry - duration_s)).toBeLessThan(0.2);
    // What they report says the same, interpolated between reports, which are a second apart and lose nothing.
    const reported = reportedCrossings(a, b, 3 * NM);
    expect(reported).toHaveLength(2);
    expect(Math.abs(reported[1]! - reported[0]! - duration_s)).toBeLessThan(0.2);
    expect(Math.abs(at(a, middle).altitude_m - at(b, middle).altitude_m)).toBeCloseTo(1000 * FT, 6);
  });

  it('keeps every other pair 8 NM or 4,500 ft apart', () => {
    expect(others).toHaveLength(300 - met.length);
    for (const [a, b] of others) {
      for (let time_s = 0; time_s <= SECONDS; time_s++) {
        const [one, other] = [at(a, time_s), at(b, time_s)];
        if (Math.abs(one.altitude_m - other.altitude_m) >= 4500 * FT - 1e-6) continue;
        const flat = Math.max(Math.abs(one.east_m - other.east_m), Math.abs(one.north_m - other.north_m));
        if (flat > 9 * NM) continue;
        expect(range(one, other), `${a}/${b} at ${time_s} s`).toBeGreaterThan(8 * NM);
      }
    }
  });

  it('lets no other pair be on course to lose its minima within two minutes, at any time', () => {
    const losing: string[] = [];
    for (const [a, b] of others) {
      const lateral_m = [a, b].includes('NORD71') ? 5 * NM : 3 * NM;
      for (let time_s = 0; time_s <= SECONDS; time_s += 2) {
        const [one, other] = [at(a, time_s), at(b, time_s)];
        for (let ahead = 0; ahead <= 120; ahead += 2) {
          const [p, q] = [ahead_of(one, ahead), ahead_of(other, ahead)];
          const flat = Math.hypot(p.east_m - q.east_m, p.north_m - q.north_m);
          const lost = flat < lateral_m && Math.abs(p.altitude_m - q.altitude_m) < 3000 * FT;
          if (lost) losing.push(`${a}/${b} at ${time_s} s, ${ahead} s ahead`);
        }
      }
    }
    expect(losing).toEqual([]);
  });

  it('has the first two be on course for each other early, so that the first alert is early', () => {
    const entry = crossing('NORD11', 'MERI12', 0, 144, 3 * NM);
    expect(entry - 120).toBeGreaterThan(5);
    expect(entry - 120).toBeLessThan(20);
  });

  it('keeps the aircraft without a transponder 20 NM from all, whatever its height may be', () => {
    const silent = scenario.aircraft.find((aircraft) => aircraft.heard_by[0]?.address === 'T417')!;
    for (const name of names) {
      if (name === silent.id) continue;
      for (let time_s = 0; time_s <= SECONDS; time_s += 5) {
        expect(range(at(silent.id, time_s), at(name, time_s))).toBeGreaterThan(20 * NM);
      }
    }
    const plots = observations.filter((one) => one.address === 'T417');
    expect(plots.length).toBeGreaterThan(60);
    for (const plot of plots) {
      expect(plot).toMatchObject({ technology: 'radar', address_kind: 'track_number', callsign: null, category: null });
      expect([plot.pressure_altitude_m, plot.geometric_altitude_m, plot.track_deg]).toEqual([null, null, null]);
      expect(plot.position_accuracy_m).toBe(800);
    }
  });

  it('hears NORD81 twice under one address, and MERI82 again as a ghost a third of a second late', () => {
    const heard = (address: string): Set<string> => {
      return new Set(observations.filter((one) => one.address === address).map((one) => `${one.source} ${one.party}`));
    };
    expect(heard('d1a081')).toEqual(new Set(['saltmere-adsb null', 'nc-link nc']));
    expect(heard('d2b082')).toEqual(new Set(['saltmere-adsb null']));
    expect(heard('~2b0082')).toEqual(new Set(['saltmere-tisb null']));
    for (const ghost of observations.filter((one) => one.address === '~2b0082')) {
      const truth = at('MERI82', (ghost.time_ms - SCENARIO_START_MS) / 1000);
      const [latitude_deg, longitude_deg] = globe.place(truth.east_m, truth.north_m);
      const off = wgs84.Inverse(latitude_deg, longitude_deg, ghost.latitude_deg, ghost.longitude_deg).s12!;
      // 0.3 s at 310 kt is 48 m; the error of the source comes on top.
      expect(off).toBeGreaterThan(20);
      expect(off).toBeLessThan(80);
      expect(ghost).toMatchObject({ address_kind: 'non_icao', technology: 'tisb', callsign: null });
    }
  });

  it('holds the formation half a mile apart from beginning to end', () => {
    for (let time_s = 0; time_s <= SECONDS; time_s += 10) {
      const [lead, escort] = FORMATION.map((name) => at(name, time_s)) as [FlightState, FlightState];
      expect(Math.abs(range(lead, escort) / NM - 0.5)).toBeLessThan(0.001);
      expect(lead.speed_mps).toBe(escort.speed_mps);
      expect(lead.track_deg).toBe(escort.track_deg);
      expect(Math.abs(lead.altitude_m - escort.altitude_m)).toBeCloseTo(200 * FT, 6);
    }
  });
});

function ahead_of(state: FlightState, seconds: number): { east_m: number; north_m: number; altitude_m: number } {
  const track = (state.track_deg * Math.PI) / 180;
  return {
    east_m: state.east_m + state.speed_mps * Math.sin(track) * seconds,
    north_m: state.north_m + state.speed_mps * Math.cos(track) * seconds,
    altitude_m: state.altitude_m + state.climb_mps * seconds,
  };
}

/** When the reported positions of two aircraft, each joined by straight lines, pass a distance, s. */
function reportedCrossings(a: string, b: string, distance_m: number): number[] {
  const path = (callsign: string): Observation[] => observations.filter((one) => one.callsign === callsign);
  const place = (reports: Observation[], time_ms: number): [number, number] | null => {
    const next = reports.findIndex((one) => one.time_ms > time_ms);
    const [before, after] = [reports[next - 1], reports[next]];
    if (before === undefined || after === undefined) return null;
    const part = (time_ms - before.time_ms) / (after.time_ms - before.time_ms);
    return [
      before.latitude_deg + part * (after.latitude_deg - before.latitude_deg),
      before.longitude_deg + part * (after.longitude_deg - before.longitude_deg),
    ];
  };
  const [one, other] = [path(a), path(b)];
  const crossings: number[] = [];
  let was: boolean | null = null;
  for (let time_ms = SCENARIO_START_MS; time_ms < SCENARIO_START_MS + scenario.duration_ms; time_ms += 50) {
    const [p, q] = [place(one, time_ms), place(other, time_ms)];
    if (p === null || q === null) continue;
    const is = wgs84.Inverse(p[0], p[1], q[0], q[1]).s12! < distance_m;
    if (was !== null && is !== was) crossings.push((time_ms - SCENARIO_START_MS) / 1000);
    was = is;
  }
  return crossings;
}
