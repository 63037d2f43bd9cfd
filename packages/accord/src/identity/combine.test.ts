import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memorandumWith, NEAR, WIDE } from '../../test/traffic.ts';
import { type Evidence, type Identity, unidentified } from '../outcome.ts';
import type { TrackWords } from '../tracks/table.ts';
import { combineIdentities } from './combine.ts';
import { Identifier } from './identify.ts';

const identifier = new Identifier(memorandumWith(WIDE, NEAR));

const identify = (over: Partial<TrackWords>): Identity =>
  identifier.identify({
    id: 'ffffff',
    address_kind: 'icao',
    technology: 'adsb',
    callsign: null,
    category: null,
    vouched: [],
    sources: [],
    identity: unidentified('adsb'),
    ...over,
  });

const says = (identity: Identity, what: Evidence['for']): string[] =>
  identity.evidence.filter((one) => one.for === what).map((one) => `${one.by}: ${one.says} (${one.confidence})`);

describe('an aircraft heard under several addresses', () => {
  it('is what the leading track says, filled in by the others', () => {
    const leader = identify({ id: 'd1a001' });
    const ghost = identify({
      id: '~2b0082',
      address_kind: 'non_icao',
      technology: 'tisb',
      callsign: 'NORD7',
      category: 'A3',
    });
    expect(combineIdentities(leader, [])).toBe(leader);
    const both = combineIdentities(leader, [ghost]);
    expect(both).toMatchObject({
      party: 'nc',
      confidence: 'high',
      contested: false,
      callsign: 'NORD7',
      crew: 'crewed',
    });
    expect(says(both, 'party')).toEqual(['declared_address: nc (high)', 'callsign_prefix: nc (medium)']);
    expect(says(both, 'crew')).toEqual(['emitter_category: crewed (medium)']);
  });

  it('keeps every name, and shows one that is no registration', () => {
    const both = combineIdentities(identify({ callsign: 'N229WN' }), [identify({ callsign: 'SWA1' })]);
    expect(both).toMatchObject({ callsign: 'SWA1', registration: 'N229WN' });
    expect(says(both, 'callsign')).toEqual(['transmitted: N229WN (medium)', 'transmitted: SWA1 (medium)']);
  });

  it('is contested where they name two parties, and belongs to the better evidence', () => {
    const both = combineIdentities(identify({ callsign: 'NORD1' }), [identify({ id: 'd2b001' })]);
    expect(both).toMatchObject({ party: 'mu', confidence: 'medium', contested: true });
    const equal = combineIdentities(identify({ callsign: 'NORD1' }), [identify({ callsign: 'MERI1' })]);
    expect(equal).toMatchObject({ party: 'nc', confidence: 'low', contested: true });
  });

  it('has people aboard where equal evidence contradicts itself, whichever leads', () => {
    const drone = identify({ category: 'B6' });
    const airliner = identify({ category: 'A3' });
    for (const both of [combineIdentities(drone, [airliner]), combineIdentities(airliner, [drone])]) {
      expect(both.crew).toBe('crewed');
      expect(says(both, 'crew')).toHaveLength(2);
      expect(says(both, 'category')).toHaveLength(2);
    }
  });

  it('is not made uncrewed by a track that is held to be of another party', () => {
    // d2b002 is declared uncrewed by mu.
    const both = combineIdentities(identify({ id: 'd1a001' }), [identify({ id: 'd2b002' })]);
    expect(both).toMatchObject({ party: 'nc', contested: true, crew: 'unknown' });
    expect(combineIdentities(identify({}), [identify({ id: 'd2b002' })]).crew).toBe('uncrewed');
  });

  it('loses no evidence, and in another order has the same, and the same party, crew and contest unless it is contested', () => {
    const words = fc.record(
      {
        id: fc.constantFrom('d1a001', 'd2b001', 'd2b002', 'd2b003', 'a20471', '3c6444'),
        callsign: fc.constantFrom('NORD1', 'NORDX2', 'MERI3', 'N229WN', 'SWA1'),
        category: fc.constantFrom('A0', 'A3', 'B6'),
        vouched: fc.constantFrom(['nc'], ['mu'], ['nc', 'mu']),
        technology: fc.constantFrom('adsb' as const, 'remote_id' as const, 'radar' as const),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(words, { minLength: 2, maxLength: 4 }), (list) => {
        const all = list.map(({ vouched, ...said }) => identify({ ...said, vouched: [...(vouched ?? [])] }));
        const whole = combineIdentities(all[0]!, all.slice(1));
        const key = (one: Evidence): string => `${one.for} ${one.by} ${one.says}`;
        const held = whole.evidence.map(key);
        expect(new Set(held).size).toBe(held.length);
        for (const one of all.flatMap(({ evidence }) => evidence))
          if (one.by !== 'none') expect(held).toContain(key(one));
        for (const { callsign } of all) {
          if (callsign !== null) expect([whole.callsign, ...whole.evidence.map((one) => one.says)]).toContain(callsign);
        }
        expect(whole.contested).toBe(
          new Set(whole.evidence.flatMap((one) => (one.for === 'party' ? [one.says] : []))).size > 1,
        );
        if (all.some(({ contested }) => contested)) expect(whole.contested).toBe(true);
        const back = combineIdentities(all.at(-1)!, all.slice(0, -1).toReversed());
        expect(back.evidence.map(key).sort()).toEqual([...held].sort());
        const { party, crew, contested, confidence } = whole;
        expect(back.contested).toBe(contested);
        if (!contested) expect(back).toMatchObject({ party, crew, confidence });
      }),
    );
  });
});
