import { Plain, type Wrong } from '../plain.ts';
import type { Figures } from './figures.ts';

/** What a report may say of either aircraft; null is "unknown", which is an answer. */
export const REPORT_CHOICES = {
  reporter_role: ['crew', 'remote_pilot', 'controller', 'observer'],
  flight: ['level', 'climbing', 'descending', 'hovering'],
  altimeter: ['qnh', 'standard', 'geometric', 'above_ground'],
  lights: ['on', 'off', 'partly'],
  traffic_information: ['none', 'from_ground', 'from_equipment', 'from_crew'],
  collision_avoidance: ['not_fitted', 'nothing', 'traffic_advisory', 'resolution_advisory'],
  sighted: ['before', 'at_closest', 'after', 'never'],
  avoiding_action: ['none', 'turn', 'climb', 'descent', 'speed', 'several'],
  risk: ['none', 'low', 'medium', 'high'],
  weather: ['visual', 'instrument'],
  light: ['day', 'twilight', 'night'],
} as const;
type Choices = typeof REPORT_CHOICES;
type Choice<Name extends keyof Choices> = Choices[Name][number] | null;

/** One aircraft as a report has it: the reporter's own, or the other one. */
export type ReportedAircraft = {
  readonly callsign: string | null;
  readonly registration: string | null;
  readonly type: string | null;
  readonly party: string | null;
  readonly crewed: boolean | null;
  readonly heading_deg: number | null;
  readonly route: string | null;
  readonly ground_speed_mps: number | null;
  readonly altitude_m: number | null;
  readonly altimeter: Choice<'altimeter'>;
  readonly flight: Choice<'flight'>;
  readonly lights: Choice<'lights'>;
  readonly transponder: boolean | null;
  readonly traffic_information: Choice<'traffic_information'>;
  readonly collision_avoidance: Choice<'collision_avoidance'>;
  readonly sighted: Choice<'sighted'>;
  readonly avoiding_action: Choice<'avoiding_action'>;
};

/**
 * A report of a near miss by who flew, watched or controlled. The name of the reporter and how to reach them are no
 * part of it: `person` is the account they signed in with, `personal` binds to the rest, which is kept beside the
 * journal.
 */
export type Report = {
  readonly id: string;
  readonly party: string;
  readonly person: string;
  readonly personal: string | null;
  readonly filed_ms: number;
  readonly reporter_role: Choice<'reporter_role'>;
  readonly time_ms: number | null;
  /** Give or take. */
  readonly time_within_s: number | null;
  readonly latitude_deg: number | null;
  readonly longitude_deg: number | null;
  readonly place: string | null;
  readonly own: ReportedAircraft;
  readonly other: ReportedAircraft;
  readonly horizontal_m: number | null;
  readonly vertical_m: number | null;
  readonly visibility_m: number | null;
  readonly weather: Choice<'weather'>;
  readonly light: Choice<'light'>;
  readonly risk: Choice<'risk'>;
  readonly what_happened: string;
};
/** What a person fills in. */
export type ReportBody = Omit<Report, 'id' | 'party' | 'person' | 'personal' | 'filed_ms'>;

const AIRCRAFT = [
  'callsign',
  'registration',
  'type',
  'party',
  'crewed',
  'heading_deg',
  'route',
  'ground_speed_mps',
  'altitude_m',
  'altimeter',
  'flight',
  'lights',
  'transponder',
  'traffic_information',
  'collision_avoidance',
  'sighted',
  'avoiding_action',
] as const;
const BODY = [
  'reporter_role',
  'time',
  'time_within_s',
  'latitude_deg',
  'longitude_deg',
  'place',
  'own',
  'other',
  'horizontal_m',
  'vertical_m',
  'visibility_m',
  'weather',
  'light',
  'risk',
  'what_happened',
] as const;
const MOST_TEXT = 8_000;
/** A clock may be ahead of ours by this much. */
const AHEAD_MS = 300_000;

