import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMemorandum } from '../parse.ts';
import type { Cryptography, Entry, SignedContent } from './entries.ts';
import { judgedBy, type Life, livesOf } from './life.ts';

const DAY_MS = 86_400_000;
const T0 = Date.parse('2030-01-01T00:00:00Z');
const at = (days: number): number => T0 + days * DAY_MS;
const iso = (days: number): string => new Date(at(days)).toISOString().slice(0, 19).concat('Z');

/** Public keys of 43 letters, each named by itself. */
const keyOf = (letter: string) => ({ kty: 'OKP', crv: 'Ed25519', x: letter.repeat(42).concat('A') }) as const;
const K = { nc: keyOf('n'), nc2: keyOf('N'), mu: keyOf('m'), os: keyOf('o'), thief: keyOf('t') };

/** Signatures anyone can read: what the rules make of a verdict is tested here, the cryptography where it is. */
const PLAIN: Cryptography = {
  keyId: ({ x }) => x,
  check: (signature, content, keys) => {
    const { over, ...signer } = JSON.parse(signature) as {
      party: string;
      signed_ms: number;
      kid: string;
      over: string;
    };
    const known = { ...signer, sha256: over.slice(0, 64) };
    if (over !== digest(content))
      return { ok: false, reason: 'the content was changed after it was signed', signer: known };
    if (!keys.some(({ x }) => x === signer.kid)) return { ok: false, reason: 'no such key', signer: known };
    return { ok: true, signer: known };
  },
};
function digest(content: unknown): string {
  let hash = 7n;
  for (const letter of JSON.stringify(content))
    hash = (hash * 1_000_003n + BigInt(letter.codePointAt(0) ?? 0)) % 2n ** 256n;
  return hash.toString(16).padStart(64, '0');
}

const text = (version: number, more = ''): string => `
skyaccord: memorandum/1
id: two-parties
version: ${version}
languages: [en]
title: {en: A test}
period: {from: ${iso(10)}, until: ${iso(100)}}
parties:
  - {id: nc, name: Compact, role: signatory, keys: [{kty: OKP, crv: Ed25519, x: ${K.nc.x}}]}
  - {id: mu, name: Union, role: signatory, keys: [{kty: OKP, crv: Ed25519, x: ${K.mu.x}}]}
  - {id: os, name: Coast, role: host, keys: [{kty: OKP, crv: Ed25519, x: ${K.os.x}}]}
  - {id: guest, name: Guest, role: third_party}
clauses:
  - {id: D, kind: qualitative_duty, words: {en: Take care.}}
  - {id: E, kind: qualitative_duty, words: {en: Answer the line.}}
  - id: END
    kind: duration_and_withdrawal
    words: {en: How it ends.}
    withdrawal_notice: 30 d
    suspension_notice: 1 d
    survives_suspension: [D, E]
    survives_withdrawal: [E]
    survives_for: 5 d
${more}`;

function versionOf(source: string): SignedContent {
  const { memorandum, content } = parseMemorandum(source);
  return { memorandum, content, sha256: digest(content) };
}
const one = versionOf(text(1));

type Signing = { of?: SignedContent; key?: { x: string }; received?: number };
const signed = (party: string, days: number, { of = one, key, received = days }: Signing = {}): Entry => ({
  statement: null,
  signature: signature(party, days, of.content, key),
  received_ms: at(received),
});
function signature(party: string, days: number, content: unknown, key: { x: string } = K[party as 'nc']): string {
  return JSON.stringify({ party, signed_ms: at(days), kid: key.x, over: digest(content) });
}
function said(
  party: string,
  days: number,
  kind: string,
  more: object = {},
  { of = one, key, received = days }: Signing = {},
): Entry {
  const { id, version } = of.memorandum;
  const memorandum = { id, version, sha256: of.sha256 };
  const statement = { skyaccord: 'statement/1', kind, memorandum, party, made: iso(days), ...more };
  return { statement, signature: signature(party, days, statement, key), received_ms: at(received) };
}

const life = (entries: readonly Entry[], days: number): Life => livesOf([one], entries, PLAIN)(at(days))[0] as Life;
const state = (entries: readonly Entry[], days: number): string => life(entries, days).observed.state;
const ALL = [signed('nc', 1), signed('mu', 2), signed('os', 3)];

