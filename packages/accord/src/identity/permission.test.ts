import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { observation, START_MS } from '../../test/traffic.ts';
import type { Memorandum } from '../memorandum/memorandum.ts';
import { parseMemorandum } from '../memorandum/parse.ts';
import { TrackTable } from '../tracks/table.ts';
import { applyObservation } from '../tracks/update.ts';
import { Identifier } from './identify.ts';
import { type PermissionFinding, PermissionWatch } from './permission.ts';

const HEAD = `
skyaccord: memorandum/1
id: trial
version: 7
languages: [en, fr]
title: {en: Trial, fr: Essai}
parties:
  - {id: nc, name: Northern Compact, role: signatory, aircraft: [{address: d1a001}]}
  - {id: mu, name: Meridian Union, role: signatory, aircraft: [{callsign_prefix: MERI}, {address: d2b001}]}
  - {id: sm, name: Saltmere, role: host}
clauses:`;
const clause = (id: string, more: string, granted = '[nc, sm]'): string => `
  - id: ${id}
    kind: permission_to_operate
    words: {en: Only with leave., fr: Avec permission seulement.}
    granted: ${granted}
${more}`;
const BOX = '    area: {name: Saltmere Bay, bounds: {west: -6 deg, south: 44 deg, east: -4 deg, north: 46 deg}}';

const memorandumOf = (...clauses: string[]) => parseMemorandum(HEAD + clauses.join('')).memorandum;

type Seen = Partial<Parameters<typeof observation>[0]> & { readonly t_s?: number };

/** One sky under a memorandum: every report is taken as it is, identified and checked. */
class Sky {
  readonly table = new TrackTable();
  permission: PermissionWatch;
  readonly #identifier: Identifier;

  constructor(memorandum: Memorandum) {
    this.#identifier = new Identifier(memorandum);
    this.permission = new PermissionWatch(memorandum);
  }

  see({ t_s = 0, ...over }: Seen): readonly PermissionFinding[] {
    const { table } = this;
    const o = observation({ address: 'd2b001', time_ms: START_MS + t_s * 1000, ...over });
    if (!table.slotOf.has(o.address)) applyObservation(table, o, o.time_ms);
    const slot = table.slotOf.get(o.address)!;
    // What a filter makes of the reports is not the matter here.
    table.place(slot, o.latitude_deg, o.longitude_deg);
    table.seen_ms[slot] = o.time_ms;
    table.accuracy_m[slot] = o.position_accuracy_m ?? Number.NaN;
    table.pressure_altitude_m[slot] = o.pressure_altitude_m ?? Number.NaN;
    table.geometric_altitude_m[slot] = o.geometric_altitude_m ?? Number.NaN;
    table.on_ground[slot] = o.on_ground === true ? 1 : 0;
    const words = table.words[slot]!;
    words.callsign = o.callsign ?? words.callsign;
    if (o.party !== null && !words.vouched.includes(o.party)) words.vouched = [...words.vouched, o.party];
    words.identity = this.#identifier.identify(words);
    return this.permission.check(table, slot, o.time_ms);
  }
}

const inside = { latitude_deg: 45, longitude_deg: -5 };
const outside = { latitude_deg: 45, longitude_deg: -3.9 };

