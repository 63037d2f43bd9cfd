import type { TreeHead } from '@skyaccord/proof';
import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';

/** Sizes that may be asked about at once. */
export const MOST_ASKED = 16;
/** A path of consistency has at most two hashes a level. */
const MOST_HASHES = 128;

const closed = { additionalProperties: false } as const;
const hash = Type.String({ pattern: '^[0-9a-f]{64}$' });
const size = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const signature = Type.String({ minLength: 1, maxLength: 1024 });
const head = Type.Object(
  { skyaccord: Type.Literal('tree-head/1'), log: hash, size, root: hash, time_ms: size },
  closed,
);
const path = Type.Object({ from: size, path: Type.Array(hash, { maxItems: MOST_HASHES }) }, closed);

const HEAD = Type.Object(
  { kind: Type.Literal('tree_head'), head, signature, since: Type.Union([path, Type.Null()]) },
  closed,
);
const RELAYED = Type.Object(
  { kind: Type.Literal('tree_head_relayed'), of: Type.String({ minLength: 1, maxLength: 64 }), head, signature },
  closed,
);
const ASKED = Type.Object(
  { kind: Type.Literal('tree_paths_asked'), to: size, from: Type.Array(size, { minItems: 1, maxItems: MOST_ASKED }) },
  closed,
);
const PATHS = Type.Object(
  { kind: Type.Literal('tree_paths'), to: size, paths: Type.Array(path, { maxItems: MOST_ASKED }) },
  closed,
);
const SEEN = Type.Object({ kind: Type.Literal('tree_head_seen'), head, countersignature: signature }, closed);
const REFUSED = Type.Object(
  {
    kind: Type.Literal('tree_head_refused'),
    told: Type.Object({ head, signature }, closed),
    seen: Type.Object({ head, signature }, closed),
    because: Type.Union([Type.Literal('another_journal'), Type.Literal('forked'), Type.Literal('truncated')]),
    after: size,
    until: size,
  },
  closed,
);

/** What a node says of its own journal; `since` proves that it continues what it said to the same party before. */
export type HeadMessage = { kind: 'tree_head'; head: TreeHead; signature: string; since: PathFrom | null };
/** What a node was told by another one, handed on: whoever shows two journals is found by this. */
export type RelayedMessage = Static<typeof RELAYED>;
/** Asks the owner of a journal to prove that at size `to` it continues itself at each of the sizes `from`. */
export type AskedMessage = Static<typeof ASKED>;
/** The answer; sizes that the journal never had are left out. */
export type PathsMessage = Static<typeof PATHS>;
/** Countersigned: this is what we were told, and it continues what we were told before. */
export type SeenMessage = Static<typeof SEEN>;
/** It does not: the two histories part after record `after`, at latest with record `until`. */
export type RefusedMessage = Static<typeof REFUSED>;
export type PathFrom = Static<typeof path>;
export type Told = { readonly head: TreeHead; readonly signature: string };

const checks = {
  tree_head: Compile(HEAD),
  tree_head_relayed: Compile(RELAYED),
  tree_paths_asked: Compile(ASKED),
  tree_paths: Compile(PATHS),
  tree_head_seen: Compile(SEEN),
  tree_head_refused: Compile(REFUSED),
};

/** Whether a body that came over a link is a message of this kind in every field. */
export const isMessage = {
  head: (body: unknown): body is HeadMessage => checks.tree_head.Check(body),
  relayed: (body: unknown): body is RelayedMessage => checks.tree_head_relayed.Check(body),
  asked: (body: unknown): body is AskedMessage => checks.tree_paths_asked.Check(body),
  paths: (body: unknown): body is PathsMessage => checks.tree_paths.Check(body),
  seen: (body: unknown): body is SeenMessage => checks.tree_head_seen.Check(body),
  refused: (body: unknown): body is RefusedMessage => checks.tree_head_refused.Check(body),
};