describe('the life of a memorandum', () => {
  it('begins as a draft, is proposed, signed in part, signed, and in force when its period begins', () => {
    expect(state([], 0)).toBe('draft');
    expect(state([said('nc', 0, 'proposed')], 1)).toBe('proposed');
    expect(life(ALL.slice(0, 2), 20).observed).toEqual({
      state: 'signed_in_part',
      since_ms: at(1),
      because: 'signed by nc, mu; not by os',
    });
    expect(life(ALL, 9).observed).toMatchObject({ state: 'signed', since_ms: at(3) });
    expect(life(ALL, 10).observed).toMatchObject({ state: 'in_force', since_ms: at(10) });
    expect(life([...ALL.slice(0, 2), signed('os', 15)], 20).observed).toMatchObject({ since_ms: at(15) });
    expect(life(ALL, 100).observed).toEqual({ state: 'expired', since_ms: at(100), because: 'its period is over' });
    expect(life(ALL, 20).spans).toEqual([{ from_ms: at(10), until_ms: at(100), clauses: 'all' }]);
  });

  it('is not in force where parties signed different bytes, whatever their version says', () => {
    const other = versionOf(text(1, '  - {id: X, kind: civility, words: {en: Be polite.}}\n'));
    const entries = [...ALL.slice(0, 2), signed('os', 3, { of: other })];
    const { observed, signatures } = life(entries, 20);
    expect(observed.state).toBe('signed_in_part');
    expect(signatures[2]).toMatchObject({
      party: 'os',
      state: 'refused',
      reason: 'the content was changed after it was signed',
    });
  });

  it('is suspended after the notice agreed, while what survives goes on, and resumed', () => {
    const entries = [
      ...ALL,
      said('mu', 20, 'suspended', { from: iso(20) }),
      said('mu', 30, 'resumed', { from: iso(30) }),
    ];
    expect(state(entries, 20.5)).toBe('in_force');
    expect(state(entries, 21)).toBe('suspended');
    expect(state(entries, 30)).toBe('in_force');
    const { spans, declared } = life(entries.slice(0, 4), 20);
    expect(spans).toEqual([
      { from_ms: at(10), until_ms: at(21), clauses: 'all' },
      { from_ms: at(21), until_ms: at(100), clauses: ['D', 'E'] },
    ]);
    // What was declared and what is observed stand side by side.
    expect(declared.find(({ party }) => party === 'mu')).toEqual({
      party: 'mu',
      says: 'suspended',
      made_ms: at(20),
      but: `with the notice agreed, from ${new Date(at(21)).toISOString()} on`,
    });
    expect(life(entries, 40).spans).toEqual([
      { from_ms: at(10), until_ms: at(21), clauses: 'all' },
      { from_ms: at(21), until_ms: at(30), clauses: ['D', 'E'] },
      { from_ms: at(30), until_ms: at(100), clauses: 'all' },
    ]);
  });

  it('stays suspended until every party that suspended it keeps it again', () => {
    const entries = [
      ...ALL,
      said('mu', 20, 'suspended', { from: iso(21) }),
      said('nc', 22, 'suspended', { from: iso(23) }),
      said('mu', 30, 'resumed', { from: iso(30) }),
    ];
    expect(state(entries, 31)).toBe('suspended');
    expect(life(entries, 31).observed.because).toBe('suspended by nc');
  });

  it('is not suspended where no clause gives leave to, whatever is declared', () => {
    const firm = versionOf(text(1).replace(/ {4}suspension_notice: 1 d\n {4}survives_suspension.*\n/, ''));
    const by = { of: firm };
    const entries = [
      ...['nc', 'mu', 'os'].map((party) => signed(party, 1, by)),
      said('nc', 20, 'suspended', { from: iso(20) }, by),
    ];
    const [found] = livesOf([firm], entries, PLAIN)(at(30));
    expect(found?.observed.state).toBe('in_force');
    expect(found?.declared[0]).toMatchObject({ says: 'suspended', but: 'no clause gives leave to suspend it' });
  });

  it('ends with the notice agreed after a party withdraws; what survives goes on for its time', () => {
    const entries = [...ALL, said('nc', 20, 'withdrawn', { from: iso(25) })];
    expect(state(entries, 49)).toBe('in_force');
    expect(life(entries, 49).ends_ms).toBe(at(50));
    expect(life(entries, 50).observed).toEqual({ state: 'withdrawn', since_ms: at(50), because: 'nc has withdrawn' });
    expect(life(entries, 50).spans).toEqual([
      { from_ms: at(10), until_ms: at(50), clauses: 'all' },
      { from_ms: at(50), until_ms: at(55), clauses: ['E'] },
    ]);
  });

  it('is amended when a later version is in force; each judges what happened under it', () => {
    const two = versionOf(text(2).replace(iso(10), iso(40)));
    const entries = [...ALL, ...['nc', 'mu', 'os'].map((party) => signed(party, 35, { of: two }))];
    const lives = (days: number): readonly Life[] => livesOf([two, one], entries, PLAIN)(at(days));
    expect(lives(39).map(({ observed }) => observed.state)).toEqual(['in_force', 'signed']);
    expect(lives(40).map(({ observed }) => observed.state)).toEqual(['amended', 'in_force']);
    const judging = [5, 39.999, 40, 99, 100].map((days) => judgedBy(lives(60), at(days))?.version ?? null);
    expect(judging).toEqual([null, 1, 2, 2, null]);
  });
});

