import canonicalize from 'canonicalize';

/** Deeper than this is refused: it is a circle or an attack, never a record. */
const MAX_DEPTH = 128;

/** A value that has no canonical form. `path` says where it stands, as JSONPath writes it: `$.alert.findings[0]`. */
export class CanonicalError extends TypeError {
  override readonly name = 'CanonicalError';
  readonly path: string;

  constructor(path: string, reason: string) {
    super(`${path} has no canonical form: ${reason}`);
    this.path = path;
  }
}

/**
 * The one text of a JSON value: RFC 8785 (JSON Canonicalization Scheme), members sorted by UTF-16 code unit, shortest
 * round-trip numbers, `-0` as `0`.
 *
 * Stricter than `JSON.stringify`: what that would drop or turn into `null` (undefined, NaN, infinities, functions,
 * dates, maps, holes in arrays, lone surrogates) is refused, since two nodes must never sign different things as one.
 *
 * @throws CanonicalError naming the place and the reason
 */
export function canonicalJson(value: unknown): string {
  check(value, '$', 0);
  return canonicalize(value) as string;
}

function check(value: unknown, path: string, depth: number): void {
  switch (typeof value) {
    case 'string':
      checkText(value, path);
      return;
    case 'number':
      if (!Number.isFinite(value))
        throw new CanonicalError(path, `${value} is not a JSON number; use null for unknown`);
      return;
    case 'boolean':
      return;
    case 'object':
      break;
    default:
      throw new CanonicalError(path, `${typeof value} is not a JSON value; use null, or leave the member out`);
  }
  if (value === null) return;
  if (depth === MAX_DEPTH) throw new CanonicalError(path, `nested deeper than ${MAX_DEPTH} levels, or circular`);
  if (Array.isArray(value)) {
    // By index, not forEach, so that holes are seen.
    for (let i = 0; i < value.length; i++) check(value[i], `${path}[${i}]`, depth + 1);
    return;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new CanonicalError(path, 'only plain objects and arrays have one; convert it first');
  }
  if (typeof (value as { toJSON?: unknown }).toJSON === 'function') {
    throw new CanonicalError(path, 'it converts itself with toJSON; convert it first');
  }
  for (const [name, member] of Object.entries(value)) {
    checkText(name, path);
    check(member, `${path}.${name}`, depth + 1);
  }
}

function checkText(text: string, path: string): void {
  if (!text.isWellFormed()) throw new CanonicalError(path, 'its text holds a lone surrogate, which UTF-8 cannot carry');
}
