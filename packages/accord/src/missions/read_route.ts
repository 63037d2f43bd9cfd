import type { Plain } from '../plain.ts';
import { wayBetween } from './flight.ts';
import type { RoutePoint } from './mission.ts';

/** Vertices of one mission, at most (ASTM F3548-21). */
export const MOST_POINTS = 10_000;
/** Faster than this between two points nothing flies that this is for, m/s over ground. */
const FASTEST_MPS = 1_000;
/** Steeper than this, m/s. */
const STEEPEST_MPS = 150;
/** Between points further apart than this the great circle is not determined, m: half the Earth less 60 NM. */
const FARTHEST_M = 19_890_000;

/** Reads a latitude and a longitude; one that only a longitude can be is told as exchanged. */
export function readPlace(fields: Record<'latitude_deg' | 'longitude_deg', Plain>): readonly [number, number] {
  const { value } = fields.latitude_deg;
  const other = fields.longitude_deg.value;
  const swapped = typeof value === 'number' && Math.abs(value) > 90 && Math.abs(value) <= 180;
  const fits = typeof other === 'number' && Math.abs(other) <= 90;
  const remedy =
    swapped && fits ? 'exchange latitude_deg and longitude_deg' : 'write degrees north from -90 to 90, south negative';
  return [
    fields.latitude_deg.number(-90, 90, remedy),
    fields.longitude_deg.number(-180, 180, 'write degrees east from -180 to 180, west negative'),
  ];
}

/** Reads the points of a route, each later than the one before, and with a way between the first and the last. */
export function readRoute(field: Plain): readonly RoutePoint[] {
  const read = field.list(2, MOST_POINTS).map((item) => {
    const fields = item.map(['latitude_deg', 'longitude_deg', 'altitude_m', 'time']);
    const [latitude_deg, longitude_deg] = readPlace(fields);
    const altitude_m = fields.altitude_m.number(-500, 30_480);
    return { point: { latitude_deg, longitude_deg, altitude_m, time_ms: fields.time.instant() }, item, fields };
  });
  let way_m = 0;
  read.forEach(({ point, item, fields }, index) => {
    const before = read[index - 1]?.point;
    if (before === undefined || Object.values({ ...point, ...prefixed(before) }).some(Number.isNaN)) return;
    const lasts_s = (point.time_ms - before.time_ms) / 1000;
    if (!(lasts_s > 0)) {
      fields.time.wrong('not later than the point before', 'give points in the order in which they are flown');
      return;
    }
    const leg_m = wayBetween(before, point);
    way_m += leg_m;
    const climb_mps = Math.abs(point.altitude_m - before.altitude_m) / lasts_s;
    if (leg_m > FARTHEST_M) {
      item.wrong('opposite to the point before on the Earth', 'put a point between the two', null);
    } else if (leg_m / lasts_s > FASTEST_MPS) {
      const reason = `${Math.round(leg_m / lasts_s)} m/s from the point before`;
      item.wrong(reason, 'correct a place or a time; latitude and longitude may be exchanged', null);
    } else if (climb_mps > STEEPEST_MPS) {
      item.wrong(`a climb of ${Math.round(climb_mps)} m/s from the point before`, 'correct altitude_m or time', null);
    }
  });
  if (read.length > 0 && field.wrongs.length === 0 && way_m < 1) {
    field.wrong('a route of zero length', 'give volumes for a flight that stays in one place', null);
  }
  return read.map(({ point }) => point);
}

const prefixed = (point: RoutePoint): Record<string, number> =>
  Object.fromEntries(Object.entries(point).map(([name, value]) => [`before_${name}`, value]));
