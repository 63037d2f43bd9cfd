import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accordWith, missionOf, T0 } from '../../test/missions.ts';
import { readStatement } from '../statements/read.ts';
import { type Moving, waysOutInFlight } from './airborne.ts';
import { MissionBook, MissionRefused } from './book.ts';
import { conformanceAfter, deviationFrom } from './conformance.ts';
import { type Filing, settleFilings } from './filings.ts';
import type { HazardArea } from './hazards.ts';
import type { Mission } from './mission.ts';

const NOW = T0 - 3_600_000;
const SECTOR = '{name: Osmara sector, bounds: {west: 7 deg, south: 46 deg, east: 10 deg, north: 48 deg}}';
const PERMIT = `  - id: PERMIT-1
    kind: permission_to_operate
    words: {en: Only with permission.}
    area: ${SECTOR}
    granted: [nc]`;
const NOTICE =
  '  - {id: LEAD-1, kind: hazard_notice_lead_time, words: {en: Told.}, activities: [{en: balloons}], lead: 24 h}';
const refusal = (act: () => unknown): MissionRefused => {
  try {
    act();
  } catch (error) {
    if (error instanceof MissionRefused) return error;
    throw error;
  }
  throw new Error('it was not refused');
};
const eastward = (id: string, more: Partial<Mission> = {}): Mission =>
  missionOf(
    [
      [47, 8, 3000, 0],
      [47, 9, 3000, 600],
    ],
    { id, ...more },
  );
const circle = (latitude_deg: number, longitude_deg: number, radius_m: number): HazardArea['shape'] => ({
  bounds_deg: null,
  polygon_deg: null,
  circle: { latitude_deg, longitude_deg, radius_m },
});
const area = (id: string, shape: HazardArea['shape']): HazardArea => ({
  id,
  name: `area ${id}`,
  owner: null,
  shape,
  floor_m: null,
  ceiling_m: null,
  from_ms: T0 - 600_000,
  until_ms: T0 + 7_200_000,
  entry: 'closed',
  admitted: [],
  source: 'notice',
});
const said = (id: string, predicate: string, as_of_ms: number, more: object = {}) => {
  const found = readStatement(
    {
      id,
      subject: 'permission',
      predicate,
      speaker: 'Minister B',
      office: 'foreign minister',
      speaks_for: 'os',
      setting: 'written',
      about: { party: 'third', area: 'Osmara sector', clause: 'PERMIT-1' },
      as_of: as_of_ms,
      words: 'As written.',
      source: 'note',
      ...more,
    },
    as_of_ms,
  );
  if ('wrongs' in found) throw new Error(JSON.stringify(found.wrongs));
  return found.statement;
};

describe('a lead time that is missed', () => {
  it('refuses the mission, says by how much, and offers to wait exactly until the notice has run', () => {
    const book = new MissionBook(accordWith(NOTICE));
    const mission = eastward('balloon', {
      under: ['LEAD-1'],
      filed_ms: T0 - 86_400_000 + 1_800_000,
      costs: { ...eastward('x').costs, ground_minute: 0.01 },
    });
    const { findings } = refusal(() => book.file(mission, NOW));
    expect(findings.map(({ kind, clause, says }) => [kind, clause, says])).toEqual([
      ['lead_time', 'LEAD-1', 'It was filed 30 min too late for LEAD-1, which asks for 1440 min of notice.'],
    ]);
    const [first] = book.waysOut(mission, NOW).offers;
    expect([first?.kind, first?.delay_s]).toEqual(['delay', 1800]);
    expect(book.file(first?.mission as Mission, NOW)).toEqual([]);
  });
});

