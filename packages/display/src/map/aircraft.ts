import type { Alert, AlertLevel, TrackFlag, TrackState } from '@skyaccord/accord';
import type { Feature, FeatureCollection } from 'geojson';
import { age } from '../format/time.ts';
import { FLAG_SIGN, flagBrief } from '../format/tracking.ts';
import { altitude, climbArrow, speed, type UnitSystem } from '../format/units.ts';
import { LEVELS } from '../format/words.ts';
import { circle, destination, unwrapped } from '../geo/geodesy.ts';
import { type Reckoned, reckon } from '../geo/reckon.ts';
import type { Picture } from '../state/picture.ts';
import { colourIndex, imageName, shapeOf } from './symbols.ts';

/** A speed vector shows where an aircraft is in this long, if it goes on as it is. */
const VECTOR_S = 60;
/** A position known no better than this gets its circle of uncertainty. */
const LARGE_ACCURACY_M = 300;
/** A circle smaller than this on the screen would hide under the symbol. */
const SMALLEST_CIRCLE_PX = 14;
/** Size of the symbols that stay without a label: there are so many that full ones would cover each other. */
const CROWDED_SIZE = 0.55;
/** Slower aircraft hover or stand: a vector of a few metres tells nothing. */
const MOVING_MPS = 2;

export type AircraftOptions = {
  now_ms: number;
  units: UnitSystem;
  /** Parties in the memorandum's order, and their letters. */
  parties: readonly string[];
  letters: ReadonlyMap<string, string>;
  colours: number;
  selected: string | null;
  /** The most urgent alert each track stands in. */
  alerting: ReadonlyMap<string, Standing>;
  /** The pair of the alert that is chosen, or else the most urgent: its labels never give way. */
  foremost: ReadonlySet<string>;
  /** false: only selected and alerting aircraft are labelled and get vectors, since there are too many for all. */
  labelAll: boolean;
  /** The picture as a whole is not to be trusted: every symbol is hollow. */
  hollowAll: boolean;
  metres_per_px: number;
  nameOf: (aircraft: TrackState) => string;
};

/** Symbols, labels, speed vectors and circles of uncertainty for the map, as one collection. */
export function aircraftFeatures(picture: Picture, options: AircraftOptions): FeatureCollection {
  const features: Feature[] = [];
  for (const track of picture.tracks.values()) {
    const reckoned = reckon(track, options.now_ms);
    const standing = options.alerting.get(track.track) ?? null;
    const selected = track.track === options.selected;
    const close = selected || standing !== null || options.labelAll;
    const flags = picture.flags.get(track.track) ?? [];
    features.push(symbol(track, reckoned, options, { standing, selected, close, flags }));
    if (close && track.ground_speed_mps >= MOVING_MPS && !track.on_ground) features.push(vector(track, reckoned));
    const wide = track.accuracy_m > LARGE_ACCURACY_M && track.accuracy_m / options.metres_per_px > SMALLEST_CIRCLE_PX;
    if (wide) features.push(uncertainty(track, reckoned));
  }
  return { type: 'FeatureCollection', features };
}

/** An alert as one of its aircraft stands in it. */
export type Standing = {
  level: AlertLevel;
  /** Where the other aircraft is: the label goes to the side away from it, so that the line between stays free. */
  other: 'east' | 'west';
};

/** The most urgent alert each aircraft stands in. */
export function alertingTracks(alerts: readonly Alert[]): Map<string, Standing> {
  const standings = new Map<string, Standing>();
  for (const { level, a, b } of alerts) {
    for (const [own, other] of [
      [a, b],
      [b, a],
    ] as const) {
      const before = standings.get(own.track);
      if (before !== undefined && LEVELS[before.level].rank <= LEVELS[level].rank) continue;
      const [longitude_deg] = unwrapped([other.longitude_deg, other.latitude_deg], own.longitude_deg);
      standings.set(own.track, { level, other: longitude_deg > own.longitude_deg ? 'east' : 'west' });
    }
  }
  return standings;
}

