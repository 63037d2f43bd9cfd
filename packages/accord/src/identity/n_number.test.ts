import { describe, expect, it } from 'vitest';
import { nNumberOf } from './n_number.ts';
import { isRegistration } from './registration.ts';

const hex = (value: number): string => value.toString(16).padStart(6, '0');

describe('N-numbers', () => {
  it.each([
    ['a00001', 'N1'],
    ['a00002', 'N1A'],
    ['a00003', 'N1AA'],
    ['a0025a', 'N10'],
    ['a18d50', 'N2'],
    ['adf7c7', 'N99999'],
    // Airliners that send both.
    ['a20471', 'N229WN'],
    ['a5cfa5', 'N47370'],
    ['a1ee27', 'N223WN'],
  ])('%s is %s', (address, number) => {
    expect(nNumberOf(address)).toBe(number);
  });

  it.each(['a00000', 'adf7c8', 'afffff', '9fffff', 'A20471', '~a20471', 'a20471#2', 'N229WN', ''])(
    '%j is none',
    (address) => {
      expect(nNumberOf(address)).toBeNull();
    },
  );

  it('are in alphabetical order, each once, each of the form that the rule allows: 915,399 in all', () => {
    let before = '';
    let wrong = 0;
    for (let value = 0xa00001; value <= 0xadf7c7; value++) {
      const number = nNumberOf(hex(value))!;
      // Letters come before digits, as the authority sorts them.
      const key = number.replace(/\d/g, (digit) => String.fromCharCode(0x80 + Number(digit)));
      if (key <= before || !isRegistration(number)) wrong += 1;
      before = key;
    }
    expect(wrong).toBe(0);
    expect(0xadf7c7 - 0xa00001 + 1).toBe(915_399);
  });
});

describe('a name that is certainly a registration', () => {
  it.each([
    'N1',
    'N611AB',
    'N99999',
    'N1ZZ',
    'N1234Z',
    'G-ABCD',
    'D-1234',
    'HB-KFX',
    '9A-CTF',
    'HP-9915CMP',
    'B-2047',
    '3D-ABC',
  ])('%s is one', (name) => {
    expect(isRegistration(name)).toBe(true);
  });

  it.each([
    'N0123',
    'N12AI',
    'N123456',
    'N1234AB',
    'N',
    'NORD12',
    'DLH123',
    'DEABC',
    '95-00093',
    '168604',
    'ABC-12',
    '-AB',
    'n611ab',
    'LOST44',
    '',
  ])('%j is none, or cannot be told from a callsign', (name) => {
    expect(isRegistration(name)).toBe(false);
  });
});
