import type { Identity, Thing, TrackState, View } from '@skyaccord/accord';
import type { Observation } from '@skyaccord/wire';
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { closed, nullable, ref, rung, trackOf, volumeOf } from './view_schema.ts';

/** So many positions of a flight are kept, for those who are shown it later than it is. */
const TRAIL_MS = 30 * 60_000;

/** A flight of this node as it could be shown, whole. `trail`: where it was, oldest first. */
export function flightThing(ref: string, state: TrackState, identity: Identity, trail: Thing['track']): Thing {
  return {
    what: state.crew === 'uncrewed' ? 'uncrewed_flights' : 'crewed_flights',
    ref,
    volume: null,
    track: trail,
    fields: {
      altitude_datum: state.altitude_datum,
      category: state.category,
      on_ground: state.on_ground,
      track_deg: state.track_deg,
      ground_speed_mps: state.ground_speed_mps,
      vertical_rate_mps: state.vertical_rate_mps,
      h_uncertainty_m: state.accuracy_m,
      address: state.track,
      callsign: state.callsign,
      registration: identity.registration,
      source: state.technology,
    },
  };
}

/** The last half hour of a flight, as its reports came. */
export class FlightTrail {
  #points: Thing['track'][number][] = [];

  add({ seen_ms, latitude_deg, longitude_deg, altitude_m }: TrackState): boolean {
    const last = this.#points.at(-1);
    if (last !== undefined && seen_ms <= last.time_ms) return false;
    this.#points.push({ time_ms: seen_ms, latitude_deg, longitude_deg, altitude_m });
    if (seen_ms - this.#points[0]!.time_ms > 2 * TRAIL_MS) {
      this.#points = this.#points.filter(({ time_ms }) => seen_ms - time_ms <= TRAIL_MS);
    }
    return true;
  }

  get points(): Thing['track'] {
    return this.#points;
  }
}

const name = Type.String({ minLength: 1, maxLength: 32 });
const time_ms = Type.Integer({ minimum: 0 });
const VIEW = Type.Object(
  {
    what: Type.Union([Type.Literal('crewed_flights'), Type.Literal('uncrewed_flights')]),
    ref,
    rung,
    commitment: Type.String({ pattern: '^[0-9a-f]{64}$' }),
    volume: volumeOf(time_ms),
    track: trackOf(time_ms, 1),
    fields: Type.Object(
      {
        altitude_datum: Type.Optional(nullable(Type.Union([Type.Literal('pressure'), Type.Literal('geometric')]))),
        category: Type.Optional(nullable(Type.String({ maxLength: 4 }))),
        on_ground: Type.Optional(Type.Boolean()),
        track_deg: Type.Optional(Type.Number({ minimum: 0, exclusiveMaximum: 360 })),
        ground_speed_mps: Type.Optional(Type.Number({ minimum: 0 })),
        vertical_rate_mps: Type.Optional(Type.Number()),
        h_uncertainty_m: Type.Optional(Type.Number({ minimum: 0 })),
        address: Type.Optional(name),
        callsign: Type.Optional(nullable(Type.String({ maxLength: 16 }))),
        registration: Type.Optional(nullable(Type.String({ maxLength: 16 }))),
        name: Type.Optional(nullable(Type.String({ maxLength: 64 }))),
        source: Type.Optional(Type.String({ maxLength: 32 })),
      },
      closed,
    ),
    withheld: Type.Array(Type.String({ maxLength: 40 }), { maxItems: 20 }),
  },
  closed,
);
const UPDATE = Compile(
  Type.Union([
    Type.Object({ kind: Type.Literal('flight'), view: VIEW }, closed),
    Type.Object({ kind: Type.Literal('flight_over'), ref }, closed),
  ]),
);

/** Of the live stream: a flight as it is shown, or that it is shown no longer under that name. */
type FlightUpdate =
  | { readonly kind: 'flight'; readonly view: View }
  | { readonly kind: 'flight_over'; readonly ref: string };

/** Whether what came over a link is of a flight of another party, in every field. */
export const isFlightUpdate = (value: unknown): value is FlightUpdate => UPDATE.Check(value);

/**
 * A flight that another party shows live, as an observation of its own authenticated feed; null for what is told late
 * or by cells, which says nothing of where it is now. Without an identity it goes by its name on this link.
 */
export function observationOf(view: View, party: string, source: string, sequence: number): Observation | null {
  const { rung, ref, fields } = view;
  const [point] = view.track;
  if (point === undefined || (rung !== 'live_track' && rung !== 'identity')) return null;
  const address = typeof fields.address === 'string' ? (fields.address.split('#')[0] ?? ref) : ref;
  const pressure = fields.altitude_datum === 'pressure';
  return {
    source,
    sequence,
    time_ms: point.time_ms,
    address,
    address_kind: fields.address === undefined ? 'track_number' : kindOf(address),
    technology: 'party_feed',
    callsign: text(fields.callsign),
    registration: text(fields.registration),
    category: text(fields.category),
    latitude_deg: point.latitude_deg,
    longitude_deg: point.longitude_deg,
    pressure_altitude_m: pressure ? point.altitude_m : null,
    geometric_altitude_m: pressure ? null : point.altitude_m,
    geometric_datum: 'unknown',
    on_ground: typeof fields.on_ground === 'boolean' ? fields.on_ground : null,
    ground_speed_mps: number(fields.ground_speed_mps),
    track_deg: number(fields.track_deg),
    vertical_rate_mps: number(fields.vertical_rate_mps),
    resolution_advisory: null,
    position_accuracy_m: number(fields.h_uncertainty_m),
    altitude_accuracy_m: null,
    velocity_accuracy_mps: null,
    party,
  };
}

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const number = (value: unknown): number | null => (typeof value === 'number' ? value : null);

function kindOf(address: string): Observation['address_kind'] {
  if (/^[0-9a-f]{6}$/.test(address)) return 'icao';
  return address.startsWith('~') ? 'non_icao' : 'track_number';
}
