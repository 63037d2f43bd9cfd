import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memorandumWith, NEAR, observation, WIDE } from '../../test/traffic.ts';
import { parseMemorandum } from '../memorandum/parse.ts';
import type { Evidence, Identity } from '../outcome.ts';
import { TrackTable, type TrackWords } from '../tracks/table.ts';
import { applyObservation } from '../tracks/update.ts';
import { Identifier } from './identify.ts';

const identifier = new Identifier(memorandumWith(WIDE, NEAR));

const REGISTERED = new Identifier(
  parseMemorandum(`
skyaccord: memorandum/1
id: registered
version: 1
languages: [en]
title: {en: By registration}
parties:
  - id: nc
    name: Compact
    role: signatory
    aircraft: [{registration: D-1234, crew: crewed}, {registration: N47370}, {registration_prefix: G-X}]
  - id: mu
    name: Union
    role: signatory
    aircraft: [{registration_prefix: N2, crew: uncrewed}, {callsign_prefix: SWA}, {address: a0025a}]
clauses: [{id: D, kind: qualitative_duty, words: {en: w}}]
`).memorandum,
);

function trackWords(over: Partial<TrackWords> = {}): TrackWords {
  const table = new TrackTable();
  const o = observation({ address: 'ffffff', category: null });
  applyObservation(table, o, o.time_ms);
  return { ...table.words[0]!, ...over };
}

/** Identity of a track of which this is known; nothing by default. */
const identify = (over: Partial<TrackWords>, by = identifier): Identity => by.identify(trackWords(over));

type Said = Partial<Pick<TrackWords, 'callsign' | 'category' | 'technology' | 'vouched'>>;

/** Identities of one track as it says one thing after another; each report says all that it gives, and no more. */
function told(first: Partial<TrackWords>, says: readonly Said[], by = identifier): Identity[] {
  const words = trackWords(first);
  return says.map((one) => {
    Object.assign(words, one);
    words.identity = by.identify(words);
    return words.identity;
  });
}

const shown = (one: Evidence): string => `${one.by}: ${one.says} (${one.confidence})`;
const says = (identity: Identity, what: Evidence['for']): string[] =>
  identity.evidence.filter((one) => one.for === what).map(shown);

describe('party', () => {
  it('is nobody without evidence, and the identity is still whole', () => {
    const identity = identify({});
    expect(identity).toMatchObject({ party: null, confidence: 'none', contested: false, registration: null });
    expect(says(identity, 'party')).toEqual([]);
    expect(identity.crew).toBe('unknown');
  });

  it('is known by a declared address, a callsign, or an authenticated feed', () => {
    expect(says(identify({ id: 'd2b001' }), 'party')).toEqual(['declared_address: mu (high)']);
    expect(says(identify({ callsign: 'NORD12' }), 'party')).toEqual(['callsign_prefix: nc (medium)']);
    expect(says(identify({ vouched: ['mu'] }), 'party')).toEqual(['authenticated_feed: mu (high)']);
    expect(identify({ callsign: 'NORD12' })).toMatchObject({ party: 'nc', confidence: 'medium', contested: false });
    expect(identify({ vouched: ['mu'] })).toMatchObject({ party: 'mu', confidence: 'high', contested: false });
  });

  it('what all signed outranks what one party says, which outranks callsigns; contradictions stay as evidence', () => {
    const all = identify({ id: 'd1a001', callsign: 'MERI1', vouched: ['mu'] });
    expect(all).toMatchObject({ party: 'nc', confidence: 'medium', contested: true });
    expect(says(all, 'party')).toEqual([
      'declared_address: nc (high)',
      'authenticated_feed: mu (high)',
      'callsign_prefix: mu (medium)',
    ]);
    const vouched = identify({ callsign: 'NORD1', vouched: ['mu'] });
    expect(vouched).toMatchObject({ party: 'mu', confidence: 'medium', contested: true });
    expect(identify({ id: 'd1a001', callsign: 'MERI1' }).party).toBe('nc');
  });

  it('of two parties that vouch, the first is believed and both are on record', () => {
    const both = identify({ vouched: ['mu', 'nc'] });
    expect(both).toMatchObject({ party: 'mu', confidence: 'medium', contested: true });
    expect(says(both, 'party')).toHaveLength(2);
  });

  it('a second party that vouches in flight never takes the aircraft over, and is news', () => {
    const [one, two, three] = told({}, [{ vouched: ['nc'] }, { vouched: ['nc', 'mu'] }, { callsign: 'MERI4' }]);
    expect(one).toMatchObject({ party: 'nc', confidence: 'high', contested: false });
    expect(two).toMatchObject({ party: 'nc', confidence: 'medium', contested: true });
    expect(three).toMatchObject({ party: 'nc', confidence: 'medium', contested: true });
    expect(says(three!, 'party')).toEqual([
      'authenticated_feed: nc (high)',
      'authenticated_feed: mu (high)',
      'callsign_prefix: mu (medium)',
    ]);
  });

  it("a callsign of another party in flight contradicts the first one, and does not change the aircraft's party", () => {
    const [, two] = told({}, [{ callsign: 'NORD1' }, { callsign: 'MERI1' }]);
    expect(two).toMatchObject({ callsign: 'NORD1', party: 'nc', confidence: 'low', contested: true });
    expect(says(two!, 'callsign')).toEqual(['transmitted: NORD1 (medium)', 'transmitted: MERI1 (medium)']);
  });

  it('a party that is not in the memorandum cannot vouch', () => {
    expect(identify({ vouched: ['strangers'] }).party).toBeNull();
    const [one, two] = told({}, [{}, { vouched: ['strangers'] }]);
    expect(two).toBe(one);
  });

  it('a callsign must begin with the prefix, in capitals', () => {
    for (const callsign of ['XNORD1', 'nord1', 'NOR', '']) expect(identify({ callsign }).party, callsign).toBeNull();
  });

  it('an address of another kind, or of the second aircraft that sends it, is no declared address', () => {
    for (const id of ['~d1a001', 'd1a001#2']) expect(identify({ id }).party, id).toBeNull();
    expect(identify({ id: 'd1a001', address_kind: 'logger' }).party).toBeNull();
  });
});

