import type { Label } from '../spec/node.ts';
import { describeMemorandum } from '../wording/describe.ts';
import { type Line, labelIn, linesIn, wordsIn } from '../wording/phrases.ts';

/**
 * A memorandum in one language, part by part, for a page that lays it out itself: what was signed, as it was written.
 */
export type Reading = {
  /** BCP 47. */
  readonly language: string;
  readonly languages: readonly string[];
  readonly title: string;
  readonly head: readonly Line[];
  readonly parties: readonly { readonly id: string; readonly name: string; readonly lines: readonly Line[] }[];
  readonly clauses: readonly {
    readonly id: string;
    readonly kind: string;
    /** The kind in words. */
    readonly label: string;
    readonly judged: 'machine' | 'people';
    readonly words: string;
    /** Its parameters in words, a line each. */
    readonly lines: readonly Line[];
  }[];
};

/**
 * `content`: the plain data of a memorandum that was read without a problem. Words of a language that it does not have
 * are those of its first one; labels are English where the program does not speak the language.
 */
export function readingOf(content: unknown, language: string): Reading {
  const { title, languages, head, parties, clauses } = describeMemorandum(content);
  const say = (label: Label): string => labelIn(label, language);
  return {
    language,
    languages,
    title: wordsIn(title, language),
    head: linesIn(head, language),
    parties: parties.map(({ id, name, parameters }) => ({ id, name, lines: linesIn(parameters, language) })),
    clauses: clauses.map(({ id, kind, label, judged, words, parameters }) => ({
      id,
      kind,
      label: say(label),
      judged,
      words: wordsIn(words, language),
      lines: linesIn(parameters, language),
    })),
  };
}
