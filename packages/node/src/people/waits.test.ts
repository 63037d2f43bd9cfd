import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NodeError } from '../errors.ts';
import { networkOf, Waits } from './waits.ts';

describe('waits', () => {
  test('the first attempts are free; then each wait is twice the last, up to the longest', () => {
    let now_ms = 0;
    const waits = new Waits({ free: 3, most_s: 60 }, () => now_ms);
    const waited: number[] = [];
    for (let i = 0; i < 12; i++) {
      let begun_ms = now_ms;
      for (;;) {
        try {
          waits.take('a');
          break;
        } catch (error) {
          expect((error as NodeError).code).toBe('sign_in_wait');
          now_ms += Number((error as NodeError).value) * 1000;
        }
      }
      waited.push((now_ms - begun_ms) / 1000);
      begun_ms = now_ms;
    }
    expect(waited).toEqual([0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
    waits.take('b');
    waits.clear('a');
    waits.take('a');
  });

  test('a wait begins when the attempt is over, however long it was looked at', () => {
    let now_ms = 0;
    const waits = new Waits({ free: 1, most_s: 900 }, () => now_ms);
    waits.take('a');
    now_ms += 5_000;
    waits.failed('a');
    expect(() => waits.take('a')).toThrow('Wait 1 s');
    waits.failed('b');
    waits.take('b');
  });

  test('what is tried during a wait changes nothing, and a day later all is forgotten', () => {
    let now_ms = 0;
    const waits = new Waits({ free: 1, most_s: 900 }, () => now_ms);
    waits.take('a');
    for (let i = 0; i < 100; i++) expect(() => waits.take('a')).toThrow(NodeError);
    now_ms += 1_000;
    waits.take('a');
    expect(() => waits.take('a')).toThrow('Wait 2 s');
    now_ms += 24 * 3_600_000;
    waits.take('a');
    now_ms += 1_000;
    waits.take('a');
  });

  test('however many names are tried, the memory has a bound, and the latest are kept', () => {
    const waits = new Waits({ free: 1, most_s: 900 }, () => 0);
    for (let i = 0; i < 30_000; i++) waits.take(`name ${i}`);
    expect(() => waits.take('name 29999')).toThrow(NodeError);
    waits.take('name 0');
  });

  test('who hung up before they were looked at is of a network too: of those who are gone', () => {
    expect(networkOf(undefined)).toBe('gone');
  });

  test('a network of IPv6 is one, however its addresses are written', () => {
    expect(networkOf('2001:db8:1:2::1')).toBe(networkOf('2001:db8:1:2:3:4:5:6'));
    expect(networkOf('2001:db8:1:2::1')).not.toBe(networkOf('2001:db8:1:3::1'));
    expect(networkOf('::ffff:192.0.2.7')).toBe('192.0.2.7');
    const groups = fc.array(fc.integer({ min: 1, max: 0xffff }), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(groups, (all) => {
        const text = all.map((one) => one.toString(16));
        expect(networkOf(text.join(':'))).toBe(text.slice(0, 4).join(':'));
      }),
    );
  });
});