describe('registration', () => {
  it('follows from a United States address, and is known with its evidence', () => {
    const identity = identify({ id: 'a20471' });
    expect(identity).toMatchObject({ registration: 'N229WN', callsign: null, party: null });
    expect(says(identity, 'registration')).toEqual([
      'address_arithmetic: N229WN (medium)',
      'address_block: hint: registered in United States (low)',
    ]);
    expect(identify({ id: 'a20471', address_kind: 'track_number' }).registration).toBeNull();
  });

  it('is recognised in what an aircraft calls itself, where that is certain', () => {
    expect(identify({ callsign: 'HB-KFX' }).registration).toBe('HB-KFX');
    expect(identify({ callsign: 'HBKFX' }).registration).toBeNull();
    expect(identify({ callsign: 'D1234' }, REGISTERED).registration).toBe('D-1234');
  });

  it('that contradicts the address stands beside what follows from it, and both are doubted', () => {
    const identity = identify({ id: 'a20471', callsign: 'N12345' });
    expect(identity.registration).toBe('N229WN');
    expect(says(identity, 'registration').slice(0, 2)).toEqual([
      'address_arithmetic: N229WN (low)',
      'transmitted: N12345 (low)',
    ]);
  });

  it('declared is as good as an address where it follows from one, and otherwise as good as a callsign', () => {
    const computed = identify({ id: 'a5cfa5', callsign: 'SWA22' }, REGISTERED);
    expect(says(computed, 'party')).toEqual(['declared_registration: nc (high)', 'callsign_prefix: mu (medium)']);
    expect(computed).toMatchObject({ party: 'nc', confidence: 'medium', contested: true });
    for (const callsign of ['D-1234', 'D1234']) {
      expect(says(identify({ callsign, address_kind: 'logger' }, REGISTERED), 'party')).toEqual([
        'declared_registration: nc (medium)',
      ]);
    }
    expect(identify({ callsign: 'D-1234', vouched: ['mu'] }, REGISTERED).party).toBe('mu');
  });

  it('is matched by its beginning, written or reckoned, and never by the country alone', () => {
    expect(says(identify({ callsign: 'G-XABC' }, REGISTERED), 'party')).toEqual(['registration_prefix: nc (medium)']);
    expect(says(identify({ id: 'a20472' }, REGISTERED), 'party')).toEqual(['registration_prefix: mu (medium)']);
    for (const callsign of ['GXABC', 'G-ABCD', 'GX-12']) expect(identify({ callsign }, REGISTERED).party).toBeNull();
    expect(identify({ id: 'a00001' }, REGISTERED).party).toBeNull();
  });

  it('keeps a nationality mark alone, and shared registrations, out of a memorandum', () => {
    const refused = (rules: string, others = ''): string => {
      const party = (id: string, aircraft: string): string =>
        `  - {id: ${id}, name: X, role: signatory, aircraft: [${aircraft}]}\n`;
      const head = 'skyaccord: memorandum/1\nid: x\nversion: 1\nlanguages: [en]\ntitle: {en: X}\nparties:\n';
      const clauses = 'clauses: [{id: D, kind: qualitative_duty, words: {en: w}}]\n';
      const text = head + party('nc', rules) + party('mu', others) + clauses;
      try {
        parseMemorandum(text);
      } catch (error) {
        return (error as Error).message;
      }
      return 'accepted';
    };
    for (const prefix of ['N', 'D', 'D-', 'HB-', 'N0', 'JA']) {
      expect(refused(`{registration_prefix: ${prefix}}`)).toContain('beyond its nationality mark');
    }
    for (const prefix of ['N2', 'D-1', 'HB-K', 'g-ab'])
      expect(refused(`{registration_prefix: ${prefix}}`)).toBe('accepted');
    expect(refused('{registration: ""}')).toContain('not a registration');
    expect(refused('{registration_prefix: N2, name: X}')).toContain('name it beside its address or registration');
    expect(refused('{registration: D-1234}', '{registration: D1234}')).toContain(
      'registration D1234 is already claimed by nc; keep one claim',
    );
    expect(refused('{registration_prefix: D-12}', '{registration: D-1234}')).toContain(
      'already claimed by nc with D-12',
    );
    expect(refused('{registration: D-1234}', '{registration_prefix: D-12}')).toContain('already claimed by nc;');
    expect(refused('{registration: D-1234}, {registration_prefix: D-12}', '{callsign_prefix: D1}')).toBe('accepted');
  });
});

