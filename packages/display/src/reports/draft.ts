import { M_PER_FT, M_PER_NM, type UnitSystem } from '../format/units.ts';
import { AIR_FIELDS, EVENT_FIELDS, type Field, OTHER_FIELDS, OWN_FIELDS, type Quantity } from './fields.ts';

/** A report as it is typed: text in every field; empty is unknown. */
export type Draft = {
  what_happened: string;
  date: string;
  time: string;
  time_within_min: string;
  latitude: string;
  longitude: string;
  place: string;
  event: Record<string, string>;
  air: Record<string, string>;
  own: Record<string, string>;
  other: Record<string, string>;
  name: string;
  contact: string;
};

const empty = (fields: readonly Field[]): Record<string, string> =>
  Object.fromEntries(fields.map(({ name }) => [name, '']));

export const blankDraft = (): Draft => ({
  what_happened: '',
  date: '',
  time: '',
  time_within_min: '',
  latitude: '',
  longitude: '',
  place: '',
  event: empty(EVENT_FIELDS),
  air: empty(AIR_FIELDS),
  own: empty(OWN_FIELDS),
  other: empty(OTHER_FIELDS),
  name: '',
  contact: '',
});

/** Unit of a field as its label says it, and metres (or m/s) in one of it. */
export function unitOf(quantity: Quantity, units: UnitSystem): { readonly unit: string; readonly si: number } {
  const metric = units === 'metric';
  switch (quantity) {
    case 'distance':
      return metric ? { unit: 'm', si: 1 } : { unit: 'NM', si: M_PER_NM };
    case 'height':
      return metric ? { unit: 'm', si: 1 } : { unit: 'ft', si: M_PER_FT };
    case 'speed':
      return metric ? { unit: 'km/h', si: 1 / 3.6 } : { unit: 'kt', si: M_PER_NM / 3600 };
    case 'visibility':
      return { unit: 'km', si: 1000 };
    case 'degrees':
      return { unit: '°', si: 1 };
    case 'seconds':
      return { unit: 's', si: 1 };
  }
}

/** What is sent: only what is known, in SI units. Fields that cannot be read are named. */
export function bodyOf(
  draft: Draft,
  units: UnitSystem,
): { readonly body: object } | { readonly wrong: readonly string[] } {
  const wrong: string[] = [];
  const read = (fields: readonly Field[], values: Record<string, string>): Record<string, unknown> =>
    Object.fromEntries(
      fields.flatMap((field): (readonly [string, unknown])[] => {
        const typed = (values[field.name] ?? '').trim();
        if (typed === '') return [];
        if (field.kind === 'yes_no') return [[field.name, typed === 'yes']];
        if (field.kind !== 'number') return [[field.name, typed]];
        const value = numberIn(typed);
        if (value === null) wrong.push(field.label);
        return value === null ? [] : [[field.name, value * unitOf(field.quantity, units).si]];
      }),
    );
  const body: Record<string, unknown> = {
    what_happened: draft.what_happened.trim(),
    ...read(EVENT_FIELDS, draft.event),
    ...read(AIR_FIELDS, draft.air),
  };
  if (body.what_happened === '') wrong.push('What happened');
  if (draft.place.trim() !== '') body.place = draft.place.trim();
  if (draft.date !== '' && draft.time !== '') body.time = `${draft.date}T${draft.time}:00Z`;
  else if (draft.time !== '') wrong.push('Date');
  else if (draft.date !== '') wrong.push('Time, UTC');
  for (const [name, label, typed, scale] of [
    ['time_within_s', 'Give or take', draft.time_within_min, 60],
    ['latitude_deg', 'Latitude', draft.latitude, 1],
    ['longitude_deg', 'Longitude', draft.longitude, 1],
  ] as const) {
    if (typed.trim() === '') continue;
    const value = numberIn(typed);
    if (value === null) wrong.push(label);
    else body[name] = value * scale;
  }
  const own = read(OWN_FIELDS, draft.own);
  const other = read(OTHER_FIELDS, draft.other);
  if (Object.keys(own).length > 0) body.own = own;
  if (Object.keys(other).length > 0) body.other = other;
  return wrong.length > 0 ? { wrong } : { body };
}

/** A number as people write it, with a point or a comma. */
function numberIn(typed: string): number | null {
  const text = typed.trim().replace(',', '.');
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : null;
}

const KEY = 'skyaccord-report';

/** The draft of this tab: it outlives a reload and nothing else, for it names people. */
export function storedDraft(storage: Pick<Storage, 'getItem'>): Draft {
  const blank = blankDraft();
  try {
    const found = JSON.parse(storage.getItem(KEY) ?? 'null') as Partial<Draft> | null;
    if (found === null) return blank;
    return {
      ...blank,
      ...found,
      event: { ...blank.event, ...found.event },
      air: { ...blank.air, ...found.air },
      own: { ...blank.own, ...found.own },
      other: { ...blank.other, ...found.other },
    };
  } catch {
    return blank;
  }
}

export function storeDraft(storage: Pick<Storage, 'setItem' | 'removeItem'>, draft: Draft | null): void {
  try {
    if (draft === null) storage.removeItem(KEY);
    else storage.setItem(KEY, JSON.stringify(draft));
  } catch {
    // Without storage a draft lasts as long as its page.
  }
}
