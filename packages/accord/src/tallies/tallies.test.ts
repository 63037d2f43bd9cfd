import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tallyCsv } from './table.ts';
import { Tallies } from './tallies.ts';
import { TALLIES, type TallyCase, tallied } from './tally.ts';

const one = fc.record<TallyCase>({
  id: fc.constantFrom('c1', 'c2', 'c3', 'c4', 'c5', 'c6'),
  time_ms: fc.option(fc.integer({ min: 0, max: 4e12 })),
  class: fc.option(fc.constantFrom('crewed/crewed', 'crewed/uncrewed')),
  clause: fc.option(fc.constantFrom('WIDE', 'NEAR')),
  parties: fc.subarray(['nc', 'mu']),
  breached: fc.boolean(),
  h_cpa_m: fc.option(fc.integer({ min: 0, max: 9000 })),
  v_cpa_m: fc.option(fc.integer({ min: 0, max: 900 })),
  state: fc.constantFrom('alleged', 'agreed'),
  risk: fc.option(fc.constantFrom('A', 'B')),
  closed: fc.boolean(),
});
/** A case that comes or changes, or one that goes by another name from now on. */
const change = fc.oneof({ weight: 4, arbitrary: one }, { weight: 1, arbitrary: fc.constantFrom('c1', 'c2', 'c9') });

describe('tallies', () => {
  it('kept as cases come and change are those counted anew, by everything they can be counted by', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
        const tallies = new Tallies();
        const all = new Map<string, TallyCase>();
        for (const one of changes) {
          if (typeof one === 'string') {
            tallies.drop(one);
            all.delete(one);
          } else {
            tallies.put(one);
            all.set(one.id, one);
          }
        }
        for (const by of TALLIES) expect(tallies.by(by)).toEqual(tallied(all.values(), by));
      }),
      { numRuns: 200 },
    );
  });

  it('name the cases behind each number; a case of two parties counts with both', () => {
    const tallies = new Tallies();
    const base = {
      class: null,
      clause: 'WIDE',
      h_cpa_m: 1,
      v_cpa_m: null,
      state: 'alleged',
      risk: null,
      closed: false,
    };
    tallies.put({ ...base, id: 'a', time_ms: Date.UTC(2030, 9, 31, 23, 59), parties: ['mu', 'nc'], breached: true });
    tallies.put({ ...base, id: 'b', time_ms: Date.UTC(2030, 10, 1), parties: ['nc'], breached: false });
    expect(tallies.by('party')).toEqual([
      { of: 'mu', count: 1, breached: 1, cases: ['a'] },
      { of: 'nc', count: 2, breached: 1, cases: ['a', 'b'] },
    ]);
    expect(tallies.by('month').map(({ of, count }) => [of, count])).toEqual([
      ['2030-10', 1],
      ['2030-11', 1],
    ]);
  });

  it('go as a table that no spreadsheet takes for a formula', () => {
    const csv = tallyCsv([
      {
        id: '=1+1',
        time_ms: 0,
        class: 'crewed/crewed',
        clause: null,
        parties: ['mu', 'nc'],
        breached: true,
        h_cpa_m: 12.5,
        v_cpa_m: null,
        state: 'alleged',
        risk: null,
        closed: false,
      },
    ]);
    expect(csv.split('\r\n')[1]).toBe("'=1+1,1970-01-01T00:00:00.000Z,crewed/crewed,,mu nc,yes,12.5,,alleged,,no");
  });
});
