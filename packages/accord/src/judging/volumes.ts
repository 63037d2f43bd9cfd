import { SITE_SIZE, wrap180, writeSite } from '@skyaccord/sky';
import { andAlso, type Place, type Whereabouts } from '../judges/track_line.ts';
import { areaAsk, circlesAsk, levelAsk, linesAsk, volumeAsk } from '../judges/volume.ts';
import type { StandoffClause } from '../memorandum/kinds/boundary_standoff.ts';
import type { EntryRingsClause } from '../memorandum/kinds/entry_rings.ts';
import type { HazardAreaClause } from '../memorandum/kinds/hazard_area.ts';
import type { PermissionClause } from '../memorandum/kinds/permission.ts';
import type { SpecialCautionClause } from '../memorandum/kinds/special_caution.ts';
import type { TransponderClause } from '../memorandum/kinds/transponder.ts';
import type { ZoneClause } from '../memorandum/kinds/zone_by_category.ts';
import type { Clause } from '../memorandum/kinds.ts';
import type { AreaShape, Corner } from '../memorandum/terms.ts';

/** Clauses that ask something of single aircraft by where they are. */
export type PlaceClause =
  | StandoffClause
  | ZoneClause
  | HazardAreaClause
  | PermissionClause
  | EntryRingsClause
  | SpecialCautionClause
  | TransponderClause;

/** A clause with the bounds at which what it asks changes. */
export type Volume = {
  readonly clause: PlaceClause;
  /** What a person calls the place. */
  readonly name: string;
  /** Asks whether a place is within each bound of it; the first bound is the widest. */
  readonly where: (place: Place) => readonly Whereabouts[];
  /** Holds it all: a point on the surface, ECEF, and a straight distance from it; Infinity: everywhere. */
  readonly centre: readonly [x_m: number, y_m: number, z_m: number];
  readonly reach_m: number;
  /** Measured speeds are judged in it. */
  readonly speeds: boolean;
};

/** Sides of areas are looked at this often for how far they reach, degrees. */
const STEP_DEG = 0.5;
/** Beyond this the corners say little of what lies between them: it is looked for everywhere. */
const WIDEST_DEG = 30;
/** What lies within an area, and the bulge of its sides, is no further away than this times what its sides are. */
const ROOM = 1.1;

export function volumesOf(clauses: readonly Clause[]): Volume[] {
  return clauses.flatMap((clause): Volume[] => {
    switch (clause.kind) {
      case 'boundary_standoff': {
        const level = levelAsk(clause.floor_m, clause.ceiling_m);
        const distances_m = [...new Set(clause.standoffs.map(({ distance_m }) => distance_m))].sort((x, y) => y - x);
        const where = atLevel(level, linesAsk(clause.boundary.line_deg, distances_m), distances_m.length);
        const held = around(clause.boundary.line_deg, false, distances_m[0] ?? 0);
        return [{ clause, name: clause.boundary.name, where, ...held, speeds: false }];
      }
      case 'zone_by_category':
      case 'hazard_area':
      case 'permission_to_operate':
      case 'special_caution_area': {
        const speeds = clause.kind === 'special_caution_area' && clause.speed_mps !== null;
        const inVolume = volumeAsk(clause);
        const where = (place: Place): readonly Whereabouts[] => [inVolume(place)];
        return [{ clause, name: clause.area.name, where, ...aroundArea(clause.area), speeds }];
      }
      case 'entry_protocol_rings': {
        const level = levelAsk(clause.floor_m, clause.ceiling_m);
        const { latitude_deg, longitude_deg, name } = clause.centre;
        const radii_m = clause.rings.map(({ radius_m }) => radius_m).sort((x, y) => y - x);
        const where = atLevel(level, circlesAsk(latitude_deg, longitude_deg, radii_m), radii_m.length);
        const held = around([[latitude_deg, longitude_deg]], false, radii_m[0] ?? 0);
        return [{ clause, name, where, ...held, speeds: clause.speed_mps !== null }];
      }
      case 'transponder_and_due_regard': {
        const { area } = clause;
        const level = levelAsk(clause.floor_m, clause.ceiling_m);
        const inArea = area === null ? null : areaAsk(area);
        const where = (place: Place): readonly Whereabouts[] => [
          andAlso(level(place), inArea === null ? 'inside' : inArea(place)),
        ];
        const held = area === null ? EVERYWHERE : aroundArea(area);
        return [{ clause, name: area?.name ?? '', where, ...held, speeds: false }];
      }
      default:
        return [];
    }
  });
}

/** What is asked of the plane, as far as the level allows; off it there is nothing to reckon. */
function atLevel(
  level: (place: Place) => Whereabouts,
  inPlane: (place: Place) => readonly Whereabouts[],
  bounds: number,
): Volume['where'] {
  const off: readonly Whereabouts[] = Array.from({ length: bounds }, () => 'outside');
  return (place) => {
    const at = level(place);
    return at === 'outside' ? off : inPlane(place).map((one) => andAlso(at, one));
  };
}

const EVERYWHERE = { centre: [0, 0, 0], reach_m: Infinity } as const;
const site = new Float64Array(SITE_SIZE);

function aroundArea(area: Partial<AreaShape>): Pick<Volume, 'centre' | 'reach_m'> {
  if (area.circle) {
    const { latitude_deg, longitude_deg, radius_m } = area.circle;
    return around([[latitude_deg, longitude_deg]], false, radius_m);
  }
  if (area.polygon_deg) return around(area.polygon_deg, true, 0);
  const [west, south, east, north] = area.bounds_deg ?? [-180, -90, 180, 90];
  const width_deg = west < east ? east - west : east - west + 360;
  if (width_deg > WIDEST_DEG) return EVERYWHERE;
  return around(
    [
      [south, west],
      [south, wrap180(west + width_deg)],
      [north, wrap180(west + width_deg)],
      [north, wrap180(west)],
    ],
    true,
    0,
  );
}

/** A ball that holds a line, closed or not, with so much room around it. */
function around(corners: readonly Corner[], closed: boolean, room_m: number): Pick<Volume, 'centre' | 'reach_m'> {
  const points: [number, number, number][] = [];
  const sides = closed ? corners.length : Math.max(1, corners.length - 1);
  for (let i = 0; i < sides; i++) {
    const [from, to] = [corners[i]!, corners[(i + 1) % corners.length]!];
    const [up_deg, east_deg] = [to[0] - from[0], wrap180(to[1] - from[1])];
    if (Math.abs(up_deg) > WIDEST_DEG || Math.abs(east_deg) > WIDEST_DEG) return EVERYWHERE;
    const steps = Math.max(1, Math.ceil(Math.max(Math.abs(up_deg), Math.abs(east_deg)) / STEP_DEG));
    for (let k = 0; k <= steps; k++) {
      writeSite(from[0] + (up_deg * k) / steps, wrap180(from[1] + (east_deg * k) / steps), site, 0);
      points.push([site[0]!, site[1]!, site[2]!]);
    }
  }
  const mean = (axis: 0 | 1 | 2): number => points.reduce((sum, one) => sum + one[axis], 0) / points.length;
  const centre = [mean(0), mean(1), mean(2)] as const;
  const reach_m = points.reduce((most, [x, y, z]) => {
    return Math.max(most, distance(x - centre[0], y - centre[1], z - centre[2]));
  }, 0);
  return { centre, reach_m: ROOM * (reach_m + room_m) };
}

const distance = (x: number, y: number, z: number): number => Math.sqrt(x * x + y * y + z * z);
