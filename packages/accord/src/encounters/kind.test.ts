import { describe, expect, it } from 'vitest';
import { every, type Flight, FT, NM, reportsOf, START_MS } from '../../test/traffic.ts';
import { TrackTable } from '../tracks/table.ts';
import { applyObservation } from '../tracks/update.ts';
import { PairGeometry } from './geometry.ts';
import { heldBack, type Proximity, startProximity, updateProximity } from './kind.ts';

type Leg = readonly [seconds: number, a: Flight, b: Flight];

/** What is said of a pair, second by second, as its two fly through these legs. */
const labels = (...legs: readonly Leg[]): Proximity[] => labelled(false, legs);

function labelled(maybe_same: boolean, legs: readonly Leg[]): Proximity[] {
  const table = new TrackTable();
  const geometry = new PairGeometry();
  const proximity = startProximity();
  const seen: Proximity[] = [];
  let from_s = 0;
  for (const [seconds, a, b] of legs) {
    // Each leg begins where the lead's last one ended.
    const east_m = from_s * lead.speed_mps;
    const [of_a, of_b] = [a, b].map((one) => reportsOf({ ...one, east_m: one.east_m + east_m }, every(0, seconds - 1)));
    for (let i = 0; i < seconds; i++) {
      const time_ms = START_MS + (from_s + i) * 1000;
      for (const reports of [of_a!, of_b!]) {
        const applied = applyObservation(table, { ...reports[i]!, time_ms }, time_ms);
        expect(applied.aside).toBeNull();
      }
      geometry.set(table, 0, 1, time_ms);
      updateProximity(proximity, geometry, table, 0, 1, time_ms, maybe_same);
      seen.push({ ...proximity });
    }
    from_s += seconds;
  }
  return seen;
}

const lead: Flight = { address: 'd1a001', east_m: 0, north_m: 0, altitude_m: 6000, track_deg: 90, speed_mps: 150 };
const beside: Flight = { ...lead, address: 'd2b001', north_m: 0.4 * NM };
const joining: Flight = { ...beside, north_m: 3 * NM, track_deg: 100 };

describe('a pair that begins together', () => {
  const seen = labels([40, lead, beside]);

  it('is held back from the first look, and a formation after 30 s', () => {
    expect(seen.every(heldBack)).toBe(true);
    expect(seen.slice(0, 30).map((one) => one.kind)).not.toContain('formation');
    expect(seen.slice(30).every((one) => one.kind === 'formation')).toBe(true);
  });

  it('is an encounter again the moment one turns in on the other', () => {
    const after = labels([40, lead, beside], [3, lead, { ...beside, track_deg: 100 }]).slice(40);
    expect(after.map((one) => one.kind)).toEqual(['encounter', 'encounter', 'encounter']);
    expect(after.some(heldBack)).toBe(false);
    expect(after[0]?.label).toBe('formation');
  });

  it('is an encounter when it breaks up before it was a formation', () => {
    const after = labels([10, lead, beside], [2, lead, { ...beside, track_deg: 70 }]).slice(10);
    expect(after.some(heldBack)).toBe(false);
  });

  it('is an encounter when one climbs at the other', () => {
    const below = { ...beside, altitude_m: 6000 - 400 * FT };
    const after = labels([40, lead, below], [2, lead, { ...below, climb_mps: 9 }]).slice(40);
    // The rate is believed with the second report that gives it.
    expect(after.at(-1)).toMatchObject({ kind: 'encounter', held_back: false });
  });
});

describe('a pair that joins', () => {
  it('is not held back while it closes in, and released after 30 s together', () => {
    const closing = labels([60, lead, joining]);
    expect(closing.some(heldBack)).toBe(false);
    const near = { ...joining, north_m: 1.3 * NM };
    const joined = labels([5, lead, near], [40, lead, beside]).slice(5);
    expect(joined.slice(0, 30).some(heldBack)).toBe(false);
    expect(joined.slice(30).every((one) => one.kind === 'formation')).toBe(true);
  });

  it('stays together a little beyond the limits that began it', () => {
    const loose = { ...beside, north_m: 1.2 * NM };
    expect(labels([40, lead, loose]).some((one) => one.kind === 'formation')).toBe(false);
    const loosened = labels([40, lead, beside], [5, lead, loose]).slice(40);
    expect(loosened.every((one) => one.kind === 'formation')).toBe(true);
    const gone = labels(
      [40, lead, { ...beside, north_m: 0.6 * NM }],
      [5, lead, { ...beside, north_m: 1.55 * NM }],
    ).slice(40);
    expect(gone.some(heldBack)).toBe(false);
  });

  it('never is one formation with somebody far above', () => {
    expect(labels([60, lead, { ...beside, altitude_m: 6000 + 800 * FT }]).some(heldBack)).toBe(false);
  });
});

describe('an aircraft heard twice', () => {
  const ghost: Flight = {
    ...lead,
    address: '~2b0001',
    north_m: 60,
    over: { address_kind: 'non_icao', technology: 'tisb', position_accuracy_m: 93 },
  };

  it('is one aircraft at once, when it may be', () => {
    expect(labelled(true, [[3, lead, ghost]]).map((one) => one.kind)).toEqual(Array(3).fill('same_aircraft'));
    expect(labelled(false, [[3, lead, ghost]]).map((one) => one.kind)).toEqual(Array(3).fill('encounter'));
  });

  it('is somebody else when it is far off, at another height, or goes its own way', () => {
    for (const other of [
      { ...ghost, north_m: 1500 },
      { ...ghost, altitude_m: 6000 + 300 * FT },
      { ...ghost, track_deg: 120 },
    ]) {
      expect(labelled(true, [[3, lead, other]]).map((one) => one.kind)).not.toContain('same_aircraft');
    }
    const legs: Leg[] = [
      [5, lead, ghost],
      [2, lead, { ...ghost, track_deg: 110 }],
    ];
    const parted = labelled(true, legs).slice(5);
    expect(parted.map((one) => one.kind)).toEqual(['encounter', 'encounter']);
    expect(parted.map((one) => one.label)).toEqual(['encounter', 'encounter']);
  });
});
