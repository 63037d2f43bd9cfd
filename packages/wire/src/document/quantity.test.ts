import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Dimension, formatQuantity, parseQuantity } from './quantity.ts';

const value = (text: string, dimension: Dimension): number => {
  const parsed = parseQuantity(text, dimension);
  return 'value' in parsed ? parsed.value : Number.NaN;
};

describe('quantities', () => {
  it('reads every unit into SI', () => {
    expect(value('3 NM', 'length')).toBe(5556);
    expect(value('3nmi', 'length')).toBe(5556);
    expect(value('3000 ft', 'length')).toBe(914.4);
    expect(value('1.5 km', 'length')).toBe(1500);
    expect(value('150 m', 'length')).toBe(150);
    expect(value('3 min', 'time')).toBe(180);
    expect(value('24 h', 'time')).toBe(86_400);
    expect(value('121.5 MHz', 'frequency')).toBe(121.5);
    expect(value('5680 kHz', 'frequency')).toBe(5.68);
    expect(value('-45.25 deg', 'angle')).toBe(-45.25);
    expect(value('360 kt', 'speed')).toBe(185.2);
    expect(value('36 km/h', 'speed')).toBe(10);
    expect(value('-1500 ft/min', 'vertical_rate')).toBe(-7.62);
    expect(value('3 deg/s', 'turn_rate')).toBe(3);
    expect(value('2 m/s2', 'acceleration')).toBe(2);
  });

  it('gives whole thousands of feet and whole miles the nearest double', () => {
    for (let thousand = 1; thousand <= 60; thousand++) {
      expect(value(`${thousand * 1000} ft`, 'length')).toBe((thousand * 3048) / 10);
      expect(value(`${thousand} NM`, 'length')).toBe(thousand * 1852);
    }
  });

  it('refuses a bare number and says what to write', () => {
    expect(parseQuantity('3', 'length')).toEqual({
      reason: 'a number without a unit',
      remedy: 'write 3 NM (known units: NM, nmi, m, km, ft)',
    });
  });

  it('refuses a unit of another dimension or another case, naming the nearest', () => {
    expect(parseQuantity('3 nm', 'length')).toMatchObject({ remedy: expect.stringContaining('write 3 NM') });
    expect(parseQuantity('3 mn', 'time')).toMatchObject({ reason: 'mn is not a unit of time here' });
    expect(parseQuantity('3 parsec', 'length')).toMatchObject({ remedy: 'write one of NM, nmi, m, km, ft' });
    expect(parseQuantity('3 constructor', 'length')).toHaveProperty('reason');
    expect(parseQuantity('3 __proto__', 'length')).toHaveProperty('reason');
  });

  it.each([
    '',
    'NM',
    '3,000 ft',
    '1e3 m',
    '0x10 m',
    '.5 NM',
    '3 NM or so',
    'Infinity m',
    'NaN m',
    '--3 m',
    `${'9'.repeat(400)} m`,
  ])('refuses %j', (text) => {
    expect(parseQuantity(text, 'length')).toHaveProperty('reason');
  });

  it('shows limits in the unit people use', () => {
    expect(formatQuantity(5556, 'length')).toBe('3 NM');
    expect(formatQuantity(0, 'time')).toBe('0 s');
    expect(formatQuantity(7.62, 'vertical_rate')).toBe('1500 ft/min');
  });

  it('reads back any number it is given, scaled once', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1_000_000, max: 1_000_000 }), fc.integer({ min: 0, max: 999 }), (whole, part) => {
        const digits = `${whole}.${String(part).padStart(3, '0')}`;
        expect(value(`${digits} m`, 'length')).toBe(Number(digits));
        expect(value(`${digits} NM`, 'length')).toBe(Number(digits) * 1852);
      }),
    );
  });
});