/** Reads a report from plain data; only what happened must be told, all else may be left out: then it is unknown. */
export function readReport(
  value: unknown,
  now_ms: number,
): { readonly report: ReportBody } | { readonly wrongs: readonly Wrong[] } {
  const root = new Plain(value);
  if (!root.present) root.wrong('nothing', 'write a report', null);
  const fields = root.map(
    BODY,
    BODY.filter((name) => name !== 'what_happened'),
  );
  const one = <Name extends keyof Choices>(field: Plain, name: Name): Choice<Name> =>
    field.present ? field.oneOf<Choices[Name][number]>(REPORT_CHOICES[name]) : null;
  const number = (field: Plain, least: number, most: number) => (field.present ? field.number(least, most) : null);
  const text = (field: Plain, most: number) => (field.present ? field.text(most) : null);
  const aircraft = (field: Plain): ReportedAircraft => {
    const of = field.map(AIRCRAFT, AIRCRAFT);
    return {
      callsign: text(of.callsign, 16),
      registration: text(of.registration, 16),
      type: text(of.type, 60),
      party: text(of.party, 32),
      crewed: of.crewed.present ? of.crewed.boolean() : null,
      heading_deg: number(of.heading_deg, 0, 360),
      route: text(of.route, 300),
      ground_speed_mps: number(of.ground_speed_mps, 0, 1500),
      altitude_m: number(of.altitude_m, -500, 40_000),
      altimeter: one(of.altimeter, 'altimeter'),
      flight: one(of.flight, 'flight'),
      lights: one(of.lights, 'lights'),
      transponder: of.transponder.present ? of.transponder.boolean() : null,
      traffic_information: one(of.traffic_information, 'traffic_information'),
      collision_avoidance: one(of.collision_avoidance, 'collision_avoidance'),
      sighted: one(of.sighted, 'sighted'),
      avoiding_action: one(of.avoiding_action, 'avoiding_action'),
    };
  };
  const report: ReportBody = {
    reporter_role: one(fields.reporter_role, 'reporter_role'),
    time_ms: fields.time.present ? fields.time.instant() : null,
    time_within_s: number(fields.time_within_s, 0, 86_400),
    latitude_deg: number(fields.latitude_deg, -90, 90),
    longitude_deg: number(fields.longitude_deg, -180, 180),
    place: text(fields.place, 300),
    own: aircraft(fields.own),
    other: aircraft(fields.other),
    horizontal_m: number(fields.horizontal_m, 0, 200_000),
    vertical_m: number(fields.vertical_m, 0, 20_000),
    visibility_m: number(fields.visibility_m, 0, 200_000),
    weather: one(fields.weather, 'weather'),
    light: one(fields.light, 'light'),
    risk: one(fields.risk, 'risk'),
    what_happened: fields.what_happened.text(MOST_TEXT),
  };
  if (report.time_ms !== null && report.time_ms > now_ms + AHEAD_MS) {
    fields.time.wrong('it is yet to come', 'give the time at which it happened, UTC');
  }
  if ((report.latitude_deg === null) !== (report.longitude_deg === null)) {
    fields.latitude_deg.wrong('half a position', 'give latitude and longitude, or neither', null);
  }
  return root.wrongs.length > 0 ? { wrongs: root.wrongs } : { report };
}

/** The figures of a report; its own aircraft is side a. */
export function reportedFigures({ time_ms, horizontal_m, vertical_m, own, other }: ReportBody): Figures {
  const figures: Record<string, number | null> = {
    t_cpa_ms: time_ms,
    h_cpa_m: horizontal_m,
    v_cpa_m: vertical_m,
    a_altitude_m: own.altitude_m,
    a_ground_speed_mps: own.ground_speed_mps,
    a_track_deg: own.heading_deg,
    b_altitude_m: other.altitude_m,
    b_ground_speed_mps: other.ground_speed_mps,
    b_track_deg: other.heading_deg,
  };
  return Object.fromEntries(Object.entries(figures).filter(([, value]) => value !== null)) as Figures;
}