/** Where the aircraft have been, for the tracks named. */
export function trailFeatures(picture: Picture, tracks: Iterable<string>, now_ms: number): FeatureCollection {
  const features: Feature[] = [];
  for (const id of tracks) {
    const track = picture.tracks.get(id);
    const trail = picture.trails.get(id);
    if (track === undefined || trail === undefined || trail.length === 0) continue;
    const head = reckon(track, now_ms).point;
    const line = trail.map(([, latitude_deg, longitude_deg]) => unwrapped([longitude_deg, latitude_deg], head[0]));
    line.push(head);
    features.push({ type: 'Feature', properties: {}, geometry: { type: 'LineString', coordinates: line } });
  }
  return { type: 'FeatureCollection', features };
}

/** `ASH14 A` over `FL182↑ 440 kt`; what is not to be believed of it, and a stale one's age, follow. */
function labelText(
  track: TrackState,
  reckoned: Reckoned,
  flags: readonly TrackFlag[],
  options: Pick<AircraftOptions, 'units' | 'letters' | 'nameOf'>,
): string {
  const letter = track.party === null ? '?' : (options.letters.get(track.party) ?? '');
  const level = altitude(track.altitude_m, track.altitude_datum, options.units);
  const height = track.on_ground ? 'on ground' : `${level}${climbArrow(track.vertical_rate_mps)}`;
  const lines = [
    `${options.nameOf(track)} ${letter}`.trim(),
    `${height} ${speed(track.ground_speed_mps, options.units)}`,
  ];
  const [first] = flags;
  if (first !== undefined) {
    lines.push(`${FLAG_SIGN} ${flagBrief(first.flag)}${flags.length > 1 ? ` +${flags.length - 1}` : ''}`);
  }
  if (reckoned.stale) lines.push(`${age(reckoned.age_ms)} old`);
  return lines.join('\n');
}

function symbol(
  track: TrackState,
  reckoned: Reckoned,
  options: AircraftOptions,
  about: { standing: Standing | null; selected: boolean; close: boolean; flags: readonly TrackFlag[] },
): Feature {
  const { standing, selected, close, flags } = about;
  const colour = colourIndex(track.party, options.parties, options.colours);
  return {
    type: 'Feature',
    geometry: { type: 'Point', coordinates: reckoned.point },
    properties: {
      role: 'symbol',
      track: track.track,
      image: imageName(shapeOf(track), colour, options.hollowAll || reckoned.stale),
      turn_deg: track.track_deg,
      size: (close ? 1 : CROWDED_SIZE) * (track.on_ground ? 0.7 : 1),
      // Fades from the moment it is stale to a third at two minutes; never to nothing.
      opacity: reckoned.stale ? Math.max(0.35, 1 - reckoned.age_ms / 180_000) : 1,
      label: close ? labelText(track, reckoned, flags, options) : '',
      always: selected || options.foremost.has(track.track),
      selected,
      flagged: flags.length > 0,
      level: standing?.level ?? '',
      other: standing?.other ?? '',
      order: standing === null ? (selected ? 1 : 9) : 2 + LEVELS[standing.level].rank,
    },
  };
}

function vector(track: TrackState, { point, stale }: Reckoned): Feature {
  const ahead_m = track.ground_speed_mps * VECTOR_S;
  const tip = unwrapped(destination(point[1], point[0], track.track_deg, ahead_m), point[0]);
  return {
    type: 'Feature',
    geometry: { type: 'LineString', coordinates: [point, tip] },
    properties: { role: 'vector', opacity: stale ? 0.3 : 0.8 },
  };
}

function uncertainty(track: TrackState, { point }: Reckoned): Feature {
  return {
    type: 'Feature',
    geometry: { type: 'Polygon', coordinates: [circle(point[1], point[0], track.accuracy_m, 32)] },
    properties: { role: 'uncertainty' },
  };
}
