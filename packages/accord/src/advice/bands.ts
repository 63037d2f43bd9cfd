import {
  type BandKind,
  type Bands,
  DEG_PER_RAD,
  DetectAndAvoid,
  RAD_PER_DEG,
  type SkyState,
  separationConfiguration,
} from '@skyaccord/sky';
import type { AdviceBand, AdviceBands } from '../outcome.ts';
import { MAX_ALTITUDE_M, MIN_ALTITUDE_M } from './levels.ts';
import type { Own } from './own.ts';
import { performanceOf } from './performance.ts';
import type { Other } from './traffic.ts';

/** How far ahead bands look. */
const HORIZON_S = 180;
/** Speeds and rates to which an engine is made: one serves all aircraft within a step. */
const SPEED_STEP_MPS = 10;
const RATE_STEP_MPS = 5;
/** So many engines are kept; beyond it they are made anew. */
const MOST_ENGINES = 64;

const engines = new Map<string, DetectAndAvoid>();

/**
 * Which tracks, vertical rates, altitudes and ground speeds keep every minimum against all known traffic for three
 * minutes, each along its axis alone and each aircraft going straight on; flown as an ordinary crew would, without
 * delay. Minima are those that advice keeps. Where they are lost already or cannot be kept, the soonest way out is
 * `recovery`. Along an axis where the present value is unknown there is nothing.
 */
export function bandsFor(own: Own, traffic: readonly Other[]): AdviceBands {
  const engine = engineFor(own);
  engine.update(stateOf(own, traffic));
  const known = !Number.isNaN(own.altitude_m);
  return {
    track_deg: told(engine, 'direction', DEG_PER_RAD, 1),
    vertical_rate_mps: known ? told(engine, 'vertical_speed', 1, 100) : [],
    altitude_m: known ? told(engine, 'altitude', 1, 10) : [],
    ground_speed_mps: told(engine, 'horizontal_speed', 1, 10),
  };
}

function stateOf(own: Own, traffic: readonly Other[]): SkyState {
  const known = !Number.isNaN(own.altitude_m);
  const altitude_m = known ? own.altitude_m : 0;
  return {
    time_s: 0,
    ownship: {
      id: '',
      place: { east_m: 0, north_m: 0, altitude_m },
      velocity_mps: [own.east_mps, own.north_mps, own.up_mps],
      heightUnknown: !known,
    },
    traffic: traffic.map((other) => {
      const unknown = Number.isNaN(other.up_m);
      return {
        id: other.id,
        place: { east_m: other.east_m, north_m: other.north_m, altitude_m: altitude_m + (unknown ? 0 : other.up_m) },
        velocity_mps: [other.east_mps, other.north_mps, other.up_mps] as const,
        heightUnknown: unknown,
        minima: other.constraints,
      };
    }),
  };
}

/** An engine for what this aircraft can fly. */
function engineFor(own: Own): DetectAndAvoid {
  const speed_mps = (Math.floor(own.ground_speed_mps / SPEED_STEP_MPS) + 1) * SPEED_STEP_MPS;
  const { turn_rate_degps, vertical_rate_mps, accel_mps2, min_speed_mps, max_speed_mps } = performanceOf(
    own.crew,
    speed_mps,
  );
  const climb_mps = Math.max(vertical_rate_mps, Math.ceil(Math.abs(own.up_mps) / RATE_STEP_MPS) * RATE_STEP_MPS);
  const low_m = Math.min(MIN_ALTITUDE_M, Math.floor(own.altitude_m / MIN_ALTITUDE_M) * MIN_ALTITUDE_M);
  const high_m = Math.max(MAX_ALTITUDE_M, Math.ceil(own.altitude_m / MIN_ALTITUDE_M) * MIN_ALTITUDE_M);
  const key = `${speed_mps} ${vertical_rate_mps} ${climb_mps} ${low_m} ${high_m}`;
  let engine = engines.get(key);
  if (engine === undefined) {
    if (engines.size === MOST_ENGINES) engines.clear();
    engine = new DetectAndAvoid(
      separationConfiguration({
        // Each aircraft brings its own minima in the place of these.
        alerters: [{ name: 'clauses', minima: [NEAR_COLLISION], levels: LEVELS }],
        settings: {
          ...STEPS,
          lookahead_s: HORIZON_S,
          turn_rate_radps: turn_rate_degps * RAD_PER_DEG,
          vertical_rate_mps,
          horizontal_acceleration_mps2: accel_mps2,
          min_horizontal_speed_mps: Math.max(0, min_speed_mps - SPEED_STEP_MPS),
          max_horizontal_speed_mps: max_speed_mps,
          min_vertical_speed_mps: -climb_mps,
          max_vertical_speed_mps: climb_mps,
          ...(Number.isNaN(low_m + high_m) ? {} : { min_altitude_m: low_m, max_altitude_m: high_m }),
        },
      }),
    );
    engines.set(key, engine);
  }
  return engine;
}

/** As finely as crews are told: 5°, 10 kt, 200 ft/min and 500 ft. */
const STEPS = {
  direction_step_rad: 5 * RAD_PER_DEG,
  horizontal_speed_step_mps: '10 kn',
  vertical_speed_step_mps: '200 fpm',
  altitude_step_m: '500 ft',
} as const;

/** Where no minima can be kept, recovery keeps what makes a near mid-air collision: 500 ft and 100 ft. */
const NEAR_COLLISION = { lateral_m: 500 * 0.3048, vertical_m: 100 * 0.3048 } as const;

const LEVELS = [{ region: 'NEAR', alerting_s: HORIZON_S }] as const;

/** Bands of a kind in the units told, rounded to parts of them; neighbours that say the same are one. */
function told(engine: DetectAndAvoid, kind: BandKind, factor: number, parts: number): AdviceBand[] {
  const found: AdviceBand[] = [];
  for (const { low, high, region } of engine.bands(kind).bands) {
    const says = SAYS[region];
    const [from, to] = [low, high].map((value) => Math.round(value * factor * parts) / parts) as [number, number];
    const last = found.at(-1);
    if (last?.says === says) found[found.length - 1] = { ...last, to };
    else if (to > from) found.push({ from: last?.to ?? from, to, says });
  }
  return found;
}

const SAYS: Readonly<Record<Bands['region'], AdviceBand['says']>> = {
  NONE: 'free',
  FAR: 'conflict',
  MID: 'conflict',
  NEAR: 'conflict',
  RECOVERY: 'recovery',
  UNKNOWN: 'conflict',
};
