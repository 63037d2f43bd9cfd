import { expect, test } from 'vitest';
import { readConfiguration } from './configuration.ts';
import { ConfigurationError, quantity } from './quantity.ts';
import { STANDARD_CONFIGURATIONS, standardConfiguration } from './standard.ts';

test('quantities are multiplied out from round units', () => {
  expect(quantity('x', '0.66 nmi', 'length')).toBe(0.66 * 1852);
  expect(quantity('x', '450 ft', 'length')).toBe(450 * 0.3048);
  expect(quantity('x', '450 [ft]', 'length')).toBe(450 * 0.3048);
  expect(quantity('x', '5 kn', 'speed')).toBe(5 * (1852 / 3600));
  expect(quantity('x', '-100fpm', 'speed')).toBe(-100 * (0.3048 / 60));
  expect(quantity('x', '3 deg/s', 'turn_rate')).toBe(3 * (Math.PI / 180));
  expect(quantity('x', '0.25 G', 'acceleration')).toBe(0.25 * 9.80665);
  expect(quantity('x', '1e3 m', 'length')).toBe(1000);
  expect(quantity('x', 12, 'time')).toBe(12);
});

test.each([
  ['', 'length'],
  ['5', 'length'],
  ['5 kn', 'length'],
  ['ft', 'length'],
  ['5 furlong', 'length'],
  ['5 constructor', 'length'],
  ['1e999 m', 'length'],
  [Number.NaN, 'time'],
  [Number.POSITIVE_INFINITY, 'time'],
] as const)('%j is no %s', (given, dimension) => {
  expect(() => quantity('reach', given, dimension)).toThrow(ConfigurationError);
  expect(() => quantity('reach', given, dimension)).toThrow(/^reach: /);
});

test.each(STANDARD_CONFIGURATIONS)('%s is complete and finite', (name) => {
  const configuration = standardConfiguration(name);
  expect(configuration.name).toBe(name);
  for (const value of Object.values(configuration)) {
    if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true);
  }
  for (const { levels } of configuration.alerters) {
    expect(levels.some(({ region }) => region === configuration.correctiveRegion)).toBe(true);
    for (const { alerting_s, earlyAlerting_s } of levels) expect(earlyAlerting_s).toBeGreaterThanOrEqual(alerting_s);
  }
});

test('another name is refused and the standard ones are told', () => {
  expect(() => standardConfiguration('toString')).toThrow(/DO_365B_no_SUM/);
});

test.each([
  ['lookahead_s', 0],
  ['direction_step_rad', 1e-9],
  ['hysteresis_s', -1],
  ['shrinkFactor', 1],
  ['alertingM', 5],
  ['correctiveRegion', 'NONE'],
  ['alerters', []],
  ['min_altitude_m', '60000 ft'],
] as const)('a configuration with %s %j is refused by that name', (field, value) => {
  const good = standardConfiguration('DO_365B_no_SUM');
  expect(() => readConfiguration({ ...good, [field]: value })).toThrow(ConfigurationError);
  expect(() => readConfiguration({ ...good, [field]: value })).toThrow(new RegExp(`^${field}: `));
});
