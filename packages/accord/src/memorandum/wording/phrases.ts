import type { Label, Parameter, Value } from '../spec/node.ts';
import type { Words } from '../terms.ts';

/** A label in a language; in English where the program does not speak it. A regional tag falls back on its language. */
export function labelIn(label: Label, language: string): string {
  return language === 'fr' || language.startsWith('fr-') ? label.fr : label.en;
}

/** A sentence of the memorandum in a language, or in its first one. */
export function wordsIn(words: Words, language: string): string {
  return words[language] ?? Object.values(words)[0] ?? '';
}

/** A value in words, on one line: quantities as they were written and signed. */
export function valueIn(value: Value, language: string): string {
  switch (value.type) {
    case 'quantity':
      return value.written;
    case 'instant':
      return value.written.replace('T', ' ');
    case 'number':
      return String(value.value);
    case 'choice':
      return labelIn(value.label, language);
    case 'text':
      return value.text;
    case 'words':
      return wordsIn(value.words, language);
    case 'list':
      return value.items.map((item) => valueIn(item, language)).join(isPlain(value) ? ', ' : '; ');
    case 'group':
      return value.parameters
        .map((one) => `${labelIn(one.label, language)} ${valueIn(one.value, language)}`)
        .join(', ');
  }
}

/** One line of a list of parameters, and how deep it stands. */
export type Line = { readonly depth: number; readonly label: string; readonly text: string };

/** Parameters in words, a line each; what has parts of its own stands above them. */
export function linesIn(parameters: readonly Parameter[], language: string, depth = 0): Line[] {
  return parameters.flatMap(({ label, value }): Line[] => {
    const name = labelIn(label, language);
    if (value.type === 'group') {
      return [{ depth, label: name, text: '' }, ...linesIn(value.parameters, language, depth + 1)];
    }
    if (value.type !== 'list' || isPlain(value)) return [{ depth, label: name, text: valueIn(value, language) }];
    const items = value.items.flatMap((item, index): Line[] => {
      const number = `${index + 1}.`;
      if (item.type !== 'group') return [{ depth: depth + 1, label: number, text: valueIn(item, language) }];
      const [first, ...others] = linesIn(item.parameters, language, depth + 2);
      return first === undefined ? [] : [{ ...first, depth: depth + 1, label: `${number} ${first.label}` }, ...others];
    });
    return [{ depth, label: name, text: '' }, ...items];
  });
}

/** A list that fits on one line: of single words and short texts. */
function isPlain(value: Extract<Value, { type: 'list' }>): boolean {
  return value.items.every(({ type }) => type === 'choice' || type === 'text' || type === 'quantity');
}
