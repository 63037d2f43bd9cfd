import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { KINDS } from '../kinds.ts';
import type { Cryptography, Entry } from '../life/entries.ts';
import { livesOf } from '../life/life.ts';
import { parseMemorandum } from '../parse.ts';
import { documentSheet } from './document.ts';
import { kneeboardSheet } from './kneeboard.ts';
import { sheetText } from './text.ts';

const FOLDER = new URL('../../../../../examples/memoranda/', import.meta.url);
const textOf = (name: string): string => readFileSync(new URL(name, FOLDER), 'utf8');
const SHA = 'ab'.repeat(32);
const DAY_MS = Date.parse('2030-06-01T00:00:00Z');

/** A stand-in for cryptography: `good KEY PARTY TIME` is a valid signature; anything else is refused. */
const CRYPTOGRAPHY: Cryptography = {
  check: (signature) => {
    const [word, kid = '', party = '', signed_ms = ''] = signature.split(' ');
    const signer = { party, kid, signed_ms: Number(signed_ms), sha256: SHA };
    return word === 'good' ? { ok: true, signer } : { ok: false, reason: 'a byte was changed', signer };
  },
  keyId: ({ x }) => x,
};

/** A memorandum with a key for each of its parties, and where it stands. */
function standing(name: string, at_ms: number, entries: readonly Entry[] = [], change = (text: string) => text) {
  const { memorandum, content } = parseMemorandum(change(textOf(name)));
  const [life] = livesOf([{ memorandum, content, sha256: SHA }], entries, CRYPTOGRAPHY)(at_ms);
  if (life === undefined) throw new Error('no life');
  return { memorandum, content, at: { life, at_ms } };
}
const signature = (party: string, word = 'good'): Entry => ({
  statement: null,
  signature: `${word} ${keyOf(party)} ${party} ${DAY_MS}`,
  received_ms: DAY_MS,
});
const keyOf = (party: string): string => party.padEnd(42, '0').concat('A');
const withKeys =
  (...parties: string[]) =>
  (text: string) =>
    parties.reduce(
      (before, id) =>
        before.replace(`  - id: ${id}\n`, `  - id: ${id}\n    keys: [{kty: OKP, crv: Ed25519, x: ${keyOf(id)}}]\n`),
      text,
    );

describe('the whole memorandum as a sheet', () => {
  it('has all kinds of clause in two languages, each with its label, its words and who judges it', () => {
    const seen = new Set<string>();
    for (const name of readdirSync(FOLDER)) {
      if (!textOf(name).includes('languages: [en, fr]')) continue;
      const { memorandum, content, at } = standing(name, DAY_MS);
      const [en, fr] = ['en', 'fr'].map((language) => sheetText(documentSheet(content, at, language)));
      for (const { id, kind, words } of memorandum.clauses) {
        const { label, judged } = KINDS.find((one) => one.kind === kind) ?? KINDS[0];
        const people = judged === 'people';
        expect(en).toContain(`\n${id}  ${label.en} (judged by ${judged})\n  ${words.en}`);
        expect(fr).toContain(
          `\n${id}  ${label.fr} (jugé par ${people ? 'des personnes' : 'la machine'})\n  ${words.fr}`,
        );
        seen.add(kind);
      }
      expect(en).toContain(SHA);
      expect(fr).toContain(SHA);
    }
    expect(seen.size).toBe(25);
  });

  it('tells a signature that holds from one that is refused and one that is missing', () => {
    const tell = (entries: Entry[], language: string): string => {
      const { content, at } = standing('rule-of-threes.yaml', DAY_MS + 1, entries, withKeys('hl', 'ep'));
      return sheetText(documentSheet(content, at, language));
    };
    const mixed = tell([signature('hl'), signature('ep', 'bad')], 'en');
    expect(mixed).toContain(`party: hl | signature: valid | signed: 2030-06-01 00:00:00Z | key: ${keyOf('hl')}`);
    expect(mixed).toContain('party: ep | signature: REFUSED');
    expect(mixed).toContain('ep: why: a byte was changed');
    expect(mixed).toContain('party: vs | signature: missing');
    expect(mixed).toMatch(/state: signed in part since .* \(as of 2030-06-01 00:00:00Z\)/);
    expect(tell([], 'fr')).toContain('partie: hl | signature: manque');
  });
});

describe('the kneeboard card', () => {
  it('gives minima, frequencies in order, steps, calls with read-back, in the language of the crew', () => {
    const { content, at } = standing('rule-of-threes.yaml', DAY_MS);
    const text = sheetText(kneeboardSheet(content, at, 'hl', 'fr'));
    expect(text).toMatch(/avec équipage et sans équipage.* \| latéral: 5 NM \| ou vertical: 3000 ft .*SEP-2/);
    expect(text.indexOf('134.1 MHz')).toBeLessThan(text.indexOf('121.5 MHz'));
    expect(text).toMatch(/dire: .* \| collationnement: /);
    expect(text).toContain('Eastern Pact');
    expect(text).not.toContain('partie: Highland League');
  });

  it('holds a ring for whom it binds and for the party that answers, not for others', () => {
    const bind = (text: string) => text.replace('    answered_by: fs\n', '    answered_by: fs\n    binds: [br]\n');
    const { content, at } = standing('wildfire-rings.yaml', DAY_MS, [], bind);
    const card = (party: string) => sheetText(kneeboardSheet(content, at, party, 'en'));
    expect(card('br')).toMatch(/at: 12 NM \| do: call before crossing, 122.925 MHz \| say: .* \| read-back: /);
    expect(card('fs')).toContain('12 NM');
    expect(card('press')).not.toContain('12 NM');
  });

  it('holds visual signals with meaning and reply', () => {
    const { content, at } = standing('incidents-at-sea-and-air.yaml', DAY_MS);
    expect(sheetText(kneeboardSheet(content, at, 'so', 'en'))).toContain(
      'signal: Rocking the wings. | meaning: I have seen you. | reply: Rocking the wings.',
    );
  });

  it('says whether it may be flown by: not before it is in force, nor after', () => {
    const all = [signature('nr'), signature('so')];
    const begin_ms = DAY_MS + 10_000;
    const change = (text: string) =>
      withKeys(
        'nr',
        'so',
      )(text).replace(
        'period: {from: 2030-05-25T00:00:00Z',
        'period: {from: 2030-06-01T00:00:10Z, until: 2030-07-01T00:00:00Z',
      );
    const card = (at_ms: number, entries: Entry[], language = 'en') => {
      const { content, at } = standing('incidents-at-sea-and-air.yaml', at_ms, entries, change);
      return sheetText(kneeboardSheet(content, at, 'nr', language));
    };
    expect(card(begin_ms, [])).toContain('NOT IN FORCE: do not fly by this card (draft, as of 2030-06-01 00:00:10Z).');
    expect(card(begin_ms - 1000, all)).toMatch(/NOT IN FORCE.*in force from 2030-06-01 00:00:10Z/);
    expect(card(begin_ms, all)).toContain('In force until 2030-07-01 00:00:00Z (as of 2030-06-01 00:00:10Z).');
    expect(card(begin_ms, all, 'fr')).toContain("En vigueur jusqu'au 2030-07-01 00:00:00Z");
    expect(card(Date.parse('2030-07-01T00:00:00Z'), all)).toContain('NOT IN FORCE: do not fly by this card (expired');
  });

  it('is given for parties of the memorandum alone', () => {
    const { content, at } = standing('rule-of-threes.yaml', DAY_MS);
    expect(() => kneeboardSheet(content, at, 'zz', 'en')).toThrow('zz is no party of this memorandum');
  });
});
