import {
  type Alert,
  type HazardArea,
  reaches,
  type SaidStatement,
  type Setting,
  type StandingMission,
  type Thing,
} from '@skyaccord/accord';
import { formOf } from '../missions/filed.ts';

type Shape = HazardArea['shape'];
type Box = readonly [west_deg: number, south_deg: number, east_deg: number, north_deg: number];

const METRES_PER_DEGREE = 111_195.08;
/** A route of more points is told by so many of them, evenly taken. */
const MOST_POINTS = 1_000;
/** Before and after all that anything here can be about, for what has no bound in time. */
const NEVER_MS = 0;
const EVER_MS = 4e12;

/** A mission of this party as it could be shown, whole. */
function planThing(ref: string, { mission, state }: StandingMission): Thing {
  const { route, volumes, aircraft } = mission;
  const boxes = volumes?.map((one) => ({ ...one, box: boxOf(one.shape) })) ?? [];
  const points = route ?? [];
  const levels = [
    ...points.map(({ altitude_m }) => altitude_m),
    ...boxes.flatMap(({ floor_m, ceiling_m }) => [floor_m, ceiling_m]),
  ];
  const times = [
    ...points.map(({ time_ms }) => time_ms),
    ...boxes.flatMap(({ from_ms, until_ms }) => [from_ms, until_ms]),
  ];
  const box = around([
    ...points.map(({ latitude_deg: y, longitude_deg: x }): Box => [x, y, x, y]),
    ...boxes.map(({ box: one }) => one),
  ]);
  const cruise = points.length < 2 ? null : cruiseOf(points);
  return {
    what: 'plans',
    ref,
    volume: {
      ...named(box),
      floor_m: Math.min(...levels),
      ceiling_m: Math.max(...levels),
      from_ms: Math.min(...times),
      until_ms: Math.max(...times),
    },
    track: points,
    fields: {
      altitude_datum: 'pressure',
      category: aircraft.category,
      cruise_mps: cruise,
      state,
      mission: mission.id,
      callsign: mission.callsign,
      aircraft: aircraft.crew,
      contact: mission.unit,
    },
  };
}

/** A plan as it could be shown: where no finer cell is asked for, its volume is that of what all may know of it. */
export function planAs(setting: Setting, standing: StandingMission): Thing {
  const { mission } = standing;
  const whole = planThing('', standing);
  const step = Math.ceil(whole.track.length / MOST_POINTS);
  const track = whole.track.filter((_, i) => i % step === 0 || i === whole.track.length - 1).slice(-MOST_POINTS);
  if (setting.resolution_m !== null || reaches(setting.rung, 'delayed_track')) return { ...whole, track };
  const coarse = { ...standing, mission: { ...mission, route: null, volumes: formOf(mission).volumes } };
  return { ...whole, track, volume: planThing('', coarse).volume };
}

/** @param to whom it is shown: whether that party may be inside is told with it */
export function hazardThing(ref: string, area: HazardArea, to: string): Thing {
  return {
    what: 'hazards',
    ref,
    volume: {
      ...named(boxOf(area.shape)),
      floor_m: area.floor_m,
      ceiling_m: area.ceiling_m,
      from_ms: area.from_ms ?? NEVER_MS,
      until_ms: area.until_ms ?? EVER_MS,
    },
    track: [],
    fields: {
      hazard: area.entry,
      admitted: area.admitted.includes(to),
      words: area.name,
      owner: area.owner,
      contact: area.source,
    },
  };
}

export function statementThing(ref: string, one: SaidStatement): Thing {
  return {
    what: 'statements',
    ref,
    volume: null,
    track: [],
    fields: {
      as_of_ms: one.as_of_ms,
      from_ms: one.from_ms,
      until_ms: one.until_ms,
      subject: one.subject,
      predicate: one.predicate,
      negated: one.negated,
      ...one.about,
      conditions: one.conditions,
      words: one.words,
      source: one.source,
      speaks_for: one.speaks_for,
      speaker: one.speaker,
      office: one.office,
      relayed_by: one.relayed_by,
      setting: one.setting,
    },
  };
}

