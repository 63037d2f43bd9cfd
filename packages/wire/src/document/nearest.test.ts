import { describe, expect, it } from 'vitest';
import { nearest } from './nearest.ts';

describe('nearest', () => {
  it.each([
    ['titel', ['title', 'id'], 'title'],
    ['laterel', ['lateral', 'vertical'], 'lateral'],
    ['Vertical', ['lateral', 'vertical'], 'vertical'],
    ['separation', ['frequency_ladder', 'separation_minimum'], 'separation_minimum'],
    ['nm', ['NM', 'm'], 'NM'],
    ['colour', ['lateral', 'vertical'], null],
    ['', ['lateral'], null],
    ['x'.repeat(100_000), ['lateral'], null],
  ])('of %.20s among %j is %s', (word, known, meant) => {
    expect(nearest(word, known)).toBe(meant);
  });
});
