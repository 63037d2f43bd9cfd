import type { Alert, Identity, Memorandum, TrackState } from '@skyaccord/accord';
import type { FeedStatus, Row, Status } from '../src/api/types.ts';
import { destination, greatCircle_m, type LngLat } from '../src/geo/geodesy.ts';

/**
 * A small invented world for the tests of the pages: two parties, a head-on pair that meets two minutes after the
 * start, and as much other traffic as a test asks for. Everything follows from the time alone.
 */
export const START_MS = Date.UTC(2026, 2, 1, 14, 0, 0);
const MEET_MS = START_MS + 120_000;
const MEET: LngLat = [2.6, 38.9];
const LATERAL_M = 3 * 1852;
const VERTICAL_M = 3000 * 0.3048;
/** Cruise of both aircraft of the pair: they close at 440 m/s. */
const SPEED_MPS = 220;

export const COLUMNS = [
  'track',
  'latitude_deg',
  'longitude_deg',
  'altitude_m',
  'altitude_datum',
  'ground_speed_mps',
  'track_deg',
  'vertical_rate_mps',
  'accuracy_m',
  'seen_ms',
  'on_ground',
];

export const MEMORANDUM: Memorandum = {
  id: 'sample-sea',
  version: 2,
  title: {
    en: 'Memorandum on flight safety over the Sample Sea',
    fr: 'Mémorandum sur la sécurité des vols au-dessus de la mer Exemple',
  },
  languages: ['en', 'fr'],
  area: { name: 'Sample Sea', bounds_deg: [1, 38, 4.2, 40] },
  parties: [
    {
      id: 'aldren',
      name: 'Aldren',
      role: 'signatory',
      aircraft: [{ by: 'callsign_prefix', prefix: 'ALD', crew: 'crewed' }],
    },
    {
      id: 'borealis',
      name: 'Borealis',
      role: 'signatory',
      aircraft: [{ by: 'callsign_prefix', prefix: 'BOR', crew: null }],
    },
    { id: 'maristan', name: 'Maristan', role: 'host', aircraft: [] },
  ],
  clauses: [
    {
      id: 'separation',
      kind: 'separation_minimum',
      classes: ['crewed/crewed', 'crewed/uncrewed'],
      between: 'different_parties',
      lateral_m: LATERAL_M,
      vertical_m: VERTICAL_M,
      grace_s: 180,
      warn_ahead_s: 120,
      words: {
        en: 'Aircraft of different parties keep 3 NM or 3,000 ft apart; if closer, for no longer than 3 minutes.',
        fr: 'Les aéronefs de parties différentes restent à 3 NM ou 3 000 ft ; plus près, pas plus de 3 minutes.',
      },
    },
    {
      id: 'ladder',
      kind: 'frequency_ladder',
      words: { en: 'Crews call in this order.', fr: 'Les équipages appellent dans cet ordre.' },
      rungs: [
        {
          frequency_mhz: 125.5,
          call: { en: 'position, level, intention', fr: 'position, niveau, intention' },
          wait_s: 20,
        },
        {
          frequency_mhz: 121.5,
          call: { en: 'the same on guard', fr: 'de même sur la fréquence de garde' },
          wait_s: 20,
        },
      ],
    },
    {
      id: 'calls',
      kind: 'required_calls',
      at: 'warning',
      words: { en: 'What crews say at a warning.', fr: "Ce que disent les équipages lors d'une alerte." },
      steps: [
        { en: 'Call the other aircraft on the agreed frequency.', fr: "Appeler l'autre aéronef." },
        { en: 'State the turn before making it.', fr: "Annoncer le virage avant de l'exécuter." },
      ],
      calls: [
        {
          frequency_mhz: 125.5,
          say: { en: '(callsign), turning (side)', fr: '(indicatif), je vire à (côté)' },
          read_back: { en: '(callsign), you turn (side)', fr: '(indicatif), vous virez à (côté)' },
          within_s: 30,
        },
      ],
    },
    {
      id: 'signals',
      kind: 'visual_signals',
      asked: null,
      words: { en: 'Signals that are seen, not heard.', fr: 'Signaux que voit un équipage.' },
      signals: [
        {
          signal: { en: 'Wings rocked', fr: 'Ailes balancées' },
          meaning: { en: 'I see you', fr: 'Je vous vois' },
          reply: { en: 'The same', fr: 'De même' },
        },
        {
          signal: { en: 'Landing lights on', fr: 'Phares allumés' },
          meaning: { en: 'I turn', fr: 'Je vire' },
          reply: null,
        },
      ],
    },
    {
      id: 'airmanship',
      kind: 'qualitative_duty',
      words: { en: 'Crews show good airmanship at all times.', fr: 'Les équipages volent avec professionnalisme.' },
    },
  ],
};

