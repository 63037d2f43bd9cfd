/** What a list of traffic can be put in order by; `urgency` is the alert first, then the name. */
export const SORT_KEYS = [
  'urgency',
  'name',
  'registration',
  'address',
  'party',
  'crew',
  'height',
  'climb',
  'speed',
  'technology',
  'accuracy',
  'age',
] as const;
export type SortKey = (typeof SORT_KEYS)[number];

/** Stands for aircraft without a party; no party of a memorandum has this id. */
export const UNIDENTIFIED = '?';

/** What is looked for. The address of the page holds it, so that it can be kept, sent and gone back to. */
export type TrafficFilter = {
  /** Words that must all occur in what an aircraft is called by. */
  text: string;
  /** A party's id, or `UNIDENTIFIED`; null is any. */
  party: string | null;
  crew: 'crewed' | 'uncrewed' | 'unknown' | null;
  technology: string | null;
  /** A band of height, m; each end may be open. */
  from_m: number | null;
  to_m: number | null;
  flagged: boolean;
  ground: 'ground' | 'air' | null;
  age: 'fresh' | 'stale' | null;
  sort: SortKey;
  descending: boolean;
};

export const EVERYTHING: TrafficFilter = {
  text: '',
  party: null,
  crew: null,
  technology: null,
  from_m: null,
  to_m: null,
  flagged: false,
  ground: null,
  age: null,
  sort: 'urgency',
  descending: false,
};

const LONGEST_TEXT = 120;

/** Reads the part of an address behind `?`. What is not understood there counts as not said. */
export function parseFilter(query: string): TrafficFilter {
  const asked = new URLSearchParams(query);
  const order = asked.get('sort') ?? '';
  const sort = oneOf(order.replace(/^-/, ''), SORT_KEYS);
  return {
    text: (asked.get('q') ?? '').slice(0, LONGEST_TEXT),
    party: asked.get('party') || null,
    crew: oneOf(asked.get('crew'), ['crewed', 'uncrewed', 'unknown'] as const),
    technology: asked.get('technology') || null,
    from_m: metres(asked.get('from_m')),
    to_m: metres(asked.get('to_m')),
    flagged: asked.get('flagged') === 'yes',
    ground: oneOf(asked.get('ground'), ['ground', 'air'] as const),
    age: oneOf(asked.get('age'), ['fresh', 'stale'] as const),
    sort: sort ?? EVERYTHING.sort,
    descending: sort !== null && order.startsWith('-'),
  };
}

/** The part of an address behind `?`, without what is as it would be anyway. */
export function filterQuery(filter: TrafficFilter): string {
  const asked = new URLSearchParams();
  const put = (name: string, value: string | number | null) => {
    if (value !== null && value !== '') asked.set(name, String(value));
  };
  put('q', filter.text.slice(0, LONGEST_TEXT));
  put('party', filter.party);
  put('crew', filter.crew);
  put('technology', filter.technology);
  put('from_m', filter.from_m);
  put('to_m', filter.to_m);
  put('flagged', filter.flagged ? 'yes' : null);
  put('ground', filter.ground);
  put('age', filter.age);
  const sort = `${filter.descending ? '-' : ''}${filter.sort}`;
  put('sort', sort === EVERYTHING.sort ? null : sort);
  return asked.toString();
}

/** How many things beside the words are asked for: a closed panel of filters must not hide that it holds some. */
export function narrowings(filter: TrafficFilter): number {
  const { party, crew, technology, from_m, to_m, flagged, ground, age } = filter;
  return [party, crew, technology, from_m, to_m, flagged || null, ground, age].filter((one) => one !== null).length;
}

function oneOf<Choice extends string>(value: string | null, choices: readonly Choice[]): Choice | null {
  return choices.find((choice) => choice === value) ?? null;
}

function metres(value: string | null): number | null {
  if (value === null || value.trim() === '') return null;
  const number = Number(value);
  return Number.isFinite(number) && Math.abs(number) <= 100_000 ? number : null;
}
