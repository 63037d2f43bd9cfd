import type { Field } from '@skyaccord/wire';
import type { AircraftCategory } from '../terms.ts';
import { map, may, must } from './fields.ts';
import { choices, list, text } from './leaves.ts';
import type { Context, Label, Node } from './node.ts';

const ID = { type: 'string', pattern: '^[a-z][a-z0-9-]{0,31}$' } as const;
const CLAUSE = { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9.-]{0,31}$' } as const;

/** The id of a party of the memorandum. */
export const party: Node<string> = {
  suffix: '',
  read: (field, context) => parseParty(field, context) ?? '',
  schema: ID,
  parsed: { type: 'string' },
  show: (content) => ({ type: 'text', text: String(content) }),
};

/** Ids of different parties of the memorandum. */
export function parties(least: number): Node<readonly string[]> {
  return {
    ...list(party, least, 256),
    read: (field, context) => {
      const found: string[] = [];
      for (const item of field.list(least, 256)) {
        const id = parseParty(item, context);
        if (id === null) continue;
        if (found.includes(id)) item.problem('party named twice', 'keep one of them');
        else found.push(id);
      }
      return found;
    },
  };
}

function parseParty(field: Field, { parties: known }: Context): string | null {
  const id = field.token(/^\S+$/, 'not a party id', 'write the id of a party');
  if (id === '' || known.some((one) => one.id === id)) return id === '' ? null : id;
  const ids = known.map((one) => one.id).filter((one) => one !== '');
  field.problem('not a party of this memorandum', `name one of ${ids.join(', ')}, or add it to parties`);
  return null;
}

/** Ids of different clauses of the memorandum. */
export function clauses(least: number): Node<readonly string[]> {
  const one: Node<string> = {
    suffix: '',
    read: (field, context) => {
      const id = field.token(new RegExp(CLAUSE.pattern), 'not a clause id', 'write the id of a clause');
      if (id !== '') context.cite(field, id);
      return id;
    },
    schema: CLAUSE,
    parsed: { type: 'string' },
    show: (content) => ({ type: 'text', text: String(content) }),
  };
  return {
    ...list(one, least, 512),
    read: (field, context) => {
      const found: string[] = [];
      for (const item of field.list(least, 512)) {
        const id = one.read(item, context);
        if (found.includes(id)) item.problem('clause named twice', 'keep one of them');
        else if (id !== '') found.push(id);
      }
      return found;
    },
  };
}

const CATEGORY_LABELS: Readonly<Record<AircraftCategory, Label>> = {
  fixed_wing: { en: 'aeroplanes', fr: 'avions' },
  rotorcraft: { en: 'helicopters and other rotorcraft', fr: 'hélicoptères et autres giravions' },
  glider: { en: 'gliders', fr: 'planeurs' },
  lighter_than_air: { en: 'balloons and airships', fr: 'ballons et dirigeables' },
  ultralight: { en: 'ultralights, hang gliders and paragliders', fr: 'ULM, deltaplanes et parapentes' },
  uncrewed: { en: 'uncrewed aircraft', fr: 'aéronefs sans équipage' },
};

/** Categories of aircraft, each at most once. */
export const categories: Node<readonly AircraftCategory[]> = choices(CATEGORY_LABELS, 'category');

/** The parties whose aircraft and people a clause binds; all of them where it is left out. */
export const BINDS = { binds: may({ en: 'binds', fr: 'lie' }, parties(1)) };

const ROLE = map({
  party: must({ en: 'party', fr: 'partie' }, party),
  role: must({ en: 'role', fr: 'fonction' }, text(64)),
});

/** Whose answer is asked for where people judge: roles among the contacts of a party. */
export const ASKED = {
  asked: may(
    { en: 'asked', fr: 'sont consultés' },
    {
      ...list(ROLE, 1, 64),
      read: (field: Field, context: Context) =>
        field.list(1, 64).map((item) => {
          const read = ROLE.read(item, context);
          const roles = context.parties.find(({ id }) => id === read.party)?.roles;
          if (read.role !== '' && roles !== undefined && !roles.includes(read.role)) {
            const known = roles.length === 0 ? `${read.party} has no contacts` : `its roles: ${roles.join(', ')}`;
            item.problem(
              `${read.party} has no contact in the role ${read.role}`,
              `add one to the party, or correct it (${known})`,
              read.role,
            );
          }
          return read;
        }),
    },
  ),
};
