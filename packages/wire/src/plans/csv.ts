import { parse } from 'csv-parse/browser/esm/sync';
import { MOST_PLAN_LENGTH, MOST_RECORDS, type PlainRecords, unreadable } from './record.ts';

/**
 * Columns of a point; all others are fields of the mission, by their paths, and need be filled in its first row only.
 */
const POINT = ['latitude_deg', 'longitude_deg', 'altitude_m', 'time'] as const;
const TEXT = new Set([
  'id',
  'party',
  'unit',
  'callsign',
  'purpose',
  'aircraft.category',
  'aircraft.crew',
  'aircraft.address',
  'filed',
]);

/**
 * Missions from CSV (RFC 4180) with a header: a row is a point, and rows of one `id` are one mission in their order.
 * Columns beyond the point's are fields of the mission such as `party`, `aircraft.crew` or `flexibility.highest_m`.
 */
export function missionsFromCsv(text: string): PlainRecords {
  if (text.length > MOST_PLAN_LENGTH)
    return unreadable('it is too long', `give at most ${MOST_PLAN_LENGTH} characters`);
  let rows: readonly Record<string, string>[];
  try {
    rows = parse(text, { bom: true, columns: true, skip_empty_lines: true, trim: true, max_record_size: 100_000 });
  } catch (error) {
    return unreadable(error instanceof Error ? error.message : 'it is no CSV', 'give CSV with a header');
  }
  if (rows.length > MOST_RECORDS) return unreadable(`${rows.length} rows`, `give at most ${MOST_RECORDS}`);
  const missing = ['id', ...POINT].filter((name) => rows[0] !== undefined && !Object.hasOwn(rows[0], name));
  if (missing.length > 0) return unreadable(`no column ${missing.join(', ')}`, 'add it to the header');
  const missions = new Map<string, { place: string; data: Record<string, unknown>; route: unknown[] }>();
  for (const [index, row] of rows.entries()) {
    const id = row.id ?? '';
    let mission = missions.get(id);
    if (mission === undefined) {
      mission = { place: `row ${index + 2}`, data: {}, route: [] };
      missions.set(id, mission);
    }
    for (const [name, value] of Object.entries(row)) {
      if (value !== '' && !(POINT as readonly string[]).includes(name)) put(mission.data, name, value);
    }
    const number = (name: (typeof POINT)[number]): unknown => numberOf(row[name] ?? '');
    const time = row.time ?? '';
    mission.route.push({
      latitude_deg: number('latitude_deg'),
      longitude_deg: number('longitude_deg'),
      altitude_m: number('altitude_m'),
      time: /^\d+$/.test(time) ? Number(time) : time,
    });
  }
  const records = [...missions.values()].map(({ place, data, route }) => ({ place, data: { ...data, route } }));
  return { records, problems: [] };
}

/** Puts a value at a path such as `aircraft.crew`. */
function put(data: Record<string, unknown>, path: string, value: string): void {
  const [name = '', rest] = path.split('.', 2);
  if (name === '__proto__' || rest === '__proto__') return;
  const read = TEXT.has(path) ? value : numberOf(value);
  if (rest === undefined) data[name] = read;
  else data[name] = { ...((data[name] as Record<string, unknown> | undefined) ?? {}), [rest]: read };
}

/** A number where the text is one, else the text, so that whoever checks it can say what stood there. */
function numberOf(text: string): unknown {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : text;
}
