import type { Field } from '@skyaccord/wire';
import type { Words } from '../terms.ts';

/** What something is called, in each language that the program speaks; a memorandum's own words may be in any. */
export type Label = { readonly en: string; readonly fr: string };

/** A JSON Schema (draft 2020-12), as plain data. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** What is known of the memorandum around the place that is read. */
export type Context = {
  readonly languages: readonly string[];
  readonly parties: readonly PartyInBrief[];
  /** Takes note of a clause that another one cites; whether there is one is known at the end of the document. */
  cite(field: Field, id: string): void;
};
export type PartyInBrief = { readonly id: string; readonly roles: readonly string[] };

/**
 * A value of the document as a reader is to be shown it: in the words in which it was written and signed, and in SI for
 * whoever compares or converts.
 */
export type Value =
  | { readonly type: 'quantity'; readonly written: string; readonly dimension: string; readonly value: number }
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'instant'; readonly written: string; readonly time_ms: number }
  | { readonly type: 'choice'; readonly value: string; readonly label: Label }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'words'; readonly words: Words }
  | { readonly type: 'list'; readonly items: readonly Value[] }
  | { readonly type: 'group'; readonly parameters: readonly Parameter[] };

/** One parameter in words: `key` is the field of the document, the same in every language. */
export type Parameter = { readonly key: string; readonly label: Label; readonly value: Value };

/**
 * One kind of value, said once: how it is read and checked, how an editor is told of it, how it goes over the API and
 * how it is shown. `T` is what the watch gets, `S` what its name gets appended: the unit.
 */
export type Node<T, S extends string = ''> = {
  readonly suffix: S;
  /** Reads and checks it; what cannot be read has been reported, and a stand-in of the right type comes back. */
  read(field: Field, context: Context): T;
  /** Of the value as it is written. */
  readonly schema: JsonSchema;
  /** Of the value as the watch and the API have it. */
  readonly parsed: JsonSchema;
  /** `content`: the value as it is written, of a document that was read without a problem. */
  show(content: unknown): Value;
};

/** What a node reads. */
export type ValueOf<N> = N extends Node<infer T, string> ? T : never;
