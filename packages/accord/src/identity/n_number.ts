import { icaoAddress } from './address_blocks.ts';

/**
 * United States registrations (N-numbers) and the addresses that follow from them. The FAA numbers them in alphabetical
 * order, A00001 for N1 to ADF7C7 for N99999: after the digits come no letter, one or two (never I or O), or a further
 * digit, at most five characters after the N (14 CFR 47.15). Addresses above ADF7C7 belong to no N-number.
 */
const FIRST = 0xa00001;
const LAST = 0xadf7c7;
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
/** No letter, or one letter followed by none or one of 24. */
const SUFFIXES = 1 + 24 * 25;
/** How many numbers begin with one, two, three and four given digits. */
const FROM_FOUR = 1 + 24 + 10;
const FROM_THREE = SUFFIXES + 10 * FROM_FOUR;
const FROM_TWO = SUFFIXES + 10 * FROM_THREE;
const FROM_ONE = SUFFIXES + 10 * FROM_TWO;

/** The N-number whose address this is; `null` for an address that follows from none. */
export function nNumberOf(address: string): string | null {
  const value = icaoAddress(address);
  if (value === null || value < FIRST || value > LAST) return null;
  let rest = value - FIRST;
  let number = `N${1 + Math.floor(rest / FROM_ONE)}`;
  rest %= FROM_ONE;
  for (const size of [FROM_TWO, FROM_THREE, FROM_FOUR]) {
    if (rest < SUFFIXES) return number + suffix(rest);
    rest -= SUFFIXES;
    number += Math.floor(rest / size);
    rest %= size;
  }
  if (rest === 0) return number;
  return rest <= LETTERS.length ? number + LETTERS[rest - 1] : number + (rest - LETTERS.length - 1);
}

function suffix(index: number): string {
  if (index === 0) return '';
  const second = (index - 1) % 25;
  return LETTERS[Math.floor((index - 1) / 25)] + (second === 0 ? '' : LETTERS[second - 1]!);
}