describe('a permission', () => {
  it('that expires in flight, or is missing, refuses the mission; a grant that lasts lets it fly', () => {
    const book = new MissionBook(accordWith(PERMIT));
    const mission = eastward('transport', { party: 'third' });
    expect(refusal(() => book.file(mission, NOW)).findings[0]).toMatchObject({
      kind: 'permission',
      clause: 'PERMIT-1',
    });
    book.putStatement(said('g1', 'granted', NOW - 1000, { until: new Date(T0 + 300_000).toISOString() }), NOW);
    const [finding] = refusal(() => book.file(mission, NOW)).findings;
    // It ends in the middle of the flight: the second half has none.
    expect([finding?.from_ms, finding?.until_ms]).toEqual([T0 + 300_000, T0 + 600_000]);
    book.putStatement(said('g2', 'granted', NOW), NOW);
    expect(book.file(mission, NOW)).toEqual([]);
  });

  it('that is missing is only flagged where the memorandum leaves it to people', () => {
    const book = new MissionBook(accordWith(`${PERMIT}\n    missions: flagged`));
    const mission = eastward('transport', { party: 'third' });
    expect(book.check(mission, NOW)).toMatchObject([{ kind: 'permission', severity: 'flagged', clause: 'PERMIT-1' }]);
    expect(book.file(mission, NOW)).toEqual([]);
  });

  it('that is withdrawn while the mission flies is told to those who fly it, at once', () => {
    const book = new MissionBook(accordWith(PERMIT));
    book.putStatement(said('g1', 'granted', NOW), NOW);
    book.file(eastward('transport', { party: 'third' }), NOW);
    book.move('transport', 'activated', T0);
    const notices = book.putStatement(said('w1', 'withdrawn', T0 + 240_000), T0 + 240_000);
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatchObject({ mission: 'transport', finding: { kind: 'permission', from_ms: T0 + 240_000 } });
  });
});

describe('a pop-up area', () => {
  it('is told to every mission that it touches, at once, and to no other', () => {
    const book = new MissionBook(accordWith());
    for (const [k, level_m] of [3000, 4000, 5000].entries()) {
      book.file(
        missionOf(
          [
            [47, 8, level_m, 0],
            [47, 9, level_m, 600],
          ],
          { id: `over ${k}`.replace(' ', '-') },
        ),
        NOW,
      );
    }
    book.file(
      missionOf(
        [
          [48, 8, 3000, 0],
          [48, 9, 3000, 600],
        ],
        { id: 'north' },
      ),
      NOW,
    );
    book.file(
      missionOf(
        [
          [47, 8, 7000, -3000],
          [47, 9, 7000, -2400],
        ],
        { id: 'before' },
      ),
      NOW,
    );
    const notices = book.putHazard(area('pop', circle(47, 8.5, 10_000)), NOW);
    expect(notices.map(({ mission }) => mission)).toEqual(['over-0', 'over-1', 'over-2']);
    expect(notices.every(({ finding }) => finding.hazard === 'pop')).toBe(true);
  });

  it('makes an offer of before it void', () => {
    const book = new MissionBook(accordWith());
    book.file(eastward('first', { party: 'mu' }), NOW);
    const mine = missionOf(
      [
        [47, 9.5, 3000, -1200],
        [47, 9.2, 3000, -900],
      ],
      { id: 'mine' },
    );
    book.file(mine, NOW);
    const offers = book.waysOut({ ...mine, route: eastward('mine').route }, NOW).offers;
    const flown = offers.find(({ mission }) => mission !== null);
    book.putHazard(area('pop', circle(40, 8.5, 10_000)), NOW);
    expect(refusal(() => book.take(flown ?? (offers[0] as never), NOW)).reason).toBe('sky_changed');
    const again = book
      .waysOut({ ...mine, route: eastward('mine').route }, NOW)
      .offers.find(({ mission }) => mission !== null);
    expect(refusal(() => book.take(again as never, NOW + 600_000)).reason).toBe('expired');
    book.take(again as never, NOW + 599_999);
    expect(book.get('mine')?.version).toBe(2);
  });
});