describe('an aircraft without permission', () => {
  it('raises one notice when it is seen in the area, with the words of the clause and who it is', () => {
    const sky = new Sky(memorandumOf(clause('PERM-1', BOX)));
    const [notice, ...others] = sky.see(inside);
    expect(others).toEqual([]);
    expect(notice).toMatchObject({ track: 'd2b001', clause: 'PERM-1', area: 'Saltmere Bay', ...inside });
    expect(notice!.identity.party).toBe('mu');
    expect(notice!.says).toBe(
      'Meridian Union has no permission to operate in Saltmere Bay. Clause PERM-1 of trial, version 7: ' +
        '“Only with leave.” Known as theirs by declared address, high confidence.',
    );
    for (let t_s = 1; t_s < 20; t_s++) expect(sky.see({ ...inside, t_s })).toEqual([]);
  });

  it('raises none where its party has permission, outside, on the ground, or where nobody knows whose it is', () => {
    const sky = new Sky(memorandumOf(clause('PERM-1', BOX)));
    expect(sky.see({ ...inside, address: 'd1a001' })).toEqual([]);
    expect(sky.see({ ...outside, address: 'd2b001' })).toEqual([]);
    expect(sky.see({ ...inside, address: '3c6444' })).toEqual([]);
    expect(sky.see({ ...inside, address: '4ca001', callsign: 'MERI4', on_ground: true })).toEqual([]);
    expect(sky.see({ ...inside, address: '4ca002', callsign: 'MERI5' })).toHaveLength(1);
    expect(new Sky(memorandumOf(clause('PERM-1', BOX, '[mu]'))).see(inside)).toEqual([]);
    expect(new Sky(memorandumOf(clause('PERM-1', BOX, '[]'))).see(inside)).toHaveLength(1);
  });

  it('raises one as soon as it is identified in the area', () => {
    const sky = new Sky(memorandumOf(clause('PERM-1', BOX)));
    expect(sky.see({ ...inside, address: '4ca001' })).toEqual([]);
    expect(sky.see({ ...inside, address: '4ca001', callsign: 'MERI5', t_s: 5 })).toHaveLength(1);
  });

  it('says so where its identity is contested', () => {
    const sky = new Sky(memorandumOf(clause('PERM-1', BOX, '[nc]')));
    const [notice] = sky.see({ ...inside, party: 'sm' });
    expect(notice!.identity).toMatchObject({ party: 'mu', contested: true });
    expect(notice!.says).toContain(
      'Whose it is is contested: Meridian Union by declared address, Saltmere by authenticated feed.',
    );
  });

  it('raises another only when it was away for five minutes, however it comes and goes', () => {
    const sky = new Sky(memorandumOf(clause('PERM-1', BOX)));
    const notices: number[] = [];
    const fly = (from_s: number, to_s: number, place: typeof inside): void => {
      for (let t_s = from_s; t_s < to_s; t_s += 10) {
        if (sky.see({ ...place, t_s }).length > 0) notices.push(t_s);
      }
    };
    const near = { latitude_deg: 45, longitude_deg: -4.01 };
    const off = { latitude_deg: 45, longitude_deg: -3.99 };
    fly(0, 100, near);
    fly(140, 300, off);
    fly(340, 400, near);
    fly(440, 690, off);
    fly(690, 700, near);
    fly(740, 1000, off);
    fly(1041, 1100, near);
    expect(notices).toEqual([0, 1041]);
  });

  it('is told of by each clause that it has no permission under', () => {
    const both = memorandumOf(clause('PERM-1', BOX), clause('PERM-2', BOX, '[sm]'));
    expect(new Sky(both).see(inside).map((one) => one.clause)).toEqual(['PERM-1', 'PERM-2']);
    expect(new Sky(both).see({ ...inside, address: 'd1a001' }).map((one) => one.clause)).toEqual(['PERM-2']);
  });

  it('is told of again under another party, when it turns out to be that one', () => {
    const sky = new Sky(memorandumOf(clause('PERM-1', BOX, '[nc]')));
    expect(sky.see({ ...inside, address: '4ca001', callsign: 'MERI5' })[0]!.identity.party).toBe('mu');
    expect(sky.see({ ...inside, address: '4ca001', party: 'sm', t_s: 5 })[0]!.identity.party).toBe('sm');
  });
});

describe('what is not certain', () => {
  it('raises nothing: a position that may as well be outside', () => {
    const sky = new Sky(memorandumOf(clause('PERM-1', BOX)));
    const edge = { latitude_deg: 45, longitude_deg: -4.01 };
    expect(sky.see({ ...edge, position_accuracy_m: 1000 })).toEqual([]);
    expect(sky.see({ ...edge, position_accuracy_m: null, t_s: 1 })).toEqual([]);
    expect(sky.see({ ...edge, position_accuracy_m: 100, t_s: 2 })).toHaveLength(1);
  });

  const LEVELS = `${BOX}\n    floor: 3000 m\n    ceiling: 6000 m`;
  it.each([
    [3070, null, 1],
    [3050, null, 0],
    [2900, null, 0],
    [5900, null, 1],
    [5950, null, 0],
    [6100, null, 0],
    // A geometric height may be far from the level.
    [null, 4500, 1],
    [null, 3400, 0],
    [null, 5500, 0],
    [null, null, 0],
    // The level is known: the geometric height beside it counts for nothing.
    [4500, 20_000, 1],
  ])(
    'raises nothing: pressure %s m, geometric %s m gives %s notices between 3000 m and 6000 m',
    (pressure, geometric, count) => {
      const sky = new Sky(memorandumOf(clause('PERM-1', LEVELS)));
      const heights = {
        pressure_altitude_m: pressure,
        geometric_altitude_m: geometric,
        geometric_datum: 'geoid' as const,
      };
      expect(sky.see({ ...inside, ...heights })).toHaveLength(count);
    },
  );

  it('of a period: it holds from its beginning and not at its end', () => {
    const iso = (t_s: number): string => new Date(START_MS + t_s * 1000).toISOString().replace('.000', '');
    const memorandum = memorandumOf(clause('PERM-1', `${BOX}\n    period: {from: ${iso(10)}, until: ${iso(20)}}`));
    const at = (t_s: number): number => new Sky(memorandum).see({ ...inside, t_s }).length;
    expect([at(9), at(10), at(19), at(20)]).toEqual([0, 1, 1, 0]);
  });
});

