import type { CaseRelease, CaseWork, RedactionProblem, ReleaseWords } from '@skyaccord/accord';

/** What the node says of a text for the public: the release that it makes, or why there can be none. */
export type Releasing = {
  readonly but: string | null;
  readonly release: CaseRelease | null;
  readonly problems: readonly RedactionProblem[];
  readonly languages: readonly string[];
  readonly told: readonly { readonly field: string; readonly told: string }[];
};

/** A text as it is typed: paragraphs in one field, an empty line between two. */
export type Typed = { title: string; summary: string; text: string; facts: { label: string; value: string }[] };

export function typedOf(words: ReleaseWords | undefined): Typed {
  const { title = '', summary = '', paragraphs = [], facts = [] } = words ?? {};
  return { title, summary, text: paragraphs.join('\n\n'), facts: facts.map((fact) => ({ ...fact })) };
}

export function wordsOf({ title, summary, text, facts }: Typed): ReleaseWords {
  const paragraphs = text
    .split(/\n\s*\n/)
    .map((one) => one.replace(/\s+/g, ' ').trim())
    .filter((one) => one !== '');
  const said = facts.map(({ label, value }) => ({ label: label.trim(), value: value.trim() }));
  return {
    title: title.trim(),
    summary: summary.trim(),
    paragraphs,
    facts: said.filter(({ label, value }) => label !== '' || value !== ''),
  };
}

export const RELEASE_STATES: Readonly<Record<CaseWork['releases'][number]['state'], string>> = {
  waits: 'waits for signatures',
  released: 'released',
  replaced: 'was released; a later version took its place',
  declined: 'declined',
  superseded: 'another text took its place',
  void: 'cannot be released',
};
