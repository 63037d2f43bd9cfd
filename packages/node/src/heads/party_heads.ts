import { compareHeads } from '@skyaccord/proof';
import { MOST_ASKED, type PathFrom, type Told } from './messages.ts';

/** A head of another party's journal as it was told, by whom and when. */
export type SeenHead = Told & { readonly via: string; readonly at_ms: number };

/**
 * Two heads, both signed by the party, that cannot be of one journal. `forked`: each says other records; `truncated`:
 * records that it had are gone; `another_journal`: its first record is another one. They part after record `after` and
 * at latest with record `until`.
 */
export type HeadFault = {
  readonly kind: 'another_journal' | 'forked' | 'truncated';
  readonly seen: SeenHead;
  readonly told: SeenHead;
  readonly after: number;
  readonly until: number;
};

/** What follows from a message: heads that now stand, a fault found, paths to be asked for. */
export type Followed = {
  readonly accepted: readonly SeenHead[];
  readonly fault: HeadFault | null;
  readonly ask: { readonly to: number; readonly from: readonly number[] } | null;
};
const NOTHING: Followed = { accepted: [], fault: null, ask: null };

/** Heads that are kept of one party: the first, and the newest. */
const MOST_SEEN = 64;
/** Heads whose consistency was asked for; when more wait, the oldest is let go. */
const MOST_WAITING = 16;

/**
 * What one party's node was seen to say of its journal, by itself and through others, and whether all of it can be of
 * one journal. Heads that are not yet shown to continue one another wait; nothing that waits is countersigned.
 */
export class PartyHeads {
  readonly #party: string;
  #seen: SeenHead[] = [];
  #waiting: SeenHead[] = [];
  #fault: HeadFault | null = null;

  constructor(party: string) {
    this.#party = party;
  }

  /** The newest head that continues all before it; null where there is none. */
  get last(): SeenHead | null {
    return this.#seen.at(-1) ?? null;
  }

  /** Heads that continue one another, by size. */
  get seen(): readonly SeenHead[] {
    return this.#seen;
  }

  /** The first fault that was found: two histories that were told once stay told. */
  get fault(): HeadFault | null {
    return this.#fault;
  }

  /** Heads that wait for their owner to show that they belong. */
  get waiting(): readonly SeenHead[] {
    return this.#waiting;
  }