describe('the example at the date line', () => {
  const example = new URL('../../../../examples/memoranda/permission-at-the-date-line.yaml', import.meta.url);
  const { memorandum } = parseMemorandum(readFileSync(example, 'utf8'));
  const SEASON_S = (Date.UTC(2030, 9, 1) - START_MS) / 1000;

  it.each([
    ['MERI1', -14, 179.5, 6000, 0, ['PERM-1']],
    ['MERI1', -14, -179.5, 6000, 0, ['PERM-1']],
    ['MERI1', -14, 177.5, 6000, 0, []],
    ['NORD1', -14, 180, 6000, 0, []],
    ['OSTR1', -14, 180, 6000, 0, []],
    ['OSTR1', -9, 172.5, 1500, SEASON_S, ['PERM-2']],
    ['OSTR1', -9, 172.5, 1500, 0, []],
    ['OSTR1', -9, 172.5, 2000, SEASON_S, []],
    ['OSTR1', -7.9, 172.5, 1500, SEASON_S, []],
    ['PLX1', -14, 180, 6000, 0, []],
  ])('%s at %s, %s, %s m, %s s on: %j', (callsign, latitude_deg, longitude_deg, pressure_altitude_m, t_s, clauses) => {
    const sky = new Sky(memorandum);
    const seen = { address: '4ca001', callsign, latitude_deg, longitude_deg, pressure_altitude_m, t_s };
    expect(sky.see(seen).map((one) => one.clause)).toEqual(clauses);
  });
});

describe('the state', () => {
  it('comes back from JSON, wherever it is cut, and says the same from there on', () => {
    const memorandum = memorandumOf(clause('PERM-1', BOX), clause('PERM-2', `${BOX}\n    ceiling: 7000 m`, '[]'));
    const step = fc.record({
      dt_s: fc.integer({ min: 1, max: 400 }),
      address: fc.constantFrom('d1a001', 'd2b001', '4ca001'),
      party: fc.constantFrom(null, 'mu', 'sm'),
      longitude_deg: fc.constantFrom(-4.05, -4.0005, -3.95),
      pressure_altitude_m: fc.constantFrom(6500, 6990, 7500),
    });
    let notices = 0;
    fc.assert(
      fc.property(fc.array(step, { minLength: 2, maxLength: 20 }), fc.nat(), (steps, cut) => {
        const whole = new Sky(memorandum);
        const other = new Sky(memorandum);
        let t_s = 0;
        steps.forEach(({ dt_s, ...seen }, i) => {
          t_s += dt_s;
          if (i === cut % steps.length) {
            const saved = JSON.stringify(other.permission.save());
            other.permission = new PermissionWatch(memorandum);
            other.permission.restore(JSON.parse(saved));
            expect(JSON.stringify(other.permission.save())).toBe(saved);
          }
          const expected = whole.see({ ...seen, latitude_deg: 45, t_s });
          expect(other.see({ ...seen, latitude_deg: 45, t_s })).toEqual(expected);
          notices += expected.length;
        });
        expect(other.permission.save()).toEqual(whole.permission.save());
      }),
    );
    expect(notices).toBeGreaterThan(100);
  });

  it('holds no more than what was seen in the last minutes', () => {
    const sky = new Sky(memorandumOf(clause('PERM-1', BOX)));
    for (let i = 0; i < 400; i++) {
      const address = (0x4ca000 + i).toString(16);
      expect(sky.see({ ...inside, address, callsign: `MERI${i}`, t_s: i * 10 })).toHaveLength(1);
    }
    expect(sky.permission.save().stays.length).toBeLessThan(40);
  });
});
