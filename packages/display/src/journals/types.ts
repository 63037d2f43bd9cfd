/** Answer of `journal/head`. */
export type OwnHeadAnswer = {
  readonly sequence: number;
  readonly hash: string;
  readonly verified_at_ms: number | null;
};

type TreeHead = { readonly size: number; readonly root: string; readonly time_ms: number };
type SignedHead = { readonly head: TreeHead; readonly signature: string };
type SeenHead = SignedHead & { readonly via: string; readonly at_ms: number };

/** What stands between this journal and that of one party. */
export type HeadStanding = {
  readonly party: string;
  readonly seen: TreeHead | null;
  readonly seen_ms: number | null;
  readonly chain: readonly { readonly size: number; readonly at_ms: number; readonly via: string }[];
  readonly told: TreeHead | null;
  readonly countersigned: SignedHead | null;
  readonly waiting: number;
  readonly fault: {
    readonly kind: 'another_journal' | 'forked' | 'truncated';
    readonly seen: SeenHead;
    readonly told: SeenHead;
    readonly after: number;
    readonly until: number;
    readonly words: string;
  } | null;
  readonly refused: {
    readonly told: SignedHead;
    readonly seen: SignedHead;
    readonly because: 'another_journal' | 'forked' | 'truncated';
    readonly after: number;
    readonly until: number;
  } | null;
};

/** Answer of `journal/heads`. */
export type HeadsAnswer = { readonly heads: readonly HeadStanding[] };

/** Answer of `personal`. */
export type PersonalAnswer = {
  readonly kept: readonly {
    readonly store: string;
    readonly name: string;
    readonly kept_ms: number | null;
    readonly due_ms: number | null;
    readonly opens: boolean;
  }[];
  readonly erased: readonly {
    readonly store: string;
    readonly name: string;
    readonly erased_ms: number;
    readonly because: string;
  }[];
  readonly retention: Readonly<Record<string, number>>;
};
