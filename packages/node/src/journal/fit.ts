/** Deeper than this nobody's words or plans go; the journal's own form stands at some levels more. */
const MOST_DEPTH = 64;

/** Where a value cannot be journalled, as `.words[2]`, and why. */
export type Unfit = { readonly at: string; readonly reason: string };

/**
 * Why a value that came as JSON could not stand in the journal; null: it can. JSON may hold half of a surrogate pair,
 * which UTF-8 cannot carry, numbers beyond what a double holds, and any depth: a record with one of them has no
 * canonical form (RFC 8785) and would hold up all that follow it. So whatever comes from outside is asked first.
 */
export function unfitIn(value: unknown, depth: number = 0): Unfit | null {
  if (typeof value === 'string') return value.isWellFormed() ? null : { at: '', reason: HALF };
  if (typeof value === 'number') {
    return Number.isFinite(value) ? null : { at: '', reason: 'is a number beyond those that can be kept' };
  }
  if (typeof value !== 'object' || value === null) return null;
  if (depth === MOST_DEPTH) return { at: '', reason: `is nested deeper than ${MOST_DEPTH} levels` };
  for (const [name, member] of Object.entries(value)) {
    const found = name.isWellFormed() ? unfitIn(member, depth + 1) : { at: '', reason: HALF };
    if (found !== null) return { at: `${place(value, name)}${found.at}`, reason: found.reason };
  }
  return null;
}

const HALF = 'holds half of a surrogate pair, which is no character';

const place = (within: object, name: string): string =>
  Array.isArray(within) ? `[${name}]` : `.${name.slice(0, 40).toWellFormed()}`;

/** Texts of others under names of ours, for the node's own notes: half of a pair becomes the replacement character. */
export function fitted<Detail>(detail: Detail): Detail {
  const text = JSON.stringify(detail, (_name, value) => (typeof value === 'string' ? value.toWellFormed() : value));
  return JSON.parse(text) as Detail;
}
