import { checkPeriod } from './period.ts';
import { map, may, must } from './spec/fields.ts';
import { choice, instant, list, text, token, words } from './spec/leaves.ts';
import type { Node, ValueOf } from './spec/node.ts';

// The last of 43 digits carries four bits of the 32 bytes, so its two lowest are 0: one key has one text.
const coordinate = token(
  /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/,
  'not an Ed25519 public key',
  'copy the member x of the public key: 43 characters of base64url',
);

/** The public key of a party as a JSON Web Key (RFC 7517, RFC 8037). A private one has a member more: it is refused. */
export const publicKey = map({
  kty: must({ en: 'type', fr: 'type' }, choice({ OKP: { en: 'OKP', fr: 'OKP' } })),
  crv: must({ en: 'curve', fr: 'courbe' }, choice({ Ed25519: { en: 'Ed25519', fr: 'Ed25519' } })),
  x: must({ en: 'public key', fr: 'clé publique' }, coordinate),
});
export type PublicKey = ValueOf<typeof publicKey>;

/** Somebody at a party who answers, by role: people change, roles stay. */
const contact = map({
  role: must(
    { en: 'role', fr: 'fonction' },
    token(/^[a-z][a-z0-9-]{0,63}$/, 'not a role', 'use up to 64 lower-case letters, digits and hyphens'),
  ),
  name: must({ en: 'name', fr: 'nom' }, words),
  reach: may({ en: 'reached by', fr: 'joignable par' }, text(240)),
});
export type Contact = ValueOf<typeof contact>;

/** A term and what it means here. */
const definition = map({
  term: must({ en: 'term', fr: 'terme' }, words),
  means: must({ en: 'means', fr: 'désigne' }, words),
});
export type Definition = ValueOf<typeof definition>;

/** When the memorandum begins and ends; `until_ms` null: when nobody withdraws, it has no end. */
export const period = map(
  { from: may({ en: 'from', fr: 'à partir du' }, instant), until: may({ en: 'until', fr: "jusqu'au" }, instant) },
  checkPeriod,
);
export type Period = ValueOf<typeof period>;

export const definitions = list(definition, 1, 256);
export const contacts: Node<readonly Contact[]> = unique(list(contact, 1, 64), ({ role }) => role, 'role');
export const keys: Node<readonly PublicKey[]> = unique(list(publicKey, 1, 16), ({ x }) => x, 'key');
/** Units, squadrons, operators of the party that are bound, as people write their names. */
export const units = list(text(120), 1, 256);

function unique<T>(node: Node<readonly T[]>, nameOf: (item: T) => string, what: string): Node<readonly T[]> {
  return {
    ...node,
    read: (field, context) => {
      const items = node.read(field, context);
      const names = items.map(nameOf);
      const twice = names.find((name, index) => name !== '' && names.indexOf(name) < index);
      if (twice !== undefined) field.problem(`${what} ${twice} is given twice`, 'keep one of them', null);
      return items;
    },
  };
}
