import type { CaseFile, CaseSample, Encounter, Identity, Reconstruction } from '@skyaccord/accord';
import type { CaseSummary } from '../src/api/types.ts';
import { destination } from '../src/geo/geodesy.ts';
import { IDENTITIES, START_MS } from './sample.ts';

const ENCOUNTER: Encounter = {
  basis: 'measured',
  a: '4ca001',
  b: '4cb002',
  a_callsign: 'ALD14',
  b_callsign: 'BOR77',
  class: 'crewed/uncrewed',
  kind: 'encounter',
  t_cpa_ms: START_MS - 600_000,
  h_cpa_m: 1334,
  v_cpa_m: 86,
  best: { t_cpa_ms: START_MS - 598_900, h_cpa_m: 1329, v_cpa_m: 86, h_uncertainty_m: 41 },
  closure_mps: 440,
  alerted: 'breach',
  breaches: [
    {
      clause: 'separation',
      version: 2,
      from_ms: START_MS - 690_000,
      to_ms: START_MS - 509_000,
      duration_s: 181,
      excused_s: 0,
      h_min_m: 1334,
      v_min_m: 86,
      grace_s: 180,
    },
  ],
  losses: [
    {
      clause: 'separation',
      version: 2,
      from_ms: START_MS - 690_000,
      to_ms: START_MS - 509_000,
      duration_s: 181,
      excused_s: 0,
      h_min_m: 1334,
      v_min_m: 86,
    },
  ],
};

/** A breach of 181 s, ten minutes before the start. */
export const CASE: CaseFile = {
  id: 'case-7',
  opened_ms: START_MS - 780_000,
  closed_ms: START_MS - 480_000,
  memorandum: 'sample-sea',
  version: 2,
  encounter: ENCOUNTER,
  a: { track: '4ca001', identity: IDENTITIES['4ca001'] as Identity, reports: 300, sources: ['sample'] },
  b: { track: '4cb002', identity: IDENTITIES['4cb002'] as Identity, reports: 295, sources: ['sample', 'second'] },
  advisories: [
    {
      time_ms: START_MS - 780_000,
      level: 'advisory',
      clause: 'separation',
      range_m: 21_000,
      vertical_m: 90,
      h_cpa_m: 1500,
      t_cpa_ms: START_MS - 600_000,
      advice: [],
    },
    {
      time_ms: START_MS - 740_000,
      level: 'warning',
      clause: 'separation',
      range_m: 9200,
      vertical_m: 88,
      h_cpa_m: 1400,
      t_cpa_ms: START_MS - 600_000,
      advice: ['ALD14: turn right 20° to 110°'],
    },
    {
      time_ms: START_MS - 500_000,
      level: 'cleared',
      clause: 'separation',
      range_m: 6900,
      vertical_m: 86,
      h_cpa_m: 1334,
      t_cpa_ms: START_MS - 600_000,
      advice: [],
    },
  ],
  samples: samples(),
  area: 'Sample Sea',
};

function samples(): CaseSample[] {
  const list: CaseSample[] = [];
  for (let second = -150; second <= 150; second += 2) {
    const along_m = second * 32;
    const a = destination(38.9, 2.6, 90, along_m);
    const b = destination(38.912, 2.6, 90, -along_m);
    list.push({
      time_ms: START_MS - 600_000 + second * 1000,
      range_m: Math.hypot(2 * along_m, 1334),
      vertical_m: 86,
      a: [a[1], a[0], 9144 + second / 10],
      b: [b[1], b[0], 9230 + second / 10],
    });
  }
  return list;
}

export const CASE_SUMMARY: CaseSummary = {
  id: 'case-7',
  state: 'closed',
  opened_ms: CASE.opened_ms,
  closed_ms: CASE.closed_ms,
  a: '4ca001',
  b: '4cb002',
  a_callsign: 'ALD14',
  b_callsign: 'BOR77',
  level: 'breach',
  clause: 'separation',
  h_cpa_m: 1334,
  v_cpa_m: 86,
  t_cpa_ms: ENCOUNTER.t_cpa_ms,
  breaches: 1,
};

const ellipse = { major_m: 40, minor_m: 30, orientation_deg: 20 };
const flight = (side: 'a' | 'b') => ({
  track: CASE[side].track,
  callsign: CASE[side].identity.callsign,
  party: CASE[side].identity.party,
  altitude_datum: 'pressure' as const,
  sources: [],
  points: CASE.samples.map(({ time_ms, [side]: [latitude_deg, longitude_deg, altitude_m] }) => {
    return { time_ms, latitude_deg, longitude_deg, altitude_m, altitude_95_m: 15, ellipse };
  }),
});

/** The case as it was reconstructed. */
export const CASE_FIGURE: Reconstruction = {
  case: CASE.id,
  from_ms: CASE.opened_ms,
  to_ms: CASE.closed_ms,
  a: flight('a'),
  b: flight('b'),
  closest: {
    t_cpa_ms: ENCOUNTER.t_cpa_ms,
    t_95_s: 0.4,
    h_cpa_m: 1330,
    h_low_m: 1290,
    h_high_m: 1370,
    v_cpa_m: 86,
    v_95_m: 21,
    slant_m: 1333,
    east_m: 1000,
    north_m: 877,
    ellipse,
  },
  range: CASE.samples.map(({ time_ms, range_m, vertical_m }) => ({ time_ms, h_m: range_m, v_m: vertical_m })),
  minima: [],
  advice: CASE.advisories,
  what_ifs: [],
  open: [],
};
