import { expect, test } from 'vitest';
import { MEMORANDUM } from '../../test/sample.ts';
import { nameOf, partyLetters, partyName, plural, say } from './words.ts';

test('a sentence comes in the language asked for, else in the first there is, with its tag', () => {
  const words = { en: 'Turn right', fr: 'Virez à droite' };
  expect(say(words, 'fr')).toEqual({ text: 'Virez à droite', language: 'fr' });
  expect(say(words, 'de')).toEqual({ text: 'Turn right', language: 'en' });
  expect(say({}, 'de')).toEqual({ text: '', language: 'de' });
});

test('parties get letters of their names, each a letter of its own', () => {
  expect([...partyLetters(MEMORANDUM)]).toEqual([
    ['aldren', 'A'],
    ['borealis', 'B'],
    ['maristan', 'M'],
  ]);
  const names = ['Aldren', 'Alba', 'Al', 'A L', '阿'];
  const alike = {
    ...MEMORANDUM,
    parties: names.map((name) => ({ id: name, name, role: 'signatory' as const, aircraft: [] })),
  };
  const letters = [...partyLetters(alike).values()];
  expect(letters).toEqual(['A', 'L', 'B', 'C', 'D']);
  expect(partyLetters(null).size).toBe(0);
});

test('an aircraft is named by its callsign, else its registration, else its track; no party is unidentified', () => {
  expect(nameOf({ track: '~99f001', callsign: null, registration: null })).toBe('~99f001');
  expect(nameOf({ track: '~99f001', callsign: null, registration: 'XX-ABC' })).toBe('XX-ABC');
  expect(nameOf({ track: '4ca001', callsign: 'ALD14', registration: 'XX-ABC' })).toBe('ALD14');
  expect(partyName(null, MEMORANDUM)).toBe('unidentified');
  expect(partyName('borealis', MEMORANDUM)).toBe('Borealis');
  expect(partyName('elsewhere', MEMORANDUM)).toBe('elsewhere');
});

test('counts', () => {
  expect(plural(1, 'alert')).toBe('1 alert');
  expect(plural(2000, 'aircraft', 'aircraft')).toBe('2,000 aircraft');
});
