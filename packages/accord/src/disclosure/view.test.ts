import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RUNGS, type Rung, reaches } from './ladder.ts';
import { settingOf } from './setting.ts';
import { FIELDS, type FieldValue, isFlight, type Point, type Thing, WHATS, type What } from './thing.ts';
import { committed, refAfter, viewOf } from './view.ts';

const NOW_MS = 1_800_000_000_000;
const always = { now_ms: NOW_MS, since_ms: 0 };
const chosen = (what: What, rung: Rung, delay_s: number | null = null, resolution_m: number | null = null) =>
  settingOf(what, [], { rung, delay_s, resolution_m });

/** Values that are found wherever they come out, whole or in part. */
const CANARY = { latitude: 12.345_678_9, longitude: 98.765_432_1, altitude: 4_321.987_6 };
const canary = (name: string): string => `canary-${name}`;
const point = (time_ms: number): Point => ({
  time_ms,
  latitude_deg: CANARY.latitude,
  longitude_deg: CANARY.longitude,
  altitude_m: CANARY.altitude,
});

function thingOf(what: What): Thing {
  const fields = Object.keys(FIELDS[what]).map((name): [string, FieldValue] => [name, canary(name)]);
  return {
    what,
    ref: 'ref-1',
    volume: {
      west_deg: 98.111_222_3,
      south_deg: 12.111_222_3,
      east_deg: 99.111_222_3,
      north_deg: 13.111_222_3,
      floor_m: 1_111.5,
      ceiling_m: 5_555.5,
      from_ms: NOW_MS - 777_123,
      until_ms: NOW_MS + 777_123,
    },
    track: Array.from({ length: 1_200 }, (_, i) => point(NOW_MS - 1_000 * (1_200 - i) + 77)),
    fields: Object.fromEntries(fields),
  };
}

const cases = WHATS.flatMap((what) => RUNGS.map((rung) => [what, rung] as const));

describe.each(cases)('%s at the rung %s', (what, rung) => {
  const thing = thingOf(what);
  const view = viewOf(thing, chosen(what, rung), always, 'c0ffee');
  const text = JSON.stringify(view);

  test.each(Object.entries(FIELDS[what]))(
    'its field %s is there from %s on, and withheld by name below',
    (name, least) => {
      const seen = reaches(rung, least);
      expect(text.includes(canary(name))).toBe(seen);
      expect(view?.withheld.includes(name) ?? false).toBe(!seen && rung !== 'nothing');
    },
  );

  test('its exact place is there only where the rung says so', () => {
    const exact = reaches(rung, 'live_track');
    expect(text.includes('12.3456789')).toBe(exact);
    expect(text.includes('98.7654321')).toBe(exact);
    expect(text.includes('4321.9876')).toBe(exact);
    // Nor the first digits that would already tell more than the cell.
    if (!exact) expect(text).not.toMatch(/12\.3456|98\.7654|4321\.9/);
    expect((view?.track.length ?? 0) > 0).toBe(reaches(rung, 'delayed_track'));
  });

  test('its volume is there from volume and time on; that it exists, from existence on', () => {
    const told = reaches(rung, 'volume_and_time') && (rung === 'volume_and_time' || !isFlight(what));
    expect((view?.volume ?? null) !== null).toBe(told);
    expect(view === null).toBe(rung === 'nothing');
    if (view !== null) expect(view).toMatchObject({ what, rung, ref: 'ref-1', commitment: 'c0ffee' });
  });

  test('what is withheld is told by the rung alone, not by what there is', () => {
    const bare: Thing = { what, ref: 'ref-1', volume: null, track: [], fields: {} };
    expect(viewOf(bare, chosen(what, rung), always, 'c0ffee')?.withheld).toEqual(view?.withheld);
  });
});

test('a field that nobody decided on is not shown, whatever the rung', () => {
  const thing: Thing = { ...thingOf('plans'), fields: { cargo: 'secret' } };
  for (const rung of RUNGS) {
    expect(() => viewOf(thing, chosen('plans', rung), always, '')).toThrow(/plans have no field cargo/);
  }
});

test('a commitment is to the whole thing, whatever is shown of it', () => {
  const thing = thingOf('alerts');
  expect(JSON.stringify(committed(thing))).toContain(canary('advice'));
});

