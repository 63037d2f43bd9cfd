import type { Area, Bounds } from '../memorandum/terms.ts';
import { Plain, type Wrong } from '../plain.ts';
import {
  type CostWeights,
  type Flexibility,
  type Mission,
  PURPOSES,
  type RoutePoint,
  spanOf,
  type Uncertainty,
  USUAL_COSTS,
} from './mission.ts';
import { readRoute } from './read_route.ts';
import { readVolumes } from './read_volumes.ts';

/** A mission may be filed so far ahead (ASTM F3548-21: operational intents up to 30 days), ms. */
const HORIZON_MS = 30 * 86_400_000;
/** Nobody flies longer without filing again, ms. */
const LONGEST_MS = 48 * 3_600_000;
const FIELDS = [
  'skyaccord',
  'id',
  'party',
  'unit',
  'callsign',
  'aircraft',
  'purpose',
  'priority',
  'filed',
  'route',
  'volumes',
  'uncertainty',
  'flexibility',
  'costs',
  'under',
] as const;
const OPTIONAL = [
  'skyaccord',
  'unit',
  'callsign',
  'priority',
  'filed',
  'route',
  'volumes',
  'uncertainty',
  'flexibility',
  'costs',
  'under',
] as const;
const ADDRESS = /^[0-9a-fA-F]{6}$/;
const CATEGORIES = ['fixed_wing', 'rotorcraft', 'glider', 'lighter_than_air', 'ultralight', 'uncrewed'] as const;
const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const PARTY = /^[a-z][a-z0-9-]{0,31}$/;

/** Where and when a mission is read: the memorandum's area tells exchanged coordinates. */
export type Reading = { readonly now_ms: number; readonly area: Area | null };

/**
 * Reads a mission from plain data (`docs/missions.md`): SI units, times as UTC text or ms. Every field that is wrong is
 * named with its value, the reason and the remedy; then there is no mission.
 */
export function readMission(
  value: unknown,
  { now_ms, area }: Reading,
): { readonly mission: Mission } | { readonly wrongs: readonly Wrong[] } {
  const root = new Plain(value);
  if (!root.present) root.wrong('nothing', 'write a mission', null);
  const fields = root.map(FIELDS, OPTIONAL);
  if (fields.skyaccord.present && fields.skyaccord.value !== 'mission/1') {
    fields.skyaccord.wrong('not a mission/1 document', 'write mission/1');
  }
  const aircraft = fields.aircraft.map(['category', 'crew', 'address'], ['category', 'address']);
  const mission: Mission = {
    id: fields.id.token(ID, 'not an id', 'use up to 64 letters, digits, dots, hyphens and underscores'),
    party: fields.party.token(PARTY, 'not a party id', 'write the id of a party of the memorandum'),
    unit: fields.unit.present ? fields.unit.text(120) : null,
    callsign: fields.callsign.present ? fields.callsign.text(16) : null,
    aircraft: {
      category: aircraft.category.oneOf(CATEGORIES),
      crew: aircraft.crew.oneOf(['crewed', 'uncrewed', 'unknown']) ?? 'unknown',
      ...(aircraft.address.present ? { address: addressOf(aircraft.address) } : {}),
    },
    purpose: fields.purpose.oneOf(PURPOSES) ?? 'transport',
    priority: fields.priority.present ? fields.priority.whole(0, 100) : 0,
    filed_ms: fields.filed.present ? fields.filed.instant() : now_ms,
    route: fields.route.present ? readRoute(fields.route) : null,
    volumes: fields.volumes.present ? readVolumes(fields.volumes) : null,
    uncertainty: readUncertainty(fields.uncertainty),
    flexibility: readFlexibility(fields.flexibility),
    costs: readCosts(fields.costs),
    under: fields.under.list(0, 16).map((one) => one.text(64)),
  };
  if ((mission.route === null) === (mission.volumes === null) && root.wrongs.length === 0) {
    root.wrong('a mission needs a route or volumes', 'give exactly one of the two', null);
  }
  if (root.wrongs.length > 0) return { wrongs: root.wrongs };
  checkTimes(mission, now_ms, root);
  if (mission.route !== null && area !== null) checkExchanged(mission.route, area.bounds_deg, fields.route);
  return root.wrongs.length > 0 ? { wrongs: root.wrongs } : { mission };
}