  /** Takes a head whose signature was checked; `since` proves it by what was told before, where it came along. */
  take(told: SeenHead, since: PathFrom | null): Followed {
    const { head } = told;
    const [first] = this.#seen;
    if (first === undefined) return this.#accept(told);
    if (first.head.log !== head.log) return this.#found('another_journal', first, told, 0, 1);
    const same = this.#seen.find((one) => one.head.size === head.size);
    if (same !== undefined) {
      if (same.head.root === head.root) return NOTHING;
      return this.#locate(this.#found('forked', same, told, 0, head.size), told);
    }
    const longest = this.#seen.findLast(({ via }) => via === this.#party);
    if (told.via === this.#party && longest !== undefined && longest.head.size > head.size) {
      return this.#locate(this.#found('truncated', longest, told, 0, head.size + 1), told);
    }
    const [below, above] = this.#beside(told);
    if (above === undefined && below !== undefined && since?.from === below.head.size) {
      if (compareHeads(below.head, head, since.path) === 'grew') return this.#accept(told);
      return this.#locate(this.#found('forked', below, told, 0, below.head.size), told);
    }
    this.#waiting = [...this.#waiting.slice(1 - MOST_WAITING), told];
    return { ...NOTHING, ask: this.#askFor(told) };
  }

  /** Takes the owner's answer to what was asked about one size. */
  answer(to: number, paths: readonly PathFrom[]): Followed {
    const grew = (one: SeenHead, other: SeenHead): boolean => {
      const found = paths.find(({ from }) => from === one.head.size);
      return found !== undefined && compareHeads(one.head, other.head, found.path) === 'grew';
    };
    if (this.#fault !== null) this.#narrow(to, grew);
    for (const told of this.#waiting) {
      const [below, above] = this.#beside(told);
      if (told.head.size === to && below !== undefined) {
        const after = this.#commonSize(told, grew);
        this.#drop(told);
        if (after < below.head.size) {
          const next = this.#seen.find(({ head }) => head.size > after)!;
          return this.#found('forked', next, told, after, next.head.size);
        }
        if (above === undefined) return this.#accept(told);
        this.#waiting = [...this.#waiting, told];
        return { ...NOTHING, ask: { to: above.head.size, from: [told.head.size] } };
      }
      if (above?.head.size === to) {
        this.#drop(told);
        if (grew(told, above)) return this.#accept(told);
        return this.#found('forked', above, told, below?.head.size ?? 0, told.head.size);
      }
    }
    return NOTHING;
  }

  #accept(told: SeenHead): Followed {
    const seen = [...this.#seen, told].sort((one, other) => one.head.size - other.head.size);
    this.#seen = seen.length > MOST_SEEN ? [seen[0]!, ...seen.slice(2)] : seen;
    return { ...NOTHING, accepted: [told] };
  }

  #found(kind: HeadFault['kind'], seen: SeenHead, told: SeenHead, after: number, until: number): Followed {
    const fault = { kind, seen, told, after, until };
    if (this.#fault !== null) return NOTHING;
    this.#fault = fault;
    return { ...NOTHING, fault };
  }

  /** Beside a fault asks how far the two histories are one: no owner can prove what is not so. */
  #locate(followed: Followed, told: SeenHead): Followed {
    const from = this.#sizesBelow(told.head.size);
    return followed.fault === null || from.length === 0 ? followed : { ...followed, ask: { to: told.head.size, from } };
  }

  #narrow(to: number, grew: (one: SeenHead, other: SeenHead) => boolean): void {
    const fault = this.#fault!;
    if (fault.told.head.size !== to) return;
    const after = this.#commonSize(fault.told, grew);
    if (after <= fault.after) return;
    const until = this.#seen.find(({ head }) => head.size > after)?.head.size ?? fault.until;
    this.#fault = { ...fault, after, until: Math.min(fault.until, until) };
  }

  /** The longest that a head is shown to have in common with what was seen. */
  #commonSize(told: SeenHead, grew: (one: SeenHead, other: SeenHead) => boolean): number {
    return this.#seen.findLast((one) => one.head.size < told.head.size && grew(one, told))?.head.size ?? 0;
  }

  #askFor(told: SeenHead): Followed['ask'] {
    const from = this.#sizesBelow(told.head.size);
    if (from.length > 0) return { to: told.head.size, from };
    const [, above] = this.#beside(told);
    return { to: above!.head.size, from: [told.head.size] };
  }

  /** The sizes seen below one, the newest and the first. */
  #sizesBelow(size: number): number[] {
    const sizes = this.#seen.map(({ head }) => head.size).filter((one) => one < size);
    return sizes.length <= MOST_ASKED ? sizes : [sizes[0]!, ...sizes.slice(1 - MOST_ASKED)];
  }

  #beside({ head }: SeenHead): [SeenHead | undefined, SeenHead | undefined] {
    return [
      this.#seen.findLast((one) => one.head.size < head.size),
      this.#seen.find((one) => one.head.size > head.size),
    ];
  }

  #drop(told: SeenHead): void {
    this.#waiting = this.#waiting.filter((one) => one !== told);
  }
}

/** What was found, in words for a person. */
export function faultWords(party: string, { kind, seen, told, after, until }: HeadFault): string {
  const by = ({ via, head }: SeenHead): string => `${head.size} records${via === party ? '' : ` (as ${via} was told)`}`;
  const place = after + 1 >= until ? `with record ${until}` : `between record ${after + 1} and record ${until}`;
  switch (kind) {
    case 'another_journal':
      return `the journal of ${party} is another one than before: it begins with another record`;
    case 'truncated':
      return `the journal of ${party} lost records: it had ${by(seen)} and now has ${by(told)}`;
    case 'forked':
      return `${party} showed two journals: that of ${by(seen)} and that of ${by(told)} part ${place}`;
  }
}
