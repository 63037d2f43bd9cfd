import { describe, expect, test } from 'vitest';
import { feedNamed } from '../../test/sample.ts';
import { clockOffsetWords, dataRate, feedBad, feedSilent, perSecond } from '../format/feeds.ts';
import { configOf, FEED_KINDS, NEW_FEED } from './kinds.ts';
import { Rates, sparkOf } from './rates.ts';

describe('a draft as the node takes it', () => {
  test('what is left empty is left out, and a name is trimmed', () => {
    const draft = { ...NEW_FEED, name: ' north ', address: ' http://receiver/data/aircraft.json ' };
    expect(configOf(draft)).toEqual({
      name: 'north',
      connection: 'http',
      address: 'http://receiver/data/aircraft.json',
      trust: 'open',
    });
  });

  test('a port is reached by tcp, said or not', () => {
    const of = (address: string) => configOf({ ...NEW_FEED, kind: 'basestation', name: 'n', address });
    expect(of('receiver:30003')).toMatchObject({ connection: 'tcp', address: 'tcp://receiver:30003' });
    expect(of('tcp://receiver:30003')).toMatchObject({ address: 'tcp://receiver:30003', format: 'basestation' });
    expect(of('http://receiver')).toMatchObject({ address: 'http://receiver' });
    expect(of('')).toMatchObject({ address: '' });
  });

  test('a filter goes with its kind only, and a party feed has no address', () => {
    const draft = { ...NEW_FEED, name: 'n', address: 'x', filter: 'r/47/10/100', party: 'aldren' };
    expect(configOf({ ...draft, kind: 'ogn' })).toMatchObject({ filter: 'r/47/10/100', address: 'tcp://x' });
    expect(configOf({ ...draft, kind: 'file' })).not.toHaveProperty('filter');
    expect(configOf({ ...draft, kind: 'party-feed' })).toEqual({
      name: 'n',
      connection: 'party_feed',
      trust: 'open',
      party: 'aldren',
    });
  });

  test('limits are numbers', () => {
    const draft = { ...NEW_FEED, max_rate_per_s: '500', silence_s: ' ', correct_clock: true };
    expect(configOf(draft)).toMatchObject({ max_rate_per_s: 500, correct_clock: true });
    expect(configOf(draft)).not.toHaveProperty('silence_s');
  });

  test('every kind has a name of its own', () => {
    expect(new Set(FEED_KINDS.map(({ id }) => id)).size).toBe(FEED_KINDS.length);
  });
});

describe('rates', () => {
  test('are kept a second at a time for five minutes, and gone with their feed', () => {
    const rates = new Rates();
    for (let at_ms = 0; at_ms <= 400_000; at_ms += 500) rates.take([{ name: 'north', rate_per_s: at_ms }], at_ms);
    const points = rates.of('north');
    expect(points).toHaveLength(301);
    expect([points[0]?.at_ms, points.at(-1)?.at_ms]).toEqual([100_000, 400_000]);
    rates.take([], 401_000);
    expect(rates.of('north')).toEqual([]);
  });

  test('are drawn from zero to the peak, and not joined over a gap', () => {
    const points = [
      { at_ms: 0, rate_per_s: 0 },
      { at_ms: 1000, rate_per_s: 20 },
      { at_ms: 150_000, rate_per_s: 10 },
    ];
    const spark = sparkOf(points, 300_000, 300, 30);
    expect(spark).toEqual({ paths: ['M0.0 30.0 L1.0 0.0', 'M150.0 15.0'], peak: 20, minutes: 5 });
    expect(sparkOf([], 0, 300, 30).paths).toEqual([]);
  });
});

describe('in words', () => {
  test('a feed that is connected and silent is as bad as one that is not', () => {
    const problem = { problem: 'stalled' as const, since_ms: 0, text: 'nothing new for 9 s' };
    expect(feedSilent(feedNamed('n', { problems: [problem] }))).toBe(true);
    expect(feedSilent(feedNamed('n', { state: 'backing_off' }))).toBe(true);
    const flood = feedNamed('n', { problems: [{ ...problem, problem: 'flood' }] });
    expect([feedSilent(flood), feedBad(flood)]).toEqual([false, true]);
    expect(feedBad(feedNamed('n', { state: 'paused' }))).toBe(false);
  });

  test('clocks, rates and bytes', () => {
    expect(clockOffsetWords(1400, 400)).toBe('1.4 s behind ± 0.2 s');
    expect(clockOffsetWords(-90_000, null)).toBe('90.0 s ahead');
    expect(clockOffsetWords(7_200_000, 0)).toBe('7,200 s behind ± 0.0 s');
    expect(clockOffsetWords(null, null)).toBe('not measured');
    expect([perSecond(0), perSecond(9.94), perSecond(12_345.6)]).toEqual(['0.0/s', '9.9/s', '12,346/s']);
    expect([dataRate(999), dataRate(1234), dataRate(45_600), dataRate(2_340_000)]).toEqual([
      '999 B/s',
      '1.2 kB/s',
      '46 kB/s',
      '2.3 MB/s',
    ]);
  });
});
