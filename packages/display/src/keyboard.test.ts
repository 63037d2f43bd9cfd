import { expect, test } from 'vitest';
import { actionOf, KEYS } from './keyboard.ts';

function key(name: string, tagName = 'BODY', more: { ctrlKey?: boolean } = {}) {
  return {
    key: name,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    defaultPrevented: false,
    target: { tagName },
    ...more,
  };
}

test('every key of the help does what the help says, and no two share one', () => {
  for (const { keys, action } of KEYS) for (const name of keys) expect(actionOf(key(name))).toBe(action);
  const all = KEYS.flatMap(({ keys }) => keys);
  expect(new Set(all).size).toBe(all.length);
});

test('a field keeps its letters; only Escape leaves it', () => {
  expect(actionOf(key('j', 'INPUT'))).toBeNull();
  expect(actionOf(key('t', 'SELECT'))).toBeNull();
  expect(actionOf(key('Escape', 'INPUT'))).toBe('clear');
});

test('the map keeps its arrows and a button its Enter', () => {
  expect(actionOf(key('ArrowDown', 'CANVAS'))).toBeNull();
  expect(actionOf(key('j', 'CANVAS'))).toBe('next');
  expect(actionOf(key('Enter', 'BUTTON'))).toBeNull();
  expect(actionOf(key('Enter', 'A'))).toBeNull();
  expect(actionOf(key('ArrowDown', 'BUTTON'))).toBe('next');
});

test("the browser's own keys are left alone", () => {
  expect(actionOf(key('c', 'BODY', { ctrlKey: true }))).toBeNull();
  expect(actionOf(key('x'))).toBeNull();
});