describe('an address block', () => {
  it('is a hint in the evidence and never a party', () => {
    const identity = identify({ id: '3c6444' });
    expect(identity).toMatchObject({ party: null, confidence: 'none', registration: null });
    expect(says(identity, 'registration')).toEqual(['address_block: hint: registered in Germany (low)']);
    expect(says(identify({ id: '~3c6444', address_kind: 'non_icao' }), 'registration')).toEqual([]);
    expect(says(identify({ id: '3c6444#2' }), 'registration')).toEqual([]);
  });
});

describe('names', () => {
  it('that alternate are two names of one aircraft: the one that is no registration is shown, and nothing is news twice', () => {
    const reports = Array.from({ length: 40 }, (_, i) => ({ callsign: i % 2 === 0 ? 'N229WN' : 'SWA1729' }));
    const identities = told({ id: 'a20471' }, reports);
    expect(identities[0]!.callsign).toBe('N229WN');
    expect(identities[1]).toMatchObject({ callsign: 'SWA1729', registration: 'N229WN' });
    expect(says(identities[1]!, 'callsign')).toEqual(['transmitted: N229WN (medium)', 'transmitted: SWA1729 (medium)']);
    for (const identity of identities.slice(2)) expect(identity).toBe(identities[1]);
  });

  it('are kept up to eight, and more of them are told once', () => {
    const identities = told(
      {},
      Array.from({ length: 200 }, (_, i) => ({ callsign: `X${i}` })),
    );
    expect(new Set(identities).size).toBe(9);
    expect(says(identities.at(-1)!, 'callsign')).toEqual([
      ...Array.from({ length: 8 }, (_, i) => `transmitted: X${i} (medium)`),
      'none: it gives ever new names or categories (low)',
    ]);
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

  it('comes from the technology where that tells', () => {
    const drone = identify({ id: '1588B1234', address_kind: 'serial', technology: 'remote_id' });
    expect(says(drone, 'crew')).toEqual(['source_technology: uncrewed (medium)']);
    expect(drone.crew).toBe('uncrewed');
    expect(identify({ technology: 'logger' }).crew).toBe('crewed');
    expect(identify({ technology: 'flarm' }).crew).toBe('unknown');
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

  it('of equal pieces that contradict one another people are aboard, in either order', () => {
    for (const order of [
      ['B6', 'A3'],
      ['A3', 'B6'],
    ]) {
      const [, two] = told(
        {},
        order.map((category) => ({ category })),
      );
      expect(two!.crew).toBe('crewed');
      expect(says(two!, 'category')).toEqual(order.map((category) => `transmitted: ${category} (medium)`));
      expect(says(two!, 'crew')).toHaveLength(2);
    }
    expect(identify({ technology: 'remote_id', category: 'A1' }).crew).toBe('crewed');
  });

  it("is not made uncrewed by a party's declaration for an aircraft that is held to be another's", () => {
    // What it calls itself is mu's, and uncrewed; its address is that of a registration that nc declares.
    const contested = identify({ id: 'a5cfa5', callsign: 'N229WN' }, REGISTERED);
    expect(contested).toMatchObject({ party: 'nc', contested: true, crew: 'unknown' });
    expect(says(contested, 'crew')).toEqual(['registration_prefix: uncrewed (low)']);
  });
});

describe('whatever is heard, in whatever order', () => {
  const SAID = fc.record(
    {
      callsign: fc.constantFrom('NORD1', 'NORDX2', 'MERI3', 'N229WN', 'HB-KFX', 'DLH12', 'X'),
      category: fc.constantFrom('A0', 'A1', 'A3', 'A7', 'B1', 'B6', 'C1'),
      technology: fc.constantFrom('adsb' as const, 'remote_id' as const, 'mlat' as const, 'logger' as const),
    },
    { requiredKeys: [] },
  );
  const IDS = fc.constantFrom('d1a001', 'd2b002', 'a20471', '3c6444', 'ffffff', '~d1a001');
  const STREAM = fc.array(fc.tuple(SAID, fc.constantFrom('', 'nc', 'mu', 'strangers')), {
    minLength: 1,
    maxLength: 12,
  });

  function run(id: string, stream: readonly (readonly [Said, string])[]): Identity[] {
    const vouched: string[] = [];
    return told(
      { id, address_kind: id.startsWith('~') ? 'non_icao' : 'icao' },
      stream.map(([said, party]) => {
        if (party !== '' && !vouched.includes(party)) vouched.push(party);
        return { ...said, vouched: [...vouched] };
      }),
    );
  }

  it('evidence is never lost, and a new identity always says something new', () => {
    fc.assert(
      fc.property(IDS, STREAM, (id, stream) => {
        const identities = run(id, stream);
        identities.slice(1).forEach((identity, i) => {
          const before = identities[i]!;
          if (identity === before) return;
          expect(identity).not.toEqual(before);
          const held = identity.evidence.map((one) => `${one.for} ${one.by} ${one.says}`);
          for (const one of before.evidence) {
            if (one.by !== 'none') expect(held).toContain(`${one.for} ${one.by} ${one.says}`);
          }
          for (const name of [before.callsign, before.registration]) {
            const listed = identity.evidence.some(({ says }) => says === name);
            expect(name === null || listed || [identity.callsign, identity.registration].includes(name)).toBe(true);
          }
        });
      }),
    );
  });

  it('the party is one that evidence of a party names, never a block, a category or a technology', () => {
    const DECIDING = [
      'authenticated_feed',
      'declared_address',
      'declared_registration',
      'callsign_prefix',
      'registration_prefix',
    ];
    fc.assert(
      fc.property(IDS, STREAM, fc.constantFrom('A1', 'B6', 'C1'), (id, stream, category) => {
        const identity = run(id, stream).at(-1)!;
        const about = identity.evidence.filter((one) => one.for === 'party');
        expect(identity.party).toBe(about[0]?.says ?? null);
        expect(identity.confidence === 'none').toBe(identity.party === null);
        expect(identity.contested).toBe(new Set(about.map((one) => one.says)).size > 1);
        for (const one of about) expect(DECIDING).toContain(one.by);
        for (const one of identity.evidence) if (one.by === 'address_block') expect(one.confidence).toBe('low');
        // The same without a category, or with another one, is the same party.
        const party = (change: (said: Said) => Said): string | null =>
          run(
            id,
            stream.map(([said, vouched]) => [change(said), vouched]),
          ).at(-1)!.party;
        expect(party((said) => ({ ...said, category }))).toBe(identity.party);
        expect(party(({ category: _, ...said }) => said)).toBe(identity.party);
      }),
    );
  });

  it('an aircraft of which something says that people are aboard, and nothing declared says otherwise, is never uncrewed', () => {
    fc.assert(
      fc.property(IDS, STREAM, (id, stream) => {
        const identity = run(id, stream).at(-1)!;
        const crew = identity.evidence.filter((one) => one.for === 'crew' && one.confidence !== 'low');
        if (crew.some((one) => one.says === 'crewed') && !crew.some((one) => one.confidence === 'high')) {
          expect(identity.crew).toBe('crewed');
        }
      }),
    );
  });

  it('the same reports in another order give the same evidence, crew, contest and registration by address', () => {
    const shuffled = STREAM.chain((stream) =>
      fc.tuple(fc.constant(stream), fc.shuffledSubarray(stream, { minLength: stream.length })),
    );
    fc.assert(
      fc.property(IDS, shuffled, (id, [stream, other]) => {
        const of = (reports: typeof stream): Identity => {
          // What a report leaves out stays as the one before said it, so every report here says all.
          const full = reports.map(([said, party]) => {
            return [{ callsign: 'NORD1', category: 'A3', technology: 'adsb' as const, ...said }, party] as const;
          });
          return run(id, full).at(-1)!;
        };
        const x = of(stream);
        const y = of(other);
        expect(y.evidence.map((one) => JSON.stringify(one)).sort()).toEqual(
          x.evidence.map((one) => JSON.stringify(one)).sort(),
        );
        const { contested, confidence } = x;
        expect(y).toMatchObject({ contested, confidence });
        if (id === 'a20471') expect(y.registration).toBe(x.registration);
        if (!contested) expect(y).toMatchObject({ party: x.party, crew: x.crew });
      }),
    );
  });
});