describe('an aircraft that nobody knows', () => {
  const stranger: Moving = {
    track: '~4b1',
    party: null,
    crew: 'unknown',
    time_ms: T0 + 60_000,
    latitude_deg: 47,
    longitude_deg: 9,
    accuracy_m: 100,
    altitude_m: 3000,
    ground_speed_mps: 120,
    track_deg: 270,
    vertical_rate_mps: 0,
  };
  const own: Moving = { ...stranger, track: 'own', party: 'nc', crew: 'crewed', longitude_deg: 8.1, track_deg: 90 };

  it('heading into the path of a mission gives ways out in the air: slower, another level, round it; never a wait', () => {
    const book = new MissionBook(accordWith());
    const mission = eastward('flying');
    book.file(mission, NOW);
    book.move('flying', 'activated', T0);
    const sky = book.skyFor('nc', T0 + 60_000);
    const ways = waysOutInFlight(mission, own, [stranger], sky);
    expect(ways?.findings[0]).toMatchObject({ kind: 'mission', mission: 'track ~4b1', severity: 'refused' });
    const kinds = ways?.offers.map(({ kind }) => kind) ?? [];
    expect(kinds.at(-1)).toBe('cancel');
    expect(kinds.filter((kind) => kind === 'level' || kind === 'reroute').length).toBeGreaterThan(0);
    for (const offer of ways?.offers ?? []) {
      expect(offer.delay_s).toBe(0);
      // It is flown from where the aircraft is.
      if (offer.mission !== null)
        expect(offer.mission.route?.[0]).toMatchObject({ longitude_deg: 8.1, altitude_m: 3000 });
    }
    expect(ways?.offers.at(-1)?.says).toBe('Break off the mission.');
  });

  it('crossing behind or ahead is avoided by flying a phase slower', () => {
    const crossing = { ...stranger, latitude_deg: 46.73, longitude_deg: 8.66, track_deg: 0 };
    const sky = new MissionBook(accordWith()).skyFor('nc', T0 + 60_000);
    const mission = {
      ...eastward('flying'),
      flexibility: { latest_delay_s: 0, lowest_m: null, highest_m: null, longest_detour_m: 0 },
    };
    const found = waysOutInFlight(mission, own, [crossing], sky, 9)?.offers ?? [];
    const slower = found.find(({ kind }) => kind === 'slower');
    expect(slower?.says).toMatch(/^Fly slower, [\d.]+ min in all\.$/);
    expect(slower?.air_s).toBeGreaterThan(5);
  });

  it('without a height is in the way at every level', () => {
    const sky = new MissionBook(accordWith()).skyFor('nc', T0 + 60_000);
    const high = missionOf([
      [47, 8, 9000, 0],
      [47, 9, 9000, 600],
    ]);
    const flying = { ...own, altitude_m: 9000 };
    const met = (other: Moving) => waysOutInFlight(high, flying, [other], sky)?.findings.length;
    expect(met({ ...stranger, altitude_m: null })).toBe(1);
    expect(met(stranger)).toBe(0);
  });
});

