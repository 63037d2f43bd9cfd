import { describeProblem, type Field, inDocumentOrder, openDocument, type Problem } from '@skyaccord/wire';
import { parseArea } from './area.ts';
import { parseClause } from './clause.ts';
import type { Clause, Memorandum } from './memorandum.ts';
import { parseParty } from './party.ts';
import { adviseOnClauses, refuseDuplicateIds, refuseSharedAircraft } from './review.ts';
import { parseLanguages, parseWords } from './words.ts';

const FORM = 'memorandum/1';

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

/**
 * Reads a memorandum from YAML 1.2 or JSON (`docs/memorandum.md` describes the form), checks it and freezes it.
 * `warnings` are what it may say but hardly means. Throws `MemorandumError` with every problem, its place and remedy.
 */
export function parseMemorandum(text: string): { memorandum: Memorandum; warnings: Problem[] } {
  const { root, problems } = openDocument(text, FORM);
  if (root === null) throw new MemorandumError(problems);

  const fields = root.map(['skyaccord', 'id', 'version', 'title', 'languages', 'area', 'parties', 'clauses'], ['area']);
  const id = fields.id.token(
    /^[a-z][a-z0-9-]{0,63}$/,
    'not a memorandum id',
    'use up to 64 lower-case letters, digits and hyphens, a letter first',
  );
  const version = fields.version.integer(1, 1_000_000);
  const languages = parseLanguages(fields.languages);
  const title = parseWords(fields.title, languages);
  const area = fields.area.present ? parseArea(fields.area) : null;

  const partyFields = fields.parties.list(1, 256);
  const declared = partyFields.map(parseParty);
  const parties = declared.map(({ party }) => party);
  refuseDuplicateIds(parties, partyFields);
  refuseSharedAircraft(declared);

  const partyIds = parties.map((party) => party.id).filter((party) => party !== '');
  const clauses: Clause[] = [];
  const clauseFields: Field[] = [];
  for (const field of fields.clauses.list(1, 512)) {
    const clause = parseClause(field, languages, partyIds);
    if (clause === null) continue;
    clauses.push(clause);
    clauseFields.push(field);
  }
  refuseDuplicateIds(clauses, clauseFields);

  if (problems.length > 0) throw new MemorandumError(problems);
  const warnings = adviseOnClauses(clauses, clauseFields, fields.clauses, partyIds);
  return { memorandum: freeze({ id, version, title, languages, area, parties, clauses }), warnings };
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) freeze(inner);
  }
  return value;
}
