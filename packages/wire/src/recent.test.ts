import { expect, it } from 'vitest';
import { RecentlyHeard } from './recent.ts';

it('forgets whoever was not heard for longest, and says who', () => {
  const recent = new RecentlyHeard<number>(2);
  expect([recent.set('a', 1), recent.set('b', 2), recent.set('a', 3)]).toEqual([null, null, null]);
  expect(recent.set('c', 4)).toBe(2);
  expect(['a', 'b', 'c'].map((key) => recent.get(key))).toEqual([3, undefined, 4]);
});
