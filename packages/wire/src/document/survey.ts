import { Lexer } from 'yaml';

/** A long memorandum has a tenth of this; parsing as many takes less than a second whatever they are. */
const MOST_TOKENS = 150_000;
/** Brackets and braces within one another. */
const MOST_DEPTH = 64;

/** Marks that the lexer puts between tokens: they stand for no text. */
const MARKS: ReadonlySet<string> = new Set(['\u0002', '\u0018', '\u001f']);

/** What makes a text too much to parse, with its place; `null` when nothing does. */
export type Excess = { readonly offset: number; readonly reason: string; readonly remedy: string };

/**
 * Counts the tokens of a text before anything is built from them: parsing takes many times as long as this, and a text
 * made to hurt can have a million errors in a megabyte.
 */
export function findExcess(text: string): Excess | null {
  let offset = 0;
  let tokens = 0;
  let depth = 0;
  for (const token of new Lexer().lex(text)) {
    if (MARKS.has(token)) continue;
    tokens += 1;
    if (token === '[' || token === '{') depth += 1;
    else if (token === ']' || token === '}') depth -= 1;
    if (depth > MOST_DEPTH) return { offset, reason: 'nested too deeply', remedy: 'use fewer levels' };
    if (tokens > MOST_TOKENS) {
      return { offset, reason: `more than ${MOST_TOKENS} words and signs`, remedy: 'give a shorter document' };
    }
    offset += token.length;
  }
  return null;
}