describe('two filings for one slot', () => {
  it('on one node: the first is accepted, the second refused, never both', () => {
    const book = new MissionBook(accordWith());
    book.file(eastward('a'), NOW);
    expect(refusal(() => book.file(eastward('b', { party: 'mu' }), NOW)).findings[0]).toMatchObject({ mission: 'a' });
    expect(book.all()).toHaveLength(1);
  });

  it('of a higher priority goes before, and the one that gives way is told', () => {
    const book = new MissionBook(accordWith());
    book.file(eastward('a'), NOW);
    const notices = book.file(eastward('rescue', { party: 'mu', priority: 50, purpose: 'medical' }), NOW);
    expect(notices.map(({ mission, finding }) => [mission, finding.mission])).toEqual([['a', 'rescue']]);
  });

  const filing = (id: string, node: string, more: Partial<Mission> = {}, sha256 = id.repeat(8)): Filing => ({
    mission: eastward(id, more),
    node,
    sha256,
    receipts: [],
  });
  const nodes = { all: ['north', 'south'], down: [] as string[] };
  const clash = (a: Mission, b: Mission): boolean => a.id.charAt(0) !== 'z' && b.id.charAt(0) !== 'z';

  it('at two nodes: provisional until the other has signed, unconfirmed while the link is down', () => {
    const one = filing('a', 'north');
    expect(settleFilings([one], clash, nodes)[0]?.state).toBe('provisional');
    expect(settleFilings([one], clash, { ...nodes, down: ['south'] })[0]?.state).toBe('unconfirmed');
    expect(settleFilings([{ ...one, receipts: ['south'] }], clash, { ...nodes, down: ['south'] })[0]?.state).toBe(
      'confirmed',
    );
  });

  it('property: both nodes say the same in whatever order filings come: by priority, then time, then hash; never both', () => {
    const pool = [
      filing('a', 'north', { filed_ms: NOW + 5 }),
      filing('b', 'south', { filed_ms: NOW }, 'ff'),
      filing('c', 'north', { filed_ms: NOW }, 'aa'),
      filing('d', 'south', { priority: 3, filed_ms: NOW + 9 }),
      filing('z', 'south'),
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(pool), fc.shuffledSubarray(pool), (some, more) => {
        const all = [...new Set([...some, ...more])];
        const states = settleFilings(all, clash, nodes);
        expect(settleFilings(all.toReversed(), clash, nodes)).toEqual(states);
        const standing = states.filter(({ state }) => state !== 'yields').map(({ filing }) => filing.mission.id);
        expect(standing.filter((id) => id !== 'z').length).toBeLessThan(2);
        const best = ['d', 'c', 'b', 'a'].find((id) => all.some((one) => one.mission.id === id));
        if (best !== undefined) expect(standing).toContain(best);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a mission in flight', () => {
  const mission = eastward('own');
  const at = (seconds: number, more: object = {}) => ({
    time_ms: T0 + 1000 * seconds,
    latitude_deg: 47,
    longitude_deg: 8 + seconds / 600,
    accuracy_m: 50,
    altitude_m: 3000,
    ...more,
  });

  it('is compared with its plan to the side, in height and in time', () => {
    const [on, aside, high, late] = [
      deviationFrom(mission, at(300)),
      deviationFrom(mission, at(300, { latitude_deg: 47.05 })),
      deviationFrom(mission, at(300, { altitude_m: 3300 })),
      deviationFrom(mission, at(300, { longitude_deg: 8.25 })),
    ];
    expect(on).toMatchObject({ conforming: true });
    expect(on?.lateral_m).toBeLessThan(400);
    expect(aside?.lateral_m).toBeGreaterThan(5000);
    expect(aside?.lateral_m).toBeLessThan(5800);
    expect(high?.vertical_m).toBeCloseTo(300);
    expect(late?.late_s).toBeGreaterThan(145);
    expect(late?.late_s).toBeLessThan(155);
    expect([aside?.conforming, high?.conforming, late?.conforming]).toEqual([false, false, false]);
    expect(deviationFrom(mission, at(300, { altitude_m: null }))).toMatchObject({ vertical_m: null, conforming: true });
  });

  it('is nonconforming after 10 s outside its plan, contingent after 60 s more, and comes back only before that', () => {
    const off = deviationFrom(mission, at(300, { altitude_m: 3300 }));
    const on = deviationFrom(mission, at(300));
    if (off === null || on === null) throw new Error('no deviation');
    let now = { state: 'activated', outside_since_ms: null } as Parameters<typeof conformanceAfter>[0];
    const states = Array.from({ length: 80 }, (_, s) => {
      now = conformanceAfter(now, off, T0 + 1000 * s);
      return now.state;
    });
    expect(states.indexOf('nonconforming')).toBe(10);
    expect(states.indexOf('contingent')).toBe(70);
    expect(conformanceAfter({ state: 'nonconforming', outside_since_ms: T0 }, on, T0 + 20_000).state).toBe('activated');
    expect(conformanceAfter(now, on, T0 + 90_000).state).toBe('contingent');
  });

  it('that does not keep to its plan warns all whom it touches, and nobody may plan through it', () => {
    const book = new MissionBook(accordWith());
    book.file(eastward('low', { priority: 50 }), NOW);
    book.file(eastward('same', { party: 'mu', priority: 90 }), NOW);
    book.move('low', 'activated', T0);
    expect(book.move('low', 'nonconforming', T0 + 30_000).map(({ mission }) => mission)).toEqual(['same']);
    expect(
      refusal(() => book.file(eastward('late', { priority: 95 }), NOW)).findings.map((one) => one.mission),
    ).toContain('low');
    expect(refusal(() => book.move('low', 'accepted', T0)).message).toBe(
      'the mission is nonconforming, and cannot become accepted: activated, contingent, ended may follow it',
    );
  });
});
