import type { Observation } from '@skyaccord/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  every,
  type Flight,
  memorandumWith,
  NEAR,
  NM,
  observation,
  ofKind,
  play,
  reportsOf,
  START_MS,
  WIDE,
} from '../test/traffic.ts';
import { tickOf } from './ordering.ts';
import type { Outcome } from './outcome.ts';
import { Watch } from './watch.ts';

const memorandum = memorandumWith(WIDE, NEAR);
const START_TICK = tickOf(START_MS);

const own: Flight = { address: 'd1a001', east_m: 0, north_m: -25_000, altitude_m: 6000, track_deg: 0, speed_mps: 200 };
const ahead: Flight = { ...own, address: 'd2b001', north_m: 25_000, track_deg: 180 };
const through = [...reportsOf(own, every(0, 180)), ...reportsOf(ahead, every(0.35, 180))];

describe('time', () => {
  it('must rise, and a refused tick changes nothing', () => {
    const watch = new Watch({ memorandum });
    watch.advance(START_TICK, reportsOf(own, [0]));
    const before = JSON.stringify(watch.save());
    for (const tick of [START_TICK, START_TICK - 1, START_TICK + 0.5, Number.NaN, Infinity]) {
      expect(() => watch.advance(tick, reportsOf(ahead, [0])), String(tick)).toThrow(RangeError);
    }
    expect(JSON.stringify(watch.save())).toBe(before);
    expect(watch.tick).toBe(START_TICK);
  });

  it('starts before the first tick, with nothing due', () => {
    const watch = new Watch({ memorandum });
    expect([watch.tick, watch.nextDue(), watch.counts()]).toEqual([
      -1,
      null,
      { tracks: 0, alerts: 0, encounters: 0, observations: 0 },
    ]);
    expect(watch.advance(5, [])).toEqual([]);
    expect(watch.tick).toBe(5);
  });

  it('outcomes carry the tick that said them, and never go back', () => {
    const outcomes = play(new Watch({ memorandum }), through);
    expect(outcomes.length).toBeGreaterThan(20);
    for (const [i, one] of outcomes.entries()) {
      expect(one.time_ms).toBe(one.tick * 100);
      if (i > 0) expect(one.tick).toBeGreaterThanOrEqual(outcomes[i - 1]!.tick);
    }
  });
});

describe('quiet ticks', () => {
  it('say the same whether they are stepped one by one, some of them, or not at all', () => {
    const gappy = [...reportsOf(own, every(0, 90)), ...reportsOf(ahead, every(0.35, 60, 4))];
    const end = START_TICK + 2600;
    const byTick = new Map<number, Observation[]>();
    for (const one of gappy) {
      const tick = tickOf(one.time_ms);
      byTick.set(tick, [...(byTick.get(tick) ?? []), one]);
    }
    const run = (steps: (tick: number) => boolean): string => {
      const watch = new Watch({ memorandum });
      const outcomes: Outcome[] = [];
      for (let tick = START_TICK; tick <= end; tick++) {
        const batch = byTick.get(tick);
        if (batch || steps(tick) || tick === end) outcomes.push(...watch.advance(tick, batch ?? []));
      }
      outcomes.push(...watch.finish());
      return JSON.stringify(outcomes);
    };
    const all = run(() => true);
    expect(ofKind(JSON.parse(all), 'alert_cleared').map((one) => one.reason)).toContain('data_too_old');
    expect(run(() => false)).toBe(all);
    expect(run((tick) => tick % 7 === 0)).toBe(all);
  });

  it('says when the next one is due', () => {
    const watch = new Watch({ memorandum });
    watch.advance(START_TICK, reportsOf(own, [0]));
    // Alone, nothing is due before it has been silent for 120 s.
    expect(watch.nextDue()).toBe(START_TICK + 1200);
    expect(watch.advance(START_TICK + 1199, [])).toEqual([]);
    expect(ofKind(watch.advance(START_TICK + 1200, []), 'track_dropped')).toHaveLength(1);
    expect(watch.nextDue()).toBeNull();
  });
});

describe('inputs of one tick', () => {
  it('say the same in any order', () => {
    const crowd = every(0, 40, 0.5).flatMap((t) => [
      ...reportsOf(own, [t]),
      ...reportsOf(ahead, [t]),
      ...reportsOf({ ...ahead, east_m: 400, over: { source: 'other', callsign: 'MERI9' } }, [t]),
      ...reportsOf({ ...own, address: 'd1a002', east_m: 900 }, [t]),
      observation({ time_ms: START_MS + t * 1000, latitude_deg: 0, longitude_deg: 0, source: 'zero' }),
    ]);
    const inOrder = JSON.stringify(play(new Watch({ memorandum }), crowd));
    expect(inOrder).toContain('alert_raised');
    const shuffled = fc.shuffledSubarray(crowd, { minLength: crowd.length, maxLength: crowd.length });
    // `play` sorts by time only, so that what shares an instant keeps the shuffled order.
    fc.assert(
      fc.property(shuffled, (arrived) => {
        expect(JSON.stringify(play(new Watch({ memorandum }), arrived))).toBe(inOrder);
      }),
      { numRuns: 15 },
    );
  });

  it('are left as they were', () => {
    const batch = [...reportsOf(ahead, [0]), ...reportsOf(own, [0])].map((one) => Object.freeze(one));
    new Watch({ memorandum }).advance(START_TICK, Object.freeze(batch));
    expect(batch.map((one) => one.address)).toEqual(['d2b001', 'd1a001']);
  });
});