export const IDENTITIES: Record<string, Identity> = {
  '4ca001': identity('ALD14', 'aldren', 'crewed', 'A3'),
  '4cb002': identity('BOR77', 'borealis', 'uncrewed', 'B6'),
  '4cb003': identity('BOR31', 'borealis', 'unknown', null),
  '~99f001': {
    callsign: null,
    registration: null,
    category: null,
    technology: 'mlat',
    party: null,
    confidence: 'none',
    contested: false,
    crew: 'unknown',
    evidence: [{ for: 'party', by: 'none', says: 'nothing names a party', confidence: 'low' }],
  },
};

function identity(callsign: string, party: string, crew: Identity['crew'], category: string | null): Identity {
  return {
    callsign,
    registration: null,
    category,
    technology: 'adsb',
    party,
    confidence: 'medium',
    contested: false,
    crew,
    evidence: [
      {
        for: 'party',
        by: 'callsign_prefix',
        says: `callsign ${callsign} has the prefix declared by ${party}`,
        confidence: 'medium',
      },
      {
        for: 'crew',
        by: 'emitter_category',
        says: category === null ? 'no category sent' : `category ${category}`,
        confidence: 'medium',
      },
    ],
  };
}

/** The named tracks and `others` more on straight lines across the area. */
export function tracksAt(time_ms: number, others: number): TrackState[] {
  const [a, b] = pairAt(time_ms);
  const list = [
    a,
    b,
    state('4cb003', destination(39.4, 1.6, 110, (130 * (time_ms - START_MS)) / 1000), {
      track_deg: 110,
      ground_speed_mps: 130,
      altitude_m: 5200,
      vertical_rate_mps: 7,
      seen_ms: time_ms,
    }),
    state('~99f001', [3.4, 38.5], {
      track_deg: 300,
      ground_speed_mps: 160,
      altitude_m: null,
      altitude_datum: null,
      accuracy_m: 2600,
      seen_ms: START_MS - 20_000,
    }),
  ];
  for (let index = 0; index < others; index += 1) list.push(other(index, time_ms));
  return list;
}

function other(index: number, time_ms: number): TrackState {
  const course_deg = (index * 47) % 360;
  const start: LngLat = [1 + ((index * 0.618_034) % 1) * 3.2, 38 + ((index * 0.754_878) % 1) * 2];
  const point = destination(start[1], start[0], course_deg, (180 * (time_ms - START_MS)) / 1000);
  const track = (0xa00000 + index).toString(16);
  return {
    ...state(track, point, { track_deg: course_deg, altitude_m: 3000 + (index % 30) * 300, seen_ms: time_ms }),
    callsign: `ALD${1000 + index}`,
    party: 'aldren',
    crew: 'crewed',
  };
}

function pairAt(time_ms: number): [TrackState, TrackState] {
  const left_m = ((MEET_MS - time_ms) / 1000) * SPEED_MPS;
  return [
    state('4ca001', destination(MEET[1], MEET[0], 270, left_m), { track_deg: 90, seen_ms: time_ms }),
    state('4cb002', destination(MEET[1] + 0.012, MEET[0], 90, left_m), {
      track_deg: 270,
      altitude_m: 9230,
      seen_ms: time_ms,
    }),
  ];
}

function state(track: string, point: LngLat, given: Partial<TrackState>): TrackState {
  const known = IDENTITIES[track];
  return {
    track,
    callsign: known?.callsign ?? null,
    party: known?.party ?? null,
    crew: known?.crew ?? 'unknown',
    category: known?.category ?? null,
    technology: known?.technology ?? 'adsb',
    seen_ms: START_MS,
    latitude_deg: point[1],
    longitude_deg: point[0],
    altitude_m: 9144,
    altitude_datum: 'pressure',
    ground_speed_mps: SPEED_MPS,
    track_deg: 0,
    vertical_rate_mps: 0,
    accuracy_m: 90,
    on_ground: false,
    ...given,
  };
}

export function rowOf(track: TrackState): Row {
  const values = track as unknown as Record<string, string | number | boolean | null>;
  return COLUMNS.map((column) => values[column] ?? null);
}

