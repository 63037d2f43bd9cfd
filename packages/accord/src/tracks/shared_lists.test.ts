import { describe, expect, it } from 'vitest';
import { SharedLists } from './shared_lists.ts';

describe('SharedLists', () => {
  it('gives one list for the same names, in their order, whatever they contain', () => {
    const lists = new SharedLists();
    const ab = lists.with(lists.with(lists.of([]), 'a'), 'b');
    expect(ab).toEqual(['a', 'b']);
    expect(lists.of(['a', 'b'])).toBe(ab);
    expect(lists.of(['b', 'a'])).toEqual(['b', 'a']);
    expect(lists.of(['a,b'])).toEqual(['a,b']);
    expect(lists.of(['a","b'])).toEqual(['a","b']);
    expect(lists.of([])).toEqual([]);
  });

  it('gives lists that nobody can change', () => {
    const names = ['a'];
    const list = new SharedLists().of(names);
    names.push('b');
    expect(list).toEqual(['a']);
    expect(Object.isFrozen(list)).toBe(true);
  });

  it('goes on when there are more lists than it remembers', () => {
    const lists = new SharedLists();
    for (let i = 0; i < 10_000; i++) expect(lists.of([`source ${i}`])).toEqual([`source ${i}`]);
  });
});