describe('what is set aside', () => {
  it('is counted by source and reason, with the first as an example, once a tick', () => {
    const watch = new Watch({ memorandum });
    watch.advance(START_TICK, reportsOf(own, [0]));
    const late = { ...reportsOf(own, [0])[0]!, source: 'slow', time_ms: START_MS - 5000 };
    const outcomes = watch.advance(START_TICK + 10, [
      { ...late, sequence: 1 },
      { ...late, sequence: 2 },
      observation({ source: 'fast', time_ms: START_MS + 60_000 }),
    ]);
    expect(outcomes).toMatchObject([
      { kind: 'observations_set_aside', source: 'fast', reason: 'from_the_future', count: 1 },
      {
        kind: 'observations_set_aside',
        source: 'slow',
        reason: 'late',
        count: 2,
        example: { address: 'd1a001', time_ms: START_MS - 5000 },
      },
    ]);
    expect(watch.counts().observations).toBe(4);
  });
});

describe('a track', () => {
  it('is dropped after 120 s without a report, with its alert cleared before', () => {
    const watch = new Watch({ memorandum });
    const outcomes = play(
      watch,
      through.filter((one) => one.time_ms <= START_MS + 60_000),
    );
    expect(watch.counts()).toMatchObject({ tracks: 2, alerts: 1, encounters: 1 });
    outcomes.push(...watch.advance(START_TICK + 3000, []));
    const dropped = ofKind(outcomes, 'track_dropped');
    expect(dropped.map((one) => [one.track, one.reason, one.time_ms - one.last_seen_ms >= 120_000])).toEqual([
      ['d2b001', 'silent', true],
      ['d1a001', 'silent', true],
    ]);
    expect(dropped.every((one) => one.time_ms - one.last_seen_ms < 120_100)).toBe(true);
    expect(ofKind(outcomes, 'alert_cleared').map((one) => one.reason)).toEqual(['data_too_old']);
    expect(watch.counts()).toMatchObject({ tracks: 0, alerts: 0, encounters: 0 });
  });

  it('that comes back is a new track', () => {
    const watch = new Watch({ memorandum });
    const outcomes = play(watch, [...reportsOf(own, [0]), ...reportsOf(own, [130])]);
    expect(outcomes.map((one) => one.kind)).toEqual(['track_started', 'track_dropped', 'track_started']);
  });

  it('without any identity is kept, told of and alerted for like any other', () => {
    const unknown: Flight = {
      ...ahead,
      address: 'T417',
      over: {
        address_kind: 'track_number',
        technology: 'radar',
        category: null,
        pressure_altitude_m: null,
        party: null,
      },
    };
    const outcomes = play(new Watch({ memorandum }), [
      ...reportsOf(own, every(0, 90)),
      ...reportsOf(unknown, every(0, 90, 12)),
    ]);
    const [alert] = ofKind(outcomes, 'alert_raised');
    expect(alert?.alert.a).toMatchObject({ track: 'T417', party: null, crew: 'unknown' });
    expect(alert?.alert.vertical_m).toBeNull();
    expect(alert?.alert.encounter_class).toBe('crewed/crewed');
  });

  it('changes its identity when a callsign comes, and says so', () => {
    const watch = new Watch({ memorandum });
    const stranger = { ...own, address: 'ffffff' };
    const outcomes = play(watch, [
      ...reportsOf(stranger, [0]),
      ...reportsOf({ ...stranger, over: { callsign: 'MERI7' } }, [1, 2]),
    ]);
    expect(ofKind(outcomes, 'track_identified').map((one) => [one.track, one.identity.party])).toEqual([
      ['ffffff', 'mu'],
    ]);
    expect(watch.identity('ffffff')?.callsign).toBe('MERI7');
  });
});

describe('finish', () => {
  it('closes what is open and empties the watch', () => {
    const watch = new Watch({ memorandum });
    const outcomes = play(
      watch,
      through.filter((one) => one.time_ms <= START_MS + 60_000),
    );
    const last = watch.finish();
    expect(ofKind(last, 'alert_cleared').map((one) => one.reason)).toEqual(['run_over']);
    expect(ofKind(last, 'encounter_closed')).toHaveLength(1);
    expect(ofKind(last, 'case_closed').map((one) => one.case.id)).toEqual(
      ofKind(outcomes, 'case_opened').map((one) => one.case),
    );
    expect(ofKind(last, 'track_dropped').map((one) => one.reason)).toEqual(['run_over', 'run_over']);
    expect(watch.counts()).toMatchObject({ tracks: 0, alerts: 0, encounters: 0 });
    expect([watch.alerts(), watch.trackStates(), watch.nextDue()]).toEqual([[], [], null]);
    expect(watch.finish()).toEqual([]);
  });
});

