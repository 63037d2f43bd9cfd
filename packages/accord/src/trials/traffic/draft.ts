import { type Field, openDocument, type Problem } from '@skyaccord/wire';
import { isMap, isScalar, isSeq, type Node, parseDocument, type YAMLMap } from 'yaml';
import { MemorandumError } from '../../memorandum/parse.ts';

const FORM = 'draft/1';

/** What a draft changes: the value of a field that a clause of another memorandum has already. */
type Change = { readonly clause: Field; readonly id: string; readonly key: string; readonly to: string; at: Field };

export type Draft = {
  readonly id: string;
  /** Where the memorandum stands, from where the draft stands. */
  readonly of: string;
  /**
   * The memorandum's text with the draft's values and id in it, line for line.
   * @throws {MemorandumError} where it has no such clause or field
   */
  apply(memorandum: string): string;
};

/** Whether a document calls itself a draft; a memorandum of its own is none. */
export const isDraft = (text: string): boolean => /^skyaccord:\s*["']?draft\/1["']?\s*(#.*)?$/m.test(text);

/**
 * Reads a draft: a memorandum told by what it changes in another one, so that a number can be tried without copying two
 * hundred lines. The words of the clauses stay as they are: a draft is tried, not signed.
 *
 * @throws {MemorandumError} with every problem placed
 */
export function readDraft(text: string): Draft {
  const { root, problems } = openDocument(text, FORM);
  if (root === null) throw new MemorandumError(problems);
  const fields = root.map(['skyaccord', 'id', 'of', 'set'] as const);
  const id = fields.id.token(
    /^[a-z][a-z0-9-]{0,63}$/,
    'not a memorandum id',
    'use up to 64 lower-case letters, digits and hyphens, a letter first',
  );
  const of = fields.of.text();
  const changes = fields.set.list(1, 256).flatMap(changesIn);
  if (problems.length > 0) throw new MemorandumError(problems);
  return { id, of, apply: (memorandum) => apply(memorandum, id, changes) };
}

/** One item of `set`: a clause, and fields of it with their new values. */
function changesIn(field: Field): Change[] {
  const entries = field.entries('clause');
  if (entries === null) return [];
  const clause = entries.find(([key]) => key === 'clause')?.[1];
  if (clause === undefined) {
    field.problem('names no clause', 'add clause: and the id of the clause', null);
    return [];
  }
  const id = clause.text(64);
  const changed = entries.filter(([key]) => key !== 'clause');
  if (changed.length === 0) field.problem('changes nothing', 'add a field of the clause and its value', null);
  return changed.map(([key, at]) => ({ clause, id, key, to: at.text(200), at }));
}

function apply(text: string, id: string, changes: readonly Change[]): string {
  const root = parseDocument(text, { version: '1.2', schema: 'core', prettyErrors: false }).contents;
  // What is no memorandum at all is told by its own reader.
  if (!isMap(root)) return text;
  const problems: Problem[] = [];
  const edits: [from: number, to: number, value: string][] = [];
  const write = (node: Node | null, value: string): boolean => {
    const range = node?.range;
    if (!isScalar(node) || !range) return false;
    edits.push([range[0], range[1], JSON.stringify(value)]);
    return true;
  };
  write(root.get('id', true) as Node | null, id);
  for (const change of changes) {
    const clause = clauseOf(root, change.id);
    if (clause === null) {
      problems.push(change.clause.describe('no clause of the memorandum', 'name a clause that it has'));
    } else if (!write(clause.get(change.key, true) as Node | null, change.to)) {
      const reason = `clause ${change.id} has no single value ${change.key} to change`;
      problems.push(change.at.describe(reason, 'name a field that is written there', change.key));
    }
  }
  if (problems.length > 0) throw new MemorandumError(problems);
  let out = text;
  for (const [from, to, value] of edits.sort((x, y) => y[0] - x[0])) out = out.slice(0, from) + value + out.slice(to);
  return out;
}

function clauseOf(root: YAMLMap, id: string): YAMLMap | null {
  const clauses = root.get('clauses', true);
  if (!isSeq(clauses)) return null;
  return clauses.items.find((item): item is YAMLMap => isMap(item) && item.get('id') === id) ?? null;
}
