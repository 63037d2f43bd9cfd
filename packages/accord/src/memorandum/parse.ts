import { describeProblem, type Field, inDocumentOrder, openDocument, type Problem } from '@skyaccord/wire';
import { parseArea } from './area.ts';
import { Citations } from './citations.ts';
import { parseClause } from './clause.ts';
import { doubtContradictions, refuseContradictions } from './contradictions.ts';
import { definitions, period } from './header.ts';
import type { Clause, Memorandum } from './memorandum.ts';
import { parseParty } from './party.ts';
import { adviseOnClauses, refuseDuplicateIds, refuseSharedAircraft } from './review.ts';
import { parseLanguages, parseWords } from './words.ts';

const FORM = 'memorandum/1';
const MOST_WARNINGS = 200;

/** A memorandum was refused. `problems` holds everything found wrong at once, not only the first. */
export class MemorandumError extends Error {
  override readonly name = 'MemorandumError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
    const ordered = inDocumentOrder(problems);
    super(`the memorandum is refused for ${count}:\n${ordered.map((one) => `  ${describeProblem(one)}`).join('\n')}`);
    this.problems = ordered;
  }
}

export type ReadMemorandum = {
  readonly memorandum: Memorandum;
  /** What it may say but hardly means. */
  readonly warnings: readonly Problem[];
  /**
   * The document as plain data: every value as it was written, whatever the order of keys, comments, quotes and flow.
   * Its canonical form is what parties sign.
   */
  readonly content: unknown;
};

/**
 * Reads a memorandum from YAML 1.2 or JSON (`docs/memorandum.md` describes the form), checks it and freezes it.
 * Throws `MemorandumError` with every problem, its place and remedy.
 */
export function parseMemorandum(text: string): ReadMemorandum {
  const { root, problems } = openDocument(text, FORM);
  if (root === null) throw new MemorandumError(problems);

  const optional = ['area', 'period', 'definitions'] as const;
  const required = ['skyaccord', 'id', 'version', 'title', 'languages', 'parties', 'clauses'] as const;
  const fields = root.map([...required, ...optional], optional);
  const id = fields.id.token(
    /^[a-z][a-z0-9-]{0,63}$/,
    'not a memorandum id',
    'use up to 64 lower-case letters, digits and hyphens, a letter first',
  );
  const version = fields.version.integer(1, 1_000_000);
  const languages = parseLanguages(fields.languages);
  const title = parseWords(fields.title, languages);
  const area = fields.area.present ? parseArea(fields.area) : null;
  const citations = new Citations();
  const cite = (field: Field, clause: string): void => citations.add(field, clause);
  const before = { languages, parties: [], cite };
  const more = {
    ...(fields.period.present ? { period: period.read(fields.period, before) } : {}),
    ...(fields.definitions.present ? { definitions: definitions.read(fields.definitions, before) } : {}),
  };

  const partyFields = fields.parties.list(1, 256);
  const declared = partyFields.map((field) => parseParty(field, before));
  const parties = declared.map(({ party }) => party);
  refuseDuplicateIds(parties, partyFields);
  refuseSharedAircraft(declared);

  const brief = parties.map((party) => ({ id: party.id, roles: (party.contacts ?? []).map(({ role }) => role) }));
  const clauses: Clause[] = [];
  const clauseFields: Field[] = [];
  for (const field of fields.clauses.list(1, 512)) {
    citations.from(field);
    const clause = parseClause(field, { languages, parties: brief, cite });
    if (clause === null) continue;
    clauses.push(clause);
    clauseFields.push(field);
  }
  refuseDuplicateIds(clauses, clauseFields);
  citations.refuseUnknown(clauses, clauseFields);
  const placed = clauses.map((clause, index) => ({ clause, field: clauseFields[index] as Field }));
  refuseContradictions(placed);

  if (problems.length > 0) throw new MemorandumError(problems);
  const ids = parties.map((party) => party.id);
  const doubts = [
    ...adviseOnClauses(clauses, clauseFields, fields.clauses, ids),
    ...doubtContradictions(placed, more.period),
  ];
  const warnings = inDocumentOrder(doubts).slice(0, MOST_WARNINGS);
  const memorandum = freeze({ id, version, title, languages, area, ...more, parties, clauses });
  return { memorandum, warnings, content: root.content() };
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) freeze(inner);
  }
  return value;
}
