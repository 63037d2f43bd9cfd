import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Sky } from '../../test/sky.ts';
import { type Flight, ORIGIN, reportsOf, START_MS } from '../../test/traffic.ts';
import { judgeZone } from '../judges/places.ts';
import type { ZoneClause } from '../memorandum/kinds/zone_by_category.ts';
import { parseMemorandum } from '../memorandum/parse.ts';
import type { Identity } from '../outcome.ts';
import { type Flown, follow, pathOf, ROW } from './flown.ts';
import { CallLog } from './log.ts';
import { subjectOf } from './subject.ts';
import { type Judged, Visits } from './visits.ts';

const { memorandum } = parseMemorandum(`
skyaccord: memorandum/1
id: zones
version: 1
languages: [en]
title: {en: Zones}
parties: [{id: nc, name: Compact, role: signatory}, {id: mu, name: Union, role: signatory}]
clauses:
  - id: ZONE
    kind: zone_by_category
    words: {en: No aeroplanes.}
    area:
      name: Circle
      circle: {latitude: ${ORIGIN.latitude_deg} deg, longitude: ${ORIGIN.longitude_deg} deg, radius: 10 km}
    closed_to: [fixed_wing]
  - id: LINE
    kind: boundary_standoff
    words: {en: Stay back.}
    boundary:
      name: Meridian
      line: [{latitude: 44.5 deg, longitude: -4.2 deg}, {latitude: 46 deg, longitude: -4.2 deg}]
    standoffs: [{categories: [fixed_wing], distance: 5 km}]
`);
const ZONE = memorandum.clauses[0] as ZoneClause;
const identity: Identity = {
  callsign: 'NORD1',
  registration: null,
  category: 'A3',
  technology: 'adsb',
  party: 'nc',
  confidence: 'medium',
  contested: false,
  crew: 'crewed',
  evidence: [],
};

/** Flies as told past the volumes; what is said of it, how many reports were kept at most, and all of them. */
function fly(flight: Flight, every_s: number, for_s: number, accuracy_m = 20) {
  const sky = new Sky();
  const visits = new Visits(memorandum);
  const log = new CallLog();
  const whole: Flown = [];
  let notices = 0;
  let kept = 0;
  const times = Array.from({ length: Math.floor(for_s / every_s) + 1 }, (_, i) => i * every_s);
  for (const report of reportsOf({ ...flight, over: { position_accuracy_m: accuracy_m } }, times)) {
    sky.hear(report);
    const slot = sky.table.slotOf.get(flight.address)!;
    sky.table.words[slot]!.identity = identity;
    follow(whole, sky.table, slot, -Infinity);
    notices += visits.moved(sky.table, slot, [], log, report.time_ms).length;
    const [saved] = visits.save((numbers) => String(numbers.length)).visits;
    kept = Math.max(kept, Number(saved?.flown ?? 0) / ROW);
  }
  const now_ms = START_MS + for_s * 1000;
  return { said: visits.close(flight.address, log, now_ms), notices, kept, whole };
}

const of = (said: readonly Judged[], clause: string) => said.find(({ verdict }) => verdict.clause === clause)?.verdict;
const plane = (over: Partial<Flight>): Flight => ({
  address: 'd1a001',
  east_m: 0,
  north_m: 0,
  altitude_m: 3000,
  track_deg: 90,
  speed_mps: 150,
  ...over,
});

describe('an aircraft for which there is no room', () => {
  it('is said once to be beyond telling, by each clause that it came near', () => {
    const sky = new Sky();
    const visits = new Visits(memorandum, 1);
    const log = new CallLog();
    const said: Judged[] = [];
    for (const address of ['d1a001', 'd1a002']) {
      for (const report of reportsOf(plane({ address, east_m: -9_000 }), [0, 1, 2])) {
        sky.hear(report);
        const slot = sky.table.slotOf.get(address)!;
        sky.table.words[slot]!.identity = identity;
        visits.moved(sky.table, slot, [], log, report.time_ms);
        said.push(...visits.settle(log, report.time_ms));
      }
    }
    expect(
      said.map(({ verdict, subjects }) => [verdict.clause, verdict.answer, verdict.why, subjects[0]!.track]),
    ).toEqual([['ZONE', 'cannot_tell', 'records_have_gaps', 'd1a002']]);
    expect(visits.tracks()).toEqual(['d1a001']);
  });
});

describe('an aircraft near a volume', () => {
  it('is judged from few of its reports as from all of them', () => {
    const flight = fc.record({
      north_m: fc.integer({ min: -11_500, max: 11_500 }),
      speed_mps: fc.integer({ min: 60, max: 260 }),
      track_deg: fc.integer({ min: 60, max: 120 }),
      every_s: fc.constantFrom(1, 4, 15),
      accuracy_m: fc.constantFrom(5, 60, 800),
    });
    const answers = new Set<string>();
    fc.assert(
      fc.property(flight, ({ every_s, accuracy_m, ...rest }) => {
        const { said, whole, notices } = fly(plane({ east_m: -20_000, ...rest }), every_s, 150, accuracy_m);
        const path = pathOf(whole);
        const all = judgeZone(ZONE, { subject: subjectOf(identity), path });
        const found = of(said, 'ZONE');
        if (found === undefined) expect(['complied', 'not_applicable']).toContain(all.answer);
        else {
          expect([found.answer, found.why]).toEqual([all.answer, all.why]);
          // To the ms to which instants are found: a path that begins later is halved elsewhere.
          const instants = ({ began }: typeof all) => [began?.earliest_ms ?? 0, began?.latest_ms ?? 0];
          instants(found).forEach((one, i) => {
            expect(Math.abs(one - instants(all)[i]!)).toBeLessThan(2.5);
          });
          answers.add(found.answer);
        }
        if (notices > 0) expect(found?.answer).toBe('breached');
      }),
      { numRuns: 60, seed: 4 },
    );
    expect([...answers].sort()).toEqual(['breached', 'cannot_tell', 'complied']);
  });

  it('is told of once while it is inside, however long', () => {
    const { said, notices } = fly(plane({ east_m: -15_000, speed_mps: 100 }), 1, 240);
    expect(notices).toBe(1);
    expect(of(said, 'ZONE')!.answer).toBe('breached');
  });

  it('costs one report a minute while it is deep inside', () => {
    const { kept, whole, said } = fly(plane({ east_m: -9_000, speed_mps: 12 }), 1, 1200);
    expect(whole.length / ROW).toBeGreaterThan(350);
    expect(kept).toBeLessThan(60);
    expect(of(said, 'ZONE')).toMatchObject({ answer: 'breached' });
  });

  it('is not followed while it is far from all of them', () => {
    const { said, kept } = fly(plane({ east_m: -60_000, north_m: 40_000, track_deg: 270 }), 1, 300);
    expect([said, kept]).toEqual([[], 0]);
  });

  it('is judged by each volume that it came near', () => {
    const { said } = fly(plane({ east_m: -15_000, speed_mps: 250 }), 1, 320);
    expect(said.map(({ verdict }) => [verdict.clause, verdict.answer])).toEqual([
      ['ZONE', 'breached'],
      ['LINE', 'breached'],
    ]);
    expect(said[0]!.subjects).toEqual([{ track: 'd1a001', callsign: 'NORD1', party: 'nc' }]);
  });
});