/** An alert of this node. Its place is halfway between the two, when they are predicted to be closest. */
export function alertThing(ref: string, alert: Alert): Thing {
  const { a, b, cpa, level, findings, advice, time_ms } = alert;
  const [west, south, east, north] = around([
    [a.longitude_deg, a.latitude_deg, a.longitude_deg, a.latitude_deg],
    [b.longitude_deg, b.latitude_deg, b.longitude_deg, b.latitude_deg],
  ]);
  const heights = [a.altitude_m, b.altitude_m].filter((one) => one !== null);
  const mean = heights.length === 0 ? null : heights.reduce((sum, one) => sum + one, 0) / heights.length;
  return {
    what: 'alerts',
    ref,
    volume: {
      west_deg: west,
      south_deg: south,
      east_deg: east,
      north_deg: north,
      floor_m: heights.length === 0 ? null : Math.min(...heights),
      ceiling_m: heights.length === 0 ? null : Math.max(...heights),
      from_ms: time_ms,
      until_ms: Math.max(time_ms, Math.round(cpa.t_cpa_ms)),
    },
    track: [
      {
        time_ms: Math.round(cpa.t_cpa_ms),
        latitude_deg: (cpa.a_latitude_deg + cpa.b_latitude_deg) / 2,
        longitude_deg: turned(cpa.a_longitude_deg + turned(cpa.b_longitude_deg - cpa.a_longitude_deg) / 2),
        altitude_m: mean,
      },
    ],
    fields: {
      level,
      clause: findings[0]?.clause ?? null,
      t_cpa_ms: cpa.t_cpa_ms,
      h_cpa_m: cpa.h_cpa_m,
      v_cpa_m: cpa.v_cpa_m,
      tracks: [a.track, b.track],
      callsigns: [a.callsign ?? '', b.callsign ?? ''],
      advice: advice.map(({ for: whom, words }) => `${whom}: ${words}`),
    },
  };
}

const named = ([west_deg, south_deg, east_deg, north_deg]: Box) => ({ west_deg, south_deg, east_deg, north_deg });

const turned = (longitude_deg: number): number => ((((longitude_deg + 180) % 360) + 360) % 360) - 180;

/** The least box around some, each on the short way from the one before. */
function around(boxes: readonly Box[]): Box {
  const [first] = boxes;
  if (first === undefined) return [0, 0, 0, 0];
  let [west, south, east, north] = first;
  if (east < west) east += 360;
  for (const [w, s, e, n] of boxes) {
    const middle = (west + east) / 2;
    const from = w + 360 * Math.round((middle - w) / 360);
    const to = from + (e < w ? e + 360 - w : e - w);
    [west, east] = [Math.min(west, from), Math.max(east, to)];
    [south, north] = [Math.min(south, s), Math.max(north, n)];
  }
  return east - west >= 360 ? [-180, south, 180, north] : [turned(west), south, turned(east), north];
}

function boxOf({ bounds_deg, polygon_deg, circle }: Shape): Box {
  if (bounds_deg !== null) return bounds_deg;
  if (polygon_deg !== null) return around(polygon_deg.map(([y, x]): Box => [x, y, x, y]));
  if (circle === null) return [-180, -90, 180, 90];
  const { latitude_deg, longitude_deg, radius_m } = circle;
  const up = radius_m / METRES_PER_DEGREE;
  const [south, north] = [Math.max(-90, latitude_deg - up), Math.min(90, latitude_deg + up)];
  const highest = Math.max(Math.abs(south), Math.abs(north));
  const wide = highest > 89 ? 180 : up / Math.cos((highest * Math.PI) / 180);
  return wide >= 180
    ? [-180, south, 180, north]
    : [turned(longitude_deg - wide), south, turned(longitude_deg + wide), north];
}

/** The mean speed over a route, m/s, on a sphere and in plane steps: it is a hint for people. */
function cruiseOf(points: readonly { latitude_deg: number; longitude_deg: number; time_ms: number }[]): number | null {
  let way_m = 0;
  for (let k = 1; k < points.length; k++) {
    const [from, to] = [points[k - 1]!, points[k]!];
    const north = to.latitude_deg - from.latitude_deg;
    const east = turned(to.longitude_deg - from.longitude_deg) * Math.cos((from.latitude_deg * Math.PI) / 180);
    way_m += METRES_PER_DEGREE * Math.sqrt(north * north + east * east);
  }
  const time_s = (points.at(-1)!.time_ms - points[0]!.time_ms) / 1000;
  return time_s > 0 ? way_m / time_s : null;
}
