import { describe, expect, it } from 'vitest';
import { memorandumWith, NEAR, observation, WIDE } from '../../test/traffic.ts';
import type { Identity } from '../outcome.ts';
import { TrackTable, type TrackWords } from '../tracks/table.ts';
import { applyObservation } from '../tracks/update.ts';
import { Identifier } from './identify.ts';

const identifier = new Identifier(memorandumWith(WIDE, NEAR));

/** Identity of a track of which this is known; nothing by default. */
function identify(words: Partial<TrackWords>): Identity {
  const table = new TrackTable();
  const o = observation({ address: 'ffffff', category: null });
  applyObservation(table, o, o.time_ms);
  return identifier.identify({ ...table.words[0]!, ...words });
}

const says = (identity: Identity, what: 'party' | 'crew'): string[] =>
  identity.evidence.filter((one) => one.for === what).map((one) => `${one.by}: ${one.says} (${one.confidence})`);

describe('party', () => {
  it('is nobody without evidence, and the identity is still whole', () => {
    const identity = identify({});
    expect(identity.party).toBeNull();
    expect(says(identity, 'party')).toEqual([]);
    expect(identity.crew).toBe('unknown');
  });

  it('is known by a declared address, a callsign, or an authenticated feed', () => {
    expect(says(identify({ id: 'd2b001' }), 'party')).toEqual(['declared_address: mu (high)']);
    expect(says(identify({ callsign: 'NORD12' }), 'party')).toEqual(['callsign_prefix: nc (medium)']);
    expect(says(identify({ vouched: ['mu'] }), 'party')).toEqual(['authenticated_feed: mu (high)']);
    expect(identify({ callsign: 'NORD12' }).party).toBe('nc');
  });

  it('feed outranks address, which outranks callsign; contradictions stay as evidence', () => {
    const all = identify({ id: 'd1a001', callsign: 'MERI1', vouched: ['mu'] });
    expect(all.party).toBe('mu');
    expect(says(all, 'party')).toEqual([
      'authenticated_feed: mu (high)',
      'declared_address: nc (high)',
      'callsign_prefix: mu (medium)',
    ]);
    expect(identify({ id: 'd1a001', callsign: 'MERI1' }).party).toBe('nc');
  });

  it('of two parties that vouch, the first is believed and both are on record', () => {
    const both = identify({ vouched: ['mu', 'nc'] });
    expect(both.party).toBe('mu');
    expect(says(both, 'party')).toHaveLength(2);
  });

  it('a party that is not in the memorandum cannot vouch', () => {
    expect(identify({ vouched: ['strangers'] }).party).toBeNull();
  });

  it('a callsign must begin with the prefix, in capitals', () => {
    for (const callsign of ['XNORD1', 'nord1', 'NOR', '']) expect(identify({ callsign }).party, callsign).toBeNull();
  });

  it('an address of another kind is no declared address', () => {
    expect(identify({ id: '~d1a001' }).party).toBeNull();
  });
});

describe('crew', () => {
  it('is unknown where nothing tells, and says so', () => {
    expect(says(identify({ category: 'A0' }), 'crew')).toEqual(['none: unknown, treated as crewed (low)']);
    expect(identify({ category: 'C1' }).crew).toBe('unknown');
    // Reserved: it says nothing.
    expect(identify({ category: 'B5' }).crew).toBe('unknown');
    // A declaration without a crew says nothing of it either.
    expect(identify({ id: 'd2b001' }).crew).toBe('unknown');
  });

  it('comes from the emitter category', () => {
    for (const category of ['A1', 'A3', 'A7', 'B1', 'B4']) expect(identify({ category }).crew, category).toBe('crewed');
    expect(identify({ category: 'B6' }).crew).toBe('uncrewed');
  });

  it('declaration outranks category, which outranks callsign', () => {
    const declared = identify({ id: 'd2b002', category: 'A3' });
    expect(declared.crew).toBe('uncrewed');
    expect(says(declared, 'crew')).toEqual(['declared_address: uncrewed (high)', 'emitter_category: crewed (medium)']);
    expect(identify({ callsign: 'NORDX1', category: 'A3' }).crew).toBe('crewed');
    expect(identify({ callsign: 'NORDX1' }).crew).toBe('uncrewed');
  });

  it('the longest prefix that fits speaks', () => {
    expect(identify({ callsign: 'NORD1' }).crew).toBe('unknown');
    expect(says(identify({ callsign: 'NORDX1' }), 'crew')).toEqual(['callsign_prefix: uncrewed (low)']);
  });
});
