import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type Scalar, type YAMLMap } from 'yaml';
import { nearest } from './nearest.ts';
import { cut, type Problem } from './problem.ts';
import { type Dimension, formatQuantity, parseQuantity } from './quantity.ts';

/** What every field of one document shares. */
export type DocumentContext = {
  place(offset: number): { line: number; column: number };
  /** What an alias stands for; reports and answers `null` when it stands for nothing or too many were followed. */
  follow(alias: Alias, path: string): Node | null;
  report(problem: Problem): void;
  /** What each scalar was read as, by its path. */
  readonly read: Map<string, string | number | boolean>;
};

/** A limit that is itself a stand-in (`NaN`) limits nothing: what made it one has been reported. */
export type Limits = { readonly min?: number; readonly max?: number; readonly above?: number };

const HIDDEN = /(?![\n\t])[\p{Cc}\p{Cs}\u202A-\u202E]/u;

/**
 * One value of a document, with its place. A value that cannot be read is reported and a stand-in of the right type
 * comes back (`''`, `NaN`, `[]`), so that one pass finds every problem; the caller refuses the document afterwards.
 * A field that is missing has been reported already, and says nothing more.
 */
export class Field {
  readonly path: string;
  readonly #context: DocumentContext;
  readonly #node: Node | null;
  readonly #offset: number;

  constructor(context: DocumentContext, path: string, node: Node | null, offset: number) {
    this.#context = context;
    this.path = path;
    this.#offset = node?.range?.[0] ?? offset;
    this.#node = node !== null && isAlias(node) ? context.follow(node, path) : node;
  }

  /** Reports a problem at this value. */
  problem(reason: string, remedy: string, value: string | null = this.#shown()): void {
    this.#context.report(this.describe(reason, remedy, value));
  }

  /** The problem or warning as it would be reported here. */
  describe(reason: string, remedy: string, value: string | null = this.#shown()): Problem {
    const place = this.#context.place(this.#offset);
    return { path: this.path, ...place, value: value === null ? null : cut(value), reason, remedy };
  }

  /** Whether a value was written at all. */
  get present(): boolean {
    return this.#node !== null;
  }

