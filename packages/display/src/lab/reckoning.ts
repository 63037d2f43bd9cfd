import {
  type BandKind,
  type Bands,
  type Configuration,
  DetectAndAvoid,
  RAD_PER_DEG,
  type SkyState,
  standardConfiguration,
} from '@skyaccord/sky';
import { M_PER_FT, M_PER_NM } from '../format/units.ts';
import type { LabAircraft, LabScene } from './scene.ts';

const MPS_PER_KT = 1852 / 3600;
const MPS_PER_FPM = 0.3048 / 60;

const KINDS: readonly BandKind[] = ['direction', 'horizontal_speed', 'vertical_speed', 'altitude'];

/** An aircraft in SI, east and north of the middle of the plan. */
export type Flight = {
  readonly east_m: number;
  readonly north_m: number;
  readonly altitude_m: number;
  readonly east_mps: number;
  readonly north_mps: number;
  readonly climb_mps: number;
};

/** Two aircraft, by their places in the scene. */
export type LabPair = {
  readonly first: number;
  readonly second: number;
  /** Alert levels that each has of the other; 0: none. */
  readonly levels: readonly [ofFirst: number, ofSecond: number];
  readonly horizontal_m: number;
  readonly vertical_m: number;
  /** Time to the closest point on present courses, and how near they are there; now when they draw apart. */
  readonly cpa_s: number;
  readonly cpa_m: number;
  readonly cpaVertical_m: number;
  /** Time to the loss of the corrective volume as the first sees it; Infinity: none predicted. */
  readonly entry_s: number;
};

export type LabBands = Bands & {
  readonly kind: BandKind;
  /** Least over the aircraft; Infinity: nothing to wait for; -Infinity: too late. */
  readonly lastTime_s: number;
};

/** All that follows from a scene. */
export type LabAnswer = {
  readonly configuration: Configuration;
  readonly flights: readonly Flight[];
  readonly pairs: readonly LabPair[];
  readonly bands: readonly LabBands[];
};

type Instruments = { readonly own: DetectAndAvoid; readonly others: DetectAndAvoid };

const made = new Map<string, Instruments>();

function instrumentsFor(name: string): Instruments {
  let instruments = made.get(name);
  if (instruments === undefined) {
    const configuration = standardConfiguration(name);
    instruments = { own: new DetectAndAvoid(configuration), others: new DetectAndAvoid(configuration) };
    made.set(name, instruments);
  }
  return instruments;
}

function flightOf(aircraft: LabAircraft): Flight {
  const track_rad = aircraft.track_deg * RAD_PER_DEG;
  const speed_mps = aircraft.speed_kt * MPS_PER_KT;
  return {
    east_m: aircraft.east_nm * M_PER_NM,
    north_m: aircraft.north_nm * M_PER_NM,
    altitude_m: aircraft.altitude_ft * M_PER_FT,
    east_mps: speed_mps * Math.sin(track_rad),
    north_mps: speed_mps * Math.cos(track_rad),
    climb_mps: aircraft.climb_fpm * MPS_PER_FPM,
  };
}

function stateFrom(scene: LabScene, flights: readonly Flight[], own: number, alerters: number): SkyState {
  const states = scene.aircraft.map(({ name, alerter }, index) => {
    const { east_m, north_m, altitude_m, east_mps, north_mps, climb_mps } = flights[index] as Flight;
    return {
      id: name,
      place: { east_m, north_m, altitude_m },
      velocity_mps: [east_mps, north_mps, climb_mps] as const,
      alerter: Math.min(alerter, alerters - 1),
    };
  });
  const [ownship] = states.splice(own, 1);
  if (ownship === undefined) throw new RangeError(`own ${own}: the scene has ${scene.aircraft.length} aircraft`);
  return { time_s: 0, ownship, traffic: states };
}

/** The same scene gives the same answer: what came before it is forgotten. */
export function reckon(scene: LabScene): LabAnswer {
  const { own, others } = instrumentsFor(scene.configuration);
  const { configuration } = own;
  const flights = scene.aircraft.map(flightOf);
  const count = flights.length;
  const levels = new Int8Array(count * count);
  const pairs: LabPair[] = [];
  for (let i = 0; i < count; i += 1) {
    const instrument = i === 0 ? own : others;
    instrument.forget();
    instrument.update(stateFrom(scene, flights, i, configuration.alerters.length));
    for (let j = 0; j < count; j += 1) {
      if (j === i) continue;
      const traffic = j < i ? j : j - 1;
      levels[i * count + j] = instrument.alertLevel(traffic);
      if (j > i) pairs.push(pairOf(instrument, flights, i, j, traffic));
    }
  }
  return {
    configuration,
    flights,
    pairs: pairs.map((pair) => ({
      ...pair,
      levels: [levels[pair.first * count + pair.second] ?? 0, levels[pair.second * count + pair.first] ?? 0],
    })),
    bands: KINDS.map((kind) => bandsOf(own, kind, count - 1)),
  };
}

function pairOf(
  instrument: DetectAndAvoid,
  flights: readonly Flight[],
  first: number,
  second: number,
  traffic: number,
): LabPair {
  const [a, b] = [flights[first] as Flight, flights[second] as Flight];
  const approach = instrument.closestApproach(traffic, 0);
  const cpa_s = approach.time_s ?? 0;
  return {
    first,
    second,
    levels: [0, 0],
    horizontal_m: approach.horizontal_m,
    vertical_m: approach.vertical_m,
    cpa_s,
    cpa_m: approach.distance_m ?? approach.horizontal_m,
    cpaVertical_m: Math.abs(a.altitude_m - b.altitude_m + cpa_s * (a.climb_mps - b.climb_mps)),
    entry_s: instrument.correctiveEntry_s(traffic),
  };
}

function bandsOf(own: DetectAndAvoid, kind: BandKind, traffic: number): LabBands {
  const bands = own.bands(kind);
  let lastTime_s = Number.POSITIVE_INFINITY;
  for (let i = 0; i < traffic; i += 1) lastTime_s = Math.min(lastTime_s, own.lastTimeToManoeuvre_s(kind, i));
  return { ...bands, kind, lastTime_s };
}
