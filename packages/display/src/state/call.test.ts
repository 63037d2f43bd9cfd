import { expect, test } from 'vitest';
import { costWords } from '../format/cost.ts';
import { joinedCall } from './call.ts';

test('a warning that joins an earlier call does not call again; its own call, or none, joins nothing', () => {
  expect(joinedCall({ id: 'a', alarm: 'b' })).toBe('b');
  expect(joinedCall({ id: 'a', alarm: 'a' })).toBe(null);
  expect(joinedCall({ id: 'a' })).toBe(null);
});

test.each([
  [420, 6.4, 'costs 420 m of way and 6 s'],
  [0, 4, 'costs 4 s'],
  [3704, 0, 'costs 2.00 NM of way'],
  [200, -5, 'costs 200 m of way, arrives 5 s sooner'],
  [0, -5, 'arrives 5 s sooner'],
  [2, 0.3, null],
])('what an advice costs: %d m, %d s', (extra_m, delay_s, words) => {
  expect(costWords({ turn_deg: 10, height_m: 0, speed_mps: 0, extra_m, delay_s }, 'aviation')).toBe(words);
});
