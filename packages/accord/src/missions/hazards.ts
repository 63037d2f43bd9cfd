import { Plain, type Wrong } from '../plain.ts';
import type { Shape } from './mission.ts';
import { readShape } from './read_volumes.ts';

/** closed: nobody enters; with_clearance: only whom the owner cleared; caution: anybody, with care. */
export const ENTRIES = ['closed', 'with_clearance', 'caution'] as const;

/** A volume that is dangerous or closed for a time, as it was notified; levels and times without a bound are null. */
export type HazardArea = {
  readonly id: string;
  readonly name: string;
  /** The party whose it is; null: none of the memorandum. */
  readonly owner: string | null;
  readonly shape: Shape;
  readonly floor_m: number | null;
  readonly ceiling_m: number | null;
  readonly from_ms: number | null;
  readonly until_ms: number | null;
  readonly entry: (typeof ENTRIES)[number];
  /** Parties that may be inside beside its owner. */
  readonly admitted: readonly string[];
  /** Where the notice came from. */
  readonly source: string;
};

const OPTIONAL = [
  'owner',
  'bounds_deg',
  'polygon_deg',
  'circle',
  'floor_m',
  'ceiling_m',
  'from',
  'until',
  'entry',
  'admitted',
] as const;
const FIELDS = ['id', 'name', ...OPTIONAL, 'source'] as const;
const PARTY = /^[a-z][a-z0-9-]{0,31}$/;

/** Reads a hazard area from plain data, also as the readers of GeoJSON, ED-318 and KML hand it on. */
export function readHazardArea(value: unknown): { readonly area: HazardArea } | { readonly wrongs: readonly Wrong[] } {
  const root = new Plain(value);
  if (!root.present) root.wrong('nothing', 'write a hazard area', null);
  const fields = root.map(FIELDS, OPTIONAL);
  const maybe = (field: Plain, read: (field: Plain) => number): number | null => (field.present ? read(field) : null);
  const level = (field: Plain): number => field.number(-500, 30_480);
  const party = (field: Plain): string => field.token(PARTY, 'not a party id', 'write the id of a party');
  const area: HazardArea = {
    id: fields.id.token(/^[\w.:~ -]{1,64}$/, 'not an id', 'use up to 64 letters, digits and . : _ -'),
    name: fields.name.text(120),
    owner: fields.owner.present ? party(fields.owner) : null,
    shape: readShape(root, fields),
    floor_m: maybe(fields.floor_m, level),
    ceiling_m: maybe(fields.ceiling_m, level),
    from_ms: maybe(fields.from, (field) => field.instant()),
    until_ms: maybe(fields.until, (field) => field.instant()),
    entry: (fields.entry.present ? fields.entry.oneOf(ENTRIES) : null) ?? 'closed',
    admitted: fields.admitted.list(0, 64).map(party),
    source: fields.source.text(300),
  };
  if (area.floor_m !== null && area.ceiling_m !== null && area.ceiling_m <= area.floor_m) {
    fields.ceiling_m.wrong('not above the floor', 'exchange floor_m and ceiling_m');
  }
  if (area.from_ms !== null && area.until_ms !== null && area.until_ms <= area.from_ms) {
    fields.until.wrong('not after from', 'exchange from and until');
  }
  return root.wrongs.length > 0 ? { wrongs: root.wrongs } : { area };
}
