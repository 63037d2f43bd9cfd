import type { Field } from '@skyaccord/wire';
import { parseAreaShape, parseLine, parsePermissionArea } from '../area.ts';
import { checkPeriod } from '../period.ts';
import type { AreaShape, Corner, PermissionArea } from '../terms.ts';
import { flat, map, may, must } from './fields.ts';
import { instant, list, quantity, text } from './leaves.ts';
import type { Context, JsonSchema, Label, Node } from './node.ts';

const LATITUDE = quantity('angle', { min: -90, max: 90 });
const LONGITUDE = quantity('angle', { min: -180, max: 180 });
/** From below the lowest land up to 100,000 ft. */
const LEVEL = quantity('length', { min: -500, max: 30_480 });
const NUMBER = { type: 'number' } as const;
const NULL = { type: 'null' } as const;

const NAME: Label = { en: 'name', fr: 'nom' };
const POINT = {
  latitude: must({ en: 'latitude', fr: 'latitude' }, LATITUDE),
  longitude: must({ en: 'longitude', fr: 'longitude' }, LONGITUDE),
};
const BOUNDS = map({
  west: must({ en: 'west', fr: 'ouest' }, LONGITUDE),
  south: must({ en: 'south', fr: 'sud' }, LATITUDE),
  east: must({ en: 'east', fr: 'est' }, LONGITUDE),
  north: must({ en: 'north', fr: 'nord' }, LATITUDE),
});
const CORNERS = (least: number) => list(map(POINT), least, 256);
const CIRCLE = map({
  ...POINT,
  radius: must({ en: 'radius', fr: 'rayon' }, quantity('length', { above: 0, max: 926_000 })),
});
const AREA = {
  name: must(NAME, text(120)),
  bounds: may({ en: 'bounds', fr: 'limites' }, BOUNDS),
  polygon: may({ en: 'polygon', fr: 'polygone' }, CORNERS(3)),
};
const corners: JsonSchema = { type: 'array', items: { type: 'array', items: NUMBER, minItems: 2, maxItems: 2 } };
const PARSED_AREA: Readonly<Record<string, JsonSchema>> = {
  name: { type: 'string' },
  bounds_deg: {
    description: 'west, south, east, north',
    anyOf: [{ type: 'array', items: NUMBER, minItems: 4, maxItems: 4 }, NULL],
  },
  polygon_deg: { description: 'latitude, longitude of each corner', anyOf: [corners, NULL] },
};
const closed = (properties: Readonly<Record<string, JsonSchema>>): JsonSchema => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});

/** A node whose value is shaped otherwise than the map in which it is written. */
function shaped<T>(written: Node<unknown>, parsed: JsonSchema, read: (field: Field, context: Context) => T): Node<T> {
  return { suffix: '', read, schema: written.schema, parsed, show: written.show };
}

/** A named box, as it is written. */
export const namedBox = map({ name: must(NAME, text(120)), bounds: must({ en: 'bounds', fr: 'limites' }, BOUNDS) });

/** A named box or polygon. */
export const permissionArea: Node<PermissionArea> = shaped(map(AREA), closed(PARSED_AREA), parsePermissionArea);

/** A named box, polygon or circle. */
export const areaShape: Node<AreaShape> = shaped(
  map({ ...AREA, circle: may({ en: 'circle', fr: 'cercle' }, CIRCLE) }),
  closed({ ...PARSED_AREA, circle: { anyOf: [CIRCLE.parsed, NULL] } }),
  parseAreaShape,
);

/** A named line, such as a boundary: its corners in order. */
export const line: Node<{ readonly name: string; readonly line_deg: readonly Corner[] }> = shaped(
  map({ name: must(NAME, text(120)), line: must({ en: 'line', fr: 'ligne' }, CORNERS(2)) }),
  closed({ name: { type: 'string' }, line_deg: corners }),
  parseLine,
);

/** A named point. */
export const point = map({ name: must(NAME, text(120)), ...POINT });

/** Levels against 1013.25 hPa from which on and up to which a clause holds, both included. */
export const LEVELS = {
  floor: may({ en: 'floor', fr: 'plancher' }, LEVEL),
  ceiling: may({ en: 'ceiling', fr: 'plafond' }, LEVEL),
};

/** From the first instant on, and before the last. */
export const PERIOD = {
  period: flat(
    { en: 'period', fr: 'période' },
    'null',
    { from: may({ en: 'from', fr: 'à partir de' }, instant), until: may({ en: 'until', fr: "jusqu'à" }, instant) },
    checkPeriod,
  ),
};

/** Reports a ceiling that is not above the floor. */
export function checkLevels(
  { floor_m, ceiling_m }: { readonly floor_m: number | null; readonly ceiling_m: number | null },
  fields: Readonly<Record<'ceiling', Field>>,
): void {
  if (floor_m !== null && ceiling_m !== null && floor_m >= ceiling_m) {
    fields.ceiling.problem('the ceiling is not above the floor', 'exchange them');
  }
}

/** A volume of air in a period: what a zone, a closure or a caution covers. */
export const VOLUME = { area: must({ en: 'area', fr: 'zone' }, areaShape), ...LEVELS, ...PERIOD };