describe('pictures', () => {
  const watch = new Watch({ memorandum });
  play(
    watch,
    through.filter((one) => one.time_ms <= START_MS + 60_000),
  );

  it('tells tracks in the order of their ids, and those asked for that live', () => {
    expect(watch.trackStates().map((one) => one.track)).toEqual(['d1a001', 'd2b001']);
    expect(watch.trackStates(['nobody', 'd2b001']).map((one) => one.track)).toEqual(['d2b001']);
    const [state] = watch.trackStates(['d1a001']);
    expect(state).toMatchObject({ party: 'nc', on_ground: false, altitude_m: 6000 });
    // Its reports say 30 m; most of that is common to them all, and little of it goes away.
    expect(state!.accuracy_m).toBeGreaterThan(25);
    expect(state!.accuracy_m).toBeLessThanOrEqual(30);
  });

  it('keeps a trail at least 6.4 s apart, at most 48 points, oldest first', () => {
    const trail = watch.trail('d1a001').map(([time_ms]) => time_ms);
    expect(trail.length).toBeGreaterThan(8);
    for (let i = 1; i < trail.length; i++) expect(trail[i]! - trail[i - 1]!).toBeGreaterThanOrEqual(6400);
    const long = new Watch({ memorandum });
    play(long, reportsOf(own, every(0, 600)));
    expect(long.trail('d1a001')).toHaveLength(48);
    expect(long.trail('nobody')).toEqual([]);
  });

  it('tells what changed once', () => {
    expect(watch.takeChanged()).toEqual(['d1a001', 'd2b001']);
    expect(watch.takeChanged()).toEqual([]);
  });

  it('tells the alert as it was last told', () => {
    expect(watch.alerts()).toHaveLength(1);
    expect(watch.alerts()[0]?.findings.map((one) => one.clause)).toEqual(['NEAR', 'WIDE']);
  });
});

describe('anywhere on the globe', () => {
  const places = {
    'the date line': { latitude_deg: -17, longitude_deg: 180 },
    'the date line, from the east': { latitude_deg: 52, longitude_deg: -179.999 },
    'the equator and the prime meridian': { latitude_deg: 0.001, longitude_deg: 0.001 },
    'near the north pole': { latitude_deg: 89.2, longitude_deg: 30 },
    'near the south pole': { latitude_deg: -88.5, longitude_deg: 170 },
  };
  for (const [name, origin] of Object.entries(places)) {
    it(`finds and measures a pair at ${name}`, () => {
      // Both go by positions alone, so that no track angle near a pole has to be made up.
      const over = { track_deg: null, ground_speed_mps: null };
      const a: Flight = { ...own, origin, east_m: -20_000, north_m: 0, track_deg: 90, over };
      const b: Flight = { ...ahead, origin, east_m: 20_000, north_m: 1000, track_deg: 270, over };
      const watch = new Watch({ memorandum });
      const outcomes = [
        ...play(watch, [...reportsOf(a, every(0, 200)), ...reportsOf(b, every(0.5, 200))]),
        ...watch.finish(),
      ];
      const [alert] = ofKind(outcomes, 'alert_raised');
      const [closed] = ofKind(outcomes, 'encounter_closed');
      expect(closed?.encounter.basis).toBe('measured');
      expect(closed!.encounter.h_cpa_m).toBeCloseTo(1000, -1.5);
      expect((closed!.encounter.t_cpa_ms - START_MS) / 1000).toBeCloseTo(100, 0);
      expect(closed!.encounter.t_cpa_ms - alert!.time_ms).toBeGreaterThan(60_000);
      for (const side of [alert!.alert.cpa.a_longitude_deg, alert!.alert.cpa.b_longitude_deg]) {
        expect(Math.abs(side)).toBeLessThanOrEqual(180);
      }
    });
  }
});

describe('two ids that a slash joins alike', () => {
  it('are two pairs', () => {
    const at = (address: string, east_m: number, track_deg: number): Observation[] =>
      reportsOf({ ...own, address, east_m, north_m: 0, track_deg }, every(0, 20));
    const far = 100 * NM;
    const watch = new Watch({ memorandum });
    const one = [...at('a/b', 0, 90), ...at('c', 20_000, 270)];
    const other = [...at('a', far, 90), ...at('b/c', far + 20_000, 270)];
    const outcomes = play(watch, [...one, ...other]);
    expect(ofKind(outcomes, 'alert_raised').map(({ alert }) => [alert.a.track, alert.b.track])).toEqual([
      ['a', 'b/c'],
      ['a/b', 'c'],
    ]);
  });
});