/** Addresses are compared as tracks have them, in lower case. */
const addressOf = (field: Plain): string =>
  field.token(ADDRESS, 'not an ICAO address', 'write its six hex digits, such as 4b1a2c').toLowerCase();

function readUncertainty(field: Plain): Uncertainty {
  const fields = field.map(['lateral_m', 'vertical_m', 'time_s'], ['lateral_m', 'vertical_m', 'time_s']);
  return {
    lateral_m: fields.lateral_m.present ? fields.lateral_m.number(0, 50_000) : 0,
    vertical_m: fields.vertical_m.present ? fields.vertical_m.number(0, 3_000) : 0,
    time_s: fields.time_s.present ? fields.time_s.number(0, 3_600) : 0,
  };
}

function readFlexibility(field: Plain): Flexibility {
  const names = ['latest_delay_s', 'lowest_m', 'highest_m', 'longest_detour_m'] as const;
  const fields = field.map(names, names);
  const flexibility = {
    latest_delay_s: fields.latest_delay_s.present ? fields.latest_delay_s.number(0, 86_400) : 3_600,
    lowest_m: fields.lowest_m.present ? fields.lowest_m.number(-500, 30_480) : null,
    highest_m: fields.highest_m.present ? fields.highest_m.number(-500, 30_480) : null,
    longest_detour_m: fields.longest_detour_m.present ? fields.longest_detour_m.number(0, 2_000_000) : 100_000,
  };
  const { lowest_m, highest_m } = flexibility;
  if (lowest_m !== null && highest_m !== null && lowest_m > highest_m) {
    fields.highest_m.wrong('below the lowest', 'exchange lowest_m and highest_m');
  }
  return flexibility;
}

function readCosts(field: Plain): CostWeights {
  const names = Object.keys(USUAL_COSTS) as (keyof CostWeights)[];
  const fields = field.map(names, names);
  const read = names.map((name) => [name, fields[name].present ? fields[name].number(0, 1e9) : USUAL_COSTS[name]]);
  return Object.fromEntries(read) as CostWeights;
}

function checkTimes(mission: Mission, now_ms: number, root: Plain): void {
  const [from_ms, until_ms] = spanOf(mission);
  const utc = (time_ms: number): string => new Date(time_ms).toISOString();
  const place = new Plain(utc(from_ms), mission.route === null ? 'volumes' : 'route', root.wrongs);
  if (from_ms < now_ms) place.wrong(`it begins before now, ${utc(now_ms)}`, 'give times that are yet to come');
  if (from_ms > now_ms + HORIZON_MS) place.wrong('it begins more than 30 days ahead', 'file it later');
  if (until_ms - from_ms > LONGEST_MS) place.wrong('it lasts longer than 48 h', 'file several missions');
  if (mission.filed_ms > now_ms + 300_000) {
    new Plain(utc(mission.filed_ms), 'filed', root.wrongs).wrong('it was filed in the future', 'correct the clock');
  }
}

/** A route wholly outside the area of the memorandum that would lie inside it the other way round was exchanged. */
function checkExchanged(route: readonly RoutePoint[], bounds_deg: Bounds, field: Plain): void {
  if (route.some(({ latitude_deg, longitude_deg }) => inBounds(bounds_deg, latitude_deg, longitude_deg))) return;
  if (!route.every(({ latitude_deg, longitude_deg }) => inBounds(bounds_deg, longitude_deg, latitude_deg))) return;
  const reason = 'every point lies outside the area of the memorandum, and inside it with latitude and longitude';
  field.wrong(`${reason} exchanged`, 'exchange latitude_deg and longitude_deg', null);
}

function inBounds([west, south, east, north]: Bounds, latitude_deg: number, longitude_deg: number): boolean {
  if (latitude_deg < south || latitude_deg > north) return false;
  return west < east ? longitude_deg >= west && longitude_deg <= east : longitude_deg >= west || longitude_deg <= east;
}
