import type { Field } from '@skyaccord/wire';
import { parsePermissionArea } from './area.ts';
import type { PermissionClause } from './memorandum.ts';

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?Z$/;
/** From below the lowest land up to 100,000 ft. */
const LEVELS_M = { min: -500, max: 30_480 };

type Fields = Readonly<Record<'area' | 'floor' | 'ceiling' | 'period' | 'granted', Field>>;

/** Reads what a permission to operate says beside its words; `parties` are the ids of the memorandum. */
export function parsePermission(
  fields: Fields,
  parties: readonly string[],
): Pick<PermissionClause, 'area' | 'floor_m' | 'ceiling_m' | 'from_ms' | 'until_ms' | 'granted'> {
  const area = parsePermissionArea(fields.area);
  const floor_m = fields.floor.present ? fields.floor.quantity('length', LEVELS_M) : null;
  const ceiling_m = fields.ceiling.present ? fields.ceiling.quantity('length', LEVELS_M) : null;
  if (floor_m !== null && ceiling_m !== null && floor_m >= ceiling_m) {
    fields.ceiling.problem('the ceiling is not above the floor', 'exchange them');
  }
  return { area, floor_m, ceiling_m, ...parsePeriod(fields.period), granted: parseGranted(fields.granted, parties) };
}

function parsePeriod(field: Field): Pick<PermissionClause, 'from_ms' | 'until_ms'> {
  if (!field.present) return { from_ms: null, until_ms: null };
  const fields = field.map(['from', 'until'], ['from', 'until']);
  const from_ms = fields.from.present ? parseInstant(fields.from) : null;
  const until_ms = fields.until.present ? parseInstant(fields.until) : null;
  if (from_ms === null && until_ms === null) {
    field.problem('a period without a beginning or an end', 'give from, until or both, or leave the period out', null);
  }
  if (from_ms !== null && until_ms !== null && from_ms >= until_ms) {
    fields.until.problem('the period ends before it begins', 'exchange from and until');
  }
  return { from_ms, until_ms };
}

/** An instant in UTC, ms; NaN after a report. Any other zone is refused: in a letter it is misread. */
function parseInstant(field: Field): number {
  const remedy = 'write a UTC time such as 2030-10-15T06:00:00Z';
  const text = field.token(INSTANT, 'not a time in UTC', remedy);
  if (text === '') return Number.NaN;
  const time_ms = Date.parse(text);
  // 30 February is either refused or moved on to March, depending on the engine.
  const exact = !Number.isNaN(time_ms) && new Date(time_ms).toISOString().startsWith(text.slice(0, 16));
  if (!exact) field.problem('no such day or time', remedy);
  return exact ? time_ms : Number.NaN;
}

function parseGranted(field: Field, parties: readonly string[]): string[] {
  const granted: string[] = [];
  for (const item of field.list(0, 256)) {
    const party = item.token(/^\S+$/, 'not a party id', 'write the id of a party');
    if (party === '') continue;
    if (granted.includes(party)) item.problem('party named twice', 'keep one of them');
    else if (!parties.includes(party)) {
      item.problem('not a party of this memorandum', `name one of ${parties.join(', ')}, or add it to parties`);
    } else granted.push(party);
  }
  return granted;
}
