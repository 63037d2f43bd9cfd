import { describeProblem, inDocumentOrder, openDocument } from '@skyaccord/wire';
import { publicKey } from '../header.ts';
import { type Fields, map, mapFields, may, must, type Read, readMapped } from '../spec/fields.ts';
import { count, instant, text, token } from '../spec/leaves.ts';
import type { Label } from '../spec/node.ts';

const FORM = 'statement/1';
const KEY_ID = token(/^[A-Za-z0-9_-]{43}$/, 'not the id of a key', 'copy it from `skyaccord memorandum keys`');
const PARTY = token(/^[a-z][a-z0-9-]{0,31}$/, 'not a party id', 'write the id of a party of the memorandum');
const l = (en: string, fr: string): Label => ({ en, fr });

const MEMORANDUM = map({
  id: must(l('memorandum', 'mémorandum'), token(/^[a-z][a-z0-9-]{0,63}$/, 'not a memorandum id', 'copy it')),
  version: must(l('version', 'version'), count(1, 1_000_000)),
  sha256: must(l('SHA-256', 'SHA-256'), token(/^[0-9a-f]{64}$/, 'not a SHA-256', 'copy the 64 digits of the content')),
});

const COMMON = {
  memorandum: must(l('memorandum', 'mémorandum'), MEMORANDUM),
  party: must(l('party', 'partie'), PARTY),
  office: may(l('office', 'service'), text(120)),
  made: must(l('made', 'faite'), instant),
  says: may(l('says', 'dit'), text(2000)),
} satisfies Fields;
const FROM = { from: must(l('from', 'à partir de'), instant) };

/** What each kind of statement says beside who says it, of what and when. */
const TABLES = {
  /** The party puts this text forward for signature. */
  proposed: COMMON,
  /** It stops keeping the memorandum from an instant on, for a while. */
  suspended: { ...COMMON, ...FROM },
  /** It keeps it again. */
  resumed: { ...COMMON, ...FROM },
  /** It leaves, from an instant on that the notice in the memorandum may move further off. */
  withdrawn: { ...COMMON, ...FROM },
  /** A key takes the place of another; signed with the one that it replaces. */
  key_rotated: { ...COMMON, replaces: must(l('replaces', 'remplace'), KEY_ID), key: must(l('key', 'clé'), publicKey) },
  /** A key counts no more; where `compromised_since` is given, neither does anything it signed from then on. */
  key_revoked: {
    ...COMMON,
    key_id: must(l('key', 'clé'), KEY_ID),
    compromised_since: may(l('compromised since', 'compromise depuis'), instant),
  },
} satisfies Record<string, Fields>;
const KINDS = Object.keys(TABLES) as StatementKind[];

export type StatementKind = keyof typeof TABLES;
/** What a party says of the life of a memorandum: attributed, dated, signed, and never edited. */
export type Statement = {
  [K in StatementKind]: { readonly kind: K } & Read<(typeof TABLES)[K]>;
}[StatementKind];

/** Reads a statement; `reason` says what is wrong with one that cannot be taken, place by place. */
export function parseStatement(content: unknown): { readonly statement: Statement } | { readonly reason: string } {
  const { root, problems } = openDocument(JSON.stringify(content ?? null), FORM);
  const kind = root?.peek('kind')?.oneOf(KINDS) ?? null;
  if (root !== null && kind === null && problems.length === 0) {
    root.problem('no kind', `add kind: one of ${KINDS.join(', ')}`, null);
  }
  let statement: Statement | null = null;
  if (root !== null && kind !== null) {
    const table: Fields = TABLES[kind];
    const context = { languages: [], parties: [], cite: () => {} };
    const fields = mapFields(root, table, ['skyaccord', 'kind']);
    statement = { kind, ...readMapped(root, fields, table, context, null) } as unknown as Statement;
  }
  if (statement !== null && problems.length === 0) return { statement };
  return { reason: inDocumentOrder(problems).map(describeProblem).join('; ') };
}
