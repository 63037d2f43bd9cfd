import type { Memorandum, Mission, TrackState } from '@skyaccord/accord';
import { describe, expect, it } from 'vitest';
import { NodeError } from '../errors.ts';
import type { Picture } from '../picture/picture.ts';
import { MissionDesk } from './desk.ts';
import { MissionFlights } from './flights.ts';

const T0 = Date.parse('2030-10-15T06:00:00Z');
const MEMORANDUM: Memorandum = {
  id: 'm',
  version: 1,
  title: { en: 'm' },
  languages: ['en'],
  area: null,
  parties: [{ id: 'nc', name: 'Compact', role: 'signatory', aircraft: [] }],
  clauses: [
    {
      id: 'SEP-1',
      kind: 'separation_minimum',
      words: { en: 'Stay apart.' },
      classes: ['crewed/crewed'],
      between: 'different_parties',
      lateral_m: 5556,
      vertical_m: 914.4,
      grace_s: 180,
      warn_ahead_s: 120,
    } as Memorandum['clauses'][number],
  ],
};
const MISSION: Mission = {
  id: 'relief',
  party: 'nc',
  unit: null,
  callsign: 'KITE1',
  aircraft: { category: 'fixed_wing', crew: 'crewed' },
  purpose: 'humanitarian',
  priority: 0,
  filed_ms: T0,
  route: [
    { latitude_deg: 47, longitude_deg: 8, altitude_m: 3000, time_ms: T0 },
    { latitude_deg: 47, longitude_deg: 9, altitude_m: 3000, time_ms: T0 + 600_000 },
  ],
  volumes: null,
  uncertainty: { lateral_m: 0, vertical_m: 0, time_s: 0 },
  flexibility: { latest_delay_s: 0, lowest_m: 1000, highest_m: 9000, longest_detour_m: 100_000 },
  costs: { ground_minute: 1, air_minute: 2, track_mile: 0.25, level: 1, fuel_kg: 0, burn_kg_per_min: 0, cancel: 600 },
  under: [],
};
const track = (id: string, seconds: number, more: Partial<TrackState> = {}): TrackState => ({
  track: id,
  callsign: null,
  party: null,
  crew: 'unknown',
  seen_ms: T0 + 1000 * seconds,
  latitude_deg: 47,
  longitude_deg: 8 + seconds / 600,
  altitude_m: 3000,
  altitude_datum: 'pressure',
  ground_speed_mps: 126,
  track_deg: 90,
  vertical_rate_mps: 0,
  accuracy_m: 50,
  category: null,
  technology: 'adsb',
  on_ground: false,
  ...more,
});

function flightsWith(tracks: () => readonly TrackState[]) {
  const desk = new MissionDesk(MEMORANDUM);
  desk.take({ step: 'filed', at_ms: T0 - 1000, mission: MISSION });
  desk.take({ step: 'moved', at_ms: T0, mission: 'relief', to: 'activated' });
  return { desk, flights: new MissionFlights(desk, { tracks } as unknown as Picture) };
}

