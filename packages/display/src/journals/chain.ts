import type { HeadStanding } from './types.ts';

/** More heads than these are not drawn: the first and the newest are. */
const MOST_DRAWN = 7;
const [LEFT, RIGHT, LINE_Y, BRANCH_Y] = [20, 340, 26, 62];

/** A head in the picture; `second` lies on the other history. */
export type DrawnHead = {
  readonly size: number;
  readonly x: number;
  readonly y: number;
  /** Told of by another party than its owner. */
  readonly relayed: boolean;
  readonly second: boolean;
};

/** The heads of one journal on a line, oldest at the left; a second line where its owner showed another history. */
export type DrawnChain = {
  readonly heads: readonly DrawnHead[];
  /** Heads that are left out after the first. */
  readonly left_out: number;
  /** Where the other history leaves the line; null where there is but one. */
  readonly parts: { readonly x: number; readonly y: number } | null;
};

/** Lays the heads of a party's journal out in a picture of 360 x 84. */
export function drawChain({ party, chain, fault }: HeadStanding): DrawnChain {
  const kept = chain.length <= MOST_DRAWN ? chain : [chain[0]!, ...chain.slice(1 - MOST_DRAWN)];
  const sizes = [...new Set([...kept.map(({ size }) => size), ...(fault === null ? [] : [fault.told.head.size])])];
  sizes.sort((one, other) => one - other);
  const step = sizes.length < 2 ? 0 : (RIGHT - LEFT) / (sizes.length - 1);
  const xOf = (size: number): number => LEFT + step * sizes.indexOf(size);
  const heads = kept.map(({ size, via }) => ({ size, x: xOf(size), y: LINE_Y, relayed: via !== party, second: false }));
  const left_out = chain.length - kept.length;
  if (fault === null) return { heads, left_out, parts: null };
  const { told, after } = fault;
  const other = {
    size: told.head.size,
    x: xOf(told.head.size),
    y: BRANCH_Y,
    relayed: told.via !== party,
    second: true,
  };
  const common = heads.findLast(({ size }) => size <= after);
  return { heads: [...heads, other], left_out, parts: { x: common?.x ?? LEFT, y: LINE_Y } };
}

/** What the picture shows, for who does not see it. */
export function chainWords(name: string, standing: HeadStanding): string {
  const { chain, fault } = standing;
  if (chain.length === 0) return `No head of the journal of ${name} was told yet.`;
  const [first, last] = [chain[0]!, chain.at(-1)!];
  const heads =
    chain.length === 1
      ? `One head, of ${first.size} records`
      : `${chain.length} heads, from ${first.size} to ${last.size} records, each continuing the one before`;
  return fault === null ? `${heads}.` : `${heads}; a second history of ${fault.told.head.size} records beside it.`;
}