/** The alert of the pair as a node would tell it at this time. */
export function alertAt(time_ms: number): Alert {
  const [a, b] = pairAt(time_ms);
  const [aThen, bThen] = pairAt(MEET_MS);
  const range_m = apart_m(a, b);
  const entry_ms = MEET_MS - ((LATERAL_M - 200) / (2 * SPEED_MPS)) * 1000;
  return {
    id: 'alert-1',
    level: 'warning',
    encounter_class: 'crewed/uncrewed',
    kind: 'encounter',
    raised_ms: START_MS + 2000,
    time_ms,
    a,
    b,
    range_m,
    vertical_m: 86,
    closure_mps: 2 * SPEED_MPS,
    cpa: {
      t_cpa_ms: MEET_MS,
      h_cpa_m: apart_m(aThen, bThen),
      v_cpa_m: 86,
      uncertainty_m: 310,
      a_latitude_deg: aThen.latitude_deg,
      a_longitude_deg: aThen.longitude_deg,
      b_latitude_deg: bThen.latitude_deg,
      b_longitude_deg: bThen.longitude_deg,
    },
    probability: 0.68,
    findings: [
      {
        clause: 'separation',
        memorandum: 'sample-sea',
        version: 2,
        level: 'warning',
        lateral_minimum_m: LATERAL_M,
        vertical_minimum_m: VERTICAL_M,
        grace_s: 180,
        entry_ms,
        exit_ms: null,
        inside_since_ms: time_ms >= entry_ms ? entry_ms : null,
        breach_ms: entry_ms + 180_000,
      },
    ],
    advice: [
      {
        for: '4ca001',
        party: 'aldren',
        manoeuvres: [{ kind: 'turn', by_deg: 20, to_track_deg: 110 }],
        clear: true,
        safe: true,
        keeps: ['separation'],
        h_cpa_m: 5700,
        v_cpa_m: 86,
        words: 'Turn right 20° to 110°',
        cost: { turn_deg: 20, height_m: 0, speed_mps: 0, extra_m: 420, delay_s: 2 },
        bands: {
          track_deg: [
            { from: 0, to: 62, says: 'free' },
            { from: 62, to: 108, says: 'conflict' },
            { from: 108, to: 360, says: 'free' },
          ],
          vertical_rate_mps: [],
          altitude_m: [
            { from: 300, to: 8316, says: 'free' },
            { from: 8316, to: 10_144, says: 'conflict' },
            { from: 10_144, to: 12_500, says: 'free' },
          ],
          ground_speed_mps: [{ from: 120, to: 260, says: 'conflict' }],
        },
      },
      {
        for: '4cb002',
        party: 'borealis',
        manoeuvres: [{ kind: 'turn', by_deg: 45, to_track_deg: 315 }],
        clear: false,
        safe: false,
        keeps: [],
        h_cpa_m: 4100,
        v_cpa_m: 86,
        words: 'Turn right 45° to 315°',
        bands: {
          track_deg: [
            { from: 0, to: 300, says: 'conflict' },
            { from: 300, to: 330, says: 'recovery' },
            { from: 330, to: 360, says: 'conflict' },
          ],
          vertical_rate_mps: [
            { from: -10, to: 6, says: 'conflict' },
            { from: 6, to: 10, says: 'free' },
          ],
          altitude_m: [],
          ground_speed_mps: [],
        },
      },
    ],
    calls: ['calls'],
  };
}

function apart_m(a: TrackState, b: TrackState): number {
  return greatCircle_m([a.longitude_deg, a.latitude_deg], [b.longitude_deg, b.latitude_deg]);
}

export function statusAt(time_ms: number, tracks: number): Status {
  return {
    name: 'Sample cell',
    mode: 'replay',
    source: 'sample',
    time_ms,
    tick: Math.ceil(time_ms / 100),
    memorandum: {
      id: 'sample-sea',
      version: 2,
      sha256: '5a'.repeat(32),
      state: 'signed_in_part',
      because: 'signed by aldren; not by borealis, maristan',
    },
    feeds: [feedNamed('sample', { connection: 'played', last_message_ms: time_ms, observations: 1200 })],
    journal: { sequence: 4211, hash: '9f2c', durable: true, problem: null },
    playback: {
      from_ms: START_MS - 900_000,
      to_ms: START_MS + 900_000,
      time_ms,
      speed: 1,
      paused: false,
      finished: false,
    },
    basemap: false,
    tracks,
    alerts: 1,
    open_cases: 0,
    line: null,
  };
}

/** A feed with nothing wrong, but for what is given. */
export function feedNamed(name: string, given: Partial<FeedStatus> = {}): FeedStatus {
  return {
    name,
    connection: 'http',
    address: 'http://192.0.2.7/data/aircraft.json',
    format: 'readsb-json',
    party: null,
    trust: 'open',
    paused: false,
    correct_clock: false,
    max_rate_per_s: 20_000,
    silence_s: 5,
    state: 'live',
    problems: [],
    last_message_ms: START_MS,
    rate_per_s: 41.2,
    bytes_per_s: 18_200,
    aircraft: 16,
    clock_offset_ms: 420,
    clock_spread_ms: 300,
    clock_correction_ms: 0,
    observations: 1,
    refused: 0,
    shed: 0,
    complaints: 0,
    last_complaint: null,
    samples: [],
    ...given,
  };
}
