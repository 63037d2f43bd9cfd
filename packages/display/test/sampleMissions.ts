import type { HazardArea, LedgerEntry, Mission, Offer, SaidStatement, StandingMission } from '@skyaccord/accord';
import type { LedgerAnswer, StatementsAnswer, WaysOutAnswer } from '../src/api/types.ts';
import { START_MS } from './sample.ts';

const HOUR_MS = 3_600_000;

/** A flight of half an hour to the east, so many hours after the start. */
export function missionNamed(id: string, hours: number, rest: Partial<Mission> = {}): Mission {
  const from_ms = START_MS + hours * HOUR_MS;
  return {
    id,
    party: 'aldren',
    unit: null,
    callsign: null,
    aircraft: { category: 'fixed_wing', crew: 'crewed' },
    purpose: 'survey',
    priority: 10,
    filed_ms: START_MS - HOUR_MS,
    route: [
      { latitude_deg: 39, longitude_deg: 1.5, altitude_m: 3000, time_ms: from_ms },
      { latitude_deg: 39, longitude_deg: 2.5, altitude_m: 3000, time_ms: from_ms + HOUR_MS / 2 },
    ],
    volumes: null,
    uncertainty: { lateral_m: 500, vertical_m: 60, time_s: 30 },
    flexibility: { latest_delay_s: 3600, lowest_m: null, highest_m: 6000, longest_detour_m: 50_000 },
    costs: { ground_minute: 1, air_minute: 2, track_mile: 0.25, level: 1, fuel_kg: 0, burn_kg_per_min: 0, cancel: 600 },
    under: [],
    ...rest,
  };
}

export const HAZARD: HazardArea = {
  id: 'fire-1',
  name: 'Northern range',
  owner: 'borealis',
  shape: {
    bounds_deg: null,
    polygon_deg: null,
    circle: { latitude_deg: 39.4, longitude_deg: 2, radius_m: 9000 },
  },
  floor_m: null,
  ceiling_m: 5000,
  from_ms: START_MS,
  until_ms: START_MS + 6 * HOUR_MS,
  entry: 'closed',
  admitted: [],
  source: 'NOTAM A1/26',
};

const offer = (kind: Offer['kind'], cost: number, says: string, rest: Partial<Offer> = {}): Offer => ({
  id: `survey-2-${kind}`,
  kind,
  mission: missionNamed('survey-2', 2.25, { party: 'borealis' }),
  delay_s: 0,
  level_m: 0,
  extra_m: 0,
  air_s: 0,
  cost,
  clauses: ['separation'],
  says,
  revision: 'r3',
  until_ms: START_MS + 600_000,
  ...rest,
});

const WAYS: WaysOutAnswer = {
  findings: [
    {
      kind: 'mission',
      severity: 'refused',
      clause: 'separation',
      hazard: null,
      mission: 'survey-1',
      party: 'aldren',
      from_ms: START_MS + 2 * HOUR_MS,
      until_ms: START_MS + 2 * HOUR_MS + 600_000,
      least_m: 0,
      says: 'Closer than 3 NM and 3,000 ft to mission survey-1.',
    },
  ],
  offers: [
    offer('delay', 15, 'Take off 15 min later.', { delay_s: 900 }),
    offer('level', 16.5, 'Fly 1,000 m higher.', { level_m: 1000 }),
    offer('reroute', 22, 'Go round by the south.', { extra_m: 12_000, air_s: 200 }),
    offer('cancel', 600, 'Cancel the mission.', { id: 'survey-2-cancel', mission: null }),
  ],
  none: null,
};

const entry = (id: string, rest: Partial<LedgerEntry>): LedgerEntry => ({
  id,
  time_ms: START_MS,
  basis: 'advised',
  source: `alert ${id}`,
  mission: null,
  track: '4ca001',
  party: 'aldren',
  other_party: 'borealis',
  clause: 'separation',
  measure: 'turn',
  delay_s: 60,
  extra_m: 926,
  height_m: 0,
  turn_deg: 20,
  speed_mps: 0,
  needed: 'unknown',
  revisions: 2,
  ...rest,
});
const ENTRIES = [
  entry('e1', {}),
  entry('e2', {
    time_ms: START_MS + 1000,
    basis: 'reported',
    source: 'Tower log 12',
    clause: null,
    delay_s: 1800,
    extra_m: 0,
    measure: 'delay',
    track: null,
    revisions: 0,
  }),
];
const total = (of: string | null, entries: readonly LedgerEntry[]) => ({
  of,
  count: entries.length,
  delay_s: entries.reduce((sum, one) => sum + one.delay_s, 0),
  extra_m: entries.reduce((sum, one) => sum + one.extra_m, 0),
  by_measure: { delay: 0, slower: 0, reroute: 0, turn: 1, level: 0, speed: 0, mix: 0, cancel: 0 },
  needed: { yes: 0, no: 0, unknown: entries.length },
  entries: entries.map(({ id }) => id),
});

