/** One thing wrong with data that came in: which field, what stood there, why it is refused and what to do. */
export type Wrong = {
  /** As `route[3].latitude_deg`; empty for the whole. */
  readonly field: string;
  readonly value: string | null;
  readonly reason: string;
  readonly remedy: string;
};

/** More than these are not told: mend those first. */
const MOST_WRONG = 100;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?Z$/;

/** One line for people. */
export function describeWrong({ field, value, reason, remedy }: Wrong): string {
  return `${field === '' ? 'the whole' : field}${value === null ? '' : ` = ${value}`}: ${reason}; ${remedy}`;
}

/**
 * A value of plain data (JSON that was parsed), read field by field. What cannot be read is noted and a stand-in of the
 * right type comes back, so that one pass finds everything; the caller refuses the whole afterwards.
 */
export class Plain {
  readonly path: string;
  readonly value: unknown;
  readonly wrongs: Wrong[];

  constructor(value: unknown, path = '', wrongs: Wrong[] = []) {
    this.value = value;
    this.path = path;
    this.wrongs = wrongs;
  }

  /** A member that is left out, or null, is not there. */
  get present(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  wrong(reason: string, remedy: string, value: string | null = shown(this.value)): void {
    if (this.wrongs.length < MOST_WRONG) this.wrongs.push({ field: this.path, value, reason, remedy });
  }

  /** Members of an object; one that is not known here is refused, one that is missing and must be there too. */
  map<const K extends string>(known: readonly K[], optional: readonly NoInfer<K>[] = []): Record<K, Plain> {
    const members = this.#object(known);
    for (const key of Object.keys(members)) {
      if (!(known as readonly string[]).includes(key)) {
        this.#child(cut(key), members[key]).wrong('not a field that is known here', `use ${known.join(', ')}`);
      }
    }
    const fields = {} as Record<K, Plain>;
    for (const key of known) {
      fields[key] = this.#child(key, Object.hasOwn(members, key) ? members[key] : undefined);
      if (!fields[key].present && !optional.includes(key) && this.present) {
        fields[key].wrong('missing', `add ${key}`, null);
      }
    }
    return fields;
  }

  list(least: number, most: number): readonly Plain[] {
    if (!this.present) return [];
    if (!Array.isArray(this.value)) {
      this.wrong('not a list', 'write a list');
      return [];
    }
    if (this.value.length < least || this.value.length > most) {
      this.wrong(`a list of ${this.value.length}`, `give ${least} to ${most}`, null);
      return [];
    }
    return this.value.map((item, index) => new Plain(item, `${this.path}[${index}]`, this.wrongs));
  }

  number(least: number, most: number, remedy = `write a number from ${least} to ${most}`): number {
    if (!this.present) return Number.NaN;
    const { value } = this;
    if (typeof value === 'number' && value >= least && value <= most) return value;
    this.wrong(typeof value === 'number' ? 'out of range' : 'not a number', remedy);
    return Number.NaN;
  }

  whole(least: number, most: number): number {
    const value = this.number(least, most, `write a whole number from ${least} to ${most}`);
    if (Number.isNaN(value) || Number.isInteger(value)) return value;
    this.wrong('not a whole number', `write a whole number from ${least} to ${most}`);
    return Number.NaN;
  }

  /** An instant: ms since 1970, or text in UTC such as 2030-10-15T06:00:00Z. */
  instant(): number {
    if (!this.present) return Number.NaN;
    const { value } = this;
    if (typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 4e12) return value;
    const remedy = 'write a UTC time such as 2030-10-15T06:00:00Z, or whole ms since 1970';
    if (typeof value === 'string' && INSTANT.test(value)) {
      const time_ms = Date.parse(value);
      // 30 February is either refused or moved on to March, depending on the engine.
      const exact = !Number.isNaN(time_ms) && new Date(time_ms).toISOString().startsWith(value.slice(0, 16));
      if (exact) return time_ms;
      this.wrong('no such day or time', remedy);
    } else this.wrong('not a time in UTC', remedy);
    return Number.NaN;
  }

  text(most: number): string {
    if (!this.present) return '';
    const { value } = this;
    if (typeof value === 'string' && value.trim() !== '' && value.length <= most) return value.trim().toWellFormed();
    const length = typeof value === 'string' && value.length > most;
    this.wrong(length ? `${value.length} characters long` : 'not text', `write text of at most ${most} characters`);
    return '';
  }

  token(pattern: RegExp, reason: string, remedy: string): string {
    if (!this.present) return '';
    if (typeof this.value === 'string' && pattern.test(this.value)) return this.value;
    this.wrong(reason, remedy);
    return '';
  }

  oneOf<const W extends string>(words: readonly W[]): W | null {
    if (!this.present) return null;
    if ((words as readonly unknown[]).includes(this.value)) return this.value as W;
    this.wrong('not one of the known words', `write one of ${words.join(', ')}`);
    return null;
  }

  boolean(): boolean {
    if (!this.present) return false;
    if (typeof this.value !== 'boolean') this.wrong('not true or false', 'write true or false');
    return this.value === true;
  }

  #object(known: readonly string[]): Readonly<Record<string, unknown>> {
    if (!this.present) return {};
    if (typeof this.value === 'object' && !Array.isArray(this.value)) return this.value as Record<string, unknown>;
    this.wrong('not an object', `write an object with ${known.join(', ')}`);
    return {};
  }

  #child(key: string, value: unknown): Plain {
    return new Plain(value, this.path === '' ? key : `${this.path}.${key}`, this.wrongs);
  }
}

function shown(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object') return 'an object';
  return cut(String(value).slice(0, 200));
}

function cut(text: string): string {
  const plain = text.replace(/\p{C}+/gu, ' ');
  return plain.length <= 80 ? plain : `${plain.slice(0, 79).toWellFormed()}…`;
}
