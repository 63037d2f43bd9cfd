import { describe, expect, test } from 'vitest';
import {
  altitude,
  climbArrow,
  direction,
  distance,
  frequency,
  height,
  M_PER_FT,
  M_PER_NM,
  position,
  speed,
  verticalRate,
} from './units.ts';

describe('distance', () => {
  test('in NM: two decimals below ten, one from ten on, with no 10.00 in between', () => {
    expect(distance(3 * M_PER_NM, 'aviation')).toBe('3.00 NM');
    expect(distance(314, 'aviation')).toBe('0.17 NM');
    expect(distance(9.994 * M_PER_NM, 'aviation')).toBe('9.99 NM');
    expect(distance(9.996 * M_PER_NM, 'aviation')).toBe('10.0 NM');
    expect(distance(123.44 * M_PER_NM, 'aviation')).toBe('123.4 NM');
  });

  test('in metres and kilometres', () => {
    expect(distance(314.4, 'metric')).toBe('314 m');
    expect(distance(5556, 'metric')).toBe('5.56 km');
    expect(distance(55_560, 'metric')).toBe('55.6 km');
  });

  test('what is not known is a dash, never zero', () => {
    expect(distance(null, 'aviation')).toBe('—');
    expect(distance(Number.NaN, 'metric')).toBe('—');
    expect(distance(0, 'aviation')).toBe('0.00 NM');
  });
});

test('height: feet grouped by thousands, or metres', () => {
  expect(height(3000 * M_PER_FT, 'aviation')).toBe('3,000 ft');
  expect(height(99, 'aviation')).toBe('325 ft');
  expect(height(-30.48, 'aviation')).toBe('−100 ft');
  expect(height(12_345.6, 'metric')).toBe('12,346 m');
  expect(height(null, 'aviation')).toBe('—');
});

describe('altitude', () => {
  test('pressure altitude is a flight level of three digits', () => {
    expect(altitude(9144, 'pressure', 'aviation')).toBe('FL300');
    expect(altitude(1500 * M_PER_FT, 'pressure', 'aviation')).toBe('FL015');
    expect(altitude(-200 * M_PER_FT, 'pressure', 'aviation')).toBe('FL−02');
  });

  test('geometric height names its kind, for it differs from a level by hundreds of feet', () => {
    expect(altitude(1000 * M_PER_FT, 'geometric', 'aviation')).toBe('1,000 ft GNSS');
    expect(altitude(304.8, 'geometric', 'metric')).toBe('305 m GNSS');
  });

  test('unknown altitude says so', () => {
    expect(altitude(null, null, 'aviation')).toBe('alt ?');
  });
});

test('speed over the ground', () => {
  expect(speed(1852 / 36, 'aviation')).toBe('100 kt');
  expect(speed(10, 'metric')).toBe('36 km/h');
  expect(speed(null, 'aviation')).toBe('—');
});

test('vertical rate carries its sign, rounded to 10 ft/min', () => {
  expect(verticalRate(5.08, 'aviation')).toBe('+1,000 ft/min');
  expect(verticalRate(-2.54, 'aviation')).toBe('−500 ft/min');
  expect(verticalRate(0, 'aviation')).toBe('0 ft/min');
  expect(verticalRate(-2.54, 'metric')).toBe('−2.5 m/s');
});

test('the arrow on a label starts at about 300 ft/min', () => {
  expect(climbArrow(1.6)).toBe('↑');
  expect(climbArrow(-1.6)).toBe('↓');
  expect(climbArrow(1.4)).toBe('');
  expect(climbArrow(null)).toBe('');
});

test('a direction is three digits, and 359.6 is north', () => {
  expect(direction(7)).toBe('007°');
  expect(direction(359.6)).toBe('000°');
  expect(direction(null)).toBe('—');
});

test('a position is degrees and decimal minutes, and minutes carry', () => {
  expect(position(38.9, 2.6)).toBe('38°54.000′N 002°36.000′E');
  expect(position(-0.5, -120.25)).toBe('00°30.000′S 120°15.000′W');
  expect(position(9.999_999_9, 0)).toBe('10°00.000′N 000°00.000′E');
});

test('a frequency has three decimals', () => {
  expect(frequency(121.5)).toBe('121.500 MHz');
});