describe('keys', () => {
  const rotated = said('nc', 4, 'key_rotated', { replaces: K.nc.x, key: K.nc2 });

  it('that were replaced sign nothing more, whatever date they write; those that took their place do', () => {
    const late = signed('nc', 1, { received: 5 });
    expect(life([rotated, late, ...ALL.slice(1)], 20).signatures[0]).toMatchObject({ state: 'refused' });
    expect(life([rotated, late], 20).signatures[0]?.reason).toContain(
      `the key ${K.nc.x} of nc was replaced at 2030-01-05`,
    );
    expect(state([rotated, signed('nc', 5, { key: K.nc2 }), ...ALL.slice(1)], 20)).toBe('in_force');
    expect(state([...ALL, rotated], 20)).toBe('in_force');
  });

  it('are not replaced but by the one that they replace', () => {
    const stolen = said('nc', 4, 'key_rotated', { replaces: K.nc.x, key: K.thief }, { key: K.thief });
    const other = said('mu', 4, 'key_rotated', { replaces: K.nc.x, key: K.thief });
    for (const entry of [stolen, other]) {
      const { steps, keys } = life([entry], 20);
      expect(steps[0]?.counts).toBe(false);
      expect(keys.map(({ key_id }) => key_id)).not.toContain(K.thief.x);
    }
  });

  it('that are revoked sign nothing more; what they signed before stands, but from when they were compromised', () => {
    const revoked = (more: object) => said('nc', 20, 'key_revoked', { key_id: K.nc.x, ...more });
    expect(state([...ALL, revoked({})], 30)).toBe('in_force');
    expect(life([revoked({}), ...ALL], 30).signatures[0]?.reason).toContain('was revoked at 2030-01-21');
    expect(state([...ALL, revoked({ compromised_since: iso(2) })], 30)).toBe('in_force');
    const { observed, signatures } = life([...ALL, revoked({ compromised_since: iso(0.5) })], 30);
    expect(observed.state).toBe('signed_in_part');
    expect(signatures[0]?.reason).toContain('was compromised at 2030-01-01T12:00:00.000Z');
  });

  it('that a thief put in the place of a stolen one fall with it', () => {
    const theft = said('nc', 4, 'key_rotated', { replaces: K.nc.x, key: K.thief });
    const forged = signed('nc', 5, { key: K.thief });
    const revoked = said('nc', 20, 'key_revoked', { key_id: K.nc.x, compromised_since: iso(4) });
    expect(life([theft, forged], 10).signatures[0]?.state).toBe('valid');
    const after = life([theft, forged, revoked], 30);
    expect(after.signatures[0]?.state).toBe('refused');
    expect(after.keys.map(({ key_id }) => key_id)).not.toContain(K.thief.x);
  });
});

describe('a step is refused, with a reason', () => {
  it.each([
    ['of nobody here', signed('xx', 1, { key: K.thief }), 'no such key'],
    ['of a third party without a key', signed('guest', 1, { key: K.nc }), 'no such key'],
    ['from the future', signed('nc', 5, { received: 4 }), 'after it was received'],
    [
      'in the name of another',
      { ...said('nc', 1, 'proposed'), signature: said('mu', 1, 'proposed').signature },
      'changed',
    ],
    ['of an unknown kind', said('nc', 1, 'abolished'), 'not one of the known words'],
    ['without its date', said('nc', 1, 'suspended'), 'from: missing'],
    ['with a date that is none', said('nc', 1, 'suspended', { from: '2026-02-30T00:00:00Z' }), 'no such day or time'],
    ['with what nobody knows', said('nc', 1, 'proposed', { colour: 'red' }), 'unknown field colour'],
    ['that is no map', { ...signed('nc', 1), statement: 12 }, 'no field skyaccord'],
  ])('%s', (_name, entry, reason) => {
    const { steps, observed } = life([entry as Entry], 20);
    expect(steps).toHaveLength(1);
    expect(steps[0]).toMatchObject({ counts: false });
    expect(steps[0]?.reason).toContain(reason);
    expect(observed.state).toBe('draft');
  });

  it('property: whatever comes in whatever order, it is in force only where all three signed these bytes in time', () => {
    const other = versionOf(text(1).replace('Take care.', 'Take great care.'));
    const pool = [
      ...ALL,
      signed('os', 3, { of: other }),
      signed('nc', 4, { key: K.thief }),
      said('mu', 5, 'key_rotated', { replaces: K.mu.x, key: K.thief }, { key: K.thief }),
      said('nc', 5, 'proposed'),
      { statement: { any: 'thing' }, signature: signature('nc', 1, 1), received_ms: at(1) },
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(pool), (entries) => {
        const complete = ALL.every((entry) => entries.includes(entry));
        expect(state(entries, 50) === 'in_force').toBe(complete);
      }),
      { numRuns: 300 },
    );
  });
});
