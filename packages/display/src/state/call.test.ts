import { expect, test } from 'vitest';
import { joinedCall } from './call.ts';

test('a warning that joins an earlier call does not call again; its own call, or none, joins nothing', () => {
  expect(joinedCall({ id: 'a', alarm: 'b' })).toBe('b');
  expect(joinedCall({ id: 'a', alarm: 'a' })).toBe(null);
  expect(joinedCall({ id: 'a' })).toBe(null);
});