describe('what can be found out by asking again and again', () => {
  const flight = (at: (time_ms: number) => Point): Thing => ({
    ...thingOf('crewed_flights'),
    track: Array.from({ length: 3_000 }, (_, i) => at(NOW_MS - 1_000 * (2_000 - i))),
  });
  const moving = (north_mps: number, east_mps: number, offset_deg: number) => (time_ms: number) => ({
    time_ms,
    latitude_deg: 46 + offset_deg + (north_mps * (time_ms - NOW_MS)) / 1_000 / 111_195,
    longitude_deg: 7 + offset_deg + (east_mps * (time_ms - NOW_MS)) / 1_000 / 77_000,
    altitude_m: 9_000,
  });
  const speed = fc.double({ min: -240, max: 240, noNaN: true });
  const offset = fc.double({ min: -0.5, max: 0.5, noNaN: true });

  test('property: asked every second, positions change only at the instants that are told, and stay cells of one grid', () => {
    const setting = chosen('crewed_flights', 'delayed_track', 60, 9_260);
    const cells = new Map<string, string>();
    fc.assert(
      fc.property(speed, speed, offset, (north, east, off) => {
        const thing = flight(moving(north, east, off));
        let last = '';
        for (let second = 0; second < 120; second++) {
          const now_ms = NOW_MS + 1_000 * second;
          const view = viewOf(thing, setting, { now_ms, since_ms: 0 }, '')!;
          const said = JSON.stringify(view.track);
          const isInstant = (now_ms / 1_000 - setting.delay_s) % setting.step_s === 0;
          if (second > 0 && !isInstant) expect(said).toBe(last);
          last = said;
          const [{ latitude_deg, longitude_deg } = { latitude_deg: 0, longitude_deg: 0 }] = view.track;
          // One row of the grid has one latitude: no second middle lies within a cell of it.
          const row = String(Math.floor((latitude_deg * 111_195) / 9_260));
          const known = cells.get(row) ?? String(latitude_deg);
          expect(String(latitude_deg)).toBe(known);
          cells.set(row, known);
          expect(Number.isFinite(longitude_deg)).toBe(true);
        }
      }),
      { numRuns: 30 },
    );
  });

  test('property: two flights in the same cells at those instants cannot be told apart', () => {
    const setting = chosen('crewed_flights', 'delayed_track', 60, 9_260);
    const step_ms = 1_000 * setting.step_s;
    fc.assert(
      fc.property(speed, offset, fc.double({ min: -100, max: 100, noNaN: true }), (north, off, aside_m) => {
        const one = moving(north, 100, off);
        // The second one flies elsewhere between the instants, and back.
        const other = (time_ms: number) => {
          const place = one(time_ms);
          const away = time_ms % step_ms === 0 ? 0 : (aside_m * 5) / 111_195;
          return { ...place, latitude_deg: place.latitude_deg + away };
        };
        const asked = (at: (time_ms: number) => Point) =>
          viewOf(flight(at), setting, { now_ms: Math.floor(NOW_MS / step_ms) * step_ms, since_ms: 0 }, '');
        expect(asked(other)).toEqual(asked(one));
      }),
      { numRuns: 50 },
    );
  });

  test('a place is at least as old as agreed', () => {
    for (const delay_s of [1, 60, 299]) {
      const setting = chosen('crewed_flights', 'delayed_track', delay_s, 9_260);
      const view = viewOf(flight(moving(200, 0, 0)), setting, { now_ms: NOW_MS + 333, since_ms: 0 }, '');
      expect(NOW_MS + 333 - view!.track[0]!.time_ms).toBeGreaterThanOrEqual(1_000 * delay_s);
    }
  });
});

describe('when what is shown changes in flight', () => {
  const thing = thingOf('crewed_flights');

  test('a higher rung tells nothing of the time before it', () => {
    const setting = chosen('crewed_flights', 'delayed_track', 60, 9_260);
    const since_ms = NOW_MS - 30_000;
    expect(viewOf(thing, setting, { now_ms: NOW_MS, since_ms }, '')?.track).toEqual([]);
    expect(viewOf(thing, setting, { now_ms: NOW_MS, since_ms: NOW_MS - 200_000 }, '')?.track).toHaveLength(1);
    const live = chosen('crewed_flights', 'live_track');
    expect(viewOf(thing, live, { now_ms: NOW_MS, since_ms: NOW_MS + 1 }, '')?.track).toEqual([]);
  });

  test('where less is shown, it goes on under another name; where as much or more, under the same', () => {
    const rungs = fc.constantFrom(...RUNGS);
    fc.assert(
      fc.property(rungs, rungs, (before, after) => {
        const ref = refAfter({ ref: 'old', rung: before }, after, 'new');
        expect(ref).toBe(RUNGS.indexOf(after) < RUNGS.indexOf(before) ? 'new' : 'old');
      }),
    );
  });
});