const LEDGER: LedgerAnswer = {
  counts: { filed: 2, planned: 2, flown_as_planned: 0, flown_changed: 0, cancelled: 0 },
  all: total(null, ENTRIES),
  totals: [total(null, ENTRIES.slice(1)), total('separation', ENTRIES.slice(0, 1))],
  entries: ENTRIES,
};

const statement = (id: string, rest: Partial<SaidStatement>): SaidStatement => ({
  id,
  subject: 'permission',
  predicate: 'welcomed',
  negated: false,
  speaker: 'P. Minister',
  office: 'prime minister',
  speaks_for: 'maristan',
  relayed_by: null,
  setting: 'public',
  about: { party: 'borealis', area: 'Sample Sea', clause: null, thing: null },
  as_of_ms: START_MS - 5 * 24 * HOUR_MS,
  recorded_ms: START_MS,
  from_ms: null,
  until_ms: null,
  words: 'We would welcome them.',
  source: 'The Gazette',
  conditions: null,
  clearance: null,
  ...rest,
});
const SAID = [
  statement('s1', {}),
  statement('s2', {
    predicate: 'considered',
    negated: true,
    speaker: 'F. Minister',
    office: null,
    relayed_by: 'D. Minister',
    as_of_ms: START_MS - 24 * HOUR_MS,
    words: 'There is no consideration of that.',
  }),
] as const;

/** Missions, ledger and register of the stand-in. What was posted last of each kind is kept for the test. */
export class StandInMissions {
  readonly posted: { what: string; body: unknown }[] = [];
  readonly #missions: StandingMission[] = [
    { mission: missionNamed('survey-1', 2), state: 'accepted', version: 1, since_ms: START_MS - HOUR_MS },
    {
      mission: missionNamed('survey-2', 3, { party: 'borealis' }),
      state: 'accepted',
      version: 1,
      since_ms: START_MS - HOUR_MS,
    },
  ];

  get(pathname: string, search: URLSearchParams): unknown {
    switch (pathname) {
      case '/api/v1/missions':
        return { time_ms: START_MS, missions: this.#missions };
      case '/api/v1/missions/notices':
        return {
          notices: [
            {
              time_ms: START_MS,
              mission: 'survey-1',
              party: 'aldren',
              clause: null,
              says: 'Northern range is closed.',
            },
          ],
        };
      case '/api/v1/missions/flights': {
        const deviation = { lateral_m: 2407.6, vertical_m: -152.4, late_s: 41.2, conforming: false };
        return { flights: [{ mission: 'survey-1', time_ms: START_MS, deviation }] };
      }
      case '/api/v1/hazards':
        return { areas: [HAZARD] };
      case '/api/v1/ledger':
        return LEDGER;
      case '/api/v1/statements':
        return this.#statements(Number(search.get('at_ms') ?? Number.POSITIVE_INFINITY));
      default:
        return null;
    }
  }

  post(pathname: string, body: unknown): { status: number; body: unknown } {
    const what = pathname.replace('/api/v1/', '');
    this.posted.push({ what, body });
    if (what === 'missions/options' || what === 'missions/flights/options') return { status: 200, body: WAYS };
    if (what === 'missions/read') {
      const problems = [{ place: 'feature 2', reason: 'it has no party', remedy: 'name one' }];
      return { status: 200, body: { missions: [missionNamed('draft-9', 4)], problems } };
    }
    if (what === 'missions/state') {
      const message = 'A mission cannot be moved so. the mission is accepted, and cannot become contingent.';
      return { status: 409, body: { error: { code: 'mission_state', message, remedy: '', field: 'to', value: null } } };
    }
    return { status: what === 'missions' ? 201 : 200, body: this.#missions[0] };
  }

  #statements(at_ms: number): StatementsAnswer {
    const said = SAID.filter(({ as_of_ms }) => as_of_ms <= at_ms);
    const both = said.length === 2;
    return {
      statements: said.map((one, index) => ({
        statement: one,
        valid: true,
        followed_by: null,
        contradicted_by: both ? [SAID[1 - index]?.id ?? ''] : [],
      })),
      contradictions: both ? [{ earlier: SAID[0], later: SAID[1], why: 'welcomed against not considered' }] : [],
    };
  }
}
