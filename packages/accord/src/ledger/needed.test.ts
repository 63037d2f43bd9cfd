import { describe, expect, it } from 'vitest';
import { parseMemorandum } from '../memorandum/parse.ts';
import type { Finding } from '../missions/check.ts';
import { type Mission, USUAL_COSTS } from '../missions/mission.ts';
import type { MissionState, StandingMission } from '../missions/states.ts';
import { changeNeeded } from './needed.ts';

const { memorandum } = parseMemorandum(`
skyaccord: memorandum/1
id: needed
version: 1
languages: [en]
title: {en: Was it needed?}
parties:
  - {id: nc, name: Compact, role: signatory}
  - {id: mu, name: Union, role: signatory}
clauses:
  - id: SEP-1
    kind: separation_minimum
    words: {en: Stay apart.}
    applies: {classes: [crewed/crewed], between: different_parties}
    lateral: 3 NM
    vertical: 3000 ft
    grace: 3 min
    warn_ahead: 2 min
`);
const T0 = Date.parse('2030-10-15T06:00:00Z');

const mission = (id: string, party: string, longitude_deg: number): Mission => ({
  id,
  party,
  unit: null,
  callsign: null,
  aircraft: { category: 'fixed_wing', crew: 'crewed' },
  purpose: 'transport',
  priority: 0,
  filed_ms: T0,
  route: [
    { latitude_deg: 47, longitude_deg, altitude_m: 3000, time_ms: T0 },
    { latitude_deg: 47.5, longitude_deg, altitude_m: 3000, time_ms: T0 + 600_000 },
  ],
  volumes: null,
  uncertainty: { lateral_m: 0, vertical_m: 0, time_s: 0 },
  flexibility: { latest_delay_s: 0, lowest_m: null, highest_m: null, longest_detour_m: 0 },
  costs: USUAL_COSTS,
  under: [],
});
const finding = (over: Partial<Finding>): Finding => ({
  kind: 'mission',
  severity: 'refused',
  clause: 'SEP-1',
  hazard: null,
  mission: 'other',
  party: 'mu',
  from_ms: T0,
  until_ms: T0 + 600_000,
  least_m: 0,
  says: '',
  ...over,
});

/** The other mission flies along a meridian, in a state, and maybe it was activated. */
function needed(findings: readonly Finding[], other: { at_deg: number; state: MissionState; flew: boolean }): string {
  const standing: StandingMission = {
    mission: mission('other', 'mu', other.at_deg),
    state: other.state,
    version: 1,
    since_ms: T0,
  };
  return changeNeeded(
    { before: mission('own', 'nc', 8), findings },
    {
      memorandum,
      get: (id) => (id === 'other' ? standing : null),
      flown: new Set(other.flew ? ['other'] : []),
      called_off: new Map([
        ['called off', T0 - 60_000],
        ['over later', T0 + 60_000],
      ]),
    },
  );
}

describe('a change of a mission', () => {
  it('was needed where the other flew there, and not where it flew elsewhere in the end, or not at all', () => {
    expect(needed([finding({})], { at_deg: 8, state: 'ended', flew: true })).toBe('yes');
    expect(needed([finding({})], { at_deg: 8, state: 'activated', flew: true })).toBe('yes');
    expect(needed([finding({})], { at_deg: 9, state: 'ended', flew: true })).toBe('no');
    expect(needed([finding({})], { at_deg: 8, state: 'ended', flew: false })).toBe('no');
  });

  it('is not known while the other is yet to fly, and of what had no plan', () => {
    expect(needed([finding({})], { at_deg: 8, state: 'accepted', flew: false })).toBe('unknown');
    expect(needed([finding({ mission: 'track ~7' })], { at_deg: 8, state: 'ended', flew: true })).toBe('unknown');
  });

  it('was needed for an area that stood at the time, and not for one that had been called off', () => {
    const area = (hazard: string | null) => needed([finding({ kind: 'area', hazard, mission: null })], FAR);
    expect([area('called off'), area('over later'), area('stands'), area(null)]).toEqual(['no', 'yes', 'yes', 'yes']);
    expect(needed([finding({ kind: 'permission', mission: null })], FAR)).toBe('yes');
  });

  it('was needed if one thing of several needed it; what was only flagged needed nothing', () => {
    const gone = finding({ kind: 'area', hazard: 'called off', mission: null });
    expect(needed([gone, finding({})], { at_deg: 8, state: 'ended', flew: true })).toBe('yes');
    expect(needed([gone, finding({})], { at_deg: 8, state: 'accepted', flew: false })).toBe('unknown');
    expect(needed([finding({ severity: 'flagged' })], FAR)).toBe('no');
  });
});

const FAR = { at_deg: 9, state: 'ended', flew: true } as const;