describe('a mission under way', () => {
  it('that leaves its plan is nonconforming, then contingent, by steps; one that keeps to it is left alone', () => {
    let height_m = 3000;
    let now_s = 0;
    const { desk, flights } = flightsWith(() => [track('own', now_s, { callsign: 'KITE1', altitude_m: height_m })]);
    const states: string[] = [];
    for (now_s = 0; now_s <= 240; now_s += 5) {
      if (now_s === 60) height_m = 3500;
      for (const step of flights.look(T0 + 1000 * now_s)) {
        desk.take(step);
        states.push(`${now_s} ${step.step === 'moved' ? step.to : step.step}`);
      }
    }
    expect(states).toEqual(['70 nonconforming', '130 contingent']);
    expect(flights.followed()).toMatchObject([
      { mission: 'relief', deviation: { conforming: false, vertical_m: 500 } },
    ]);
  });

  it('into whose path a stranger flies is told once, and has ways out from where it is', () => {
    const stranger = track('~7', 60, { longitude_deg: 8.9, track_deg: 270 });
    const { desk, flights } = flightsWith(() => [track('own', 60, { callsign: 'KITE1', party: 'nc' }), stranger]);
    expect(flights.look(T0 + 60_000)).toEqual([]);
    flights.look(T0 + 65_000);
    expect(desk.notices).toHaveLength(1);
    expect(desk.notices[0]).toMatchObject({ mission: 'relief', clause: 'SEP-1' });
    expect(desk.notices[0]?.says).toContain('Closer to track ~7 (unidentified) than SEP-1 allows');
    const { offers } = flights.waysOut('relief', T0 + 65_000, undefined);
    expect(offers.length).toBeGreaterThan(1);
    expect(offers.find((offer) => offer.mission !== null)?.mission?.route?.[0]?.longitude_deg).toBeCloseTo(8.1, 6);
  });

  it('takes such a way out up, which becomes its plan and stands in the ledger', () => {
    const stranger = track('~7', 60, { longitude_deg: 8.9, track_deg: 270 });
    let own = track('own', 60, { callsign: 'KITE1', party: 'nc' });
    const { desk, flights } = flightsWith(() => [own, stranger]);
    const [way] = flights.waysOut('relief', T0 + 60_000, 10).offers.filter(({ mission }) => mission !== null);
    if (way === undefined) throw new Error('nothing but breaking off is offered');
    desk.take({ step: 'taken', at_ms: T0 + 62_000, mission: 'relief', offer: desk.offer(way.id) });
    expect(desk.book.get('relief')).toMatchObject({ state: 'activated', version: 3, mission: way.mission });
    expect(desk.ledger.entries()).toMatchObject([{ measure: way.kind, basis: 'taken', needed: 'unknown' }]);
    // It is followed along the new plan.
    const end = way.mission?.route?.at(-1);
    const before = end!.time_ms - 20_000;
    own = { ...own, seen_ms: before, longitude_deg: 9 - 20 / 600, altitude_m: end!.altitude_m };
    expect(flights.look(before)).toEqual([]);
    expect(flights.followed()).toMatchObject([{ deviation: { conforming: true } }]);
  });

  it('is known by its address, whatever callsign it transmits; and by its callsign where the address is not heard', () => {
    const seen = (tracks: readonly TrackState[], address: string): readonly string[] => {
      const desk = new MissionDesk(MEMORANDUM);
      const mission = { ...MISSION, aircraft: { ...MISSION.aircraft, address } };
      desk.take({ step: 'filed', at_ms: T0 - 1000, mission });
      desk.take({ step: 'moved', at_ms: T0, mission: 'relief', to: 'activated' });
      const flights = new MissionFlights(desk, { tracks: () => tracks } as unknown as Picture);
      flights.look(T0 + 60_000);
      return flights.followed().map(({ deviation }) => (deviation.conforming ? 'by plan' : 'off'));
    };
    const away = { latitude_deg: 47.5 };
    const other = track('a1b2c3', 60, { callsign: 'KITE1', ...away });
    expect(seen([track('4b1a2c', 60, { callsign: 'WRONG' }), other], '4b1a2c')).toEqual(['by plan']);
    expect(seen([track('4b1a2c', 60, { callsign: 'WRONG' }), other], 'ffffff')).toEqual(['off']);
    expect(seen([track('4b1a2c', 60, { party: 'mu' })], '4b1a2c')).toEqual([]);
  });

  it('is not taken for the aircraft of another party that transmits its callsign, and is said not to be seen', () => {
    const { flights } = flightsWith(() => [track('thief', 60, { callsign: 'KITE1', party: 'mu' })]);
    const code = (id: string): string | null => {
      try {
        flights.waysOut(id, T0 + 60_000, undefined);
      } catch (error) {
        return error instanceof NodeError ? error.code : null;
      }
      return null;
    };
    expect(flights.look(T0 + 60_000)).toEqual([]);
    expect([code('relief'), code('nobody')]).toEqual(['mission_not_seen', 'mission_not_found']);
  });
});
