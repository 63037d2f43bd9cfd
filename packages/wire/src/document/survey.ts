import { Lexer } from 'yaml';

/** A long memorandum has a tenth of this; parsing as many takes less than a second whatever they are. */
const MOST_TOKENS = 150_000;
/** Brackets, braces and indented blocks within one another: the parser descends once for each, and has one stack. */
const MOST_DEPTH = 64;

/** Marks that the lexer puts between tokens: they stand for no text. */
const MARKS: ReadonlySet<string> = new Set(['\u0002', '\u0018', '\u001f']);
/** After one of these, what follows on the line is a block of its own. */
const OPENS: ReadonlySet<string> = new Set(['-', '?']);
const BLANK = /^[ \t\r\n]*$/;

/** What makes a text too much to parse, with its place; `null` when nothing does. */
export type Excess = { readonly offset: number; readonly reason: string; readonly remedy: string };

/**
 * Counts the tokens of a text, and how deep it goes, before anything is built from them: parsing takes many times as
 * long as this, and a text made to hurt can have a million errors in a megabyte.
 */
export function findExcess(text: string): Excess | null {
  let offset = 0;
  let tokens = 0;
  let brackets = 0;
  let line = 0;
  let opens = true;
  /** Columns at which the blocks begin that are open here, each further in than the last. */
  const blocks: number[] = [];
  for (const token of new Lexer().lex(text)) {
    if (MARKS.has(token)) continue;
    tokens += 1;
    if (opens && brackets === 0 && !BLANK.test(token)) {
      while (blocks.length > 0 && blocks.at(-1)! >= offset - line) blocks.pop();
      blocks.push(offset - line);
      opens = OPENS.has(token);
    }
    if (token === '[' || token === '{') brackets += 1;
    else if (token === ']' || token === '}') brackets -= 1;
    if (brackets + blocks.length > MOST_DEPTH) {
      return { offset, reason: 'nested too deeply', remedy: 'use fewer levels' };
    }
    if (tokens > MOST_TOKENS) {
      return { offset, reason: `more than ${MOST_TOKENS} words and signs`, remedy: 'give a shorter document' };
    }
    const end = token.lastIndexOf('\n');
    if (end >= 0) {
      line = offset + end + 1;
      opens = true;
    }
    offset += token.length;
  }
  return null;
}
