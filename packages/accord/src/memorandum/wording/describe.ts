import { contacts, definitions, keys, period, units } from '../header.ts';
import { kindNamed } from '../kinds.ts';
import type { Label, Node, Parameter, Value } from '../spec/node.ts';
import { namedBox } from '../spec/places.ts';
import type { Words } from '../terms.ts';

/** A memorandum as a reader is to be shown it, in any language: from what was signed, as it was written. */
export type Description = {
  readonly title: Words;
  readonly languages: readonly string[];
  readonly head: readonly Parameter[];
  readonly parties: readonly PartyDescription[];
  readonly clauses: readonly ClauseDescription[];
};
export type PartyDescription = {
  readonly id: string;
  readonly name: string;
  readonly parameters: readonly Parameter[];
};
export type ClauseDescription = {
  readonly id: string;
  readonly kind: string;
  readonly label: Label;
  /** Whether a machine can judge it, or people are asked. */
  readonly judged: 'machine' | 'people';
  readonly words: Words;
  readonly parameters: readonly Parameter[];
};

type Map = Readonly<Record<string, unknown>>;

const ROLES: Readonly<Record<string, Label>> = {
  signatory: { en: 'signatory', fr: 'signataire' },
  host: { en: 'host state', fr: 'État hôte' },
  third_party: { en: 'third party', fr: 'tiers' },
};
const RULES: Readonly<Record<string, Label>> = {
  address: { en: 'address', fr: 'adresse' },
  registration: { en: 'registration', fr: 'immatriculation' },
  callsign_prefix: { en: 'callsigns beginning with', fr: "indicatifs d'appel commençant par" },
  registration_prefix: { en: 'registrations beginning with', fr: 'immatriculations commençant par' },
  crew: { en: 'crew', fr: 'équipage' },
  name: { en: 'name', fr: 'nom' },
};

/** `content`: the plain data of a memorandum that was read without a problem. */
export function describeMemorandum(content: unknown): Description {
  const document = content as Map;
  const text = (key: string, label: Label): Parameter => ({ key, label, value: asText(document[key]) });
  const shown = (key: string, label: Label, node: Node<unknown, string>): Parameter[] =>
    document[key] === undefined ? [] : [{ key, label, value: node.show(document[key]) }];
  return {
    title: document.title as Words,
    languages: document.languages as string[],
    head: [
      text('id', { en: 'memorandum', fr: 'mémorandum' }),
      text('version', { en: 'version', fr: 'version' }),
      { key: 'languages', label: { en: 'languages', fr: 'langues' }, value: asList(document.languages as string[]) },
      ...shown('area', { en: 'area', fr: 'zone' }, namedBox),
      ...shown('period', { en: 'period', fr: 'période' }, period),
      ...shown('definitions', { en: 'definitions', fr: 'définitions' }, definitions),
    ],
    parties: (document.parties as Map[]).map(describeParty),
    clauses: (document.clauses as Map[]).map(describeClause),
  };
}

function describeParty(party: Map): PartyDescription {
  const parameters: Parameter[] = [];
  const role = ROLES[String(party.role)];
  if (role !== undefined) {
    const value: Value = { type: 'choice', value: String(party.role), label: role };
    parameters.push({ key: 'role', label: { en: 'role', fr: 'rôle' }, value });
  }
  const shown = (key: string, label: Label, node: Node<unknown, string>): void => {
    if (party[key] !== undefined) parameters.push({ key, label, value: node.show(party[key]) });
  };
  shown('units_bound', { en: 'units bound', fr: 'unités liées' }, units);
  shown('contacts', { en: 'contacts', fr: 'contacts' }, contacts);
  shown('keys', { en: 'public keys', fr: 'clés publiques' }, keys);
  if (party.aircraft !== undefined) {
    const items = (party.aircraft as Map[]).map((rule): Value => {
      const fields = Object.entries(RULES).filter(([key]) => rule[key] !== undefined);
      return { type: 'group', parameters: fields.map(([key, label]) => ({ key, label, value: asText(rule[key]) })) };
    });
    parameters.push({ key: 'aircraft', label: { en: 'aircraft', fr: 'aéronefs' }, value: { type: 'list', items } });
  }
  return { id: String(party.id), name: String(party.name), parameters };
}

function describeClause(clause: Map): ClauseDescription {
  const kind = kindNamed(String(clause.kind));
  if (kind === undefined) throw new Error(`a clause of the kind ${String(clause.kind)} was never read`);
  const { label, judged } = kind;
  const parameters = kind.show(clause);
  return { id: String(clause.id), kind: kind.kind, label, judged, words: clause.words as Words, parameters };
}

const asText = (value: unknown): Value => ({ type: 'text', text: String(value) });
const asList = (texts: readonly string[]): Value => ({ type: 'list', items: texts.map(asText) });
