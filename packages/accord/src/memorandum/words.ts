import type { Field } from '@skyaccord/wire';
import type { Words } from './terms.ts';

/** Shape of a BCP 47 language tag: a language and optional subtags. */
const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;

/** Reads the languages of a memorandum; the first one is shown where nothing else is asked for. */
export function parseLanguages(field: Field): string[] {
  const languages: string[] = [];
  for (const item of field.list(1, 32)) {
    const language = item.token(LANGUAGE, 'not a language tag', 'write a BCP 47 tag such as en, fr or pt-BR');
    if (language === '') continue;
    if (languages.includes(language)) item.problem('language named twice', 'keep one of them');
    else languages.push(language);
  }
  return languages;
}

/** Reads one sentence in every language of the memorandum: a party that cannot read a rule cannot keep it. */
export function parseWords(field: Field, languages: readonly string[]): Words {
  const entries = field.entries(languages[0] ?? 'en');
  if (entries === null) return {};
  const written = new Map(entries);
  for (const [language, other] of written) {
    if (languages.length > 0 && !languages.includes(language)) {
      other.problem('not a language of this memorandum', `add ${language} to languages, or remove it here`);
    }
  }
  const words: [string, string][] = [];
  for (const language of languages) {
    const text = written.get(language);
    if (text !== undefined) words.push([language, text.text()]);
    else field.problem(`no words in ${language}`, `add "${language}: ..."`, null);
  }
  return Object.fromEntries(words);
}