  /**
   * The value as plain data, of a document in which everything was read without a problem: text and quantities as they
   * were written, counts as numbers. Order of keys, comments, quotes, flow and aliases leave no trace in it but for the
   * order in which a map lists its keys.
   */
  content(): unknown {
    const node = this.#node;
    if (isMap(node)) return Object.fromEntries(this.#entries(node).map(([key, field]) => [key, field.content()]));
    if (isSeq(node))
      return node.items.map((item, index) => this.#at(`${this.path}[${index}]`, item as Node, 0).content());
    const value = this.#context.read.get(this.path);
    if (value === undefined) throw new Error(`${this.path} was never read`);
    return value;
  }

  /** Reads a map. Every key in `known` is a field; any other key is reported with the nearest known one. */
  map<const K extends string>(known: readonly K[], optional: readonly NoInfer<K>[] = []): Record<K, Field> {
    const map = this.#map(known);
    const fields = Object.create(null) as Record<K, Field>;
    for (const [key, field] of map === null ? [] : this.#entries(map)) {
      if ((known as readonly string[]).includes(key)) fields[key as K] = field;
      else field.problem(`unknown field ${cut(key)}`, suggest(key, known), null);
    }
    for (const key of known) {
      if (fields[key] !== undefined) continue;
      const missing = new Field(this.#context, this.#child(key), null, this.#offset);
      fields[key] = missing;
      if (map !== null && !optional.includes(key)) missing.problem('missing', `add ${key}`, null);
    }
    return fields;
  }

  /** One field of a map before the map is read, without a report; `null` where there is none. */
  peek(key: string): Field | null {
    const node = this.#node;
    const pair =
      node !== null && isMap(node)
        ? node.items.find((item) => isScalar(item.key) && item.key.value === key)
        : undefined;
    if (pair === undefined || pair.value === null) return null;
    return new Field(this.#context, this.#child(key), pair.value as Node, this.#offset);
  }

  /** Reads a map whose keys the document chooses, in the order written; `null` after a report. `sample` is one key. */
  entries(sample: string): readonly (readonly [string, Field])[] | null {
    const map = this.#map([sample]);
    return map === null ? null : this.#entries(map);
  }

  /** Reads a list. */
  list(least = 0, most = 10_000): readonly Field[] {
    const node = this.#node;
    if (node === null) return [];
    if (!isSeq(node)) {
      this.problem('not a list', 'write a list: each item on its own line after "- "');
      return [];
    }
    if (node.items.length < least || node.items.length > most) {
      this.problem(`a list of ${node.items.length}`, `give ${least} to ${most} items`, null);
      return [];
    }
    return node.items.map((item, index) => this.#at(`${this.path}[${index}]`, item as Node | null, this.#offset));
  }

  /**
   * Reads text. A plain `12` or `true` is refused: what was meant is uncertain. So is what a reader could not see:
   * control characters but line ends and tabs, halves of surrogate pairs, and those that turn the direction of what
   * follows, by which a text can be signed that reads otherwise (Unicode TR 36, 3.1).
   */
  text(most = 4000): string {
    const scalar = this.#scalar('text', 'write text');
    if (scalar === null) return '';
    if (typeof scalar.value !== 'string') return this.#refuse('not text', 'put it in quotes', '');
    const text = scalar.value.trim();
    if (text === '') return this.#refuse('empty', 'write the text', '');
    if (text.length > most) return this.#refuse(`${text.length} characters long`, `use at most ${most}`, '');
    const hidden = HIDDEN.exec(text)?.[0].codePointAt(0);
    if (hidden !== undefined) {
      const name = `U+${hidden.toString(16).toUpperCase().padStart(4, '0')}`;
      return this.#refuse(`it holds ${name}, which no reader sees as it is`, 'take that character out', '');
    }
    return this.#taken(text);
  }

  /** Reads a name or number as it was written: hex `407123` and `4e5123` stay what they are. */
  token(pattern: RegExp, reason: string, remedy: string): string {
    const scalar = this.#scalar('a single word', remedy);
    if (scalar === null) return '';
    const token = (scalar.source ?? String(scalar.value)).trim();
    return pattern.test(token) ? this.#taken(token) : this.#refuse(reason, remedy, '');
  }

  /** Reads one word of a fixed set; `null` after a report. */
  oneOf<const W extends string>(words: readonly W[]): W | null {
    const scalar = this.#scalar('a single word', `write one of ${words.join(', ')}`);
    if (scalar === null) return null;
    const word = String(scalar.value);
    if ((words as readonly string[]).includes(word)) return this.#taken(word as W);
    return this.#refuse('not one of the known words', suggest(word, words), null);
  }

  /** Reads a whole number. */
  integer(min: number, max: number): number {
    return this.#number(true, { min, max }, `write a whole number from ${min} to ${max}`);
  }

  /** Reads a bare number without a unit, for what has none. */
  ratio(min: number, max: number): number {
    return this.#number(false, { min, max }, `write a number from ${min} to ${max}`);
  }

  boolean(): boolean {
    const scalar = this.#scalar('true or false', 'write true or false');
    if (scalar === null) return false;
    return typeof scalar.value === 'boolean'
      ? this.#taken(scalar.value)
      : this.#refuse('not true or false', 'write true or false', false);
  }

  /** Reads a quantity with its unit into SI (see `Dimension`); limits are in the same unit as the answer. */
  quantity(dimension: Dimension, limits: Limits = {}): number {
    const scalar = this.#scalar('a quantity', 'write a number and a unit');
    if (scalar === null) return Number.NaN;
    const written = typeof scalar.value === 'number' ? (scalar.source ?? String(scalar.value)) : String(scalar.value);
    const parsed = parseQuantity(written, dimension);
    if ('reason' in parsed) return this.#refuse(parsed.reason, parsed.remedy, Number.NaN);
    this.#taken(written.trim());
    return this.#within(parsed.value, limits, (limit) => formatQuantity(limit, dimension));
  }

  #number(whole: boolean, limits: Limits, remedy: string): number {
    const scalar = this.#scalar('a number', remedy);
    if (scalar === null) return Number.NaN;
    const value = scalar.value;
    if (typeof value !== 'number' || !Number.isFinite(value)) return this.#refuse('not a number', remedy, Number.NaN);
    if (whole && !Number.isSafeInteger(value)) return this.#refuse('not a whole number', remedy, Number.NaN);
    this.#taken(value);
    return this.#within(value, limits, String);
  }

  #within(value: number, { min, max, above }: Limits, show: (limit: number) => string): number {
    if (above !== undefined && value <= above) {
      return this.#refuse('too small', `write more than ${show(above)}`, Number.NaN);
    }
    if (min !== undefined && value < min) {
      return this.#refuse('too small', `write ${show(min)} or more`, Number.NaN);
    }
    if (max !== undefined && value > max) {
      return this.#refuse('too large', `write ${show(max)} or less`, Number.NaN);
    }
    return value;
  }

  #taken<T extends string | number | boolean>(value: T): T {
    this.#context.read.set(this.path, value);
    return value;
  }

  #refuse<T>(reason: string, remedy: string, standIn: T): T {
    this.problem(reason, remedy);
    return standIn;
  }

  #map(known: readonly string[]): YAMLMap | null {
    const node = this.#node;
    if (node === null || isMap(node)) return node;
    this.problem('not a map', `write fields such as "${known[0]}: ..."`);
    return null;
  }

  #entries(map: YAMLMap): (readonly [string, Field])[] {
    const seen = new Set<string>();
    const entries: (readonly [string, Field])[] = [];
    for (const pair of map.items) {
      const name = pair.key as Scalar | null;
      const key = String(name?.value);
      const offset = name?.range?.[0] ?? this.#offset;
      if (seen.has(key)) {
        new Field(this.#context, this.#child(key), null, offset).problem('written twice', 'keep one of them', null);
        continue;
      }
      seen.add(key);
      entries.push([key, this.#at(this.#child(key), pair.value as Node | null, offset)]);
    }
    return entries;
  }

  /** A field that was written: a key without any value, as in `{name}`, must not pass for one left out. */
  #at(path: string, node: Node | null, offset: number): Field {
    const field = new Field(this.#context, path, node, offset);
    if (node === null) field.problem('empty', 'write a value; text with a comma or a colon stands in quotes', null);
    return field;
  }

  #scalar(wanted: string, remedy: string): Scalar | null {
    const node = this.#node;
    if (node === null) return null;
    if (isScalar(node) && node.value !== null) return node;
    this.problem(isScalar(node) ? 'empty' : `not ${wanted}`, remedy);
    return null;
  }

  #child(key: string): string {
    const name = cut(key);
    return this.path === '' ? name : `${this.path}.${name}`;
  }

  #shown(): string | null {
    const node = this.#node;
    if (node === null || (isScalar(node) && node.value === null)) return null;
    if (isScalar(node)) return node.value === '' ? '""' : (node.source ?? String(node.value));
    return isMap(node) ? 'a map' : isSeq(node) ? 'a list' : null;
  }
}

function suggest(word: string, known: readonly string[]): string {
  const meant = nearest(word, known);
  const all = `known: ${known.join(', ')}`;
  return meant === null ? all : `did you mean ${meant}? (${all})`;
}
