import { describe, expect, it } from 'vitest';
import { memorandumWith, NEAR } from '../../test/traffic.ts';
import { type Identity, unidentified } from '../outcome.ts';
import type { Own } from './own.ts';
import { ownShare, type Rules } from './right_of_way.ts';
import type { Other } from './traffic.ts';

const ORDER = { kind: 'right_of_way', id: 'WAY', lateral_m: 9260, vertical_m: 600, head_on: 'turn_right' } as const;
const rules = (clause: object | null): Rules => {
  const memorandum = memorandumWith(NEAR);
  const clauses = clause === null ? memorandum.clauses : [...memorandum.clauses, clause as never];
  return {
    memorandum: { ...memorandum, clauses },
    categoriesOf: ({ category }) => (category === 'B1' ? ['glider'] : category === 'A3' ? ['fixed_wing'] : null),
  };
};
const byAnnex2 = rules({ ...ORDER, order: ['glider', 'fixed_wing'], converging: 'to_the_right_has_way' });

const own = { track_deg: 0 } as Own;
const at = (east_m: number, north_m: number, east_mps: number, north_mps: number): Other =>
  ({ east_m, north_m, east_mps, north_mps }) as Other;
const of = (category: string | null): Identity => ({ ...unidentified('adsb'), category });

describe('the own share of making room', () => {
  it('is 1 for the one that has the other on its right, and 0 for that one', () => {
    expect(ownShare(byAnnex2, own, of('A3'), at(5000, 5000, -100, 0), of('A3'))).toBe(1);
    expect(ownShare(byAnnex2, own, of('A3'), at(-5000, 5000, 100, 0), of('A3'))).toBe(0);
  });

  it('goes by the order first: an aeroplane gives way to a glider from the left', () => {
    expect(ownShare(byAnnex2, own, of('A3'), at(-5000, 5000, 100, 0), of('B1'))).toBe(1);
    expect(ownShare(byAnnex2, own, of('B1'), at(5000, 5000, -100, 0), of('A3'))).toBe(0);
  });

  it('is half head-on, where both turn right', () => {
    expect(ownShare(byAnnex2, own, of('A3'), at(0, 9000, 0, -100), of('A3'))).toBe(0.5);
  });

  it('is half where the memorandum is silent, or who is what decides and is not known', () => {
    expect(ownShare(rules(null), own, of('A3'), at(5000, 5000, -100, 0), of('A3'))).toBe(0.5);
    expect(ownShare(byAnnex2, own, of(null), at(5000, 5000, -100, 0), of('A3'))).toBe(0.5);
  });
});
