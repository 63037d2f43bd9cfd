import type { Label, Parameter, Value } from '../spec/node.ts';
import type { Words } from '../terms.ts';
import { type ClauseDescription, type Description, describeMemorandum } from './describe.ts';
import { labelIn, valueIn } from './phrases.ts';

/** Where something changed: the memorandum as a whole, a party or a clause. */
export type Place =
  | { readonly of: 'memorandum' }
  | { readonly of: 'party'; readonly id: string; readonly name: string }
  | { readonly of: 'clause'; readonly id: string; readonly label: Label; readonly about: Value | null };

/** One difference of two versions. `labels` lead to the parameter; `language` is that of words that changed. */
export type Change =
  | {
      readonly place: Place;
      readonly change: 'added' | 'removed';
      readonly labels: readonly Label[];
      readonly value: Value | null;
    }
  | {
      readonly place: Place;
      readonly change: 'rises' | 'falls' | 'becomes';
      readonly labels: readonly Label[];
      readonly before: Value;
      readonly after: Value;
    }
  | {
      readonly place: Place;
      readonly change: 'reworded';
      readonly labels: readonly Label[];
      readonly language: string;
      readonly before: string | null;
      readonly after: string | null;
    }
  | { readonly place: Place; readonly change: 'kind'; readonly before: Label; readonly after: Label }
  | { readonly place: Place; readonly change: 'order' };

const TITLE: Label = { en: 'title', fr: 'titre' };

/** What the second version says otherwise than the first, in the order of the second; of plain data as it was read. */
export function compareMemoranda(before: unknown, after: unknown): Change[] {
  const [a, b] = [describeMemorandum(before), describeMemorandum(after)];
  const whole: Place = { of: 'memorandum' };
  return [
    ...compareWords(whole, [TITLE], a.title, b.title),
    ...compareParameters(whole, [], a.head, b.head),
    ...compareParties(a, b),
    ...compareClauses(a, b),
  ];
}

function compareParties(a: Description, b: Description): Change[] {
  const place = ({ id, name }: { id: string; name: string }): Place => ({ of: 'party', id, name });
  const changes: Change[] = [];
  for (const party of b.parties) {
    const old = a.parties.find(({ id }) => id === party.id);
    if (old === undefined) changes.push({ place: place(party), change: 'added', labels: [], value: null });
    else {
      if (old.name !== party.name) {
        const name: Label = { en: 'name', fr: 'nom' };
        const [was, is] = [old.name, party.name].map((text): Value => ({ type: 'text', text })) as [Value, Value];
        changes.push({ place: place(party), change: 'becomes', labels: [name], before: was, after: is });
      }
      changes.push(...compareParameters(place(party), [], old.parameters, party.parameters));
    }
  }
  const gone = a.parties.filter(({ id }) => !b.parties.some((party) => party.id === id));
  return [
    ...changes,
    ...gone.map((party) => ({ place: place(party), change: 'removed', labels: [], value: null }) as const),
  ];
}

function compareClauses(a: Description, b: Description): Change[] {
  const changes: Change[] = [];
  for (const clause of b.clauses) {
    const old = a.clauses.find(({ id }) => id === clause.id);
    const place = placeOf(clause);
    if (old === undefined) changes.push({ place, change: 'added', labels: [], value: null });
    else {
      if (old.kind !== clause.kind) changes.push({ place, change: 'kind', before: old.label, after: clause.label });
      else changes.push(...compareParameters(place, [], old.parameters, clause.parameters));
      changes.push(...compareWords(place, [], old.words, clause.words));
    }
  }
  const gone = a.clauses.filter(({ id }) => !b.clauses.some((clause) => clause.id === id));
  changes.push(
    ...gone.map((clause) => ({ place: placeOf(clause), change: 'removed', labels: [], value: null }) as const),
  );
  const common = (from: Description, other: Description) =>
    from.clauses.flatMap(({ id }) => (other.clauses.some((clause) => clause.id === id) ? [id] : []));
  const moved = common(a, b).some((id, index) => common(b, a)[index] !== id);
  return moved ? [...changes, { place: { of: 'memorandum' }, change: 'order' }] : changes;
}

/** A clause, with what tells it from others of its kind: the encounter classes of a separation minimum. */
function placeOf({ id, label, parameters }: ClauseDescription): Place {
  const applies = parameters.find(({ key }) => key === 'applies')?.value;
  const classes =
    applies?.type === 'group' ? applies.parameters.find(({ key }) => key === 'classes')?.value : undefined;
  return { of: 'clause', id, label, about: classes ?? null };
}

function compareParameters(
  place: Place,
  above: readonly Label[],
  before: readonly Parameter[],
  after: readonly Parameter[],
): Change[] {
  const changes = after.flatMap(({ key, label, value }): Change[] => {
    const labels = [...above, label];
    const old = before.find((one) => one.key === key);
    if (old === undefined) return [{ place, change: 'added', labels, value }];
    return compareValues(place, labels, old.value, value);
  });
  const gone = before.filter(({ key }) => !after.some((one) => one.key === key));
  return [
    ...changes,
    ...gone.map(({ label, value }) => ({ place, change: 'removed', labels: [...above, label], value }) as const),
  ];
}

function compareValues(place: Place, labels: readonly Label[], before: Value, after: Value): Change[] {
  if (before.type === 'words' && after.type === 'words') return compareWords(place, labels, before.words, after.words);
  if (before.type === 'group' && after.type === 'group') {
    return compareParameters(place, labels, before.parameters, after.parameters);
  }
  if (before.type === 'list' && after.type === 'list') return compareLists(place, labels, before.items, after.items);
  if (same(before, after)) return [];
  return [{ place, change: direction(before, after), labels, before, after }];
}

