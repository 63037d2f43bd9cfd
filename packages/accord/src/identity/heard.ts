import type { Identity } from '../outcome.ts';
import type { TrackWords } from '../tracks/table.ts';

/** Names and categories kept of one aircraft; further ones are not, and that is evidence too. */
const MOST_KEPT = 8;

/** What an aircraft has said of itself since its track began, each thing once, in the order of its first report. */
export type Heard = {
  readonly names: readonly string[];
  /** Emitter categories that say something. */
  readonly categories: readonly string[];
  readonly remote_id: boolean;
  readonly flight_recorder: boolean;
  /** More names or categories were given than are kept. */
  readonly more: boolean;
};

const NOTHING: Heard = { names: [], categories: [], remote_id: false, flight_recorder: false, more: false };

/** What the identity was made of, and `null` in place of `now` when the last report adds nothing to it. */
export function hear(words: TrackWords): { before: Heard; now: Heard | null } {
  const before = heardIn(words.identity);
  const { callsign, category, technology } = words;
  const name = callsign !== null && !before.names.includes(callsign) ? callsign : null;
  const kind = category !== null && tells(category) && !before.categories.includes(category) ? category : null;
  const full =
    (name !== null && before.names.length >= MOST_KEPT) || (kind !== null && before.categories.length >= MOST_KEPT);
  const remote_id = before.remote_id || technology === 'remote_id';
  const flight_recorder = before.flight_recorder || technology === 'logger';
  const now: Heard = {
    names: add(before.names, name),
    categories: add(before.categories, kind),
    remote_id,
    flight_recorder,
    more: before.more || full,
  };
  const same =
    now.names === before.names &&
    now.categories === before.categories &&
    remote_id === before.remote_id &&
    flight_recorder === before.flight_recorder &&
    now.more === before.more;
  return { before, now: same ? null : now };
}

/** A0, B0, C0 and D0 say that nothing is said (DO-260B 2.2.3.2.5.2). */
const tells = (category: string): boolean => !category.endsWith('0');

function add(list: readonly string[], item: string | null): readonly string[] {
  return item === null || list.length >= MOST_KEPT ? list : [...list, item];
}

/**
 * What an identity was made of. A track's state holds its identity and nothing more is needed: a single name or
 * category has no evidence row of its own.
 */
export function heardIn(identity: Identity): Heard {
  if (identity.evidence.length === 0) return NOTHING;
  const names: string[] = [];
  const categories: string[] = [];
  let remote_id = false;
  let flight_recorder = false;
  let more = false;
  for (const one of identity.evidence) {
    if (one.for === 'callsign' && one.by === 'transmitted') names.push(one.says);
    else if (one.for === 'callsign') more = true;
    else if (one.for === 'category') categories.push(one.says);
    else if (one.for === 'crew' && one.by === 'source_technology') {
      if (one.says === 'uncrewed') remote_id = true;
      else flight_recorder = true;
    }
  }
  if (names.length === 0 && identity.callsign !== null) names.push(identity.callsign);
  if (categories.length === 0 && identity.category !== null && tells(identity.category)) {
    categories.push(identity.category);
  }
  return { names, categories, remote_id, flight_recorder, more };
}
