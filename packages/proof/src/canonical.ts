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
  check(value, []);
  return canonicalize(value) as string;
}

/** Where the check stands: names of members and indices of arrays. One array, so that sound values cost no text. */
type Path = (string | number)[];

function check(value: unknown, path: Path): void {
  switch (typeof value) {
    case 'string':
      checkText(value, path);
      return;
    case 'number':
      if (!Number.isFinite(value)) throw refusal(path, `${value} is not a JSON number; use null for unknown`);
      return;
    case 'boolean':
      return;
    case 'object':
      if (value !== null) checkMembers(value, path);
      return;
    default:
      throw refusal(path, `${typeof value} is not a JSON value; use null, or leave the member out`);
  }
}

function checkMembers(value: object, path: Path): void {
  if (path.length === MAX_DEPTH) throw refusal(path, `nested deeper than ${MAX_DEPTH} levels, or circular`);
  if (Array.isArray(value)) {
    // By index, not forEach, so that holes are seen.
    for (let i = 0; i < value.length; i++) {
      path.push(i);
      check(value[i], path);
      path.pop();
    }
    return;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw refusal(path, 'only plain objects and arrays have one; convert it first');
  }
  if (typeof (value as { toJSON?: unknown }).toJSON === 'function') {
    throw refusal(path, 'it converts itself with toJSON; convert it first');
  }
  for (const name of Object.keys(value)) {
    checkText(name, path);
    path.push(name);
    check((value as Record<string, unknown>)[name], path);
    path.pop();
  }
}

function checkText(text: string, path: Path): void {
  if (!text.isWellFormed()) throw refusal(path, 'its text holds a lone surrogate, which UTF-8 cannot carry');
}

function refusal(path: Path, reason: string): CanonicalError {
  const steps = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`));
  return new CanonicalError(`$${steps.join('')}`, reason);
}