function direction(before: Value, after: Value): 'rises' | 'falls' | 'becomes' {
  const [was, is] = [before, after].map((value) =>
    value.type === 'quantity' || value.type === 'number' ? value.value : Number.NaN,
  ) as [number, number];
  return is > was ? 'rises' : is < was ? 'falls' : 'becomes';
}

/** Lists of single values by what is in them; lists of things with parts, or of sentences, place by place. */
function compareLists(
  place: Place,
  labels: readonly Label[],
  before: readonly Value[],
  after: readonly Value[],
): Change[] {
  const parts = [...before, ...after].some(({ type }) => type === 'group' || type === 'words');
  if (!parts) {
    const added = after.filter((value) => !before.some((one) => same(one, value)));
    const removed = before.filter((value) => !after.some((one) => same(one, value)));
    const changes = [
      ...added.map((value) => ({ place, change: 'added', labels, value }) as const),
      ...removed.map((value) => ({ place, change: 'removed', labels, value }) as const),
    ];
    if (changes.length > 0 || after.every((value, index) => same(value, before[index] as Value))) return changes;
    return [
      {
        place,
        change: 'becomes',
        labels,
        before: { type: 'list', items: before },
        after: { type: 'list', items: after },
      },
    ];
  }
  const most = Math.max(before.length, after.length);
  return Array.from({ length: most }, (_, index): Change[] => {
    const number = { en: `${index + 1}`, fr: `${index + 1}` };
    const [was, is] = [before[index], after[index]];
    if (was !== undefined && is !== undefined) return compareValues(place, [...labels, number], was, is);
    if (is !== undefined) return [{ place, change: 'added', labels: [...labels, number], value: is }];
    return was === undefined ? [] : [{ place, change: 'removed', labels: [...labels, number], value: was }];
  }).flat();
}

function compareWords(place: Place, labels: readonly Label[], before: Words, after: Words): Change[] {
  const languages = [...new Set([...Object.keys(after), ...Object.keys(before)])];
  return languages.flatMap((language): Change[] => {
    const [was, is] = [before[language] ?? null, after[language] ?? null];
    return was === is ? [] : [{ place, change: 'reworded', labels, language, before: was, after: is }];
  });
}

/** 3 NM and 5556 m say the same, written otherwise: that is a change of words, not of what holds; it is told. */
const same = (a: Value, b: Value): boolean => JSON.stringify(a) === JSON.stringify(b);

const SENTENCES = {
  rises: { en: 'rises from', fr: 'passe de' },
  falls: { en: 'falls from', fr: 'passe de' },
  becomes: { en: 'changes from', fr: 'passe de' },
  to: { en: 'to', fr: 'à' },
  added: { en: 'added', fr: 'ajouté' },
  removed: { en: 'removed', fr: 'supprimé' },
  words: { en: 'words', fr: 'texte' },
  order: { en: 'the order of the clauses changed', fr: "l'ordre des clauses a changé" },
  kind: { en: 'kind', fr: 'type' },
  party: { en: 'party', fr: 'partie' },
  memorandum: { en: 'memorandum', fr: 'mémorandum' },
} satisfies Record<string, Label>;

/** One change as a sentence: `SEP-2, separation minimum (crewed and crewed): grace time falls from 3 min to 1 min`. */
export function changeIn(change: Change, language: string): string {
  const say = (label: Label): string => labelIn(label, language);
  return `${placeIn(change.place, language)}: ${whatIn(change, say, language)}`;
}

function whatIn(change: Change, say: (label: Label) => string, language: string): string {
  const { from, to } = { from: (label: Label) => say(label), to: say(SENTENCES.to) };
  switch (change.change) {
    case 'order':
      return say(SENTENCES.order);
    case 'kind':
      return `${say(SENTENCES.kind)} ${from(SENTENCES.becomes)} ${say(change.before)} ${to} ${say(change.after)}`;
    case 'reworded': {
      const name = [...change.labels.map(say), say(SENTENCES.words), `(${change.language})`].join(' ');
      if (change.before === null) return `${name}: ${say(SENTENCES.added)}: ${change.after}`;
      if (change.after === null) return `${name}: ${say(SENTENCES.removed)}: ${change.before}`;
      return `${name} ${from(SENTENCES.becomes)} «${change.before}» ${to} «${change.after}»`;
    }
    case 'added':
    case 'removed': {
      const name = change.labels.map(say).join(' ');
      const value = change.value === null ? '' : `: ${valueIn(change.value, language)}`;
      return `${name === '' ? '' : `${name} `}${say(SENTENCES[change.change])}${value}`;
    }
    default: {
      const name = change.labels.map(say).join(' ');
      const [before, after] = [valueIn(change.before, language), valueIn(change.after, language)];
      return `${name} ${from(SENTENCES[change.change])} ${before} ${to} ${after}`;
    }
  }
}

function placeIn(place: Place, language: string): string {
  if (place.of === 'memorandum') return labelIn(SENTENCES.memorandum, language);
  if (place.of === 'party') return `${labelIn(SENTENCES.party, language)} ${place.id} (${place.name})`;
  const about = place.about === null ? '' : ` (${valueIn(place.about, language)})`;
  return `${place.id}, ${labelIn(place.label, language)}${about}`;
}
